"""What others report, to set beside a page: chosen for the page's two countries, with the bounds of their prints.

The bundled collection is about one pair of countries, the one that its trade figures name; for any other page it is
empty.
"""

from __future__ import annotations

import math
import re

import pandas as pd

from bilateral.analysis.intervals import Interval, ends
from bilateral.analysis.windows import asked
from bilateral.edtf import days
from bilateral.resources import reference, reference_names

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AT_LEAST = re.compile(r"\b(?:exceed\w*|more than|over|above)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|nearly|some)\b", re.IGNORECASE)


def between(
    name: str, home: str, partner: str, show: bool = True, start: str | None = None, end: str | None = None
) -> pd.DataFrame:
    """The rows of a bundled reference table for a page about two countries (ISO alpha-3), in the order of its dates.

    Columns as in the table, with `low` and `high` (unit of `value`) where it has `printed`, and `<date>_start`,
    `<date>_end`, first and last possible day of its `period` or `date`. Empty, without columns, where the collection
    is about other countries, has no such table, or `show` is false. `start` and `end` are a window as in
    `bilateral.analysis.windows.asked`.
    """
    trade = reference("trade")
    if not show or name not in reference_names() or {home, partner} != set(trade["reporter"]) | set(trade["partner"]):
        return pd.DataFrame()
    rows = _with_days(_with_bounds(reference(name)))
    date = "date" if "date" in rows else "period"
    return asked(start, end).of(rows, date).sort_values(f"{date}_start", kind="stable", ignore_index=True)


def print_bounds(printed: str, value: float) -> Interval:
    """The true values that print like this: half a unit of the last printed digit each way, in the unit of `value`.

    In whole numbers of 1,000 and more, and after "about", the last digit that is not zero counts as the last printed
    one. "more than" and its like leave the high end open.

    >>> print_bounds("25.4", 25.4e9)
    Interval(low=25350000000.0, high=25450000000.0)
    >>> print_bounds("more than 8000", 8000.0)
    Interval(low=8000.0, high=inf)
    """
    found = _NUMBER.search(printed)
    if not found:
        return Interval(value, value)
    if _AT_LEAST.search(printed):
        return Interval(value, math.inf)
    digits = found[0].replace(",", "")
    half = _last_digit(digits, bool(_ABOUT.search(printed))) / 2 * value / float(digits)
    return Interval(round(value - half, 6), round(value + half, 6))


def _last_digit(digits: str, about: bool) -> float:
    """The size of the last printed digit."""
    if "." in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    if about or float(digits) >= 1000:
        return float(10 ** (len(digits) - len(digits.rstrip("0"))))
    return 1.0


def _with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    if "printed" not in rows:
        return rows
    pairs = [ends(print_bounds(p, float(v))) for p, v in zip(rows["printed"], rows["value"], strict=True)]
    return rows.assign(
        low=pd.array([low for low, _ in pairs], dtype="Float64"),
        high=pd.array([high for _, high in pairs], dtype="Float64"),
    )


def _with_days(rows: pd.DataFrame) -> pd.DataFrame:
    name = "date" if "date" in rows else "period"
    bounds = [days(date) for date in rows[name]]
    return rows.assign(
        **{
            f"{name}_start": pd.DatetimeIndex([pd.Timestamp(b.start) if b.start else pd.NaT for b in bounds]).as_unit("s"),
            f"{name}_end": pd.DatetimeIndex([pd.Timestamp(b.end) if b.end else pd.NaT for b in bounds]).as_unit("s"),
        }
    )
