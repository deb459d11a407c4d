"""Every row goes back to its words on the page, and the same page always gives the same rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import bilateral
from bilateral import export, lexicon, tables
from bilateral.schema import TABLES
from tests.score_pages import golden_pages, read_golden

PAGES = pytest.mark.parametrize("page_id", sorted(golden_pages()))
# What stands before a page without being part of it: the lines of a web page around the text.
FURNITURE = ("\n\n\n", "Home > Countries and Regions\n\n", "Updated: 1 March 2026\n\n\n")

NUMBER_WORDS = {row["word"] for row in lexicon.table("numbers")} | {"doubled", "tripled", "quadrupled"}


def frames(page_id: str) -> dict[str, pd.DataFrame]:
    return dict(read_golden(page_id).tables.items())


def assert_same_tables(left: bilateral.Tables, right: bilateral.Tables) -> None:
    for (name, expected), (_, found) in zip(left.items(), right.items(), strict=True):
        assert_frame_equal(found, expected, obj=name)


@PAGES
@pytest.mark.parametrize("table", list(TABLES))
def test_the_quote_of_every_row_stands_at_its_offsets(page_id: str, table: str) -> None:
    text, frame = golden_pages()[page_id].text, frames(page_id)[table]
    assert [text[start:end] for start, end in zip(frame["start"], frame["end"], strict=True)] == frame["quote"].tolist()
    assert (frame["start"] < frame["end"]).all()


@PAGES
def test_a_figures_number_stands_at_its_offsets(page_id: str) -> None:
    page, figures = golden_pages()[page_id], frames(page_id)["statistics"]
    for _, row in figures.iterrows():
        printed = page.text[row["num_start"] : row["num_end"]]
        assert 0 <= row["num_start"] < row["num_end"] <= len(page.text)
        assert printed.strip() == printed != ""
        # A figure is printed in digits, or its first word is a number word: then it is a row of the lexicon.
        words = printed.lower().replace("-", " ").split()
        assert any(c.isdigit() for c in printed) or words[0] in NUMBER_WORDS, f"no number in {printed!r}"


@PAGES
@pytest.mark.parametrize("table", [name for name in TABLES if "id" in {column.name for column in TABLES[name]}])
def test_no_two_rows_of_a_table_have_one_id(page_id: str, table: str) -> None:
    assert frames(page_id)[table]["id"].is_unique


@PAGES
def test_seats_are_at_events_that_exist_and_no_seat_is_taken_twice(page_id: str) -> None:
    seats, events = frames(page_id)["participants"], frames(page_id)["events"]
    assert set(seats["event"]) <= set(events["id"])
    assert not seats.duplicated(["event", "seat"]).any()


@PAGES
def test_a_seat_is_of_the_section_of_its_event(page_id: str) -> None:
    seats = frames(page_id)["participants"].merge(frames(page_id)["events"], left_on="event", right_on="id")
    assert (seats["section_x"].fillna("") == seats["section_y"].fillna("")).all()


@PAGES
def test_the_tables_fit_their_schemas(page_id: str) -> None:
    tables.validate(read_golden(page_id).tables)


@PAGES
def test_tables_written_as_csv_and_read_back_are_the_same(page_id: str, tmp_path: Path) -> None:
    export.write(read_golden(page_id).tables, tmp_path)
    assert_same_tables(read_golden(page_id).tables, tables.read_csv(tmp_path))


@PAGES
def test_a_page_read_twice_gives_equal_tables(page_id: str) -> None:
    page = golden_pages()[page_id]
    again = bilateral.from_text(page.text, home=page.home, partner=page.partner, id=page.id)
    assert_same_tables(read_golden(page_id).tables, again.tables)


@PAGES
@pytest.mark.parametrize("before", FURNITURE, ids=["blank lines", "navigation", "a page date"])
def test_what_stands_before_a_page_shifts_its_spans_and_changes_nothing_else(page_id: str, before: str) -> None:
    page = golden_pages()[page_id]
    moved = bilateral.from_text(before + page.text, home=page.home, partner=page.partner, id=page.id)
    assert_same_tables(shifted(read_golden(page_id).tables, len(before)), without_words_before(moved.tables, len(before)))


@PAGES
def test_what_stands_behind_a_page_changes_nothing(page_id: str) -> None:
    page = golden_pages()[page_id]
    longer = bilateral.from_text(f"{page.text}\n\n\n", home=page.home, partner=page.partner, id=page.id)
    assert_same_tables(read_golden(page_id).tables, longer.tables)


def shifted(found: bilateral.Tables, by: int) -> bilateral.Tables:
    """The tables with every offset moved by so many characters."""
    moved = {}
    for name, frame in found.items():
        offsets = [column for column in frame.columns if column in ("start", "end", "num_start", "num_end")]
        moved[name] = frame.assign(**{column: frame[column] + by for column in offsets})
    return bilateral.Tables(**moved)


def without_words_before(found: bilateral.Tables, length: int) -> bilateral.Tables:
    """The tables without the ledger's rows of the first characters (a page date is a mention, and no fact)."""
    before = found.ledger["end"] <= length
    assert (found.ledger.loc[before, "status"] == "excused").all()
    return bilateral.Tables(**dict(found.items()) | {"ledger": found.ledger[~before].reset_index(drop=True)})
