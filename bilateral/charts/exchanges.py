"""Figures of the exchanges notebook: frames in, matplotlib figures out, None where there is nothing to draw.

A colour by kind or by direction means the same thing in every figure (`bilateral.charts.style`); titles are findings
that `bilateral.analysis.exchanges_words` works out.
"""

from __future__ import annotations

from calendar import month_abbr
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from bilateral.analysis import exchanges, network, recorded
from bilateral.analysis import exchanges_words as words
from bilateral.analysis.wording import date
from bilateral.charts.style import COLOURS, Chart, chart, finish, grid, source_line, styled

if TYPE_CHECKING:
    import networkx as nx

EDGE = COLOURS["text"]
MARKS = {"visit": "o", "meeting": "s", "dialogue": "D", "call": "^", "letter": "v", "attendance": "P"}


@styled
def calendar(page: Any, inside: pd.DataFrame) -> Chart | None:
    """Every engagement as a mark in its year and month, by kind; the lowest row holds those without a month."""
    marks = exchanges.calendar(inside)
    if marks.empty:
        return None
    figure = chart(4.4)
    axes = figure.add_subplot()
    first, last = int(marks["year"].min()), int(marks["year"].max())
    apart = (marks["slot"] - (marks["peers"] - 1) / 2) / marks["peers"].max()
    roomy = last - first < 12  # in narrow columns, engagements of one month stand above each other
    x, y = marks["year"] + 0.8 * apart * roomy, marks["month"] + 0.9 * apart * (not roomy)
    for kind, rows in marks.groupby("kind"):
        look: dict[str, Any] = {
            "marker": MARKS[str(kind)],
            "color": COLOURS[str(kind)],
            "edgecolor": EDGE,
            "linewidth": 0.5,
        }
        axes.scatter(x[rows.index], y[rows.index], s=70 if roomy else 34, label=str(kind), **look)
    months = [0, *range(1, 13)] if (marks["month"] == 0).any() else list(range(1, 13))
    axes.set_yticks(months, ["no month stated" if month == 0 else month_abbr[month] for month in months])
    axes.set_ylim(12.6, months[0] - 0.6)
    axes.set_xlim(first - 0.6, last + 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10, min_n_ticks=1))
    for year in range(first, last) if roomy else ():  # a mark set aside for its neighbour still stands in its year
        axes.axvline(year + 0.5, color=COLOURS["grid"], linewidth=0.8, zorder=0)
    axes.set_xlabel("year")
    axes.set_ylabel("month")
    grid(axes, "y")
    figure.legend(loc="outside right center", frameon=False, title="kind")
    return finish(figure, words.calendar_title(inside), source_line(page))


@styled
def travel(page: Any, inside: pd.DataFrame) -> Chart | None:
    """Engagements by the highest office that took part, each bar divided by who travelled to whom."""
    counted = exchanges.travel(inside)
    if counted.empty:
        return None
    figure = chart(1.6 + 0.42 * len(counted))
    axes = figure.add_subplot()
    before = np.zeros(len(counted))
    for direction in counted.columns:
        numbers = counted[direction].to_numpy()
        colour = _direction_colour(direction, page.card.home)
        bars = axes.barh(range(len(counted)), numbers, left=before, color=colour, edgecolor="white", label=_arrow(direction))
        labels = [str(number) if number else "" for number in numbers]
        axes.bar_label(bars, labels, label_type="center", color=_ink(colour), fontsize=8.5)
        before = before + numbers
    axes.set_yticks(range(len(counted)), [str(level).replace("_", " ") for level in counted.index])
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("engagements in the window")
    axes.set_ylabel("highest office that took part")
    figure.legend(loc="outside right center", frameon=False, title="who travelled\nto whom")
    return finish(figure, words.travel_title(inside), source_line(page))


@styled
def people(page: Any, inside: pd.DataFrame, seats: pd.DataFrame) -> Chart | None:
    """The network of who met whom: home on the left, the others on the right, lines as wide as encounters are many."""
    graph = network.network(inside, seats)
    if graph.number_of_nodes() == 0:
        return None
    places = network.layout(graph, page.card.home)
    figure = chart(1.6 + 0.26 * len(places))
    axes = figure.add_subplot()
    for one, other, weight in graph.edges(data="weight"):
        (x, y), (x_other, y_other) = places[one], places[other]
        axes.plot([x, x_other], [y, y_other], color="#999999", linewidth=0.8 + 1.1 * weight, zorder=1)
    for node in graph:
        _person(axes, graph, node, places[node], page.card.home)
    axes.set_xlim(-1.35, 2.35)
    axes.axis("off")
    axes.set_title(
        "line: encounters of two persons · number: engagements of a person, of any kind · hollow: not named",
        fontsize=8,
        loc="center",
    )
    degrees = network.degrees(inside, seats)
    return finish(figure, words.network_title(degrees), source_line(page))


@styled
def gaps(page: Any, inside: pd.DataFrame) -> Chart | None:
    """The days between the beginnings of engagements, each gap as the range from its shortest to its longest."""
    between = exchanges.gaps(inside)
    if between.empty:
        return None
    drawn = exchanges.longest_gaps(between)
    figure = chart(1.5 + 0.2 * len(drawn))
    axes = figure.add_subplot()
    rows = drawn.to_dict("records")
    for place, gap in enumerate(rows):
        _gap(axes, place, gap)
    labels = [f"{date(gap['after'])} → {date(gap['until'])}" for gap in rows]
    axes.set_yticks(range(len(rows)), labels, fontsize=7.5)
    axes.invert_yaxis()
    axes.margins(x=0.14)
    unit = "days from the beginning of one engagement to that of the next"
    if drawn["longest"].max() > 12 * drawn["longest"].median() > 0:
        axes.set_xscale("symlog", linthresh=30)
        axes.xaxis.set_major_formatter(ScalarFormatter())
        unit += " (logarithmic from 30 on)"
    bars = "bar: shortest to longest that the dates allow; grey: the dates leave the order open"
    axes.set_xlabel(f"{unit}\n{bars}", fontsize=8.5)
    axes.set_xlim(left=0)
    grid(axes, "x")
    return finish(figure, words.gaps_title(between), source_line(page))


@styled
def text_order(page: Any, ordered: pd.DataFrame, title: str) -> Chart | None:
    """Each engagement's place in the text (across) and the places in time that its days allow (up), told in time: on
    the diagonal.
    """
    if len(ordered) < 2:
        return None
    figure = chart(4.2)
    axes = figure.add_subplot()
    axes.plot([0.5, len(ordered) + 0.5], [0.5, len(ordered) + 0.5], color=COLOURS["soft"], linewidth=1.2, zorder=0)
    outside = (ordered["place"] < ordered["first"]) | (ordered["place"] > ordered["last"])
    for off, rows in ordered.groupby(outside):
        colour = COLOURS["dialogue"] if off else COLOURS["page"]
        axes.vlines(rows["place"], rows["first"] - 0.25, rows["last"] + 0.25, color=colour, linewidth=5)
    for row in ordered[outside].to_dict("records") if outside.sum() <= 10 else []:  # more would hide each other
        axes.annotate(
            date(row["date"]), (row["place"], row["last"]), (0, 7), textcoords="offset points", ha="center", fontsize=7.5
        )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(0.2, len(ordered) + 0.8)
    axes.set_ylim(0.2, len(ordered) + 1.6)
    axes.set_xlabel("place in the text (orange: told out of the order of time)")
    axes.set_ylabel("place in time, from earliest to latest")
    grid(axes, "y")
    return finish(figure, title, source_line(page))


@styled
def record(page: Any, compared: pd.DataFrame) -> Chart | None:
    """The page beside the record on a time line: a row for each status, a bar over an engagement's possible days."""
    if compared.empty:
        return None
    figure = chart(2.9)
    axes = figure.add_subplot()
    present = [status for status in recorded.STATUSES if (compared["status"] == status).any()]
    for place, status in enumerate(present):
        colour = COLOURS["page"] if status in (recorded.MATCHED, recorded.ONLY_PAGE) else COLOURS["reference"]
        for row in compared[compared["status"] == status].to_dict("records"):
            left, right = row["start"], row["end"] + pd.Timedelta(days=1)
            axes.plot([left, right], [place, place], color=colour, linewidth=7, solid_capstyle="butt", alpha=0.45)
            axes.plot([left], [place], "|", color=colour, markersize=14, markeredgewidth=1.8)
    labels = [f"{_wrapped(name)} ({(compared['status'] == name).sum()})" for name in present]
    axes.set_yticks(range(len(present)), labels)
    axes.set_ylim(len(present) - 0.4, -0.6)
    axes.set_xlabel("when (bar: the days that the date allows)")
    grid(axes, "x")
    source = f"{source_line(page)}; record: the sources named in each row"
    return finish(figure, words.record_title(compared), source)


def _gap(axes: Axes, place: int, gap: Any) -> None:
    """One gap: a bar from its shortest to its longest, with ends, and its days beside it."""
    ends = [gap["shortest"], gap["longest"]]
    colour = COLOURS["page"] if gap["ordered"] else COLOURS["reference"]
    axes.plot(ends, [place, place], color=colour, linewidth=4 if gap["ordered"] else 2, solid_capstyle="butt")
    axes.plot(ends, [place, place], "|", color=colour, markersize=8)
    days = " to ".join(str(end) for end in dict.fromkeys(ends))
    axes.annotate(days, (ends[1], place), xytext=(6, 0), textcoords="offset points", va="center", fontsize=7.5)


def _person(axes: Axes, graph: nx.Graph, node: str, place: tuple[float, float], home: str) -> None:
    data = graph.nodes[node]
    side = "home" if data["country"] == home else "partner"
    named = not data["name"].endswith("(not named)")
    axes.scatter(*place, s=190, zorder=2, edgecolor=COLOURS[side], linewidth=1.4, color=COLOURS[side] if named else "white")
    ink = "white" if named else COLOURS[side]
    axes.annotate(str(data["engagements"]), place, ha="center", va="center", fontsize=8, color=ink, fontweight="bold", zorder=3)
    offset, align = ((-11, 0), "right") if place[0] == 0 else ((11, 0), "left")
    axes.annotate(data["name"], place, xytext=offset, textcoords="offset points", ha=align, va="center", fontsize=8.5)


def _direction_colour(direction: str, home: str) -> str:
    if ">" in direction:
        return COLOURS["home" if direction.split(">")[0] == home else "partner"]
    return COLOURS.get(direction, COLOURS["unknown"])


def _ink(colour: str) -> str:
    return "white" if colour in (COLOURS["home"], COLOURS["partner"], COLOURS["third_country"]) else COLOURS["text"]


def _arrow(direction: str) -> str:
    return direction.replace(">", " → ").replace("_", " ")


def _wrapped(name: str) -> str:
    return name.replace("after the page's ", "after the page's\n")
