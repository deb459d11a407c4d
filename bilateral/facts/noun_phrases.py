"""Noun phrases: how far the name of an occasion, an agreement or a source goes."""

from __future__ import annotations

from bilateral.mentions import Mentions

_STOPS = frozenset(";.:")
_PAST = frozenset(
    "met held paid had also made took brought gave became saw set sent began led put went came won is was has".split()
)
_SHARED = (["with", "a", "shared"], ["with", "a", "common"])
_ENDS = frozenset(", ; who which during where when while with at as from between by worth".split())
_LEADING = frozenset("in on at since until".split())  # to a place or a date
_TURNS = _STOPS | _ENDS | _LEADING | {"(", ")", "and"}  # the words at which a phrase may end


def noun_phrase(m: Mentions, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase from token `start`: up to a mark, a date, "in" with a place, an invitation, or another clause."""
    words, i = m.tokens.words, start
    depth = 0
    while i < end:
        word = words[i]
        if word in _TURNS:
            depth += (word == "(") - (word == ")")
            if depth <= 0 and i > start and _ends_phrase(m, i, end):
                break
            if word in _STOPS and not m.tokens.glued(i + 1 if i + 1 < end else i):
                break
        i += 1
    while i > start and words[i - 1] in (",", "and", ".", "the", "on", "in", "as"):
        i -= 1
    return (start, i) if i > start else None


def _ends_phrase(m: Mentions, i: int, end: int) -> bool:
    words = m.tokens.words
    word = words[i]
    if word in _ENDS:
        return words[i : i + 3] not in _SHARED  # "a community with a shared future"
    after = words[i + 1] if i + 1 < end else ""
    if word in _LEADING:
        k = i + 3 if after == "the" else i + 2
        placed = word != "on" and bool(m.within(m.places, i + 1, k))  # "Forum on China-Africa Cooperation" goes on
        return placed or bool(m.within(m.dates, i + 1, i + 3))
    if word == "and":
        return after in _PAST or (after.endswith("ed") and not m.tokens.capital(i + 1))
    return False
