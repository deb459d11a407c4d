"""A project's figures as other speakers gave them over time, each with who said it; nothing is averaged or fitted."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import Interval
from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, counted, date, listed, number

NOT_SHOWN = "No statements of others are shown: none are bundled for this project and window, or they are switched off."
NO_RISE = "Without two statements that differ there is no pace of the investment."
NO_DIFFERENCE = (
    "No two statements of one year differ beyond their rounding, as far as statements of others are bundled and shown."
)
_PARTS = {
    "mean": "on the mean since the launch",
    "until": "up to the last break",
    "since": "after the last break",
    "step": "between two statements",
}
COLUMNS = [
    "indicator",
    "speaker",
    "when",
    "first",
    "last",
    "value",
    "low",
    "high",
    "unit",
    "basis",
    "printed",
    "source",
    "published",
    "note",
]


def claims(figures: pd.DataFrame, others: pd.DataFrame, entity: str | None) -> pd.DataFrame:
    """The page's figures of a project and those of other speakers, in the order of indicator, then time; columns as
    COLUMNS.

    `when` is the day that a cumulative figure reaches to; `basis` is `page` or `others`. Only what the page measures
    is kept.
    """
    page = figures.dropna(subset=["period_end"])
    page = page.assign(
        speaker="the page", when=[str(period).rsplit("/", maxsplit=1)[-1] for period in page["as_of"]],
        first=page["period_end"], last=page["period_end"],
        basis="page", source=None, published=None, note=None,
    )  # fmt: skip
    parts = [page[COLUMNS]]
    if len(others):
        said = others[(others["entity"] == entity) & others["indicator"].isin(figures["indicator"])]
        said = said.assign(when=said["period"], first=said["period_start"], last=said["period_end"], basis="others")
        parts.append(said[COLUMNS])
    rows = pd.concat([part for part in parts if len(part)] or [page[COLUMNS]], ignore_index=True)
    order = {indicator: at for at, indicator in enumerate(dict.fromkeys(figures["indicator"]))}
    rows = rows.assign(order=rows["indicator"].map(order)).sort_values(["order", "first", "basis"], kind="stable")
    return rows[COLUMNS].reset_index(drop=True)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Who said what of the project when, with the source of every figure and what it counts."""
    shown = [
        {
            "When": date(row["when"]),
            "Indicator": row["indicator"].replace(".", " "),
            "Who says so": row["speaker"],
            "Figure": bounds(row["low"], row["high"], row["unit"]),
            "As printed": row["printed"],
            "Read in": row["source"] if pd.notna(row["source"]) else "the page",
            "Note": row["note"] if pd.notna(row["note"]) else "",
        }
        for row in records(rows)
    ]
    return pd.DataFrame(shown).set_index("When") if (rows["basis"] == "others").any() else pd.DataFrame()


def headline(rows: pd.DataFrame) -> str:
    """How many statements of others stand beside the page's, in the words of a figure's title."""
    said = rows[rows["basis"] == "others"]
    if said.empty:
        return "No statements of others about this project are bundled"
    span = f"{said['first'].min().year} to {said['last'].max().year}"
    speakers = counted(len(set(said["speaker"])), "speaker")
    return f"{counted(len(said), 'statement')} by {speakers}, {span}: steps, and no line through them"


def reading(rows: pd.DataFrame) -> str:
    """Where a later statement is lower than the one before, beyond what rounding covers."""
    said = rows[rows["basis"] == "others"]
    if said.empty:
        return headline(rows) + "."
    fell = [_fall(group) for _, group in rows.groupby("indicator", sort=False)]
    sentences = [words for words in fell if words]
    ending = " The speakers do not count the same things; a cumulative figure that falls has changed its meaning."
    return " ".join(sentences) + ending if sentences else "No later statement is lower than an earlier one."


def increases(rows: pd.DataFrame, indicator: str, launched: pd.DataFrame) -> pd.DataFrame:
    """How fast one figure rose a year, up to the page: on the mean since the launch, and step by step.

    Rise = later less earlier interval, over the years (365.25 days) between the two dates, an interval too; the launch
    counts as zero. A step leads from the first statement of one value to the first of the next; statements after the
    page's are left out. Columns: `part` (`mean`: the launch to the page; `until`: the launch to the first statement of
    the value before the page's; `since`: from there to the page; `step`), `since`, `until` (EDTF), `unit`, `low`,
    `high` (a year). `launched`: milestones of the launch.
    """
    told = rows[rows["indicator"] == indicator].dropna(subset=["low", "high", "first", "last"])
    page = told[told["basis"] == "page"]
    told = told[told["first"] <= page["first"].max()].drop_duplicates("value", keep="first") if len(page) else told.head(0)
    values = records(told)
    start = [
        {"when": row["date"], "first": row["date_start"], "last": row["date_end"], "low": 0.0, "high": 0.0}
        for row in records(launched.head(1))
    ]
    pairs = [("mean", start[0], records(page)[-1])] if start and len(page) else []
    if len(values) > 1:
        pairs += [("until", start[0], values[-2])] if start else []
        pairs.append(("since", values[-2], values[-1]))
    pairs += [("step", *pair) for pair in pairwise(values[:-1])]
    risen = [{"part": part, **_rise(one, two)} for part, one, two in pairs if two["first"] > one["last"]]
    return pd.DataFrame(risen, columns=["part", "since", "until", "unit", "low", "high"])


def increases_table(rise: pd.DataFrame) -> pd.DataFrame:
    """The same as a reader's table."""
    shown = [
        {
            "What": _PARTS[row["part"]],
            "From": date(row["since"]),
            "Until": date(row["until"]),
            "A year": bounds(row["low"], row["high"], row["unit"]),
        }
        for row in records(rise)
    ]
    return pd.DataFrame(shown).set_index("What") if shown else pd.DataFrame()


def increases_headline(rise: pd.DataFrame) -> str:
    """The pace before and after the last break against the mean, in the words of a figure's title."""
    parts = {row["part"]: row for row in records(rise[rise["part"] != "step"])}
    if not {"mean", "since"} <= set(parts):
        return NO_RISE
    since, mean = parts["since"], parts["mean"]
    after = f"Since {date(since['since'])} {bounds(since['low'], since['high'], since['unit'])} came a year"
    average = f"the mean since the launch is {bounds(mean['low'], mean['high'], mean['unit'])}"
    if "until" not in parts:
        return f"{after}; {average}"
    until = parts["until"]
    return f"{after}, before it {bounds(until['low'], until['high'], until['unit'])}; {average}"


def side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements of one figure within one year of which two cannot both be true of one thing, with what each counts.

    Columns: `year`, `indicator`, `speaker`, `when`, `printed`, `low`, `high`, `unit`, `source`, `note`; in the order of
    indicator and time. Statements of equal figures stand beside those that they differ from.
    """
    told = rows.dropna(subset=["low", "high", "first"]).assign(year=lambda frame: frame["first"].dt.year)
    kept = [group for _, group in told.groupby(["indicator", "year"], sort=False) if group["low"].max() > group["high"].min()]
    columns = ["year", "indicator", "speaker", "when", "printed", "low", "high", "unit", "source", "note"]
    return pd.concat(kept, ignore_index=True)[columns] if kept else pd.DataFrame(columns=columns)


def side_by_side_table(differing: pd.DataFrame) -> pd.DataFrame:
    """The same as a reader's table."""
    shown = [
        {
            "Figure": f"{row['indicator'].replace('.', ' ')}, {row['year']}",
            "Who says so": f"{row['speaker']}, {date(row['when'])}",
            "As printed": row["printed"],
            "True value": bounds(row["low"], row["high"], row["unit"]),
            "What it counts": _scope(row["printed"]),
            "Note": row["note"] if pd.notna(row["note"]) else "",
            "Read in": row["source"] if pd.notna(row["source"]) else "the page",
        }
        for row in records(differing)
    ]
    return pd.DataFrame(shown).set_index("Figure") if shown else pd.DataFrame()


def side_by_side_reading(differing: pd.DataFrame) -> str:
    """How far apart the statements of one year are."""
    if differing.empty:
        return NO_DIFFERENCE
    told = [
        f"{str(indicator).replace('.', ' ')} in {year}, from {number(group['low'].min())} to {number(group['high'].max())} "
        f"{group['unit'].iat[0]}"
        for (indicator, year), group in differing.groupby(["indicator", "year"], sort=False)
    ]
    return f"One name, several counts: {listed(told)}. Before one is called wrong, ask what each of them counted."


def _rise(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    years = Interval((two["first"] - one["last"]).days / 365.25, (two["last"] - one["first"]).days / 365.25)
    rise = (Interval(two["low"], two["high"]) - Interval(one["low"], one["high"])) / years
    return {"since": one["when"], "until": two["when"], "unit": two["unit"], "low": rise.low, "high": rise.high}


def _scope(printed: Any) -> str:
    """The words beside the number of a print, such as "direct jobs"; what is counted is not told without any."""
    return " ".join(re.sub(r"[\d.,$]+|\b(?:about|around|billion|million)\b", " ", str(printed)).split()) or "not told"


def _fall(group: pd.DataFrame) -> str:
    values = group.dropna(subset=["value", "low", "high"])
    drops = [
        f"{number(one['value'], one['unit'])} ({one['speaker']}, {date(one['when'])}) is followed by "
        f"{number(two['value'], two['unit'])} ({two['speaker']}, {date(two['when'])})"
        for one, two in zip(records(values.iloc[:-1]), records(values.iloc[1:]), strict=True)
        if two["high"] < one["low"]
    ]
    indicator = str(group["indicator"].iat[0]).replace(".", " ")
    return f"Of {indicator}, {listed(drops)}." if drops else ""
