"""Numbers, bounds and lists as words, for the sentences and labels of the notebooks.

Money is written with its ISO 4217 code, never with a dollar sign, which a notebook's text takes for the start of a
formula.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from bilateral.lexicon import table, words

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def is_money(unit: Any) -> bool:
    """Whether a unit is the ISO 4217 code of a currency."""
    return isinstance(unit, str) and unit in words("currencies", "code")


def bounds(low: Any, high: Any, unit: Any = None) -> str:
    """The words for an interval, with as many digits as its width warrants; a missing end is said.

    >>> bounds(23.055e9, 23.065e9, "USD")
    'USD 23.055 to 23.065 billion'
    >>> bounds(16.8, 17.06, "percent")
    '16.80 to 17.06 %'
    >>> bounds(620e6, None, "USD")
    'at least USD 620 million'
    """
    if pd.isna(low) and pd.isna(high):
        return "not known"
    scale, word = _scale(low if pd.isna(high) else high)
    if pd.isna(low) or pd.isna(high):
        end = high if pd.isna(low) else low
        digits = f"{end / scale:.4g}" if abs(end) < 1000 * scale else _plain(end / scale)
        return f"{'at most' if pd.isna(low) else 'at least'} {_with_unit(digits, word, unit)}"
    if low == high:
        return number(round(low / scale, 2) * scale, unit)
    first, last = _pair(low / scale, high / scale)
    return _with_unit(f"{first} to {last}", word, unit)


def number(value: Any, unit: Any = None) -> str:
    """The words for one number with its unit.

    >>> number(23.06e9, "USD")
    'USD 23.06 billion'
    """
    if pd.isna(value):
        return "not known"
    scale, word = _scale(value)
    return _with_unit(_plain(value / scale), word, unit)


def listed(items: Sequence[str]) -> str:
    """Items as a list of a sentence.

    >>> listed(["steel", "rice", "fish"])
    'steel, rice and fish'
    """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def counted(count: int, noun: str) -> str:
    """A count with its noun, in the plural where it must be.

    >>> counted(1, "step"), counted(3, "step")
    ('1 step', '3 steps')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def date(edtf: Any) -> str:
    """An EDTF date in words where its notation needs them, else as it is.

    >>> date("195X"), date("2015-07/.."), date("../2024-12-31"), date("2022-04/2023-03"), date("2019-03")
    ('the 1950s', 'since 2015-07', 'up to 2024-12-31', '2022-04 to 2023-03', '2019-03')
    """
    edtf = str(edtf)
    if edtf.startswith("../"):
        return f"up to {date(edtf[3:])}"
    if edtf.endswith("/.."):
        return f"since {date(edtf[:-3])}"
    if "/" in edtf:
        return " to ".join(date(part) for part in edtf.split("/"))
    year, _, part = edtf.partition("-")
    season = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}.get(part)
    if season:
        return f"{season} {year}"
    return f"the {edtf[:3]}0s" if edtf.endswith("X") else edtf


def country(code: Any) -> str:
    """The English name of a country, else the code itself.

    >>> country("EGY")
    'Egypt'
    """
    return next((row["name"] for row in table("countries") if row["alpha3"] == code), str(code))


def speaker(name: str) -> str:
    """Who says something: `PER:BCRP` as the country's name and its agency, any other name as it is.

    >>> speaker("EGY:CBE"), speaker("a spokesperson")
    ('Egypt (CBE)', 'a spokesperson')
    """
    code, _, agency = name.partition(":")
    return f"{country(code)} ({agency})" if agency else country(code)


def _scale(value: float) -> tuple[float, str]:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return scale, word
    return 1.0, ""


def _with_unit(text: str, scale: str, unit: Any) -> str:
    text = text.replace("-", "−")
    if is_money(unit):
        return " ".join(part for part in (unit, text, scale) if part)
    sign = {"percent": "%", "points": "percentage points"}.get(unit or "", unit)
    return " ".join(part for part in (text, scale, sign) if part)


def _pair(low: float, high: float) -> tuple[str, str]:
    """Both ends with the same decimals: enough to tell them apart, one more, and no zeros that both end in."""
    width = high - low
    decimals = max(0, math.ceil(-math.log10(width) - 1e-9) + 1) if width > 0 else 6
    decimals = min(decimals, 6)
    first, last = f"{low:,.{decimals}f}", f"{high:,.{decimals}f}"
    while decimals and first[-1] == last[-1] == "0":
        first, last, decimals = first[:-1], last[:-1], decimals - 1
    return first.rstrip("."), last.rstrip(".")


def _plain(value: float) -> str:
    text = f"{value:,.4f}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
