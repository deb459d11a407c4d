"""The codebook: every table and column in Markdown, made from the schemas alone, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Sequence

from bilateral.schema import DAY, FLAG, INTEGER, KEYS, MEANINGS, NUMBER, PAGES, TABLES, TEXT, Column

_TYPES = {TEXT: "text", NUMBER: "number", INTEGER: "whole number", FLAG: "true or false", DAY: "day"}
_OPENING = """\
# Codebook

Made by `bilateral codebook` from the schemas that check the tables. A dot in *required* marks a column that every row has; all
others may be missing, and missing is missing: never zero, an empty text or today. `page.text[start:end] == quote` in every row.
"""


def markdown() -> str:
    """The documentation of the seven tables and of the table of pages that is written beside them."""
    parts = [_table(name, f"A row is {MEANINGS[name]}.", columns) for name, columns in TABLES.items()]
    return "\n".join([_OPENING, *parts, _table("pages", "A row is one page that was read.", PAGES)])


def _table(name: str, told: str, columns: Sequence[Column]) -> str:
    key = ", ".join(f"`{column}`" for column in KEYS.get(name, ("id",)))
    head = [
        f"## {name}\n",
        f"{told} Its key is {key}.\n",
        "| column | type | unit | required | meaning |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(_line, columns), ""])


def _line(column: Column) -> str:
    allowed = f": {', '.join(f'`{value}`' for value in column.allowed)}" if column.allowed else ""
    cells = (f"`{column.name}`", _TYPES[column.dtype], column.unit, "•" if column.required else "", f"{column.meaning}{allowed}")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
