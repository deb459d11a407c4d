"""Trade between the two sides: what the page prints, whether it adds up, and what it implies.

A *line* is what a page says of one period: total trade (`T`), exports (`X`) and imports (`M`), all seen from the
page's home country, each with its printed growth on the year before. Values in the unit of the line (mostly USD),
growth in percent. Every derived figure is an interval (`low`, `high`) that follows from the printed ones; see
`bilateral.analysis.intervals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import ANY, Interval, Sum, ends, narrow, of_row
from bilateral.analysis.rows import records
from bilateral.analysis.wording import number

FLOWS = {"T": "total trade", "X": "exports", "M": "imports"}
ADDS_UP = Sum("T", ("X", "M"))
CONSISTENT, INCONSISTENT, CANNOT_TELL = "consistent", "inconsistent", "cannot tell"
NOTHING = Interval(0.0, float("inf"))  # of a value of trade of which nothing is said: it is not negative
_MIRROR = {"X": "M", "M": "X", "T": "T"}
_LINE = ["line", "period", "unit"]
Flows = Mapping[str, Interval]


def figures(statistics: pd.DataFrame, home: str) -> pd.DataFrame:
    """The printed trade figures, one row for each line and flow, in the order of time, then T, X, M.

    Columns: `line` (the period as printed, `undated` where there is none), `period` (EDTF), `period_start`,
    `period_end`, `unit`, `flow` (seen from `home`: what the partner exports to it is its import), `value`, `low`,
    `high`, `printed` (words), `growth_low`, `growth_high` (percent on the year before; missing where not printed),
    `growth_printed`, `attribution`, `quote`, `growth_quote`. Of a figure printed twice the first stands, one with a
    named source before one without; of figures in two currencies those in the currency that the line prints first.
    """
    levels = _oriented(statistics, home, "trade.goods", "level")
    changes = _oriented(statistics, home, "trade.goods.change", "change")
    changes = changes[changes["unit"] == "percent"].set_index(["line", "flow"])
    rows = [_figure(row, changes) for row in records(levels)]
    columns = [*_LINE, "period_start", "period_end", "flow", "value", "low", "high", "printed", "growth_low",
               "growth_high", "growth_printed", "attribution", "quote", "growth_quote"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def additivity(printed: pd.DataFrame) -> pd.DataFrame:
    """What `total = exports + imports` leaves of the printed intervals, one row for each line and flow.

    Columns: `line`, `period`, `unit`, `flow`, `basis` (`printed`, or `implied` of a flow that only the other two
    give), `value`, `low`, `high` as printed, `narrowed_low`, `narrowed_high`, `offset_low`, `offset_high`,
    `offset_narrowed_low`, `offset_narrowed_high` (the same four less `value`), and the line's `verdict`:
    `consistent`, `inconsistent` (no true values print like this; nothing is narrowed), or `cannot tell` (fewer than
    three flows printed).
    """
    rows: list[dict[str, Any]] = []
    for line in _lines(printed):
        given = intervals(line, "low", "high")
        narrowed = narrow(dict.fromkeys(FLOWS, NOTHING) | given, [ADDS_UP])
        verdict = INCONSISTENT if narrowed is None else CONSISTENT if len(given) == 3 else CANNOT_TELL
        rows += _narrowed_rows(line, narrowed or given, verdict)
    columns = [*_LINE, "flow", "basis", "value", "low", "high", "narrowed_low", "narrowed_high", "offset_low",
               "offset_high", "offset_narrowed_low", "offset_narrowed_high", "verdict"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def year_before(printed: pd.DataFrame, include_implied: bool = True) -> pd.DataFrame:
    """What the year before must have been, where growth is printed: implied by the page, not printed there.

    A level after growth of g percent came from level / (1 + g / 100). The narrowed levels of the line are divided by
    the printed growth, what the page prints of the year before itself is met with them, and additivity narrows the
    rest. Columns: `line` (the later line), `before` (EDTF of the year before), `unit`, `flow`, `growth_low`,
    `growth_high` (printed bounds, percent), `grown_low`, `grown_high` (before, from growth alone), `low`, `high`
    (before, narrowed; missing where the figures contradict each other), `implied_growth_low`, `implied_growth_high`
    (percent, from the narrowed levels), `now_low`, `now_high` (the narrowed levels), `reported` (whether the page
    prints the figure of the year before too), `verdict`.
    """
    rows: list[dict[str, Any]] = []
    narrowed = additivity(printed)
    for line in _lines(printed):
        name = line["line"].iat[0]
        now = intervals(narrowed[narrowed["line"] == name], "narrowed_low", "narrowed_high")
        growth = intervals(line.dropna(subset=["growth_low", "growth_high"], how="all"), "growth_low", "growth_high", -100.0)
        if growth and include_implied:
            rows += _before_rows(line, now, growth, _stated(printed, line))
    columns = ["line", "before", "unit", "flow", "growth_low", "growth_high", "grown_low", "grown_high", "low", "high",
               "implied_growth_low", "implied_growth_high", "now_low", "now_high", "reported", "verdict"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def intervals(rows: pd.DataFrame, low: str, high: str, least: float = 0.0) -> dict[str, Interval]:
    """The intervals of the rows by flow, those of which something is known."""
    found = {}
    for row in records(rows):
        if pd.notna(row[low]) or pd.notna(row[high]):
            found[row["flow"]] = of_row({"low": row[low], "high": row[high]}, least)
    return found


def pair(name: str, interval: Interval | None) -> dict[str, float | None]:
    """The ends of an interval as the cells `<name>_low` and `<name>_high` of a row; `low` and `high` without a name."""
    low, high = ends(interval)
    return {f"{name}_low".lstrip("_"): low, f"{name}_high".lstrip("_"): high}


def _oriented(statistics: pd.DataFrame, home: str, indicator: str, transform: str) -> pd.DataFrame:
    """The rows of an indicator, flow seen from `home`: first mention of each line and flow, in the order of time."""
    all_goods = (statistics["entity"] == "goods").fillna(True)  # no total where it is of wheat alone
    chosen = statistics[
        (statistics["indicator"] == indicator) & (statistics["transform"] == transform) & statistics["flow"].notna() & all_goods
    ].copy()
    theirs = (chosen["subject"] != home).fillna(False).astype(bool)
    chosen["flow"] = chosen["flow"].mask(theirs, chosen["flow"].map(_MIRROR))
    chosen["line"] = chosen["period"].fillna("undated")
    chosen["order"] = chosen["flow"].map(list(FLOWS).index)
    chosen["unnamed"] = chosen["reporter"].isna()
    chosen = chosen.sort_values(["unnamed", "start"], kind="stable")
    chosen = chosen[chosen["unit"] == chosen.groupby("line")["unit"].transform("first")].drop_duplicates(["line", "flow"])
    return chosen.sort_values(["period_start", "line", "order"], kind="stable")


def _figure(row: Mapping[str, Any], changes: pd.DataFrame) -> dict[str, Any]:
    at = int(row["num_start"] - row["start"]) if pd.notna(row["num_start"]) else None
    words = number(row["value"], row["unit"]) if at is None else row["quote"][at : int(row["num_end"] - row["start"])]
    figure = {**row, "printed": " ".join(words.split())}
    key = (row["line"], row["flow"])
    if key in changes.index:
        change = changes.loc[key]
        figure |= {"growth_low": change["low"], "growth_high": change["high"], "growth_quote": change["quote"]}
        figure["growth_printed"] = number(change["value"], "percent")
    return figure


def _lines(printed: pd.DataFrame) -> Iterable[pd.DataFrame]:
    return (line for _, line in printed.groupby("line", sort=False))


def _narrowed_rows(line: pd.DataFrame, narrowed: Flows, verdict: str) -> Iterable[dict[str, Any]]:
    by_flow = {row["flow"]: row for row in records(line)}
    head = {name: line[name].iat[0] for name in _LINE}
    for flow in FLOWS:
        interval, row = narrowed.get(flow, NOTHING), by_flow.get(flow)
        if row is None and (len(by_flow) < 2 or not interval.known):
            continue
        low, high = ends(interval)
        told: dict[str, Any] = {"value": row["value"], "low": row["low"], "high": row["high"]} if row else {}
        cells = {**head, "flow": flow, "basis": "printed" if row else "implied", **told, "verdict": verdict}
        cells |= {"narrowed_low": low, "narrowed_high": high}
        for name in ("low", "high", "narrowed_low", "narrowed_high"):
            if row and pd.notna(row["value"]) and pd.notna(cells[name]):
                cells[f"offset_{name}"] = cells[name] - row["value"]
        yield cells


def _stated(printed: pd.DataFrame, line: pd.DataFrame) -> dict[str, Interval]:
    """What the page itself prints of the year before a line."""
    same = (printed["line"] == _earlier(line["line"].iat[0])) & (printed["unit"] == line["unit"].iat[0])
    return intervals(printed[same], "low", "high")


def _before_rows(line: pd.DataFrame, now: Flows, growth: Flows, stated: Flows) -> Iterable[dict[str, Any]]:
    factors = {flow: (rate + 100.0) * 0.01 for flow, rate in growth.items()}
    grown = {flow: now[flow] / factor for flow, factor in factors.items()}
    known: dict[str, Interval | None] = {flow: grown.get(flow, NOTHING).meet(stated.get(flow, NOTHING)) for flow in FLOWS}
    agreed = {flow: value for flow, value in known.items() if value is not None}
    narrowed = narrow(agreed, [ADDS_UP]) if len(agreed) == len(known) else None
    verdict = INCONSISTENT if narrowed is None else CONSISTENT if set(grown) | set(stated) == set(FLOWS) else CANNOT_TELL
    for flow in FLOWS:
        then = (narrowed or {}).get(flow, ANY)
        if flow not in grown and (len(set(grown) | set(stated)) < 2 or not then.known):
            continue
        implied = (now.get(flow, ANY) / then - 1.0) * 100.0 if then.low > 0 else ANY
        row: dict[str, Any] = {"line": line["line"].iat[0], "before": _earlier(line["line"].iat[0])}
        row |= {"unit": line["unit"].iat[0], "flow": flow, "reported": flow in stated, "verdict": verdict}
        row |= pair("now", now.get(flow)) | pair("growth", growth.get(flow)) | pair("grown", grown.get(flow)) | pair("", then)
        yield row | pair("implied_growth", growth.get(flow, ANY).meet(implied))


def _earlier(period: Any) -> str:
    """An EDTF period one year before; a period without a plain year stays."""
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04d}", str(period))
