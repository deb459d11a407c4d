"""Whether a fact is told in other words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from bilateral.editions.pairing import Row, words
from bilateral.tables import Tables

Span = tuple[int, int]


def rewording(old: Tables, new: Tables) -> Callable[[Row, Row], bool]:
    """A test of a pair of rows that is true where their words differ in more than blanks, quotation marks and figures.

    A figure inside the words of another fact is a fact of its own: where it changed, that fact tells of it.
    """
    before, after = _figures(old), _figures(new)
    return lambda one, other: _without(one, before) != _without(other, after)


def _figures(tables: Tables) -> list[Span]:
    frame = tables.statistics
    return sorted(set(zip(frame["num_start"].astype(int), frame["num_end"].astype(int), strict=True)))


def _without(row: Row, figures: Sequence[Span]) -> str:
    """The words of a row with a sign in the place of each figure."""
    told, at = [], row["start"]
    for start, end in figures[bisect_left(figures, (row["start"], 0)) :]:
        if start >= row["end"]:
            break
        if at <= start and end <= row["end"]:
            told.append(row["quote"][at - row["start"] : start - row["start"]])
            at = end
    return words("#".join([*told, row["quote"][at - row["start"] :]]))
