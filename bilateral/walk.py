"""One sentence's way from text to tables: its spans, what it mentions, which phrases it has, which rows come out.

For those who learn how the reader works, or look why it read a sentence as it did. All offsets are of the page as stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from bilateral import lexicon
from bilateral.mentions import Mentions, mentions
from bilateral.mentions.amount import Amount
from bilateral.mentions.person import Person
from bilateral.mentions.places import Place
from bilateral.mentions.points import Date
from bilateral.page import Page
from bilateral.phrases import Phrases
from bilateral.schema import TABLES
from bilateral.tables import Tables

NO_SENTENCE = "The page has no sentence of prose to walk through."
# The lexicon tables whose phrases can be looked up in a sentence as they stand.
_PHRASES = ("indicators", "counted_phrases", "units", "bounds", "changes", "steps", "verbs")


def sentences(page: Page) -> pd.DataFrame:
    """Every sentence of the page: `sentence` (its number, from 0), `section`, `start`, `end`, `rows`, `words`.

    `rows`: how many rows of the tables start in it.
    """
    m = _mentions(page)
    starts = pd.concat([frame["start"] for name, frame in page.tables.items() if name != "ledger"])
    found = []
    for number in range(len(m.sentences)):
        start, end = _span(m, number)
        rows = int(((starts >= start) & (starts < end)).sum())
        section = m.sentences[number].section
        found.append((number, section, start, end, rows, " ".join(page.text[start:end].split())))
    return pd.DataFrame(found, columns=["sentence", "section", "start", "end", "rows", "words"])


def chosen(page: Page, number: int | None = None) -> int | None:
    """The number of the sentence to walk through: the one asked for, else the one that gives most rows; None without any.

    A number that the page does not have counts as not given.
    """
    told = sentences(page)
    if told.empty:
        return None
    if number is not None and 0 <= number < len(told):
        return number
    return int(told["rows"].to_numpy().argmax())


def around(page: Page, number: int | None, reach: int = 1) -> pd.DataFrame:
    """The sentence with its neighbours, `reach` on each side: columns as in `sentences`."""
    told = sentences(page)
    return told.head(0) if number is None else told[(told["sentence"] - number).abs() <= reach]


def cut(page: Page, number: int | None) -> tuple[str, int]:
    """The words of a sentence as the page has them, and where they start."""
    start, end = _span(_mentions(page), number)
    return page.text[start:end], start


def tokens(page: Page, number: int | None) -> pd.DataFrame:
    """The tokens of a sentence: `token` as printed, `kind` (word, number, ordinal, mark), `start`, `end`."""
    m = _mentions(page)
    run = range(*_run(m, number))
    rows = [
        (page.text[m.tokens.starts[i] : m.tokens.ends[i]], m.tokens.kinds[i], m.tokens.starts[i], m.tokens.ends[i]) for i in run
    ]
    return pd.DataFrame(rows, columns=["token", "kind", "start", "end"])


def mentioned(page: Page, number: int | None) -> pd.DataFrame:
    """What a sentence mentions, from left to right: `mention` (date, amount, place, person), `words`, `read_as`, `start`,
    `end`.
    """
    m = _mentions(page)
    kinds: list[tuple[str, list[Any]]] = [("date", m.dates), ("amount", m.amounts), ("place", m.places), ("person", m.people)]
    rows = []
    for kind, found in kinds:
        for mention in m.within(found, *_run(m, number)):
            words, start, end = m.quote(mention.start, mention.end)
            rows.append((kind, " ".join(words.split()), _read_as(m, mention), start, end))
    frame = pd.DataFrame(rows, columns=["mention", "words", "read_as", "start", "end"])
    return frame.sort_values(["start", "end"], kind="stable", ignore_index=True)


def phrases(page: Page, number: int | None) -> pd.DataFrame:
    """The phrases of the lexicon that stand in a sentence: `table`, `words`, `row` (the other columns of the table)."""
    m = _mentions(page)
    rows = [
        (table, m.printed(match.start, match.end), ", ".join(f"{key} {value}" for key, value in match.row.items() if value))
        for table in _PHRASES
        for match in _matches(m, table, *_run(m, number))
    ]
    return pd.DataFrame(rows, columns=["table", "words", "row"])


def rows(page: Page, number: int | None) -> pd.DataFrame:
    """The rows that a sentence gives, in the order of the text: `table`, `row` (its id), `rule`, `quote`, `start`, `end`."""
    found = []
    for name, frame in sentence_tables(page, number).items():
        if name != "ledger":
            ids = frame["event"] + " seat " + frame["seat"].astype("string") if name == "participants" else frame["id"]
            found.append(frame.assign(table=name, row=ids)[["table", "row", "rule", "quote", "start", "end"]])
    return pd.concat(found, ignore_index=True).sort_values(["start", "end"], kind="stable", ignore_index=True)


def one_row(page: Page, number: int | None) -> pd.DataFrame:
    """The first row that a sentence gives, column by column: `column`, `value`, `meaning`; missing values are left out."""
    for name, frame in sentence_tables(page, number).items():
        if name != "ledger" and len(frame):
            row = frame.sort_values("start", kind="stable").iloc[0]
            told = [
                (f"{name}.{column.name}", str(row[column.name]), column.meaning)
                for column in TABLES[name]
                if pd.notna(row[column.name])
            ]
            return pd.DataFrame(told, columns=["column", "value", "meaning"])
    return pd.DataFrame(columns=["column", "value", "meaning"])


def sentence_tables(page: Page, number: int | None) -> Tables:
    """The page's tables with what starts in one sentence only."""
    return within(page.tables, *_span(_mentions(page), number))


def ledger(page: Page, number: int | None) -> pd.DataFrame:
    """What the ledger says of a sentence: `mention`, `kind`, `status`, `by`."""
    told = sentence_tables(page, number).ledger.rename(columns={"quote": "mention"})
    return told[["mention", "kind", "status", "by"]].fillna("–")


def within(tables: Tables, start: int, end: int) -> Tables:
    """The tables with the rows that start from `start` to before `end` (offsets in the page)."""
    return Tables(**{name: frame[(frame["start"] >= start) & (frame["start"] < end)] for name, frame in tables.items()})


def _mentions(page: Page) -> Mentions:
    return mentions(page.text, page.card.home, page.card.partner)


def _run(m: Mentions, number: int | None) -> tuple[int, int]:
    """The tokens of a sentence; none without one."""
    return (0, 0) if number is None else (m.sentences[number].start, m.sentences[number].end)


def _span(m: Mentions, number: int | None) -> tuple[int, int]:
    """The offsets of a sentence; none without one."""
    return (0, 0) if number is None else m.quote(*_run(m, number))[1:]


def _matches(m: Mentions, table: str, start: int, end: int) -> Iterator[Any]:
    """The longest phrase at each place, one after the other; phrases with places for dates or persons are left out."""
    found = Phrases((row["pattern"], _others(row)) for row in lexicon.table(table) if "{" not in row["pattern"])
    i = start
    while i < end:
        match = found.at(m.tokens, i, end)
        if match:
            yield match
        i = match.end if match else i + 1


def _others(row: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if key != "pattern"}


def _read_as(m: Mentions, mention: Date | Amount | Place | Person) -> str:
    if isinstance(mention, Date):
        return f"{mention.edtf or 'no year known'} ({mention.basis})"
    if isinstance(mention, Place):
        return f"{mention.country} ({mention.kind})"
    if isinstance(mention, Person):
        who = mention.text_name or "not named"
        return f"{who}, {mention.office.replace('_', ' ') or 'no office'}"
    ends = f"[{_end(mention.low)}, {_end(mention.high)}]"
    return " ".join(part for part in (mention.kind, ends, mention.unit, mention.qualifier) if part)


def _end(value: Any) -> str:
    return "open" if value is None else f"{value.normalize():,f}"
