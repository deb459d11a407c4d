"""The sentences, tables and titles of the editions notebook: every number in them is worked out from the frames."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, counted, date, listed, number
from bilateral.editions import editions
from bilateral.errors import EditionsError
from bilateral.mentions.places import country_name
from bilateral.schema import CHANGE_KINDS

if TYPE_CHECKING:
    from bilateral.page import Page

ONE = "There is only this edition, so nothing can be compared. Name a folder with more of them in the parameter `editions`."
NO_CHANGE = "No fact of the page changed from one edition to the next."
NO_RUNNING = "The page prints no figure that goes on growing."
_WORDS = {"value": "other value", "counter": "went on", "precision": "more or less exact", "stale": "date stood still"}


def chosen(page: Page, folder: str | None) -> list[Page]:
    """The editions in a folder, the oldest first by name, and the page as the latest where it is not among them.

    Raises `EditionsError` where the folder is none, or holds pages of other countries.
    """
    if folder is None:
        return [page]
    if not Path(folder).is_dir():
        raise EditionsError(f"There is no folder {folder!r} of editions: name it by its full path.")
    found = editions(folder)
    known = {edition.sha256 for edition in found}
    return found if page.sha256 in known else editions(*found, page)


def title(pages: Sequence[Page]) -> str:
    """The heading of a report on a page's history."""
    return f"A history of the page: {country_name(pages[-1].card.home)} and {country_name(pages[-1].card.partner)}"


def opening(pages: Sequence[Page]) -> str:
    """How many editions there are, and how many facts the first and the last of them have."""
    if len(pages) == 1:
        return ONE
    facts = [_facts(page) for page in pages]
    return f"{counted(len(pages), 'edition')}, from {pages[0].id} with {facts[0]} facts to {pages[-1].id} with {facts[-1]}."


def editions_table(pages: Sequence[Page]) -> pd.DataFrame:
    """One row an edition: its page, length, facts, what was missed in it, its latest event, and the hash of its bytes."""
    return pd.DataFrame(
        [
            {
                "Edition": place,
                "Page": page.id,
                "Characters": len(page.text),
                "Facts": _facts(page),
                "Missed": int((page.tables.ledger["status"] == "missed").sum()),
                "Latest event": _latest(page),
                "sha256": page.sha256[:12],
            }
            for place, page in enumerate(pages, start=1)
        ]
    )


def counts_table(changes: pd.DataFrame) -> pd.DataFrame:
    """How many changes of each kind from each edition to the next; kinds that never come are left out."""
    if changes.empty:
        return pd.DataFrame()
    step = (changes["old_page"] + " → " + changes["new_page"]).rename("From edition to edition")
    counts = pd.crosstab(step, changes["change"])
    ordered = [kind for kind in CHANGE_KINDS if kind in counts]
    return counts.loc[step.unique(), ordered].rename(columns=_WORDS).reset_index()


def counts_headline(changes: pd.DataFrame) -> str:
    """How many changes there were, and which kinds most."""
    if changes.empty:
        return NO_CHANGE
    kinds = changes["change"].value_counts()
    told = listed([f"{count} {_WORDS.get(str(kind), str(kind))}" for kind, count in kinds.head(3).items()])
    return f"{counted(len(changes), 'change')}; most often: {told}"


def changes_table(changes: pd.DataFrame, figures: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """The changes of some kinds, a row a fact and kind: what was printed before, what is printed now, and the words.

    A figure is told whole, with its date and bounds; a fact that is only told in other words, by its words.
    """
    printed = {(row["page"], row["start"], row["end"]): _printed(row) for row in records(figures)}
    some = changes[changes["change"].isin(kinds)]
    facts = some.drop_duplicates(["new_page", "table", "change", "old_id", "new_id", "old_start", "new_start"])
    table = pd.DataFrame([_changed(row, printed) for row in records(facts)])
    return table.loc[:, (table != "–").any()]


def _changed(row: dict[str, Any], printed: dict[tuple[Any, ...], str]) -> dict[str, Any]:
    was, now = (_told(row, side, printed) for side in ("old", "new"))
    what = _WORDS.get(row["change"], row["change"])
    if row["change"] == "value" and row["table"] != "statistics":
        what = f"{what}: {row['column']}"
    return {
        "New edition": row["new_page"],
        "Change": what,
        "Fact": f"{row['table']}: {_or_dash(row['new_id'], row['old_id'])}",
        "Was": was,
        "Is": now,
        "Words": _or_dash(row["new_quote"], row["old_quote"]) if row["change"] != "reworded" else "–",
    }


def _told(row: dict[str, Any], side: str, printed: dict[tuple[Any, ...], str]) -> str:
    """One side of a change: the figure as printed, the value of the column that changed, or the words."""
    if pd.isna(row[f"{side}_start"]):
        return "–"
    if row["table"] == "statistics" and row["change"] != "moved":
        place = (row[f"{side}_page"], row[f"{side}_start"], row[f"{side}_end"])
        return printed.get(place, str(row[f"{side}_quote"]))
    return str(row[f"{side}_quote"]) if row["change"] == "reworded" else _or_dash(row[side])


def values_table(figures: pd.DataFrame) -> pd.DataFrame:
    """Every figure's printed values, a column an edition, with the interval of true values where it is wider than a point."""
    if figures.empty:
        return pd.DataFrame()
    told = figures.assign(told=[_printed(row) for row in records(figures)])
    table = told.pivot_table(index="series", columns="page", values="told", aggfunc="; ".join, sort=False)
    return table.loc[:, list(dict.fromkeys(figures["page"]))].fillna("–").rename_axis(columns=None).reset_index(names="Figure")


def moving(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of the series with one value an edition, of which two editions have intervals that do not meet."""
    once = figures.groupby(["series", "edition"])["value"].transform("size") == 1
    single = figures[once & figures["value"].notna()]
    series = single["series"]
    least = single["high"].fillna(math.inf).groupby(series).transform("min")
    most = single["low"].fillna(-math.inf).groupby(series).transform("max")
    return single[(most > least).fillna(False)]


def values_headline(figures: pd.DataFrame) -> str:
    """How many of the printed series moved over the editions."""
    moved, printed = moving(figures)["series"].nunique(), figures["series"].nunique()
    return f"{counted(moved, 'figure')} of {printed} moved over {counted(figures['edition'].nunique(), 'edition')}"


def running_table(pages: Sequence[Page]) -> pd.DataFrame:
    """The latest edition's running figures, with the date that each is said of: those without one cannot be told to be stale."""
    figures = pages[-1].tables.statistics
    running = figures[figures["transform"].isin(("cumulative", "stock"))]
    rows = [
        {
            "Figure": _series(row),
            "Printed": _printed(row),
            "As of": "no date" if pd.isna(row["period_end"]) else f"{row['period_end']:%Y-%m-%d}",
            "Words": row["quote"],
        }
        for row in records(running)
    ]
    return pd.DataFrame(rows)


def running_reading(pages: Sequence[Page]) -> str:
    """How old the running figures are beside the latest event, and how many have no date."""
    table = running_table(pages)
    if table.empty:
        return NO_RUNNING
    undated = int((table["As of"] == "no date").sum())
    dated = table.loc[table["As of"] != "no date", "As of"]
    ages = f" The others stand at {dated.min()} to {dated.max()}." if len(dated) else ""
    return f"{undated} of {counted(len(table), 'running figure')} have no date: nobody can tell how old they are.{ages}"


def came_and_went(appearances: pd.DataFrame, editions: int) -> pd.DataFrame:
    """The facts that not every edition has."""
    return appearances[(appearances["first"] > 1) | (appearances["last"] < editions)]


def presence_headline(appearances: pd.DataFrame, editions: int) -> str:
    """How many facts stayed, came and went."""
    came = int((appearances["first"] > 1).sum())
    went = int((appearances["last"] < editions).sum())
    stayed = len(appearances) - len(came_and_went(appearances, editions))
    return f"Of {counted(len(appearances), 'fact')}, {stayed} are in every edition, {came} came and {went} went"


def vanished_reading(changes: pd.DataFrame) -> str:
    """How many events are no longer told although their time still is."""
    gone = changes[changes["change"] == "vanished"]
    if gone.empty:
        return "No event vanished from a time that the newer edition still tells of."
    return f"{counted(len(gone), 'event')} vanished from a time that the newer edition still tells of. The page does not say why."


def stale_reading(changes: pd.DataFrame) -> str:
    """How many running figures kept their date while others moved on."""
    stale = changes[changes["change"] == "stale"]
    if stale.empty:
        return "No running figure kept its date while others moved on."
    return f"{counted(stale['new_id'].nunique(), 'running figure')} kept an old date while others of the same edition moved on."


def _facts(page: Page) -> int:
    return sum(len(frame) for _, frame in page.tables.items() if "id" in frame)


def _latest(page: Page) -> str:
    events = page.tables.events.dropna(subset=["date_end"])
    return "–" if events.empty else date(events.sort_values("date_end", kind="stable")["date"].iloc[-1])


def _printed(row: dict[str, Any]) -> str:
    """A figure as `13 sessions, up to 2024-05`, with its bounds where they are not the figure itself."""
    exact = row["low"] == row["high"]
    told = bounds(row["low"], row["high"], row["unit"]) if pd.isna(row["value"]) else number(row["value"], row["unit"])
    around = "" if pd.isna(row["value"]) or (pd.notna(exact) and exact) else f" ({bounds(row['low'], row['high'], row['unit'])})"
    when = "" if pd.isna(row["period"]) else f", {date(row['period'])}"
    return f"{told}{around}{when}"


def _series(row: dict[str, Any]) -> str:
    told = (row["label"] if pd.isna(row["indicator"]) else row["indicator"], row["entity"])
    return " ".join(str(part) for part in told if pd.notna(part))


def _or_dash(*values: Any) -> str:
    return next((str(value) for value in values if pd.notna(value)), "–")
