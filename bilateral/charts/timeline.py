"""Steps on a time line, one row a step: the days that each may have been, open ends as arrows."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from bilateral.analysis.rows import records
from bilateral.analysis.wording import date
from bilateral.charts.style import COLOURS, Chart, chart, finish, grid, styled, years


@styled
def timeline(steps: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The steps (columns of `bilateral.analysis.steps`) from top to bottom in time; None where none is dated.

    Black is what the page says on its own word, orange what it gives on another's, grey what others say; a hollow
    mark belongs only by inference. Steps of one thread are joined by a line.
    """
    dated = steps.dropna(subset=["first", "last"], how="all").reset_index(drop=True)
    if dated.empty:
        return None
    labels = [textwrap.fill(what, 46) for what in dated["what"]]
    heights = pd.Series([0.2 + 0.15 * (1 + label.count("\n")) for label in labels])  # inches, each as tall as its words
    dated = dated.assign(row=heights.cumsum() - heights / 2)
    figure = chart(1.2 + heights.sum())
    axes = figure.subplots()
    left, right = _limits(dated)
    axes.set_xlim(left, right)
    for step in records(dated):
        _step(axes, step["row"], step, left, right)
    for _, thread in dated[dated["thread"].notna()].groupby("thread", sort=False):
        if (thread.index.max() - thread.index.min()) == len(thread) - 1:  # a line that crosses other steps joins them too
            _join(axes, thread)
    axes.set_yticks(dated["row"], labels)
    axes.set_ylim(heights.sum(), 0)
    years(axes)
    axes.spines["left"].set_visible(False)
    grid(axes)
    axes.set_xlabel("Year. A bar covers all days that the date allows; an arrow is an end left open.", loc="right")
    return finish(figure, title, source)


def _limits(dated: pd.DataFrame) -> tuple[float, float]:
    """The first and last day of the axis, with room for the marks and their dates."""
    ends = pd.concat([dated["first"], dated["last"]]).dropna()
    first, last = ends.min(), ends.max()
    room = max((last - first) * 0.05, timedelta(days=400))
    return float(mdates.date2num(first - room)), float(mdates.date2num(last + room))  # type: ignore[no-untyped-call]


def _step(axes: Axes, row: float, step: dict[str, Any], left: float, right: float) -> None:
    start = left if pd.isna(step["first"]) else mdates.date2num(step["first"])  # type: ignore[no-untyped-call]
    end = right if pd.isna(step["last"]) else mdates.date2num(step["last"])  # type: ignore[no-untyped-call]
    colour = _colour(step)
    fill = "white" if step["basis"] == "inferred" else colour
    axes.plot([start, end], [row, row], color=colour, linewidth=4, alpha=0.45, solid_capstyle="butt")
    for at, missing, marker in ((start, pd.isna(step["first"]), "<"), (end, pd.isna(step["last"]), ">")):
        if missing:
            axes.plot(at, row, marker=marker, color=colour, markersize=7, clip_on=False)
    if not pd.isna(step["first"]):
        axes.plot(start, row, marker="o", markersize=6, markerfacecolor=fill, markeredgecolor=colour)
    late = pd.notna(step["last"]) and end > left + 0.8 * (right - left)
    at, ha, shift = (start, "right", -8) if late or pd.isna(step["last"]) else (end, "left", 8)
    axes.annotate(date(step["when"]), (at, row), (shift, 0), textcoords="offset points", ha=ha, va="center", fontsize=8.5)


def _join(axes: Axes, thread: pd.DataFrame) -> None:
    placed = thread.dropna(subset=["first"])
    axes.plot(placed["first"], placed["row"], color=COLOURS["soft"], linewidth=1.2, zorder=0)


def _colour(step: dict[str, Any]) -> str:
    if step["basis"] == "others":
        return COLOURS["reference"]
    return COLOURS["page"] if step["who"] == "the page" else COLOURS["dialogue"]
