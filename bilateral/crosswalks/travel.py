"""Leaders' travel in the names and conventions of COLT and ChinaVisits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.lexicon import table

if TYPE_CHECKING:
    from bilateral.tables import Tables

_ROLES = {"head_of_state": "S", "head_of_government": "G", "foreign_minister": "F"}
_VISITS = {"head_of_state": "PresidentialVisit", "head_of_government": "PremierVisit"}


def colt(tables: Tables) -> pd.DataFrame:
    """Trips of leaders as in COLT (Country and Organizational Leader Travel; Moyer et al., ISQ 69, 2025), one row a traveller.

    `LeaderRole` is `S` (head of state), `G` (head of government) or `F` (foreign minister); `LeaderFullName`,
    `LeaderTitle`, `LeaderCountryISO`, `CountryVisitedISO`, `CityVisited` as printed. `TripStartDate`, `TripEndDate` and
    `TripDuration` (days, both ends counted) are there where the page gives days; `TripYear` where it gives one year; `date`
    is the page's own date (EDTF) always. `AttendedMultilatEvent` is `Yes` or `No` with `NameMultilatEvent`, so
    that trips to a gathering can be set apart.

    What does not map: `GS`, for a head of state who heads the government too, which pages do not tell from `S`;
    ministers other than foreign ones and envoys; leaders who travel to meet without a stated visit; whom they met
    (`MetHostHoGS` and the like: a page's silence is no `No`); COLT's own `TripID` and `LeaderID`.
    """
    rows = [_trip(trip) for trip in _trips(tables, _ROLES)]
    names = ["LeaderCountryISO", "LeaderRole", "LeaderTitle", "LeaderFullName", "CountryVisitedISO", "CityVisited", "TripYear",
             "TripStartDate", "TripEndDate", "TripDuration", "AttendedMultilatEvent", "NameMultilatEvent", "date",
             "page", "id", "quote"]  # fmt: skip
    return _frame(rows, names, whole=("TripYear", "TripDuration"), days=("TripStartDate", "TripEndDate"))


def chinavisits(tables: Tables, traveller: str = "CHN") -> pd.DataFrame:
    """Visits abroad of one country's president and premier in the conventions of ChinaVisits (Wang and Stone, RIO 18, 2023).

    One row a visit: `iso3c` the country visited, `year`, `PresidentialVisit` and `PremierVisit` (1 or 0), `leader`,
    `start`, `end` and `duration` (days) where the page gives days, and `formal`: false for a trip whose only told
    purpose is a multilateral meeting, which ChinaVisits leaves out; keep `formal` rows for the like of it, and take the
    greatest of a country's year for its binary panel. `traveller` (ISO 3166-1 alpha-3) makes the same of another country.

    What does not map: a country's year without a visit. The page's silence is no zero, so a panel must take its zeros
    from elsewhere. Visits of several years at once have no year and are left out.
    """
    trips = [trip for trip in _trips(tables, _VISITS) if trip["visitor"] == traveller and trip["year"] is not None]
    rows = [_visit(trip) for trip in trips]
    names = ["iso3c", "year", "PresidentialVisit", "PremierVisit", "leader", "start", "end", "duration", "formal", "multilateral",
             "date", "page", "id", "quote"]  # fmt: skip
    whole = ("year", "PresidentialVisit", "PremierVisit", "duration")
    return _frame(rows, names, whole=whole, days=("start", "end"), flags=("formal", "multilateral"))


def _trips(tables: Tables, offices: dict[str, str]) -> list[dict[str, Any]]:
    """Visits and attended gatherings abroad, one a traveller of these offices, with days, years and durations."""
    seats = tables.participants[tables.participants["office"].isin(offices) & tables.participants["named"].fillna(False)]
    columns = ["page", "event", "country", "office", "name", "role"]
    trips = tables.events[tables.events["kind"].isin(("visit", "attendance"))].merge(
        seats[columns], left_on=["page", "id"], right_on=["page", "event"]
    )
    travelled = trips[(trips["country"] == trips["visitor"]).fillna(False) & trips["place_country"].notna()]
    return [_with_days(trip) for trip in records(travelled)]


def _with_days(trip: dict[str, Any]) -> dict[str, Any]:
    start, end = trip["date_start"], trip["date_end"]
    known = pd.notna(start) and pd.notna(end)
    exact = known and len(str(trip["date"]).split("/")[0]) == len("2024-01-01") == len(str(trip["date"]).split("/")[-1])
    return trip | {
        "year": start.year if known and start.year == end.year else None,
        "first": start if exact else pd.NaT,
        "last": end if exact else pd.NaT,
        "days": (end - start).days + 1 if exact else None,
        "at_gathering": bool(trip["multilateral"]) if pd.notna(trip["multilateral"]) else False,
    }


def _trip(trip: dict[str, Any]) -> dict[str, Any]:
    return {
        "LeaderCountryISO": trip["country"],
        "LeaderRole": _ROLES[trip["office"]],
        "LeaderTitle": trip["role"],
        "LeaderFullName": trip["name"],
        "CountryVisitedISO": trip["place_country"],
        "CityVisited": None if trip["place"] in _country_names() else trip["place"],
        "TripYear": trip["year"],
        "TripStartDate": trip["first"],
        "TripEndDate": trip["last"],
        "TripDuration": trip["days"],
        "AttendedMultilatEvent": "Yes" if trip["at_gathering"] else "No",
        "NameMultilatEvent": trip["occasion"] if trip["at_gathering"] else None,
        **{name: trip[name] for name in ("date", "page", "id", "quote")},
    }


@cache
def _country_names() -> frozenset[str]:
    """The names by which a page can call a country, which is no city."""
    return frozenset(name for row in table("countries") for name in (row["name"], *row["names"].split("|")))


def _visit(trip: dict[str, Any]) -> dict[str, Any]:
    return {
        "iso3c": trip["place_country"],
        "year": trip["year"],
        "PresidentialVisit": int(trip["office"] == "head_of_state"),
        "PremierVisit": int(trip["office"] == "head_of_government"),
        "leader": trip["name"],
        "start": trip["first"],
        "end": trip["last"],
        "duration": trip["days"],
        "formal": not trip["at_gathering"] or pd.notna(trip["grade"]),
        "multilateral": trip["at_gathering"],
        **{name: trip[name] for name in ("date", "page", "id", "quote")},
    }


def _frame(
    rows: list[dict[str, Any]], names: list[str], whole: tuple[str, ...], days: tuple[str, ...], flags: tuple[str, ...] = ()
) -> pd.DataFrame:
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(days, "datetime64[s]") | dict.fromkeys(flags, "boolean")
    return pd.DataFrame(rows, columns=names).astype({name: types.get(name, "string") for name in names})
