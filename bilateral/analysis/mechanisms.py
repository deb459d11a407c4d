"""How often the page's mechanisms meet: the pace that a count implies, and the real gaps where sessions are dated.

Durations in months of 365.25 / 12 days, as intervals that the precision of the dates allows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from bilateral.analysis.cpec import SESSIONS, launch, naming, own_sections
from bilateral.analysis.intervals import ANY, Interval, ends
from bilateral.analysis.rows import records
from bilateral.edtf import days
from bilateral.tables import Tables

MONTH = 365.25 / 12  # days
SESSION_COLUMNS = ["session", "when", "first", "last", "status", "who"]


def pace(tables: Tables, entity: str | None = None, include_inferred: bool = True) -> pd.DataFrame:
    """Months for each session of every mechanism that the page counts, from its founding to the date of the count.

    Months per session = (date of the count - founding) / sessions. A count "so far" is of no day before the latest
    one of the page, and how much younger it is is not known: no high end. The founding is the start of the count's
    period or the mechanism's milestone; for the project's committee without either, the launch of the project.
    Columns: `mechanism`, `sessions`, `founded`, `as_of` (EDTF), `low`, `high` (months per session; missing where not
    known), `committee` (`stated` where its words name the project `entity`, `inferred` where it stands in the
    project's own section and no founding of it is told; else missing; without `include_inferred` only `stated`),
    `quote`.
    """
    counts = tables.statistics[tables.statistics["indicator"] == SESSIONS]
    rows = [_pace(row, tables, entity, include_inferred) for row in records(counts)]
    return pd.DataFrame(rows, columns=["mechanism", "sessions", "founded", "as_of", "low", "high", "committee", "quote"])


def committee(paces: pd.DataFrame) -> str | None:
    """The mechanism that is the project's committee: a stated one before an inferred one."""
    ours = paces.dropna(subset=["committee"]).sort_values("committee", ascending=False, kind="stable")
    return str(ours["mechanism"].iat[0]) if len(ours) else None


def sessions(tables: Tables, mechanism: str | None, record: pd.DataFrame) -> pd.DataFrame:
    """The dated sessions of a mechanism, by the page and by the record of others, in the order of their numbers.

    Columns: `session`, `when` (EDTF), `first`, `last`, `status` (`held`, `postponed`, … as recorded), `who` (`the
    page` or the source).
    """
    told = tables.events[(tables.events["mechanism"] == mechanism).fillna(False) & tables.events["session"].notna()]
    page = told.assign(when=told["date"], first=told["date_start"], last=told["date_end"], status="held", who="the page")
    parts = [page[SESSION_COLUMNS]]
    if len(record):
        others = record[record["mechanism"] == mechanism]
        others = others.assign(when=others["date"], first=others["date_start"], last=others["date_end"], who=others["source"])
        parts.append(others[SESSION_COLUMNS])
    rows = pd.concat([part for part in parts if len(part)] or [page[SESSION_COLUMNS]], ignore_index=True)
    return rows.sort_values(["session", "first"], kind="stable", ignore_index=True)


def session_gaps(dated: pd.DataFrame) -> pd.DataFrame:
    """Months from each held session to the next of known date; `steps` sessions further on, so only 1 is a real gap.

    Columns: `after`, `until` (session numbers), `steps`, `low`, `high` (months in all).
    """
    held = dated[dated["status"] == "held"].dropna(subset=["first", "last"]).drop_duplicates("session", keep="last")
    rows = [
        {"after": one["session"], "until": two["session"], "steps": two["session"] - one["session"],
         "low": max(0, (two["first"] - one["last"]).days) / MONTH, "high": (two["last"] - one["first"]).days / MONTH}
        for one, two in pairwise(records(held))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["after", "until", "steps", "low", "high"])


def intervals(tables: Tables, paces: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """The mean interval of each mechanism beside every real gap between two neighbouring sessions that are dated.

    One row a gap, or one with the mean alone where no two neighbours are dated. Columns: `mechanism`, `mean_low`,
    `mean_high` (months for each session, as of `pace`), `after`, `until` (session numbers), `low`, `high` (months).
    """
    named = pd.concat([paces["mechanism"], tables.events.dropna(subset=["session"])["mechanism"]]).dropna().drop_duplicates()
    means = paces.drop_duplicates("mechanism").set_index("mechanism")
    rows: list[dict[str, Any]] = []
    for name in named:
        mean = {"mean_low": None, "mean_high": None}
        if name in means.index:
            mean = {f"mean_{end}": means.loc[name, end] for end in ("low", "high")}
        real = session_gaps(sessions(tables, name, record))
        real = real[real["steps"] == 1][["after", "until", "low", "high"]]
        rows += [{"mechanism": name, **mean, **gap} for gap in records(real) or [{}]]
    return pd.DataFrame(rows, columns=["mechanism", "mean_low", "mean_high", "after", "until", "low", "high"])


def latest_day(tables: Tables) -> Interval | None:
    """The first and last possible day of the latest beginning of a fact that the page dates; None without one.

    Days are counted from the beginning of the calendar, as `datetime.date.toordinal` does.
    """
    dated = [
        frame[[f"{column}_start", f"{column}_end"]].set_axis(["first", "last"], axis=1)
        for frame, column in ((tables.events, "date"), (tables.statistics, "period"), (tables.milestones, "date"))
    ]
    known = pd.concat(dated).dropna(subset=["first"]).sort_values(["first", "last"], kind="stable")
    if known.empty:
        return None
    row = records(known)[-1]
    day = float(row["first"].toordinal())
    return Interval(day, float(row["last"].toordinal()) if pd.notna(row["last"]) else day)


def _pace(row: dict[str, Any], tables: Tables, entity: str | None, include_inferred: bool) -> dict[str, Any]:
    founded = tables.milestones[
        (tables.milestones["thread"] == row["entity"]).fillna(False) & (tables.milestones["kind"] == "mechanism_founded")
    ]
    basis = _basis(row, tables, entity, founded.empty)
    if basis == "inferred" and not include_inferred:
        basis = None
    if founded.empty and basis:
        founded = launch(tables, entity)
    period = str(row["period"]) if pd.notna(row["period"]) else "../.."
    begun = period.split("/", maxsplit=1)[0]
    if begun == "..":
        begun = founded.sort_values("date_start")["date"].iat[0] if len(founded) else ".."
    months = ANY
    if begun != ".." and pd.notna(row["value"]) and row["value"] > 0:
        span = _until(period, tables) - _day(begun)
        months = Interval(max(0.0, span.low), max(0.0, span.high)) / (float(row["value"]) * MONTH)
    low, high = ends(months)
    return {"mechanism": row["entity"], "sessions": row["value"], "founded": None if begun == ".." else begun,
            "as_of": row["period"], "low": low, "high": high, "committee": basis, "quote": row["quote"]}  # fmt: skip


def _basis(row: dict[str, Any], tables: Tables, entity: str | None, unfounded: bool) -> str | None:
    if entity is None:
        return None
    if naming(tables, entity).search(row["quote"]):
        return "stated"
    return "inferred" if unfounded and row["section"] in own_sections(tables.statistics, entity) else None


def _until(period: str, tables: Tables) -> Interval:
    last = period.rsplit("/", maxsplit=1)[-1]
    if last != "..":
        return _day(last)
    latest = latest_day(tables)
    return Interval(latest.low, float("inf")) if latest else ANY


def _day(edtf: str) -> Interval:
    """The days that a date may be, counted from the beginning of the calendar."""
    point = days(edtf)
    if point.start is None or point.end is None:
        return ANY
    return Interval(float(point.start.toordinal()), float(point.end.toordinal()))
