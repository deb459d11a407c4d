"""The editions notebook: what it shows of a history, and of a page alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import bilateral
from bilateral import errors
from bilateral.analysis import edition_words as words
from bilateral.charts import editions as charts
from bilateral.editions import appearances, diff, figures

PAGE = "china-pakistan"
STEPS = (
    ("held 15 meetings", "held 16 meetings"),
    ("$2.82 billion", "$2.8 billion"),
    ("In June, Pakistani Prime Minister Shehbaz Sharif paid an official visit to China. ", ""),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled page and three editions after it, each with one more change."""
    inside = tmp_path / "editions"
    inside.mkdir()
    text = bilateral.read(PAGE).text
    for year, (old, new) in enumerate((("", ""), *STEPS), start=2025):
        text = text.replace(old, new) if old else text
        (inside / f"page-{year}.txt").write_text(text, encoding="utf-8")
    return inside


def test_the_page_is_the_latest_edition_unless_it_is_among_them(folder: Path) -> None:
    page = bilateral.read(PAGE)
    assert [edition.id for edition in words.chosen(page, None)] == [PAGE]
    assert [edition.id for edition in words.chosen(page, str(folder))] == [f"page-{year}" for year in range(2025, 2029)]
    (folder / "page-2025.txt").unlink()
    assert [edition.id for edition in words.chosen(page, str(folder))][-1] == PAGE
    with pytest.raises(errors.EditionsError, match="full path"):
        words.chosen(page, str(folder / "nowhere"))


def test_a_figure_moved_only_where_its_intervals_do_not_meet(folder: Path) -> None:
    moving = words.moving(figures(folder))
    assert list(moving["series"].unique()) == ["mechanism.sessions CHN joint-economic-committee"]
    assert moving["value"].tolist() == [15, 16, 16, 16]
    assert words.values_headline(figures(folder)) == "1 figure of 21 moved over 4 editions"


def test_values_stand_beside_their_bounds_and_editions(folder: Path) -> None:
    table = words.values_table(figures(folder)).set_index("Figure")
    assert list(table.columns) == [f"page-{year}" for year in range(2025, 2029)]
    assert table.loc["trade.goods M CHN goods"].tolist()[1:3] == [
        "USD 2.82 billion (USD 2.815 to 2.825 billion), 2024",
        "USD 2.8 billion (USD 2.75 to 2.85 billion), 2024",
    ]


def test_changes_are_told_in_the_words_of_the_page(folder: Path) -> None:
    changes, printed = diff(folder), figures(folder)
    table = words.changes_table(changes, printed, "counter", "precision", "vanished")
    assert table["Change"].tolist() == ["went on", "more or less exact", "vanished"]
    assert table["Was"].tolist()[0] == "15 sessions, since 1982-10"
    assert table["Is"].tolist() == ["16 sessions, since 1982-10", "USD 2.8 billion (USD 2.75 to 2.85 billion), 2024", "–"]
    assert words.counts_table(changes).iloc[:, 1:].sum().tolist() == [1, 1, 1]
    assert words.vanished_reading(changes).startswith("1 event vanished")


def test_what_came_and_went_is_drawn_and_told(folder: Path) -> None:
    facts = appearances(folder)
    gone = words.came_and_went(facts, 4)
    assert gone["fact"].tolist() == ["2024-06/visit/shehbaz-sharif"]
    assert words.presence_headline(facts, 4).endswith("73 are in every edition, 0 came and 1 went")
    assert charts.presence(gone, ["a", "b", "c", "d"], "title", "source") is not None
    assert charts.presence(gone.head(0), ["a", "b"], "title", "source") is None


def test_running_figures_without_a_date_are_counted() -> None:
    page = bilateral.from_text(
        "China and Peru\n\nBy the end of 2023, four Confucius Institutes had been opened in Peru. There are 19 pairs of cities.",
        home="CHN",
        partner="PER",
    )
    table = words.running_table([page])
    assert table["As of"].tolist() == ["2023-12-31", "no date"]
    assert words.running_reading([page]).startswith("1 of 2 running figures have no date")
    assert words.running_reading([bilateral.from_text("x", home="CHN", partner="PER")]) == words.NO_RUNNING


def test_nothing_to_compare_is_said() -> None:
    only = bilateral.read(PAGE)
    changes = diff(only)
    assert words.opening([only]) == words.ONE
    assert words.counts_table(changes).empty
    assert words.counts_headline(changes) == words.NO_CHANGE
    assert words.changes_table(changes, figures(only), "value").empty
    assert charts.values(words.moving(figures(only)), "title", "source") is None
    assert words.values_table(pd.DataFrame()).empty


@pytest.mark.slow
@pytest.mark.parametrize(("history", "pictures"), [(True, 2), (False, 0)])
def test_the_notebook_reports_a_history_and_a_page_alone(told, folder: Path, history: bool, pictures: int) -> None:
    given = {"editions": str(folder)} if history else {}
    text = told("editions", pictures, **given)
    assert ("1 figure of 21 moved" in text or "went on" in text) == history
    assert (words.ONE in text) == (not history)
