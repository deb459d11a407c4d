"""Which pages are editions of one page, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bilateral.errors import EditionsError
from bilateral.page import Page, read


def editions(*pages: Page | str | Path, home: str | None = None, partner: str | None = None) -> list[Page]:
    """The editions, the oldest first: pages, paths or bundled ids as given; a folder stands for its text files by name.

    Raises `EditionsError` where they are of different pairs of countries, and what `bilateral.read` raises.
    """
    found = [
        page if isinstance(page, Page) else read(page, home=home, partner=partner) for name in pages for page in _inside(name)
    ]
    pairs = {frozenset((page.card.home, page.card.partner)) for page in found}
    if len(pairs) > 1:
        told = ", ".join(f"{page.id} ({page.card.home} and {page.card.partner})" for page in found)
        raise EditionsError(f"Editions of one page are between the same two countries, and these are not: {told}.")
    return found


def _inside(name: Page | str | Path) -> Sequence[Page | str | Path]:
    if isinstance(name, Page) or not Path(name).is_dir():
        return [name]
    inside = sorted(path for path in Path(name).glob("*.txt") if path.is_file())
    if not inside:
        raise EditionsError(f"The folder {name} holds no edition: an edition is a text file (*.txt), the oldest first by name.")
    return inside
