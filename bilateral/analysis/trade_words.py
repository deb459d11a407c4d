"""What the trade frames say: headlines, readings and tables; one without rows gives a sentence on what is missing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bilateral.analysis.rows import records
from bilateral.analysis.trade import CANNOT_TELL, CONSISTENT, FLOWS, INCONSISTENT
from bilateral.analysis.wording import bounds, counted, country, date, listed, number

NO_FIGURES = "The page prints no figure of goods trade in this window."
NO_GROWTH = "Of a year before there is nothing to say: no growth is printed in this window, or what is implied is left out."
NO_BALANCE = "There is no balance to work out: the page does not give exports and imports of one period in this window."
NO_CONTRIBUTIONS = "Growth cannot be shared out: levels and growth are not all printed, or what is implied is left out."


def title(home: str, partner: str) -> str:
    """The heading of a report on two countries."""
    return f"Trade between {country(home)} and {country(partner)}"


def figures_table(figures: pd.DataFrame) -> pd.DataFrame:
    """The printed figures with their bounds, their growth, who says so, and the words of the page."""
    rows = [
        {
            "Period": date(row["line"]),
            "Flow": FLOWS[row["flow"]],
            "Printed": row["printed"],
            "True value": bounds(row["low"], row["high"], row["unit"]),
            "Growth printed": _or_dash(row["growth_printed"]),
            "True growth": bounds(row["growth_low"], row["growth_high"], "percent") if pd.notna(row["growth_printed"]) else "–",
            "Source named": _or_dash(row["attribution"]),
            "Words of the page": _quotes(row["quote"], row["growth_quote"]),
        }
        for row in records(figures)
    ]
    return pd.DataFrame(rows).set_index("Period") if rows else pd.DataFrame()


def figures_reading(figures: pd.DataFrame, home: str, partner: str) -> str:
    """Which figures there are, of which periods, from which source, and whose exports they are."""
    if figures.empty:
        return NO_FIGURES
    periods = list(dict.fromkeys(date(line) for line in figures["line"]))
    named = list(dict.fromkeys(figures["attribution"].dropna()))
    source = f"The source named is {listed(named)}." if named else "No source is named."
    return (
        f"The page prints {counted(len(figures), 'figure')} of goods trade, of {listed(periods)}. Exports are what "
        f"{country(home)} sells to {country(partner)}, imports what it buys there. {source}"
    )


def additivity_headline(narrowed: pd.DataFrame) -> str:
    """Whether exports and imports add up to the total, in the words of a figure's title."""
    verdicts = narrowed.drop_duplicates("line").set_index("line")["verdict"]
    if verdicts.empty:
        return NO_FIGURES
    against = [date(line) for line in verdicts[verdicts == INCONSISTENT].index]
    agree = [date(line) for line in verdicts[verdicts == CONSISTENT].index]
    if against:
        return f"Exports and imports of {listed(against)} do not add up to the printed total"
    if agree:
        return f"Exports and imports of {listed(agree)} add up to the total, within what rounding allows"
    return "No period has total, exports and imports together, so nothing can be added up"


def additivity_reading(narrowed: pd.DataFrame) -> str:
    """For each period: the sum of the printed parts, whether it meets the total, and what is left of each figure."""
    if narrowed.empty:
        return NO_FIGURES
    return " ".join(_line_reading(line) for _, line in narrowed.groupby("line", sort=False))


def additivity_table(narrowed: pd.DataFrame) -> pd.DataFrame:
    """Each flow as printed, with its bounds before and after the sum is used."""
    rows = [
        {
            "Period": date(row["line"]),
            "Flow": FLOWS[row["flow"]] + (" (implied)" if row["basis"] == "implied" else ""),
            "Printed": number(row["value"], row["unit"]) if pd.notna(row["value"]) else "–",
            "As printed it may be": bounds(row["low"], row["high"], row["unit"]),
            "With the sum it must be": bounds(row["narrowed_low"], row["narrowed_high"], row["unit"]),
            "Verdict on the period": row["verdict"],
        }
        for row in records(narrowed)
    ]
    return pd.DataFrame(rows).set_index("Period") if rows else pd.DataFrame()


def before_table(before: pd.DataFrame) -> pd.DataFrame:
    """The year before: from the growth as printed, narrowed, and the growth that this leaves."""
    rows = [
        {
            "Year before": date(row["before"]),
            "Flow": FLOWS[row["flow"]],
            "From growth as printed": bounds(row["grown_low"], row["grown_high"], row["unit"]),
            "Narrowed by the sum": bounds(row["low"], row["high"], row["unit"]),
            "Printed growth": bounds(row["growth_low"], row["growth_high"], "percent"),
            "Growth left possible": bounds(row["implied_growth_low"], row["implied_growth_high"], "percent"),
        }
        for row in records(before)
    ]
    return pd.DataFrame(rows).set_index("Year before") if rows else pd.DataFrame()


def before_headline(before: pd.DataFrame) -> str:
    """What the total of the year before must have been, in the words of a figure's title."""
    if before.empty:
        return NO_GROWTH
    if (before["verdict"] == INCONSISTENT).any():
        wrong = [date(line) for line in dict.fromkeys(before.loc[before["verdict"] == INCONSISTENT, "line"])]
        return f"Levels and growth printed for {listed(wrong)} contradict each other"
    row = _first_total(before)
    level = bounds(row["low"], row["high"], row["unit"])
    printed = ", which agrees with its print" if row["reported"] else ""
    return f"{FLOWS[row['flow']].capitalize()} of {date(row['before'])} must have been {level}{printed}"


def before_reading(before: pd.DataFrame) -> str:
    """Each figure of the year before, printed or only implied, and every growth rate that the other figures narrow."""
    if before.empty:
        return NO_GROWTH
    sentences = []
    for (line, year), group in before.groupby(["line", "before"], sort=False):
        if (group["verdict"] == INCONSISTENT).any():
            printed = f"the levels and growth rates of {date(line)} and the figures of {date(year)}"
            sentences.append(f"No true values print like {printed}: one of them is wrong or of another kind.")
            continue
        told = group["reported"].astype(bool)
        kinds = ((group[~told], "implied by the page, not printed there"), (group[told], "printed by the page too"))
        known = [f"{_levels(rows)} ({how})" for rows, how in kinds if len(rows)]
        sentences.append(f"If {date(line)} is as printed, {date(year)} had {listed(known)}.")
        sentences += [_narrower(row) for row in records(group) if _is_narrower(row)]
        if (group["verdict"] == CANNOT_TELL).all():
            sentences.append("Nothing else on the page can confirm it.")
    return " ".join(sentences)


def balance_table(balance: pd.DataFrame) -> pd.DataFrame:
    """Balance, coverage and normalised balance by period."""
    rows = [
        {
            "Period": date(row["period"]),
            "Basis": row["basis"],
            "Measure": _MEASURES[row["measure"]],
            "Bounds": bounds(row["low"], row["high"], row["unit"] if row["measure"] == "balance" else None),
        }
        for row in records(balance)
    ]
    return pd.DataFrame(rows).set_index("Period") if rows else pd.DataFrame()


def balance_reading(balance: pd.DataFrame, home: str, partner: str) -> str:
    """Who has the surplus, and how many times over, for each period."""
    if balance.empty:
        return NO_BALANCE
    return " ".join(_balance_of(group, home, partner) for _, group in balance.groupby("period", sort=False))


def contributions_table(shares: pd.DataFrame) -> pd.DataFrame:
    """What each flow weighed in the year before, and what it added to the growth of the total."""
    rows = [
        {
            "Period": date(row["line"]),
            "Flow": FLOWS[row["flow"]],
            "Weight the year before": bounds(row["weight_low"], row["weight_high"], "percent"),
            "Added to growth": bounds(row["low"], row["high"], "points"),
        }
        for row in records(shares)
    ]
    return pd.DataFrame(rows).set_index("Period") if rows else pd.DataFrame()


def contributions_headline(shares: pd.DataFrame) -> str:
    """What the flows added to the growth of the last period, in the words of a figure's title."""
    if shares.empty:
        return NO_CONTRIBUTIONS
    line = shares["line"].iat[-1]
    points = {row["flow"]: bounds(row["low"], row["high"], "points") for row in records(shares[shares["line"] == line])}
    exports = points["X"].removesuffix(" percentage points")
    return f"To the growth of {date(line)} exports added {exports}, imports {points['M']}"


_MEASURES = {
    "balance": "exports less imports",
    "coverage": "exports over imports",
    "normalised": "exports less imports, over their sum (-1 to 1)",
}


def _line_reading(line: pd.DataFrame) -> str:
    rows = {row["flow"]: row for row in records(line)}
    when, unit, verdict = date(line["line"].iat[0]), line["unit"].iat[0], line["verdict"].iat[0]
    left = [f"{FLOWS[flow]} {bounds(row['narrowed_low'], row['narrowed_high'], unit)}" for flow, row in rows.items()]
    if verdict == CANNOT_TELL:
        implied = [words for (flow, row), words in zip(rows.items(), left, strict=True) if row["basis"] == "implied"]
        rest = f" The rest of the sum is {listed(implied)}: implied, not printed." if implied else ""
        return f"For {when} the page does not print all three figures, so the sum cannot be tested.{rest}"
    total, parts = rows["T"], number(rows["X"]["value"] + rows["M"]["value"], unit)
    printed = f"For {when} the printed parts add up to {parts}, the printed total is {number(total['value'], unit)}."
    if verdict == INCONSISTENT:
        return f"{printed} No true values print like these three figures: one of them is wrong or of another kind."
    same = (line["narrowed_low"] == line["low"]) & (line["narrowed_high"] == line["high"])
    if same.all():
        return f"{printed} The sum holds and says no more about each figure than its print."
    return f"{printed} Rounding covers the difference, and only {listed(left)} do so."


def _first_total(before: pd.DataFrame) -> pd.Series:
    """The latest total that the page does not print itself, else the latest figure there is."""
    totals = before[before["flow"] == "T"]
    unprinted = totals[~totals["reported"].astype(bool)]
    return next(rows.iloc[-1] for rows in (unprinted, totals, before) if len(rows))


def _levels(rows: pd.DataFrame) -> str:
    return listed([f"{FLOWS[row['flow']]} {bounds(row['low'], row['high'], row['unit'])}" for row in records(rows)])


def _is_narrower(row: dict[str, Any]) -> bool:
    """Whether the other figures leave visibly less of a growth rate than its print."""
    if pd.isna(row["growth_low"]) or pd.isna(row["growth_high"]) or pd.isna(row["implied_growth_low"]):
        return False
    left = row["implied_growth_high"] - row["implied_growth_low"]
    return bool(left < 0.9 * (row["growth_high"] - row["growth_low"]))


def _narrower(row: dict[str, Any]) -> str:
    printed, left = (bounds(row[f"{name}_low"], row[f"{name}_high"], "percent") for name in ("growth", "implied_growth"))
    return f"The growth of {FLOWS[str(row['flow'])]}, printed so that it may be {printed}, can then only be {left}."


def _balance_of(group: pd.DataFrame, home: str, partner: str) -> str:
    rows = {row["measure"]: row for row in records(group)}
    balance, coverage = rows["balance"], rows["coverage"]
    when = date(balance["period"]) + (", by what the page implies," if balance["basis"] == "implied" else "")
    low, high, unit = balance["low"], balance["high"], balance["unit"]
    ratio = f"exports were {bounds(coverage['low'], coverage['high'])} times imports"
    if pd.notna(low) and low > 0:
        return f"In {when} {country(home)} had a surplus of {bounds(low, high, unit)} with {country(partner)}; {ratio}."
    if pd.notna(high) and high < 0:
        return f"In {when} {country(home)} had a deficit of {bounds(-high, -low, unit)} with {country(partner)}; {ratio}."
    return f"In {when} the sign of the balance cannot be told from the printed figures."


def _or_dash(value: Any) -> str:
    return str(value) if pd.notna(value) else "–"


def _quotes(*quotes: Any) -> str:
    return " … ".join(" ".join(str(quote).split()) for quote in dict.fromkeys(quotes) if pd.notna(quote))
