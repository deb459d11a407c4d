"""Phrases of the lexicon as patterns over tokens, and where they stand in a text.

A pattern is a line of elements: `word`, `one|other`, `set_up|founded` (an alternative of several words), `word?` (optional),
`*3` (up to
three words, no marks but hyphens) and `{slot}` (whatever the caller says starts here: a date, a person). The first element is a
word. Matching looks only at
patterns that start with the word in hand, and the longest match wins, so time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from bilateral.tokens import MARK, Tokens, clean, tokenize

Payload = TypeVar("Payload")
Slot = Callable[[str, int], int | None]


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A phrase found: its tokens `start` to `end` (exclusive), its lexicon row, and the tokens of each slot."""

    start: int
    end: int
    row: Payload
    slots: dict[str, tuple[int, int]]


class Phrases(Generic[Payload]):
    """Patterns with what each stands for."""

    def __init__(self, patterns: Iterable[tuple[str, Payload]]) -> None:
        self._by_word: dict[str, list[tuple[tuple[_Element, ...], Payload]]] = {}
        for line, payload in patterns:
            for pattern in _spelled_out(line):
                elements = _parse(pattern)
                for word in elements[0].words:
                    self._by_word.setdefault(word, []).append((elements, payload))

    def at(self, tokens: Tokens, i: int, end: int, slot: Slot | None = None) -> Match[Payload] | None:
        """The longest phrase that starts at token `i` and ends before `end`; among equals the first in the table."""
        best: Match[Payload] | None = None
        for elements, payload in self._by_word.get(tokens.words[i], ()):
            slots: dict[str, tuple[int, int]] = {}
            stop = _match(elements, 0, tokens, i, end, slot, slots)
            if stop is not None and (best is None or stop > best.end):
                best = Match(i, stop, payload, slots)
        return best

    def find(self, tokens: Tokens, start: int, end: int, slot: Slot | None = None) -> Iterator[Match[Payload]]:
        """The phrases in tokens `start` to `end`, from left to right, not overlapping."""
        i, words, index = start, tokens.words, self._by_word
        while i < end:
            found = self.at(tokens, i, end, slot) if words[i] in index else None
            if found:
                yield found
                i = found.end
            else:
                i += 1


def _spelled_out(line: str) -> Iterator[str]:
    """A pattern once for each of its alternatives of several words, and once for all that are single words."""
    choices = []
    for part in line.split():
        several = [choice for choice in part.removesuffix("?").split("|") if "_" in choice and part != "_"]
        single = "|".join(choice for choice in part.removesuffix("?").split("|") if choice not in several)
        optional = [""] if several and part.endswith("?") else []
        choices.append(
            [choice.replace("_", " ") for choice in several] + [single] * bool(single) + optional if several else [part]
        )
    return (" ".join(choice) for choice in product(*choices))


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(tokenize(clean(text)).words)


def _parse(pattern: str) -> tuple[_Element, ...]:
    elements: list[_Element] = []
    for part in pattern.split():
        optional = part.endswith("?") and len(part) > 1
        part = part.removesuffix("?") if optional else part
        if part.startswith("{"):
            elements.append(_Element(slot=part.strip("{}"), optional=optional))
        elif part.startswith("*") and part[1:].isdigit():
            elements.append(_Element(gap=int(part[1:])))
        elif "|" in part:
            elements.append(_Element(words=frozenset(part.lower().split("|")), optional=optional))
        else:  # a word such as "people's" or "year-on-year" is several tokens
            elements.extend(_Element(words=frozenset({word}), optional=optional) for word in _words(part))
    return tuple(elements)


def _match(
    elements: tuple[_Element, ...],
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
