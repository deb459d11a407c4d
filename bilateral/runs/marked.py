"""The page beside a report: marked up, and linked from the tables that quote it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from bilateral.errors import BilateralError
from bilateral.page import read
from bilateral.runs.plan import Run, Source
from bilateral.view import html
from bilateral.view.links import FILE, linked, quoted

_LOCK = Lock()


def with_page(run: Run, report: str) -> tuple[str, dict[str, str]]:
    """A run's report with links to the words that it quotes, and the marked-up page by its name.

    Where the page cannot be read, which the report then tells of, the report stays as it is and no page lies beside it.
    """
    told = marked(run.page)
    return (linked(report, told[0]), {FILE: told[1]}) if told else (report, {})


def marked(page: Source) -> tuple[dict[str, str], str] | None:
    """The words that a page's facts quote, and the page marked up: once for its runs, the next of which wait for it."""
    with _LOCK:
        return _marked(page.id, page.name, tuple(sorted(page.files.items())) if page.file else ())


@lru_cache(maxsize=4)  # the runs of one page come one after the other
def _marked(id: str, name: str, files: tuple[tuple[str, bytes], ...]) -> tuple[dict[str, str], str] | None:
    """A page that is no bundled one is read from the bytes that its run carries, anywhere."""
    with TemporaryDirectory(prefix="bilateral-") as folder, suppress(BilateralError):
        for file, data in files:
            Path(folder, file).write_bytes(data)
        page = read(Path(folder, name) if files else id)
        return quoted(page), html(page)
    return None
