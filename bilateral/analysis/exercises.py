"""The exercises of the notebooks, in the page's own words and figures; one that the page has no matter for is left out.

Their answers are worked out in the notebook of solutions, with the same frames.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from bilateral.analysis.cpec_reference import side_by_side
from bilateral.analysis.rows import records
from bilateral.analysis.trade import FLOWS, intervals
from bilateral.analysis.wording import country, date, listed, number

NONE = "The page has no matter for this exercise."


def numbered(questions: Iterable[str | None]) -> str:
    """The questions that there are as a numbered list in Markdown.

    >>> print(numbered(["Why?", None, "When?"]))
    1. Why?
    2. When?
    """
    return "\n".join(f"{place}. {question}" for place, question in enumerate(filter(None, questions), start=1))


def adding(printed: pd.DataFrame) -> str | None:
    """Why the printed total is right though its printed parts add up to something else."""
    line = latest_line(printed)
    if line is None:
        return None
    rows = {row["flow"]: row for row in records(line)}
    told = {flow: number(row["value"], row["unit"]) for flow, row in rows.items()}
    added = number(rows["X"]["value"] + rows["M"]["value"], rows["T"]["unit"])
    turn = "Why is that right" if added != told["T"] else "Could the page have printed another total and be right"
    return (
        f"Add the exports ({told['X']}) and the imports ({told['M']}) of {date(line['line'].iat[0])} by hand: {added}. "
        f"The page prints a total of {told['T']}. {turn}, and how far may the sum and the total be apart?"
    )


def latest_line(printed: pd.DataFrame) -> pd.DataFrame | None:
    """The latest period of which total, exports and imports are printed with their values, else None."""
    whole = printed.dropna(subset=["value", "low", "high"])
    lines = [line for _, line in whole.groupby("line", sort=False) if set(line["flow"]) == set(FLOWS)]
    return lines[-1] if lines else None


def largest_difference(printed: pd.DataFrame) -> str:
    """How far apart a printed total and the sum of its printed parts may be, by rounding alone."""
    line = latest_line(printed)
    if line is None:
        return NONE
    flows = intervals(line, "low", "high")
    half = sum(flow.width for flow in flows.values()) / 2
    given = sum(row["value"] * (1 if row["flow"] == "T" else -1) for row in records(line))
    unit = line["unit"].iat[0]
    return (
        f"Each figure may be half its last digit away from its true value, so the total and the sum may be up to "
        f"{number(round(half, 6), unit)} apart; they are {number(round(abs(given), 6), unit)} apart."
    )


def recovering(before: pd.DataFrame) -> str | None:
    """The year before, to be recovered from a level and its growth."""
    rows = before[~before["reported"].astype(bool)] if len(before) else before
    rows = rows.dropna(subset=["growth_low", "low", "high"])
    if rows.empty:
        return None
    row = records(rows.sort_values("before", kind="stable"))[-1]
    flows = listed([FLOWS[flow] for flow in rows.loc[rows["line"] == row["line"], "flow"]])
    known = f"what is printed for {date(row['line'])}"
    return f"Recover {flows} of {date(row['before'])} from {known}, with bounds. Which digits are certain?"


def ranking(rankings: pd.DataFrame) -> str | None:
    """A rank said to have held ever since a date, to be tested year by year."""
    open_ = rankings[rankings["since"].fillna("").str.endswith("/..")].dropna(subset=["rank"])
    if open_.empty:
        return None
    said = [f"no. {row['rank']} {str(row['measure']).replace('_', ' ')} of {country(row['object'])}" for row in records(open_)]
    row = records(open_)[0]
    return (
        f"The page says of {country(row['subject'])} that it has been {listed(said)} {date(row['since'])}. Test it: which dated "
        "statements of others speak for it, which against it, and for which years is there none?"
    )


def counting(claims: pd.DataFrame) -> str | None:
    """Several counts under one name in one year, to be explained."""
    differing = side_by_side(claims) if len(claims) else claims
    if differing.empty:
        return None
    groups = list(differing.groupby(["indicator", "year"], sort=False))
    (indicator, year), group = max(groups, key=lambda item: (item[0][0] == "jobs", len(item[1])))
    told = listed([f"{row['printed']} ({row['speaker']}, {date(row['when'])})" for row in records(group)])
    return f"In {year} {str(indicator).replace('.', ' ')} were given as {told}. Explain how all of them may be right."


def coarsest(figures: pd.DataFrame) -> str | None:
    """The figure of a project whose rounding leaves most open."""
    known = figures.dropna(subset=["slack"]).sort_values("slack", kind="stable")
    if known.empty or known["slack"].iat[-1] == 0:
        return None
    row = records(known)[-1]
    return (
        f"The page prints {row['printed']} ({row['label']}). Between which two values may the true one lie, and how much is "
        "that in percent? What would one digit more change?"
    )


def averaging(paces: pd.DataFrame) -> str | None:
    """The mean interval of a committee's sessions, to be worked out by hand."""
    known = paces.dropna(subset=["low", "founded"])
    if known.empty:
        return None
    row = records(known.sort_values("committee", kind="stable"))[0]
    until = f", up to {date(str(row['as_of']).rsplit('/', maxsplit=1)[-1])}" if pd.notna(row["high"]) else ""
    return (
        f"Work out the mean interval of the {number(row['sessions'])} sessions of the {row['mechanism'].replace('-', ' ')} since "
        f"{date(row['founded'])}{until}, once from the first and once from the last possible day. What does it hide?"
    )


def naming(events: pd.DataFrame, seats: pd.DataFrame) -> str | None:
    """The holder of an office whom the page seats and does not name."""
    unnamed = unnamed_seats(events, seats)
    if unnamed.empty:
        return None
    said = [
        f"the {str(row['office']).replace('_', ' ')} of {country(row['country'])} in {date(row['date'])}"
        for row in records(unnamed)
    ]
    return f"The page seats {listed(list(dict.fromkeys(said)))} without a name. Find the name: what would you look up, and where?"


def unnamed_seats(events: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """The seats without a name whose office and country are told: `event`, `date`, `office`, `country`, `quote`."""
    found = seats[~seats["named"].astype(bool)].dropna(subset=["office", "country"])
    dates = events[["id", "date"]].rename(columns={"id": "event"})
    return found.merge(dates, on="event")[["event", "date", "office", "country", "quote"]].dropna(subset=["date"])


def ordering(events: pd.DataFrame) -> str | None:
    """Several engagements of one month, to be put in order."""
    month = busiest_month(events)
    if month is None:
        return None
    told = records(events[events["date"] == month].sort_values("start"))
    kinds = listed([f"a {row['kind']}" for row in told])
    return f"The page tells of {kinds} in {date(month)}, in this order. Put them in the order of time. Can the page alone do it?"


def busiest_month(events: pd.DataFrame) -> str | None:
    """The month of which the page tells most engagements (the latest of equals), if it is more than one."""
    months = events[events["date_precision"] == "month"]["date"]
    counted_ = months.value_counts()
    counted_ = counted_[counted_ > 1]
    return str(max(counted_.index, key=lambda month: (counted_[month], month))) if len(counted_) else None
