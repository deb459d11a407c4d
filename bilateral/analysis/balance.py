"""What follows from a page's trade figures: balance, coverage, and where the growth of the total came from.

Definitions after United Nations, *International Merchandise Trade Statistics: Compilers Manual* (2013): the balance is
exports less imports, the coverage ratio exports over imports; the contribution of a flow to the growth of the total
is its change over the total before. Every figure is an interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from bilateral.analysis.intervals import Interval, narrow
from bilateral.analysis.trade import ADDS_UP, FLOWS, additivity, intervals, pair, year_before


def balance(printed: pd.DataFrame, include_implied: bool = True) -> pd.DataFrame:
    """Balance, coverage and normalised balance of the home country, for each line and, if implied figures count, the
    year before.

    Columns: `period`, `basis` (`printed`, `implied`), `unit`, `measure`, `low`, `high`. Measures: `balance` = X - M
    (unit of the line; more than zero is a surplus of the home country), `coverage` = X / M (a ratio), `normalised` =
    (X - M) / (X + M), from -1 (imports only) to 1 (exports only).
    """
    rows: list[dict[str, Any]] = []
    levels = additivity(printed).rename(columns={"line": "when"})
    parts = [levels.assign(low=levels["narrowed_low"], high=levels["narrowed_high"])]
    parts.append(year_before(printed, include_implied).rename(columns={"before": "when"}).assign(basis="implied"))
    for part in parts:
        for when, group in part.groupby("when", sort=False):
            if not include_implied and "implied" in set(group["basis"]):
                continue
            basis = "implied" if "implied" in set(group["basis"]) else "printed"
            rows += [{"period": when, "basis": basis, "unit": group["unit"].iat[0], **row} for row in _balance_rows(group)]
    frame = pd.DataFrame(rows, columns=["period", "basis", "unit", "measure", "low", "high"])
    return frame.drop_duplicates(["period", "measure"]).sort_values("period", kind="stable", ignore_index=True)


def contributions(printed: pd.DataFrame, include_implied: bool = True) -> pd.DataFrame:
    """How much each flow added to the growth of the total, in percentage points, where the growth of a line is printed.

    Contribution of a flow = its growth times its weight in the total of the year before = (now - before) / total
    before. Both forms are bounded and met; with total growth as the sum of the two contributions they are narrowed
    once more. Columns: `line`, `flow` (`X`, `M`, and `T`, the growth of the total), `weight_low`, `weight_high`
    (percent of the total before), `low`, `high` (percentage points).
    """
    rows: list[dict[str, Any]] = []
    narrowed, before = additivity(printed), year_before(printed, include_implied)
    for name, group in before.groupby("line", sort=False):
        then = intervals(group, "low", "high")
        growth = intervals(group, "implied_growth_low", "implied_growth_high", -100.0)
        now = intervals(narrowed[narrowed["line"] == name], "narrowed_low", "narrowed_high")
        if set(FLOWS) <= set(then) & set(growth) & set(now) and then["T"].low > 0:
            rows += [{"line": name, **row} for row in _contribution_rows(now, then, growth)]
    return pd.DataFrame(rows, columns=["line", "flow", "weight_low", "weight_high", "low", "high"])


def _balance_rows(group: pd.DataFrame) -> Iterable[dict[str, Any]]:
    flows = intervals(group, "low", "high")
    if "X" not in flows or "M" not in flows:
        return
    exports, imports = flows["X"], flows["M"]
    yield {"measure": "balance", **pair("", exports - imports)}
    yield {"measure": "coverage", **pair("", exports / imports)}
    if exports.known and imports.known and exports.low + imports.low > 0:
        # rises with exports and falls with imports, so its ends lie in the corners
        low, high = ((x - m) / (x + m) for x, m in ((exports.low, imports.high), (exports.high, imports.low)))
        yield {"measure": "normalised", "low": low, "high": high}


def _contribution_rows(
    now: Mapping[str, Interval], then: Mapping[str, Interval], growth: Mapping[str, Interval]
) -> Iterable[dict[str, Any]]:
    weights = {flow: (then[flow] / then["T"]).meet(Interval(0.0, 1.0)) or Interval(0.0, 1.0) for flow in FLOWS}
    points = {"T": growth["T"]}
    for flow in ("X", "M"):
        by_change = (now[flow] - then[flow]) / then["T"] * 100.0
        points[flow] = (growth[flow] * weights[flow]).meet(by_change) or by_change
    points = narrow(points, [ADDS_UP]) or points
    for flow in ("X", "M", "T"):
        weight = weights[flow] if flow != "T" else Interval(1.0, 1.0)
        yield {"flow": flow, **pair("weight", weight * 100.0), **pair("", points[flow])}
