"""What a page says against itself: each check is a small function, and CHECKS lists them.

A finding is `consistent` where the statements can all be true, `inconsistent` where they cannot, and `cannot_tell`
where the page does not say enough. A check that finds an inconsistency says where to look, not who erred: the page,
its source, or the reading of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pandas as pd

from bilateral.analysis import date_checks, figure_checks
from bilateral.analysis.findings import CANNOT_TELL, VERDICTS, Check, Finding
from bilateral.analysis.rows import records
from bilateral.tables import Tables

COLUMNS = ["check", "verdict", "rows", "quotes", "why"]
CHECKS = (
    Check("parts and total", "a total with its exports or imports", figure_checks.parts_and_total),
    Check(
        "growth and levels",
        "growths with two years' levels, or of a total and both flows",
        figure_checks.growth_and_levels,
    ),
    Check("shares", "a share in percent", figure_checks.shares),
    Check("same figure twice", "a figure that stands twice", figure_checks.said_twice),
    Check("dates in the future", "a dated fact", date_checks.future),
    Check("sessions run forward", "two numbered sessions of a mechanism, or one beside their count", date_checks.sessions),
    Check("mechanism and relations", "the founding of a mechanism and of the relations", date_checks.mechanism_age),
    Check("rank said twice", "two ranks in one order", date_checks.ranks),
    Check("order of the text", "two dated engagements in a section", date_checks.text_order),
)


class HasTables(Protocol):
    """A page: something with `tables`."""

    @property
    def tables(self) -> Tables:
        """The seven tables."""


def check(page: HasTables | Tables) -> pd.DataFrame:
    """Every finding of every check on a page (or on its tables; on many pages' tables, each page by itself).

    Columns: `check`, `verdict` (`consistent`, `inconsistent`, `cannot_tell`), `rows` (tuple of `table:id`), `quotes`
    (tuple of their words) and `why`, a sentence. A check for which the page has nothing to look at is one row that
    `cannot_tell`.
    """
    found = [
        (one.name, result.verdict, result.rows, result.quotes, result.why)
        for tables in _pages(_tables(page))
        for one in CHECKS
        for result in _look(one, tables)
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def readable(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings as a table to read, inconsistencies first: check, verdict, why, words of the page, rows of the tables."""
    rank = findings["verdict"].map({verdict: place for place, verdict in enumerate(VERDICTS)})
    words = findings["quotes"].map(lambda quotes: " … ".join(dict.fromkeys(quotes)))
    verdicts = findings["verdict"].str.replace("_", " ")
    told = findings.assign(rank=rank, verdict=verdicts, rows=findings["rows"].map(", ".join), **{"words of the page": words})
    return told.sort_values("rank", kind="stable")[["check", "verdict", "why", "words of the page", "rows"]].reset_index(
        drop=True
    )


def lines(findings: pd.DataFrame) -> Iterator[str]:
    """The findings for a terminal: verdict, check and reason, and below each the rows with the words of the page."""
    for told in records(findings):
        yield f"{told['verdict'].replace('_', ' '):<13} {told['check']}: {told['why']}"
        for row, quote in zip(told["rows"], told["quotes"], strict=True):
            yield f"{'':<13} {row} “{' '.join(quote.split())}”"


def coverage_reading(page: HasTables | Tables) -> str:
    """The coverage in a sentence, with what was missed."""
    ledger = _tables(page).ledger
    if ledger.empty:
        return "The page mentions no number and no date."
    missed = ledger[ledger["status"] == "missed"]
    words = ", ".join(f"“{quote}”" for quote in missed["quote"])
    told = f"Numbers and dates on the page: {len(ledger)}. Used or excused with a reason: {len(ledger) - len(missed)}."
    return f"{told} Missed: {words or 'none'}."


def _look(one: Check, tables: Tables) -> Iterator[Finding]:
    found = list(one.look(tables))
    yield from found or [Finding(CANNOT_TELL, (), (), f"The page has nothing to look at: this check needs {one.needs}.")]


def _tables(page: HasTables | Tables) -> Tables:
    return page if isinstance(page, Tables) else page.tables


def _pages(tables: Tables) -> Iterator[Tables]:
    """The tables of each page by itself; empty tables once."""
    names = sorted({page for _, frame in tables.items() for page in frame["page"].dropna()})
    for name in names:
        parts: dict[str, Any] = {table: frame[frame["page"] == name] for table, frame in tables.items()}
        yield Tables(**parts)
    if not names:
        yield tables
