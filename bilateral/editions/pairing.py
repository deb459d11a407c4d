"""Which row of an old edition is which row of the new one.

Pairs are found in passes, from rows that say the very same to rows that tell of the same fact in other words. A pass
pairs rows whose key is the same; where a key stands for several rows of one edition, only the strictest passes pair
them, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilateral.edtf import days
from bilateral.formats.text import records
from bilateral.schema import DATE_COLUMNS, TABLES
from bilateral.tables import Tables
from bilateral.tokens import clean, slug

Row = Mapping[str, Any]
Key = Callable[[Row], Hashable]
FACTS = tuple(table for table in TABLES if table not in ("participants", "ledger"))
PLACED = {"id", "page", "section", "start", "end", "rule", "num_start", "num_end"}  # where a row stands, not what it says
RUNNING = ("cumulative", "stock")


@dataclass(frozen=True)
class Pairs:
    """The rows of one table in two editions: those that tell of one fact, and those that only one edition has."""

    both: list[tuple[Row, Row]]
    dropped: list[Row]
    added: list[Row]


@dataclass(frozen=True)
class _Pass:
    key: Key
    several: bool = False  # whether rows that share a key are paired in the order of the text
    dated: bool = False  # whether the dates of a pair must be able to be the same day


def words(quote: Any) -> str:
    """The words of a quote without what line breaks and kinds of blanks and quotation marks add to them."""
    return " ".join(clean(str(quote)).split())


def paired(table: str, old: Tables, new: Tables) -> Pairs:
    """The rows of a table that tell of one fact in both editions, in the order of the new text, and the others."""
    left: list[Row] = [*records(getattr(old, table))]
    right: list[Row] = [*records(getattr(new, table))]
    both: list[tuple[Row, Row]] = []
    for one in _passes(table):
        found = list(_matched(one, left, right, DATE_COLUMNS[table]))
        both += found
        taken = {id(row) for pair in found for row in pair}
        left = [row for row in left if id(row) not in taken]
        right = [row for row in right if id(row) not in taken]
    both.sort(key=lambda pair: (pair[1]["start"], pair[1]["end"]))
    return Pairs(both, left, right)


def compatible(one: Any, other: Any) -> bool:
    """Whether two EDTF dates can be the same day: one lies within the other; a missing date is no date.

    >>> compatible("2023-05", "2023-05-14"), compatible("2023", "2024"), compatible("2015-07/..", "2015")
    (True, False, False)
    """
    return bool(one and other) and (_within(days(one), days(other)) or _within(days(other), days(one)))


def running(row: Row) -> bool:
    """Whether a figure goes on growing: it has been counted up to a date, or stands at one."""
    return row.get("transform") in RUNNING


def _within(inner: Any, outer: Any) -> bool:
    bounded = None not in (*inner[:2], *outer[:2])
    return bool(bounded and outer.start <= inner.start and inner.end <= outer.end)


def _matched(one: _Pass, old: Sequence[Row], new: Sequence[Row], date: str) -> Iterator[tuple[Row, Row]]:
    left, right = _grouped(old, one.key), _grouped(new, one.key)
    for key, rows in left.items():
        others = right.get(key, [])
        if others and (one.several or len(rows) == len(others) == 1):
            for row, other in zip(rows, others, strict=False):
                if not one.dated or compatible(row[date], other[date]):
                    yield row, other


def _grouped(rows: Sequence[Row], key: Key) -> dict[Hashable, list[Row]]:
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        found = key(row)
        if found is not None:
            groups.setdefault(found, []).append(row)
    return groups


def _passes(table: str) -> list[_Pass]:
    """Rows that say the very same, then the same id, then what tells the facts of the table apart."""
    said = [column.name for column in TABLES[table] if column.name not in PLACED]
    same = _Pass(lambda row: tuple(words(row[name]) if name == "quote" else row[name] for name in said), several=True)
    return [same, _Pass(lambda row: row["id"]), *_LOOSE[table]]


def _columns(*names: str) -> Key:
    """A key of columns; none where the row lacks one of them."""
    return lambda row: None if any(row[name] is None for name in names) else tuple(row[name] for name in names)


def _who(row: Row) -> str:
    """The last part of an event's id: its persons, or its mechanism and session."""
    return str(row["id"]).split("/", 2)[-1]


def _measured(row: Row) -> tuple[Any, ...]:
    """What a figure is of, whatever its date and its value."""
    what = row["indicator"] or slug(str(row["label"] or ""))
    return (what, row["subject"], row["partner"], row["flow"], row["entity"], row["unit"])


def _step(row: Row) -> tuple[Any, ...]:
    return (row["kind"], row["thread"] or slug(str(row["title"] or "")))


_LOOSE: dict[str, list[_Pass]] = {
    "statistics": [
        _Pass(lambda row: (*_measured(row), row["transform"], row["period"])),
        _Pass(lambda row: (*_measured(row), row["transform"]), dated=True),
        _Pass(lambda row: _measured(row) if running(row) else None),
    ],
    "events": [
        _Pass(lambda row: (row["kind"], _who(row)), dated=True),
        _Pass(lambda row: (row["date"], _who(row))),
        _Pass(_columns("date", "kind", "visitor", "host", "level")),
        _Pass(lambda row: (row["kind"], words(row["quote"]))),
    ],
    "milestones": [
        _Pass(_step, dated=True),
        _Pass(_columns("date", "kind")),
        _Pass(_step),
    ],
    "rankings": [
        _Pass(_columns("measure", "subject", "object", "since")),
        _Pass(_columns("measure", "subject", "object", "rank"), dated=True),
    ],
    "exercises": [_Pass(lambda row: slug(row["series"]), dated=True)],
}
