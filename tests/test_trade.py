"""The trade analyses: numbers worked out by hand from one printed line, and what must hold for any line."""

from __future__ import annotations

from itertools import count
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilateral import load
from bilateral.analysis import balance, conflicts, mirror, reference, steps, trade, trade_reference, windows
from bilateral.analysis import trade_words as words
from bilateral.charts import style, timeline
from bilateral.charts import trade as charts
from bilateral.errors import ParameterType
from bilateral.tables import Tables, build

BN = 1e9
_KEYS = count()


def figure(flow: str, value: float, half: float, period: str = "2024", **more: Any) -> dict[str, Any]:
    """One printed level of trade between China and Pakistan, in billions, or (in percent) its growth."""
    row = {"id": f"s{next(_KEYS)}", "page": "p", "indicator": "trade.goods", "transform": "level", "reporter": "CHN"}
    row |= {"subject": "CHN", "partner": "PAK", "flow": flow, "period": period, "value": value * BN, "unit": "USD"}
    row |= {"low": (value - half) * BN, "high": (value + half) * BN, "section": "ii", "rule": "r"}
    return row | {"quote": f"amounted to ${value} billion", "start": next(_KEYS), "end": 10_000} | more


def growth(flow: str, value: float, half: float, period: str = "2024", **more: Any) -> dict[str, Any]:
    row = figure(flow, value, half, period) | {"indicator": "trade.goods.change", "transform": "change"}
    ends = {"value": value, "low": value - half, "high": value + half, "unit": "percent"}
    return row | ends | {"quote": f"a change of {value}%"} | more


LINE = [
    figure("T", 23.06, 0.005), growth("T", 11.1, 0.05),
    figure("X", 20.23, 0.005), growth("X", 17, 0.5),
    figure("M", 2.82, 0.005), growth("M", -18.2, 0.05),
]  # fmt: skip


def printed_of(*rows: dict[str, Any], home: str = "CHN") -> pd.DataFrame:
    return trade.figures(build({"statistics": rows}).statistics, home)


def ends(frame: pd.DataFrame, low: str, high: str, **where: Any) -> tuple[float, float]:
    rows = frame
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return float(rows[low].iat[0]), float(rows[high].iat[0])


@pytest.fixture(scope="module")
def printed() -> pd.DataFrame:
    return printed_of(*LINE)


@pytest.mark.parametrize(("flow", "low", "high"), [("T", 23.055, 23.060), ("X", 20.230, 20.235), ("M", 2.820, 2.825)])
def test_the_sum_narrows_all_three_figures(printed: pd.DataFrame, flow: str, low: float, high: float) -> None:
    narrowed = trade.additivity(printed)
    assert set(narrowed["verdict"]) == {"consistent"}
    assert ends(narrowed, "narrowed_low", "narrowed_high", flow=flow) == pytest.approx((low * BN, high * BN))


@pytest.mark.parametrize(
    ("flow", "grown", "left"),
    [
        ("T", (20.742, 20.765), (20.742, 20.765)),
        ("X", (17.217, 17.369), (17.286, 17.320)),
        ("M", (3.445, 3.456), (3.445, 3.456)),
    ],
)
def test_the_year_before_is_implied(
    printed: pd.DataFrame, flow: str, grown: tuple[float, float], left: tuple[float, float]
) -> None:
    before = trade.year_before(printed)
    assert set(before["before"]) == {"2023"}
    got = [end / BN for end in ends(before, "grown_low", "grown_high", flow=flow)]
    assert got == pytest.approx(grown, abs=0.001)
    assert [end / BN for end in ends(before, "low", "high", flow=flow)] == pytest.approx(left, abs=0.001)


def test_the_other_figures_narrow_a_coarsely_printed_growth(printed: pd.DataFrame) -> None:
    before = trade.year_before(printed)
    assert ends(before, "implied_growth_low", "implied_growth_high", flow="X") == pytest.approx((16.80, 17.06), abs=0.005)
    assert "can then only be 16.80 to 17.06 %" in words.before_reading(before)


def test_the_year_before_is_left_out_where_the_implied_does_not_count(printed: pd.DataFrame) -> None:
    assert trade.year_before(printed, include_implied=False).empty
    assert set(balance.balance(printed, include_implied=False)["period"]) == {"2024"}
    assert balance.contributions(printed, include_implied=False).empty


def test_balance_and_coverage(printed: pd.DataFrame) -> None:
    frame = balance.balance(printed)
    now = {"period": "2024"}
    assert ends(frame, "low", "high", measure="balance", **now) == pytest.approx((17.405 * BN, 17.415 * BN))
    assert ends(frame, "low", "high", measure="coverage", **now) == pytest.approx((20.230 / 2.825, 20.235 / 2.820))
    assert ends(frame, "low", "high", measure="normalised", **now) == pytest.approx((17.405 / 23.055, 17.415 / 23.055))
    assert set(frame["period"]) == {"2023", "2024"}
    assert "a surplus of USD 17.405 to 17.415 billion" in words.balance_reading(frame, "CHN", "PAK")


def test_contributions_add_up_to_the_growth_of_the_total(printed: pd.DataFrame) -> None:
    shares = balance.contributions(printed)
    exports, imports, whole = (ends(shares, "low", "high", flow=flow) for flow in ("X", "M", "T"))
    assert exports == pytest.approx((14.06, 14.19), abs=0.01)
    assert imports == pytest.approx((-3.04, -3.01), abs=0.01)
    assert whole == pytest.approx((11.05, 11.15))
    assert exports[0] + imports[0] <= whole[1]
    assert exports[1] + imports[1] >= whole[0]


def test_figures_that_no_true_values_print_like_are_inconsistent() -> None:
    narrowed = trade.additivity(printed_of(figure("T", 23.06, 0.005), figure("X", 20.0, 0.005), figure("M", 2.8, 0.005)))
    assert set(narrowed["verdict"]) == {"inconsistent"}
    assert ends(narrowed, "narrowed_low", "narrowed_high", flow="T") == pytest.approx((23.055 * BN, 23.065 * BN))
    assert "do not add up" in words.additivity_headline(narrowed)


def test_growth_that_contradicts_the_printed_year_before_is_inconsistent() -> None:
    before = trade.year_before(printed_of(figure("T", 20, 0.05), growth("T", 10, 0.5), figure("T", 12, 0.05, "2023")))
    assert set(before["verdict"]) == {"inconsistent"}
    assert before["low"].isna().all()
    assert "contradict each other" in words.before_headline(before)


def test_a_missing_flow_follows_from_the_other_two() -> None:
    narrowed = trade.additivity(printed_of(figure("T", 29.4, 0.05), figure("M", 23.41, 0.005)))
    assert ends(narrowed, "narrowed_low", "narrowed_high", flow="X") == pytest.approx((5.935 * BN, 6.045 * BN))
    assert narrowed.set_index("flow")["basis"].to_dict() == {"T": "printed", "X": "implied", "M": "printed"}
    assert set(narrowed["verdict"]) == {"cannot tell"}


def test_a_lone_total_implies_no_flow() -> None:
    assert list(trade.additivity(printed_of(figure("T", 14.62, 0.005)))["flow"]) == ["T"]


def test_the_partners_exports_are_the_homes_imports() -> None:
    printed = printed_of(figure("X", 3, 0.5, subject="PAK", partner="CHN", reporter=None), figure("X", 5, 0.5))
    assert printed.set_index("flow")["value"].to_dict() == {"X": 5 * BN, "M": 3 * BN}


def test_fiscal_years_go_back_one_year() -> None:
    before = trade.year_before(printed_of(figure("T", 29.4, 0.05, "2023-04/2024-03"), growth("T", 5, 0.5, "2023-04/2024-03")))
    assert list(before["before"]) == ["2022-04/2023-03"]


def test_exports_of_some_goods_are_not_taken_for_all_exports() -> None:
    wheat = figure("X", 2.2, 0.05, entity="wheat")
    assert printed_of(wheat).empty
    assert printed_of(wheat, figure("X", 9.1, 0.05, entity="goods"))["value"].tolist() == [9.1 * BN]


def test_a_figure_in_another_currency_is_not_added_to_the_first() -> None:
    printed = printed_of(figure("T", 10, 0.5), figure("X", 60, 0.5, unit="CNY"))
    assert list(printed["unit"]) == ["USD"]


def test_an_open_end_stays_open() -> None:
    narrowed = trade.additivity(printed_of(figure("T", 10, 0.5), figure("X", 6, 0, high=None), figure("M", 3, 0.5)))
    assert ends(narrowed, "narrowed_low", "narrowed_high", flow="X") == pytest.approx((6 * BN, 8 * BN))


@settings(deadline=None, max_examples=40)
@given(
    exports=st.integers(1, 99_999), imports=st.integers(1, 99_999), before_x=st.integers(1, 99_999),
    before_m=st.integers(1, 99_999), digits=st.integers(0, 2),
)  # fmt: skip
def test_true_values_are_never_lost(exports: int, imports: int, before_x: int, before_m: int, digits: int) -> None:
    """Figures printed from any true values: every interval that is worked out from the prints holds the true value."""
    true = {"X": exports / 1e3, "M": imports / 1e3, "T": (exports + imports) / 1e3}
    then = {"X": before_x / 1e3, "M": before_m / 1e3, "T": (before_x + before_m) / 1e3}
    rows = []
    for flow, value in true.items():
        rows.append(figure(flow, round(value, digits), 0.5 * 10.0**-digits + 1e-9))
        rows.append(growth(flow, round((value / then[flow] - 1) * 100, 1), 0.05 + 1e-7))
    before = trade.year_before(printed_of(*rows))
    assert set(before["verdict"]) <= {"consistent"}
    for flow, value in then.items():
        low, high = ends(before[["flow", "low", "high"]].fillna(float("inf")), "low", "high", flow=flow)
        assert low - 1 <= value * BN <= high + 1


def test_no_trade_figures_are_a_sentence_and_no_figure() -> None:
    nothing = printed_of()
    narrowed, before = trade.additivity(nothing), trade.year_before(nothing)
    assert words.figures_reading(nothing, "CHN", "PAK") == words.NO_FIGURES
    assert words.additivity_reading(narrowed) == words.NO_FIGURES
    assert words.before_reading(before) == words.NO_GROWTH
    assert charts.rounding(narrowed, "title", "source") is None
    assert charts.two_years(before, "title", "source") is None
    assert charts.contributions(balance.contributions(nothing), "title", "source") is None


# Steps and ranks


def milestone(title: str, date: str | None, section: str, kind: str = "agreement_signed") -> dict[str, Any]:
    row = {"id": title, "page": "p", "kind": kind, "title": title, "date": date, "section": section, "rule": "r"}
    return row | {"quote": f"signed the {title}", "start": 0, "end": 5}


@pytest.fixture
def tables() -> Tables:
    taken = [
        milestone("trade agreement", "1963-01", "i"), milestone("friendship treaty", "1961", "i"),
        milestone("joint committee", "1982-10", "ii"), milestone("customs accord", "195X", "ii"),
    ]  # fmt: skip
    return build({"statistics": LINE, "milestones": taken})


def test_steps_are_stated_by_their_words_or_inferred_by_their_section(tables: Tables) -> None:
    found = steps.of_trade(tables).set_index("when")["basis"].to_dict()
    assert found == {"195X": "stated", "1963-01": "stated", "1982-10": "inferred"}
    assert list(steps.of_trade(tables, include_inferred=False)["when"]) == ["195X", "1963-01"]


def test_the_longest_time_between_steps_is_an_interval_of_days(tables: Tables) -> None:
    gap = steps.quiet(steps.of_trade(tables))
    assert gap is not None
    assert gap.low == (pd.Timestamp("1982-10-01") - pd.Timestamp("1963-01-31")).days
    assert gap.high == (pd.Timestamp("1982-10-31") - pd.Timestamp("1963-01-01")).days


def test_a_gap_of_known_days_is_one_number_of_years() -> None:
    pair = [milestone("trade agreement", "2009-06-28", "ii"), milestone("customs accord", "2012-10-01", "ii")]
    assert steps.headline(steps.of_trade(build({"milestones": pair})), "it").endswith("at the longest 3.3 years apart")


def test_headlines_say_what_belongs_by_its_section_only(tables: Tables) -> None:
    taken = steps.of_trade(tables)
    assert steps.headline(taken, "it").startswith("3 steps of it (1 by the section they stand in), from")
    ranks = steps.together(steps.of_ranks(tables.rankings))
    assert steps.ranks_headline(taken, ranks, "it").startswith("3 steps of it")


def test_the_year_before_is_printed_or_implied_flow_by_flow() -> None:
    rows = [figure("T", 38.84, 0.005), figure("X", 10.02, 0.005), figure("M", 28.82, 0.005), figure("T", 26.2, 0.05, "2023")]
    told = words.before_reading(trade.year_before(printed_of(*rows, growth("X", 18.5, 0.05), growth("M", 62.8, 0.05))))
    assert "imports USD 17.694 to 17.711 billion (implied by the page, not printed there)" in told
    assert "total trade USD 26.150 to 26.175 billion (printed by the page too)" in told


def test_a_window_keeps_what_may_lie_in_it(tables: Tables) -> None:
    inside = windows.tables_in(windows.asked("1955", "1963-01"), tables)
    assert list(inside.milestones["date"]) == ["1963-01", "1961", "195X"]
    assert inside.statistics.empty
    assert len(windows.tables_in(windows.asked(None, None), tables).milestones) == 4


def test_a_figure_up_to_a_day_is_of_that_day_and_one_since_a_year_of_all_later_ones() -> None:
    rows = [figure("T", 1, 0.5, "../2024-12-31"), figure("X", 1, 0.5, "1982-10/..")]
    kept = [windows.tables_in(windows.asked(when, when), build({"statistics": rows})).statistics for when in ("1990", "2024")]
    assert [list(frame["flow"]) for frame in kept] == [["X"], ["T", "X"]]


@pytest.mark.parametrize(("start", "end"), [("yesterday", None), ("2020", "2019")])
def test_a_window_that_is_none_is_refused(tables: Tables, start: str, end: str | None) -> None:
    with pytest.raises(ParameterType, match="window"):
        windows.tables_in(windows.asked(start, end), tables)


def test_a_page_in_one_section_without_a_heading_infers_nothing() -> None:
    rows = [{**row, "section": None} for row in (*LINE, milestone("friendship treaty", "1961", ""))]
    assert steps.of_trade(build({"statistics": rows[:-1], "milestones": rows[-1:]})).empty


# What others report


def test_the_bundled_figures_are_about_one_pair_only() -> None:
    assert len(reference.between("trade", "CHN", "PAK")) == len(reference.between("trade", "PAK", "CHN")) > 40
    assert reference.between("trade", "CHN", "PER").empty
    assert reference.between("trade", "CHN", "PAK", show=False).empty
    assert reference.between("no_such_table", "CHN", "PAK").empty
    assert reference.between("trade", "CHN", "PAK", start="2022", end="2022")["period_end"].dt.year.min() == 2022


@pytest.mark.parametrize(
    ("printed", "value", "low", "high"),
    [
        ("25.4", 25.4e9, 25.35e9, 25.45e9), ("787 million", 787e6, 786.5e6, 787.5e6), ("6,910", 6910, 6905, 6915),
        ("exceeded 16", 16e9, 16e9, float("inf")), ("about 75,000", 75000, 74500, 75500), ("510", 510, 509.5, 510.5),
        ("236000", 236000, 235500, 236500),
    ],
)  # fmt: skip
def test_the_bounds_of_a_print_are_half_its_last_digit(printed: str, value: float, low: float, high: float) -> None:
    bounds = reference.print_bounds(printed, value)
    assert (bounds.low, bounds.high) == pytest.approx((low, high))


@pytest.fixture(scope="module")
def beside(printed: pd.DataFrame) -> pd.DataFrame:
    return trade_reference.beside(printed, trade.year_before(printed), reference.between("trade", "CHN", "PAK"), "CHN")


def test_the_other_sides_exports_stand_beside_the_homes_imports(beside: pd.DataFrame) -> None:
    fiscal = beside[(beside["side"] == "partner") & (beside["period"] == "2015-07/2016-06")]
    assert fiscal.set_index("flow")["printed"].to_dict() == {"M": "1.903", "X": "8.126", "T": "10.029"}
    assert set(beside["basis"]) == {"page", "implied", "others"}
    assert len(trade_reference.yearly(beside)) < len(beside)
    assert "of fiscal years" in trade_reference.reading(beside)


def report(who: str, flow: str, low: float, high: float, period: str) -> dict[str, Any]:
    """A report of one side, as it stands among those to compare."""
    row = {"side": who, "who": who, "flow": flow, "low": low, "high": high, "period": period, "unit": "USD"}
    first, last = {"2020": ("2020-01-01", "2020-12-31"), "2021": ("2021-01-01", "2021-12-31"),
                   "2020-07/2021-06": ("2020-07-01", "2021-06-30")}[period]  # fmt: skip
    row |= {"first": pd.Timestamp(first), "last": pd.Timestamp(last), "basis": "others", "printed": f"{low} to {high}"}
    return row | {"source": f"{who}'s paper", "published": "2022"}


def test_a_mirror_ratio_is_importer_over_exporter_with_bounds() -> None:
    rows = [report("home", "X", 10, 11, "2020"), report("partner", "X", 12, 13, "2020"),
            report("partner", "M", 5, 5, "2020"), report("home", "M", 6, 6, "2020")]  # fmt: skip
    found = mirror.mirror(pd.DataFrame(rows), "AAA", "BBB").set_index("flow")
    assert found.loc["X", ["exporter", "importer", "basis"]].tolist() == ["AAA", "BBB", mirror.SAME]
    assert found.loc["X", ["low", "high"]].tolist() == pytest.approx([12 / 11, 13 / 10])
    assert found.loc["M", ["exporter", "importer"]].tolist() == ["BBB", "AAA"]
    assert found.loc["M", ["low", "high"]].tolist() == pytest.approx([1.2, 1.2])


def test_a_fiscal_year_is_compared_with_both_years_that_it_spans() -> None:
    fiscal = report("partner", "X", 9, 9, "2020-07/2021-06")
    both = [report("home", "X", 10, 11, "2020"), report("home", "X", 12, 13, "2021")]
    found = mirror.mirror(pd.DataFrame([fiscal, *both]), "AAA", "BBB").iloc[0]
    assert found[["low", "high"]].tolist() == pytest.approx([9 / 13, 9 / 10])
    assert (found["basis"], found["against"]) == (mirror.SPANNED, ("2020", "2021"))
    assert mirror.mirror(pd.DataFrame([fiscal, both[0]]), "AAA", "BBB").empty  # the second half is not reported
    other = {**both[0], "unit": "CNY"}
    assert mirror.mirror(pd.DataFrame([fiscal, other, both[1]]), "AAA", "BBB").empty


def test_figures_told_in_two_ways_make_the_mirror_wider() -> None:
    rows = [report("home", "X", 10, 11, "2020"), report("home", "X", 11, 12, "2020"), report("partner", "X", 12, 12, "2020")]
    found = mirror.mirror(pd.DataFrame(rows), "AAA", "BBB").iloc[0]
    assert found[["low", "high"]].tolist() == pytest.approx([1.0, 1.2])


def test_the_bundled_mirror_by_direction(beside: pd.DataFrame) -> None:
    found = mirror.mirror(beside, "CHN", "PAK")
    expected = mirror.expected(mirror.freight())
    assert (expected.low, expected.high) == (1.06, 1.20)
    assert ends(found, "low", "high", period="2001") == pytest.approx((556.5 / 236.5, 557.5 / 235.5))
    assert ends(found, "low", "high", period="2023-07/2024-06", flow="X") == pytest.approx((0.667, 0.781), abs=0.001)
    assert mirror.headline(found, expected) == (
        "Mirror ratios that reach the 1.06 to 1.20 that freight and insurance explain: 2 of 7"
    )
    told = mirror.reading(found, expected)
    assert "Pakistan reports 0.42 to 0.78 times (2 periods): less arrives" in told
    assert "5 periods: 3 above what freight explains and 2 that may meet it" in told


def test_without_two_sides_there_is_no_mirror() -> None:
    nothing = mirror.mirror(
        trade_reference.beside(printed_of(), trade.year_before(printed_of()), pd.DataFrame(), "CHN"), "CHN", "PER"
    )
    expected = mirror.expected(mirror.freight())
    assert mirror.reading(nothing, expected) == mirror.headline(nothing, expected) == mirror.NO_PAIR
    assert charts.mirror(nothing, expected, "title", "source") is None


def test_two_figures_for_one_thing_are_both_kept(beside: pd.DataFrame) -> None:
    found = conflicts.of_figures(beside)
    assert found[["about", "one", "other"]].to_numpy().tolist() == [
        ["imports, 2021", "3.59 (USD 3.585 to 3.595 billion)", "3.58 (USD 3.575 to 3.585 billion)"]
    ]
    assert "Business Recorder" in found["other_who"].iat[0]


def test_two_prints_of_one_value_are_no_conflict() -> None:
    rows = [report("home", "X", 10, 11, "2020"), report("home", "X", 10.5, 10.6, "2020"), report("partner", "X", 1, 2, "2020")]
    assert conflicts.of_figures(pd.DataFrame(rows)).empty


def claim(period: str, first: str, last: str, **more: Any) -> dict[str, Any]:
    row = {"period": period, "period_start": pd.Timestamp(first), "period_end": pd.Timestamp(last), "speaker": "PAK:SBP"}
    return row | {"source": "a paper", "published": "2020"} | more


@pytest.mark.parametrize(
    ("dated", "first", "conflict"),
    [("2020-01-01", "2019-12-01", True), ("2020-01-01", "2020-01-01", False), ("2019", "2019-12-01", False)],
)
def test_a_step_that_others_date_otherwise_is_a_conflict(dated: str, first: str, conflict: bool) -> None:
    said = pd.DataFrame([claim(first, first, first, thread="protocol", kind="agreement_in_force")])
    step = {**milestone("protocol", dated, "ii", "agreement_in_force"), "thread": "protocol"}
    found = conflicts.of_steps(build({"milestones": [step]}).milestones, said)
    assert len(found) == conflict
    other = {**step, "kind": "agreement_signed"}
    assert conflicts.of_steps(build({"milestones": [other]}).milestones, said).empty


@pytest.mark.parametrize(
    ("since", "rank", "flow", "conflict"),
    [("2015-07/..", 3, "X", True), ("2015-07/..", 2, "X", False), ("2015-07/..", 3, "T", False), ("2009", 3, "X", False)],
)
def test_a_rank_that_others_put_otherwise_is_a_conflict(since: str, rank: int, flow: str, conflict: bool) -> None:
    row = {"id": "r", "page": "p", "subject": "CHN", "object": "PAK", "measure": "export_destination", "rank": 2, "rule": "r"}
    rankings = build({"rankings": [row | {"since": since, "quote": "second", "start": 0, "end": 6}]}).rankings
    said = pd.DataFrame([claim("2020-07/2021-03", "2020-07-01", "2021-03-31", rank=rank, flow=flow)])
    assert len(conflicts.of_ranks(rankings, said)) == conflict


def test_the_bundled_conflicts_are_one_figure_one_step_and_one_rank(beside: pd.DataFrame) -> None:
    tables = load()
    dated, said = (reference.between(name, "CHN", "PAK") for name in ("step_claims", "rank_claims"))
    found = conflicts.conflicts(beside, conflicts.of_steps(tables.milestones, dated), conflicts.of_ranks(tables.rankings, said))
    assert list(found["kind"]) == ["figure", "step", "rank"]
    assert found["other"].tolist()[1:] == ["2019-12-01", "no. 3 in 2020-07 to 2021-03"]
    assert conflicts.reading(found).startswith("Told in two ways: 1 figure, 1 step and 1 rank.")
    none = conflicts.conflicts(beside.head(0), *[conflicts.of_steps(tables.milestones, pd.DataFrame())] * 2)
    assert conflicts.reading(none) == conflicts.NONE


# Figures


def test_a_figure_is_the_same_bytes_every_time(printed: pd.DataFrame) -> None:
    narrowed = trade.additivity(printed)
    one, two = (charts.rounding(narrowed, words.additivity_headline(narrowed), "Source") for _ in range(2))
    assert one is not None
    assert two is not None
    assert one._repr_svg_() == two._repr_svg_()
    assert "<dc:date>" not in one._repr_svg_()


def test_a_dollar_sign_of_the_page_is_no_formula_in_a_figure(tables: Tables) -> None:
    row = milestone("accord of $1 billion and $2 billion on trade", "1999", "ii")
    drawn = timeline.timeline(steps.of_trade(build({"milestones": [row]})), "costs $1 and $2", "Source")
    assert drawn is not None
    assert drawn._repr_svg_()


def test_drawing_leaves_everybodys_settings_alone(printed: pd.DataFrame) -> None:
    before = dict(mpl.rcParams)
    charts.two_years(trade.year_before(printed), "title", "source")
    assert dict(mpl.rcParams) == before


def test_words_of_a_page_are_no_markdown_and_no_html() -> None:
    shown = style.say("<script>alert(1)</script> *bold* [a](b) $x$").data
    assert "<script>" not in shown
    assert all(escaped in shown for escaped in (r"\*bold\*", r"\$x\$", r"\[a\](b)"))


# The notebook


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "says", "figures"),
    [
        ({}, "USD 20.742 to 20.765 billion", 6),
        ({"include_inferred": "False"}, words.NO_GROWTH, 4),
        ({"show_reference": "False"}, trade_reference.NOT_SHOWN, 4),
        ({"window_start": "1960", "window_end": "1985"}, words.NO_FIGURES, 1),
    ],
)
def test_the_notebook_runs_with_each_alternative(told: Any, given: dict[str, str], says: str, figures: int) -> None:
    assert says in told("trade", figures, **given)


@pytest.mark.slow
def test_the_notebook_runs_on_a_page_without_trade(told: Any, quiet: Any) -> None:
    assert words.NO_FIGURES in told("trade", 0, quiet("PER"))
