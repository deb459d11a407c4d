"""Where a page and others, or two others, say different things of one thing: both are listed, nothing is averaged.

A conflict is a pair of statements of one figure, step or rank whose intervals have no more than an end in common, or
whose days have none. What a conflict means, the reader judges: another edition, another concept, a slip.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import of_row
from bilateral.analysis.rows import records
from bilateral.analysis.trade import FLOWS
from bilateral.analysis.wording import bounds, counted, country, date, listed, speaker

NONE = "No two statements of one figure, step or rank contradict each other here, as far as others' are bundled and shown."
FOR, AGAINST = "for the claim", "against it"
COLUMNS = ["kind", "about", "one", "one_who", "other", "other_who"]
_MEASURES = {"T": "trading_partner", "X": "export_destination", "M": "import_source"}  # seen from the one who ranks
Row = dict[str, Any]


def conflicts(beside: pd.DataFrame, steps: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """All conflicts: of figures, then of steps, then of ranks; columns as COLUMNS, `kind` `figure`, `step` or `rank`.

    `beside`: figures as of `bilateral.analysis.trade_reference.beside`; `steps` and `ranks`: what `of_steps` and
    `of_ranks` found.
    """
    return pd.concat([of_figures(beside), steps, ranks], ignore_index=True)


def of_figures(beside: pd.DataFrame) -> pd.DataFrame:
    """Figures of one flow and period that one agency, or the page and its own side, give in two ways."""
    rows = []
    for _, group in beside.groupby(["flow", "period", "unit", "side"], sort=False):
        told = group[group["basis"] != "implied"]
        if len(told) < 2:
            continue
        for one, other in combinations(records(told.sort_values("basis", ascending=False, kind="stable")), 2):
            if _differ(one, other):
                about = f"{FLOWS[one['flow']]}, {date(one['period'])}"
                rows.append(_row("figure", about, (_figure(one), _source(one)), (_figure(other), _source(other))))
    return pd.DataFrame(rows, columns=COLUMNS)


def of_steps(milestones: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Steps of the page that others date to other days: `claims` are `step_claims` of the reference figures."""
    rows = []
    for step in records(milestones.dropna(subset=["thread", "date"])):
        for claim in records(
            claims[(claims["thread"] == step["thread"]) & (claims["kind"] == step["kind"])] if len(claims) else claims
        ):
            if _apart(step["date_start"], step["date_end"], claim["period_start"], claim["period_end"]):
                about = f"{step['kind'].replace('_', ' ')}: {' '.join(str(step['title']).split())}"
                rows.append(_row("step", about, (date(step["date"]), "the page"), (date(claim["period"]), _source(claim))))
    return pd.DataFrame(rows, columns=COLUMNS)


def of_ranks(rankings: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Ranks of the page that others put otherwise, for a time that the page's claim covers: `claims` are `rank_claims`."""
    rows = []
    for told in records(tested(rankings, claims)):
        if told["verdict"] == AGAINST:
            theirs = f"no. {told['their_rank']} in {date(told['period'])}"
            one = (f"no. {told['rank']}, {date(told['since'])}", told["who"])
            rows.append(_row("rank", told["about"], one, (theirs, told["source"])))
    return pd.DataFrame(rows, columns=COLUMNS)


def tested(rankings: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Each rank of the page beside every dated statement of others about it, for a time that the page's claim covers.

    Columns: `about`, `rank`, `since`, `who` (of the page's claim), `period`, `their_rank`, `source`, `verdict`
    (`for the claim`, `against it`), in the order of time. A statement of part of a year is one of that part only.
    """
    rows = []
    for said in records(rankings.dropna(subset=["rank", "since"])):
        for claim in records(claims):
            ranked = claim["speaker"].partition(":")[0] == said["object"] and _MEASURES[claim["flow"]] == said["measure"]
            if ranked and not _apart(said["since_start"], said["since_end"], claim["period_start"], claim["period_end"]):
                about = f"{country(said['subject'])} as {said['measure'].replace('_', ' ')} of {country(said['object'])}"
                who = said["attribution"] if pd.notna(said["attribution"]) else "the page"
                row = {"about": about, "rank": said["rank"], "since": said["since"], "who": who, "period": claim["period"]}
                row |= {"their_rank": claim["rank"], "source": _source(claim)}
                rows.append(row | {"verdict": FOR if claim["rank"] == said["rank"] else AGAINST})
    columns = ["about", "rank", "since", "who", "period", "their_rank", "source", "verdict"]
    return pd.DataFrame(rows, columns=columns).sort_values(["about", "period"], kind="stable", ignore_index=True)


def tested_table(found: pd.DataFrame) -> pd.DataFrame:
    """The same as a reader's table."""
    rows = [
        {
            "Claim": f"{row['about']}: no. {row['rank']}, {date(row['since'])}",
            "Another statement": f"no. {row['their_rank']} in {date(row['period'])}",
            "Speaks": row["verdict"],
            "Who, read in": row["source"],
        }
        for row in records(found)
    ]
    return pd.DataFrame(rows).set_index("Claim") if rows else pd.DataFrame()


def tested_reading(found: pd.DataFrame) -> str:
    """How many statements speak for and against the page's claims of rank."""
    if found.empty:
        return "No dated statement of others covers a time of the page's claims, so they stay untested."
    for_, against = (int((found["verdict"] == verdict).sum()) for verdict in (FOR, AGAINST))
    return (
        f"{counted(for_, 'statement')} of others for the page's claims of rank, {against} against. One counter-example "
        'is enough against a claim of "ever since", and no number of examples proves it for the years without any.'
    )


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The conflicts as a reader's table, both statements side by side, each with who says it and when."""
    names = {"about": "Of", "one": "One says", "one_who": "Who", "other": "Another says", "other_who": "Who, read in"}
    return found.rename(columns=names)[list(names.values())].set_index("Of") if len(found) else pd.DataFrame()


def reading(found: pd.DataFrame) -> str:
    """How many conflicts there are, and of what."""
    if found.empty:
        return NONE
    kinds = [counted(int((found["kind"] == kind).sum()), kind) for kind in dict.fromkeys(found["kind"])]
    return f"Told in two ways: {listed(kinds)}. Both statements are kept and neither is averaged away."


def _differ(one: Row, other: Row) -> bool:
    """Whether no value prints like both, or none but one that lies on the edge of both."""
    met = of_row(one).meet(of_row(other))
    return met is None or (met.width == 0 and one["low"] != one["high"])


def _apart(first: Any, last: Any, other_first: Any, other_last: Any) -> bool:
    """Whether two spans of days have none in common; an end that is missing is open."""
    ends = ((last, other_first), (other_last, first))
    return any(pd.notna(end) and pd.notna(start) and end < start for end, start in ends)


def _figure(row: Row) -> str:
    return f"{row['printed']} ({bounds(row['low'], row['high'], row['unit'])})"


def _source(row: Row) -> str:
    if row.get("basis") == "page":
        return "the page"
    who = row.get("who") or speaker(row["speaker"])
    when: str = "undated" if pd.isna(row["published"]) else str(row["published"])
    return f"{who}, {row['source']} ({when})"


def _row(kind: str, about: str, one: tuple[str, str], other: tuple[str, str]) -> Row:
    return {"kind": kind, "about": about, "one": one[0], "one_who": one[1], "other": other[0], "other_who": other[1]}
