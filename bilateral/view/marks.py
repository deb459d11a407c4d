"""Where the facts stand in the text: the text cut where a fact begins or ends, each piece with all the facts that it carries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bilateral import layout
from bilateral.formats.annotations import row_id
from bilateral.formats.text import records
from bilateral.tokens import clean

if TYPE_CHECKING:
    from bilateral.page import Page

LETTERS = {"statistics": "s", "events": "e", "participants": "p", "milestones": "m", "rankings": "r", "exercises": "x"}
LANES = 8
_TAGS = {"title": "h2", "heading": "h3"}


@dataclass(frozen=True)
class Fact:
    """One row and its words: `name` is `table:id`, `number` counts the page's facts, `sign` those of its table ("s3").

    `lane` is the place of its line below the words: facts that overlap have lines below one another. Beyond the last
    of the eight lanes they share it.
    """

    name: str
    table: str
    number: int
    sign: str
    start: int
    end: int
    lane: int
    row: dict[str, Any]


@dataclass(frozen=True)
class Unused:
    """A number or date that no row has: `status` is `excused` or `missed`, `reason` why."""

    start: int
    end: int
    status: str
    quote: str
    reason: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text that the same facts carry, the widest first; `begin` holds those that start with it."""

    text: str
    facts: Sequence[Fact]
    begin: Sequence[Fact]
    unused: Unused | None
    begins_unused: bool


@dataclass(frozen=True)
class Block:
    """A paragraph or heading, or the blanks between two (`tag` is empty)."""

    tag: str
    pieces: Sequence[Piece]

    @property
    def lines(self) -> int:
        """How many lines its words need below them: one for each fact that overlaps another."""
        return max((fact.lane + 1 for piece in self.pieces for fact in piece.facts), default=1)


def facts(page: Page) -> list[Fact]:
    """The facts of a page in the order of the text, a wider one before those inside it."""
    rows = [(table, row) for table, frame in page.tables.items() if table in LETTERS for row in records(frame)]
    rows.sort(key=lambda pair: (pair[1]["start"], -pair[1]["end"]))
    free, counts, found = [0], dict.fromkeys(LETTERS, 0), []
    for number, (table, row) in enumerate(rows, start=1):
        counts[table] += 1
        lane = _lane(free, row["start"], row["end"])
        sign = f"{LETTERS[table]}{counts[table]}"
        found.append(Fact(row_id(table, row), table, number, sign, row["start"], row["end"], lane, row))
    return found


def told(page: Page) -> list[Unused]:
    """The numbers and dates that no row has."""
    ledger = page.tables.ledger
    return [
        Unused(row["start"], row["end"], row["status"], row["quote"], row["by"] or "no rule read it")
        for row in records(ledger[ledger["status"] != "used"])
    ]


def paragraphs(page: Page, found: Sequence[Fact], unused: Sequence[Unused]) -> Iterator[Block]:
    """The whole text, block by block: the texts of all pieces together are the page, character for character."""
    at, pieces = 0, _Cutter(page.text, found, unused)
    for para in layout.paragraphs(clean(page.text)):
        if para.start > at:
            yield Block("", pieces.cut(at, para.start))
        yield Block(_TAGS.get(para.kind, "p"), pieces.cut(para.start, para.end))
        at = para.end
    if at < len(page.text):
        yield Block("", pieces.cut(at, len(page.text)))


class _Cutter:
    """Cuts stretches of the text, from its beginning to its end."""

    def __init__(self, text: str, found: Sequence[Fact], unused: Sequence[Unused]) -> None:
        self.text = text
        self.unused = sorted(unused, key=lambda mark: mark.start)
        self.unused_starts = [mark.start for mark in self.unused]
        self.begin: dict[int, list[Fact]] = {}
        for fact in found:
            self.begin.setdefault(fact.start, []).append(fact)
        marks: list[Fact | Unused] = [*found, *self.unused]
        self.cuts = sorted({mark.start for mark in marks} | {mark.end for mark in marks})
        self.open: list[Fact] = []

    def cut(self, start: int, end: int) -> list[Piece]:
        inner = self.cuts[bisect_right(self.cuts, start) : bisect_left(self.cuts, end)]
        bounds = [start, *inner, end]
        return [self._piece(a, b) for a, b in pairwise(bounds)]

    def _piece(self, start: int, end: int) -> Piece:
        begin = self.begin.get(start, [])
        self.open = [fact for fact in self.open if fact.end > start] + begin
        mark = self._unused(start)
        return Piece(self.text[start:end], tuple(self.open), begin, mark, mark is not None and mark.start == start)

    def _unused(self, at: int) -> Unused | None:
        last = bisect_right(self.unused_starts, at) - 1
        mark = self.unused[last] if last >= 0 else None
        return mark if mark and mark.end > at else None


def _lane(free: list[int], start: int, end: int) -> int:
    """The first lane that is free at `start`; `free` holds where each lane is free again."""
    lane = min(next((n for n, until in enumerate(free) if until <= start), len(free)), LANES - 1)
    free[lane : lane + 1] = [end]
    return lane
