"""Links from a report's tables to the words of the page: a cell that quotes a fact leads to it on the marked-up page."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bilateral.view import anchor
from bilateral.view.marks import facts

if TYPE_CHECKING:
    from bilateral.page import Page

FILE = "page.html"
_CELL = re.compile(r"(<t[dh]>)([^<]+)(</t[dh]>)")
_BETWEEN = " … "  # what stands between two quotes in one cell


def quoted(page: Page) -> dict[str, str]:
    """The words that facts of the page quote, and the first of the facts that quotes them."""
    known: dict[str, str] = {}
    for fact in facts(page):
        known.setdefault(_words(fact.row["quote"]), fact.name)
    return known


def linked(report: str, known: Mapping[str, str], file: str = FILE) -> str:
    """A report in which every cell that is a quote of the page, or several, links to the facts in `file`.

    A cell counts only if the whole of it is quotes that are `known`, apart from blanks; everything else stays as it is.
    """

    def cell(match: re.Match[str]) -> str:
        quotes = markup.unescape(match[2]).split(_BETWEEN)
        names = [known.get(_words(quote)) for quote in quotes]
        if None in names:
            return match[0]
        links = [_link(file, str(name), quote) for name, quote in zip(names, quotes, strict=True)]
        return match[1] + _BETWEEN.join(links) + match[3]

    return _CELL.sub(cell, report)


def _link(file: str, name: str, quote: str) -> str:
    return f'<a class="words" href="{file}{anchor(name)}">{markup.escape(quote, quote=False)}</a>'


def _words(quote: str) -> str:
    return " ".join(quote.split())
