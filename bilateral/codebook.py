"""The codebook: every table and column in Markdown, made from the schemas alone, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Sequence

from bilateral.schema import CHANGES, DAY, FLAG, INTEGER, KEYS, MEANINGS, NUMBER, PAGES, TABLES, TEXT, Column

_TYPES = {TEXT: "text", NUMBER: "number", INTEGER: "whole number", FLAG: "true or false", DAY: "day"}
_OPENING = """\
# Codebook

Made by `bilateral codebook` from the schemas that check the tables. A dot in *required* marks a column that every row has; all
others may be missing, and missing is missing: never zero, an empty text or today. `page.text[start:end] == quote` wherever there
is a quote; in a CSV file, a text that a spreadsheet would take for a formula has an apostrophe
before it (`bilateral.formulas.unprotected` takes it off).
"""


def markdown() -> str:
    """The documentation of the seven tables, of the table of pages beside them, and of the changes between editions."""
    parts = [_table(name, f"A row is {MEANINGS[name]}.", columns, KEYS[name]) for name, columns in TABLES.items()]
    parts.append(_table("pages", "A row is one page that was read.", PAGES, ("id",)))
    parts.append(_table("changes", "A row is one change between two editions of a page (`bilateral.diff`).", CHANGES))
    return "\n".join([_OPENING, *parts])


def _table(name: str, told: str, columns: Sequence[Column], key: Sequence[str] = ()) -> str:
    keyed = f" Its key is {', '.join(f'`{column}`' for column in key)}." if key else ""
    head = [
        f"## {name}\n",
        f"{told}{keyed}\n",
        "| column | type | unit | required | meaning |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(_line, columns), ""])


def _line(column: Column) -> str:
    allowed = f": {', '.join(f'`{value}`' for value in column.allowed)}" if column.allowed else ""
    cells = (f"`{column.name}`", _TYPES[column.dtype], column.unit, "•" if column.required else "", f"{column.meaning}{allowed}")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
