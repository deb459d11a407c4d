"""A figure while it is read: the amount, what the words around it say, and the state of its sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from bilateral import lexicon
from bilateral.edtf import days
from bilateral.facts.lead_ins import heading_of
from bilateral.facts.periods import period_of
from bilateral.facts.quotes import clause_start
from bilateral.facts.sources import Source
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amounts import MONEY, Amount
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases

Found = TypeVar("Found")
_STOOD = frozenset("stood was were reached totalled totaled amounted at".split())
_NOW = frozenset({"now", "currently", "presently", "today"})
_REACH = 160  # tokens: how far from an amount the date may stand that dates it
_YEAR = 366  # days
_OPENING = 8  # tokens: where a date begins that opens a sentence


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
    long = words[i - 2 : i - 1] == ["-"] or reader.m.tokens.word(i) == "long"
    if near and long and near[0].row["indicator"].endswith(".length"):  # "the 66-kilometre North-South Highway"
        return near[0]
    if near and reader.m.tokens.word(i) in ("in", "of") and not any(w in ",;(" for w in words[i : near[0].start]):
        return near[0]
    ahead = [x for x in among(reader.marks, floor, amount.bound) if x.row["unit"] == kind and x.end <= amount.bound]
    return ahead[-1] if ahead else None


def among(found: list[Match[Found]], start: int, end: int) -> list[Match[Found]]:
    """The phrases of a sentence that start in tokens `start` to `end` (exclusive)."""
    return found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]


def _start(match: Match[Found]) -> int:
    return match.start


def _dates_around(reader: Reading, amount: Amount) -> list[Date]:
    """The dates that can date an amount: those near it, and the one that opens its sentence."""
    m, sentence = reader.m, reader.sentence
    start, end = max(sentence.start, amount.bound - _REACH), min(sentence.end, amount.end + _REACH)
    opening = m.dates_between(sentence.start, min(sentence.start + _OPENING, start))
    return [d for d in opening + m.dates_between(start, end) if d.known]


def compared(words: list[str], floor: int, amount: Amount, before: Amount | None = None) -> bool:
    """`up from $26.2 billion`, `compared with $3 billion`: the same quantity of another period."""
    ahead, link = words[max(floor, amount.bound - 6) : amount.bound - 1], words[amount.bound - 1]
    moved = any(word in _MOVED for word in ahead)
    if before is not None and link == "to" and words[before.bound - 1] == "from":  # "rose from $4 billion to $6 billion"
        return {";", ",", "while"}.isdisjoint(words[before.end : amount.bound])
    if link == "to" and ahead[-1:] and ahead[-1] in ("rising", "increasing", "growing", "falling", "dropping", "climbing"):
        return True
    rate = link == "from" and words[amount.bound - 2] in ("%", "percent", "cent")  # "a decrease of 19% from $6 billion"
    return amount.bound - 1 >= floor and (
        rate
        or link in ("against", "versus")
        or (link in ("from", "with", "to") and moved and link != "to")
        or (link == "to" and "compared" in ahead[-1:])
    )


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


def set_period(reader: Reading, figure: Figure, *, floor: int, stop: int, inherit: bool = True, wide: bool = True) -> None:
    """Set the period: the date of the clause or (where `wide`) the sentence, else that of the figures that it goes on from."""
    m = reader.m
    bases = {start for former in reader.figures if former.rule == "statistics.compared" for start in former.uses}
    dates = [d for d in _dates_around(reader, figure.amount) if d.start not in bases and not _of_base(m, figure.amount, d)]
    words, bound = m.tokens.words, figure.amount.bound
    if _NOW & set(words[max(floor, bound - 4) : bound]):  # "was founded in 2010 and now has 15 sites"
        return
    period, uses = period_of(m, reader.sentence, dates, figure.transform, floor, figure.amount, stop, wide)
    if not period and words[bound - 1] == ":":  # "Exports to X: 4 billion yen" under "Trade (2023)"
        heading = heading_of(m, reader.sentence)
        over = [d for d in m.dates_between(*heading) if d.known and not d.relation] if heading else []
        period = over[0].edtf if len(over) == 1 else ""
    if not period and inherit:
        former = reader.last() or _goes_on_from(reader, figure)
        if former is not None:
            period, uses = former.period, ()
    if not period and inherit and figure.indicator.startswith("trade"):
        period = _year_over(reader)
    if ".." in period and figure.transform != "change":
        figure.transform = "cumulative"
    elif (
        figure.indicator == "investment.direct"
        and any(d.relation == "at_end" for d in dates if d.start in uses)
        and _STOOD & set(words[max(floor, bound - 4) : bound])
    ):
        figure.indicator, figure.transform = "investment.stock", "stock"  # "stood at $3 billion at the end of 2022"
    elif period and figure.transform == "cumulative" and figure.amount.kind == MONEY and _within_a_year(period):
        figure.transform = "level"  # "In 2017, China gave a grant of …" is that year's
    figure.period, figure.uses = period, uses
    figure.start = min(figure.start, clause_start(reader.m, reader.sentence, figure.start))
    own = [d for d in dates if d.start in uses]
    figure.end = max([figure.end, *(d.end for d in own if 0 <= d.start - figure.end <= 2)])


def _year_over(reader: Reading) -> str:
    """The year in the heading over a paragraph ("Trade in 2010"); empty where it has none."""
    heading = heading_of(reader.m, reader.sentence)
    over = [d for d in reader.m.dates_between(*heading) if d.known and not d.relation] if heading else []
    return over[0].edtf if len(over) == 1 and len(over[0].edtf) == 4 else ""


def _of_base(m: Mentions, amount: Amount, date: Date) -> bool:
    """Whether a date is that of another amount that this one is compared with: "down 5% from $11.55 billion in 2021"."""
    behind = m.within(m.amounts, amount.end, date.start)
    return bool(behind) and date.start - behind[-1].end <= 2 and m.tokens.words[behind[-1].bound - 1] == "from"


def _within_a_year(period: str) -> bool:
    """Whether a period is no longer than a year."""
    first, last = days(period).start, days(period).end
    return first is not None and last is not None and (last - first).days <= _YEAR


def _goes_on_from(reader: Reading, figure: Figure) -> Figure | None:
    """The last figure of the paragraph, for trade that goes on from it ("Among them, exports …")."""
    if not figure.indicator.startswith("trade"):
        return None
    former = (
        f for f in reversed(reader.before[-20:]) if f.indicator.startswith("trade") and f.section == reader.sentence.section
    )
    return next((f for f in former if f.rule != "statistics.compared"), None)
