"""The same goods by both sides: what the importer reports over what the exporter reports, with bounds.

Imports are valued with freight and insurance (CIF), exports without (FOB), so that the ratio is expected somewhat above
one (United Nations, *International Merchandise Trade Statistics: Compilers Manual*, 2013, chapters 4 and 9); by how
much, the sources in `freight` say. A ratio outside has other causes: payments counted in place of goods, third ports,
invoices that are wrong, periods that differ.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis.intervals import Interval, of_row
from bilateral.analysis.rows import records
from bilateral.analysis.trade import pair
from bilateral.analysis.trade_reference import yearly
from bilateral.analysis.wording import bounds, country, date, listed
from bilateral.resources import reference

SAME, SPANNED = "the same period", "the years that it spans"
NO_PAIR = "No flow is reported by both sides for periods that can be compared, so there is no mirror to look into."
COLUMNS = ["flow", "exporter", "importer", "period", "against", "basis", "unit", "export_low", "export_high", "import_low",
           "import_high", "low", "high", "who_exports", "who_imports"]  # fmt: skip


def freight() -> pd.DataFrame:
    """What freight and insurance are said to add to imports, as factors `low` to `high` on exports, each with its source."""
    return reference("freight")


def expected(factors: pd.DataFrame) -> Interval:
    """The range that holds every factor of `freight`."""
    return Interval(float(factors["low"].min()), float(factors["high"].max()))


def mirror(beside: pd.DataFrame, home: str, partner: str) -> pd.DataFrame:
    """Importer's over exporter's report by direction and period; columns as COLUMNS, in the order of time.

    `beside`: the figures of `bilateral.analysis.trade_reference.beside`. A period that both sides report is compared
    with itself (`basis` `the same period`). A period of the partner that lies across two years of the home country is
    compared with both, where both are reported: the ratio then goes from the least to the greatest, which holds the
    true one if trade kept the pace of each year in its half. Where one figure is told in several ways the interval
    covers them all. `low` and `high` are ratios; the four other ends are money in
    `unit`.
    """
    names = {"home": home, "partner": partner}
    rows = []
    for flow, exporter, importer in (("X", "home", "partner"), ("M", "partner", "home")):
        for _, theirs in _of(beside, flow, "partner").groupby(["period", "unit"], sort=False):
            for ours in _overlapping(_of(beside, flow, "home"), theirs):
                told = {"home": ours, "partner": theirs}
                row = {"flow": flow, "exporter": names[exporter], "importer": names[importer], **_periods(theirs, ours)}
                rows.append(row | _ratio(told[exporter], told[importer]))
    return pd.DataFrame(rows, columns=COLUMNS)


def table(mirrored: pd.DataFrame) -> pd.DataFrame:
    """Each comparison as a reader's table: direction, period, both reports with who gives them, their ratio."""
    rows = [
        {
            "Goods": goods(row),
            "Period": date(row["period"]),
            "Exporter reports": f"{bounds(row['export_low'], row['export_high'], row['unit'])} ({row['who_exports']})",
            "Importer reports": f"{bounds(row['import_low'], row['import_high'], row['unit'])} ({row['who_imports']})",
            "Compared over": row["basis"] if row["basis"] == SAME else listed([date(year) for year in row["against"]]),
            "Importer over exporter": bounds(row["low"], row["high"]),
        }
        for row in records(mirrored)
    ]
    return pd.DataFrame(rows).set_index("Goods") if rows else pd.DataFrame()


def freight_table(factors: pd.DataFrame) -> pd.DataFrame:
    """What is expected, and who says so."""
    rows = [
        {"Who says so": row["speaker"], "Importer over exporter": bounds(row["low"], row["high"]), "As printed": row["printed"],
         "Read in": f"{row['source']} ({row['published']})", "Note": row["note"]}
        for row in records(factors)
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("Who says so")


def goods(row: dict[str, Any]) -> str:
    """Whose goods go where, in words."""
    return f"{country(row['exporter'])} to {country(row['importer'])}"


def headline(mirrored: pd.DataFrame, range_: Interval) -> str:
    """How many comparisons meet what freight and insurance explain, in the words of a figure's title."""
    if mirrored.empty:
        return NO_PAIR
    meets = [range_.meet(Interval(row["low"], row["high"])) is not None for row in records(mirrored)]
    span = bounds(range_.low, range_.high)
    return f"Mirror ratios that reach the {span} that freight and insurance explain: {sum(meets)} of {len(meets)}"


def reading(mirrored: pd.DataFrame, range_: Interval) -> str:
    """For each direction the span of the ratios, and on which side of the expected range it lies."""
    if mirrored.empty:
        return NO_PAIR
    told = [_direction(group, range_) for _, group in mirrored.groupby("flow", sort=False)]
    return " ".join([*told, "Which of the two reports is the better one, the ratio does not say."])


def _of(beside: pd.DataFrame, flow: str, side: str) -> pd.DataFrame:
    """The yearly reports of one side on a flow, those of which both ends are known."""
    rows = yearly(beside)
    return rows[(rows["flow"] == flow) & (rows["side"] == side)].dropna(subset=["low", "high"]) if len(rows) else rows


def _overlapping(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[pd.DataFrame]:
    """The other side's rows for the same period, else those that together cover it; none where a part is not covered."""
    ours = ours[ours["unit"] == theirs["unit"].iat[0]]
    first, last = theirs["first"].min(), theirs["last"].max()
    same = ours[(ours["first"] == first) & (ours["last"] == last)]
    if len(same):
        return [same]
    around = ours[(ours["first"] <= last) & (ours["last"] >= first)].sort_values("first", kind="stable")
    covered = len(around) > 0 and bool(around["first"].min() <= first) and bool(around["last"].max() >= last)
    return [around] if covered and around["period"].nunique() > 1 else []


def _periods(theirs: pd.DataFrame, ours: pd.DataFrame) -> dict[str, Any]:
    period, against = theirs["period"].iat[0], tuple(dict.fromkeys(ours["period"]))
    return {"period": period, "against": against, "basis": SAME if against == (period,) else SPANNED}


def _ratio(exports: pd.DataFrame, imports: pd.DataFrame) -> dict[str, Any]:
    sold, bought = _hull(exports), _hull(imports)
    row = {"unit": exports["unit"].iat[0], "export_low": sold.low, "export_high": sold.high}
    row |= {"import_low": bought.low, "import_high": bought.high, **pair("", bought / sold)}
    return row | {"who_exports": _who(exports), "who_imports": _who(imports)}


def _who(rows: pd.DataFrame) -> str:
    return listed(sorted(set(rows["who"])))


def _hull(rows: pd.DataFrame) -> Interval:
    intervals = [of_row(row, 0.0) for row in records(rows)]
    return Interval(min(each.low for each in intervals), max(each.high for each in intervals))


def _goods(row: dict[str, Any]) -> str:
    return f"{country(row['exporter'])} to {country(row['importer'])}"


def _direction(group: pd.DataFrame, range_: Interval) -> str:
    row = records(group)[0]
    low, high = group["low"].min(), group["high"].max()
    span = (
        f"Of what {country(row['exporter'])} reports to have sold, {country(row['importer'])} reports {bounds(low, high)} times"
    )
    periods = "one period" if len(group) == 1 else f"{len(group)} periods"
    if high < range_.low:
        return f"{span} ({periods}): less arrives in the books than left, which no freight explains."
    if low > range_.high:
        return f"{span} ({periods}): more than freight and insurance explain."
    above, below = int((group["low"] > range_.high).sum()), int((group["high"] < range_.low).sum())
    told = {"above what freight explains": above, "below it": below, "that may meet it": len(group) - above - below}
    return f"{span} ({periods}: {listed([f'{count} {where}' for where, count in told.items() if count])})."
