"""What the walk from text to tables says: its heading, its readings, and the frames of a taught phrase."""

from __future__ import annotations

import pandas as pd

from bilateral.analysis.wording import counted, listed
from bilateral.page import Page
from bilateral.tables import Tables
from bilateral.walk import NO_SENTENCE, cut, mentioned, rows, sentence_tables


def title(page: Page, number: int | None) -> str:
    """The heading of a walk."""
    return "From text to tables" if number is None else f"From text to tables: sentence {number} of {page.card.title or page.id}"


def opening(page: Page, number: int | None) -> str:
    """The sentence that is walked through, and where it stands."""
    if number is None:
        return NO_SENTENCE
    words, start = cut(page, number)
    where = f"page.text[{start}:{start + len(words)}]"
    return f"“{' '.join(words.split())}” It stands at {where}, {len(words)} characters of {len(page.text)}."


def mentions_title(found: pd.DataFrame) -> str:
    """What a sentence mentions, in the words of a figure's title."""
    counts = [counted(int(number), str(kind)) for kind, number in found["mention"].value_counts(sort=False).items()]
    return f"The sentence mentions {listed(counts)}"


def reading(page: Page, number: int | None) -> str:
    """What the sentence mentions, how many rows come of it, and what the ledger says of its numbers and dates."""
    if number is None:
        return NO_SENTENCE
    found, made = len(mentioned(page, number)), len(rows(page, number))
    ledger = sentence_tables(page, number).ledger
    told = listed([f"{count} {status}" for status, count in ledger["status"].value_counts().items()])
    start = f"The sentence has {counted(found, 'mention')} and gives {counted(made, 'row')}"
    return f"{start}; of its numbers and dates the ledger has {told}." if told else f"{start}; it has no number and no date."


def figures(tables: Tables) -> pd.DataFrame:
    """The figures of a text, in the columns that a phrase of the lexicon fills; `missing` where it fills none."""
    told = tables.statistics[["indicator", "label", "flow", "period", "value", "unit", "quote"]]
    return told.astype(object).where(told.notna(), "missing")


def taught_reading(before: Tables, after: Tables) -> str:
    """How many figures have a named indicator before and after a phrase was taught."""
    first, then = (int(tables.statistics["indicator"].notna().sum()) for tables in (before, after))
    start = f"Figures of the sentence with a named indicator: {first} before, {then} now."
    return (
        start
        if then > first
        else f"{start} The row taught nothing here: does the phrase stand in the sentence as the row has it?"
    )
