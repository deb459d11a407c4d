"""The parts of a date: years, months and days, and the mention that they make up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.tokens import NUMBER, ORDINAL, Tokens

FIRST_YEAR, LAST_YEAR = 1500, 2199
SAME_MONTHS = "same months"  # the unit of "the same period of 2023"


class Point(NamedTuple):
    """A year, month and day as far as printed; `width` is the years that it spans (10: a decade)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    width: int = 1
    season: int = 0


class Date(NamedTuple):
    """A date mention at tokens `start` to `end`.

    `first` and `last` are its ends (`last` is None for one point); `relation` is what the words before it say: `since`,
    `until`, `until_end` and `at_end` (the end of it), `base` of a comparison, `vague` (before, after). `relative` holds the
    unit and offset of a word that points at the date before; `fiscal` marks a split year, `academic` one of schools. `lead` is
    the token of the words before it. `edtf` and `basis` are set when the year is known.
    """

    start: int
    end: int
    first: Point
    last: Point | None = None
    relation: str = ""
    relative: tuple[str, int] | None = None
    fiscal: bool = False
    academic: bool = False
    edtf: str = ""
    basis: str = "stated"
    lead: int = 0

    @property
    def known(self) -> bool:
        """Whether the year is known, so that the date stands as EDTF."""
        return bool(self.edtf)


@cache
def months() -> dict[str, int]:
    """Names and abbreviations of months, and their numbers."""
    return {row["word"]: int(row["month"]) for row in lexicon.table("months")}


@cache
def short_months() -> frozenset[str]:
    """The abbreviations among them."""
    return lexicon.words("months", form="abbreviation")


def year_at(tokens: Tokens, i: int, n: int) -> int | None:
    """The year that stands at token `i`, if one does."""
    if i < n and tokens.kinds[i] == NUMBER and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():
        year = int(tokens.words[i])
        return year if FIRST_YEAR <= year <= LAST_YEAR else None
    return None


def day_at(tokens: Tokens, i: int, n: int) -> int | None:
    """The day of a month that stands at token `i`, if one does."""
    if i < n and tokens.kinds[i] in (NUMBER, ORDINAL):
        printed = tokens.words[i].rstrip("stndrh")
        if len(printed) <= 2 and printed.isdigit() and 1 <= int(printed) <= 31:
            return int(printed)
    return None


def skip(tokens: Tokens, i: int, n: int, *words: str) -> int:
    """The token behind `i` where one of the words stands there, else `i`."""
    return i + 1 if i < n and tokens.words[i] in words else i


def month_at(tokens: Tokens, i: int, n: int) -> tuple[int, int] | None:
    """The month at token `i` and the token behind it (and behind the full stop of "Apr.")."""
    if i >= n or tokens.words[i] not in months() or not tokens.capital(i):
        return None
    j = i + 1
    if tokens.words[i] in short_months() and j < n and tokens.words[j] == "." and tokens.glued(j):
        j += 1
    return months()[tokens.words[i]], j
