"""Dates as a text prints them: days, months, years, decades, seasons, fiscal years, ranges, and words that point at the date before.

A date is found here and may lack its year; `years.py` gives it the one that the text carries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from bilateral import lexicon
from bilateral.mentions.numbers import digits, numeral_at
from bilateral.phrases import Phrases
from bilateral.tokens import NUMBER, ORDINAL, WORD, Tokens

FIRST_YEAR, LAST_YEAR = 1500, 2199
_YEAR_BEFORE = frozenset(
    [
        "in",
        "since",
        "by",
        "of",
        "from",
        "to",
        "until",
        "till",
        "and",
        "between",
        "during",
        "before",
        "after",
        "early",
        "late",
        "mid",
        "around",
        "circa",
        "year",
        "-",
        "/",
        "(",
        ",",
        "through",
        "end",
        "at",
        "as",
        "on",
        "named",
        "designated",
        "declared",
        "back",
        "starting",
        "again",
        ":",
        ";",
        "for",
    ]
)
_SURE_BEFORE = frozenset({"in", "since", "until", "till", "during", "year", "between", "early", "late", "mid", "("})
_MONTH_BEFORE = frozenset(
    [
        "in",
        "since",
        "by",
        "of",
        "from",
        "to",
        "until",
        "till",
        "between",
        "and",
        "during",
        "early",
        "late",
        "mid",
        "last",
        "this",
        "next",
        "on",
        "-",
        "/",
        "(",
        ",",
        "or",
        "through",
    ]
)


@dataclass(frozen=True, slots=True)
class Point:
    """A year, month and day as far as printed; `width` is the years it spans (10: a decade), `span` the months (6: a half)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    width: int = 1
    season: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class Date:
    """A date mention at tokens `start` to `end`.

    `first` and `last` are its ends (`last` is None for one point); `since` and `until` say that the words before open the interval;
    `relative` holds the unit and offset of a word that points at the date before; `fiscal` marks a split year. `edtf` and `basis` are set
    when the year is known.
    """

    start: int
    end: int
    first: Point
    last: Point | None = None
    relation: str = ""
    relative: tuple[str, int] | None = None
    fiscal: bool = False
    edtf: str = ""
    basis: str = "stated"
    lead: int = 0

    @property
    def known(self) -> bool:
        """Whether the year is known, so that the date stands as EDTF."""
        return bool(self.edtf)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {row["word"]: int(row["month"]) for row in lexicon.table("months")}


@lru_cache(maxsize=1)
def _short_months() -> frozenset[str]:
    return lexicon.words("months", form="abbreviation")


@lru_cache(maxsize=1)
def _seasons() -> dict[str, int]:
    return {row["word"]: int(row["code"]) for row in lexicon.table("seasons")}


@lru_cache(maxsize=1)
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
    return [
        pattern.replace("{number}", row["word"]) for row in lexicon.table("numbers") if row["kind"] == "cardinal"
    ] + [pattern.replace("{number}", str(n)) for n in range(1, 32)]


def dates(tokens: Tokens) -> list[Date]:
    """Every date mention, from left to right, years not yet carried."""
    found: list[Date] = []
    i, n = 0, len(tokens)
    while i < n:
        date = _date_at(tokens, i, n) if tokens.kinds[i] != "mark" else None
        if date:
            found.append(_with_relation(tokens, date))
            i = date.end
        else:
            i += 1
    return found


def _date_at(tokens: Tokens, i: int, n: int) -> Date | None:
    word, kind = tokens.words[i], tokens.kinds[i]
    if kind == WORD:
        if word in _months():
            return _of_year(tokens, n, _range(tokens, i, n, _month_first(tokens, i, n)))
        if word in ("the", "early", "late", "mid", "first", "second", "last", "q1", "q2", "q3", "q4", "h1", "h2"):
            part = _part_of_year(tokens, i, n) or _decade(tokens, i, n)
            if part:
                return part
        if word in ("fy", "fiscal", "financial"):
            return _fiscal(tokens, i, n)
        if word in _seasons():
            return _season(tokens, i, n)
        if word.startswith("fy") and word[2:].isdigit():
            return None
        return _pointing(tokens, i, n)
    if kind in (NUMBER, ORDINAL):
        return (
            _of_year(tokens, n, _range(tokens, i, n, _day_first(tokens, i, n)))
            or _iso(tokens, i, n)
            or _decade(tokens, i, n)
            or _pointing(tokens, i, n)
            or _years(tokens, i, n)
        )
    return None


def _year(tokens: Tokens, i: int, n: int) -> int | None:
    if i < n and tokens.kinds[i] == NUMBER and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():
        year = int(tokens.words[i])
        return year if FIRST_YEAR <= year <= LAST_YEAR else None
    return None


def _day(tokens: Tokens, i: int, n: int) -> int | None:
    if i < n and tokens.kinds[i] in (NUMBER, ORDINAL):
        printed = tokens.words[i].rstrip("stndrh")
        if len(printed) <= 2 and printed.isdigit() and 1 <= int(printed) <= 31:
            return int(printed)
    return None


def _skip(tokens: Tokens, i: int, n: int, *words: str) -> int:
    return i + 1 if i < n and tokens.words[i] in words else i


def _month(tokens: Tokens, i: int, n: int) -> tuple[int, int] | None:
    """The month at token `i` and the token behind it (and behind the full stop of "Apr.")."""
    if i >= n or tokens.words[i] not in _months() or not tokens.capital(i):
        return None
    j = i + 1
    if tokens.words[i] in _short_months() and j < n and tokens.words[j] == "." and tokens.glued(j):
        j += 1
    return _months()[tokens.words[i]], j


def _month_first(tokens: Tokens, i: int, n: int) -> tuple[Point, int] | None:
    """`May 21, 1951`, `May 21st`, `June of 2023`, `June 2023`, `June`; a bare month wants a word such as "in" before it."""
    month = _month(tokens, i, n)
    if not month:
        return None
    number, j = month
    day = _day(tokens, j, n)
    if day and not (tokens.words[j + 1 : j + 2] == ["%"] or _month(tokens, j + 1, n)):
        k = _skip(tokens, j + 1, n, ",")
        k = _skip(tokens, k, n, "of", "in") if _year(tokens, k + 1, n) else k
        year = _year(tokens, k, n)
        return Point(year, number, day), (k + 1 if year else j + 1)
    k = _skip(tokens, j, n, ",")
    k = _skip(tokens, k, n, "of", "in")
    year = _year(tokens, k, n)
    if year and (k == j or tokens.words[k - 1] != "in"):
        return Point(year, number), k + 1
    before = tokens.words[i - 1] if i else ""
    starts = i == 0 or before in ".;:" or (j < n and tokens.words[j] in (",", ":"))
    return (Point(None, number), j) if before in _MONTH_BEFORE or starts else None


def _day_first(tokens: Tokens, i: int, n: int) -> tuple[Point, int] | None:
    """`21 May 1951`, `21st of May`, and the first day of `24 to 27 April`, whose month follows."""
    day = _day(tokens, i, n)
    if not day:
        return None
    j = _skip(tokens, i + 1, n, "of")
    month = _month(tokens, j, n)
    if month:
        k = _skip(tokens, month[1], n, ",")
        year = _year(tokens, k, n)
        return Point(year, month[0], day), (k + 1 if year else month[1])
    link = j < n and tokens.words[j] in ("-", "to", "and", "/")
    if link and _day(tokens, j + 1, n) and _month(tokens, _skip(tokens, j + 2, n, "of"), n):
        return Point(None, None, day), i + 1
    return None


def _range(tokens: Tokens, i: int, n: int, first: tuple[Point, int] | None) -> Date | None:
    """A point, or two joined by "to", a dash, or the "and" of "between … and …"; the first borrows what only the second prints."""
    if not first:
        return None
    point, j = first
    between = tokens.words[max(0, i - 1)] == "between"
    joined = j < n and (
        tokens.words[j] in ("-", "to", "until", "till", "through")
        or (tokens.words[j] == "and" and (between or not point.month))
    )
    if joined:
        second = _second(tokens, j + 1, n, point)
        if second:
            last, k = second
            early = replace(point, year=point.year or _borrowed(point, last), month=point.month or last.month)
            return Date(i, k, early, last)
    return None if point.month is None else Date(i, j, point)


def _borrowed(first: Point, last: Point) -> int | None:
    """The year of `November to January 2020` is the one before."""
    if last.year and first.month and last.month and first.month > last.month:
        return last.year - 1
    return last.year


def _second(tokens: Tokens, i: int, n: int, first: Point) -> tuple[Point, int] | None:
    i = _skip(tokens, i, n, "the")
    if i >= n:
        return None
    if _month(tokens, i, n):
        return _month_first(tokens, i, n)
    if first.day:
        whole = _day_first(tokens, i, n)
        if whole:
            return whole
        day = _day(tokens, i, n)
        if day and first.month and day > first.day:  # April 24 to 27, 2019
            k = _skip(tokens, i + 1, n, ",")
            year = _year(tokens, k, n)
            return Point(year or first.year, first.month, day), (k + 1 if year else i + 1)
    return None


def _iso(tokens: Tokens, i: int, n: int) -> Date | None:
    """`2017-03-02`, `2017/03/02`, `2018-09-20 15:07:41`; the clock time belongs to the mention."""
    year = _year(tokens, i, n)
    if (
        year is None
        or i + 4 >= n
        or tokens.words[i + 1] not in ("-", "/")
        or tokens.words[i + 3] != tokens.words[i + 1]
    ):
        return None
    month, day = _day(tokens, i + 2, n), _day(tokens, i + 4, n)
    if not (month and day and month <= 12):
        return None
    j = i + 5
    while j + 1 < n and tokens.kinds[j] == NUMBER and tokens.words[j + 1] == ":":
        j += 2
    j += j > i + 5 and j < n and tokens.kinds[j] == NUMBER
    return Date(i, j, Point(year, month, day))


def _decade(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the 1990s`, `the early 1950's`, `the late 1970s and 1980s`."""
    j = _skip(tokens, i, n, "the")
    j = _skip(tokens, _skip(tokens, j, n, "early", "late", "mid"), n, "-")
    year = _year(tokens, j, n)
    if year is None or year % 10 or j + 1 >= n or not tokens.glued(j + 1) or tokens.words[j + 1] not in ("s", "'s"):
        return None
    first, k = Point(year, width=10), j + 2
    if k < n and tokens.words[k] in ("and", "to", "-"):
        second = _decade(tokens, k + 1, n)
        if second and not second.last:
            return Date(i, second.end, first, second.first)
    return Date(i, k, first)


def _part_of_year(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the first half of 2023`, `the first six months of 2016`, `the third quarter of 2020`, `Q1 2024`."""
    word = tokens.words[i]
    if len(word) == 2 and word[0] in "qh" and word[1].isdigit():
        year = _year(tokens, _skip(tokens, i + 1, n, "of"), n)
        length = 3 if word[0] == "q" else 6
        return _months_of(tokens, i, n, i + 1, year, (int(word[1]) - 1) * length + 1, length) if year else None
    j = _skip(tokens, i, n, "the")
    if j >= n or tokens.kinds[j] not in (WORD, ORDINAL):
        return None
    number = numeral_at(tokens, j, n)
    if tokens.words[j] != "last" and not (number and number.kind == "ordinal" and number.end == j + 1):
        return None
    order = int(number.value) if number else 0
    count, k, length = 1, j + 1, 0
    many = numeral_at(tokens, k, n) if k < n else None
    if many and many.kind == "cardinal" and k + 1 < n:
        count, k = int(many.value), many.end
    if k < n:
        length = {"half": 6, "quarter": 3, "month": 1, "months": 1, "quarters": 3}.get(tokens.words[k], 0) * count
    if not length or not 0 < length <= 12:
        return None
    first = (order - 1) * length + 1 if order else 13 - length
    year = _year(tokens, _skip(tokens, k + 1, n, "of"), n)
    return _months_of(tokens, i, n, k + 1, year, first, length) if year else None


def _months_of(tokens: Tokens, i: int, n: int, k: int, year: int, first: int, length: int) -> Date | None:
    if not 1 <= first <= 13 - length:
        return None
    end = _skip(tokens, k, n, "of") + 1
    return Date(i, end, Point(year, first), Point(year, first + length - 1) if length > 1 else None)


def _season(tokens: Tokens, i: int, n: int) -> Date | None:
    year = _year(tokens, _skip(tokens, i + 1, n, "of"), n)
    start = i - 1 if i and tokens.words[i - 1] == "the" else i
    return (
        Date(start, _skip(tokens, i + 1, n, "of") + 1, Point(year, season=_seasons()[tokens.words[i]]))
        if year
        else None
    )


def _fiscal(tokens: Tokens, i: int, n: int) -> Date | None:
    """`FY 2022-23`, `fiscal year 2015/16`, `FY2015-16` (where "FY2015" is one token it is cut in `tokens`)."""
    j = _skip(tokens, i + 1, n, "year")
    split = _split_year(tokens, j, n)
    if split:
        return Date(i, split[1], Point(split[0]), Point(split[0] + 1), fiscal=True)
    year = _year(tokens, j, n)
    return Date(i, j + 1, Point(year)) if year else None


def _split_year(tokens: Tokens, i: int, n: int) -> tuple[int, int] | None:
    """`2015/2016`, `2012/13`, `2022-23`: the first year and the token behind; the second year is the next one."""
    year = _year(tokens, i, n)
    if (
        year is None
        or i + 2 >= n
        or tokens.words[i + 1] not in ("/", "-")
        or not (tokens.glued(i + 1) and tokens.glued(i + 2))
    ):
        return None
    second = tokens.words[i + 2]
    return (year, i + 3) if second in (str(year + 1), str(year + 1)[2:]) else None


def _years(tokens: Tokens, i: int, n: int) -> Date | None:
    """A year, two years with a dash or "to" between them, a split year."""
    year = _year(tokens, i, n)
    if year is None:
        return None
    split = _split_year(tokens, i, n)
    if split and (
        tokens.words[i + 1] == "/"
        or len(tokens.words[i + 2]) == 2
        or tokens.words[split[1] : split[1] + 1] == ["fiscal"]
    ):
        return Date(i, split[1], Point(year), Point(year + 1), fiscal=True)
    if not _stands_as_year(tokens, i, n):
        return None
    if i + 2 < n and tokens.words[i + 1] in ("-", "to", "and", "until"):
        last, opener = _year(tokens, i + 2, n), tokens.words[i - 1] if i else ""
        linked = {"-": True, "and": opener == "between", "to": opener == "from"}.get(
            tokens.words[i + 1], opener == "from"
        )
        if last and last > year and linked:
            return Date(i, i + 3, Point(year), Point(last))
    return Date(i, i + 1, Point(year))


def _stands_as_year(tokens: Tokens, i: int, n: int) -> bool:
    """Whether a number that could be a year is one: "in 2016", not "2016 students", not "the 2030 Agenda"."""
    before = tokens.words[i - 1] if i else ""
    if before == "-" and i > 1 and tokens.kinds[i - 2] == NUMBER:
        return False
    if before not in _YEAR_BEFORE and i and not (tokens.kinds[i - 1] == WORD and before in _months()):
        return False
    counted = lexicon.words("counts", "noun")
    for j in range(i + 1, min(i + (2 if before in _SURE_BEFORE else 4), n)):
        if tokens.kinds[j] != WORD:
            break
        if tokens.words[j] in counted:
            return False
    return True


def _pointing(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the same month`, `five months later`; a month before it ("November of the same year") was taken with it."""
    match = _relative().at(tokens, i, n)
    if not match or (match.end == i + 2 and tokens.words[i] == "the" and not _refers_back(tokens, i, n)):
        return None
    unit, offset = match.row
    amount = 0
    if offset.endswith("n"):
        number = numeral_at(tokens, i, n)
        amount = int(number.value) if number else int(digits(tokens.words[i])[0])
        amount = -amount if offset.startswith("-") else amount
    else:
        amount = int(offset)
    return Date(i, match.end, Point(), relative=(unit, amount))


def _refers_back(tokens: Tokens, i: int, n: int) -> bool:
    """Whether "the year" is the one the text is about ("within the year"), not "the year of …"."""
    return tokens.words[i - 1 : i] in (["within"], ["during"], ["of"], ["throughout"]) and tokens.words[
        i + 2 : i + 3
    ] != ["of"]


def _of_year(tokens: Tokens, n: int, date: Date | None) -> Date | None:
    """`November` goes on to `November of the same year`."""
    if not date or date.last or date.first.year or tokens.words[date.end : date.end + 1] not in (["of"], ["in"]):
        return date
    match = _relative().at(tokens, date.end + 1, n) if date.end + 1 < n else None
    if not match or match.row[0] != "year" or "n" in match.row[1]:
        return date
    return replace(date, end=match.end, relative=("year", int(match.row[1])))


def _with_relation(tokens: Tokens, date: Date) -> Date:
    """Whether the words before a date open an interval: `since 1964`, `by the end of 2024`, `as of August 2024`."""
    i = date.start
    back = [tokens.words[k] if k >= 0 else "" for k in range(i - 1, i - 7, -1)]
    skip = 0
    while (
        back[skip]
        in (
            "the",
            "of",
            "end",
            "early",
            "late",
            "beginning",
            "year",
            "mid",
            "-",
            "middle",
            "calendar",
            "about",
            "around",
        )
        and skip < 4
    ):
        skip += 1
    word, end_of = back[skip], "end" in back[:skip]
    if word == "as" or (back[0] == "of" and back[1] == "as") or (skip and back[skip] == "as"):
        return replace(date, relation="until_end" if end_of else "until", lead=i - skip - 1)
    if word in ("by", "until", "till", "to") and not (word == "to" and not _opened(tokens, i)):
        return replace(date, relation="until_end" if end_of else "until", lead=i - skip - 1)
    if word == "at" and back[skip + 1 : skip + 2] == ["as"]:
        return replace(date, relation="until_end" if end_of else "until", lead=i - skip - 2)
    if word in ("since", "starting") or (word == "from" and not date.last and not skip):
        return replace(date, relation="since", lead=i - skip - 1)
    lead = (
        i - skip - 1
        if word in ("in", "on", "from", "at", "during", "between", "within", "over", "early", "late")
        else i
    )
    return replace(date, lead=max(lead, 0))


def _opened(tokens: Tokens, i: int) -> bool:
    return "up" in tokens.words[max(0, i - 4) : i]
