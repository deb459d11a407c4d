"""The page beside a report: marked up, and linked from the tables that quote it."""

from __future__ import annotations

from bilateral.errors import BilateralError
from bilateral.page import Page, read
from bilateral.runs.plan import Run
from bilateral.view import html
from bilateral.view.links import FILE, linked


def with_page(run: Run, report: str) -> tuple[str, dict[str, str]]:
    """A run's report with links to the words that it quotes, and the marked-up page by its name.

    Where the page cannot be read, which the report then tells of, the report stays as it is and no page lies beside it.
    """
    page = _page(run)
    return (linked(report, page), {FILE: html(page)}) if page else (report, {})


def _page(run: Run) -> Page | None:
    try:
        return read(run.page.file or run.page.id)
    except BilateralError:
        return None
