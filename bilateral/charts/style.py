"""How every figure and table of the notebooks looks: colours by role, letters, title, source line.

Colours are those of Okabe and Ito (Color Universal Design, 2008), told apart with every common colour blindness and
in print. A colour means the same thing in every figure: goods and travellers from the home country are blue, those
from the partner vermilion, what is of both is dark grey, what others than the page say is mid grey.
"""

from __future__ import annotations

import html
import io
import re
import textwrap
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import Markdown

P = ParamSpec("P")
R = TypeVar("R")

COLOURS = {
    # whose it is: goods by origin, travellers by country
    "home": "#0072B2",
    "partner": "#D55E00",
    "both": "#333333",
    "third_country": "#009E73",
    "remote": "#56B4E9",
    "unknown": "#B3B3B3",
    # flows seen from the home country: exports are the home's goods, imports the partner's
    "X": "#0072B2",
    "M": "#D55E00",
    "T": "#333333",
    # who says it
    "page": "#000000",
    "reference": "#777777",
    # kinds of engagement
    "visit": "#4D4D4D",
    "meeting": "#CC79A7",
    "dialogue": "#E69F00",
    "call": "#56B4E9",
    "letter": "#F0E442",
    "attendance": "#009E73",
    # what a sentence mentions
    "date": "#56B4E9",
    "amount": "#E69F00",
    "place": "#009E73",
    "person": "#CC79A7",
    # furniture
    "grid": "#DDDDDD",
    "soft": "#CCCCCC",
    "text": "#222222",
}
WIDTH = 7.5  # inches, the text width of a printed page
RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # shipped with matplotlib, so the letters are the same on every machine
    "font.size": 9.5,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": COLOURS["text"],
    "grid.color": COLOURS["grid"],
    "text.color": COLOURS["text"],
    "text.parse_math": False,  # a dollar sign of the page is a dollar sign
    "xtick.color": COLOURS["text"],
    "ytick.color": COLOURS["text"],
    "ytick.left": False,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "savefig.dpi": 150,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "bilateral",
}


_POINTS = 72  # an inch, the unit of SVG
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}  # no date and no version in the bytes


class Chart(Figure):
    """A matplotlib figure that a notebook shows as SVG, the same bytes every time it is drawn."""

    def _repr_svg_(self) -> str:
        """Drawn once, which lays it out as well; `savefig` draws a figure with a layout once more before."""
        target, canvas, dpi = io.StringIO(), self.canvas, self.dpi
        try:
            with mpl.rc_context(RC):
                self.dpi = _POINTS
                width, height = self.bbox.size
                renderer = RendererSVG(width, height, target, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
                _Measuring(self).renderer = renderer
                self.draw(renderer)
                renderer.finalize()  # type: ignore[no-untyped-call]
        finally:
            self.dpi = dpi
            self.set_canvas(canvas)
        return target.getvalue()


class _Measuring(FigureCanvasBase):
    """Has the layout measure words with the renderer that then draws them, so that each is measured once."""

    renderer: RendererSVG

    def get_renderer(self) -> RendererSVG:
        return self.renderer


class _Page(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def card(self) -> Any: ...


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a function that draws: our letters and lines inside it, nobody's settings changed outside."""

    @wraps(draw)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(RC):
            return draw(*args, **kwargs)

    return within


def chart(height: float, width: float = WIDTH) -> Chart:
    """An empty figure of so many inches that lays itself out; call inside a `styled` function."""
    return Chart(figsize=(width, height), layout="constrained")


def finish(figure: Chart, title: str, source: str) -> Chart:
    """The figure with its finding as the title and its source line, both wrapped to the figure's width."""
    columns = int(figure.get_figwidth() * 10.3)
    figure.suptitle(textwrap.fill(title, columns), x=0.01, ha="left", fontsize=11, fontweight="bold")
    small = textwrap.fill(source, int(columns * 1.87))
    figure.supxlabel(small, x=0.01, ha="left", fontsize=7, color="#666666")
    return figure


def source_line(page: _Page) -> str:
    """Where a page's figures come from: title, publisher, page id, first twelve digits of the edition's sha256."""
    named = ", ".join(part for part in (page.card.title, page.card.publisher) if part)
    return f"Source: {named or page.id} (page {page.id}, edition sha256 {page.sha256[:12]})"


def years(axes: Axes) -> None:
    """A horizontal axis of days, with up to eight years written on it; call when the data are drawn."""
    first, last = axes.get_xlim()
    apart = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first) / 365.25 <= 8 * step), 100)
    axes.xaxis.set_major_locator(_Years(apart))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))  # type: ignore[no-untyped-call]


class _Years(YearLocator):
    """Counts the years between two days once: an axis asks for them dozens of times before it is drawn."""

    def __init__(self, apart: int) -> None:
        super().__init__(apart)  # type: ignore[no-untyped-call]
        self._known: dict[tuple[Any, Any], Any] = {}

    def tick_values(self, vmin: Any, vmax: Any) -> Any:
        if (vmin, vmax) not in self._known:
            self._known[vmin, vmax] = super().tick_values(vmin, vmax)  # type: ignore[no-untyped-call]
        return self._known[vmin, vmax]


def with_others(source: str) -> str:
    """The source line of a figure that shows what others say, too."""
    return f"{source}. Others: each with its source in the table beside the figure."


def few_ticks(axes: Axes, ticks: int = 5) -> None:
    """So few numbers on the horizontal axis that their words do not touch."""
    axes.xaxis.set_major_locator(MaxNLocator(ticks))


def grid(axes: Axes, along: str = "x") -> None:
    """Thin lines behind the data along one axis, which is the one that values are read from."""
    axes.grid(axis="x" if along == "x" else "y", linewidth=0.8)


def say(words: str) -> Markdown:
    """A sentence as a notebook shows it: what is a sign of Markdown, HTML or TeX in it is shown as it stands.

    Sentences carry words of the page, which is somebody's text. A back-quoted slug stays a slug.
    """
    from IPython.display import Markdown

    escaped = re.sub(r"([\\*_\[\]$|~#])", r"\\\1", html.escape(words, quote=False))
    return Markdown(escaped)  # type: ignore[no-untyped-call]


def opening(page: _Page, heading: str, words: str) -> Markdown:
    """The first output of a notebook: its heading on this page, the page's title, and a sentence on what the page holds."""
    from IPython.display import Markdown

    named = f"{page.card.title} ({page.id})" if page.card.title and page.card.title != page.id else page.id
    return Markdown(f"## {say(heading).data}\n\n{say(f'Page: {named}. {words}').data}")  # type: ignore[no-untyped-call]


def shown(frame: pd.DataFrame, otherwise: str = "") -> pd.DataFrame | Markdown | None:
    """The frame as a notebook shows it, its first column to the left and one line of names above; where it is empty,
    the sentence in its place, or nothing without one.
    """
    if frame.empty:
        return say(otherwise) if otherwise else None
    named = frame if frame.index.name else frame.set_index(str(frame.columns[0]))
    return named.rename_axis(index=None, columns=str(named.index.name))


def use() -> None:
    """Set a notebook's frames: whole sentences in the cells, a dollar sign that is a dollar sign, up to 60 rows."""
    import pandas as pd

    pd.set_option("display.max_colwidth", None)
    pd.set_option("display.html.use_mathjax", False)
    pd.set_option("display.max_rows", 60)
