"""What was read of each page, a file a page: kept between two readings of a corpus, and read back a few pages at a time.

A part says of which bytes it was made and by which reader, so that a page is read again when either has changed.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bilateral.errors import OutputFolder
from bilateral.facts.rows import rows
from bilateral.formats import Batch
from bilateral.mentions import mentions
from bilateral.page import Card, Page
from bilateral.resources import PACKAGE
from bilateral.tables import Row, build

TOGETHER = 50  # pages whose rows are in memory at once
_LINES = ("key", "page", "tables")  # of a part, each a line of JSON
_READER = ("facts", "mentions", "lexicon")  # the folders that the reader is in, beside the modules at the top


@dataclass(frozen=True)
class Store:
    """A folder of parts. It is made with its first part."""

    folder: Path

    def has(self, page_id: str, key: str) -> bool:
        """Whether the part of a page was made of the same bytes by the same reader."""
        path = self._path(page_id)
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                first, *others = file  # read to its end, where gzip says whether it is whole
                return bool(json.loads(first) == key) and len(others) == len(_LINES) - 1
        except (OSError, EOFError, ValueError):  # there is none, or it is damaged: the page is read again
            return False

    def put(self, page_id: str, part: bytes) -> None:
        """Write a part, whole or not at all. Raises `OutputFolder`."""
        path = self._path(page_id)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(".aside")
            aside.write_bytes(part)
            aside.replace(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputFolder(
                f"The output folder {self.folder.parent} cannot be written ({reason}); choose another one."
            ) from None

    def batches(self, page_ids: Iterable[str]) -> Iterator[Batch]:
        """The tables of the pages in their order, a few pages at a time."""
        for ids in _few(page_ids):
            found: dict[str, list[Row]] = {}
            pages = []
            for page_id in ids:
                page, tables = self._read(page_id)
                pages.append(page)
                for table, more in tables.items():
                    found.setdefault(table, []).extend(more)
            yield Batch(build(found), pages)

    def _read(self, page_id: str) -> tuple[Page, dict[str, list[Row]]]:
        with gzip.open(self._path(page_id), "rt", encoding="utf-8") as file:
            _key, page, tables = (json.loads(line) for line in file)  # as _LINES says
        return Page(page["id"], page["text"], Card(**page["card"]), page["sha256"]), tables

    def _path(self, page_id: str) -> Path:
        return self.folder / f"{page_id}.jsonl.gz"


def part(page: Page, key: str) -> bytes:
    """A page and its rows as a part, under a key that names what it was made of; the same each time."""
    tables = rows(mentions(page.text, page.card.home, page.card.partner), page.id)
    head = {"id": page.id, "text": page.text, "card": asdict(page.card), "sha256": page.sha256}
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (key, head, tables))
    return gzip.compress(lines.encode(), compresslevel=3, mtime=0)


def key(page: bytes, card: bytes, home: str | None, partner: str | None) -> str:
    """What a part is made of: the reader, the bytes of the page and of its card, and the sides that were given."""
    told: list[Any] = [reader_version(), sha256(page).hexdigest(), sha256(card).hexdigest(), home, partner]
    return sha256(json.dumps(told).encode()).hexdigest()


@cache
def reader_version() -> str:
    """The hash of everything that reads: two readers with the same one give the same rows."""
    files = [*PACKAGE.glob("*.py"), *(file for name in _READER for file in (PACKAGE / name).iterdir() if file.is_file())]
    told = sha256()
    for file in sorted(files):
        told.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode() + sha256(file.read_bytes()).digest())
    return told.hexdigest()


def _few(items: Iterable[str]) -> Iterator[list[str]]:
    few: list[str] = []
    for item in items:
        few.append(item)
        if len(few) == TOGETHER:
            yield few
            few = []
    if few:
        yield few
