"""The vocabulary: one CSV a kind of word, read once. A new phrase is a row here and a case in the tests, no code."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a lexicon table, by column name."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def words(name: str, column: str = "word", **where: str) -> frozenset[str]:
    """The words of one column, of the rows whose other columns have the given values.

    >>> "june" in words("months")
    True
    """
    return frozenset(row[column] for row in table(name) if all(row[key] == value for key, value in where.items()) and row[column])
