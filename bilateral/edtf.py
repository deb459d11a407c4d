"""EDTF date strings (ISO 8601-2, levels 0 and 1): their first and last possible day, and their precision."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_POINT = re.compile(r"(\d{4}|\d{3}X)(?:-(\d\d))?(?:-(\d\d))?")


class Days(NamedTuple):
    """First and last possible day of a date (None where it is open) and its precision."""

    start: date | None
    end: date | None
    precision: str


@lru_cache(maxsize=4096)
def days(edtf: str) -> Days:
    """First and last possible day and the precision of an EDTF string.

    >>> days("2023-02")
    Days(start=datetime.date(2023, 2, 1), end=datetime.date(2023, 2, 28), precision='month')
    >>> days("2015-07/..").end is None
    True

    Raises ValueError where the string is no EDTF date of levels 0 and 1 that the tables use.
    """
    if "/" in edtf:
        first, last = edtf.split("/")
        start = None if first == ".." else _point(first).start
        end = None if last == ".." else _point(last).end
        if start and end and start > end:
            raise ValueError(f"the interval {edtf!r} ends before it starts")
        return Days(start, end, "interval")
    return _point(edtf)


def _point(edtf: str) -> Days:
    match = _POINT.fullmatch(edtf)
    if not match:
        raise ValueError(f"{edtf!r} is no EDTF date")
    year, month, day = match.groups()
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None:
        return Days(date(low, 1, 1), date(high, 12, 31), "decade" if "X" in year else "year")
    if int(month) > 20:
        return _season(low, int(month))
    if day is None:
        return Days(date(low, int(month), 1), date(low, int(month), monthrange(low, int(month))[1]), "month")
    exact = date(low, int(month), int(day))
    return Days(exact, exact, "day")


def _season(year: int, code: int) -> Days:
    """Northern seasons by whole months: 21 spring is March to May, 24 winter December to February."""
    first = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    last, last_year = (first + 1) % 12 + 1, year + (code == 24)
    return Days(date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1]), "season")
