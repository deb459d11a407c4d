"""What the solutions of the exercises need besides the analyses: which digit helps most, who an unnamed holder was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from bilateral.analysis.recorded import MATCHED
from bilateral.analysis.rows import records
from bilateral.analysis.trade import FLOWS, INCONSISTENT, year_before
from bilateral.analysis.wording import bounds, country, date, listed

NO_DIGIT = "The page does not imply a year before, so no digit can make it narrower."
NOBODY = "The page seats nobody without a name, or no record of others has the engagement."
SHARPER = ["line", "figure", "wider", "low", "high", "unit"]


def sharper(printed: pd.DataFrame) -> pd.DataFrame:
    """How wide the implied year before would be, were one figure printed with one digit more; the narrowest first.

    A digit more makes an interval a tenth as wide; it is tried around the printed value, which stands for wherever the
    digit would fall. Columns: `line`, `figure` (words; `as printed` for none), `wider` (the widths of the implied
    flows, each over its middle, summed: percent), `low`, `high`, `unit` (of the first implied flow).
    """
    rows = [_width(printed, "as printed")]
    for at, row in enumerate(records(printed)):
        rows += [_width(_refined(printed, at, low, high), f"{what} of {FLOWS[row['flow']]}, {date(row['line'])}")
                 for what, low, high in (("level", "low", "high"), ("growth", "growth_low", "growth_high"))
                 if pd.notna(row[low]) and pd.notna(row[high])]  # fmt: skip
    frame = pd.DataFrame([row for row in rows if row], columns=SHARPER)
    return frame.sort_values("wider", kind="stable", ignore_index=True) if len(frame) > 1 else frame.head(0)


def sharper_table(found: pd.DataFrame) -> pd.DataFrame:
    """The same as a reader's table."""
    rows = [
        {
            "One digit more for": row["figure"],
            "The year before, all widths together": f"{row['wider']:.3f} %",
            "Then the total is": bounds(row["low"], row["high"], row["unit"]),
        }
        for row in records(found)
    ]
    return pd.DataFrame(rows).set_index("One digit more for") if rows else pd.DataFrame()


def sharper_reading(found: pd.DataFrame) -> str:
    """Which digit would help most."""
    if found.empty:
        return NO_DIGIT
    (before,) = (row["wider"] for row in records(found) if row["figure"] == "as printed")
    least = found["wider"].min()
    best = [row["figure"] for row in records(found) if round(row["wider"], 4) == round(least, 4)]
    if "as printed" in best:
        return "No single digit more would make the year before narrower."
    which = f"the {best[0]}" if len(best) == 1 else f"one of these, which help alike: {listed(best)}"
    return f"Ask for {which}. The widths fall from {before:.3f} to {least:.3f} % together."


def named(unnamed: pd.DataFrame, events: pd.DataFrame, compared: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """What others tell of the engagements at which the page seats somebody without a name, one row a report.

    Columns: `date`, `seats` (words), `others_say`, `source`, `quote`. `compared`: of `bilateral.analysis.recorded.compare`;
    `sessions`: sessions as others date them (`mechanism_sessions`), with their chairs.
    """
    reports = {row["event"]: row for row in records(compared) if row["status"] == MATCHED}
    rows = []
    for event, seats in unnamed.groupby("event", sort=False):
        held = records(events[events["id"] == event])[0]
        names = [f"{row['office'].replace('_', ' ')} of {country(row['country'])}" for row in records(seats)]
        told = [(f"{row['who']} ({row['occasion']})", row) for row in (reports.get(event),) if row]
        told += [(f"chairs: {row['co_chairs']}", row) for row in _session(held, sessions)]
        for words, row in told:
            source = f"{row['source']} ({row['published'] if pd.notna(row['published']) else 'undated'})"
            rows.append((held["date"], "; ".join(names), words, source, " ".join(str(held["quote"]).split())))
    return pd.DataFrame(rows, columns=["date", "seats", "others_say", "source", "quote"])


def _session(held: dict[str, Any], sessions: pd.DataFrame) -> list[dict[str, Any]]:
    """The records of the session that an engagement was, those with chairs."""
    if sessions.empty or pd.isna(held["mechanism"]) or pd.isna(held["session"]):
        return []
    same = sessions[(sessions["mechanism"] == held["mechanism"]) & (sessions["session"] == held["session"])]
    return records(same.dropna(subset=["co_chairs"]))


def gap_by_hand(between: pd.DataFrame) -> str:
    """How the ends of the longest gap come about, day by day."""
    if between.empty:
        return "There is no gap to recompute."
    row = records(between.sort_values(["shortest", "longest"], kind="stable"))[-1]
    return (
        f"The longest gap goes from {date(row['after'])} to {date(row['until'])}. It is shortest ({row['shortest']} days) where "
        "the first begins on its last possible day and the second on its first, and longest "
        f"({row['longest']} days) the other way round."
    )


def without_rows(told: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """The first sentences of a page that give no row (`told`: of `bilateral.walk.sentences`)."""
    return told[told["rows"] == 0].head(most)[["sentence", "section", "words"]]


def implied_places(events: pd.DataFrame) -> pd.DataFrame:
    """Engagements whose host country the words leave out, with the country that they imply: `date`, `host`, `words`."""
    rows = events[(events["place_basis"] == "inferred").fillna(False).astype(bool)].sort_values("start")
    words = [" ".join(quote.split()) for quote in rows["quote"]]
    return pd.DataFrame(
        {"date": rows["date"].map(date), "host": rows["place_country"].map(country, na_action="ignore"), "words": words}
    )


def fallen_away(**kept: tuple[Iterable[Any], Iterable[Any]]) -> str:
    """How many of each kind there are with and without what is only inferred; each is given as (with, without)."""
    counts = [f"{name.replace('_', ' ')} {len(list(all_))} to {len(list(rest))}" for name, (all_, rest) in kept.items()]
    return f"Without what is only inferred: {listed(counts)}."


def _refined(printed: pd.DataFrame, at: int, low: str, high: str) -> pd.DataFrame:
    """The figures with one interval a tenth as wide, around its middle."""
    rows = records(printed)
    middle, half = (rows[at][low] + rows[at][high]) / 2, (rows[at][high] - rows[at][low]) / 20
    rows[at] |= {low: middle - half, high: middle + half}
    return pd.DataFrame(rows, columns=printed.columns)


def _width(printed: pd.DataFrame, figure: str) -> dict[str, Any] | None:
    before = year_before(printed).dropna(subset=["low", "high"])
    before = before[~before["reported"].astype(bool) & (before["verdict"] != INCONSISTENT)] if len(before) else before
    if before.empty:
        return None
    widths = (before["high"] - before["low"]) / (before["high"] + before["low"]) * 200
    first = records(before)[0]
    return {
        "line": first["line"],
        "figure": figure,
        "wider": float(widths.sum()),
        **{name: first[name] for name in ("low", "high", "unit")},
    }
