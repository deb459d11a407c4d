"""A mention of an amount, and the interval of true values that print like it."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import NamedTuple

from bilateral.mentions.numbers import Numeral

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])  # for numbers of any length
MONEY, MEASURE, PERCENT, TIMES, COUNT = "money", "measure", "percent", "times", "count"


class Amount(NamedTuple):
    """An amount at tokens `start` to `end` (number with its unit); `bound` is the token where its bound word begins.

    `value` is missing for a printed range. `kind` is `money`, `measure`, `percent`, `times`, `count` or `ordinal`; a count has
    no unit yet: the noun that it counts gives it one. `per` is the time of a rate (`week`), whose words end at `rate_end`.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    kind: str
    unit: str = ""
    qualifier: str = ""
    bound: int = 0
    per: str = ""
    rate_end: int = 0
    numeral: Numeral | None = None


def interval(value: Decimal, number: Numeral, kind: str, qualifier: str) -> tuple[Decimal | None, Decimal | None]:
    """The interval of true values that print like this: half a unit of the last printed digit each way.

    The last non-zero digit counts as the last printed one in whole numbers of 1,000 and more, and behind "about" always;
    a count below 1,000 is exact.
    """
    if qualifier in ("over", "at_least"):
        return value, None
    if qualifier in ("nearly", "under", "up_to"):
        return None, value
    if kind == TIMES:
        return value, value
    unit = number.unit
    if qualifier == "about" or (not number.decimals and value >= 1000 * unit):
        unit = _last_digit(value, unit)
    elif kind == COUNT and unit == 1 and not number.scaled:
        return value, value
    return value - unit / 2, value + unit / 2


def _last_digit(value: Decimal, unit: Decimal) -> Decimal:
    """The value of the last non-zero digit.

    >>> [f"{_last_digit(Decimal(value), Decimal(1)):f}" for value in (261000, 420)]
    ['1000', '10']
    """
    digits = value.normalize(_EXACT).as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return max(unit, Decimal(1).scaleb(exponent, _EXACT)) if value else unit
