"""What the frames of `bilateral.analysis.cpec` say: headlines, readings and tables for a reader."""

from __future__ import annotations

import re

import pandas as pd

from bilateral.analysis.cpec import entities, project
from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, counted, date, is_money, listed, number
from bilateral.tables import Tables

NO_PLANTS = "No itemised plants are shown: none are bundled for this project and window, or they are switched off."
NO_FIGURES = "The page prints no figures of such a project in this window."


def project_reading(tables: Tables, entity: str) -> str:
    """Whether the page has the project asked for, and which one is read instead."""
    found = project(tables, entity)
    if found == entity:
        return f"The page speaks of `{entity}`; everything below is about it."
    if found is None:
        return f"The page has no `{entity}` and measures no other corridor or flagship project: what follows says so."
    rest = [f"`{name}`" for name in entities(tables.statistics) if name != found]
    more = f" It also measures {listed(rest)}; ask for one with the parameter `entity`." if rest else ""
    return f"The page has no `{entity}`. Read instead is `{found}`, the project that it measures most fully.{more}"


def outcomes_table(figures: pd.DataFrame) -> pd.DataFrame:
    """The project's figures with bounds, their date and the words of the page."""
    rows = [
        {
            "What": row["label"],
            "Printed": row["printed"] if pd.isna(row["qualifier"]) else f"{row['qualifier'].replace('_', ' ')} {row['printed']}",
            "True value": bounds(row["low"], row["high"], row["unit"]),
            "As of": date(row["as_of"]) if pd.notna(row["as_of"]) else "no date",
            "Words of the page": " ".join(row["quote"].split()),
        }
        for row in records(figures)
    ]
    return pd.DataFrame(rows).set_index("What") if rows else pd.DataFrame()


def outcomes_headline(figures: pd.DataFrame) -> str:
    """Which figure is printed most coarsely, in the words of a figure's title."""
    known = figures.dropna(subset=["slack"]).sort_values("slack")
    if known.empty:
        return NO_FIGURES
    last = known.iloc[-1]
    if last["slack"] == 0:
        return "Every figure is a plain count, printed without rounding"
    return f"The coarsest figure is {last['printed']}: its rounding leaves {last['slack']:.3g} % each way"


def ratios_table(ratios: pd.DataFrame) -> pd.DataFrame:
    """Each ratio with its bounds, whether it means anything, and why."""
    rows = [
        {"Ratio": row["what"], "Bounds": bounds(row["low"], row["high"], row["unit"]),
         "Means something": "yes" if row["sensible"] else "no", "Because": row["why"]}
        for row in records(ratios)
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("Ratio") if rows else pd.DataFrame()


def ratios_reading(ratios: pd.DataFrame) -> str:
    """The ratios that make sense with their bounds, and those that do not, said plainly."""
    if ratios.empty:
        return "The page does not print money and what it brought for one date, so nothing can be divided."
    good, bad = ratios[ratios["sensible"]], ratios[~ratios["sensible"].astype(bool)]
    told = [f"{row['what']}: {bounds(row['low'], row['high'], row['unit'])}" for row in records(good)]
    words = f"What may be divided: {'; '.join(told)}. " if told else "Nothing here may be divided. "
    if len(bad):
        words += f"Not to be used: {listed(list(bad['what']))}, because {bad['why'].iat[0]}. "
    return words + "A job counted is a job claimed, of whatever length and kind; the page does not say which."


def title(tables: Tables, entity: str | None) -> str:
    """The heading of a report on a project, or on a page that has none."""
    if entity is None:
        return "No corridor and no flagship project"
    called = name(tables, entity)
    return f"{called[:1].upper()}{called[1:]}: what it is said to have brought"


def name(tables: Tables, entity: str | None) -> str:
    """What the page calls a project: its full name where the short one stands in brackets behind it, else the short one."""
    if entity is None:
        return "such a project"
    short = re.compile(rf"\b{re.escape(entity).replace(chr(92) + '-', '[ -]')}\b", re.IGNORECASE)
    quotes = [" ".join(quote.split()) for _, frame in tables.items() for quote in frame["quote"]]
    told = [_named(quote, found) for quote in quotes if (found := short.search(quote))]
    return f"the {max(told, key=len)}" if told else f"the {entity.replace('-', ' ')}"


def _named(quote: str, short: re.Match[str]) -> str:
    """The words of a name: `short`, with the capitalised words before it where it stands in brackets."""
    if quote[short.start() - 1 : short.start()] != "(" or quote[short.end() : short.end() + 1] != ")":
        return short[0]
    before: list[str] = []
    for word in reversed(quote[: short.start() - 1].split()):
        if not word[0].isupper() or word == "The":
            break
        before.insert(0, word)
    return " ".join([*before, f"({short[0]})"])


def unit_costs_table(costs: pd.DataFrame) -> pd.DataFrame:
    """Each plant with capacity, cost, cost per megawatt and source."""
    rows = [
        {"Plant": row["project"], "Capacity": number(row["capacity_mw"], "MW"),
         "Cost": number(row["value"], row["unit"]), "Read in": row["source"],
         "Cost per MW": bounds(row["low"], row["high"], row["unit"])}
        for row in records(costs)
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("Plant") if rows else pd.DataFrame()


def unit_costs_headline(costs: pd.DataFrame, ratios: pd.DataFrame) -> str:
    """The span of the itemised unit costs beside the senseless ratio, in the words of a figure's title."""
    if costs.empty:
        return "No itemised plants of this project are bundled"
    span = bounds(costs["low"].min(), costs["high"].max(), costs["unit"].iat[0])
    wrong = per_megawatt(ratios)
    if wrong.empty:
        return f"Itemised plants cost {span} per MW"
    whole = bounds(wrong["low"].iat[0], wrong["high"].iat[0], wrong["unit"].iat[0])
    return f"Itemised plants cost {span} per MW; dividing the whole investment by the megawatts gives {whole}"


def per_megawatt(ratios: pd.DataFrame) -> pd.DataFrame:
    """The row of the ratio of all money to the megawatts, if there is one."""
    return ratios[ratios["what"].str.contains(" per MW ")] if len(ratios) else ratios


def itemised_reading(costs: pd.DataFrame, figures: pd.DataFrame) -> str:
    """The sum of the itemised megawatts against the page's round figure."""
    printed = figures[figures["unit"] == "MW"]
    if costs.empty or printed.empty:
        return "There is nothing to set beside the page's megawatts."
    whole, row = costs["capacity_mw"].sum(), printed.iloc[0]
    span = bounds(row["low"], row["high"], "MW")
    words = f"The {len(costs)} itemised plants add up to {number(whole, 'MW')}; the page's {row['printed']} may be {span}."
    inside = (pd.isna(row["low"]) or whole >= row["low"]) and (pd.isna(row["high"]) or whole <= row["high"])
    if inside:
        return f"{words} The two agree."
    return f"{words} The two do not agree: the list and the page do not count the same plants, or not at the same date."


def figures_reading(figures: pd.DataFrame, entity: str | None) -> str:
    """How many figures of the project there are, and as of when."""
    if figures.empty:
        return NO_FIGURES
    dates = list(dict.fromkeys(date(when) for when in figures["as_of"].dropna())) or ["no date"]
    money = [bounds(row["low"], row["high"], row["unit"]) for row in records(figures) if is_money(row["unit"])]
    spent = f" The money is {listed(money)}." if money else " No money is printed."
    return f"The page prints {counted(len(figures), 'figure')} of `{entity}`, {listed(dates)}.{spent}"
