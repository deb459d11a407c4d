"""What the frames of `bilateral.analysis.mechanisms` say: headlines, readings and tables for a reader."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, counted, date, number

NO_GAPS = "No two sessions of it are dated, so there is no gap to measure."
NO_PACE = "The page counts the sessions of no mechanism in this window."


def paces_table(paces: pd.DataFrame) -> pd.DataFrame:
    """Sessions, founding and months per session of each mechanism, with how it belongs to the project."""
    rows = [
        {
            "Mechanism": row["mechanism"],
            "Sessions": number(row["sessions"]),
            "Counted from": date(row["founded"]) if pd.notna(row["founded"]) else "not told",
            "Count as of": date(row["as_of"]) if pd.notna(row["as_of"]) else "not told",
            "One session in": bounds(row["low"], row["high"], "months"),
            "The project's": row["committee"] if pd.notna(row["committee"]) else "",
            "Words of the page": " ".join(row["quote"].split()),
        }
        for row in records(paces)
    ]
    return pd.DataFrame(rows).set_index("Mechanism") if rows else pd.DataFrame()


def gaps_table(gaps: pd.DataFrame) -> pd.DataFrame:
    """The time between dated sessions; more than one step means that sessions between are not dated."""
    rows = [
        {"From session": f"{row['after']:.0f}", "To session": f"{row['until']:.0f}", "Steps": f"{row['steps']:.0f}",
         "Time between": bounds(row["low"], row["high"], "months")}
        for row in records(gaps)
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("From session") if rows else pd.DataFrame()


def sessions_headline(paces: pd.DataFrame, gaps: pd.DataFrame, mechanism: str | None) -> str:
    """The committee's mean pace beside its real gaps, in the words of a figure's title."""
    if mechanism is None:
        return "The page counts no committee of this project"
    row = paces[paces["mechanism"] == mechanism].iloc[0]
    name = mechanism.replace("-", " ")
    pace = bounds(row["low"], row["high"], "months")
    mean = f"{number(row['sessions'])} sessions of the {name}, on the mean one in {pace}"
    real = gaps[gaps["steps"] == 1]
    if real.empty:
        return mean
    return f"{mean}; between dated neighbours {real['low'].min():.1f} to {real['high'].max():.1f} months passed"


def sessions_reading(paces: pd.DataFrame, gaps: pd.DataFrame, mechanism: str | None) -> str:
    """What the dated sessions add to the mean, and that a mean hides the longest gap."""
    if mechanism is None:
        return "Without a committee there is no pace to speak of."
    if gaps.empty:
        row = paces[paces["mechanism"] == mechanism].iloc[0]
        none = pd.isna(row["low"]) and pd.isna(row["high"])
        mean = "and its founding is not told, so its pace is not known" if none else "so the mean is all there is"
        return f"Fewer than two of its sessions are dated here, {mean}. A mean hides the longest gap."
    several = gaps[gaps["steps"] > 1].sort_values("low")
    words = f"{counted(int((gaps['steps'] == 1).sum()), 'gap')} between neighbouring sessions can be measured."
    if len(several):
        row = several.iloc[-1]
        words += (
            f" From session {row['after']:.0f} to {row['until']:.0f}, {row['steps']:.0f} steps on, passed "
            f"{bounds(row['low'], row['high'], 'months')}; the sessions between are not dated here."
        )
    return words + " An announced or postponed session is drawn hollow and is no session."


def intervals_table(real: pd.DataFrame) -> pd.DataFrame:
    """Each mechanism's mean interval beside its gaps between neighbouring sessions that are dated."""
    rows = [
        {
            "Mechanism": str(mechanism).replace("-", " "),
            "On the mean one session in": bounds(group["mean_low"].iat[0], group["mean_high"].iat[0], "months"),
            "Gaps that are dated": int(group["after"].notna().sum()),
            "Shortest": _gap(group.sort_values("low").head(1)),
            "Longest": _gap(group.sort_values("low").dropna(subset=["low"]).tail(1)),
        }
        for mechanism, group in real.groupby("mechanism", sort=False)
    ]
    return pd.DataFrame(rows).set_index("Mechanism") if rows else pd.DataFrame()


def intervals_headline(real: pd.DataFrame) -> str:
    """The mechanism whose mean hides most, in the words of a figure's title."""
    known = real.dropna(subset=["mean_low", "low"])
    if known.empty:
        return NO_GAPS
    row = records(known.assign(times=known["low"] / known["mean_low"]).sort_values("times", kind="stable"))[-1]
    mean = bounds(row["mean_low"], row["mean_high"], "months")
    return f"A mean of {mean} hides a gap of {_in_years(row)} between two sessions of the {row['mechanism'].replace('-', ' ')}"


def _gap(one: pd.DataFrame) -> str:
    if one["low"].isna().all():
        return "–"
    row = records(one)[0]
    return f"{bounds(row['low'], row['high'], 'months')} (sessions {row['after']:.0f} to {row['until']:.0f})"


def _in_years(row: dict[str, Any]) -> str:
    if row["low"] < 24:
        return bounds(row["low"], row["high"], "months")
    return " to ".join(dict.fromkeys(f"{row[end] / 12:.1f}" for end in ("low", "high"))) + " years"
