"""Figures of the trade notebook: frames in, a figure out, or None where there is nothing to draw."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from bilateral.analysis.intervals import Interval
from bilateral.analysis.mirror import goods
from bilateral.analysis.rows import records
from bilateral.analysis.trade import FLOWS
from bilateral.analysis.wording import bounds, date, number
from bilateral.charts.style import COLOURS, Chart, chart, few_ticks, finish, grid, styled, with_others, years

_FLOW_ORDER = list(FLOWS)


@styled
def rounding(narrowed: pd.DataFrame, title: str, source: str) -> Chart | None:
    """How far each true value may lie from its print: as printed (light), and where the sum leaves it (dark)."""
    rows = narrowed.dropna(subset=["offset_low", "offset_high"]).reset_index(drop=True)
    if rows.empty:
        return None
    figure = chart(1.6 + 0.45 * len(rows))
    axes = figure.subplots()
    for at, row in enumerate(records(rows)):
        colour = COLOURS[row["flow"]]
        axes.plot(
            [row["offset_low"], row["offset_high"]],
            [at, at],
            color=colour,
            alpha=0.25,
            linewidth=13,
            solid_capstyle="butt",
        )
        ends = [row["offset_narrowed_low"], row["offset_narrowed_high"]]
        axes.plot(ends, [at, at], color=colour, linewidth=5, solid_capstyle="butt")
        words = bounds(row["narrowed_low"], row["narrowed_high"], row["unit"])
        axes.annotate(words, (1.01, at), xycoords=("axes fraction", "data"), va="center", fontsize=8.5)
    axes.axvline(0, color=COLOURS["text"], linewidth=1)
    axes.set_yticks(range(len(rows)), [_label(row) for row in records(rows)])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    few_ticks(axes, 4)
    axes.xaxis.set_major_formatter(lambda x, _: _signed(x))
    unit = rows["unit"].iat[0]
    axes.set_xlabel(f"Distance from the print, {unit} (pale: print; dark: print and sum)", loc="right")
    grid(axes)
    return finish(figure, title, source)


@styled
def two_years(before: pd.DataFrame, title: str, source: str) -> Chart | None:
    """Each flow in the year before, implied (hollow), and now, printed (filled), with both intervals in words."""
    lines = [line for _, line in before.dropna(subset=["low", "high", "now_low", "now_high"]).groupby("line", sort=False)]
    if not lines:
        return None
    figure = chart(1.2 + sum(0.5 + 0.55 * len(line) for line in lines))
    panels = figure.subplots(len(lines), 1, squeeze=False, height_ratios=[len(line) + 1 for line in lines])[:, 0]
    for axes, line in zip(panels, lines, strict=True):
        _two_years(axes, line)
    return finish(figure, title, source)


@styled
def contributions(shares: pd.DataFrame, title: str, source: str) -> Chart | None:
    """What each flow added to the growth of the total, in percentage points, its bounds at the end of the bar."""
    if shares.empty:
        return None
    rows = shares.reset_index(drop=True)
    figure = chart(1.3 + 0.42 * len(rows))
    axes = figure.subplots()
    for at, row in enumerate(records(rows)):
        near, far = sorted((row["low"], row["high"]), key=abs)
        axes.barh(at, near, color=COLOURS[row["flow"]], height=0.55)
        axes.barh(at, far, color=COLOURS[row["flow"]], height=0.55, alpha=0.35)
        words = bounds(row["low"], row["high"], "points").removesuffix(" percentage points")
        axes.annotate(words, (max(far, 0), at), (5, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.axvline(0, color=COLOURS["text"], linewidth=1)
    axes.margins(x=0.22)
    axes.set_yticks(range(len(rows)), [_label(row) for row in records(rows)])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Percentage points of growth (pale end: what rounding leaves open)", loc="right")
    grid(axes)
    return finish(figure, title, source)


@styled
def beside(rows: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The page's figures and those of others over time, one panel a flow; None where others report nothing.

    A stroke covers the period that a figure is of, so that a fiscal year is where it was. Circles are reports of the
    home country's agencies, squares of the partner's, diamonds the page; hollow diamonds are implied by the page.
    """
    flows = [flow for flow in _FLOW_ORDER if (rows["flow"] == flow).any()] if len(rows) else []
    if not flows or not (rows["basis"] == "others").any():
        return None
    figure = chart(1.4 + 1.75 * len(flows))
    panels = figure.subplots(len(flows), 1, sharex=True, squeeze=False)[:, 0]
    for axes, flow in zip(panels, flows, strict=True):
        for row in records(rows[rows["flow"] == flow]):
            _report(axes, row)
        axes.set_title(f"{FLOWS[flow].capitalize()} ({rows['unit'].iat[0]})", color=COLOURS[flow])
        axes.yaxis.set_major_formatter(lambda y, _: number(y))
        axes.margins(y=0.2)
        axes.set_ylim(bottom=0)
        years(axes)
        grid(axes, "y")
    panels[-1].set_xlabel("Year")
    source = with_others(source)
    panels[0].legend(handles=_keys(rows), loc="upper left", frameon=False, fontsize=8.5)
    return finish(figure, title, source)


@styled
def mirror(rows: pd.DataFrame, expected: Interval, title: str, source: str) -> Chart | None:
    """Importer's over exporter's report of the same goods, one row a comparison, beside what freight explains (grey)."""
    if rows.empty:
        return None
    figure = chart(1.7 + 0.42 * len(rows))
    axes = figure.subplots()
    axes.axvspan(expected.low, expected.high, color=COLOURS["reference"], alpha=0.25, linewidth=0)
    axes.axvline(1, color=COLOURS["text"], linewidth=1)
    rows = rows.reset_index(drop=True)
    for at, row in enumerate(records(rows)):
        axes.plot([row["low"], row["high"]], [at, at], color=COLOURS[row["flow"]], linewidth=7, solid_capstyle="butt")
        axes.plot(row["low"], at, "|", color=COLOURS[row["flow"]], markersize=11)
        words = bounds(row["low"], row["high"])
        axes.annotate(words, (row["high"], at), (7, 0), textcoords="offset points", va="center", fontsize=8.5)
    axes.set_yticks(range(len(rows)), [f"{goods(row)}\n{date(row['period'])}" for row in records(rows)])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(rows["high"].max(), expected.high) * 1.2)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Importer's report over exporter's (grey: what freight and insurance explain)", loc="right")
    grid(axes)
    return finish(figure, title, with_others(source))


def _two_years(axes: Axes, line: pd.DataFrame) -> None:
    for at, row in enumerate(records(line)):
        colour = COLOURS[row["flow"]]
        then, now = (row["low"], row["high"]), (row["now_low"], row["now_high"])
        axes.annotate("", (now[0], at), (then[1], at), arrowprops={"arrowstyle": "-", "color": colour, "alpha": 0.5})
        for ends, fill in ((then, "white"), (now, colour)):
            axes.plot(ends, [at, at], color=colour, linewidth=6, solid_capstyle="butt")
            axes.plot(ends[0], at, "o", markersize=7, markerfacecolor=fill, markeredgecolor=colour, clip_on=False)
        words = f"{bounds(*then, row['unit'])} →\n{bounds(*now, row['unit'])}"
        axes.annotate(words, (1.02, at), xycoords=("axes fraction", "data"), va="center", fontsize=8.5)
    axes.set_yticks(range(len(line)), [FLOWS[flow] for flow in line["flow"]])
    axes.set_ylim(len(line) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(f"{date(line['before'].iat[0])} (hollow) and {date(line['line'].iat[0])} (filled)")
    few_ticks(axes, 4)
    axes.xaxis.set_major_formatter(lambda x, _: number(x, line["unit"].iat[0]) if x else "0")
    grid(axes)


def _report(axes: Axes, row: dict[str, Any]) -> None:
    colour = COLOURS[row["flow"]]
    marker, face, size = _mark(row, colour)
    height = row["low"] if pd.isna(row["high"]) else row["high"] if pd.isna(row["low"]) else None
    ends = [row["low"], row["high"]] if height is None else [height, height]
    axes.fill_between([row["first"], row["last"]], ends[0], ends[1], color=colour, linewidth=1.6, alpha=0.6)
    middle = pd.Interval(row["first"], row["last"]).mid
    axes.plot(middle, ends[0], marker, markersize=size, markerfacecolor=face, markeredgecolor=colour)
    if row["basis"] == "page":
        paper = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.5}
        axes.annotate(
            row["printed"], (middle, ends[1]), (8, 0), textcoords="offset points", va="center", fontsize=8.5, bbox=paper
        )


def _mark(row: dict[str, Any], colour: str) -> tuple[str, str, float]:
    if row["basis"] == "others":
        return ("o", colour, 4.5) if row["side"] == "home" else ("s", "white", 5.0)
    return "D", colour if row["basis"] == "page" else "white", 8.0


def _keys(rows: pd.DataFrame) -> list[Line2D]:
    names: dict[tuple[str, float, str], list[str]] = {}
    for row in records(rows):
        marker, face, size = _mark(row, COLOURS["T"])
        names.setdefault((marker, size, face), []).append(row["who"])
    return [
        Line2D([], [], linestyle="", marker=marker, markersize=size, label=", ".join(dict.fromkeys(who)),
               markerfacecolor=face, markeredgecolor=COLOURS["T"])
        for (marker, size, face), who in names.items()
    ]  # fmt: skip


def _label(row: dict[str, Any]) -> str:
    return f"{FLOWS[row['flow']]} {date(row['line'])}"


def _signed(x: float) -> str:
    return "0" if x == 0 else ("+" if x > 0 else "") + number(x)
