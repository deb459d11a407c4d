"""Interval arithmetic holds every value that it should, and narrowing by sums loses none that satisfies them."""

from __future__ import annotations

import doctest
import math
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bilateral.analysis import intervals, reference, wording
from bilateral.analysis.intervals import ANY, Interval, Sum, ends, narrow, of_row, total

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
SHARES = st.floats(0.0, 1.0)


@st.composite
def members(draw: st.DrawFn, least: float = -1e12, most: float = 1e12) -> tuple[Interval, float]:
    """An interval and a number in it."""
    low, high = sorted((draw(st.floats(least, most)), draw(st.floats(least, most))))
    value = low + draw(SHARES) * (high - low)
    return Interval(low, high), min(max(value, low), high)


def holds(interval: Interval, value: float, size: float = 1.0) -> bool:
    """Whether a number is in an interval, but for the last binary digits of figures of this size."""
    slack = 1e-9 * max(size, abs(value))
    return interval.low - slack <= value <= interval.high + slack


@given(members(), members())
def test_sum_difference_and_product_hold_every_member(one: tuple[Interval, float], two: tuple[Interval, float]) -> None:
    (a, x), (b, y) = one, two
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    assert holds(a * b, x * y)


@given(members(), members())
def test_a_quotient_holds_every_member(one: tuple[Interval, float], two: tuple[Interval, float]) -> None:
    (a, x), (b, y) = one, two
    assume(abs(y) > 1e-6)
    quotient = a / b
    assert holds(quotient, x / y) or math.isinf(x / y)


@given(members(0, 1e9), members(0, 1e9), members(0, 1e9))
def test_narrowing_keeps_every_solution(
    one: tuple[Interval, float], two: tuple[Interval, float], extra: tuple[Interval, float]
) -> None:
    (a, x), (b, y) = one, two
    whole = Interval(max(0.0, x + y - extra[1]), x + y + extra[0].high)
    narrowed = narrow({"a": a, "b": b, "all": whole}, [Sum("all", ("a", "b"))])
    assert narrowed is not None
    size = max(1.0, a.high, b.high, whole.high)
    assert all(holds(narrowed[name], value, size) for name, value in (("a", x), ("b", y), ("all", x + y)))


@given(members(0, 1e9), members(0, 1e9), members(0, 2e9))
def test_narrowing_only_narrows_and_comes_to_rest(
    one: tuple[Interval, float], two: tuple[Interval, float], whole: tuple[Interval, float]
) -> None:
    printed = {"a": one[0], "b": two[0], "all": whole[0]}
    narrowed = narrow(printed, [Sum("all", ("a", "b"))])
    assume(narrowed is not None)
    assert narrowed is not None
    assert all(printed[name].low <= value.low <= value.high <= printed[name].high for name, value in narrowed.items())
    again = narrow(narrowed, [Sum("all", ("a", "b"))])
    assert again is not None
    assert all(math.isclose(again[n].low, narrowed[n].low, rel_tol=1e-9, abs_tol=1e-3) for n in again)


def test_sums_that_share_parts_are_taken_to_the_fixed_point() -> None:
    printed = {"world": Interval(100, 100), "east": Interval(0, 100), "west": Interval(60, 61), "far": Interval(39, 50)}
    narrowed = narrow(printed, [Sum("east", ("near", "far")), Sum("world", ("east", "west"))])
    assert narrowed is not None
    assert narrowed["east"] == Interval(39, 40)
    assert narrowed["far"] == Interval(39, 50)
    assert narrowed["near"] == Interval(-11, 1)


def test_figures_that_contradict_their_sum_are_none() -> None:
    assert narrow({"all": Interval(10, 11), "a": Interval(1, 2), "b": Interval(3, 4)}, [Sum("all", ("a", "b"))]) is None


def test_ends_that_touch_but_for_binary_digits_do_touch() -> None:
    printed = {"all": Interval(0.3, 0.4), "a": Interval(0.0, 0.1), "b": Interval(0.0, 0.2 - 1e-17)}
    assert narrow(printed, [Sum("all", ("a", "b"))]) is not None
    assert narrow({"all": Interval(0.3, 0.3), "a": Interval(0.1, 0.1), "b": Interval(0.2, 0.2)}, [Sum("all", ("a", "b"))])


def test_a_quantity_of_which_nothing_is_said_is_found_by_the_sum() -> None:
    narrowed = narrow({"all": Interval(10, 11), "a": Interval(4, 5)}, [Sum("all", ("a", "b"))])
    assert narrowed is not None
    assert narrowed["b"] == Interval(5, 7)


def test_dividing_by_what_may_be_zero_leaves_the_end_open() -> None:
    assert Interval(2, 4) / Interval(0, 2) == Interval(1, math.inf)
    assert Interval(1, 2) / Interval(-1, 1) == ANY
    assert Interval(1, 2) / Interval(0, 0) == ANY


def test_an_open_end_is_a_missing_cell() -> None:
    assert of_row({"low": None, "high": 5.0}) == Interval(-math.inf, 5.0)
    assert of_row({"low": None, "high": 5.0}, least=0.0) == Interval(0.0, 5.0)
    assert ends(Interval(2.0, math.inf)) == (2.0, None)
    assert ends(None) == (None, None)
    assert total([]) == Interval(0.0, 0.0)


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (math.nan, 1.0)])
def test_an_interval_the_wrong_way_round_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="from its low to its high end"):
        Interval(low, high)


@pytest.mark.parametrize("module", [intervals, reference, wording])
def test_the_examples_of_the_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (23.055e9, 23.065e9, "USD", "USD 23.055 to 23.065 billion"), (16.8008, 17.0561, "percent", "16.80 to 17.06 %"),
        (260_500, 261_500, "jobs", "260,500 to 261,500 jobs"), (13, 13, "sessions", "13 sessions"),
        (None, 1e9, "USD", "at most USD 1 billion"), (2000, None, "jobs", "at least 2,000 jobs"),
        (None, None, "USD", "not known"), (-3.04, -3.01, "points", "−3.04 to −3.01 percentage points"),
        (0.5e6, 2e6, "USD", "USD 0.5 to 2.0 million"),
    ],
)  # fmt: skip
def test_bounds_are_written_with_as_many_digits_as_their_width_warrants(
    low: float | None, high: float | None, unit: str, words: str
) -> None:
    assert wording.bounds(low, high, unit) == words
