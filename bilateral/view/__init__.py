"""The page, marked up: its own text with every fact marked, what was excused in grey, what was missed in red, as one HTML file.

The file needs no script and no network, and its content-security policy forbids both; whatever the page says is shown
as text. A fact's words have the id `table:id` (a seat's `participants:event/seat`), its row `row:table:id`, so that
`page.html#statistics:2024/trade.goods/CHN-X` shows a figure in its place.
"""

from __future__ import annotations

import html as markup
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bilateral.errors import MissingExtra
from bilateral.summary import coverage
from bilateral.view.marks import Fact, facts, paragraphs, told
from bilateral.view.rows import details, headline

if TYPE_CHECKING:
    from bilateral.page import Page

TEMPLATES = Path(__file__).resolve().parent / "template"


def html(page: Page) -> str:
    """The marked-up page as one HTML document; the same page gives the same bytes. Raises `MissingExtra` without Jinja2."""
    return _document(page, framed=False)


def _document(page: Page, *, framed: bool) -> str:
    """The document, alone or inside a frame, where links to its own parts need a base (else they lead to the notebook's)."""
    found = facts(page)
    unused = told(page)
    return str(
        _template().render(
            page=page,
            framed=framed,
            title=page.card.title or page.id,
            link=page.card.address if page.card.address.startswith(("https://", "http://")) else "",
            coverage=coverage(page.tables.ledger),
            paragraphs=paragraphs(page, found, unused),
            tables=_by_table(page, found),
            unused={status: [mark for mark in unused if mark.status == status] for status in ("missed", "excused")},
            numbers=range(1, len(found) + 1),
        )
    )


def frame(page: Page) -> str:
    """The marked-up page for a notebook: in a frame of its own, which can neither run a script nor change the notebook."""
    inside = markup.escape(_document(page, framed=True), quote=True)
    style = "width: 100%; height: 36rem; border: 1px solid #8888; resize: vertical; overflow: auto"
    title = markup.escape(f"The page {page.card.title or page.id} with its facts marked", quote=True)
    allowed = "allow-popups allow-popups-to-escape-sandbox"
    return f'<iframe title="{title}" sandbox="{allowed}" style="{style}" srcdoc="{inside}"></iframe>'


def anchor(name: str) -> str:
    """The end of an address that leads to a fact's words or row: `#` and its name, safe in a link.

    >>> anchor("events:2022-09/meeting/a+b")
    '#events:2022-09/meeting/a+b'
    """
    return "#" + quote(name, safe="/:+.,-_")


def _by_table(page: Page, found: list[Fact]) -> dict[str, list[Fact]]:
    return {table: [fact for fact in found if fact.table == table] for table, _ in page.tables.items() if table != "ledger"}


@cache
def _template() -> Any:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtra(f"The marked-up page needs {error.name}; install: pip install 'bilateral[reports]'") from None
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters.update(anchor=anchor, headline=headline, details=details)
    return environment.get_template("page.html.j2")
