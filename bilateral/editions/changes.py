"""The changes between two editions, one row a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.editions.change import change
from bilateral.editions.order import editions
from bilateral.editions.pairing import FACTS, Pairs, Row, compatible, paired, running
from bilateral.editions.rewording import rewording
from bilateral.editions.seats import seat_changes
from bilateral.editions.sections import moved
from bilateral.page import Page
from bilateral.schema import CHANGES, DATE_COLUMNS
from bilateral.tables import typed

if TYPE_CHECKING:
    import pandas as pd

_SAID = {  # the columns that say a thing in classes; what is printed in words can only be reworded
    "statistics": ("indicator", "transform", "reporter", "subject", "partner", "flow", "entity", "unit"),
    "events": ("kind", "format", "direction", "visitor", "host", "place_country", "level", "grade", "multilateral", "mechanism",
               "session"),
    "milestones": ("kind", "thread"),
    "rankings": ("subject", "object", "measure", "rank"),
    "exercises": ("service",),
}  # fmt: skip


def diff(*pages: Page | str | Path) -> pd.DataFrame:
    """What changed from each edition of a page to the next: one row a change, in the columns of `bilateral.schema.CHANGES`.

    Two editions, or any number, or a folder of them (the oldest first, by name); pages, paths or bundled ids. `change` is

    - `added`: only the new edition has it; `dropped`: only the old one; `vanished`: an event that the new edition has no
      longer although it still tells of that time (the run of years with events up to its latest one);
    - `value`: another figure, rank, date or class (`column` says which), not counting a running figure;
    - `counter`: a running figure (grown up to a date, or standing at one) went on: its number or its date;
    - `precision`: a date or figure that is the same, printed more or less exactly;
    - `stale`: a running figure whose date stood still while that of others moved on;
    - `reworded`: the same in other words; `moved`: in another section, where sections are told apart by their headings, else
      by their facts, so that a new number alone is no move.

    A fact that changed in more than one way has a row for each, but is `reworded` only where nothing else changed. Seats
    are compared at events that both editions have. Raises `EditionsError`, and what `bilateral.read` raises.
    """
    found = editions(*pages)
    return typed(CHANGES, [row for old, new in pairwise(found) for row in _between(old, new)])


def _between(old: Page, new: Page) -> Iterator[dict[str, Any]]:
    pairs = {table: paired(table, old.tables, new.tables) for table in FACTS}
    told = {"old_page": old.id, "new_page": new.id}
    for row in _changes(old, new, pairs):
        yield told | row
    for row in seat_changes(old.tables, new.tables, pairs["events"].both, rewording(old.tables, new.tables)):
        yield told | row


def _changes(old: Page, new: Page, pairs: dict[str, Pairs]) -> Iterator[dict[str, Any]]:
    away = moved(old, new, [pair for found in pairs.values() for pair in found.both])
    reworded = rewording(old.tables, new.tables)
    stale = _stale(pairs["statistics"].both)
    first, last = _window(new)
    for table, found in pairs.items():
        for one in found.dropped:
            gone = table == "events" and one["date_start"] and first <= one["date_start"][:4] <= last
            yield change(table, "vanished" if gone else "dropped", one, None)
        for other in found.added:
            yield change(table, "added", None, other)
        for one, other in found.both:
            yield from _compared(table, one, other, reworded)
            if one["id"] in stale and table == "statistics":
                yield change(table, "stale", one, other, "period")
            if away(one, other):
                yield change(table, "moved", one, other, "section")


def _compared(table: str, one: Row, other: Row, reworded: Callable[[Row, Row], bool]) -> Iterator[dict[str, Any]]:
    """How the facts of a pair differ; reworded only where they do in nothing else."""
    found = [*_dates(table, one, other), *(_figures(one, other) if table == "statistics" else [])]
    found += [change(table, "value", one, other, name) for name in _SAID[table] if one[name] != other[name]]
    if not found and reworded(one, other):
        found = [change(table, "reworded", one, other)]
    yield from found


def _dates(table: str, one: Row, other: Row) -> list[dict[str, Any]]:
    name = DATE_COLUMNS[table]
    if one[name] == other[name]:
        return []
    if table == "statistics" and running(one) and running(other):
        return [change(table, "counter", one, other, name)]
    return [change(table, "precision" if compatible(one[name], other[name]) else "value", one, other, name)]


def _figures(one: Row, other: Row) -> list[dict[str, Any]]:
    if all(one[name] == other[name] for name in ("value", "low", "high", "qualifier")):
        return []
    if one["value"] == other["value"] or _nested(one, other) or _nested(other, one):
        return [change("statistics", "precision", one, other, "value")]
    grows = running(one) and running(other)
    return [change("statistics", "counter" if grows else "value", one, other, "value")]


def _nested(inner: Row, outer: Row) -> bool:
    """Whether every true value that prints like the one figure can be printed like the other."""
    ends = (inner["low"], inner["high"], outer["low"], outer["high"])
    return bool(None not in ends and outer["low"] <= inner["low"] and inner["high"] <= outer["high"])


def _stale(pairs: Sequence[tuple[Row, Row]]) -> set[str]:
    """The ids (in the old edition) of running figures whose date stood still, if that of others moved on."""
    dated = [(a, b) for a, b in pairs if running(a) and running(b) and a["period_end"] and b["period_end"]]
    if not any(one["period_end"] < other["period_end"] for one, other in dated):
        return set()
    return {one["id"] for one, other in dated if one["period_end"] == other["period_end"]}


def _window(page: Page) -> tuple[str, str]:
    """First and last year of the time that a page tells of: the run of years with events up to its latest one."""
    years = {start.year for start in page.tables.events["date_start"].dropna()}
    if not years:
        return "", ""
    first = last = max(years)
    while first - 1 in years:
        first -= 1
    return f"{first:04}", f"{last:04}"
