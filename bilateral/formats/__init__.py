"""How tables become files, a module a format. `bilateral.export` chooses among them and puts the files in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bilateral.schema import DAY, PAGES
from bilateral.tables import Tables, typed

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from bilateral.page import Page

CALENDAR = "%Y-%m-%d"


@dataclass(frozen=True)
class Batch:
    """The tables of some pages, and the pages; `pages` is empty where nothing is known of them but their rows."""

    tables: Tables
    pages: Sequence[Page] = ()


class Writer(Protocol):
    """Writes into a folder, a batch at a time, so that a corpus needs no more memory than a batch of it."""

    def __init__(self, folder: Path) -> None: ...

    def add(self, batch: Batch) -> None:
        """Write the rows of some pages behind those before them."""

    def close(self) -> None:
        """Finish the files; called once, after the last batch."""


def page_frame(pages: Sequence[Page]) -> pd.DataFrame:
    """One row a page, in the columns of `bilateral.schema.PAGES`."""
    rows = [
        {name: getattr(page.card, name) or None for name in type(page.card).__slots__}
        | {"id": page.id, "characters": len(page.text), "sha256": page.sha256}
        for page in pages
    ]
    return typed(PAGES, rows)


def days_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its days as `YYYY-MM-DD`, missing where they are."""
    days = [name for name in frame if frame[name].dtype == DAY]
    return frame.assign(**{str(name): frame[name].dt.strftime(CALENDAR) for name in days})
