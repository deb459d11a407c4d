"""Years, decades, seasons, parts of a year, fiscal years and ISO dates, as a text prints them."""

from __future__ import annotations

import re
from functools import cache

from bilateral import lexicon
from bilateral.mentions.numbers import numeral_at
from bilateral.mentions.points import Date, Point, day_at, month_at, months, skip, year_at
from bilateral.tokens import NUMBER, ORDINAL, WORD, Tokens

_YEAR_BEFORE = frozenset(
    (
        "in years since by of from to until till and between during before after early late mid around circa year - / ( , "
        "through end at as on named designated declared back starting again : ; for"
    ).split()
)


_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DOTTED_START = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?")
_PARTS_OF_YEARS = frozenset("end beginning start half quarter middle".split())
_CLAUSE_BEFORE = frozenset({".", ";", ",", "and", "while"})
_TELLS_OF_YEAR = frozenset({"was", "is", "saw", "marked", "marks", "witnessed"})
_BEFORE_MONTH = frozenset({"(", ",", ";", "and", "in", "since", "from", "until", "of"})
_SURE_BEFORE = frozenset({"in", "since", "until", "till", "during", "year", "between", "early", "late", "mid", "("})


@cache
def seasons() -> dict[str, int]:
    """Names of seasons and their EDTF codes."""
    return {row["word"]: int(row["code"]) for row in lexicon.table("seasons")}


def iso_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`2017-03-02`, `2017/03/02`, `2018-09-20 15:07:41` (the clock time belongs to the mention), `21.05.2011`."""
    dotted = dotted_at(tokens, i, n)
    if dotted:
        return dotted
    slashed = slashed_at(tokens, i, n) or _month_and_year(tokens, i, n)
    if slashed:
        return slashed
    year = year_at(tokens, i, n)  # 2011/08/23, 2011-08-23
    if year is None or i + 4 >= n or tokens.words[i + 1] not in ("-", "/") or tokens.words[i + 3] != tokens.words[i + 1]:
        return None
    month, day = day_at(tokens, i + 2, n), day_at(tokens, i + 4, n)
    if not (month and day and month <= 12):
        return None
    j = i + 5
    while j + 1 < n and tokens.kinds[j] == NUMBER and tokens.words[j + 1] == ":":
        j += 2
    j += j > i + 5 and j < n and tokens.kinds[j] == NUMBER
    return Date(i, j, Point(year, month, day))


def slashed_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`25/09/2023`, `09/25/2023`, `25-9-2023`; where day and month cannot be told apart, the year alone."""
    if i + 4 >= n or tokens.words[i + 1] not in ("/", "-") or tokens.words[i + 3] != tokens.words[i + 1]:
        return None
    if tokens.words[i + 1] == "-" and not all(tokens.glued(k) for k in range(i + 1, i + 5)):
        return None
    first, second, year = day_at(tokens, i, n), day_at(tokens, i + 2, n), year_at(tokens, i + 4, n)
    if not first or not second or not year:
        return None
    if max(first, second) > 12 >= min(first, second):
        return Date(i, i + 5, Point(year, min(first, second), max(first, second)))
    return Date(i, i + 5, Point(year, first, first) if first == second else Point(year))


def _month_and_year(tokens: Tokens, i: int, n: int) -> Date | None:
    """`3/2018` where a date can stand: in a bracket, behind a comma or "in"; "Decree 3/2018" is none."""
    month, year = day_at(tokens, i, n), year_at(tokens, i + 2, n)
    if not month or month > 12 or not year or tokens.words[i + 1] != "/" or not (tokens.glued(i + 1) and tokens.glued(i + 2)):
        return None
    opened = i > 0 and tokens.words[i - 1] in _BEFORE_MONTH
    return Date(i, i + 3, Point(year, month)) if opened and tokens.word(i + 3) != "/" else None


def dotted_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`21.05.2011`, `04-05.03.2015`, `30.09-01.10.2022`."""
    last = _dotted(tokens.words[i])
    if last:
        return Date(i, i + 1, last)
    last = _dotted(tokens.words[i + 2]) if i + 2 < n and tokens.words[i + 1] == "-" and tokens.glued(i + 1) else None
    first = _DOTTED_START.fullmatch(tokens.words[i]) if last else None
    if not last or not first or not 1 <= int(first[1]) <= 31 or not 1 <= int(first[2] or 1) <= 12:
        return None
    return Date(i, i + 3, Point(last.year, int(first[2] or last.month or 1), int(first[1])), last)


def _dotted(word: str) -> Point | None:
    found = _DOTTED.fullmatch(word) if "." in word else None
    if not found or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= 12:
        return None
    return Point(int(found[3]), int(found[2]), int(found[1]))


def decade_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the 1990s`, `the early 1950's`, `the late 1970s and 1980s`."""
    j = i
    if tokens.kinds[i] != NUMBER:
        j = skip(tokens, i, n, "the")
        j = skip(tokens, skip(tokens, j, n, "early", "late", "mid"), n, "-")
    year = year_at(tokens, j, n)
    if year is None or year % 10 or j + 1 >= n or not tokens.glued(j + 1) or tokens.words[j + 1] not in ("s", "'s"):
        return None
    first, k = Point(year, width=10), j + 2
    if k < n and tokens.words[k] in ("and", "to", "-"):
        second = decade_at(tokens, k + 1, n) if k + 1 < n else None
        if second and not second.last:
            return Date(i, second.end, first, second.first)
    return Date(i, k, first)


def part_of_year_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the first half of 2023`, `the first six months of 2016`, `the third quarter of 2020`, `Q1 2024`."""
    word = tokens.words[i]
    if word in ("q", "h"):
        part = tokens.words[i + 1] if i + 1 < n and tokens.glued(i + 1) else ""
        year = year_at(tokens, skip(tokens, i + 2, n, "of"), n)
        length = 3 if word == "q" else 6
        return (
            _months_of(tokens, i, n, i + 2, year, (int(part) - 1) * length + 1, length)
            if part in ("1", "2", "3", "4") and year
            else None
        )
    j = skip(tokens, i, n, "the")
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
        length = {"half": 6, "semester": 6, "quarter": 3, "month": 1, "months": 1, "quarters": 3}.get(tokens.words[k], 0) * count
    if not length or not 0 < length <= 12:
        return None
    first = (order - 1) * length + 1 if order else 13 - length
    year = year_at(tokens, skip(tokens, k + 1, n, "of"), n)
    return _months_of(tokens, i, n, k + 1, year, first, length) if year else None


def _months_of(tokens: Tokens, i: int, n: int, k: int, year: int, first: int, length: int) -> Date | None:
    if not 1 <= first <= 13 - length:
        return None
    end = skip(tokens, k, n, "of") + 1
    return Date(i, end, Point(year, first), Point(year, first + length - 1) if length > 1 else None)


def season_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`the spring of 2014`."""
    year = year_at(tokens, skip(tokens, i + 1, n, "of"), n)
    start = i - 1 if i and tokens.words[i - 1] == "the" else i
    return Date(start, skip(tokens, i + 1, n, "of") + 1, Point(year, season=seasons()[tokens.words[i]])) if year else None


def fiscal_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """`FY 2022-23`, `fiscal year 2015/16`, `fiscal year 2022 to 2023`."""
    j = skip(tokens, i + 1, n, "year")
    first, last = year_at(tokens, j, n), year_at(tokens, j + 2, n)
    if first and last == first + 1 and tokens.words[j + 1] == "to":
        return Date(i, j + 3, Point(first), Point(last), fiscal=True)
    split = _split_year(tokens, j, n)
    if split:
        return Date(i, split[1], Point(split[0]), Point(split[0] + 1), fiscal=True)
    year = year_at(tokens, j, n)
    return Date(i, j + 1, Point(year), fiscal=True) if year else _short_fiscal(tokens, i, j, n)


def _short_fiscal(tokens: Tokens, i: int, j: int, n: int) -> Date | None:
    """`FY24`, `FY23-24`, `FY 23/24`."""
    first = _two_digits(tokens, j, n)
    last = _two_digits(tokens, j + 2, n) if first and tokens.word(j + 1) in ("-", "/") and tokens.glued(j + 1) else None
    if first and last == first + 1:
        return Date(i, j + 3, Point(first), Point(last), fiscal=True)
    return Date(i, j + 1, Point(first), fiscal=True) if first and j == i + 1 and tokens.glued(j) else None


def _two_digits(tokens: Tokens, i: int, n: int) -> int | None:
    """The year of this century that two digits at token `i` stand for."""
    word = tokens.words[i] if i < n else ""
    return 2000 + int(word) if len(word) == 2 and word.isascii() and word.isdigit() else None


def _split_year(tokens: Tokens, i: int, n: int) -> tuple[int, int] | None:
    """`2015/2016`, `2012/13`, `2022-23`: the first year and the token behind; the second year is the next one."""
    year = year_at(tokens, i, n)
    if year is None or i + 2 >= n or tokens.words[i + 1] not in ("/", "-") or not (tokens.glued(i + 1) and tokens.joined(i + 2)):
        return None
    second = tokens.words[i + 2]
    return (year, i + 3) if second in (str(year + 1), str(year + 1)[2:]) else None


def years_at(tokens: Tokens, i: int, n: int) -> Date | None:
    """A year, two years with a dash or "to" between them, a split year."""
    year = year_at(tokens, i, n)
    if year is None:
        return None
    split = _split_year(tokens, i, n)
    if split and (
        tokens.words[i + 1] == "/"
        or len(tokens.words[i + 2]) == 2
        or tokens.words[split[1] : split[1] + 1] in (["fiscal"], ["academic"], ["school"], ["financial"])
    ):
        end = skip(tokens, split[1], n, "fiscal", "financial")
        end = skip(tokens, end, n, "year") if end > split[1] else end
        return Date(i, end, Point(year), Point(year + 1), fiscal=True)
    if not _stands_as_year(tokens, i, n):
        return None
    if i + 2 < n and tokens.words[i + 1] in ("-", "to", "and", "until"):
        last, opener = year_at(tokens, i + 2, n), tokens.words[i - 1] if i else ""
        linked = {"-": True, "and": opener == "between", "to": opener == "from"}.get(tokens.words[i + 1], opener == "from")
        if last and last > year and linked:
            return Date(i, i + 3, Point(year), Point(last))
        month = month_at(tokens, i + 2, n) if linked and tokens.words[i + 1] != "-" else None
        last = year_at(tokens, month[1], n) if month else None
        if month and last and last > year:  # "between 1999 and September 2024"
            return Date(i, month[1] + 1, Point(year), Point(last, month[0]))
        part = part_of_year_at(tokens, i + 2, n) if linked and opener == "from" else None
        if part and (part.last or part.first).year != year:  # "from 2005 to the first half of 2024"
            return Date(i, part.end, Point(year), part.last or part.first)
    return Date(i, i + 1, Point(year))


def year_alone(tokens: Tokens, i: int, n: int) -> Date | None:
    """A year that opens an entry of a list: "2013  Prime Minister A (January)"."""
    year = year_at(tokens, i, n)
    return Date(i, i + 1, Point(year)) if year else None


def _stands_as_year(tokens: Tokens, i: int, n: int) -> bool:
    """Whether a number that could be a year is one: "in 2016", not "2016 students", not "the 2030 Agenda"."""
    before = tokens.words[i - 1] if i else ""
    if before == "-" and i > 1 and tokens.kinds[i - 2] == NUMBER:
        return False
    if i and tokens.text.count("\n", tokens.ends[i - 1], tokens.starts[i]) > 1:
        return True  # a heading or paragraph that opens with a year
    if before in _CLAUSE_BEFORE and tokens.word(i + 1) in _TELLS_OF_YEAR:
        return True  # "2018 was the Year of Tourism", "and 2024 saw …"
    if before not in _YEAR_BEFORE and i and not (tokens.kinds[i - 1] == WORD and before in months()):
        return False
    counted = lexicon.words("counts", "noun")
    if before == "of" and tokens.word(i - 2) in _PARTS_OF_YEARS:
        return True  # "by the end of 2007 Chinese firms …"
    for j in range(i + 1, min(i + (2 if before in _SURE_BEFORE else 4), n)):
        if tokens.kinds[j] != WORD:
            break
        if tokens.words[j] in counted:
            return False
    return True
