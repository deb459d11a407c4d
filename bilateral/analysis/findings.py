"""What a check finds: a verdict on named rows, with their words and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bilateral.analysis.rows import plain_records
from bilateral.tables import Tables

CONSISTENT, INCONSISTENT, CANNOT_TELL = "consistent", "inconsistent", "cannot_tell"
VERDICTS = (INCONSISTENT, CANNOT_TELL, CONSISTENT)


@dataclass(frozen=True)
class Finding:
    """A verdict on rows (`table:id`, as in the ledger) with the words of the page and the reason in a sentence."""

    verdict: str
    rows: tuple[str, ...]
    quotes: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Check:
    """A check: its name, what a page must have for it (completes "it needs …"), and the function that looks."""

    name: str
    needs: str
    look: Callable[[Tables], Iterator[Finding]]


Row = dict[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of a table as dicts, None where a value is missing, so that they compare as plain values do."""
    return plain_records(frame)


def finding(verdict: str, why: str, *told: tuple[str, Row]) -> Finding:
    """A finding on rows, each given as the name of its table and the row itself."""
    names = tuple(f"{table}:{row['id']}" for table, row in told)
    return Finding(verdict, names, tuple(str(row["quote"]) for _, row in told), why)
