"""The tables in the names of other data sets: what maps, and what is left out rather than bent."""

from __future__ import annotations

import pandas as pd
import pytest

import bilateral
from bilateral.crosswalks import CROSSWALKS, baci, chinavisits, colt, comtrade, plover, sdmx

TEXT = """China and Kazakhstan

In May 2023, President Kassym-Jomart Tokayev paid a state visit to China. From June 3 to June 5, 2024, Premier Li Qiang paid
an official visit to Kazakhstan. In July 2024, President Xi Jinping visited Kazakhstan to attend the Summit of the Shanghai
Cooperation Organization. In August 2024, Foreign Minister Wang Yi held a phone conversation with Foreign Minister Murat Nurtleu.
In September 2024, Foreign Minister Wang Yi met with Foreign Minister Murat Nurtleu in New York. In October 2024, President Xi
Jinping sent a message of congratulations to President Kassym-Jomart Tokayev.

In 2023, China's exports to Kazakhstan amounted to $24.7 billion. According to the statistics of Kazakhstan, China's exports to
Kazakhstan amounted to $16.8 billion in 2023. China's imports from Kazakhstan amounted to over 16 billion yuan in 2022. In 2024,
bilateral trade amounted to $43.8 billion. By the end of 2024, Chinese direct investment in Kazakhstan had reached $8.1 billion.
"""


@pytest.fixture(scope="module")
def tables() -> bilateral.Tables:
    return bilateral.from_text(TEXT, home="CHN", partner="KAZ", id="kaz").tables


def test_a_flow_is_a_record_of_comtrade_as_its_reporter_sees_it(tables) -> None:
    frame = comtrade(tables)
    seen = frame[["reporterISO", "partnerISO", "flowCode", "period", "refMonth", "primaryValue", "cmdCode"]].values.tolist()
    assert seen == [
        ["CHN", "KAZ", "X", "2023", 52, 24.7e9, "TOTAL"],
        ["KAZ", "CHN", "M", "2023", 52, 16.8e9, "TOTAL"],
    ]
    assert (frame["low"] <= frame["primaryValue"]).all()
    assert all(quote in TEXT for quote in frame["quote"])


def test_baci_tells_exporter_and_importer_in_thousands(tables) -> None:
    seen = baci(tables)[["t", "i_iso3", "j_iso3", "v", "reporter"]].values.tolist()
    assert seen == [[2023, "CHN", "KAZ", 24.7e6, "CHN"], [2023, "CHN", "KAZ", 16.8e6, "KAZ"]]


def test_sdmx_has_every_dated_figure_with_its_unit(tables) -> None:
    frame = sdmx(tables).set_index("TIME_PERIOD")
    invested = frame.loc["2024-12-31"]
    assert (invested["FREQ"], invested["OBS_VALUE"], invested["UNIT_MEASURE"]) == ("D", 8.1e9, "USD")
    assert invested["INDICATOR"].startswith("investment.")
    assert frame.loc["2022", ["UNIT_MEASURE", "OBS_STATUS"]].tolist() == ["CNY", "E"]
    assert set(frame["UNIT_MULT"]) == {0}


def test_an_engagement_is_a_record_of_plover_from_either_side(tables) -> None:
    frame = plover(tables)
    seen = {(row.id.partition("/")[0], row.source, row.target): (row.cameo, row.event_mode) for row in frame.itertuples()}
    assert seen["2023-05", "KAZ", "CHN"] == ("042", "visit")
    assert seen["2023-05", "CHN", "KAZ"] == ("043", "host")
    assert seen["2024-08", "CHN", "KAZ"] == seen["2024-08", "KAZ", "CHN"] == ("041", "phone")
    assert seen["2024-09", "CHN", "KAZ"] == seen["2024-09", "KAZ", "CHN"] == ("044", "third-party")
    assert len(frame) == len(seen) == 10
    assert not frame["id"].str.contains("/letter/").any()
    assert frame["cameo"].dtype == "string"
    assert set(frame["date_precision"]) == {"month", "interval"}


def test_a_trip_is_a_record_of_colt(tables) -> None:
    frame = colt(tables)
    seen = frame[["LeaderFullName", "LeaderRole", "CountryVisitedISO", "TripYear", "AttendedMultilatEvent"]].values.tolist()
    assert seen == [
        ["Kassym-Jomart Tokayev", "S", "CHN", 2023, "No"],
        ["Li Qiang", "G", "KAZ", 2024, "No"],
        ["Xi Jinping", "S", "KAZ", 2024, "Yes"],
    ]
    assert frame["TripDuration"].tolist() == [pd.NA, 3, pd.NA]
    assert frame["CityVisited"].isna().all()


def test_visits_of_chinavisits_can_be_told_from_trips_to_a_gathering(tables) -> None:
    frame = chinavisits(tables)
    seen = frame[["iso3c", "year", "PresidentialVisit", "PremierVisit", "formal", "multilateral"]].values.tolist()
    assert seen == [["KAZ", 2024, 0, 1, True, False], ["KAZ", 2024, 1, 0, False, True]]
    assert chinavisits(tables, traveller="KAZ")["leader"].tolist() == ["Kassym-Jomart Tokayev"]


@pytest.mark.parametrize("name", CROSSWALKS)
def test_a_page_with_nothing_to_map_gives_an_empty_frame_with_all_columns(tables, name) -> None:
    nothing = CROSSWALKS[name](bilateral.from_text("Nothing happened.", home="CHN", partner="KAZ").tables)
    assert nothing.empty
    full = CROSSWALKS[name](tables)
    assert list(nothing.columns) == list(full.columns)
    assert list(nothing.dtypes) == list(full.dtypes)
    assert list(full.columns)[-3:] == ["page", "id", "quote"]


@pytest.mark.parametrize("name", CROSSWALKS)
def test_what_does_not_map_is_said(name) -> None:
    assert "What does not map:" in (CROSSWALKS[name].__doc__ or "")
