"""The tables in the names and conventions of data sets that people join them with.

Every function takes the tables and gives a frame; its docstring says what does not map and is left out. Each frame ends
with `page`, `id` (the row that it comes from) and `quote`, so that a joined figure leads back to its words. Nothing
is converted that the page does not say: no currency, no fiscal year cut into calendar years, no missing day.
"""

from bilateral.crosswalks.events import plover
from bilateral.crosswalks.trade import baci, comtrade, sdmx
from bilateral.crosswalks.travel import chinavisits, colt

CROSSWALKS = {"comtrade": comtrade, "baci": baci, "sdmx": sdmx, "plover": plover, "colt": colt, "chinavisits": chinavisits}

__all__ = ["CROSSWALKS", "baci", "chinavisits", "colt", "comtrade", "plover", "sdmx"]
