"""Dates as a text prints them: days, months, years, seasons, ranges, and words that point at the date before.

A date is found here and may lack its year; `years.py` gives it the one that the text carries.
"""

from __future__ import annotations

from calendar import monthrange
from functools import cache

from bilateral import lexicon
from bilateral.mentions.numbers import digits, number_words, numeral_at
from bilateral.mentions.points import SAME_MONTHS, Date, Point, day_at, month_at, months, short_months, skip, year_at
from bilateral.mentions.relations import with_relation
from bilateral.mentions.year_forms import decade_at, fiscal_at, iso_at, part_of_year_at, season_at, seasons, year_alone, years_at
from bilateral.phrases import Phrases
from bilateral.tokens import NUMBER, ORDINAL, WORD, Tokens

_MONTH_BEFORE = frozenset(
    "in since by of from to until till between and during early late mid last this next following on - / ( , or through".split()
)
_PARTS = frozenset({"early", "late", "mid", "first", "second", "last", "q", "h"})
_FISCAL = frozenset({"fy", "fiscal", "financial"})
_MOST_MONTHS = 24
_SCHOOLS = frozenset({"academic", "school", "semester", "term"})


@cache
def _relative() -> Phrases[tuple[str, str]]:
    return Phrases(
        [
            (pattern, (row["unit"], row["offset"]))
            for row in lexicon.table("relative_dates")
            for pattern in ([row["pattern"]] if "{number}" not in row["pattern"] else _counted(row["pattern"]))
        ]
    )


def _counted(pattern: str) -> list[str]:
    """`{number} months later` once for each number word that such phrases use, as a pattern starts with a word."""
    return [pattern.replace("{number}", row["word"]) for row in lexicon.table("numbers") if row["kind"] == "cardinal"] + [
        pattern.replace("{number}", str(n)) for n in range(1, 32)
    ]


def dates(tokens: Tokens, entries: frozenset[int] = frozenset()) -> list[Date]:
    """Every date mention, from left to right, years not yet carried; `entries` are the first tokens of entries of lists."""
    found: list[Date] = []
    behind, n = 0, len(tokens)
    dates_behind = (i for i in tokens.positions.get("the", []) if _goes_on_from_the(tokens, i + 1, n))
    for i in sorted({*tokens.standing(_openings(), numbers=True), *_relative().starts(tokens, 0, n), *dates_behind}):
        date = (_date_at(tokens, i, n) or (year_alone(tokens, i, n) if i in entries else None)) if i >= behind else None
        if date and i in entries and date.end == i + 1:
            date = _with_month(tokens, date, n)
        if date:
            if date.fiscal and not _SCHOOLS.isdisjoint(tokens.words[date.end : date.end + 3]):
                date = date._replace(academic=True)
            if found and _same_period_of(tokens, found[-1], date):
                date = date._replace(start=found.pop().start, relative=(SAME_MONTHS, 0))
            found.append(_months_up_to(tokens, date) or with_relation(tokens, date))
            behind = date.end
    return found


def _same_period_of(tokens: Tokens, before: Date, date: Date) -> bool:
    """Whether a year tells of when "the same period" is: "the same period of 2023"."""
    alone = not (date.last or date.relative or date.first.month) and date.first.width == 1
    period = before.relative is not None and before.relative[0] == "period"
    return period and alone and date.start == before.end + 1 and tokens.words[before.end] in ("of", "in")


def _months_up_to(tokens: Tokens, date: Date) -> Date | None:
    """The months up to a date: "the year ending June 2023", "the six months to 31 March 2024"; None for any other date."""
    i, (year, month, day, *_) = date.start, date.first
    if tokens.word(i - 1) not in ("to", "ending", "ended") or date.last or not year or not month:
        return None
    number = numeral_at(tokens, i - 3, i) if tokens.word(i - 2) == "months" else None
    length = 12 if tokens.word(i - 2) == "year" else int(number.value) if number and number.kind == "cardinal" else 0
    if not 0 < length <= _MOST_MONTHS:
        return None
    closes = day is None or day == monthrange(year, month)[1]
    before = year * 12 + month - 1 - length + closes  # months since the year 0
    first = Point(before // 12, before % 12 + 1, day and (1 if closes else day + 1))
    lead = i - (4 if number else 3)
    return date._replace(first=first, last=date.first, lead=max(lead - (tokens.word(lead) == "the"), 0))


def _with_month(tokens: Tokens, date: Date, n: int) -> Date:
    """The year that opens an entry of a list, with the month behind it: "2015 December   Prime Minister A"."""
    month = month_at(tokens, date.end, n)
    if date.first.month or date.last or not month or day_at(tokens, month[1], n):
        return date
    return date._replace(first=Point(date.first.year, month[0]), end=month[1])


@cache
def _openings() -> frozenset[str]:
    """The words that a date may start with, beside numbers, "the" and what points at the date before."""
    return _PARTS | _FISCAL | months().keys() | seasons().keys()


def _goes_on_from_the(tokens: Tokens, i: int, n: int) -> bool:
    """Whether a part of a year or a decade can go on at token `i` behind "the", as it does nearly nowhere."""
    return i < n and (tokens.kinds[i] != WORD or tokens.words[i] in _PARTS or tokens.words[i] in number_words())


def _date_at(tokens: Tokens, i: int, n: int) -> Date | None:
    word, kind = tokens.words[i], tokens.kinds[i]
    if kind == WORD:
        if word in months():
            return _of_year(tokens, n, _range(tokens, i, n, _month_first(tokens, i, n)))
        if word == "the" or word in _PARTS:
            part = part_of_year_at(tokens, i, n) or decade_at(tokens, i, n)
            if part:
                return part
        if word in _FISCAL:
            return fiscal_at(tokens, i, n)
        if word in seasons():
            return season_at(tokens, i, n)
        return _pointing(tokens, i, n)
    if kind in (NUMBER, ORDINAL):
        return (
            iso_at(tokens, i, n)
            or _of_year(tokens, n, _range(tokens, i, n, _day_first(tokens, i, n)))
            or decade_at(tokens, i, n)
            or _pointing(tokens, i, n)
            or years_at(tokens, i, n)
            or _day_alone(tokens, i, n)
        )
    return None


def _month_first(tokens: Tokens, i: int, n: int) -> tuple[Point, int] | None:
    """`May 21, 1951`, `May 21st`, `June of 2023`, `June 2023`, `June`; a bare month wants a word such as "in" before it."""
    month = month_at(tokens, i, n)
    if not month:
        return None
    number, j = month
    day = day_at(tokens, j, n)
    if day and not (tokens.word(j + 1) == "%" or month_at(tokens, j + 1, n)):
        k = skip(tokens, j + 1, n, ",")
        k = skip(tokens, k, n, "of", "in") if year_at(tokens, k + 1, n) else k
        year = year_at(tokens, k, n)
        return Point(year, number, day), (k + 1 if year else j + 1)
    k = skip(tokens, j, n, ",")
    k = skip(tokens, k, n, "of", "in")
    year = year_at(tokens, k, n)
    if year and (k == j or tokens.words[k - 1] != "in"):
        return Point(year, number), k + 1
    before = tokens.words[i - 1] if i else ""
    ranged = j < n and tokens.words[j] == "-" and month_at(tokens, j + 1, n)  # "Over January-June 2025"
    starts = i == 0 or before in ".;:" or ranged
    named = j == i + 1 < n and tokens.words[i] in short_months() and tokens.capital(j)  # "On March 3, Jan Peeters met …"
    return (Point(None, number), j) if (before in _MONTH_BEFORE or starts) and not named else None


def _day_first(tokens: Tokens, i: int, n: int) -> tuple[Point, int] | None:
    """`21 May 1951`, `21st of May`, and the first day of `24 to 27 April`, whose month follows."""
    day = day_at(tokens, i, n)
    if not day:
        return None
    j = skip(tokens, i + 1, n, "of")
    month = month_at(tokens, j, n)
    if month:
        k = skip(tokens, month[1], n, ",")
        year = year_at(tokens, k, n)
        return Point(year, month[0], day), (k + 1 if year else month[1])
    link = j < n and tokens.words[j] in ("-", "to", "and", "/")
    if link and day_at(tokens, j + 1, n) and month_at(tokens, skip(tokens, j + 2, n, "of"), n):
        return Point(None, None, day), i + 1
    return None


def _range(tokens: Tokens, i: int, n: int, first: tuple[Point, int] | None) -> Date | None:
    """A point, or two joined by "to", a dash or "between … and …"; the first borrows what only the second prints."""
    if not first:
        return None
    point, j = first
    between = tokens.words[max(0, i - 1)] == "between"
    link = tokens.words[j] if j < n else ""
    if link in ("-", "to", "until", "till", "through") or (link in ("and", "/") and (between or not point.year)):
        second = _second(tokens, j + 1, n, point)
        if second:
            last, k = second
            early = point._replace(year=point.year or _borrowed(point, last), month=point.month or last.month)
            bracketed = tokens.word(i - 1) == "("  # "President A (July and August 2019)": two visits
            if link in ("and", "/") and not between and (bracketed or not _neighbours(early, last)):
                return Date(i, j, early) if early.month else None  # "on 3 and 9 May" are two dates
            return Date(i, k, early, last)
    return None if point.month is None else Date(i, j, point)


def _neighbours(first: Point, last: Point) -> bool:
    """Whether "24 and 25 May" or "June and July" is one stretch of time."""
    if first.day and last.day:
        return first.month == last.month and last.day - first.day == 1
    return not first.day and not last.day and bool(first.month and last.month) and (last.month or 0) - (first.month or 0) == 1


def _borrowed(first: Point, last: Point) -> int | None:
    """The year of `November to January 2020` is the one before."""
    if last.year and first.month and last.month and first.month > last.month:
        return last.year - 1
    return last.year


def _second(tokens: Tokens, i: int, n: int, first: Point) -> tuple[Point, int] | None:
    i = skip(tokens, skip(tokens, skip(tokens, i, n, "the"), n, "early", "late", "mid"), n, "-")
    if i >= n:
        return None
    if month_at(tokens, i, n):
        return _month_first(tokens, i, n)
    if first.day:
        whole = _day_first(tokens, i, n)
        if whole:
            return whole
        day = day_at(tokens, i, n)
        if day and first.month and day > first.day:  # April 24 to 27, 2019
            k = skip(tokens, i + 1, n, ",")
            year = year_at(tokens, k, n)
            return Point(year or first.year, first.month, day), (k + 1 if year else i + 1)
    return None


def _pointing(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the same month`, `five months later`; a month before it ("November of the same year") was taken with it."""
    match = _relative().at(tokens, i, n)
    if not match or (match.end == i + 2 and tokens.words[i] == "the" and not _refers_back(tokens, i)):
        return None
    unit, offset = match.row
    amount = 0
    if offset.endswith("n"):
        number = numeral_at(tokens, i, n)
        amount = int(number.value) if number else int(digits(tokens.words[i])[0])
        amount = -amount if offset.startswith("-") else amount
    else:
        amount = int(offset)
        if unit == "year" and amount == -1 and tokens.words[i - 1] in ("over", "than", "from", "on", "against", "with", "to"):
            unit = "comparison"
    return Date(i, match.end, Point(), relative=(unit, amount))


def _day_alone(tokens: Tokens, i: int, n: int) -> Date | None:
    """`on the 15th`, `on the 29th of that month`: a day of the month that the text is in."""
    day = day_at(tokens, i, n) if tokens.kinds[i] == ORDINAL else None
    if not day or tokens.words[max(0, i - 2) : i] != ["on", "the"]:
        return None
    month = tokens.words[i + 1 : i + 4] in (["of", "that", "month"], ["of", "the", "month"])
    alone = i + 1 >= n or tokens.words[i + 1] in (",", ".", ";", ")", "and")
    return Date(i, i + (4 if month else 1), Point(), relative=("day of the month", day)) if month or alone else None


def _refers_back(tokens: Tokens, i: int) -> bool:
    """Whether "the year" is the one the text is about ("within the year"), not "the year of …"."""
    before, after = tokens.word(i - 1), tokens.word(i + 2)
    return before in ("within", "during", "of", "throughout", "in") and after != "of" and (before != "in" or after in (",", "."))


def _of_year(tokens: Tokens, n: int, date: Date | None) -> Date | None:
    """`November` goes on to `November of the same year`."""
    if not date or date.last or date.first.year or tokens.word(date.end) not in ("of", "in"):
        return date
    match = _relative().at(tokens, date.end + 1, n) if date.end + 1 < n else None
    if not match or match.row[0] != "year" or "n" in match.row[1]:
        return date
    return date._replace(end=match.end, relative=("year", int(match.row[1])))
