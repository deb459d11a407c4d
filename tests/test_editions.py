"""Editions of a page: every change that was made is found, and none is told that was not made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import bilateral
from bilateral import errors, schema, tables
from bilateral.editions import appearances, diff, editions, figures

PAGES = ["china-egypt", "china-kazakhstan", "china-pakistan", "china-peru", "india-indonesia"]
HERE = Path(__file__).resolve().parent

# What was done to the bundled page, and what must be told of it: (change, table, column, old, new) each.
MADE = [
    (
        "which has held 15 meetings so far",
        "which has held 16 meetings so far",
        [("counter", "statistics", "value", "15", "16")],
    ),
    (
        "held 13 meetings so far, with the most recent meeting held in May 2024",
        "held 14 meetings so far, with the most recent meeting held in July 2025",
        [
            ("counter", "statistics", "period", "../2024-05", "../2025-07"),
            ("counter", "statistics", "value", "13", "14"),
            ("vanished", "events", None, None, None),
            ("added", "events", None, None, None),
        ],
    ),
    (
        "As of August 2024, about 1,500 young people",
        "As of August 2025, about 1,500 young people",
        [("counter", "statistics", "period", "2004/2024-08", "2004/2025-08")] * 3,
    ),
    (
        "In February 2025, Pakistani President Asif Ali Zardari paid a state visit to China.",
        "From February 4 to 8, 2025, Pakistani President Asif Ali Zardari paid an official visit to China. In September, "
        "Pakistani Prime Minister Shehbaz Sharif visited China.",
        [
            ("precision", "events", "date", "2025-02", "2025-02-04/2025-02-08"),
            ("value", "events", "grade", "state", "official"),
            ("added", "events", None, None, None),
        ],
    ),
    (
        "In June, Pakistani Prime Minister Shehbaz Sharif paid an official visit to China. ",
        "",
        [("vanished", "events", None, None, None)],
    ),
    (
        "$20.23 billion",
        "$20.24 billion",
        [("value", "statistics", "value", "20230000000 [20225000000, 20235000000]", "20240000000 [20235000000, 20245000000]")],
    ),
    (
        "$2.82 billion",
        "$2.8 billion",
        [("precision", "statistics", "value", "2820000000 [2815000000, 2825000000]", "2800000000 [2750000000, 2850000000]")],
    ),
    (
        "In January 1963, the two countries signed their first trade agreement.",
        "The two countries signed their first trade agreement in January 1963.",
        [("reworded", "milestones", None, None, None)],
    ),
    ("In 2006, the two", "On November 24, 2006, the two", [("precision", "milestones", "date", "2006", "2006-11-24")]),
    (
        "China became the second largest trading partner",
        "China became the third largest trading partner",
        [("value", "rankings", "rank", "2", "3")],
    ),
    (
        'Navy\'s "Sea Guardian"',
        'Navy\'s "Sea Lion"',
        [("dropped", "exercises", None, None, None), ("added", "exercises", None, None, None)],
    ),
    (
        "There are 19 pairs of twin provinces and cities between China and Pakistan.",
        "",
        [("dropped", "statistics", None, None, None)],
    ),
    (
        "The exchanges in science and technology between China and Pakistan started in the 1960s.",
        "The exchanges in science and technology between China and Pakistan started in the 1960s. There are 19 pairs of twin "
        "provinces and cities between China and Pakistan.",
        [("added", "statistics", None, None, None)],
    ),
]
STALE = [("stale", "statistics", "period", "../2024-12-31", "../2024-12-31")] * 5


def page(name: str) -> bilateral.Page:
    if name == "china-pakistan":
        return bilateral.read(name)
    folder = HERE / "pages" / name
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    text = (folder / "page.txt").read_bytes().decode()
    return bilateral.from_text(text, home=card["home"], partner=card["partner"], id=name)


def edition(of: bilateral.Page, text: str) -> bilateral.Page:
    return bilateral.from_text(text, home=of.card.home, partner=of.card.partner, id="next")


def told(frame: pd.DataFrame) -> list[tuple]:
    rows = frame[["change", "table", "column", "old", "new"]].astype(object)
    return sorted(rows.where(rows.notna(), None).itertuples(index=False, name=None), key=str)


def changed(text: str, made: list) -> str:
    for old, new, _ in made:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_every_change_that_was_made_is_found_and_none_is_invented() -> None:
    old = page("china-pakistan")
    made = [*MADE[:-2], (MADE[-2][0], "", []), (MADE[-1][0], MADE[-1][1], [("moved", "none")])]
    del made[-2:]
    new = edition(old, changed(old.text, made))
    expected = [change for _, _, changes in made for change in changes] + STALE
    assert told(diff(old, new)) == sorted(expected, key=str)


@pytest.mark.parametrize("made", MADE, ids=lambda made: made[0][:30])
def test_each_change_alone_is_told_alone(made) -> None:
    old = page("china-pakistan")
    stale = [change for change in told(diff(old, edition(old, changed(old.text, [made])))) if change[0] != "stale"]
    assert stale == sorted(made[2], key=str)


def test_a_fact_that_went_to_another_section_has_moved_and_nothing_else() -> None:
    old = page("china-pakistan")
    sentence = "There are 19 pairs of twin provinces and cities between China and Pakistan."
    text = old.text.replace(sentence, "").replace(
        "achieved in bilateral engagements.", f"achieved in bilateral engagements. {sentence}"
    )
    assert told(diff(old, edition(old, text))) == [("moved", "statistics", "section", "iv", "i")]


def test_sections_that_only_got_another_number_have_not_moved() -> None:
    old = page("china-pakistan")
    text = old.text
    for before, after in (("\nv. Military", "\nvi. Military"), ("\niv. Coop", "\nv. Coop"), ("\niii. The", "\niv. The")):
        assert text.count(before) == 1
        text = text.replace(before, after)
    assert told(diff(old, edition(old, text))) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_edition_with_other_blanks_has_no_change(name: str) -> None:
    old = page(name)
    assert diff(old, old).empty
    assert diff(old, edition(old, old.text.replace(". ", ".  ") + "\n\n")).empty


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_that_is_changed_is_found_alone(name: str) -> None:
    old = page(name)
    tried = 0
    for row in old.tables.statistics.itertuples():
        number = old.text[row.num_start : row.num_end]
        digits = [match.start() for match in re.finditer("[1-9]", number)]
        if digits:
            other = number[: digits[-1]] + ("8" if number[digits[-1]] == "9" else "9") + number[digits[-1] + 1 :]
            frame = diff(old, edition(old, old.text[: row.num_start] + other + old.text[row.num_end :]))
            # A page numbers its latest session by its count, which then is another session.
            (found,) = frame[frame["column"].ne("session").fillna(True)].itertuples()
            assert (found.table, found.column, found.old_id) == ("statistics", "value", row.id)
            assert found.change in ("value", "counter")
            tried += 1
    assert tried or old.tables.statistics.empty or name == "china-peru"


@pytest.mark.parametrize("name", PAGES)
def test_every_fact_of_a_paragraph_that_is_left_out_is_gone(name: str) -> None:
    old = page(name)
    for match in list(re.finditer(r"[^\n]+", old.text)):
        frame = diff(old, edition(old, old.text[: match.start()] + old.text[match.end() :]))
        gone = set(frame["old_id"])  # a visit that another paragraph tells of too is there less precisely
        for table, facts in old.tables.items():
            if "id" in facts:
                inside = facts[(facts["start"] >= match.start()) & (facts["end"] <= match.end())]
                assert set(inside["id"]) <= gone, table


def test_a_years_narrative_compares_with_numbered_sections() -> None:
    old, new = page("china-peru"), bilateral.read(HERE / "editions" / "china-peru-2024.txt")
    frame = diff(old, new)
    assert set(frame.loc[frame["change"] == "dropped", "old_id"]) == {
        *old.tables.events["id"],
        "2013/trade.goods/CHN-T",
        "2013/trade.goods.change/CHN-T",
        "2013-06/agreements/CHN",
    }
    assert set(frame.loc[frame["change"] == "added", "new_id"]) == {
        *new.tables.events["id"],
        "2023/trade.goods/CHN-T",
        "2023/trade.goods.change/CHN-T",
        "1971-11-02/relations_established/diplomatic-relations",
    }
    rest = [row for row in told(frame) if row[0] not in ("added", "dropped")]
    assert rest == [
        ("counter", "statistics", "period", "2013-12-31", "2023-12-31"),
        *[("reworded", "milestones", None, None, None)] * 3,
    ]


def test_both_quotes_stand_where_the_frame_says() -> None:
    old = page("china-pakistan")
    new = edition(old, changed(old.text, MADE[:8]))
    frame = diff(old, new)
    assert len(frame) > 10
    for row in frame.itertuples():
        for side, of in (("old", old), ("new", new)):
            quote, start, end = (getattr(row, f"{side}_{name}") for name in ("quote", "start", "end"))
            assert pd.isna(quote) or of.text[start:end] == quote
        assert pd.notna(row.old_quote) or pd.notna(row.new_quote)


def test_the_frame_has_the_columns_of_the_schema() -> None:
    frame = diff(page("china-peru"), HERE / "editions" / "china-peru-2024.txt")
    assert list(frame.columns) == [column.name for column in schema.CHANGES]
    assert set(frame["change"]) <= set(schema.CHANGE_KINDS)
    assert list(frame.dtypes) == list(tables.typed(schema.CHANGES, []).dtypes)


def test_a_seat_whose_holder_changed_is_told_at_an_event_that_stayed() -> None:
    old = page("china-pakistan")
    text = old.text.replace(
        "with Deputy Prime Minister and Foreign Minister of Pakistan, Ishaq Dar", "with Foreign Minister of Pakistan, Ishaq Dar"
    )
    found = told(diff(old, edition(old, text)))
    assert ("value", "participants", "office", "deputy_head", "foreign_minister") in found
    assert {change[1] for change in found} == {"participants", "events"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three editions of the bundled page: the page, one with more sessions, one with more still and a visit less."""
    inside = tmp_path / "editions"
    inside.mkdir()
    text = page("china-pakistan").text
    later = text.replace("held 15 meetings", "held 16 meetings")
    latest = later.replace("held 16 meetings", "held 17 meetings").replace(MADE[4][0], "")
    for year, edition_ in ((2024, text), (2025, later), (2026, latest)):
        (inside / f"page-{year}.txt").write_text(edition_, encoding="utf-8")
    return inside


def test_a_folder_is_compared_edition_by_edition(folder: Path) -> None:
    frame = diff(folder)
    assert frame[["old_page", "new_page", "change", "old", "new"]].fillna("").values.tolist() == [
        ["page-2024", "page-2025", "counter", "15", "16"],
        ["page-2025", "page-2026", "counter", "16", "17"],
        ["page-2025", "page-2026", "vanished", "", ""],
    ]


def test_figures_are_followed_over_editions(folder: Path) -> None:
    frame = figures(folder)
    sessions = frame[frame["series"] == "mechanism.sessions CHN joint-economic-committee"]
    assert sessions[["edition", "page", "value", "low", "high"]].values.tolist() == [
        [1, "page-2024", 15, 15, 15],
        [2, "page-2025", 16, 16, 16],
        [3, "page-2026", 17, 17, 17],
    ]


def test_facts_come_and_go(folder: Path) -> None:
    frame = appearances(folder).set_index("fact")
    assert frame.loc["2024-06/visit/shehbaz-sharif", ["first", "last", "standing", "editions"]].tolist() == [1, 2, False, 2]
    committee = frame.loc["1982-10../mechanism.sessions/CHN-joint-economic-committee"]
    assert (committee["first"], committee["last"], committee["standing"]) == (1, 3, True)
    assert "17 meetings" in committee["quote"]
    assert (~frame["standing"]).sum() == 1


def test_one_edition_has_no_change_and_every_fact_once() -> None:
    only = page("china-pakistan")
    assert diff(only).empty
    assert len(appearances(only)) == sum(len(frame) for _, frame in only.tables.items() if "id" in frame)


def test_pages_of_other_countries_are_no_editions(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.EditionsError, match=r"china-peru-2024 \(CHN and PER\)"):
        editions("china-pakistan", HERE / "editions" / "china-peru-2024.txt")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(errors.EditionsError, match="oldest first"):
        editions(tmp_path / "nothing")


def test_the_command_tells_both_quotes_and_writes_a_table(bilateral_command, folder: Path, tmp_path: Path) -> None:
    result = bilateral_command("diff", folder / "page-2025.txt", folder / "page-2026.txt")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "page-2025 → page-2026: 2 changes"
    assert lines[1] == "  counter   value of statistics:1982-10../mechanism.sessions/CHN-joint-economic-committee: 16 → 17"
    assert lines[2].startswith("      old 3852–3919: China-Pakistan Joint Economic Committee")
    assert lines[3].startswith("      new 3770–3837: ")
    to = tmp_path / "out" / "changes.csv"
    assert bilateral_command("diff", folder, "--to", to).stdout == f"3 changes written into {to}\n"
    assert pd.read_csv(to)["change"].tolist() == ["counter", "counter", "vanished"]


def test_the_command_refuses_what_is_no_edition(bilateral_command, tmp_path: Path) -> None:
    result = bilateral_command("diff", "china-pakistan", HERE / "editions" / "china-peru-2024.txt")
    assert result.exit_code == 2
    assert result.stderr.endswith("[B305]\n")
    assert "only one edition" in bilateral_command("diff", "china-pakistan").stderr
