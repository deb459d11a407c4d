"""Arithmetic on intervals, and what sums say about their parts.

A printed figure stands for an interval of true values (`low` and `high` of the tables); whatever is worked out from
printed figures is worked out on these ends, so that the answer holds every value that the print allows (Moore,
Kearfott and Cloud, *Introduction to Interval Analysis*, SIAM 2009, chapters 2 and 3). An end that is not known is
infinite. `narrow` is constraint propagation to the fixed point of hull consistency (Davis, *Artificial Intelligence*
32, 1987; Benhamou et al., ICLP 1999).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

_STILL = 1e-12  # less than this share of the figures is the arithmetic, not the figures
_PASSES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, ends included; an infinite end is one that is not known.

    >>> Interval(2.0, 3.0) - Interval(0.5, 1.0)
    Interval(low=1.0, high=2.5)
    >>> Interval(6.0, 8.0) / Interval(2.0, 4.0)
    Interval(low=1.5, high=4.0)

    Raises ValueError where `low` is above `high`, or an end is not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval goes from its low to its high end, not from {self.low} to {self.high}")

    def __add__(self, other: Interval | float) -> Interval:
        other = _interval(other)
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval | float) -> Interval:
        other = _interval(other)
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval | float) -> Interval:
        other = _interval(other)
        corners = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval | float) -> Interval:
        """The quotient; an end is open where the divisor comes as near to zero as one likes."""
        other = _interval(other)
        if other.low < 0 < other.high or other.low == other.high == 0:
            return ANY
        low = -math.inf if other.high == 0 else 1 / other.high
        high = math.inf if other.low == 0 else 1 / other.low
        return self * Interval(low, high)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """Length of the interval, in the unit of its ends."""
        return self.high - self.low

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    def meet(self, other: Interval) -> Interval | None:
        """What both intervals hold; None where they hold nothing in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None


ANY = Interval(-math.inf, math.inf)


class Sum(NamedTuple):
    """The relation `whole = sum of parts` between quantities named by keys."""

    whole: str
    parts: tuple[str, ...]


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of intervals; zero of none."""
    result = Interval(0.0, 0.0)
    for part in parts:
        result = result + part
    return result


def narrow(values: Mapping[str, Interval], sums: Iterable[Sum]) -> dict[str, Interval] | None:
    """The tightest intervals that the sums leave of the given ones, or None where no numbers satisfy all sums.

    Each sum narrows its whole to the sum of its parts and each part to the whole less the other parts, again and again
    until nothing moves. A quantity that a sum names and `values` does not is one of which nothing is known.

    >>> printed = {"all": Interval(9.5, 10.5), "left": Interval(5.9, 6.1), "right": Interval(3.0, 5.0)}
    >>> narrow(printed, [Sum("all", ("left", "right"))])["right"]
    Interval(low=3.4000000000000004, high=4.6)
    """
    sums = list(sums)
    known = dict(values)
    for _ in range(_PASSES):
        before = dict(known)
        for relation in sums:
            slack = _STILL * _size(known.get(name, ANY) for name in (relation.whole, *relation.parts))
            for name, bound in _bounds(relation, known):
                met = _meet(known.get(name, ANY), bound, slack)
                if met is None:
                    return None
                known[name] = met
        if all(_still(before.get(name, ANY), value) for name, value in known.items()):
            break
    return known


def of_row(row: Any, least: float = -math.inf) -> Interval:
    """The interval of a row with `low` and `high`; a missing high end is infinite, a missing low end is `least`."""
    return Interval(least if pd.isna(row["low"]) else float(row["low"]), math.inf if pd.isna(row["high"]) else float(row["high"]))


def ends(interval: Interval | None) -> tuple[float | None, float | None]:
    """Low and high end for a frame's columns, None where an end (or the interval) is not known."""
    if interval is None:
        return None, None
    low = interval.low if math.isfinite(interval.low) else None
    high = interval.high if math.isfinite(interval.high) else None
    return low, high


def _bounds(relation: Sum, known: Mapping[str, Interval]) -> Iterable[tuple[str, Interval]]:
    parts = [known.get(part, ANY) for part in relation.parts]
    yield relation.whole, total(parts)
    whole = known.get(relation.whole, ANY)
    for index, name in enumerate(relation.parts):
        yield name, whole - total(parts[:index] + parts[index + 1 :])


def _meet(value: Interval, bound: Interval, slack: float) -> Interval | None:
    """What both hold; ends that miss each other by no more than the arithmetic's last binary digits do touch."""
    met = value.meet(bound)
    if met is None and 0 < value.low - bound.high <= slack:
        return Interval(value.low, value.low)
    if met is None and 0 < bound.low - value.high <= slack:
        return Interval(value.high, value.high)
    return met


def _size(values: Iterable[Interval]) -> float:
    """The largest known end of several intervals, without its sign."""
    return max((abs(end) for value in values for end in (value.low, value.high) if math.isfinite(end)), default=0.0)


def _interval(value: Interval | float) -> Interval:
    return value if isinstance(value, Interval) else Interval(value, value)


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b  # zero times an unknown end is zero, not "not a number"


def _still(before: Interval, after: Interval) -> bool:
    return _near(before.low, after.low) and _near(before.high, after.high)


def _near(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= _STILL * max(abs(a), abs(b))
