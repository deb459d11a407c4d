"""The page's trade figures beside those that others report, each with who says it; nothing is averaged.

Others' exports are the other side's imports: every flow is turned to be seen from the page's home country, so that
both reports of the same goods share a flow. They differ for good reasons: imports are valued with freight and
insurance and exports without (United Nations, *IMTS Compilers Manual*, 2013, chapter 4), central banks record
payments and customs offices goods, and fiscal years are not calendar years.
"""

from __future__ import annotations

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.analysis.trade import FLOWS
from bilateral.analysis.wording import bounds, counted, country, date, listed

NOT_SHOWN = "No figures of others are shown: none are bundled for these countries and this window, or they are switched off."
COLUMNS = [
    "flow",
    "period",
    "first",
    "last",
    "low",
    "high",
    "unit",
    "who",
    "side",
    "basis",
    "printed",
    "source",
    "published",
    "note",
]
_MIRROR = {"X": "M", "M": "X", "T": "T"}
_YEAR = 360  # days; shorter periods are parts of a year and no point of a yearly series


def beside(printed: pd.DataFrame, before: pd.DataFrame, others: pd.DataFrame, home: str) -> pd.DataFrame:
    """The page's figures, what they imply, and what others report, one row a figure; columns as COLUMNS.

    `flow` is seen from `home`; `side` is `home` or `partner`, whose agency reports; `basis` is `page`, `implied` or
    `others`; `low` and `high` in `unit`; `first` and `last` are the ends of the period. In the order of time.
    """
    parts = [part for part in (_page(printed), _implied(printed, before), _others(others, home)) if len(part)]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(parts, ignore_index=True).sort_values(["first", "last", "flow"], kind="stable", ignore_index=True)
    return rows[COLUMNS]


def yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of the figures that cover a whole year, calendar or fiscal."""
    return rows[((rows["last"] - rows["first"]).dt.days >= _YEAR).fillna(False)] if len(rows) else rows


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """What others report, as a reader's table, with the source of every figure."""
    shown = [
        {
            "Period": date(row["period"]),
            "Flow": FLOWS[row["flow"]],
            "Figure": bounds(row["low"], row["high"], row["unit"]),
            "Who says so": row["who"],
            "Read in": f"{row['source']} ({row['published'] if pd.notna(row['published']) else 'undated'})",
            "Note": row["note"] if pd.notna(row["note"]) else "",
        }
        for row in records(rows[rows["basis"] == "others"])
    ]
    return pd.DataFrame(shown).set_index("Period") if shown else pd.DataFrame()


def headline(rows: pd.DataFrame) -> str:
    """How many figures of others stand beside the page's, in the words of a figure's title."""
    said = rows[rows["basis"] == "others"]
    if said.empty:
        return "No figures of others are bundled for these two countries and this window"
    span = f"{said['first'].min().year} to {said['last'].max().year}"
    return f"{counted(len(said), 'figure')} of others, {span}, beside those of the page: each agency counts its own way"


def reading(rows: pd.DataFrame) -> str:
    """Who reports, how, and which periods are no calendar years."""
    said = rows[rows["basis"] == "others"]
    if said.empty:
        return headline(rows) + "."
    words = f"Reported by {listed(sorted(set(said['who'])))}, as newspapers and ministries quote them."
    fiscal = yearly(said)
    fiscal = fiscal[fiscal["first"].dt.month != 1]
    if fiscal.empty:
        return words
    return f"{words} {counted(len(fiscal), 'figure')} of them, by {listed(sorted(set(fiscal['who'])))}, are of fiscal years."


def _page(printed: pd.DataFrame) -> pd.DataFrame:
    named = printed.dropna(subset=["period_start", "period_end"])
    return named.assign(
        first=named["period_start"], last=named["period_end"], who="the page", side="home", basis="page",
        source=named["attribution"], published=None, note=None,
    )  # fmt: skip


def _implied(printed: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    if before.empty:
        return before
    starts = printed.drop_duplicates("line").set_index("line")
    year = pd.DateOffset(years=1)
    rows = before[~before["reported"].astype(bool)].dropna(subset=["low", "high"])
    return rows.assign(
        period=rows["before"], first=rows["line"].map(starts["period_start"]) - year,
        last=rows["line"].map(starts["period_end"]) - year, who="implied by the page", side="home", basis="implied",
        printed=None, source=None, published=None, note=None,
    )  # fmt: skip


def _others(others: pd.DataFrame, home: str) -> pd.DataFrame:
    if others.empty:
        return others
    rows = others[(others["indicator"] == "trade.goods")]
    ours = rows["reporter"] == home
    return rows.assign(
        flow=rows["flow"].where(ours, rows["flow"].map(_MIRROR)),
        first=rows["period_start"],
        last=rows["period_end"],
        who=rows["reporter"].map(country) + " (" + rows["agency"] + ")",
        side=ours.map({True: "home", False: "partner"}),
        basis="others",
    )
