"""Checks of printed figures against each other, on their bounds: totals, growths, shares, repetitions.

Two figures contradict each other where no true values print like both: their intervals have nothing in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from bilateral.analysis.findings import CANNOT_TELL, CONSISTENT, INCONSISTENT, Finding, Row, finding, rows
from bilateral.analysis.intervals import Interval, ends, of_row, total
from bilateral.analysis.wording import bounds
from bilateral.tables import Tables

_TABLE = "statistics"


def parts_and_total(tables: Tables) -> Iterator[Finding]:
    """Whether the flows of both directions add up to the printed total of the same period and unit."""
    for flows in _periods(tables.statistics):
        parts = {key: row for key, row in flows.items() if key != "T"}
        if "T" not in flows or not parts:
            continue
        whole, added = of_row(flows["T"]), total(of_row(row) for row in parts.values())
        named = [(_TABLE, row) for row in (flows["T"], *parts.values())]
        unit = flows["T"]["unit"]
        if len(parts) == 1:
            fits = added.low <= whole.high
            why = f"Only one part of the total is printed, and it is {'not ' if fits else ''}larger than the total"
            verdict = CANNOT_TELL if fits else INCONSISTENT
        else:
            fits = added.meet(whole) is not None
            why = f"The parts add up to {_words(added, unit)}"
            verdict = CONSISTENT if fits else _unless_sources_differ([row for _, row in named])
        yield finding(verdict, f"{why}; the total stands for {_words(whole, unit)}.", *named)


def growth_and_levels(tables: Tables) -> Iterator[Finding]:
    """Whether a printed growth leads from the printed level of the year before to this year's, and growths agree.

    Where the year before is not printed, each level divided by its growth implies it; the implied parts must add up
    to the implied total.
    """
    changes = {key: row for key, row in _keyed(tables.statistics, "change") if _factor(row)}
    levels = {(*key, row["unit"]): row for key, row in _keyed(tables.statistics, "level")}
    implied: dict[tuple[str, str, str], dict[str, tuple[Row, Row]]] = {}
    for (indicator, period, flow, unit), now in levels.items():
        if (change := changes.get((indicator, period, flow))) is None:
            continue
        if (before := levels.get((indicator, _year_before(period), flow, unit))) is not None:
            yield _led(change, now, before)
        implied.setdefault((indicator, period, unit), {})[flow] = (now, change)
    for flows in implied.values():
        if "T" in flows and len(flows) == 3:
            yield _implied_sum(flows)


def shares(tables: Tables) -> Iterator[Finding]:
    """Whether a share is over 100 %, or a fall of more than 100 % is told."""
    for row in rows(tables.statistics[tables.statistics["unit"] == "percent"]):
        told, change = of_row(row), row["transform"] == "change"
        if not change:
            fits = told.low <= 100
            possible = "possible" if fits else "impossible: no part is larger than its whole"
            why = f"A share of {_words(told, 'percent')} is {possible}."
            yield finding(CONSISTENT if fits else INCONSISTENT, why, (_TABLE, row))
        elif told.high < -100:
            why = f"A fall by {_words(Interval(-told.high, -told.low), 'percent')} would leave less than nothing."
            yield finding(INCONSISTENT, why, (_TABLE, row))


def said_twice(tables: Tables) -> Iterator[Finding]:
    """Whether one figure (same quantity, side, period and unit) that stands twice on the page has one value."""
    told: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows(tables.statistics.sort_values("start")):
        what = (row["indicator"], row["entity"]) if row["indicator"] and row["entity"] else (row["indicator"], row["label"])
        if any(what):
            side = (row["flow"] == "T", _exporter(row))
            told.setdefault((*what, row["transform"], *side, row["period"], row["unit"]), []).append(row)
    for same in told.values():
        for one, other in pairwise(same):
            yield _twice(one, other)


def _twice(one: Row, other: Row) -> Finding:
    """Whether two figures of one quantity can be one value."""
    a, b = of_row(one), of_row(other)
    words = f"The page gives {_words(a, one['unit'])} and {_words(b, one['unit'])} for one quantity"
    named = ((_TABLE, one), (_TABLE, other))
    if a.meet(b):
        return finding(CONSISTENT, f"{words}: one value can print like both.", *named)
    if one["period"] is None:
        return finding(CANNOT_TELL, f"{words}, neither with a date: they may be of different times.", *named)
    return finding(_unless_sources_differ([one, other]), f"{words}: no value prints like both.", *named)


def _led(change: Row, now: Row, before: Row) -> Finding:
    """Whether growth, level and the level of the year before agree."""
    factor, quotient = _factor(change), of_row(now) / of_row(before)
    fits = factor is not None and factor.meet(quotient) is not None
    growth = (quotient - 1.0) * 100.0
    printed = f"The change of {now['period']} is printed as {_words(of_row(change), 'percent')}"
    why = f"{printed}; from the year before to this year the printed levels change by {_words(growth, 'percent')}."
    verdict = CONSISTENT if fits else _unless_sources_differ([change, now, before])
    return finding(verdict, why, (_TABLE, change), (_TABLE, now), (_TABLE, before))


def _implied_sum(flows: dict[str, tuple[Row, Row]]) -> Finding:
    """Whether the year before that the levels and growths imply adds up."""
    before = {flow: of_row(now) / (_factor(change) or Interval(1.0, 1.0)) for flow, (now, change) in flows.items()}
    added = total(value for flow, value in before.items() if flow != "T")
    fits = added.meet(before["T"]) is not None
    unit = flows["T"][0]["unit"]
    implied = f"parts of {_words(added, unit)} and a total of {_words(before['T'], unit)}"
    why = f"Levels and growths imply {implied} the year before."
    named = [row for pair in flows.values() for row in pair]
    return finding(CONSISTENT if fits else _unless_sources_differ(named), why, *((_TABLE, row) for row in named))


def _keyed(stock: pd.DataFrame, transform: str) -> Iterator[tuple[tuple[str, str, str], Row]]:
    """Dated rows of a transform by what they measure, period and flow: `T`, or the exporter's country."""
    for row in rows(stock[(stock["transform"] == transform) & stock["indicator"].notna() & stock["period"].notna()]):
        flow = "T" if row["flow"] == "T" else str(_exporter(row))
        yield (f"{row['indicator'].removesuffix('.change')} {row['entity']}", row["period"], flow), row


def _periods(stock: pd.DataFrame) -> list[dict[str, Row]]:
    """The levels of traded flows, one dict a quantity, period and unit."""
    told: dict[tuple[str, str, str], dict[str, Row]] = {}
    for (indicator, period, flow), row in _keyed(stock[stock["flow"].notna()], "level"):
        told.setdefault((indicator, period, row["unit"]), {}).setdefault(flow, row)
    return list(told.values())


def _exporter(row: Row) -> str | None:
    """Whose goods, people or money: imports of one side are the other's, so both sides' names for a flow are one."""
    if row["flow"] == "M":
        return row["partner"] and str(row["partner"])
    return None if row["flow"] == "T" else row["subject"]


def _factor(row: Row) -> Interval | None:
    """The growth as a factor: 17 percent is 1.17, "doubled" is 2; None where it is told otherwise."""
    if row["unit"] == "percent":
        return of_row(row) / Interval(100.0, 100.0) + 1.0
    return of_row(row) if row["unit"] == "times" else None


def _year_before(period: str) -> str:
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04d}", period)


def _unless_sources_differ(told: list[Row]) -> str:
    """Inconsistent, unless the rows name more than one source: two sources may count differently."""
    named = {row["attribution"] for row in told if row["attribution"]}
    return CANNOT_TELL if len(named) > 1 else INCONSISTENT


def _words(interval: Interval, unit: str) -> str:
    return bounds(*ends(interval), unit)
