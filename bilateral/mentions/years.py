"""The year that a text carries: dates without one take it from the dates before, and become EDTF strings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, pairwise

from bilateral.edtf import days
from bilateral.layout import Sentence
from bilateral.mentions.points import SAME_MONTHS, Date, Point
from bilateral.tokens import Tokens

_COMPARED = frozenset({"up", "down", "compared", "than"})
_BEFORE = 6  # tokens: how far before a date "earlier" may stand
_RATES = frozenset({"%", "percent", "cent"})


@dataclass(slots=True)
class _Carried:
    """What the text has said last: the point that relative words refer to, and whether its year is the frame of the text.

    A bare year that opens a paragraph ("In 2013, the ties …") frames what follows: months may then stand in any order. A year
    that came with a month does not, and a month before the last one is then of the next year. `headed` marks a frame that a
    heading set: it ends with its section. `whole` is the last date as it was printed: a fiscal year after which "the following
    year" is the next fiscal year, an interval that "the same period" repeats.
    """

    point: Point = field(default_factory=Point)
    framed: bool = False
    headed: bool = False
    section: str = ""
    whole: Date | None = None


def resolve(
    found: Iterable[Date], tokens: Tokens, sentences: list[Sentence], headings: list[tuple[int, int]], fiscal_month: int
) -> list[Date]:
    """The dates with their year carried, as EDTF; `edtf` stays empty where the text does not tell the year.

    `headings` are the token spans of headings and titles, whose year frames what follows; `fiscal_month` is the month in which
    a split year (2022-23) starts on this page.
    """
    headed = {i for start, end in headings for i in range(start, end)}
    dates = list(found)
    out: list[Date] = []
    carried = _Carried()
    k = 0
    for sentence in sentences:
        while k < len(dates) and dates[k].start < sentence.start:
            out.append(_plain(dates[k], fiscal_month))
            alone = out[-1].known and not out[-1].last and out[-1].first.month is None
            if alone and out[-1].start in headed:  # a heading such as "2012"
                carried.point, carried.framed, carried.headed, carried.section = out[-1].first, True, True, sentence.section
            k += 1
        mine = []
        while k < len(dates) and dates[k].start < sentence.end:
            mine.append(dates[k])
            k += 1
        if mine:
            out.extend(_sentence(mine, tokens, sentence, carried, fiscal_month))
    out.extend(_plain(date, fiscal_month) for date in dates[k:])
    return out


def _sentence(mine: list[Date], tokens: Tokens, sentence: Sentence, carried: _Carried, fiscal_month: int) -> list[Date]:
    if sentence.section != carried.section and (carried.headed or not carried.framed):
        carried.point, carried.whole, carried.framed, carried.headed = Point(), None, False, False
    carried.section = sentence.section
    out: list[Date] = []
    leading: Point | None = None
    spoken: Point | None = None  # the last date of this sentence: "in April 2007, and in force on November 1 of that year"
    for found, ahead in zip(mine, _years_ahead(mine), strict=True):
        earlier = tokens.words[max(sentence.start, found.start - _BEFORE) : found.start].count("earlier") > 0
        read = _resolved(found, carried, spoken, ahead, fiscal_month, earlier=earlier)
        out.append(read)
        if not read.known or _compared(tokens, sentence, read):
            continue
        carried.whole = read
        spoken = (read.last or read.first) if read.first.width == 1 and not read.fiscal else spoken
        if read.relation == "since" or read.fiscal or (carried.framed and read.relation):
            continue
        second = read.start == sentence.start + 2  # "The year 2010 marked the 40th anniversary …"
        year = second and tokens.words[sentence.start : read.start] == ["the", "year"]
        opens = read.lead <= sentence.start + 1 or year
        if opens and leading is None:
            leading = read.last or read.first
            span = read.last is not None and read.first.month is None  # "In 2024-2025, …" tells of no single year
            carried.framed = (
                (carried.framed or read.first.month is None) and read.first.width == 1 and not read.relation and not span
            )
            carried.framed = carried.framed and (
                read.basis != "stated" or read.first.month is None or read.first.year == carried.point.year
            )
        aside = carried.framed and not opens and read.first.year != carried.point.year
        if read.relation != "until_end" and not aside:
            carried.point = read.last or read.first
    if leading is not None:
        carried.point = leading
    return out


def _of_same_months(read: Date, before: Date | None, fiscal_month: int) -> Date:
    """A year of which the same months are meant as of the date before: "the first half of 2024 … the same period of 2023"."""
    year = read.first.year
    if not before or not before.first.month or not before.first.year or year is None or read.last or read.first.month:
        return read
    last = before.last and before.last._replace(year=(before.last.year or before.first.year) + year - before.first.year)
    return _plain(read._replace(first=before.first._replace(year=year), last=last), fiscal_month)._replace(basis="carried")


def _compared(tokens: Tokens, sentence: Sentence, date: Date) -> bool:
    """Whether a date is only the base of a comparison ("up from $26 billion in 2021")."""
    if date.relation == "base":
        return True
    words = tokens.words[max(sentence.start, date.start - 10) : date.start]
    if _COMPARED.isdisjoint(words) and _RATES.isdisjoint(words):
        return False
    tail = words[len(words) - words[::-1].index(",") :] if "," in words else words
    return any((a in _COMPARED and b in ("from", "with", "to", "in")) or (a in _RATES and b == "from") for a, b in pairwise(tail))


def _years_ahead(dates: list[Date]) -> list[int | None]:
    """For each date of a sentence the year that only it or a later one prints."""
    printed = [
        date.first.year if date.first.width == 1 and not date.fiscal and not date.relation else None for date in reversed(dates)
    ]
    return list(accumulate(printed, _nearest))[::-1]


def _nearest(later: int | None, year: int | None) -> int | None:
    return year or later


def _resolved(
    found: Date, carried: _Carried, spoken: Point | None, ahead: int | None, fiscal_month: int, *, earlier: bool = False
) -> Date:
    if found.relative:
        whole = carried.whole
        if found.relative[0] == SAME_MONTHS:
            return _of_same_months(_plain(found, fiscal_month), whole, fiscal_month)
        if found.relative[0] == "period":
            return found._replace(edtf=whole.edtf, basis="carried") if whole else found
        if found.relative[0] == "year" and whole and whole.fiscal and whole.last and found.first.month is None:
            offset = found.relative[1]
            first, last = (p._replace(year=(p.year or 0) + offset) for p in (whole.first, whole.last))
            return _plain(found._replace(first=first, last=last, fiscal=True), fiscal_month)._replace(basis="carried")
        said = whole.last or whole.first if whole and found.relative == ("year", 0) else None
        meant = _relative(found, spoken or said or carried.point)
        return found._replace(first=meant, edtf=_edtf(meant), basis="carried") if meant else found
    if found.first.year is not None:
        return _plain(found, fiscal_month)
    before = carried.point
    year, basis = before.year, "carried"
    if year is None or before.width > 1:
        year, basis = ahead, "inferred"
    elif earlier:  # "Some weeks earlier, on 8 January, …"
        year, basis = year - _earlier(before, found.first), "inferred"
    elif not carried.framed and _earlier(found.first, carried.whole.first if carried.whole else before):
        year, basis = year + 1, "inferred"
    if year is None:
        return found
    end = found.last and found.last._replace(year=year + _turns(found.first, found.last))
    return _plain(found._replace(first=found.first._replace(year=year), last=end), fiscal_month)._replace(basis=basis)


def _earlier(point: Point, before: Point) -> bool:
    """Whether a month falls back behind the one that the text named before."""
    return bool(point.month and before.month and point.month < before.month)


def _turns(first: Point, last: Point) -> bool:
    """Whether a range without years runs over New Year."""
    return bool(first.month and last.month and last.month < first.month)


def _relative(found: Date, before: Point) -> Point | None:
    """The point that `the following month` or `in June of the previous year` means, counted from the point before."""
    unit, offset = found.relative or ("", 0)
    if before.year is None or before.width > 1:
        return None
    if unit == "year":
        month = found.first.month
        return Point(before.year + offset, month, found.first.day)
    if unit == "month":
        if before.month is None:
            return None
        months = before.year * 12 + before.month - 1 + offset
        return Point(months // 12, months % 12 + 1)
    if unit == "day of the month":
        return Point(before.year, before.month, offset) if before.month else None
    if before.month is None or before.day is None:
        return None
    day = date(before.year, before.month, before.day) + timedelta(offset)
    return Point(day.year, day.month, day.day)


def fiscal_years(found: list[Date], named: str) -> list[Date]:
    """The dates with each fiscal year that prints one year ("FY2023") made two, as it is `named`: by its first or its last.

    Where that varies, the printed year is all that is known.
    """
    alone = [date.fiscal and date.last is None for date in found]
    if not any(alone):
        return found
    before, behind = {"first": (0, 1), "last": (-1, 0)}.get(named, (0, 0))
    return [_split(date, before, behind) if one else date for date, one in zip(found, alone, strict=True)]


def _split(date: Date, before: int, behind: int) -> Date:
    """A fiscal year that prints one year, from `before` years to `behind` years after it."""
    year = date.first.year
    if year is None or before == behind:
        return date._replace(fiscal=False)
    return date._replace(first=Point(year + before), last=Point(year + behind))


def _plain(found: Date, fiscal_month: int) -> Date:
    """A date that prints its own year, as EDTF."""
    first, last = found.first, found.last
    if first.year is None or (last and last.year is None):
        return found
    if found.fiscal and last and fiscal_month > 1 and not found.academic:
        end = (fiscal_month - 2) % 12 + 1
        return found._replace(edtf=f"{first.year}-{fiscal_month:02}/{last.year}-{end:02}")
    if last and last.width > 1:
        edtf = f"{first.year}/{(last.year or 0) + 9}"
    else:
        edtf = f"{_edtf(first)}/{_edtf(last)}" if last else _edtf(first)
    try:
        days(edtf)
    except ValueError:  # 31 April, a range that ends before it starts
        return found
    return found._replace(edtf=edtf)


def _edtf(point: Point) -> str:
    if point.width > 1:
        return f"{point.year}"[:3] + "X"
    if point.season:
        return f"{point.year}-{point.season}"
    return "-".join([f"{point.year:04}"] + [f"{part:02}" for part in (point.month, point.day) if part])
