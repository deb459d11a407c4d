"""How much of a page was read, in a few lines for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral.mentions.places import country_name

if TYPE_CHECKING:
    import pandas as pd

    from bilateral.page import Page


def summary(page: Page) -> str:
    """The page's two countries and coverage, the rows of each table, why mentions were excused, and what was missed."""
    sides = f"{country_name(page.card.home)} and {country_name(page.card.partner)}"
    lines = [f"{page.id} ({sides}): {coverage(page.tables.ledger)}"]
    lines += [f"  {name:<13} {count(len(frame), 'row')}" for name, frame in page.tables.items()]
    lines += [f"  excused       {words}" for words in _excused(page.tables.ledger)]
    lines += [f"  missed        {words}" for words in missed(page)]
    return "\n".join(lines)


def coverage(ledger: pd.DataFrame) -> str:
    """The share of the page's numbers and dates that went into a table or were excused with a reason."""
    if ledger.empty:
        return "no numbers or dates"
    read = int((ledger["status"] != "missed").sum())
    return f"{read} of {len(ledger)} numbers and dates accounted for ({read / len(ledger):.1%})"


def _excused(ledger: pd.DataFrame) -> list[str]:
    """One line with the number of excused mentions and of each reason, the most frequent first; none where none is excused."""
    reasons = ledger.loc[ledger["status"] == "excused", "by"].tolist()
    often = sorted(Counter(reasons).items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{len(reasons)}: {', '.join(f'{reason} ({number})' for reason, number in often)}"] if reasons else []


def missed(page: Page) -> list[str]:
    """Each number or date that no rule could read, with the words around it."""
    ledger = page.tables.ledger
    rows = ledger[ledger["status"] == "missed"].to_dict("records")
    return [f"{row['quote']!r} at {row['start']}: …{_around(page.text, row['start'], row['end'])}…" for row in rows]


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where that is right."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 40) : end + 40].split())
