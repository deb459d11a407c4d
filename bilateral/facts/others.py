"""What is done with others than the two sides: "an agreement with the European Union", "an exercise with India"."""

from __future__ import annotations

from bilateral.mentions import Mentions
from bilateral.mentions.offices import bodies
from bilateral.mentions.places import NAME

_REACH = 8  # tokens behind "with" in which the partners stand


def with_others(m: Mentions, start: int, end: int) -> bool:
    """Whether the tokens `start` to `end` name somebody behind "with" who is neither side, and no side beside him."""
    words, sides = m.tokens.words, m.sides()
    for i in range(start, end):
        if words[i] != "with":
            continue
        j = i + 1 + (m.tokens.word(i + 1) == "the")
        named = {p.country for p in m.within(m.places, i + 1, min(i + _REACH, end)) if p.kind == NAME}
        first = {p.country for p in m.within(m.places, j, j + 1) if p.kind == NAME}
        body = j < end and bodies().at(m.tokens, j, end)
        if (first or body) and named.isdisjoint(sides):
            return True
    return False
