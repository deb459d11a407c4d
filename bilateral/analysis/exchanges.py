"""Engagements between the two sides: which, when, of what kind, who travels to whom, and how long between them.

Frames in, frames out. What is counted is what the page records: a month without a row is a month of which the page
says nothing, not a month in which nothing happened. Days are bounded as `date_start` and `date_end` bound them, so
that every duration here is an interval in days.
"""

from __future__ import annotations

from calendar import month_abbr
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd

from bilateral.analysis.windows import Window, asked
from bilateral.edtf import days
from bilateral.schema import OFFICES
from bilateral.tables import Tables

NOT_STATED = "not stated"
_SEASON = 92  # days
KINDS = ("visit", "meeting", "dialogue", "call", "letter", "attendance")


def narrative(events: pd.DataFrame) -> str | None:
    """The section that holds most engagements, the page's political narrative; the earlier one of two equals."""
    sections = events.sort_values("start")["section"].dropna()
    return None if sections.empty else str(sections.value_counts(sort=False).idxmax())


def window(events: pd.DataFrame, start: str | None = None, end: str | None = None) -> Window:
    """The window from two EDTF dates; where one is missing, the years of the page's narrative set it.

    Raises ParameterType where a date is no EDTF date, or the window ends before it starts.
    """
    chosen = asked(start, end)
    told = events if narrative(events) is None else events[events["section"] == narrative(events)]
    first, last = told["date_start"].min(), told["date_end"].max()
    opens = chosen.start or (None if pd.isna(first) else date(first.year, 1, 1))
    closes = chosen.end or (None if pd.isna(last) else date(last.year, 12, 31))
    if opens and closes and opens > closes:  # the end that was asked for lies outside the narrative
        return chosen
    return replace(chosen, start=opens, end=closes)


def within(tables: Tables, chosen: Window, *, include_inferred: bool = True) -> Tables:
    """The tables with the engagements of the window and their seats; the other five tables as they are.

    Without `include_inferred`, a place that the page only implies is missing, with the direction, visitor and host that
    rest on it, and a seat whose holder the words leave out is dropped. The engagement itself stays: the page tells it.
    """
    events = chosen.of(tables.events, "date").copy()
    seats = tables.participants[tables.participants["event"].isin(events["id"])]
    if not include_inferred:
        implied = (events["place_basis"] == "inferred").fillna(False)
        events.loc[implied, ["direction", "visitor", "host", "place_country"]] = pd.NA
        seats = seats[seats["basis"] == "stated"]
    return replace(tables, events=events.reset_index(drop=True), participants=seats.reset_index(drop=True))


def listing(events: pd.DataFrame) -> pd.DataFrame:
    """The engagements in the order of time with their sentences: date, kind, direction, level, gathering, words."""
    gathering = events["multilateral"].map({True: "multilateral", False: "bilateral"}).astype("string")
    told = events.assign(gathering=gathering).sort_values(["date_start", "date_end", "start"])
    columns = ["date", "kind", "direction", "level", "gathering", "quote"]
    return told[columns].fillna(NOT_STATED).rename(columns={"quote": "words of the page"}).reset_index(drop=True)


def recording(events: pd.DataFrame) -> pd.DataFrame:
    """Engagements a year, in the page's narrative and in its other sections; years between without one are 0."""
    where = _in_narrative(events).map({True: "in the narrative", False: "elsewhere"})
    return _table(events, where, ["in the narrative", "elsewhere"])


def told_in_narrative(events: pd.DataFrame) -> pd.DataFrame:
    """The engagements of the page's narrative, which alone tells them one after the other."""
    return events[_in_narrative(events)]


def by_year(events: pd.DataFrame, column: str) -> pd.DataFrame:
    """Engagements by year (rows) and value of a column; the last column is their sum, the last row the whole.

    An engagement whose possible days lie in more than one year stands in the row `several`, an undated one in `not
    stated`.
    """
    values = events[column].map({True: "multilateral", False: "bilateral"}) if column == "multilateral" else events[column]
    return _table(events, values.astype("string").fillna(NOT_STATED), _order(column))


def travel(events: pd.DataFrame) -> pd.DataFrame:
    """Engagements by the highest office that took part (rows, highest first) and direction (columns)."""
    counted = pd.crosstab(events["level"].fillna(NOT_STATED), events["direction"].fillna(NOT_STATED))
    rows = [level for level in (*OFFICES, NOT_STATED) if level in counted.index]
    frame = counted.loc[rows, sorted(counted.columns, key=lambda name: (">" not in name, name == NOT_STATED, name))]
    return pd.DataFrame(frame.to_numpy(), index=pd.Index(rows, name="level"), columns=pd.Index(list(frame.columns)))


def strict_and_inclusive(events: pd.DataFrame) -> pd.DataFrame:
    """Engagements by direction, counted with the places that the page states only, and with those that it implies."""
    stated = events["direction"].mask((events["place_basis"] == "inferred").fillna(False))
    counted = {"stated only": stated, "with inferred": events["direction"]}
    frame = pd.DataFrame({name: values.fillna(NOT_STATED).value_counts() for name, values in counted.items()})
    return frame.fillna(0).astype("int64").sort_index().rename_axis("direction")


def calendar(events: pd.DataFrame) -> pd.DataFrame:
    """Where each engagement stands in a calendar: `year`, `month` (0: none stated), `kind`, `slot`, `peers`.

    `slot` counts the engagements of one month from 0, `peers` is their number. Engagements of no single year are left
    out.
    """
    frame = pd.DataFrame({"id": events["id"], "kind": events["kind"], "start": events["start"], "year": _year(events)})
    known = (events["date_start"].dt.month == events["date_end"].dt.month) | (events["date_precision"] == "interval")
    wide = (events["date_end"] - events["date_start"]).dt.days > 45  # an interval of more than a month and a half has none
    frame["month"] = events["date_start"].dt.month.where((known & ~wide).fillna(False).astype(bool), 0)
    frame = frame[~frame["year"].isin(("several", NOT_STATED))].sort_values(["year", "month", "start"])
    frame = frame.astype({"year": "int64", "month": "int64"})
    cells = frame.groupby(["year", "month"])
    frame["slot"] = cells.cumcount()
    frame["peers"] = cells["slot"].transform("size")
    return frame.drop(columns="start").reset_index(drop=True)


def by_month(events: pd.DataFrame) -> pd.DataFrame:
    """Engagements by month (rows) and year (columns), with sums; months that the page does not give stand last.

    Only engagements of a single year are counted, and only years that have one are columns.
    """
    marks = calendar(events)
    if marks.empty:
        return pd.DataFrame()
    frame = pd.crosstab(marks["month"], marks["year"].astype("string"))
    months = [*range(1, 13), *([0] if (marks["month"] == 0).any() else [])]
    frame = frame.reindex(months, fill_value=0)
    frame.index = pd.Index([month_abbr[month] if month else "no month stated" for month in months], name="month")
    frame["engagements"] = frame.sum(axis=1)
    frame.loc["all"] = frame.sum()
    return frame.astype("int64").rename_axis(columns=None)


def gaps(events: pd.DataFrame) -> pd.DataFrame:
    """Days from the beginning of each engagement to the beginning of the next, as `shortest` and `longest`.

    With L the sorted earliest and H the sorted latest first days, the k-th beginning in time lies in [L(k), H(k)]
    (order statistics of intervals), whichever engagement it is; so the gap after it lies in [max(0, L(k+1) - H(k)),
    H(k+1) - L(k)]. Rows: `after` and `until` (where the k-th and the next engagement by earliest day begin),
    `shortest`, `longest` (days), `ordered` (whether the dates settle which came first). Undated and open dates are
    left out, and so are those vaguer than a season where most are sharper: one engagement of "that year" would leave
    every gap of the year open.
    """
    first = _beginnings(events).sort_values(["date_start", "latest", "start"])
    spans = list(zip(first["date_start"].sort_values(), first["latest"].sort_values(), strict=True))
    dates = first["date"].str.split("/").str[0]
    rows = [
        {
            "after": after,
            "until": until,
            "shortest": max(0, (low_next - high).days),
            "longest": (high_next - low).days,
            "ordered": low_next > high,
        }
        for (after, until), ((low, high), (low_next, high_next)) in zip(pairwise(dates), pairwise(spans), strict=True)
    ]
    return pd.DataFrame(rows, columns=["after", "until", "shortest", "longest", "ordered"])


def longest_gaps(between: pd.DataFrame, most: int = 30) -> pd.DataFrame:
    """The `most` gaps that last longest at least, in the order of time."""
    kept = between.sort_values(["shortest", "longest"], ascending=False, kind="stable").head(most)
    return kept.sort_index()


def _in_narrative(events: pd.DataFrame) -> pd.Series:
    section = narrative(events)  # a page without sections is one narrative
    return (events["section"] == section).fillna(False).astype(bool) | (section is None)


def _beginnings(events: pd.DataFrame) -> pd.DataFrame:
    """The engagements with a date, as sharp as most have it; `date_start` and `latest` bound their first day."""
    dated = events.dropna(subset=["date_start", "date_end"])
    exact = dated["date"].map(_exact_beginning).astype(bool)
    dated = dated.assign(latest=dated["date_start"].where(exact, dated["date_end"]))
    sharp = dated[(dated["latest"] - dated["date_start"]).dt.days <= _SEASON]
    return sharp if 2 * len(sharp) > len(dated) else dated


def _exact_beginning(edtf: str) -> bool:
    return days(edtf.split("/")[0]).precision == "day"


def _year(events: pd.DataFrame) -> pd.Series:
    """The year as text; `several` where the possible days lie in more than one, `not stated` where open."""
    first, last = events["date_start"].dt.year, events["date_end"].dt.year
    year: pd.Series = first.astype("Int64").astype("string").where((first == last).fillna(False), "several")
    return year.where(first.notna() & last.notna(), NOT_STATED)


def _silence(first: int, last: int) -> list[str]:
    """The row of the years in which the page records nothing."""
    return [] if first > last else [str(first)] if first == last else [f"{first}–{last}"]


def _order(column: str) -> list[str]:
    known = {"kind": KINDS, "level": OFFICES, "multilateral": ("bilateral", "multilateral")}
    return list(known.get(column, ()))


def _table(events: pd.DataFrame, values: pd.Series, order: list[str]) -> pd.DataFrame:
    """Counts by year and value, with sums; years between that have none are one row of 0."""
    counted = pd.crosstab(_year(events), values)
    if counted.empty:
        return pd.DataFrame()
    years = sorted(int(year) for year in counted.index if year.isdigit())
    rows = [str(year) for year in years[:1]]
    for before, year in pairwise(years):
        rows += [*_silence(before + 1, year - 1), str(year)]
    rows += [name for name in ("several", NOT_STATED) if name in counted.index]
    rest = sorted(set(counted.columns) - set(order), key=lambda name: (name == NOT_STATED, name))
    columns = [name for name in order if name in counted.columns] + rest
    frame = counted.reindex(index=rows, columns=columns, fill_value=0)
    frame["engagements"] = frame.sum(axis=1)
    frame.loc["all"] = frame.sum()
    return frame.astype("int64").rename_axis(index="year", columns=None)
