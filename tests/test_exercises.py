"""The exercises ask in the page's own figures, and their solutions are worked out on any page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral
from bilateral.analysis import (
    agreement,
    conflicts,
    cpec,
    cpec_reference,
    exchanges,
    exercises,
    mechanisms,
    recorded,
    reference,
    solutions,
    trade,
)
from bilateral.tables import build, frame

SOLUTIONS = str(Path(__file__).resolve().parent.parent / "notebooks" / "teaching" / "solutions.ipynb")


@pytest.fixture(scope="module")
def page() -> Any:
    return bilateral.read("china-pakistan")


@pytest.fixture(scope="module")
def inside(page: Any) -> Any:
    return exchanges.within(page.tables, exchanges.window(page.tables.events))


@pytest.fixture(scope="module")
def printed(page: Any) -> pd.DataFrame:
    return trade.figures(page.tables.statistics, page.card.home)


# Agreement


def test_agreement_by_hand() -> None:
    # Two coders, ten units: both yes 4, both no 3, one yes and the other no 2 and 1. Chance: .6 x .5 + .4 x .5 = .5
    one = ["yes"] * 4 + ["no"] * 3 + ["yes"] * 2 + ["no"]
    other = ["yes"] * 4 + ["no"] * 3 + ["no"] * 2 + ["yes"]
    found = agreement.agreement(one, other)
    assert (found.units, found.percent) == (10, 0.7)
    assert found.kappa == pytest.approx((0.7 - 0.5) / 0.5)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (["a", "b"], ["a", "b"], (2, 1.0, 1.0)),
        (["a", "b"], ["b", "a"], (2, 0.0, -1.0)),
        (["a", "a"], ["a", "a"], (2, 1.0, None)),  # chance would agree always
        (["a", "", "b"], ["a", "b", "b"], (2, 1.0, 1.0)),  # what one did not code counts for nothing
        ([], [], (0, 0.0, None)),
    ],
)
def test_agreement_at_its_ends(one: list[str], other: list[str], expected: tuple[int, float, float | None]) -> None:
    assert agreement.agreement(one, other) == expected


def test_codings_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        agreement.agreement(["a"], [])


@given(pairs=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    one, other = ([pair[n] for pair in pairs] for n in (0, 1))
    found, turned = agreement.agreement(one, other), agreement.agreement(other, one)
    assert found.percent == turned.percent
    assert (found.kappa is None) == (turned.kappa is None)
    if found.kappa is not None:
        assert found.kappa == pytest.approx(turned.kappa)
        assert found.kappa <= 1 + 1e-12
        assert (found.percent == 1) == (found.kappa == pytest.approx(1))


def test_the_sheet_gives_five_sentences_without_their_codes(inside: Any) -> None:
    sheet = agreement.sheet(inside.events)
    assert list(sheet.columns) == ["sentence", "event", "words"]
    assert len(sheet) == 5
    assert sheet.equals(agreement.sheet(inside.events))
    assert agreement.codes(inside.events, sheet, "kind") == ["visit", "visit", "meeting", "meeting", "dialogue"]
    assert len(agreement.sheet(inside.events.head(2))) == 2
    assert agreement.sheet(build({}).events).empty


def test_a_coder_of_one_word_is_measured(inside: Any) -> None:
    sheet = agreement.sheet(inside.events)
    coder = agreement.by_keyword(sheet, {"visit": "visit"}, otherwise="meeting")
    found = agreement.agreement(coder, agreement.codes(inside.events, sheet, "kind"))
    assert (found.units, found.percent) == (5, 0.8)
    assert agreement.reading(found, "kind").startswith("Of kind: 80 % agreement over 5 sentences, kappa 0.67.")
    assert agreement.reading(agreement.Agreement(0, 0.0, None), "kind") == agreement.NOTHING_CODED
    assert "not defined" in agreement.reading(agreement.Agreement(2, 1.0, None), "kind")


# What is asked, and what the page has no matter for


def test_the_trade_exercises_ask_in_the_figures_of_the_page(page: Any, printed: pd.DataFrame) -> None:
    asked = exercises.adding(printed)
    assert asked is not None
    assert "USD 23.05 billion. The page prints a total of USD 23.06 billion. Why is that right" in asked
    assert "up to USD 15 million apart; they are USD 10 million apart" in exercises.largest_difference(printed)
    recover = exercises.recovering(trade.year_before(printed))
    assert recover == (
        "Recover total trade, exports and imports of 2023 from what is printed for 2024, with bounds. Which digits are certain?"
    )
    rank = exercises.ranking(page.tables.rankings)
    assert rank is not None
    assert "no. 2 export destination of Pakistan since 2015-07" in rank


def test_the_project_exercises_ask_in_the_figures_of_the_page(page: Any) -> None:
    figures = cpec.outcomes(page.tables.statistics, "cpec")
    claims = cpec_reference.claims(figures, reference.between("cpec_claims", "CHN", "PAK"), "cpec")
    asked = [exercises.coarsest(figures), exercises.counting(claims), exercises.averaging(mechanisms.pace(page.tables, "cpec"))]
    told = exercises.numbered(asked)
    assert told.startswith("1. The page prints 8,000 megawatts (electricity).")
    assert "2. In 2023 jobs were given as 192000" in told
    assert "155,000 direct jobs" in told
    assert "3. Work out the mean interval of the 13 sessions of the joint cooperation committee since 2013, up to 2024-05" in told


def test_the_exchanges_exercises_ask_in_the_words_of_the_page(inside: Any) -> None:
    naming = exercises.naming(inside.events, inside.participants)
    assert naming is not None
    assert "the foreign minister of China in 2023-05" in naming
    ordering = exercises.ordering(exchanges.told_in_narrative(inside.events))
    assert ordering is not None
    assert ordering.startswith("The page tells of a visit and a meeting in 2023-10, in this order.")


def test_a_page_without_matter_is_asked_nothing() -> None:
    nothing = build({})
    printed = trade.figures(nothing.statistics, "CHN")
    figures = cpec.outcomes(nothing.statistics, None)
    asked = [
        exercises.adding(printed), exercises.recovering(trade.year_before(printed)), exercises.ranking(nothing.rankings),
        exercises.coarsest(figures), exercises.counting(cpec_reference.claims(figures, pd.DataFrame(), None)),
        exercises.averaging(mechanisms.pace(nothing)), exercises.naming(nothing.events, nothing.participants),
        exercises.ordering(nothing.events),
    ]  # fmt: skip
    assert asked == [None] * len(asked)
    assert exercises.numbered(asked) == ""
    assert exercises.largest_difference(printed) == exercises.NONE


def test_a_total_that_is_the_sum_is_asked_about_otherwise(printed: pd.DataFrame) -> None:
    even = printed.assign(value=printed["flow"].map({"T": 5e9, "X": 3e9, "M": 2e9}))
    asked = exercises.adding(even)
    assert asked is not None
    assert "Could the page have printed another total and be right" in asked


# Solutions


def test_the_digit_that_would_help_most(printed: pd.DataFrame) -> None:
    found = solutions.sharper(printed).set_index("figure")
    assert found["wider"].idxmax() == "as printed"
    assert found.loc["growth of total trade, 2024", "wider"] < found.loc["growth of imports, 2024", "wider"]
    assert "help alike" in solutions.sharper_reading(solutions.sharper(printed))
    alone = printed[printed["flow"] == "T"]
    assert "Ask for the growth of total trade" in solutions.sharper_reading(solutions.sharper(alone))
    assert solutions.sharper_reading(solutions.sharper(printed.head(0))) == solutions.NO_DIGIT


def test_a_rank_is_tested_by_the_statements_of_its_own_time(page: Any) -> None:
    found = conflicts.tested(page.tables.rankings, reference.between("rank_claims", "CHN", "PAK"))
    assert found["period"].min() >= "2015-07"  # statements of years before say nothing of "since"
    assert found["verdict"].value_counts().to_dict() == {conflicts.FOR: 3, conflicts.AGAINST: 1}
    assert conflicts.tested_reading(found).startswith("3 statements of others for the page's claims of rank, 1 against.")
    assert "untested" in conflicts.tested_reading(conflicts.tested(page.tables.rankings, pd.DataFrame()))


def test_others_name_whom_the_page_does_not(page: Any, inside: Any) -> None:
    record = reference.between("engagements", "CHN", "PAK")
    compared = recorded.compare(inside.events, inside.participants, record, exchanges.window(page.tables.events))
    unnamed = exercises.unnamed_seats(inside.events, inside.participants)
    found = solutions.named(unnamed, inside.events, compared, reference.between("mechanism_sessions", "CHN", "PAK"))
    assert list(found["date"]) == ["2023-05", "2023-05"]
    assert found["others_say"].iat[1] == "chairs: Qin Gang; Bilawal Bhutto Zardari"
    assert solutions.named(unnamed, inside.events, compared.head(0), pd.DataFrame()).empty


def test_the_longest_gap_is_recomputed(inside: Any) -> None:
    told = solutions.gap_by_hand(exchanges.gaps(inside.events))
    assert "from 2023-10 to 2024-05. It is shortest (183 days)" in told
    assert solutions.gap_by_hand(exchanges.gaps(frame("events", []))) == "There is no gap to recompute."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "up to USD 15 million apart"),
        ({}, "Qin Gang; Bilawal Bhutto Zardari"),
        ({}, "The days of the record settle 1 of the open ones, 1 of them against the order of the text"),
        ({}, "3 statements of others for the page"),
        ({}, "kappa 0.67"),
        ({"show_reference": "False"}, "untested"),
    ],
)
def test_the_solutions_are_worked_out(told: Any, given: dict[str, str], says: str) -> None:
    assert says in told(SOLUTIONS, 0, **given)


@pytest.mark.slow
def test_the_solutions_of_a_page_without_matter_say_so(told: Any, quiet: Any) -> None:
    assert told(SOLUTIONS, 0, quiet("PER")).count(exercises.NONE) >= 7
