"""The page beside a report: marked up, and linked from the tables that quote it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
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
    told = _marked(run.page.id, run.page.name, tuple(sorted(run.page.files.items())) if run.page.file else ())
    return (linked(report, told[0]), {FILE: told[1]}) if told else (report, {})


@lru_cache(maxsize=4)  # the runs of one page come one after the other
def _marked(id: str, name: str, files: tuple[tuple[str, bytes], ...]) -> tuple[Page, str] | None:
    """A page, and the page marked up; one that is no bundled page is read from the bytes that its run carries, anywhere."""
    with TemporaryDirectory(prefix="bilateral-") as folder, suppress(BilateralError):
        for file, data in files:
            Path(folder, file).write_bytes(data)
        page = read(Path(folder, name) if files else id)
        return page, html(page)
    return None
