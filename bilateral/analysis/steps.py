"""Dated steps of one thing on a time line: agreements, foundings, claims of rank.

A step has a first and a last possible day, missing where the page leaves that end open; nothing is placed more
precisely than that.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import Interval
from bilateral.analysis.rows import records
from bilateral.analysis.wording import counted, country, date, listed, speaker
from bilateral.tables import Tables

COLUMNS = ["when", "first", "last", "what", "thread", "who", "basis", "quote"]
NO_RANKS = "The page claims no rank in this window."
_TRADE = re.compile(r"\b(?:trade|trading|tariffs?|customs|commerc\w+|exports?|imports?)\b", re.IGNORECASE)


def of_trade(tables: Tables, include_inferred: bool = True) -> pd.DataFrame:
    """The dated steps of the trade relationship, in the order of time; columns as COLUMNS.

    `basis` is `stated` where the step's words speak of trade, commerce or customs, and `inferred` where it only
    stands in a section that prints trade figures or ranks; those are left out without `include_inferred`.
    """
    steps = tables.milestones
    spoken = (steps["title"].fillna("") + " " + steps["quote"]).str.contains(_TRADE)
    figures = tables.statistics.loc[tables.statistics["indicator"].str.startswith("trade.").fillna(False), "section"]
    beside = steps["section"].isin({*figures.dropna(), *tables.rankings["section"].dropna()})
    return milestones(steps, spoken.astype(bool), beside, include_inferred)


def milestones(steps: pd.DataFrame, stated: pd.Series, inferred: pd.Series, include_inferred: bool) -> pd.DataFrame:
    """Milestones as steps: those stated to belong, and with `include_inferred` those inferred to."""
    chosen = steps[stated | inferred] if include_inferred else steps[stated]
    rows = chosen.assign(
        what=[_step(kind, title) for kind, title in zip(chosen["kind"], chosen["title"], strict=True)],
        basis=["stated" if named else "inferred" for named in stated.loc[chosen.index]],
        who="the page",
    )
    return _as_steps(rows, "date")


def of_ranks(rankings: pd.DataFrame) -> pd.DataFrame:
    """The claims of rank as steps from their year on; `who` is the source that the page names, else the page itself."""
    rows = rankings.assign(
        what=[_claim(row) for row in records(rankings)],
        thread=rankings["subject"] + ">" + rankings["object"] + " " + rankings["measure"],
        who=rankings["attribution"].fillna("the page"),
        basis="stated",
    )
    return _as_steps(rows, "since")


def recorded_ranks(claims: pd.DataFrame) -> pd.DataFrame:
    """Dated statements of rank by others (`rank_claims` of the reference figures) as steps."""
    if claims.empty:
        return pd.DataFrame(columns=COLUMNS)
    what = [f"{speaker(row['speaker'])}: {row['claim']}" for row in records(claims)]
    rows = claims.assign(what=what, thread=None, who=claims["source"], basis="others", quote=claims["claim"])
    return _as_steps(rows, "period")


def together(*parts: pd.DataFrame) -> pd.DataFrame:
    """Steps of several kinds in one order of time."""
    filled = [part for part in parts if len(part)]
    return _sorted(pd.concat(filled, ignore_index=True)) if filled else pd.DataFrame(columns=COLUMNS)


def table(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps as a reader's table: when, step, who says so, how it belongs, the words."""
    rows = [
        {
            "When": date(row["when"]) if pd.notna(row["when"]) else "not dated",
            "Step": row["what"],
            "Who says so": row["who"],
            "Belongs here as": row["basis"],
            "Words": " ".join(row["quote"].split()),
        }
        for row in records(steps)
    ]
    return pd.DataFrame(rows).set_index("When") if rows else pd.DataFrame()


def headline(steps: pd.DataFrame, thing: str) -> str:
    """One sentence: how many steps, from when to when, the longest time without one, how many belong by inference."""
    if steps.empty:
        return f"The page gives no step of {thing} in this window"
    inferred = int((steps["basis"] == "inferred").sum())
    ours = f" ({'all' if inferred == len(steps) else inferred} by the section they stand in)" if inferred else ""
    dated = steps.dropna(subset=["when"])
    if len(dated) < 2:
        return f"The page gives {counted(len(steps), 'step')} of {thing}{ours}: {listed(list(steps['what']))}"
    gap = quiet(steps)
    years = " to ".join(dict.fromkeys(f"{days / 365.25:.1f}" for days in (gap.low, gap.high))) if gap else ""
    longest = f", at the longest {years} years apart" if gap else ""
    span = f"{date(dated['when'].iat[0])} to {date(dated['when'].iat[-1])}"
    return f"{counted(len(steps), 'step')} of {thing}{ours}, from {span}{longest}"


def ranks_headline(steps: pd.DataFrame, ranks: pd.DataFrame, thing: str) -> str:
    """How many steps and claims of rank a time line shows, and who makes the claims; without claims, `headline`."""
    if ranks.empty:
        return headline(steps, thing)
    others = int((ranks["basis"] == "others").sum())
    claims = f"{counted(len(ranks) - others, 'claim')} of rank by the page"
    return f"{counted(len(steps), 'step')} of {thing}, {claims}" + (f" and {others} by others" if others else "")


def quiet(steps: pd.DataFrame) -> Interval | None:
    """The longest time from one step to the next, in days, as the dates allow; None with fewer than two."""
    dated = steps.dropna(subset=["first", "last"]).sort_values("first", kind="stable")
    between = [
        Interval(max(0.0, (after["first"] - before["last"]).days), (after["last"] - before["first"]).days)
        for before, after in pairwise(records(dated))
    ]
    return max(between, key=lambda gap: (gap.low, gap.high), default=None)


def rank_reading(rankings: pd.DataFrame) -> str:
    """What the claims of rank are: how many, said by whom, and of which orders."""
    if rankings.empty:
        return NO_RANKS
    named = sorted(set(rankings["attribution"].dropna()))
    orders = sorted({str(name).replace("_", " ") for name in rankings["measure"].dropna()})
    unnamed = int(rankings["attribution"].isna().sum())
    parts = [f"{unnamed} without a source"] if unnamed else []
    parts += [f"{len(rankings) - unnamed} on the word of {listed(named)}"] if named else []
    return (
        f"The page makes {counted(len(rankings), 'claim')} of rank as {listed(orders)}: {listed(parts)}. No rank can "
        "be checked from the page, which would have to print the same trade with every other country."
    )


def _step(kind: str, title: Any) -> str:
    named = " ".join(title.split()) if pd.notna(title) else "(no title)"
    return named if kind == "other" else f"{kind.replace('_', ' ')}: {named}"


def _claim(row: dict[str, Any]) -> str:
    scope = f" ({row['scope']})" if pd.notna(row["scope"]) else ""
    measure = str(row["measure"]).replace("_", " ")
    return f"{country(row['subject'])} is no. {row['rank']} {measure} of {country(row['object'])}{scope}"


def _as_steps(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    frame = rows.assign(when=rows[column], first=rows[f"{column}_start"], last=rows[f"{column}_end"])
    return _sorted(frame[COLUMNS])


def _sorted(steps: pd.DataFrame) -> pd.DataFrame:
    at = steps["first"].fillna(steps["last"])
    order = pd.DataFrame({"at": at, "last": steps["last"]}).sort_values(["at", "last"], kind="stable").index
    return steps.loc[order].reset_index(drop=True)
