"""Facts as W3C Web Annotations: each row a note on its words, so that other tools can show it on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from bilateral.formats import Batch
from bilateral.formats.text import records

if TYPE_CHECKING:
    from bilateral.page import Page
    from bilateral.tables import Tables

FILE = "annotations.jsonld"
CONTEXT = 32  # characters before and behind the words, by which they are found again in a text that moved
_HEAD = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ['


class Annotations:
    """`annotations.jsonld`: one annotation page (W3C Web Annotation Data Model) of every fact of every page.

    Only pages whose text is given can be annotated; the ledger, which is no fact, is left out.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.path.write_text(_HEAD, encoding="utf-8")
        self.any = False

    def add(self, batch: Batch) -> None:
        """Write the annotations of some pages behind those before them."""
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            for page in batch.pages:
                for item in web_annotations(page, batch.tables):
                    file.write((",\n" if self.any else "\n") + json.dumps(item, ensure_ascii=False))
                    self.any = True

    def close(self) -> None:
        """Close the list."""
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n]}\n")


def web_annotations(page: Page, tables: Tables | None = None) -> Iterator[dict[str, Any]]:
    """The facts of a page as Web Annotations, table by table.

    Each has a TextPositionSelector, which counts code points of the text as stored, as the columns `start` and `end`
    do, and a TextQuoteSelector with the words and 32 characters on either side, which finds them on the published
    page too. The body is the row as JSON. The id is made of the page's hash and the row's id, so it stays the same.
    """
    for table, frame in (tables or page.tables).items():
        if table != "ledger":
            for row in records(frame[frame["page"] == page.id]):
                yield _annotation(page, table, {name: value for name, value in row.items() if value is not None})


def row_id(table: str, row: dict[str, Any]) -> str:
    """What a row is called among all rows of a page: `table:id`, and a seat `participants:event/seat`.

    >>> row_id("participants", {"event": "2024-06/visit/a", "seat": 1})
    'participants:2024-06/visit/a/1'
    """
    return f"{table}:{row['event']}/{row['seat']}" if table == "participants" else f"{table}:{row['id']}"


def _annotation(page: Page, table: str, row: dict[str, Any]) -> dict[str, Any]:
    start, end = row["start"], row["end"]
    name = row_id(table, row)
    quote = {
        "type": "TextQuoteSelector",
        "exact": row["quote"],
        "prefix": page.text[max(0, start - CONTEXT) : start],
        "suffix": page.text[end : end + CONTEXT],
    }
    return {
        "id": uuid5(NAMESPACE_URL, f"{page.sha256}/{name}").urn,
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": table},
            {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": _body(name, row)},
        ],
        "target": {
            "source": page.card.address or f"{page.id}.txt",
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote],
        },
    }


def _body(name: str, row: dict[str, Any]) -> str:
    told = {column: value for column, value in row.items() if column not in ("quote", "start", "end")}
    return json.dumps({"fact": name, **told}, ensure_ascii=False)
