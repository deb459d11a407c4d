"""Engagements as event records of PLOVER, with the CAMEO code that each has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from bilateral.analysis.rows import records

if TYPE_CHECKING:
    from bilateral.tables import Tables

VISIT, HOST, PHONE, THIRD, CONSULT = "042", "043", "041", "044", "040"
MODES = {VISIT: "visit", HOST: "host", PHONE: "phone", THIRD: "third-party", CONSULT: None}


def plover(tables: Tables) -> pd.DataFrame:
    """Engagements as source–target records of PLOVER, all of event type `CONSULT`, one row a direction.

    A visit is two records, as in CAMEO: the visitor's `visit` (042) and the host's `host` (043); so is a meeting or
    dialogue that one side travelled for. A call is `phone` (041), a meeting in a third country `third-party` (044),
    any other consultation 040 without a mode; each of these stands once from either side. `cameo` is text, since its codes
    begin with a nought. `source` and `target` are ISO 3166-1 alpha-3 with the sector `GOV` in a column of its own.
    `event_date` is the first possible day and `event_date_end` the last; `date_precision` tells how exact the two are:
    take `day` alone where a day is needed.

    What does not map: letters (PLOVER dropped CAMEO's statements), attendance at a gathering, which is no event between
    two, an event of which the page does not let two countries be told, milestones (agreements are PLOVER's `AGREE` and `SUPPORT`,
    which ask for intent and wording), and the sides' persons, who are in the table `participants`.
    """
    rows = [row for event in _events(tables) for row in _records(event)]
    names = ["event_date", "event_date_end", "date_precision", "event_type", "event_mode", "cameo", "source", "source_sector",
             "target", "target_sector", "location_country", "page", "id", "quote"]  # fmt: skip
    days = dict.fromkeys(("event_date", "event_date_end"), "datetime64[s]")
    return pd.DataFrame(rows, columns=names).astype({name: days.get(name, "string") for name in names})


def _events(tables: Tables) -> Iterator[dict[str, Any]]:
    """The events with the two countries between which they were, where these are known."""
    seats = (
        tables.participants.dropna(subset=["country"]).groupby(["page", "event"])["country"].agg(lambda c: list(dict.fromkeys(c)))
    )
    for event in records(tables.events[~tables.events["kind"].isin(("letter", "attendance"))]):
        if pd.notna(event["visitor"]) and pd.notna(event["host"]):
            sides = [event["visitor"], event["host"]]
        else:
            sides = seats.get((event["page"], event["id"]), [])
        if len(sides) == 2:
            yield event | {"sides": sides}


def _records(event: dict[str, Any]) -> list[dict[str, Any]]:
    one, other = event["sides"]
    there, back = _codes(event)
    return [_record(event, there, one, other), _record(event, back, other, one)]


def _codes(event: dict[str, Any]) -> tuple[str, str]:
    """The code seen from the first side, and from the second."""
    if event["kind"] == "call":
        return PHONE, PHONE
    if event["direction"] == "third_country":
        return THIRD, THIRD
    travelled = event["format"] == "in_person" and pd.notna(event["visitor"]) and pd.notna(event["host"])
    return (VISIT, HOST) if travelled else (CONSULT, CONSULT)


def _record(event: dict[str, Any], code: str, source: str, target: str) -> dict[str, Any]:
    return {
        "event_date": event["date_start"],
        "event_date_end": event["date_end"],
        "date_precision": event["date_precision"],
        "event_type": "CONSULT",
        "event_mode": MODES[code],
        "cameo": code,
        "source": source,
        "source_sector": "GOV",
        "target": target,
        "target_sector": "GOV",
        "location_country": event["place_country"],
        "page": event["page"],
        "id": event["id"],
        "quote": event["quote"],
    }
