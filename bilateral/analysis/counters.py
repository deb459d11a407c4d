"""How old the page's running counts are: "so far", "by the end of", "since". A count is as old as its date.

Ages in months of 365.25 / 12 days. A count is compared with the latest day that the page dates a fact to: the page is no
older than that, so the age is the least one at the time of writing; how much later the page is read, it cannot know.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis.cpec import SESSIONS
from bilateral.analysis.intervals import Interval
from bilateral.analysis.mechanisms import MONTH, latest_day
from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, counted, date, number
from bilateral.edtf import days
from bilateral.tables import Tables

NONE = "The page keeps no running count in this window."
COLUMNS = ["counter", "value", "unit", "qualifier", "as_of", "low", "high", "reached", "reached_source", "later", "quote"]


def counters(tables: Tables, record: pd.DataFrame) -> pd.DataFrame:
    """Every running count of the page with its age; columns as COLUMNS, in the order of the text.

    `as_of`: the day or month that the count reaches to (EDTF; missing where the page gives none); `low`, `high`: months
    from there to the page's latest dated fact (missing where `as_of` is). `record`: sessions as others date them
    (`mechanism_sessions`): of a count of sessions, `reached` is when the session of that number was held, by
    `reached_source`, and `later` how many are recorded as held after it.
    """
    stock = tables.statistics[tables.statistics["transform"].isin(["cumulative", "stock"])].sort_values("start")
    latest = latest_day(tables)
    rows = [
        {"counter": _name(row), **{name: row[name] for name in ("value", "unit", "qualifier", "quote")}, **_age(row, latest),
         **_reached(row, record)}
        for row in records(stock)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The counts as a reader's table, with their age and, for sessions, what others record."""
    rows = [
        {
            "Count": row["counter"],
            "Printed": _printed(row),
            "As of": date(row["as_of"]) if pd.notna(row["as_of"]) else "no date",
            "Older than the page's latest fact by": _months(row),
            "That session, by others": _record(row),
            "Words of the page": " ".join(row["quote"].split()),
        }
        for row in records(found)
    ]
    return pd.DataFrame(rows).set_index("Count") if rows else pd.DataFrame()


def reading(found: pd.DataFrame) -> str:
    """How many counts have no date, which dated one is oldest, and which are overtaken by what others record."""
    if found.empty:
        return NONE
    undated = int(found["as_of"].isna().sum())
    words = f"{undated} of {counted(len(found), 'count')} have no date of their own: true when written, whenever that was."
    dated = found.dropna(subset=["low"]).sort_values("low", kind="stable")
    if len(dated):
        row = dated.iloc[-1]
        words += f" The oldest dated one is of {date(row['as_of'])} ({row['counter']})."
    overtaken = records(found[found["later"].fillna(0) > 0])
    told = [f"{row['counter']}: {counted(int(row['later']), 'later session')} recorded" for row in overtaken]
    return f"{words} Overtaken since: {'; '.join(told)}." if told else words


def _name(row: dict[str, Any]) -> str:
    entity = row["entity"].replace("-", " ") if pd.notna(row["entity"]) else ""
    label = (
        "sessions"
        if row["indicator"] == SESSIONS
        else next(str(row[n]) for n in ("label", "indicator", "unit") if pd.notna(row[n]))
    )
    return f"{label} ({entity})" if entity and entity not in label else label


def _printed(row: dict[str, Any]) -> str:
    if pd.isna(row["value"]):
        return "a range"
    bound = "" if pd.isna(row["qualifier"]) else f"{row['qualifier'].replace('_', ' ')} "
    return bound + number(row["value"], row["unit"])


def _age(row: dict[str, Any], latest: Interval | None) -> dict[str, Any]:
    last = str(row["period"]).rsplit("/", maxsplit=1)[-1] if pd.notna(row["period"]) else ".."
    if last == "..":
        return {"as_of": None, "low": None, "high": None}
    point = days(last)
    if latest is None or point.start is None or point.end is None:
        return {"as_of": last, "low": None, "high": None}
    low, high = latest.low - point.end.toordinal(), latest.high - point.start.toordinal()
    return {"as_of": last, "low": max(0.0, low) / MONTH, "high": max(0.0, high) / MONTH}


def _reached(row: dict[str, Any], record: pd.DataFrame) -> dict[str, Any]:
    nothing = {"reached": None, "reached_source": None, "later": None}
    if row["indicator"] != SESSIONS or record.empty or pd.isna(row["value"]):
        return nothing
    held = record[(record["mechanism"] == row["entity"]) & (record["status"] == "held")]
    same = held[held["session"] == row["value"]]
    later = int((held["session"] > row["value"]).sum())
    if same.empty:
        return nothing | {"later": later if len(held) else None}
    return {"reached": same["date"].iat[0], "reached_source": same["source"].iat[0], "later": later}


def _months(row: dict[str, Any]) -> str:
    return "not known" if pd.isna(row["low"]) else bounds(row["low"], row["high"], "months")


def _record(row: dict[str, Any]) -> str:
    return f"held {date(row['reached'])} ({row['reached_source']})" if pd.notna(row["reached"]) else "–"
