"""A figure while it is read: the amount, what the words around it say, and the state of its sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from bilateral import lexicon
from bilateral.facts.sources import Source
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amount import Amount
from bilateral.phrases import Match, Phrases

Found = TypeVar("Found")


@dataclass(slots=True)
class Figure:
    """One printed quantity before it is a row.

    `start` and `end` are the tokens that carry it, `uses` the dates that give its period.
    """

    amount: Amount
    start: int
    end: int
    section: str
    source: Source
    indicator: str = ""
    label: str = ""
    transform: str = "level"
    flow: str = ""
    subject: str = ""
    partner: str = ""
    entity: str = ""
    period: str = ""
    unit: str = ""
    sign: int = 1
    noun_end: int = 0
    uses: tuple[int, ...] = ()
    rule: str = ""


@dataclass(slots=True)
class Reading:
    """The state of reading one sentence: what names and changes stand in it, the figures so far."""

    m: Mentions
    sentence: Sentence
    source: Source
    marks: list[Match[Row]]
    changes: list[Match[str]]
    before: list[Figure]
    figures: list[Figure] = field(default_factory=list)
    turns: dict[int, Match[Row]] = field(default_factory=dict)

    def last(self, *, level: bool = False) -> Figure | None:
        """The figure read last in the sentence (a level, where asked)."""
        return next((f for f in reversed(self.figures) if not level or not f.indicator.endswith(".change")), None)


_MOVED = frozenset(
    (
        "up down rose risen grew grown increased increase rising growing fell fallen dropped "
        "decreased declined compared jumped surged"
    ).split()
)

_HANDED = frozenset({"loans", "aid"})
_ARTICLES = frozenset("a an the this its another and".split())
_SPAN = 8  # tokens: the longest phrase that names what an amount measures
_APART = frozenset({",", ";", "(", "and"})


@cache
def _indicators() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("indicators"))


def marks_in(m: Mentions, start: int, end: int) -> list[Match[Row]]:
    """The words in tokens `start` to `end` that name what figures measure."""
    return [x for x in _indicators().find(m.tokens, start, end) if x.row["indicator"]]


def spoken_of(reader: Reading) -> Figure | None:
    """The level of the sentence before that "it" and "the turnover" speak of: its total, where it prints one with its parts."""
    former = [f for f in reader.before[-6:] if f.transform != "change" and f.rule != "statistics.compared"]
    if not former:
        return None
    k = reader.m.sentence_at(former[-1].amount.start)
    same = [f for f in former if reader.m.sentence_at(f.amount.start) == k]
    return next((f for f in same if f.flow == "T"), former[-1])


def new_figure(reader: Reading, amount: Amount, start: int, end: int) -> Figure:
    """The figure of an amount, before the words around it are read."""
    figure = Figure(
        amount,
        min(start, amount.bound),
        max(end, amount.end, amount.rate_end),
        reader.sentence.section,
        reader.source,
        unit=amount.unit,
    )
    figure.noun_end = amount.end
    return figure


def again(reader: Reading, former: Figure, amount: Amount, rule: str) -> Figure:
    """The quantity of a figure told once more, of another period, with another amount."""
    return replace(
        former, amount=amount, start=amount.bound, end=amount.end, noun_end=amount.end, unit=amount.unit or former.unit,
        source=reader.source, rule=rule,
    )  # fmt: skip


def mark_of(reader: Reading, amount: Amount, kind: str, floor: int, stop: int) -> Match[Row] | None:
    """The word that names what an amount measures: right behind it ("$5 bn in investment"), else the last one before it."""
    words = reader.m.tokens.words
    i = amount.end
    near = [x for x in among(reader.marks, i, min(i + 5, stop)) if x.row["unit"] == kind]
    if near and near[0].start - i <= 1 and near[0].row["indicator"] in _HANDED and words[amount.bound - 1] in _ARTICLES:
        return near[0]  # "a $300 million loan"
    long = words[i - 2 : i - 1] == ["-"] or reader.m.tokens.word(i) == "long"
    if near and long and near[0].row["indicator"].endswith(".length"):  # "the 66-kilometre North-South Highway"
        return near[0]
    if (
        near
        and reader.m.tokens.word(i) in ("in", "of")
        and not any(w in (",", ";", "(", "and") for w in words[i : near[0].start])
    ):
        return near[0]
    ahead = [x for x in among(reader.marks, floor - _SPAN, amount.bound) if floor < x.end <= amount.bound]
    ahead = [x for x in ahead if x.row["unit"] == kind]  # "the capacity of its four units is 4,800 MW": a mark may hold a number
    told = next((x for x in near if x.row["flow"] and _copula(reader, i, x.start)), None)
    if told:
        return told  # "of which $8.3 billion was Chinese exports"
    named = next((x for x in reversed(ahead) if not _closed(words[x.end : amount.bound])), None)
    if named or words[i : i + 1] not in (["was"], ["were"]):
        return named
    given = next((x for x in among(reader.marks, i, stop) if x.row["indicator"] in _HANDED), None)
    # "180 million rubles were allocated as a grant"
    return given if given and _APART.isdisjoint(words[i : given.start]) else None


def _copula(reader: Reading, start: int, end: int) -> bool:
    """Whether tokens `start` to `end` say that an amount is what follows: "was", "were Chinese"."""
    m, words = reader.m, reader.m.tokens.words
    return words[start] in ("was", "were", "is", "are") and all(m.within(m.places, i, i + 1) for i in range(start + 1, end))


def _closed(words: list[str]) -> bool:
    """Whether words end a bracket that began before them: what stood in it names nothing behind it."""
    return words.count(")") > words.count("(")


def among(found: list[Match[Found]], start: int, end: int) -> list[Match[Found]]:
    """The phrases of a sentence that start in tokens `start` to `end` (exclusive)."""
    return found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]


def _start(match: Match[Found]) -> int:
    return match.start


def compared(words: list[str], floor: int, amount: Amount, before: Amount | None = None) -> bool:
    """`up from $26.2 billion`, `compared with $3 billion`: the same quantity of another period."""
    ahead, link = words[max(floor, amount.bound - 6) : amount.bound - 1], words[amount.bound - 1]
    moved = any(word in _MOVED for word in ahead)
    if before is not None and link == "to" and words[before.bound - 1] == "from":  # "rose from $4 billion to $6 billion"
        return {";", ",", "while"}.isdisjoint(words[before.end : amount.bound])
    if before is not None and link == "from" and words[before.bound - 1] == "to" and before.end == amount.bound - 1:
        return True  # "rose to $6 billion from $4 billion"
    if link == ":" and ahead[-1:] and ahead[-1][:4].isdigit() and "(" in ahead[-4:]:
        return True  # "12.3 bn (2022: 13.4 bn)"
    if link == "to" and ahead[-1:] and ahead[-1] in ("rising", "increasing", "growing", "falling", "dropping", "climbing"):
        return True
    rate = link == "from" and words[amount.bound - 2] in ("%", "percent", "cent")  # "a decrease of 19% from $6 billion"
    return amount.bound - 1 >= floor and (
        rate
        or link in ("against", "versus")
        or (link in ("from", "with", "to") and moved and link != "to")
        or (link == "to" and "compared" in ahead[-1:])
    )


def is_base(words: list[str], figure: Figure) -> bool:
    """Whether a figure is what another is compared with ("compared to $4 bn"), and not where a rise has come to ("to $7 bn")."""
    i = figure.amount.bound
    return figure.rule == "statistics.compared" and not (words[i - 1] == "to" and words[i - 2] != "compared")


def whose_start(reader: Reading, mark: Match[Row]) -> int:
    """Where the noun phrase of a measured thing begins: with its possessor."""
    i = mark.start
    m, words = reader.m, reader.m.tokens.words
    while i > reader.sentence.start and words[i - 1] in (
        "'s",
        "total",
        "bilateral",
        "the",
        "its",
        "direct",
        "annual",
        "'",
        "stock",
        "of",
        "two",
        "-",
        "way",
    ):
        i -= 1
    place = next((p for p in m.within(m.places, max(reader.sentence.start, i - 4), i) if p.end == i), None)
    return place.start if place else i
