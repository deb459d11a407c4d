"""Figures of the editions notebook: frames in, matplotlib figures out, None where there is nothing to draw."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bilateral.analysis.rows import records
from bilateral.analysis.wording import number
from bilateral.charts.style import COLOURS, Chart, chart, finish, grid, styled

MOST = 12  # panels
ROWS = 60  # facts in the figure of comings and goings; the table has all of them
_ACROSS = 3


@styled
def values(moving: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The printed values of each figure that moved, over the editions, with the interval of true values; a panel each."""
    series = list(dict.fromkeys(moving["series"]))[:MOST]
    if not series:
        return None
    down = -(-len(series) // _ACROSS)
    figure = chart(0.9 + 1.75 * down)
    panels = figure.subplots(down, _ACROSS, squeeze=False).ravel()
    for axes, name in zip(panels, series, strict=False):
        _panel(axes, moving[moving["series"] == name])
    for axes in panels[len(series) :]:
        axes.set_visible(False)
    return finish(figure, title, f"{source}. Across: the editions, in their order.")


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    values = rows["value"].astype(float)
    low, high = rows["low"].fillna(rows["value"]).astype(float), rows["high"].fillna(rows["value"]).astype(float)
    axes.plot(rows["edition"].astype(int), values, color=COLOURS["page"], linewidth=1, marker="o", markersize=4)
    axes.errorbar(
        rows["edition"].astype(int), values, yerr=[values - low, high - values], fmt="none", ecolor=COLOURS["M"], capsize=3
    )
    axes.set_title(textwrap.fill(f"{rows['series'].iloc[0]} ({rows['unit'].iloc[-1]})", 30), fontsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    whole = bool((values % 1 == 0).all() and values.max() < 1000)  # a count has no ticks between its numbers
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=whole))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.margins(x=0.15, y=0.2)
    axes.tick_params(labelsize=7)
    grid(axes, "y")


@styled
def presence(facts: pd.DataFrame, editions: list[str], title: str, source: str) -> Chart | None:
    """Each fact that came or went as a line over the editions that have it, grouped by table."""
    if facts.empty or len(editions) < 2:
        return None
    rows = facts.sort_values(["table", "first", "last", "fact"]).tail(ROWS)
    figure = chart(1.2 + 0.2 * len(rows))
    axes = figure.subplots()
    for height, row in enumerate(records(rows)):
        colour = COLOURS["X"] if row["standing"] else COLOURS["M"]
        axes.plot([row["first"], row["last"]], [height, height], color=colour, linewidth=2, marker="o", markersize=4)
    axes.set_yticks(
        range(len(rows)), [textwrap.shorten(f"{row['table']}: {row['fact']}", 64) for row in records(rows)], fontsize=7
    )
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0.7, len(editions) + 0.3)
    axes.set_xticks(range(1, len(editions) + 1), [textwrap.fill(name, 18) for name in editions], fontsize=8)
    axes.spines["left"].set_visible(False)
    grid(axes)
    axes.set_xlabel("Blue: the latest edition has it. Orange: it went.", loc="right")
    return finish(figure, title, source)
