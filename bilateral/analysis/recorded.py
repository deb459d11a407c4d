"""The page's engagements beside those that others recorded: matched, only on the page, only in the record.

The record (`bilateral.analysis.reference.between("engagements", ...)`) is a selection too (rows of a newspaper or a
wire, each with its source), so neither side's silence is an absence.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.analysis.windows import Window

MATCHED, ONLY_PAGE, ONLY_RECORD, LATER = (
    "both",
    "only on the page",
    "only in the record",
    "after the page's last engagement",
)
STATUSES = (MATCHED, ONLY_PAGE, ONLY_RECORD, LATER)
COLUMNS = [
    "status", "event", "date_page", "date_recorded", "start", "end", "recorded_start", "recorded_end", "kind", "who",
    "occasion", "quote", "source", "published", "confidence",
]  # fmt: skip
_TEXT = ("kind", "direction", "principal", "role", "counterpart_or_occasion", "source", "published", "confidence")


def compare(events: pd.DataFrame, participants: pd.DataFrame, record: pd.DataFrame, chosen: Window) -> pd.DataFrame:
    """One row an engagement of the page or of the record within the window, with `status` one of STATUSES.

    Two are one engagement where their possible days overlap, neither is remote where the other is not, their
    directions do not contradict each other, and they share a named person (or, where the page names nobody, the
    direction). The pair that agrees in most comes first; each row is matched once. `event` is the page's row; `start`
    and `end` bound its days, `recorded_start` and `recorded_end` the record's; `who` and `occasion` are the record's,
    `quote` the page's. No rows where there is no record of the pair, or no window, because the page dates no
    engagement: nothing can be compared then.
    """
    if record.empty or (chosen.start is None and chosen.end is None):
        return pd.DataFrame(columns=COLUMNS)
    record = record.fillna(dict.fromkeys(_TEXT, ""))
    record = chosen.of(record, "date")
    pairs = _pairs(events, participants, record)
    last = events["date_end"].max()
    rows = [_row(MATCHED, events.loc[page], record.loc[other]) for page, other in pairs.items()]
    rows += [_row(ONLY_PAGE, events.loc[page], None) for page in events.index if page not in pairs]
    for other in record.index.difference(list(pairs.values())):
        later = pd.notna(last) and record.loc[other, "date_start"] > last
        rows.append(_row(LATER if later else ONLY_RECORD, None, record.loc[other]))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["start", "end", "status"], ignore_index=True, kind="stable")


def tally(compared: pd.DataFrame) -> pd.DataFrame:
    """How many engagements have each status, in the order of STATUSES."""
    counted = compared["status"].value_counts().reindex(STATUSES, fill_value=0)
    return counted.rename_axis("where it stands").to_frame("engagements")


def _pairs(events: pd.DataFrame, participants: pd.DataFrame, record: pd.DataFrame) -> dict[Any, Any]:
    """Page row to record row, best agreement first."""
    names = {event: list(seats["name"].dropna()) for event, seats in participants.groupby("event")}
    recorded = list(zip(record.index, records(record), strict=True))
    scored = [
        (-score, page, other)
        for page, event in zip(events.index, records(events), strict=True)
        for other, row in recorded
        if (score := _agreement(event, names.get(event["id"], []), row)) > 0
    ]
    taken: dict[Any, Any] = {}
    for _, page, other in sorted(scored):
        if page not in taken and other not in taken.values():
            taken[page] = other
    return taken


def _agreement(event: dict[str, Any], names: list[str], other: dict[str, Any]) -> int:
    """How well two rows agree: 0 where they are not one engagement."""
    if pd.isna(event["date_start"]) or pd.isna(event["date_end"]):
        return 0
    if event["date_start"] > other["date_end"] or event["date_end"] < other["date_start"]:
        return 0
    remote = other["direction"] == "remote"
    if pd.notna(event["format"]) and (event["format"] != "in_person") != remote:
        return 0
    direction, recorded = event["direction"], other["direction"]
    if pd.notna(direction) and recorded and direction != recorded:
        return 0
    told = f"{other['principal']} {other['counterpart_or_occasion']}".casefold()
    shared = sum(name.casefold() in told for name in names)
    same = int(pd.notna(direction) and direction == recorded)
    if names and not shared:
        return 0
    return 4 * shared + 2 * same + int(event["kind"] == other["kind"])


def _row(status: str, event: pd.Series | None, other: pd.Series | None) -> dict[str, Any]:
    told: pd.Series = other if event is None else event  # type: ignore[assignment]
    row = {"status": status, "start": told["date_start"], "end": told["date_end"], "kind": told["kind"]}
    if event is not None:
        row |= {"event": event["id"], "date_page": event["date"], "quote": event["quote"]}
    if other is not None:
        row |= {"recorded_start": other["date_start"], "recorded_end": other["date_end"]}
        row |= {"date_recorded": other["date"], "who": f"{other['principal']}, {other['role']}"}
        row |= {"occasion": other["counterpart_or_occasion"]} | {k: other[k] for k in ("source", "published", "confidence")}
    return row
