"""The exchanges analyses: numbers worked out by hand from the bundled page, intervals that hold, and the notebook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral
from bilateral.analysis import exchanges, network, order, recorded, reference, ties
from bilateral.analysis import exchanges_words as words
from bilateral.analysis.windows import Window
from bilateral.charts import exchanges as charts
from bilateral.errors import ParameterType
from bilateral.tables import build, frame


@pytest.fixture(scope="module")
def page() -> Any:
    return bilateral.read("china-pakistan")


@pytest.fixture(scope="module")
def inside(page: Any) -> Any:
    return exchanges.within(page.tables, exchanges.window(page.tables.events))


def event(key: str, when: str, **more: Any) -> dict[str, Any]:
    row = {"id": key, "page": "p", "date": when, "kind": "meeting", "quote": "met", "start": 0, "end": 3, "rule": "r"}
    return row | {"section": "1"} | more


def test_the_default_window_is_the_years_of_the_narrative(page: Any) -> None:
    chosen = exchanges.window(page.tables.events)
    assert chosen == Window(date(2022, 1, 1), date(2025, 12, 31), asked=False)


def test_the_narrative_records_seven_nine_three_and_one(inside: Any) -> None:
    years = exchanges.recording(inside.events)["in the narrative"]
    assert years.to_dict() == {"2022": 7, "2023": 9, "2024": 3, "2025": 1, "all": 20}


def test_kinds_of_the_narrative(inside: Any) -> None:
    told = exchanges.by_year(inside.events[inside.events["section"] == "i"], "kind").loc["all"]
    assert told.to_dict() == {"visit": 9, "meeting": 4, "dialogue": 2, "call": 4, "letter": 1, "engagements": 20}


def test_a_window_that_holds_nothing_says_what_the_page_covers(page: Any) -> None:
    chosen = exchanges.window(page.tables.events, "1990", "1991-12")
    empty = exchanges.within(page.tables, chosen).events
    told = words.window_reading(page.tables.events, chosen, empty)
    assert empty.empty
    assert "holds no engagement" in told
    assert "2025-02" in told


@pytest.mark.parametrize(("start", "end"), [("soon", ""), ("", "2025-13-45"), ("2025", "2022")])
def test_a_wrong_window_is_refused_in_a_sentence(page: Any, start: str, end: str) -> None:
    with pytest.raises(ParameterType, match="window"):
        exchanges.window(page.tables.events, start, end)


def test_strict_leaves_implied_places_open_and_keeps_the_engagement(page: Any) -> None:
    chosen = exchanges.window(page.tables.events)
    all_of_them = exchanges.within(page.tables, chosen).events
    strict = exchanges.within(page.tables, chosen, include_inferred=False).events
    implied = (all_of_them["place_basis"] == "inferred").fillna(False).to_numpy()
    assert len(strict) == len(all_of_them)
    assert implied.any()
    assert strict.loc[implied, "direction"].isna().all()
    assert strict.loc[~implied, "direction"].equals(all_of_them.loc[~implied, "direction"])


def test_strict_drops_seats_whose_holder_is_implied() -> None:
    seats = [
        {
            "event": "a",
            "page": "p",
            "seat": n,
            "person": n,
            "name": n,
            "named": True,
            "basis": basis,
            "quote": "x",
            "start": 0,
        }
        for n, basis in ((1, "stated"), (2, "inferred"))
    ]
    rows = [{**seat, "person": f"p{seat['seat']}", "name": "N", "end": 1, "rule": "r"} for seat in seats]
    tables = build({"events": [event("a", "2020-01")], "participants": rows})
    everyone = exchanges.window(tables.events)
    assert len(exchanges.within(tables, everyone).participants) == 2
    assert exchanges.within(tables, everyone, include_inferred=False).participants["person"].tolist() == ["p1"]


def test_years_between_without_an_engagement_are_one_row() -> None:
    events = frame("events", [event("a", "1950-01"), event("b", "1955"), event("c", "1957"), event("d", "1957/1958")])
    counted = exchanges.by_year(events, "kind")["engagements"]
    assert counted.to_dict() == {"1950": 1, "1951–1954": 0, "1955": 1, "1956": 0, "1957": 1, "several": 1, "all": 4}


def test_the_calendar_puts_an_engagement_without_a_month_in_none() -> None:
    events = frame("events", [event("a", "2020-03"), event("b", "2020-03-05"), event("c", "2020"), event("d", "201X")])
    marks = exchanges.calendar(events)
    assert marks[["id", "month", "peers"]].values.tolist() == [["c", 0, 1], ["a", 3, 2], ["b", 3, 2]]


def test_a_gap_between_two_months_is_an_interval() -> None:
    gap = exchanges.gaps(frame("events", [event("a", "2022-05"), event("b", "2022-09")])).iloc[0]
    assert (gap["shortest"], gap["longest"]) == (93, 152)  # 31 May to 1 September, 1 May to 30 September
    assert gap["ordered"]


def test_the_longest_silence_of_the_page(inside: Any) -> None:
    between = exchanges.gaps(inside.events)
    longest = between.iloc[int(between["shortest"].argmax())]
    assert longest[["after", "until", "shortest", "longest"]].tolist() == ["2023-10", "2024-05", 183, 243]
    assert "183 to 243 days" in words.gaps_title(between)


def test_a_stay_of_known_days_begins_on_its_first() -> None:
    gap = exchanges.gaps(frame("events", [event("a", "2023-07-30/2023-08-01"), event("b", "2023-08-05")])).iloc[0]
    assert (gap["shortest"], gap["longest"]) == (6, 6)


def test_one_date_of_a_whole_year_does_not_blur_the_others() -> None:
    sharp = [event("a", "2013-03"), event("b", "2013-05"), event("c", "2013-09")]
    assert exchanges.gaps(frame("events", [*sharp, event("d", "2013")])).equals(exchanges.gaps(frame("events", sharp)))


SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None)
@given(spans=SPANS, data=st.data())
def test_gaps_hold_whatever_day_each_engagement_began(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    zero = pd.Timestamp(2020, 1, 1)
    events = frame("events", [event(str(n), "2020") for n in range(len(spans))])
    events["date_start"] = [zero + timedelta(days=first) for first, _ in spans]
    events["date_end"] = [zero + timedelta(days=first + width) for first, width in spans]
    between = exchanges.gaps(events)
    true = sorted(first + data.draw(st.integers(0, width)) for first, width in spans)
    for place, gap in between.iterrows():
        assert gap["shortest"] <= true[place + 1] - true[place] <= gap["longest"]


def test_who_met_whom(inside: Any) -> None:
    people = network.degrees(inside.events, inside.participants).set_index("person")
    assert people.loc["Wang Yi", ["engagements", "met", "encounters"]].tolist() == [6, 3, 5]
    assert people.loc["Imran Khan", "met"] == 0
    top = network.ties(inside.events, inside.participants).iloc[0]
    assert top.tolist() == ["Bilawal Bhutto Zardari", "Wang Yi", 3]


def test_the_network_never_ties_two_of_one_country_and_counts_each_tie_twice(inside: Any) -> None:
    graph = network.network(inside.events, inside.participants)
    countries = graph.nodes(data="country")
    assert all(countries[a] != countries[b] for a, b in graph.edges)
    encounters = network.degrees(inside.events, inside.participants)["encounters"].sum()
    assert encounters == 2 * network.ties(inside.events, inside.participants)["encounters"].sum()


def test_an_unnamed_minister_stays_unnamed(inside: Any) -> None:
    names = network.degrees(inside.events, inside.participants)["person"]
    assert names.str.contains("not named").sum() == 2


def test_holders_show_the_turnover_of_an_office(inside: Any) -> None:
    held = network.holders(inside.events, inside.participants)
    premiers = held[(held["country"] == "CHN") & (held["office"] == "head_of_government")]
    assert premiers[["person", "first", "last"]].values.tolist() == [
        ["Li Keqiang", "2022-05", "2023-01"],
        ["Li Qiang", "2023-04", "2024-10"],
    ]


def test_every_recorded_engagement_said_to_be_on_the_page_is_matched(page: Any, inside: Any) -> None:
    record = reference.between("engagements", page.card.home, page.card.partner)
    compared = recorded.compare(inside.events, inside.participants, record, exchanges.window(page.tables.events))
    status = compared.dropna(subset=["date_recorded"]).set_index("date_recorded")["status"]
    for row in record[record["date_start"] >= "2022"].to_dict("records"):
        if row["date"] in status.index:
            assert (status[row["date"]] == recorded.MATCHED) == row["on_page"].startswith("yes"), row["date"]
    assert (status == recorded.MATCHED).sum() == 14
    assert recorded.tally(compared).loc[recorded.ONLY_RECORD, "engagements"] == 2


def test_without_a_record_of_the_pair_nothing_is_compared(inside: Any) -> None:
    nothing = reference.between("engagements", "CHN", "PER")
    compared = recorded.compare(inside.events, inside.participants, nothing, Window())
    assert compared.empty
    assert "cannot be told" in words.record_reading(compared)


def test_engagements_by_month_and_year(inside: Any) -> None:
    months = exchanges.by_month(inside.events)
    assert months.loc["May"].to_dict() == {"2022": 2, "2023": 1, "2024": 2, "2025": 0, "engagements": 5}
    assert months.loc["all"].to_dict() == {"2022": 7, "2023": 9, "2024": 4, "2025": 1, "engagements": 21}
    assert exchanges.by_month(build({}).events).empty
    vague = frame("events", [event("a", "2020"), event("b", "2020-03")])
    assert exchanges.by_month(vague).loc["no month stated", "2020"] == 1


def test_the_order_of_the_text_is_held_against_the_order_of_time() -> None:
    told = [event("a", "2020-05"), event("b", "2020-05"), event("c", "2020-03"), event("d", "2020-07")]
    ordered = order.order(frame("events", [row | {"start": n, "end": n + 3} for n, row in enumerate(told)]))
    assert ordered[["place", "first", "last"]].to_numpy().tolist() == [[1, 2, 3], [2, 2, 3], [3, 1, 1], [4, 4, 4]]
    assert order.pairs(ordered)["told"].value_counts().to_dict() == {
        order.WITH_TIME: 3, order.AGAINST_TIME: 2, order.OPEN: 1,
    }  # fmt: skip
    assert order.against_table(ordered)["Told after it"].tolist() == ["2020-03"]
    assert order.headline(ordered).startswith("Of 6 pairs of engagements, 3 are told in the order of time, 2 against it, 1 are")


def test_the_record_orders_what_the_page_dates_to_one_month(page: Any, inside: Any) -> None:
    narrative = exchanges.told_in_narrative(inside.events)
    record = reference.between("engagements", "CHN", "PAK")
    compared = recorded.compare(inside.events, inside.participants, record, exchanges.window(page.tables.events))
    ordered, narrowed = order.order(narrative), order.order(narrative, compared)
    assert len(ordered) == 20
    assert order.AGAINST_TIME not in set(order.pairs(ordered)["told"])
    assert order.against_table(narrowed).reset_index()[["Told first", "Told after it"]].to_numpy().tolist() == [
        ["2023-10-16 to 2023-10-18", "2023-10-04 to 2023-10-05"]
    ]
    assert "settle 2 of the open ones, 1 of them against the order of the text" in order.reading(ordered, narrowed)


def test_a_record_without_a_match_orders_nothing(page: Any, inside: Any) -> None:
    narrative = exchanges.told_in_narrative(inside.events)
    record = reference.between("engagements", "CHN", "PAK").tail(1)  # after the page's last engagement
    compared = recorded.compare(inside.events, inside.participants, record, Window(date(2020, 1, 1), date(2030, 1, 1)))
    assert list(compared["status"].unique()) == [recorded.ONLY_PAGE, recorded.LATER]
    assert order.order(narrative, compared).equals(order.order(narrative))


def test_holders_whom_the_page_names_nowhere_are_nodes_of_their_own() -> None:
    seats = [{"event": "a", "page": "p", "seat": n, "country": country, "office": "other", "named": False, "basis": "stated",
              "quote": "x", "start": 0, "end": 1, "rule": "r"} for n, country in enumerate(("CHN", "PER"), start=1)]  # fmt: skip
    tables = build({"events": [event("a", "2020-01")], "participants": seats})
    names = network.degrees(tables.events, tables.participants)["person"].tolist()
    assert names == ["other of China (not named)", "other of Peru (not named)"]


def test_one_engagement_has_no_order(page: Any) -> None:
    one = order.order(frame("events", [event("a", "2020")]))
    assert order.headline(one) == order.reading(one, one) == order.NOT_ORDERED
    assert charts.text_order(page, one, "title") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pairs of sister cities", "people"),
        ("Confucius Classrooms", "education"),
        ("University of Science and Technology", "education"),
        ("Outline of space cooperation", "science"),
        ("Art Exhibition", "culture"),
        ("article of the treaty", None),
        ("free trade agreement", None),
    ],
)
def test_themes_follow_the_words(words: str, said: str | None) -> None:
    assert ties.theme(words) == said


def test_people_culture_science_education_and_exercises(page: Any) -> None:
    figures = ties.figures(page.tables).set_index("unit")
    assert figures.loc["institutes", ["theme", "low", "high"]].tolist() == ["education", 5.0, 5.0]
    assert figures.loc["persons", ["low", "high"]].tolist() == [1450.0, 1550.0]
    steps = ties.steps(page.tables)
    assert steps[steps["theme"] == "science"]["date"].tolist() == ["196X", "1976", "2012", "2022"]
    assert ties.exercises(page.tables)["service"].tolist() == ["army", "army", "air_force", "navy"]


def test_mechanisms_are_joined_from_three_tables(page: Any) -> None:
    told = ties.mechanisms(page.tables).set_index("mechanism")
    assert told.loc["joint economic committee", ["founded", "sessions"]].tolist() == ["1982-10", 15]
    dialogue = told.loc["foreign ministers strategic dialogue"]
    assert (dialogue["highest number"], dialogue["last session"]) == (5, "2024-05")


def test_figures_are_drawn_the_same_and_none_from_nothing(page: Any, inside: Any) -> None:
    first, second = (charts.calendar(page, inside.events) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first._repr_svg_() == second._repr_svg_()
    nothing = build({})
    assert charts.calendar(page, nothing.events) is None
    assert charts.travel(page, nothing.events) is None
    assert charts.people(page, nothing.events, nothing.participants) is None
    assert charts.gaps(page, nothing.events) is None


@pytest.mark.parametrize(
    ("gaps", "says"),
    [
        ([(10, 20), (30, 40)], "The longest silence of the page: 30 to 40 days"),
        ([(10, 35), (30, 40)], "The longest silence that is certain: at least 30 days"),  # the first may be longer
        ([(0, 9), (0, 12)], "No silence is certain; the longest that the dates allow is 12 days"),
        ([(731, 1462), (5, 5)], "731 to 1,462 days (2.0 to 4.0 years)"),
    ],
)
def test_the_longest_silence_claims_what_the_dates_settle(gaps: list[tuple[int, int]], says: str) -> None:
    rows = [{"after": "2020", "until": "2021", "shortest": low, "longest": high} for low, high in gaps]
    assert says in words.gaps_title(pd.DataFrame(rows))


def test_a_page_that_dates_no_engagement_is_not_compared(page: Any) -> None:
    record = reference.between("engagements", "CHN", "PAK")
    nothing = build({})
    assert len(record)
    assert recorded.compare(nothing.events, nothing.participants, record, exchanges.window(nothing.events)).empty


def test_readings_of_a_page_without_engagements_are_sentences() -> None:
    nothing = build({})
    assert "no engagement" in words.window_reading(nothing.events, exchanges.window(nothing.events), nothing.events)
    between = exchanges.gaps(nothing.events)
    for told in (words.recording_reading(nothing.events), words.gaps_reading(nothing.events, between)):
        assert told.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "says", "figures"),
    [
        ({}, "7 (2022), 9 (2023), 3 (2024) and 1 (2025)", 6),
        ({"include_inferred": "False"}, "not stated", 6),
        ({"show_reference": "False"}, "was not asked for", 5),
        ({"window_start": "1990", "window_end": "1991"}, "holds no engagement", 0),
        ({"window_start": "2023", "window_end": "2023-06"}, "as asked for", 6),
    ],
)
def test_the_notebook_runs_with_each_alternative(told: Any, given: dict[str, str], says: str, figures: int) -> None:
    assert says in told("exchanges", figures, **given)


@pytest.mark.slow
def test_the_notebook_runs_on_a_page_without_engagements(told: Any, quiet: Any) -> None:
    assert "no engagement between the two sides" in told("exchanges", 0, quiet("PAK"))
