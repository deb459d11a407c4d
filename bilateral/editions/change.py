"""One row of the frame of changes."""

from __future__ import annotations

from typing import Any

from bilateral.editions.pairing import Row


def change(table: str, kind: str, old: Row | None, new: Row | None, column: str | None = None) -> dict[str, Any]:
    """What became of one fact: its rows in the two editions, and the column that tells of it."""
    row: dict[str, Any] = {"table": table, "change": kind, "column": column}
    for side, fact in (("old", old), ("new", new)):
        if fact is not None:
            row |= {f"{side}_{name}": fact[name] for name in ("section", "quote", "start", "end")}
            row[f"{side}_id"] = fact["event"] if table == "participants" else fact["id"]
            row[side] = _plain(fact, column) if column else None
    return row


def _plain(fact: Row, column: str) -> str | None:
    """A value as text; a figure with its bounds, as `13` or `23060000000 [23055000000, 23065000000]`."""
    value = fact[column]
    if column != "value":
        return None if value is None else str(value)
    bounds = [".." if end is None else f"{end:.15g}" for end in (fact["low"], fact["high"])]
    if value is not None and bounds == [f"{value:.15g}"] * 2:
        return bounds[0]
    return f"{'' if value is None else f'{value:.15g} '}[{', '.join(bounds)}]"
