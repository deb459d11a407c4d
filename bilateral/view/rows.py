"""A row in words: what stands in its line, and what it opens to."""

from __future__ import annotations

from typing import Any

from bilateral.analysis.wording import bounds, country, date, number
from bilateral.schema import DATE_COLUMNS, TABLES
from bilateral.view.marks import Fact

_LINE = {
    "statistics": ("indicator", "entity", "flow"),
    "events": ("kind", "mechanism", "occasion"),
    "participants": ("name", "role", "country"),
    "milestones": ("kind", "title"),
    "rankings": ("subject", "rank", "measure", "object"),
    "exercises": ("series", "service"),
}
_APART = {"quote", "page", "id", "event"}  # shown elsewhere in the row, or the same in all rows


def headline(fact: Fact) -> str:
    """The row in one line: what it is, when, how much."""
    row = fact.row
    told = [_plain(row[column]) for column in _LINE[fact.table] if row[column] is not None]
    if fact.table == "statistics":
        told = told or [str(row["label"])]
        told.append(bounds(row["low"], row["high"], row["unit"]) if row["value"] is None else number(row["value"], row["unit"]))
    if fact.table == "events" and row["visitor"] and row["host"]:
        told.append(f"{country(row['visitor'])} to {country(row['host'])}")
    when = row.get(DATE_COLUMNS.get(fact.table, ""))
    return ", ".join([*told, date(when)] if when else told)


def details(fact: Fact) -> list[tuple[str, str, str]]:
    """What the row has: column, value and what the column means, without what is missing."""
    columns = [column for column in TABLES[fact.table] if column.name not in _APART]
    return [(c.name, _plain(fact.row[c.name]), c.meaning) for c in columns if fact.row[c.name] is not None]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    return str(value).replace("_", " ") if isinstance(value, str) else str(value)
