"""The corridor analyses: bounds, ratios, the committee's pace, steps, and other speakers, by hand."""

from __future__ import annotations

from datetime import date
from html import escape
from itertools import count
from typing import Any

import pandas as pd
import pytest

from bilateral import read
from bilateral.analysis import counters, cpec, cpec_reference, mechanism_words, mechanisms, reference
from bilateral.analysis import cpec_words as words
from bilateral.charts import cpec as charts
from bilateral.charts import timeline
from bilateral.tables import Tables, build

_KEYS = count()


def figure(indicator: str, value: float, low: float | None, high: float | None, unit: str, **more: Any) -> dict[str, Any]:
    """One printed outcome of a corridor, in section iii, up to the end of 2024."""
    row = {"id": f"s{next(_KEYS)}", "page": "p", "indicator": indicator, "label": indicator, "transform": "cumulative"}
    row |= {"entity": "cpec", "period": "../2024-12-31", "value": value, "low": low, "high": high, "unit": unit}
    return row | {"section": "iii", "quote": f"{value} {unit}", "start": next(_KEYS), "end": 10_000, "rule": "r"} | more


def milestone(title: str, when: str, thread: str | None, kind: str, section: str = "iii") -> dict[str, Any]:
    row = {"id": title, "page": "p", "kind": kind, "title": title, "date": when, "thread": thread, "section": section}
    return row | {"quote": f"the {title}", "start": 0, "end": 5, "rule": "r"}


def event(key: str, when: str, quote: str, section: str = "i", **more: Any) -> dict[str, Any]:
    row = {"id": key, "page": "p", "date": when, "kind": "visit", "section": section, "quote": quote}
    return row | {"start": 0, "end": 5, "rule": "r"} | more


OUTCOMES = [
    figure("investment.direct", 25.93e9, 25.925e9, 25.935e9, "USD"),
    figure("jobs", 261_000, 260_500, 261_500, "jobs"),
    figure("highway.length", 510, 509.5, 510.5, "km"),
    figure("power.capacity", 8000, 7500, 8500, "MW"),
    figure("grid.length", 886, 885.5, 886.5, "km"),
]
SESSIONS = "mechanism.sessions"
COMMITTEE = "joint-cooperation-committee"


@pytest.fixture(scope="module")
def tables() -> Tables:
    counts = [
        figure(SESSIONS, 13, 13, 13, "sessions", entity=COMMITTEE, period="../2024-05"),
        figure(SESSIONS, 15, 15, 15, "sessions", entity="joint-economic-committee", period="1982-10/..", section="ii"),
    ]
    taken = [
        milestone("China-Pakistan Economic Corridor", "2013", "cpec", "initiative_launched"),
        milestone("eight major steps", "2024/..", None, "framework_agreed"),
        milestone("free trade agreement", "2006", None, "agreement_signed", "ii"),
    ]
    happened = [
        event("e1", "2023-07", "a letter on the 10th anniversary of the China-Pakistan Economic Corridor", kind="letter"),
        event("e2", "2025-02", "a state visit"),
        event("e3", "2024-05", "the latest session", "iii", kind="dialogue", mechanism=COMMITTEE, session=13),
    ]
    return build({"statistics": OUTCOMES + counts, "milestones": taken, "events": happened})


def ratio(tables: Tables, what: str) -> tuple[float, float, bool]:
    rows = cpec.ratios(cpec.outcomes(tables.statistics, "cpec"))
    row = rows[rows["what"] == what].iloc[0]
    return float(row["low"]), float(row["high"]), bool(row["sensible"])


def test_the_outcomes_are_those_of_the_project_in_the_order_of_the_page(tables: Tables) -> None:
    figures = cpec.outcomes(tables.statistics, "cpec")
    assert list(figures["indicator"]) == [row["indicator"] for row in OUTCOMES]
    slack = figures.set_index("indicator")["slack"]
    assert slack["power.capacity"] == pytest.approx(6.25)
    assert slack["investment.direct"] == pytest.approx(0.01928, abs=1e-5)


def test_jobs_and_money_are_divided_with_their_bounds(tables: Tables) -> None:
    low, high, sensible = ratio(tables, "jobs per million USD")
    assert (low, high) == pytest.approx((260_500 / 25_935, 261_500 / 25_925))
    assert sensible
    low, high, sensible = ratio(tables, "USD per job")
    assert (low, high) == pytest.approx((25.925e9 / 261_500, 25.935e9 / 260_500))
    assert sensible


def test_money_over_a_part_of_the_project_is_called_senseless(tables: Tables) -> None:
    low, high, sensible = ratio(tables, "USD per MW (power.capacity)")
    assert (low, high) == pytest.approx((25.925e9 / 8500, 25.935e9 / 7500))
    assert not sensible
    assert not ratio(tables, "USD per km (highway.length)")[2]
    told = words.ratios_reading(cpec.ratios(cpec.outcomes(tables.statistics, "cpec")))
    assert "Not to be used: USD per km" in told


def test_figures_of_two_dates_are_not_divided() -> None:
    rows = [OUTCOMES[0], figure("jobs", 2000, 2000, None, "jobs", period="../2016-06")]
    assert cpec.ratios(cpec.outcomes(build({"statistics": rows}).statistics, "cpec")).empty


def test_open_ends_give_open_ratios() -> None:
    rows = [figure("investment.direct", 1e9, None, 1e9, "USD"), figure("jobs", 2000, 2000, None, "jobs")]
    ratios = cpec.ratios(cpec.outcomes(build({"statistics": rows}).statistics, "cpec")).set_index("what")
    assert ratios.loc["jobs per million USD", "low"] == pytest.approx(2.0)
    assert ratios["high"].isna().tolist() == [True, False]
    assert ratios["low"].isna().tolist() == [False, True]


def test_containers_are_not_money() -> None:
    rows = [figure("cargo.containers", 372_000, 371_500, 372_500, "TEU"), OUTCOMES[1]]
    assert cpec.ratios(cpec.outcomes(build({"statistics": rows}).statistics, "cpec")).empty


def test_the_committees_pace_counts_from_the_launch(tables: Tables) -> None:
    paces = mechanisms.pace(tables, "cpec").set_index("mechanism")
    row = paces.loc[COMMITTEE]
    month = 365.25 / 12
    assert row["low"] == pytest.approx((date(2024, 5, 1) - date(2013, 12, 31)).days / 13 / month)
    assert row["high"] == pytest.approx((date(2024, 5, 31) - date(2013, 1, 1)).days / 13 / month)
    assert (row["committee"], row["founded"]) == ("inferred", "2013")


def test_a_count_so_far_is_no_younger_than_the_page(tables: Tables) -> None:
    row = mechanisms.pace(tables, "cpec").set_index("mechanism").loc["joint-economic-committee"]
    assert row["low"] == pytest.approx((date(2025, 2, 1) - date(1982, 10, 31)).days / 15 / (365.25 / 12))
    assert row["high"] != row["high"]
    assert row["committee"] != row["committee"] or row["committee"] is None


def test_an_inferred_committee_is_none_where_the_inferred_does_not_count(tables: Tables) -> None:
    assert mechanisms.committee(mechanisms.pace(tables, "cpec")) == COMMITTEE
    assert mechanisms.committee(mechanisms.pace(tables, "cpec", include_inferred=False)) is None


def test_only_held_sessions_make_gaps_and_steps_are_counted(tables: Tables) -> None:
    dated = mechanisms.sessions(tables, COMMITTEE, reference.between("mechanism_sessions", "CHN", "PAK"))
    assert {"held", "postponed", "announced for the day"} == set(dated["status"])
    gaps = mechanisms.session_gaps(dated).set_index("after")
    assert list(gaps["steps"]) == [5, 1, 1, 1, 1, 2, 1]
    days = (date(2017, 11, 21) - date(2016, 12, 29)).days
    assert gaps.loc[6, "low"] == gaps.loc[6, "high"] == pytest.approx(days / (365.25 / 12))
    assert gaps.loc[12, "low"] < gaps.loc[12, "high"]


def test_the_steps_are_those_that_name_the_project_or_stand_in_its_section(tables: Tables) -> None:
    found = cpec.project_steps(tables, "cpec").set_index("when")["basis"].to_dict()
    assert found == {"2013": "stated", "2023-07": "stated", "2024/..": "inferred", "2024-05": "inferred"}
    assert list(cpec.project_steps(tables, "cpec", include_inferred=False)["when"]) == ["2013", "2023-07"]


def test_the_section_that_prints_trade_is_no_projects_own() -> None:
    trade = figure("trade.goods", 1e9, 1e9, 1e9, "USD", entity="goods", flow="T", period="2015")
    zone = [figure("jobs", 2000, 1500, 2500, "jobs", entity="zone"), trade]
    taken = [milestone("trade agreement", "1955", None, "agreement_signed")]
    assert cpec.project_steps(build({"statistics": zone, "milestones": taken}), "zone").empty


def test_another_page_is_read_for_the_project_that_it_measures_most_fully(tables: Tables) -> None:
    assert cpec.project(tables, "cpec") == "cpec"
    assert cpec.project(tables, "no-such-project") == "cpec"
    assert cpec.project(build({}), "cpec") is None
    pipeline = [figure(name, 5, 5, 5, "km", entity="pipeline") for name in ("length", "capacity", "cargo")]
    zone = [figure("investment.direct", 5, 5, 5, "USD", entity="zone"), figure("jobs", 5, 5, 5, "jobs", entity="zone")]
    assert cpec.entities(build({"statistics": pipeline + zone}).statistics) == ["zone", "pipeline"]
    assert "Read instead is `cpec`" in words.project_reading(tables, "no-such-project")


def test_itemised_plants_give_unit_costs_and_their_sum_is_held_against_the_page(tables: Tables) -> None:
    costs = cpec.unit_costs(reference.between("cpec_energy_projects", "CHN", "PAK")).set_index("project")
    row = costs.loc["Karot hydro"]
    assert (row["low"], row["high"]) == pytest.approx((1697.5e6 / 720, 1698.5e6 / 720))
    assert costs["capacity_mw"].sum() == 8904
    told = words.itemised_reading(costs.reset_index(), cpec.outcomes(tables.statistics, "cpec"))
    assert "8,904 MW" in told
    assert "do not agree" in told


def test_a_fall_that_rounding_covers_is_no_fall(tables: Tables) -> None:
    figures = cpec.outcomes(tables.statistics, "cpec")
    claims = cpec_reference.claims(figures, reference.between("cpec_claims", "CHN", "PAK"), "cpec")
    told = cpec_reference.reading(claims)
    assert "192,000 jobs (MFA PRC spokesperson, 2023-07) is followed by 155,000 jobs" in told
    assert "6,910 MW" not in told
    assert set(claims["indicator"]) == {row["indicator"] for row in OUTCOMES}


def test_the_rise_of_the_investment_before_and_after_is_bounded(tables: Tables) -> None:
    figures = cpec.outcomes(tables.statistics, "cpec")
    claims = cpec_reference.claims(figures, reference.between("cpec_claims", "CHN", "PAK"), "cpec")
    rise = cpec_reference.increases(claims, "investment.direct", cpec.launch(tables, "cpec"))
    assert rise[["part", "since", "until"]].to_numpy().tolist() == [
        ["mean", "2013", "2024-12-31"],
        ["until", "2013", "2021-09-23"],
        ["since", "2021-09-23", "2024-12-31"],
        ["step", "2018-12", "2021-09-23"],
    ]
    since = rise.set_index("part").loc["since"]
    years = (date(2024, 12, 31) - date(2021, 9, 23)).days / 365.25
    assert since["low"] == pytest.approx((25.925e9 - 25.45e9) / years)
    assert since["high"] == pytest.approx((25.935e9 - 25.35e9) / years)
    until = rise.set_index("part").loc["until"]
    assert until["low"] == pytest.approx(25.35e9 / ((date(2021, 9, 23) - date(2013, 1, 1)).days / 365.25))
    told = cpec_reference.increases_headline(rise)
    assert told.startswith("Since 2021-09-23 USD 145 to 179 million came a year, before it USD 2.91 to 3.29 billion")
    assert charts.paces(rise, told, "source") is not None


def test_without_a_statement_before_the_page_there_is_no_break(tables: Tables) -> None:
    claims = cpec_reference.claims(cpec.outcomes(tables.statistics, "cpec"), pd.DataFrame(), "cpec")
    rise = cpec_reference.increases(claims, "investment.direct", cpec.launch(tables, "cpec"))
    assert list(rise["part"]) == ["mean"]
    assert cpec_reference.increases_headline(rise) == cpec_reference.NO_RISE
    assert charts.paces(rise, "title", "source") is None


def test_three_job_counts_of_one_year_stand_side_by_side(tables: Tables) -> None:
    figures = cpec.outcomes(tables.statistics, "cpec")
    claims = cpec_reference.claims(figures, reference.between("cpec_claims", "CHN", "PAK"), "cpec")
    differing = cpec_reference.side_by_side(claims)
    jobs = differing[(differing["indicator"] == "jobs") & (differing["year"] == 2023)]
    assert list(jobs["printed"]) == ["192000", "192000", "155,000 direct jobs"]
    counts = cpec_reference.side_by_side_table(jobs)["What it counts"]
    assert list(counts) == ["not told", "not told", "direct jobs"]
    assert "jobs in 2023, from 154,500 to 192,500 jobs" in cpec_reference.side_by_side_reading(differing)
    grid = differing[differing["indicator"] == "grid.length"]  # everybody gives one figure
    assert grid.empty


def test_statements_that_rounding_covers_are_not_side_by_side(tables: Tables) -> None:
    figures = cpec.outcomes(tables.statistics, "cpec")
    claims = cpec_reference.claims(figures, pd.DataFrame(), "cpec")
    assert cpec_reference.side_by_side_reading(cpec_reference.side_by_side(claims)) == cpec_reference.NO_DIFFERENCE


def test_a_mean_hides_the_longest_gap(tables: Tables) -> None:
    record = reference.between("mechanism_sessions", "CHN", "PAK")
    real = mechanisms.intervals(tables, mechanisms.pace(tables, "cpec"), record)
    joint = real[real["mechanism"] == "joint-economic-committee"].iloc[0]
    month = 365.25 / 12
    assert joint[["after", "until"]].tolist() == [14, 15]
    assert joint["low"] == pytest.approx((date(2021, 12, 8) - date(2010, 12, 31)).days / month)
    assert joint["high"] == pytest.approx((date(2021, 12, 8) - date(2010, 12, 1)).days / month)
    assert (
        "hides a gap of 10.9 to 11.0 years between two sessions of the joint economic committee"
        in mechanism_words.intervals_headline(real)
    )
    assert len(real[real["mechanism"] == COMMITTEE]) == 5  # 10 to 12 are two steps
    table = mechanism_words.intervals_table(real)
    assert table.loc["joint cooperation committee", "Longest"].endswith("(sessions 9 to 10)")


def test_without_dated_sessions_no_mean_hides_anything(tables: Tables) -> None:
    real = mechanisms.intervals(tables, mechanisms.pace(tables, "cpec"), pd.DataFrame())
    assert mechanism_words.intervals_headline(real) == mechanism_words.NO_GAPS
    assert charts.intervals(real, "title", "source") is None


def test_a_count_is_as_old_as_its_date(tables: Tables) -> None:
    found = counters.counters(tables, reference.between("mechanism_sessions", "CHN", "PAK")).set_index("counter")
    month = 365.25 / 12
    row = found.loc["sessions (joint cooperation committee)"]
    assert row["as_of"] == "2024-05"
    assert row["low"] == pytest.approx((date(2025, 2, 1) - date(2024, 5, 31)).days / month)
    assert row["high"] == pytest.approx((date(2025, 2, 28) - date(2024, 5, 1)).days / month)
    undated = found.loc["sessions (joint economic committee)"]
    assert undated[["as_of", "low", "high"]].isna().all()
    assert undated["reached"] == "2021-12-08"
    assert undated["later"] == 0


def test_a_count_that_a_later_session_overtakes_is_said_to_be(tables: Tables) -> None:
    later = {"mechanism": COMMITTEE, "session": 14, "date": "2024-12-01", "status": "held", "source": "a paper"}
    announced = later | {"session": 15, "status": "announced"}
    told = counters.reading(counters.counters(tables, pd.DataFrame([later, announced])))
    assert "Overtaken since: sessions (joint cooperation committee): 1 later session recorded." in told
    assert counters.reading(counters.counters(build({}), pd.DataFrame())) == counters.NONE


@pytest.mark.parametrize(
    ("quote", "entity", "called"),
    [
        ("The China-Pakistan Economic Corridor (CPEC) is", "cpec", "the China-Pakistan Economic Corridor (CPEC)"),
        ("jobs at the Dry Port Zone came", "dry-port-zone", "the Dry Port Zone"),
        ("a pipeline of 5 km", "gas-pipeline", "the gas pipeline"),
    ],
)
def test_a_project_is_called_as_the_page_calls_it(quote: str, entity: str, called: str) -> None:
    tables = build({"statistics": [figure("jobs", 5, 5, 5, "jobs", entity=entity, quote=quote)]})
    assert words.name(tables, entity) == called
    assert words.title(tables, None) == "No corridor and no flagship project"


def test_a_page_without_a_project_gives_sentences_and_no_figures() -> None:
    nothing = build({})
    figures = cpec.outcomes(nothing.statistics, None)
    claims = cpec_reference.claims(figures, reference.between("cpec_claims", "CHN", "PAK"), None)
    assert words.figures_reading(figures, None) == words.NO_FIGURES
    assert charts.slack(figures, "title", "source") is None
    assert charts.claims(claims, "title", "source") is None
    assert charts.unit_costs(cpec.unit_costs(reference.between("none", "A", "B")), figures, "title", "source") is None
    assert charts.sessions(mechanisms.sessions(nothing, None, figures), "title", "source") is None
    assert timeline.timeline(cpec.project_steps(nothing, None), "title", "source") is None
    assert mechanisms.committee(mechanisms.pace(nothing)) is None


# The notebook


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "says", "figures"),
    [
        ({}, "10.044 to 10.087 jobs", 7),
        ({}, "The China-Pakistan Economic Corridor (CPEC): what it is said to have brought", 7),
        ({"entity": "no-such-project"}, "Read instead is `cpec`", 7),
        ({"include_inferred": "False"}, "Without a committee there is no pace to speak of", 6),
        ({"show_reference": "False"}, cpec_reference.NOT_SHOWN, 3),
        ({"window_start": "1950", "window_end": "1970"}, "measures no other corridor or flagship project", 0),
    ],
)
def test_the_notebook_runs_with_each_alternative(told: Any, given: dict[str, str], says: str, figures: int) -> None:
    assert says in told("cpec", figures, **given)


@pytest.mark.slow
def test_the_notebook_runs_on_a_page_without_a_project(told: Any, quiet: Any) -> None:
    assert "measures no other corridor or flagship project" in told("cpec", 0, quiet("PER"))


@pytest.mark.slow
def test_the_title_of_a_report_follows_the_project_of_the_page(bilateral_command: Any, tmp_path: Any) -> None:
    page = tmp_path / "port.txt"
    words_ = "In 2015 the Dry Port Zone & Park brought in $5 million in investment and created 300 jobs.\n"
    page.write_text(f"China and Peru\n\n{words_}", encoding="utf-8")
    assert bilateral_command("report", "cpec", "--page", page, "--to", tmp_path / "out").exit_code == 0
    html = (tmp_path / "out" / "port" / "cpec" / "report.html").read_text(encoding="utf-8")
    project = cpec.project(read(page).tables, "cpec")
    expected = escape(words.title(read(page).tables, project))
    assert f"<title>{expected} – port</title>" in html
