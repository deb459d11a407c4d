"""Draws the picture of the README, a figure of the trade report, into this folder: `make picture`."""

from pathlib import Path

import bilateral
from bilateral.analysis import trade, trade_words
from bilateral.charts import style
from bilateral.charts import trade as charts

PICTURE = Path(__file__).resolve().parent / "trade.svg"


def picture() -> str:
    """The figure of the year before as SVG, the same bytes every time."""
    page = bilateral.read("china-pakistan")
    before = trade.year_before(trade.figures(page.tables.statistics, page.card.home))
    drawn = charts.two_years(before, trade_words.before_headline(before), style.source_line(page))
    if drawn is None:
        raise SystemExit("The bundled page prints no growth, so there is nothing to draw; choose another figure.")
    return drawn._repr_svg_()


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
