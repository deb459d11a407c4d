"""The figure of the walk from text to tables: a sentence with what it mentions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from bilateral.analysis.rows import records
from bilateral.charts.style import COLOURS, WIDTH, Chart, chart, finish, styled

_COLUMNS = 84  # characters a line
_SIZE = 9.0  # points; a letter of DejaVu Sans Mono is 0.602 of it wide
_LINE = 0.27  # inches a line


@styled
def marked(words: str, offset: int, mentions: pd.DataFrame, title: str, source: str) -> Chart | None:
    """The words of the page (which start at `offset`) with every mention on its colour; None without a mention."""
    if mentions.empty:
        return None
    lines = list(_lines(words))
    height = 1.3 + _LINE * len(lines)
    figure = chart(height)
    figure.set_layout_engine("none")  # the letters' places are worked out here
    width = _COLUMNS * 0.602 * _SIZE / 72
    axes = figure.add_axes((0.1 / WIDTH, 0.75 / height, width / WIDTH, _LINE * len(lines) / height))
    axes.set_xlim(0, _COLUMNS)
    axes.set_ylim(len(lines), 0)
    axes.axis("off")
    for row in records(mentions):
        _mark(axes, lines, row["start"] - offset, row["end"] - offset, COLOURS[row["mention"]])
    for at, (start, end) in enumerate(lines):
        text = "".join(" " if letter.isspace() else letter for letter in words[start:end])
        axes.text(0, at + 0.5, text, family="DejaVu Sans Mono", fontsize=_SIZE, va="center")
    kinds = list(dict.fromkeys(mentions["mention"]))
    handles = [Patch(color=COLOURS[kind], alpha=0.45, label=kind) for kind in kinds]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 0.36 / height), ncols=len(kinds), frameon=False, fontsize=8.5
    )
    return finish(figure, title, source)


def _lines(words: str) -> Iterator[tuple[int, int]]:
    """Where the lines start and end, broken at blanks."""
    start = 0
    while start < len(words):
        end = min(start + _COLUMNS, len(words))
        if end < len(words):
            blank = max((at for at in range(start, end) if words[at].isspace()), default=end - 1)
            end = blank + 1
        yield start, end
        start = end


def _mark(axes: Axes, lines: list[tuple[int, int]], start: int, end: int, colour: str) -> None:
    for at, (first, last) in enumerate(lines):
        left, right = max(start, first), min(end, last)
        if left < right:
            axes.add_patch(Rectangle((left - first, at + 0.08), right - left, 0.84, color=colour, alpha=0.45, linewidth=0))
