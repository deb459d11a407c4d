"""Phrases of the lexicon as patterns over tokens, and where they stand in a text.

A pattern is a line of elements: `word`, `one|other`, `set_up|founded` (an alternative of several words), `word?` (optional), `*3`
(up to three words, no marks but hyphens) and `{slot}` (whatever the caller says starts here: a date, a person). The first element
is a word. Only patterns that start with the word in hand are tried and the longest match wins: time grows with the text's length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from bilateral.patterns import Element, parse, runs, spelled_out
from bilateral.tokens import MARK, Tokens

Payload = TypeVar("Payload")
_NO_SLOTS: Mapping[str, tuple[int, int]] = {}
Slot = Callable[[str, int], int | None]


class Match(NamedTuple, Generic[Payload]):
    """A phrase found: its tokens `start` to `end` (exclusive), its lexicon row, and the tokens of each slot."""

    start: int
    end: int
    row: Payload
    slots: Mapping[str, tuple[int, int]]


class _Need(NamedTuple):
    """What must follow the first word of a pattern: one of some words, within so many tokens; no words where anything may."""

    reach: int = 0
    words: frozenset[str] = frozenset()


_ANYTHING = _Need()


@dataclass(slots=True)
class _Node(Generic[Payload]):
    """A place in the tree of plain patterns: the words that may follow, and the row of the pattern that ends here."""

    after: dict[str, _Node[Payload]] = field(default_factory=dict)
    order: int = -1
    row: Any = None


@dataclass(slots=True)
class _Starting(Generic[Payload]):
    """The patterns that start with one word: plain ones as a tree of words, and those with gaps or slots; what all need."""

    plain: _Node[Payload] = field(default_factory=_Node)
    open: list[tuple[int, tuple[Element, ...], Payload, _Need]] = field(default_factory=list)
    need: _Need = _ANYTHING


class Phrases(Generic[Payload]):
    """Patterns with what each stands for; `first_words` are those that a phrase starts with."""

    def __init__(self, patterns: Iterable[tuple[str, Payload]]) -> None:
        self._by_word: dict[str, _Starting[Payload]] = {}
        for order, (line, payload) in enumerate(patterns):
            for pattern in spelled_out(line):
                self._add(order, parse(pattern), payload)
        for starting in self._by_word.values():
            starting.need = _need_of_all(starting)
        self.first_words = frozenset(self._by_word)

    def _add(self, order: int, elements: tuple[Element, ...], payload: Payload) -> None:
        listed = runs(elements)
        if listed is None:
            need = _need(elements)
            for word in elements[0].words:
                self._by_word.setdefault(word, _Starting()).open.append((order, elements, payload, need))
            return
        for first, *others in listed:
            node = self._by_word.setdefault(first, _Starting()).plain
            for word in others:
                node = node.after.setdefault(word, _Node())
            if node.order < 0:
                node.order, node.row = order, payload

    def at(self, tokens: Tokens, i: int, end: int, slot: Slot | None = None) -> Match[Payload] | None:
        """The longest phrase that starts at token `i` and ends before `end`; among equals the first in the table."""
        words = tokens.words
        starting = self._by_word.get(words[i])
        if starting is None:
            return None
        need = starting.need
        if need.words and need.words.isdisjoint(words[i + 1 : i + 1 + need.reach]):
            return None
        node, found, stop, j = starting.plain, None, 0, i + 1
        while j <= end:
            if node.order >= 0:
                found, stop = node, j
            following = node.after.get(words[j]) if j < end else None
            if following is None:
                break
            node, j = following, j + 1
        plain = Match(i, stop, found.row, _NO_SLOTS) if found else None
        if not starting.open:
            return plain
        best, rank = plain, (stop - i, -found.order) if found else (0, 0)
        for order, elements, payload, need in starting.open:
            if need.words and need.words.isdisjoint(words[i + 1 : i + 1 + need.reach]):
                continue
            slots: dict[str, tuple[int, int]] = {}
            stop_open = _match(elements, 0, tokens, i, end, slot, slots)
            if stop_open is not None and (stop_open - i, -order) > rank:
                best, rank = Match(i, stop_open, payload, slots), (stop_open - i, -order)
        return best

    def find(self, tokens: Tokens, start: int, end: int, slot: Slot | None = None) -> list[Match[Payload]]:
        """The phrases in tokens `start` to `end`, from left to right, not overlapping."""
        known = self._starts(tokens)
        first = bisect_left(known, start)
        if first == len(known) or known[first] >= end:
            return []  # as mostly
        found: list[Match[Payload]] = []
        behind = start
        for i in known[first : bisect_left(known, end, first)]:
            match = self.at(tokens, i, end, slot) if i >= behind else None
            if match:
                found.append(match)
                behind = match.end
        return found

    def starts(self, tokens: Tokens, start: int, end: int) -> list[int]:
        """The tokens from `start` to `end` at which a phrase may start."""
        known = self._starts(tokens)
        first = bisect_left(known, start)
        return known[first : bisect_left(known, end, first)]

    def _starts(self, tokens: Tokens) -> list[int]:
        """All tokens at which a phrase may start, looked up once for a text."""
        known = tokens.phrase_starts.get(self)
        if known is not None:
            return known
        words, positions, found = tokens.words, tokens.positions, list[int]()
        behind = [*words[1:], ""]
        for word in tokens.vocabulary & self.first_words:
            here, (reach, needed) = positions[word], self._by_word[word].need
            if not needed:
                found += here
            elif reach == 1:
                found += [i for i in here if behind[i] in needed]
            else:
                found += [i for i in here if not needed.isdisjoint(words[i + 1 : i + 1 + reach])]
        tokens.phrase_starts[self] = known = sorted(found)
        return known


def _need(elements: tuple[Element, ...]) -> _Need:
    reach = 0
    for element in elements[1:]:
        reach += element.gap or 1
        if element.slot:
            return _ANYTHING
        if element.words and not element.optional:
            return _Need(reach, element.words)
    return _ANYTHING


def _need_of_all(starting: _Starting[Payload]) -> _Need:
    """What must follow the first word of some patterns for any of them to stand there."""
    needs = [need for *_, need in starting.open]
    if starting.plain.order >= 0 or not all(need.words for need in needs):
        return _ANYTHING
    words = frozenset(starting.plain.after).union(*(need.words for need in needs))
    return _Need(max([1, *(need.reach for need in needs)]), words)


def _match(
    elements: tuple[Element, ...],
    k: int,
    tokens: Tokens,
    i: int,
    end: int,
    slot: Slot | None,
    slots: dict[str, tuple[int, int]],
) -> int | None:
    """The token behind elements `k` and on, matched from token `i`; patterns are short, so this ends soon."""
    while k < len(elements):
        element = elements[k]
        if element.gap:
            for skip in range(element.gap + 1):
                if skip and (i + skip > end or (tokens.kinds[i + skip - 1] == MARK and tokens.words[i + skip - 1] != "-")):
                    return None
                stop = _match(elements, k + 1, tokens, i + skip, end, slot, slots)
                if stop is not None:
                    return stop
            return None
        step = None
        if i < end:
            if element.slot:
                step = slot(element.slot, i) if slot else None
            elif tokens.words[i] in element.words:
                step = i + 1
        if step is None:
            if not element.optional:
                return None
        else:
            if element.slot:
                slots[element.slot] = (i, step)
            i = step
        k += 1
    return i
