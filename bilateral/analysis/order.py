"""The order in which a page tells of engagements against the order of time.

An engagement whose date is known to the month may have begun on any of its days, so its place in time is an interval
too, and a pair of engagements is told in the order of time, against it, or neither can be said. An independent record
of the same engagements narrows the days, and may settle what the page leaves open.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd

from bilateral.analysis.recorded import MATCHED
from bilateral.analysis.rows import records
from bilateral.analysis.wording import counted, date

WITH_TIME, AGAINST_TIME, OPEN = "in the order of time", "against the order of time", "open"
COLUMNS = ["place", "date", "first_day", "last_day", "first", "last", "kind", "section", "quote"]
NOT_ORDERED = "The page dates fewer than two engagements in this window, so there is no order to compare."
_ORDERS = (WITH_TIME, AGAINST_TIME, OPEN)


def order(events: pd.DataFrame, compared: pd.DataFrame | None = None) -> pd.DataFrame:
    """The dated engagements in the order of the text with the places in time that their days allow; columns as COLUMNS.

    `place`: 1, 2, … in the text; `first`, `last`: the earliest and the latest place in time, behind all that surely
    ended before it began, and before all that surely began after it ended. `compared` (of
    `bilateral.analysis.recorded.compare`): the days of matched engagements are narrowed to the record's, and `date` is
    the record's.
    """
    told = events.dropna(subset=["date_start", "date_end"]).sort_values(["start", "end"], kind="stable")
    known = {row["event"]: row for row in records(compared) if row["status"] == MATCHED} if compared is not None else {}
    told = pd.DataFrame([_narrowed(row, known.get(row["id"])) for row in records(told)], columns=told.columns)
    told = told[["date", "date_start", "date_end", "kind", "section", "quote"]]
    told = told.rename(columns={"date_start": "first_day", "date_end": "last_day"})
    rows = []
    for place, row in enumerate(records(told), start=1):
        before = int((told["last_day"] < row["first_day"]).sum())
        after = int((told["first_day"] > row["last_day"]).sum())
        rows.append(row | {"place": place, "first": 1 + before, "last": len(told) - after})
    return pd.DataFrame(rows, columns=COLUMNS)


def pairs(ordered: pd.DataFrame) -> pd.DataFrame:
    """Every pair of engagements with how it is told: columns `one`, `other` (places in the text), `told`."""
    found = [(one["place"], other["place"], _told(one, other)) for one, other in combinations(records(ordered), 2)]
    return pd.DataFrame(found, columns=["one", "other", "told"])


def against_table(ordered: pd.DataFrame) -> pd.DataFrame:
    """Neighbours in the text that are told against the order of time, with the words of both."""
    by_place = {row["place"]: row for row in records(ordered)}
    found = pairs(ordered)
    near = found[(found["told"] == AGAINST_TIME) & (found["other"] == found["one"] + 1)]
    rows = [
        {
            "Told first": date(by_place[one]["date"]),
            "Told after it": date(by_place[other]["date"]),
            "Words of the first": " ".join(by_place[one]["quote"].split()),
            "Words of the second": " ".join(by_place[other]["quote"].split()),
        }
        for one, other in zip(near["one"], near["other"], strict=True)
    ]
    return pd.DataFrame(rows).set_index("Told first") if rows else pd.DataFrame()


def headline(ordered: pd.DataFrame) -> str:
    """How many pairs are told in the order of time, against it, or open, in the words of a figure's title."""
    if len(ordered) < 2:
        return NOT_ORDERED
    told = pairs(ordered)["told"].value_counts().reindex(_ORDERS, fill_value=0)
    start = f"Of {counted(int(told.sum()), 'pair')} of engagements, {told[WITH_TIME]} are told in the order of time"
    return f"{start}, {told[AGAINST_TIME]} against it, {told[OPEN]} are open"


def reading(ordered: pd.DataFrame, narrowed: pd.DataFrame) -> str:
    """What the page's own dates settle, and what the record settles besides."""
    if len(ordered) < 2:
        return NOT_ORDERED
    words = f"{headline(ordered)}, as the page dates them."
    before, after = (pairs(frame)["told"] for frame in (ordered, narrowed))
    settled = int((before == OPEN).sum() - (after == OPEN).sum())
    if settled <= 0:
        return f"{words} The order of the text is no evidence for the order within a month."
    turned = int((after == AGAINST_TIME).sum() - (before == AGAINST_TIME).sum())
    return f"{words} The days of the record settle {settled} of the open ones, {turned} of them against the order of the text."


def _narrowed(row: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
    """An engagement with the days of its record, where it has one."""
    if known is None:
        return row
    days = {"date": "date_recorded", "date_start": "recorded_start", "date_end": "recorded_end"}
    return row | {ours: known[theirs] for ours, theirs in days.items()}


def _told(one: dict[str, Any], other: dict[str, Any]) -> str:
    """How a pair is told whose first engagement stands before the other in the text."""
    if one["last_day"] < other["first_day"]:
        return WITH_TIME
    return AGAINST_TIME if other["last_day"] < one["first_day"] else OPEN
