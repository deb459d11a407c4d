"""The page beside a report: marked up, and linked from the tables that quote it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

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
    """The page of a run; one that is no bundled page is read from the bytes that the run carries, wherever it is run."""
    with TemporaryDirectory(prefix="bilateral-") as folder, suppress(BilateralError):
        if not run.page.file:
            return read(run.page.id)
        for name, data in run.page.files.items():
            Path(folder, name).write_bytes(data)
        return read(Path(folder, run.page.name))
    return None
