"""One quantity of several years: "$1.2 bn in 2020 and $1.5 bn in 2021", "A, B and C in 2019, 2020 and 2021 respectively"."""

from __future__ import annotations

from typing import TypeVar

from bilateral.facts.figures import Figure, Reading, again
from bilateral.facts.periods import set_period
from bilateral.mentions.amount import COUNT, Amount
from bilateral.mentions.points import Date

Found = TypeVar("Found", Date, Amount)
_LINKS = frozenset({",", "and", "(", ")", "in", ";"})
_CLOSES = frozenset({",", "and", ";", ".", ")", "as", "while", "but"})
_VERB = 6  # tokens between what is counted and its date
_BEHIND = 3  # tokens behind an amount in which its own date begins


def next_of_series(reader: Reading, last: Figure, amount: Amount, stop: int) -> bool:
    """Whether nothing but the date of the level before stands between it and an amount that has a date of its own."""
    m, words = reader.m, reader.m.tokens.words
    dates = [d for d in m.dates_between(last.noun_end, amount.bound) if d.start in last.uses]
    own = [d for d in m.dates_between(amount.end, min(amount.end + _BEHIND, stop)) if d.known and not d.relation]
    if len(dates) != 1 or not own:
        return False
    between = words[last.noun_end : dates[0].start] + words[dates[0].end : amount.bound]
    aside = words[last.noun_end : dates[0].start] if last.amount.kind == COUNT else []  # "84,000 tourists visited Kenya in 2019"
    if len(aside) <= _VERB and {",", ";", "and"}.isdisjoint(aside):
        between = between[len(aside) :]
    closed = own[0].end >= stop or words[own[0].end] in _CLOSES  # "and $1 billion in 2020 was invested" is another thing
    return closed and set(between) <= _LINKS and words[own[0].start - 1] in ("in", "(", "during")


def dated_ahead(reader: Reading, last: Figure, amount: Amount) -> Figure | None:
    """The next of a list whose years stand before their amounts: "2021 - $6.9 bn, 2022 - $8.5 bn"."""
    first, own = (_date_before(reader, one.bound) for one in (last.amount, amount))
    words = reader.m.tokens.words
    if not first or not own or first.start not in last.uses or not set(words[last.noun_end : own.lead]) <= _LINKS:
        return None
    figure = again(reader, last, amount, "statistics.series")
    figure.start, figure.period, figure.uses = own.lead, own.edtf, (own.start,)
    return figure


def _date_before(reader: Reading, i: int) -> Date | None:
    """The date that a dash or colon ties to the amount at token `i`."""
    if reader.m.tokens.words[i - 1] not in ("-", ":"):
        return None
    return next((d for d in reader.m.dates_between(max(reader.sentence.start, i - 4), i) if d.known and d.end == i - 1), None)


def series(reader: Reading, last: Figure, amount: Amount, floor: int, stop: int) -> Figure:
    """The level before told once more, of the date behind it."""
    figure = again(reader, last, amount, "statistics.series")
    set_period(reader, figure, floor=floor, stop=stop, inherit=False, wide=False)
    return figure


def year_by_year(reader: Reading, amounts: list[Amount]) -> None:
    """`A, B and C in 2019, 2020 and 2021 respectively`: as many amounts as dates, each of its own."""
    m, sentence = reader.m, reader.sentence
    if not reader.figures or "respectively" not in m.tokens.words[sentence.start : sentence.end]:
        return
    known = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and not d.relation]
    dates, run = _joined(reader, known), _joined(reader, amounts)
    alike = len({(amount.kind, amount.unit) for amount in run}) == 1
    told = {figure.amount.start: figure for figure in reader.figures}
    first = next((told[amount.start] for amount in run if amount.start in told), None)
    if len(dates) != len(run) or not alike or first is None:
        return
    for amount, date in zip(run, dates, strict=True):
        figure = told.get(amount.start)
        if figure is None:
            figure = again(reader, first, amount, "statistics.series")
            reader.figures.append(figure)
        figure.period, figure.uses = date.edtf, (date.start,)
        figure.end = dates[0].lead if amount.end < dates[0].lead < figure.end else figure.end
    reader.figures.sort(key=_place)


def _joined(reader: Reading, found: list[Found]) -> list[Found]:
    """The only run of two or more that commas and "and" join; empty where there is none, or more than one."""
    words = reader.m.tokens.words
    runs: list[list[Found]] = []
    for one in found:
        if runs and 0 < one.start - runs[-1][-1].end <= 2 and set(words[runs[-1][-1].end : one.start]) <= {",", "and"}:
            runs[-1].append(one)
        else:
            runs.append([one])
    several = [run for run in runs if len(run) > 1]
    return several[0] if len(several) == 1 else []


def _place(figure: Figure) -> int:
    return figure.amount.start
