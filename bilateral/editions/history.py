"""A page over its editions: each figure's printed values, and which facts came and went."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.editions.order import editions
from bilateral.editions.pairing import FACTS, paired
from bilateral.formats.text import records
from bilateral.schema import DAY, FLAG, INTEGER, NUMBER, TEXT, Column
from bilateral.tables import typed

if TYPE_CHECKING:
    import pandas as pd

    from bilateral.page import Page

_FIGURES = ("indicator", "label", "transform", "subject", "partner", "flow", "entity", "period", "period_start", "period_end",
            "value", "low", "high", "unit", "qualifier", "quote", "start", "end")  # fmt: skip
_NUMBERS = dict.fromkeys(("value", "low", "high"), NUMBER) | dict.fromkeys(("start", "end", "edition"), INTEGER)
_DTYPES = _NUMBERS | dict.fromkeys(("period_start", "period_end"), DAY)
_APPEARANCE = {"table": TEXT, "fact": TEXT, "first": INTEGER, "last": INTEGER, "editions": INTEGER, "standing": FLAG,
               "first_page": TEXT, "last_page": TEXT, "quote": TEXT, "start": INTEGER, "end": INTEGER}  # fmt: skip


def figures(*pages: Page | str | Path) -> pd.DataFrame:
    """Every printed figure in every edition: one row a figure and edition, in the order of the editions.

    `edition` (from 1) and `page` tell the editions apart, `series` what is measured whatever its date (indicator or noun, flow,
    country, thing); then the columns of `statistics`, with `low` and `high` around each value.
    """
    columns = [Column(name, _DTYPES.get(name, TEXT), "") for name in ("edition", "page", "series", *_FIGURES)]
    rows = [
        {**row, "edition": number, "series": _series(row)}
        for number, page in enumerate(editions(*pages), start=1)
        for row in records(page.tables.statistics)
    ]
    return typed(columns, rows)


def appearances(*pages: Page | str | Path) -> pd.DataFrame:
    """Every fact that any edition has, once, by when it came and went.

    `fact` is its id where it was last seen, `first` and `last` the editions (from 1) between which it was seen, `editions`
    in how many of them, `standing` whether the latest edition has it; `quote`, `start` and `end` are those of the last one.
    A fact that went and came back is counted twice.
    """
    found = editions(*pages)
    rows = [row for table in FACTS for row in _threads(table, found)]
    return typed([Column(name, dtype, "") for name, dtype in _APPEARANCE.items()], rows)


def _threads(table: str, pages: list[Page]) -> list[dict[str, Any]]:
    """The facts of one table, each followed from edition to edition."""
    if not pages:
        return []
    open_ = {row["id"]: _begun(table, row, 1, pages[0]) for row in records(getattr(pages[0].tables, table))}
    done: list[dict[str, Any]] = []
    for number, (old, new) in enumerate(pairwise(pages), start=2):
        pairs = paired(table, old.tables, new.tables)
        done += [open_[row["id"]] for row in pairs.dropped]
        going = {other["id"]: open_[one["id"]] | _seen(other, number, new) for one, other in pairs.both}
        open_ = going | {row["id"]: _begun(table, row, number, new) for row in pairs.added}
    threads = [*done, *({**thread, "standing": True} for thread in open_.values())]
    return [{**thread, "editions": thread["last"] - thread["first"] + 1} for thread in threads]


def _begun(table: str, row: Any, number: int, page: Page) -> dict[str, Any]:
    return {"table": table, "first": number, "first_page": page.id, "standing": False, **_seen(row, number, page)}


def _seen(row: Any, number: int, page: Page) -> dict[str, Any]:
    return {
        "fact": row["id"],
        "last": number,
        "last_page": page.id,
        "quote": row["quote"],
        "start": row["start"],
        "end": row["end"],
    }


def _series(row: Any) -> str:
    told = (row["indicator"] or row["label"], row["flow"], row["subject"], row["entity"])
    return " ".join(part for part in told if part)
