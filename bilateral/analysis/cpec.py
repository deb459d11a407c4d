"""The flagship project of a page: what it is said to have brought, what may be divided by what, and its steps.

The project is the *entity* that the notebook names (a slug of the tables). Its figures are cumulative claims up to a
date; each carries its bounds, and every ratio is an interval worked out from them (`bilateral.analysis.intervals`).
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import Interval, ends, of_row
from bilateral.analysis.rows import records
from bilateral.analysis.steps import COLUMNS as STEP_COLUMNS
from bilateral.analysis.steps import milestones, together
from bilateral.analysis.wording import is_money
from bilateral.tables import Tables

SESSIONS = "mechanism.sessions"
_COUNTED = {"jobs", "persons", "companies", "projects"}
SENSIBLE = "both figures are of the whole project"
SENSELESS = "the money paid for everything else as well, so the ratio is no unit cost"


def entities(statistics: pd.DataFrame) -> list[str]:
    """What the page measures in more than one way: with money first, then by the number of measures, then as named."""
    figures = statistics[~statistics["indicator"].str.startswith(("trade.", SESSIONS)).fillna(False)]
    figures = figures.dropna(subset=["entity"]).assign(money=figures["unit"].map(is_money).astype(bool))
    found = figures.groupby("entity", sort=False).agg(money=("money", "any"), measures=("indicator", "nunique"))
    found = found[found["measures"] > 1].sort_values(["money", "measures"], ascending=False, kind="stable")
    return list(found.index)


def project(tables: Tables, entity: str) -> str | None:
    """The entity asked for where the page has it, else the one that the page measures in most ways, else None."""
    if (tables.statistics["entity"] == entity).any() or (tables.milestones["thread"] == entity).any():
        return entity
    return next(iter(entities(tables.statistics)), None)


def outcomes(statistics: pd.DataFrame, entity: str | None) -> pd.DataFrame:
    """The figures of a project, in the order of the page.

    Columns: `indicator`, `label`, `value`, `low`, `high`, `unit`, `qualifier`, `as_of` (EDTF), `period_start`,
    `period_end`, `printed`, `quote`, `slack` (half the width of the interval over the printed value, percent; missing
    where an end is open).
    """
    rows = statistics[(statistics["entity"] == entity).fillna(False) & (statistics["indicator"] != SESSIONS)].copy()
    rows["slack"] = (rows["high"] - rows["low"]) / 2 / rows["value"] * 100
    rows["as_of"] = rows["period"]
    rows["printed"] = [_printed(row) for row in records(rows)]
    columns = ["indicator", "label", "value", "low", "high", "unit", "qualifier", "as_of", "period_start", "period_end",
               "printed", "quote", "slack"]  # fmt: skip
    return rows.sort_values("start")[columns].reset_index(drop=True)


def ratios(figures: pd.DataFrame) -> pd.DataFrame:
    """Money by what it is said to have brought, and the other way round, with what makes sense told from what does not.

    A ratio of two totals is a mean only if both totals are of the same thing. Jobs and money are both of the whole
    project; kilometres and megawatts are parts of it, for which the page does not print their part of the money. Only
    figures of one date are divided. Columns: `what`, `low`, `high`, `unit`, `sensible`, `why`, `quote`.
    """
    money = figures[figures["unit"].map(is_money).astype(bool)]
    rows: list[dict[str, Any]] = []
    for spent in records(money):
        for other in records(figures[~figures["unit"].map(is_money).astype(bool)]):
            if other["unit"] != "percent" and _same(spent["as_of"], other["as_of"]):
                rows += _ratio_rows(spent, other)
    return pd.DataFrame(rows, columns=["what", "low", "high", "unit", "sensible", "why", "quote"])


def unit_costs(plants: pd.DataFrame) -> pd.DataFrame:
    """Cost per megawatt of each itemised plant (money of `unit` per MW), cheapest first; plants without capacity are
    left out.

    The costs are printed in millions: half a million each way, or half of the last printed decimal. Columns: `project`,
    `capacity_mw`, `value`, `unit`, `low`, `high`, `source`, `published`.
    """
    if plants.empty:
        return pd.DataFrame(columns=["project", "capacity_mw", "value", "unit", "low", "high", "source", "published"])
    rows = plants.dropna(subset=["capacity_mw", "value"])
    half = rows["value"].map(lambda value: 5e5 if value % 1e6 == 0 else 5e4)
    costs = rows.assign(low=(rows["value"] - half) / rows["capacity_mw"], high=(rows["value"] + half) / rows["capacity_mw"])
    columns = ["project", "capacity_mw", "value", "unit", "low", "high", "source", "published"]
    return costs.sort_values(["low", "project"], ignore_index=True)[columns]


def project_steps(tables: Tables, entity: str | None, include_inferred: bool = True) -> pd.DataFrame:
    """The dated steps of a project: its milestones, the engagements that name it, and the sessions of its committee.

    Inferred to belong are steps and sessions that only stand in the project's own section and are no other thing's.
    """
    if entity is None:
        return pd.DataFrame(columns=STEP_COLUMNS)
    steps, events = tables.milestones, tables.events
    named = naming(tables, entity)
    sections = own_sections(tables.statistics, entity)
    stated = (steps["thread"] == entity).fillna(False) | steps["quote"].str.contains(named)
    others = steps["thread"].isin(set(tables.statistics["entity"].dropna()) - {entity})
    dated = milestones(steps, stated.astype(bool), steps["section"].isin(sections) & ~others, include_inferred)
    spoken = events["quote"].str.contains(named).astype(bool)
    beside = events["section"].isin(sections)
    chosen = events[spoken | beside] if include_inferred else events[spoken]
    happened = pd.DataFrame({
        "when": chosen["date"], "first": chosen["date_start"], "last": chosen["date_end"],
        "what": [_happening(row) for row in records(chosen)],
        "thread": chosen["mechanism"], "who": "the page",
        "basis": ["stated" if named else "inferred" for named in spoken.loc[chosen.index]], "quote": chosen["quote"],
    })  # fmt: skip
    return together(dated, happened[STEP_COLUMNS])


def _printed(row: dict[str, Any]) -> str:
    if pd.isna(row["num_start"]):
        return str(row["quote"])
    return " ".join(row["quote"][int(row["num_start"] - row["start"]) : int(row["num_end"] - row["start"])].split())


def _same(one: Any, other: Any) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or bool(pd.notna(one) and pd.notna(other) and one == other)


def _ratio_rows(spent: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    money, count = of_row(spent, 0.0), of_row(other, 0.0)
    unit, thing = spent["unit"], other["unit"]
    sensible = thing in _COUNTED
    base = {
        "sensible": sensible,
        "why": SENSIBLE if sensible else SENSELESS,
        "quote": f"{spent['quote']} … {other['quote']}",
    }
    one = "job" if thing == "jobs" else thing
    label = "" if other["label"] == thing else f" ({other['label']})"
    rows = [{"what": f"{unit} per {one}{label}", **_bounds(money / count), "unit": unit, **base}]
    if sensible:
        rows.insert(0, {"what": f"{thing} per million {unit}", **_bounds(count / money * 1e6), "unit": thing, **base})
    return rows


def _bounds(interval: Interval) -> dict[str, float | None]:
    low, high = ends(interval)
    return {"low": low or None, "high": high}  # a ratio of positive figures that may be zero is one without a low end


def _happening(event: dict[str, Any]) -> str:
    """An engagement in a few words: its kind, and what it was held for, as or at."""
    mechanism = event["mechanism"].replace("-", " ") if pd.notna(event["mechanism"]) else pd.NA
    about = next((str(word) for word in (event["occasion"], mechanism, event["place"]) if pd.notna(word)), "")
    return ": ".join(part for part in (event["kind"], " ".join(about.split())) if part)


def own_sections(statistics: pd.DataFrame, entity: str | None) -> set[str]:
    """The sections of a project's figures that are its own: those that print no trade figures."""
    of_trade = statistics["indicator"].str.startswith("trade.").fillna(False).astype(bool)
    of_project = (statistics["entity"] == entity).fillna(False).astype(bool)
    return set(statistics.loc[of_project, "section"].dropna()) - set(statistics.loc[of_trade, "section"].dropna())


def launch(tables: Tables, entity: str | None) -> pd.DataFrame:
    """The milestones that launched a project, as the page has them."""
    steps = tables.milestones
    return steps[(steps["thread"] == entity).fillna(False) & (steps["kind"] == "initiative_launched")]


def naming(tables: Tables, entity: str) -> re.Pattern[str]:
    """The names of a project: its slug, and the title under which it was launched."""
    launched = launch(tables, entity)["title"].dropna()
    names = [re.escape(entity).replace(r"\-", r"[\s-]"), *(re.escape(title) for title in launched)]
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)
