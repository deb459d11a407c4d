"""The walk from one sentence to tables, and a phrase that is taught on the way."""

from __future__ import annotations

from typing import Any

import pytest

import bilateral
from bilateral import teaching, walk
from bilateral import walk_words as words
from bilateral.charts import walk as charts
from bilateral.errors import UnknownReference

EXAMPLE = "In 2023, cross-border commerce reached $5 billion, up 4%."
ROW = {"pattern": "cross - border commerce", "indicator": "trade.goods", "transform": "level", "flow": "T", "unit": "money"}


@pytest.fixture(scope="module")
def page() -> Any:
    return bilateral.read("china-pakistan")


def test_the_sentence_with_most_rows_is_walked_through(page: Any) -> None:
    number = walk.chosen(page)
    told = walk.sentences(page).set_index("sentence")
    assert number is not None
    assert told.loc[number, "rows"] == told["rows"].max() == 5
    assert walk.chosen(page, 3) == 3
    assert walk.chosen(page, 10_000) == walk.chosen(page, -1) == number


def test_every_row_but_the_ledgers_starts_in_one_sentence(page: Any) -> None:
    rows = sum(len(frame) for name, frame in page.tables.items() if name != "ledger")
    assert walk.sentences(page)["rows"].sum() == rows


def test_all_spans_of_a_walk_are_of_the_page(page: Any) -> None:
    for number in range(len(walk.sentences(page))):
        text, start = walk.cut(page, number)
        assert page.text[start : start + len(text)] == text
        for frame, column in ((walk.tokens(page, number), "token"), (walk.rows(page, number), "quote")):
            for row in frame.to_dict("records"):
                assert page.text[row["start"] : row["end"]] == row[column]
        for row in walk.mentioned(page, number).to_dict("records"):
            assert " ".join(page.text[row["start"] : row["end"]].split()) == row["words"]
            assert start <= row["start"] < row["end"] <= start + len(text)


def test_what_a_sentence_mentions_and_what_comes_of_it(page: Any) -> None:
    number = walk.chosen(page)
    assert walk.mentioned(page, number)["mention"].value_counts().to_dict() == {"amount": 5, "date": 1, "place": 1}
    assert "direct investment" in set(walk.phrases(page, number)["words"])
    assert set(walk.rows(page, number)["rule"]) == {"statistics.money", "statistics.count", "statistics.measure"}
    assert set(walk.ledger(page, number)["status"]) == {"used"}
    assert (
        words.reading(page, number)
        == "The sentence has 7 mentions and gives 5 rows; of its numbers and dates the ledger has 6 used."
    )
    one = walk.one_row(page, number).set_index("column")
    assert one.loc["statistics.indicator", "value"] == "investment.direct"


def test_the_marked_sentence_is_drawn_without_a_warning(page: Any) -> None:
    number = walk.chosen(page)
    found = walk.mentioned(page, number)
    drawn = charts.marked(*walk.cut(page, number), found, words.mentions_title(found), "source")
    assert drawn is not None
    assert drawn._repr_svg_() == drawn._repr_svg_()
    assert charts.marked("words", 0, found.head(0), "title", "source") is None


def test_a_page_without_prose_has_nothing_to_walk_through() -> None:
    page = bilateral.from_text("China and Peru\n", home="CHN", partner="PER")
    assert walk.chosen(page) is None
    assert words.reading(page, None) == words.opening(page, None) == walk.NO_SENTENCE
    for frame in (walk.around(page, None), walk.tokens(page, None), walk.mentioned(page, None), walk.phrases(page, None),
                  walk.rows(page, None), walk.one_row(page, None), walk.ledger(page, None)):  # fmt: skip
        assert frame.empty


def test_a_taught_phrase_is_read_and_the_lexicon_stays_as_it_is() -> None:
    before = bilateral.from_text(EXAMPLE, home="CHN", partner="PER").tables
    after = teaching.taught(EXAMPLE, "CHN", "PER", "indicators", ROW)
    assert before.statistics["indicator"].isna().all()
    assert list(after.statistics["indicator"]) == ["trade.goods", "trade.goods.change"]
    assert words.taught_reading(before, after) == "Figures of the sentence with a named indicator: 0 before, 2 now."
    again = bilateral.from_text(EXAMPLE, home="CHN", partner="PER").tables
    assert again.statistics["indicator"].isna().all()


def test_a_row_that_does_not_fit_teaches_nothing_and_says_so() -> None:
    before = bilateral.from_text(EXAMPLE, home="CHN", partner="PER").tables
    after = teaching.taught(EXAMPLE, "CHN", "PER", "indicators", ROW | {"pattern": "barter"})
    assert "taught nothing here" in words.taught_reading(before, after)


@pytest.mark.parametrize(("table", "row"), [("indicator", ROW), ("indicators", {"patern": "barter"})])
def test_a_table_or_column_that_the_lexicon_has_not_is_refused(table: str, row: dict[str, str]) -> None:
    with pytest.raises(UnknownReference, match="lexicon"):
        teaching.taught(EXAMPLE, "CHN", "PER", table, row)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "says", "figures"),
    [
        ({}, "0 before, 2 now", 1),
        ({"sentence": "2"}, "From text to tables: sentence 2 of China and Pakistan", 1),
        ({"phrase": "barter"}, "taught nothing here", 1),
    ],
)
def test_the_notebook_runs_with_each_alternative(told: Any, given: dict[str, str], says: str, figures: int) -> None:
    assert says in told("from_text_to_tables", figures, **given)


@pytest.mark.slow
def test_the_notebook_runs_on_a_page_that_says_nothing(told: Any, quiet: Any) -> None:
    assert "The sentence gives no row." in told("from_text_to_tables", 1, quiet("PER"))  # "two countries" is an amount
