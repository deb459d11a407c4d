"""The sentences and titles of the exchanges notebook: every number in them is worked out from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis import exchanges, recorded
from bilateral.analysis.exchanges import NOT_STATED
from bilateral.analysis.rows import records
from bilateral.analysis.windows import Window
from bilateral.analysis.wording import counted, country, date, listed

NOTHING = "The page records no engagement in this window, so there is nothing to show here."


def title(home: str, partner: str) -> str:
    """The heading of a report on two countries."""
    return f"Who met whom: {country(home)} and {country(partner)}"


def window_reading(all_events: pd.DataFrame, chosen: Window, inside: pd.DataFrame) -> str:
    """Which window is looked at, who chose it, how many engagements it holds, and which span the page covers."""
    if all_events.empty:
        return "The page records no engagement between the two sides: the tables and figures of this notebook stay empty."
    span = f"The page as a whole has {counted(len(all_events), 'engagement')}, {_span(all_events)}."
    limits = f"from {chosen.start or 'the first'} to {chosen.end or 'the last'}"
    if inside.empty:
        return f"The window {limits} holds no engagement of this page. {span} Choose a window that meets it."
    who = "as asked for" if chosen.asked else "the years of the section that tells most of them"
    return f"The window {limits} ({who}) holds {counted(len(inside), 'engagement')}. {span}"


def recording_reading(inside: pd.DataFrame) -> str:
    """What the page's counts a year are: the counts in its narrative, and why they are no measure of contact."""
    if inside.empty:
        return NOTHING
    years = exchanges.recording(inside).drop(index="all")["in the narrative"]
    years = years[years > 0]
    told = listed([f"{number} ({year})" for year, number in years.items()])
    if len(years) > 8:
        told = f"{years.sum()} engagements in {len(years)} different years, {years.min()} to {years.max()} a year"
    else:
        told = f"{told} engagements"
    section = exchanges.narrative(inside)
    where = f"section {section}" if section else "the text"
    caveat = "Only what somebody chose to write down is counted: fewer sentences in a year are not fewer contacts."
    return f"In {where}, where most of them stand, the page records {told}. {caveat}"


def calendar_title(inside: pd.DataFrame) -> str:
    """How many engagements, and the year that has most."""
    years = exchanges.by_year(inside, "kind")["engagements"].drop(index=["all", "several", NOT_STATED], errors="ignore")
    best = years[years == years.max()]
    most = f"; {best.index[0]} has the most ({best.iloc[0]})" if len(best) == 1 and len(years) > 1 else ""
    return f"The page tells of {counted(len(inside), 'engagement')}, {_span(inside)}{most}"


def kinds_reading(inside: pd.DataFrame) -> str:
    """The kinds by number, and how many were held at a gathering of more than the two."""
    if inside.empty:
        return NOTHING
    kinds = inside["kind"].value_counts()
    told = listed([counted(number, str(kind)) for kind, number in kinds.items()])
    many = int(inside["multilateral"].fillna(False).sum())
    return f"By kind: {told}. {many} of the {len(inside)} took place at or for a gathering of more than the two sides."


def travel_title(inside: pd.DataFrame) -> str:
    """Who hosted how many engagements, and the most frequent highest office."""
    hosts = inside["host"].dropna().value_counts()
    ordered = sorted(hosts.items(), key=lambda item: (-item[1], item[0]))
    told = listed([f"{number} in {country(host)}" for host, number in ordered])
    where = f"Of {counted(len(inside), 'engagement')}, {told or 'none in either country'}"
    level = inside["level"].mode()
    office = f"; the highest office is most often {level.iloc[0].replace('_', ' ')}" if len(level) == 1 else ""
    return where + office


def strict_reading(told: pd.DataFrame) -> str:
    """How many directions rest on a place that the page does not state."""
    if told.empty:
        return NOTHING
    implied = int((told["place_basis"] == "inferred").fillna(False).sum())
    missing = int(told["direction"].isna().sum())
    start = f"Of {counted(len(told), 'engagement')}, {implied} with a place that the page only implies"
    return f"{start} (it counts where inferred places do) and {missing} whose direction stays open even so."


def network_title(degrees: pd.DataFrame) -> str:
    """Who has most encounters, and how many persons have none."""
    met = degrees[degrees["encounters"] > 0]
    if met.empty:
        return "No two persons of the two sides are told to have met"
    best = met[met["encounters"] == met["encounters"].max()]
    have = "has" if len(best) == 1 else "have"
    return f"{listed(list(best['person']))} {have} most encounters with the other side: {best['encounters'].iloc[0]}"


def network_reading(degrees: pd.DataFrame, ties: pd.DataFrame) -> str:
    """The pair that met most, and those who hold a seat without a counterpart."""
    if degrees.empty:
        return "The page seats nobody at an engagement of this window, so there is no network to draw."
    alone = int((degrees["encounters"] == 0).sum())
    persons = counted(len(degrees), "person")
    without = f"{alone} of {persons} travelled, called or wrote without a counterpart whom the page seats."
    if ties.empty:
        return without
    top = ties[ties["encounters"] == ties["encounters"].max()]
    pairs = listed([f"{row.one} with {row.other}" for row in top.head(3).itertuples()])
    more = f" and {len(top) - 3} pairs more" if len(top) > 3 else ""
    times = counted(int(top["encounters"].iloc[0]), "time") + (" each" if len(top) > 1 else "")
    return f"Met most often, {times}: {pairs}{more}. {without}"


def gaps_title(between: pd.DataFrame) -> str:
    """The longest gap that the dates make certain, or that they make none."""
    longest = between.sort_values(["shortest", "longest"]).iloc[-1]
    if longest["shortest"] == 0:
        return f"No silence is certain; the longest that the dates allow is {_days(between['longest'].max())}"
    when = f"after {date(longest['after'])} until {date(longest['until'])}"
    others = between.drop(index=longest.name)
    if (others["longest"] > longest["shortest"]).any():  # which gap is the longest, the dates do not settle
        return f"The longest silence that is certain: at least {_days(longest['shortest'])}, {when}"
    return f"The longest silence of the page: {_days(longest['shortest'], longest['longest'])}, {when}"


def gaps_reading(inside: pd.DataFrame, between: pd.DataFrame) -> str:
    """How many gaps there are, how many of them the dates do not order, and which dates are too vague to be used."""
    if between.empty:
        return f"{counted(len(inside), 'engagement')} in the window: there is no gap to measure."
    unordered = int((~between["ordered"]).sum())
    vague = len(inside) - len(between) - 1
    left = f" Left out as undated, or dated too vaguely beside the others: {vague}." if vague else ""
    start = f"{counted(len(between), 'gap')} between beginnings; for {unordered} the dates leave open which came first"
    return f"{start}.{left} {gaps_title(between)}. A silence of the page is not a silence of the two governments."


def record_table(compared: pd.DataFrame) -> pd.DataFrame:
    """The page beside the record as a reader's table: where each stands, both dates, both tellings, where it was read."""
    rows = [
        {
            "Stands": row["status"],
            "Date on the page": date(row["date_page"]) if pd.notna(row["date_page"]) else "–",
            "Date recorded": date(row["date_recorded"]) if pd.notna(row["date_recorded"]) else "–",
            "Words of the page": " ".join(row["quote"].split()) if pd.notna(row["quote"]) else "–",
            "The record": f"{row['who']}: {row['occasion'] or row['kind']}" if pd.notna(row["who"]) else "–",
            "Read in": f"{row['source']} ({row['published']})" if pd.notna(row["source"]) else "–",
        }
        for row in records(compared)
    ]
    return pd.DataFrame(rows).set_index("Stands") if rows else pd.DataFrame()


def record_title(compared: pd.DataFrame) -> str:
    """How many engagements stand in both, and only in one."""
    number = recorded.tally(compared)["engagements"]
    both, page, other = (number[status] for status in recorded.STATUSES[:3])
    return f"{both} engagements stand on the page and in the record, {page} only on the page, {other} only in the record"


def record_reading(compared: pd.DataFrame, wanted: bool = True) -> str:
    """What the comparison shows, or why there is none."""
    if not wanted:
        return "The comparison with what others recorded was not asked for."
    if compared.empty:
        return (
            "No independent record is bundled for these two countries and this window: what the page leaves out cannot be told."
        )
    number = recorded.tally(compared)["engagements"]
    later = f" After the page's last engagement the record has {number[recorded.LATER]} more."
    end = "The record is a selection too: absence from either list is no absence of contact."
    return f"{record_title(compared)}.{later if number[recorded.LATER] else ''} {end}"


def ties_reading(figures: pd.DataFrame, steps: pd.DataFrame, drills: pd.DataFrame) -> str:
    """How many figures, steps and exercises the page has beside the meetings of officials."""
    counts = [counted(len(figures), "figure"), counted(len(steps), "dated step"), counted(len(drills), "exercise")]
    undated = int(figures["as of"].isna().sum())
    dates = f" Figures without a date of their own, and so perhaps older than the page: {undated}." if undated else ""
    return f"Beside officials' meetings the page has {listed(counts)} of people, culture, science and education.{dates}"


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as a reader sees it: a dash for what is missing, slugs with blanks, whole numbers without decimals."""
    return frame.astype(object).map(_cell).rename(columns=lambda name: str(name).replace("_", " "))


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return value.replace("_", " ") if isinstance(value, str) and "_" in value and " " not in value else value


def _span(events: pd.DataFrame) -> str:
    first, last = events["date_start"].min(), events["date_end"].max()
    if pd.isna(first) or pd.isna(last):
        return "undated"
    told = events.sort_values(["date_start", "date_end"])["date"].dropna()
    ending = events.sort_values(["date_end", "date_start"])["date"].dropna()
    opens, closes = told.iloc[0].split("/")[0], ending.iloc[-1].split("/")[-1]
    opens, closes = date(opens), date(closes)
    return f"in {opens}" if opens == closes else f"from {opens} to {closes}"


def _days(*ends: int) -> str:
    """Days in words, long times in years too."""
    told = f"{' to '.join(f'{end:,}' for end in dict.fromkeys(ends))} {'day' if ends == (1,) else 'days'}"
    years = " to ".join(dict.fromkeys(f"{end / 365.25:.1f}" for end in ends))
    return f"{told} ({years} years)" if min(ends) > 730 else told
