"""Checks of dates, sessions and ranks against each other. Dates are compared by their first and last possible days."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise

import pandas as pd

from bilateral.analysis.findings import CANNOT_TELL, CONSISTENT, INCONSISTENT, Finding, Row, finding, rows
from bilateral.analysis.wording import date as worded
from bilateral.edtf import days
from bilateral.schema import DATE_COLUMNS
from bilateral.tables import Tables

_EDITION = re.compile(r"date of the page|edition|updated|published", re.IGNORECASE)  # the ledger's reasons for such a date
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_FAR = 730  # days: a fact that is dated more than two years after all others stands alone


def future(tables: Tables) -> Iterator[Finding]:
    """Whether a fact is dated after the page's own date (its last update); a named future year is no contradiction."""
    dated = [
        (row[f"{column}_start"], table, row)
        for table, column in DATE_COLUMNS.items()
        for row in rows(getattr(tables, table).dropna(subset=[f"{column}_start"]))
        if not (table == "milestones" and row["kind"] == "designated_year")
    ]
    if not dated:
        return
    dated.sort(key=lambda item: item[0])
    latest, table, row = dated[-1]
    stated = edition(tables)
    if stated is None:
        told = f"the latest beginning of a dated fact is {latest:%Y-%m-%d}, so this edition is not older"
        alone = len(dated) > 1 and (latest - dated[-2][0]).days > _FAR
        apart = "; it stands alone, years after every other, and should be looked at" if alone else ""
        yield finding(CANNOT_TELL, f"The page gives no date of its own; {told}{apart}.", (table, row))
        return
    late = [(table, row) for start, table, row in dated if start.date() > stated]
    for table, row in late:
        yield finding(INCONSISTENT, f"Dated after the page itself, whose own date is {stated:%Y-%m-%d}.", (table, row))
    if not late:
        yield finding(CONSISTENT, f"No fact begins after the page's own date, {stated:%Y-%m-%d}.", (table, row))


def sessions(tables: Tables) -> Iterator[Finding]:
    """Whether the numbers of a mechanism's sessions rise with time, and stay within the number that the page counts."""
    held = tables.events.dropna(subset=["mechanism", "session", "date_start", "date_end"])
    counts = tables.statistics[tables.statistics["indicator"] == "mechanism.sessions"]
    for mechanism, group in held.groupby("mechanism"):
        ordered = rows(group.sort_values(["date_start", "date_end", "session"]))
        for one, other in pairwise(ordered):
            if (told := _in_turn(one, other)) is not None:
                yield told
        for count in rows(counts[counts["entity"] == mechanism]):
            yield from _counted(count, max(ordered, key=lambda row: int(row["session"])))


def mechanism_age(tables: Tables) -> Iterator[Finding]:
    """Whether a mechanism was founded before the diplomatic relations that it serves."""
    founded = tables.milestones[tables.milestones["kind"] == "mechanism_founded"].dropna(subset=["date"])
    relations = tables.milestones[tables.milestones["kind"] == "relations_established"].dropna(subset=["date"])
    if relations.empty:
        return
    start = rows(relations.sort_values("date_start"))[0]
    for row in rows(founded):
        if row["date_end"] < start["date_start"]:
            verdict, how = INCONSISTENT, "before"
        elif row["date_start"] >= start["date_end"]:
            verdict, how = CONSISTENT, "after"
        else:
            verdict, how = CANNOT_TELL, "in the same span as"
        why = f"Founded in {worded(row['date'])}, {how} the relations were established ({worded(start['date'])})."
        yield finding(verdict, why, ("milestones", row), ("milestones", start))


def ranks(tables: Tables) -> Iterator[Finding]:
    """Whether ranks in one order that are said of one time agree: one rank a country, one country a rank."""
    told = tables.rankings.fillna({"scope": ""})
    for _, group in told.groupby(["object", "measure", "scope"], sort=False):
        for one, other in combinations(rows(group), 2):
            same_country, same_rank = one["subject"] == other["subject"], one["rank"] == other["rank"]
            together = _together(one, other)
            if same_country and same_rank:
                verdict, why = CONSISTENT, "The same rank is said twice"
            elif together is False or not (same_country or same_rank):
                continue
            else:
                verdict = INCONSISTENT if together else CANNOT_TELL
                why = "Two ranks for one country" if same_country else "Two countries hold one rank"
            times = " and of ".join(worded(row["since"]) if row["since"] else "no stated time" for row in (one, other))
            yield finding(verdict, f"{why}: said of {times}.", ("rankings", one), ("rankings", other))


def text_order(tables: Tables) -> Iterator[Finding]:
    """Whether the engagements of a section stand in the order of time; where not, a carried year may be wrong."""
    dated = tables.events.dropna(subset=["date_start", "date_end"]).assign(place=tables.events["section"].fillna(""))
    for section, group in dated.sort_values(["start", "end"]).groupby("place", sort=False):
        if len(group) < 2:
            continue
        told, where = rows(group), f"of section {section!s}" if section else "of the page"
        breaks = [(one, other) for one, other in pairwise(told) if other["date_end"] < one["date_start"]]
        if not breaks:
            why = f"The {len(group)} engagements {where} stand in the order of time."
            yield finding(CONSISTENT, why, ("events", told[0]), ("events", told[-1]))
        for one, other in breaks:
            why = f"{worded(other['date'])} is told after {worded(one['date'])}"
            carried = other["date_basis"] != "stated"
            doubt = "its year is not printed with it" if carried else "its year is printed, so only the telling is out of order"
            yield finding(CANNOT_TELL, f"{why} {where}; {doubt}.", ("events", one), ("events", other))


def edition(tables: Tables) -> date | None:
    """The last possible day of the page's own date, from the ledger's excused dates; the latest of several."""
    ledger = tables.ledger
    own = ledger[(ledger["kind"] == "date") & ledger["by"].fillna("").str.contains(_EDITION)]
    found = [day for quote in own["quote"] if (day := _last_day(quote))]
    return max(found, default=None)


def _last_day(words: str) -> date | None:
    if match := _ISO.search(words):
        return days("-".join(part for part in match.groups() if part)).end
    year, month, day = re.search(r"\d{4}", words), None, re.search(r"\b\d{1,2}\b", words)
    month = next((number for number, name in enumerate(month_name) if name and name in words), None)
    if not year:
        return None
    parts = [year[0]] + ([f"{month:02d}"] if month else []) + ([f"{int(day[0]):02d}"] if month and day else [])
    return days("-".join(parts)).end


def _in_turn(one: Row, other: Row) -> Finding | None:
    """Whether the earlier of two sessions has the lower number; None where their days overlap and nothing is odd."""
    overlap, rises = one["date_end"] >= other["date_start"], one["session"] < other["session"]
    if overlap and one["session"] <= other["session"]:
        return None
    verdict = CANNOT_TELL if overlap else CONSISTENT if rises else INCONSISTENT
    ends = {
        CANNOT_TELL: "which came first, the dates leave open.",
        CONSISTENT: "the numbers rise with time.",
        INCONSISTENT: "the numbers do not rise with time.",
    }
    told = ", session ".join(f"{row['session']} is of {worded(row['date'])}" for row in (one, other))
    return finding(verdict, f"Session {told}: {ends[verdict]}", ("events", one), ("events", other))


def _counted(count: Row, last: Row) -> Iterator[Finding]:
    """Whether the page counts at least as many sessions as the highest number that it names."""
    if count["period_end"] and last["date_start"] > count["period_end"]:
        return  # the count is older than the session
    if count["high"] is None:
        return
    fits = last["session"] <= count["high"]
    why = f"The page counts {int(count['high'])} sessions and names session {last['session']} ({worded(last['date'])})."
    yield finding(CONSISTENT if fits else INCONSISTENT, why, ("statistics", count), ("events", last))


def _together(one: Row, other: Row) -> bool | None:
    """Whether two ranks are said of a common time; None where one has no time."""
    if not one["since"] or not other["since"]:
        return None
    far, near = pd.Timestamp.max, pd.Timestamp.min
    starts = [row["since_start"] or near for row in (one, other)]
    ends = [row["since_end"] or far for row in (one, other)]
    return bool(max(starts) <= min(ends))
