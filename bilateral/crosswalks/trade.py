"""Figures in the names of UN Comtrade, BACI and SDMX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from bilateral.analysis.rows import records

if TYPE_CHECKING:
    from bilateral.tables import Tables

_PERIOD = re.compile(r"\d{4}(-\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MIRROR = {"X": "M", "M": "X"}
_TYPE_CODES = {"trade.goods": "C", "trade.services": "S"}
ANNUAL_MONTH = 52  # what Comtrade writes as the month of a year


def comtrade(tables: Tables) -> pd.DataFrame:
    """Printed trade flows as records of UN Comtrade (API v1: final data).

    `reporterISO` is the country of the source that the text names, else the country whose exports or imports the text
    speaks of; `partnerISO` the other one; `flowCode` `X` or `M` as the reporter sees it (exports of the partner, told
    by the reporter's own source, are the reporter's imports); `period` `YYYY` or `YYYYMM`; `cmdCode` `TOTAL`;
    `primaryValue` the printed value in US dollars. Beside them `low` and `high`, between which the true value lies,
    and `qualifier`: a figure "over" or "nearly" so much has its printed value in `primaryValue`.

    What does not map: totals of both directions (Comtrade has none), figures in another currency, printed ranges,
    growth rates and shares, cumulative figures, fiscal years and other spans that are neither a year nor a month, and
    figures without a date. The page does not say whether goods are valued FOB or CIF, nor by which classification, so
    `classificationCode` and the FOB and CIF values are left out.
    """
    rows = [_comtrade(figure) for figure in _flows(tables)]
    names = ["typeCode", "freqCode", "refYear", "refMonth", "period", "reporterISO", "partnerISO", "flowCode", "cmdCode",
             "primaryValue", "low", "high", "qualifier", "page", "id", "quote"]  # fmt: skip
    return _frame(rows, names, whole=("refYear", "refMonth"), real=("primaryValue", "low", "high"))


def baci(tables: Tables) -> pd.DataFrame:
    """Printed goods trade of a year in the manner of BACI (CEPII): year `t`, exporter `i`, importer `j`, thousands of USD `v`.

    BACI reconciles what exporter and importer report; here each report stays a row of its own, and `reporter` tells
    whose it is. `low` and `high`, in thousands of USD too, bound the true value.

    What does not map: BACI's numeric country codes (join `i_iso3` and `j_iso3` through the table of countries that
    comes with BACI), its products `k` (the page prints totals: sum BACI over `k` first), quantities `q`, and whatever
    `comtrade` leaves out; services and months are left out too.
    """
    rows = []
    for record in records(comtrade(tables)):
        if record["typeCode"] == "C" and record["freqCode"] == "A":
            pair = (record["reporterISO"], record["partnerISO"])
            i, j = pair if record["flowCode"] == "X" else pair[::-1]
            money = {new: record[old] / 1000 for new, old in (("v", "primaryValue"), ("low", "low"), ("high", "high"))}
            rows.append({**record, **money, "t": record["refYear"], "i_iso3": i, "j_iso3": j, "reporter": record["reporterISO"]})
    names = ["t", "i_iso3", "j_iso3", "v", "low", "high", "qualifier", "reporter", "page", "id", "quote"]
    return _frame(rows, names, whole=("t",), real=("v", "low", "high"))


def sdmx(tables: Tables) -> pd.DataFrame:
    """Every dated figure as an observation in the manner of SDMX-CSV.

    Dimensions `FREQ` (`A`, `M`, `D` of a day, `_Z` where a span has no frequency), `REF_AREA` and `COUNTERPART_AREA` (ISO
    3166-1 alpha-3), `INDICATOR`, `FLOW`, `ENTITY`, `TRANSFORMATION` (level, change, cumulative, stock), `TIME_PERIOD` (a year,
    month or day, or `start/P12M`: a time range of whole months); `OBS_VALUE`, with `OBS_LOW` and `OBS_HIGH` around it; attributes
    `UNIT_MEASURE`, `UNIT_MULT` (always 0: the full unit), `OBS_STATUS` (`A`, or `E` for "about", "over", "nearly").
    A figure that has grown up to a date stands at that date.

    What does not map: figures without a date and those since a start up to "so far", printed ranges (no one value),
    and counted things that no indicator names. The codes of indicators are this package's, not those of a registry.
    """
    figures = tables.statistics[tables.statistics["indicator"].notna() & tables.statistics["value"].notna()]
    rows = [_observation(figure) for figure in records(figures) if _time(figure["period"])]
    names = ["FREQ", "REF_AREA", "COUNTERPART_AREA", "INDICATOR", "FLOW", "ENTITY", "TRANSFORMATION", "TIME_PERIOD", "OBS_VALUE",
             "OBS_LOW", "OBS_HIGH", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "page", "id", "quote"]  # fmt: skip
    return _frame(rows, names, whole=("UNIT_MULT",), real=("OBS_VALUE", "OBS_LOW", "OBS_HIGH"))


def _flows(tables: Tables) -> list[dict[str, Any]]:
    """The figures that are a flow of a year or month in US dollars between two known countries."""
    s = tables.statistics
    known = s["indicator"].isin(_TYPE_CODES) & s["transform"].eq("level") & s["flow"].isin(_MIRROR) & s["unit"].eq("USD")
    dated = s["period"].str.fullmatch(_PERIOD).fillna(False)
    whole = s["value"].notna() & s["subject"].notna() & s["partner"].notna()
    return records(s[known.fillna(False) & dated & whole])


def _comtrade(figure: dict[str, Any]) -> dict[str, Any]:
    mirrored = pd.notna(figure["reporter"]) and figure["reporter"] == figure["partner"]
    reporter, partner = (figure["partner"], figure["subject"]) if mirrored else (figure["subject"], figure["partner"])
    year, _, month = figure["period"].partition("-")
    return {
        **figure,
        "typeCode": _TYPE_CODES[figure["indicator"]],
        "freqCode": "M" if month else "A",
        "refYear": int(year),
        "refMonth": int(month or ANNUAL_MONTH),
        "period": year + month,
        "reporterISO": reporter,
        "partnerISO": partner,
        "flowCode": _MIRROR[figure["flow"]] if mirrored else figure["flow"],
        "cmdCode": "TOTAL",
        "primaryValue": figure["value"],
    }


def _observation(figure: dict[str, Any]) -> dict[str, Any]:
    time = _time(figure["period"])
    return {
        **figure,
        "FREQ": {4: "A", 7: "M", 10: "D"}.get(len(time), "_Z"),
        "REF_AREA": figure["subject"],
        "COUNTERPART_AREA": figure["partner"],
        "INDICATOR": figure["indicator"],
        "FLOW": figure["flow"],
        "ENTITY": figure["entity"],
        "TRANSFORMATION": figure["transform"],
        "TIME_PERIOD": time,
        "OBS_VALUE": figure["value"],
        "OBS_LOW": figure["low"],
        "OBS_HIGH": figure["high"],
        "UNIT_MEASURE": figure["unit"],
        "UNIT_MULT": 0,
        "OBS_STATUS": "A" if pd.isna(figure["qualifier"]) else "E",
    }


def _time(period: Any) -> str:
    """An EDTF date as an SDMX time period; empty where SDMX has none for it.

    >>> _time("2024-05"), _time("../2024-12-31"), _time("2022-04/2023-03"), _time("1982-10/.."), _time("195X")
    ('2024-05', '2024-12-31', '2022-04-01/P12M', '', '')
    """
    if pd.isna(period):
        return ""
    first, slash, last = str(period).partition("/")
    if not slash or first == "..":
        point = last if slash else first
        return point if _PERIOD.fullmatch(point) or _DAY.fullmatch(point) else ""
    if not _PERIOD.fullmatch(first) or not _PERIOD.fullmatch(last):
        return ""
    start, end = pd.Period(first, "M"), pd.Period(last if "-" in last else f"{last}-12", "M")
    return f"{start}-01/P{end.ordinal - start.ordinal + 1}M"


def _frame(rows: list[dict[str, Any]], names: list[str], whole: tuple[str, ...], real: tuple[str, ...]) -> pd.DataFrame:
    types = {name: "Int64" if name in whole else "Float64" if name in real else "string" for name in names}
    return pd.DataFrame(rows, columns=names).astype(types)
