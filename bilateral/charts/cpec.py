"""Figures of the corridor notebook: frames in, a figure out, or None where there is nothing to draw."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bilateral.analysis.rows import records
from bilateral.analysis.wording import bounds, date, number
from bilateral.charts.style import COLOURS, Chart, chart, few_ticks, finish, grid, styled, with_others, years

_SPEAKERS = ("o", "s", "^", "v", "D", "P", "X")


@styled
def slack(figures: pd.DataFrame, title: str, source: str) -> Chart | None:
    """How much of each figure its rounding leaves open, in percent each way, on a logarithmic axis."""
    rows = figures[figures["slack"] > 0].reset_index(drop=True)
    if rows.empty:
        return None
    figure = chart(1.4 + 0.42 * len(rows))
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.plot(rows["slack"], rows.index, "o", color=COLOURS["page"], markersize=8)
    for at, row in enumerate(records(rows)):
        words = bounds(row["low"], row["high"], row["unit"])
        axes.annotate(words, (row["slack"], at), (9, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.set_yticks(range(len(rows)), [f"{row['label']}\n({row['printed']})" for row in records(rows)])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(rows["slack"].min() / 2, rows["slack"].max() * 30)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g} %")
    axes.xaxis.set_minor_formatter(lambda x, _: "")
    axes.set_xlabel("Half the interval's width, percent of the printed value", loc="right")
    axes.spines["left"].set_visible(False)
    grid(axes)
    return finish(figure, title, source)


@styled
def unit_costs(costs: pd.DataFrame, wrong: pd.DataFrame, title: str, source: str) -> Chart | None:
    """Cost per megawatt of each itemised plant, beside the band that dividing the whole investment would give."""
    if costs.empty:
        return None
    figure = chart(1.6 + 0.27 * len(costs))
    axes = figure.subplots()
    axes.hlines(costs.index, costs["low"], costs["high"], color=COLOURS["reference"], linewidth=5)
    axes.plot(costs["low"], costs.index, "o", color=COLOURS["reference"], markersize=6)
    for row in records(wrong):
        axes.axvspan(row["low"], row["high"], color=COLOURS["page"], alpha=0.15, linewidth=0)
        words = "all money / all MW:\nno unit cost"
        axes.annotate(words, (row["low"], 0), (-6, 0), textcoords="offset points", ha="right", va="top", fontsize=8.5)
    labels = [f"{row['project']} ({number(row['capacity_mw'], 'MW')})" for row in records(costs)]
    axes.set_yticks(costs.index, labels)
    axes.set_ylim(len(costs) - 0.5, -0.5)
    axes.set_xlim(left=0)
    few_ticks(axes)
    axes.xaxis.set_major_formatter(lambda x, _: number(x))
    axes.set_xlabel(f"{costs['unit'].iat[0]} per MW of capacity")
    axes.spines["left"].set_visible(False)
    grid(axes)
    return finish(figure, title, with_others(source))


@styled
def sessions(dated: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The numbered sessions of a mechanism in time: black by the page, grey by others, hollow where not held."""
    rows = dated.dropna(subset=["first", "last", "session"]).sort_values(["session", "first"])
    if len(rows) < 2:
        return None
    figure = chart(3.4)
    axes = figure.subplots()
    for row in records(rows.sort_values("who", key=lambda who: who == "the page")):
        colour = COLOURS["page"] if row["who"] == "the page" else COLOURS["reference"]
        held = row["status"] == "held"
        axes.plot([row["first"], row["last"]], [row["session"]] * 2, color=colour, linewidth=4, alpha=0.45)
        axes.plot(
            row["first"],
            row["session"],
            "o",
            markersize=7,
            markeredgecolor=colour,
            markerfacecolor=colour if held else "white",
        )
    for row in records(rows.drop_duplicates("session", keep="last")):
        words = f"{row['session']}: {date(row['when'])}" + ("" if row["status"] == "held" else f", {row['status']}")
        axes.annotate(words, (row["first"], row["session"]), (-9, 4), textcoords="offset points", ha="right", fontsize=8.5)
    axes.margins(x=0.2, y=0.12)
    years(axes)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylabel("Number of the session")
    axes.set_xlabel("Year (black: the page; grey: others; hollow: not held, as far as recorded)")
    grid(axes, "y")
    others = (rows["who"] != "the page").any()
    return finish(figure, title, with_others(source) if others else source)


@styled
def intervals(real: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The mean interval between a mechanism's sessions (black, an arrow where it is open) beside its real gaps (grey)."""
    names = list(dict.fromkeys(real.dropna(subset=["low"])["mechanism"]))
    if not names:
        return None
    figure = chart(1.4 + 0.55 * len(names))
    axes = figure.subplots()
    for at, name in enumerate(names):
        _intervals(axes, at, real[real["mechanism"] == name])
    axes.set_yticks(range(len(names)), [textwrap.fill(name.replace("-", " "), 26) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.6)
    axes.set_xlim(0, max(real["high"].max(), real["mean_low"].max()) * 1.2)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Months between two sessions (black: on the mean; grey: real gaps that are dated)", loc="right")
    grid(axes)
    return finish(figure, title, with_others(source))


@styled
def paces(rise: pd.DataFrame, title: str, source: str) -> Chart | None:
    """How much came a year: on the mean since the launch, up to the last break, and after it."""
    rows = rise[rise["part"] != "step"].reset_index(drop=True)
    if len(rows) < 2:
        return None
    figure = chart(1.3 + 0.45 * len(rows))
    axes = figure.subplots()
    for at, row in enumerate(records(rows)):
        axes.plot([row["low"], row["high"]], [at, at], color=COLOURS["page"], linewidth=7, solid_capstyle="butt")
        axes.plot(row["low"], at, "|", color=COLOURS["page"], markersize=11)
        words = bounds(row["low"], row["high"], row["unit"])
        axes.annotate(words, (row["high"], at), (7, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.set_yticks(range(len(rows)), [f"{date(row['since'])} to\n{date(row['until'])}" for row in records(rows)])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(min(0.0, rows["low"].min()), rows["high"].max() * 1.4)
    few_ticks(axes)
    axes.xaxis.set_major_formatter(lambda x, _: number(x))
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"{rows['unit'].iat[0]} a year", loc="right")
    grid(axes)
    return finish(figure, title, with_others(source))


@styled
def claims(rows: pd.DataFrame, title: str, source: str) -> Chart | None:
    """One panel a figure of the project: what each speaker gave when, as steps; None without other speakers."""
    if not (rows["basis"] == "others").any():
        return None
    indicators = [name for name, group in rows.groupby("indicator", sort=False) if len(group) > 1]
    speakers = list(dict.fromkeys(rows.loc[rows["basis"] == "others", "speaker"]))
    figure = chart(2.1 + 1.5 * len(indicators))
    key, *panels = figure.subplots(1 + len(indicators), 1, sharex=True, height_ratios=[0.5, *[1.5] * len(indicators)])
    for axes, indicator in zip(panels, indicators, strict=True):
        _claims(axes, rows[rows["indicator"] == indicator], speakers)
    years(panels[-1])
    panels[-1].set_xlabel("Year of the statement")
    handles = {label: line for axes in panels for line, label in zip(*axes.get_legend_handles_labels(), strict=True)}
    labels = [textwrap.fill(label, 30) for label in handles]
    key.axis("off")
    key.legend(list(handles.values()), labels, loc="center left", ncols=3, frameon=False, fontsize=8)
    return finish(figure, title, with_others(source))


def _intervals(axes: Axes, at: int, rows: pd.DataFrame) -> None:
    for gap in records(rows):
        axes.plot([gap["low"], gap["high"]], [at, at], "o-", color=COLOURS["reference"], markersize=7, markerfacecolor="white")
    longest = records(rows.sort_values("low"))[-1]
    words = f"sessions {longest['after']:.0f} to {longest['until']:.0f}"
    axes.annotate(words, (longest["high"], at), (8, 0), textcoords="offset points", va="center", fontsize=8.5)
    low, high = longest["mean_low"], longest["mean_high"]
    if pd.notna(low) and pd.notna(high):
        axes.plot([low, high], [at - 0.28] * 2, color=COLOURS["page"], linewidth=7, solid_capstyle="butt")
    elif pd.notna(low):
        axes.annotate("", (low * 1.25, at - 0.28), (low, at - 0.28), arrowprops={"arrowstyle": "->", "color": COLOURS["page"]})
        axes.plot(low, at - 0.28, "|", color=COLOURS["page"], markersize=10)


def _claims(axes: Axes, rows: pd.DataFrame, speakers: list[str]) -> None:
    for speaker, said in rows.groupby("speaker", sort=False):
        page = speaker == "the page"
        colour = COLOURS["page"] if page else COLOURS["reference"]
        marker = "*" if page else _SPEAKERS[speakers.index(str(speaker)) % len(_SPEAKERS)]
        told: Any = said.dropna(subset=["value"])
        size = 12 if page else 6
        axes.step(told["first"], told["value"], where="post", color=colour, linewidth=0.8, linestyle=":")
        axes.plot(
            told["first"],
            told["value"],
            marker,
            color=colour,
            markersize=size,
            markerfacecolor=colour if page else "white",
            label=str(speaker),
        )
        spans = told.dropna(subset=["low", "high"])
        axes.vlines(spans["first"], spans["low"], spans["high"], color=colour, linewidth=2.5, alpha=0.5)
    indicator, unit = str(rows["indicator"].iat[0]).replace(".", " "), str(rows["unit"].iat[0])
    axes.set_title(indicator if indicator == unit else f"{indicator} ({unit})")
    axes.yaxis.set_major_formatter(lambda y, _: number(y))
    axes.margins(y=0.25)
    grid(axes, "y")
