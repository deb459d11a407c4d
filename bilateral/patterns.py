"""Patterns of the lexicon: what a line of one says, element by element (see `phrases.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from bilateral.tokens import clean, tokenize

_MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: some words, a gap of so many, or a slot that the caller fills."""

    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    slot: str = ""


def runs(elements: tuple[Element, ...]) -> list[tuple[str, ...]] | None:
    """A pattern without gaps and slots as all its runs of words; None for one with them, or with too many runs to list."""
    if any(element.gap or element.slot for element in elements):
        return None
    choices = [[*sorted(element.words), *([""] if element.optional else [])] for element in elements]
    if prod(len(words) for words in choices) > _MOST_RUNS:
        return None
    return [tuple(word for word in run if word) for run in product(*choices)]


def spelled_out(line: str) -> Iterator[str]:
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


def parse(pattern: str) -> tuple[Element, ...]:
    """The elements of a pattern whose alternatives are single words."""
    elements: list[Element] = []
    for part in pattern.split():
        optional = part.endswith("?") and len(part) > 1
        part = part.removesuffix("?") if optional else part
        if part.startswith("{"):
            elements.append(Element(slot=part.strip("{}"), optional=optional))
        elif part.startswith("*") and part[1:].isdigit():
            elements.append(Element(gap=int(part[1:])))
        elif "|" in part:
            elements.append(Element(words=frozenset(part.lower().split("|")), optional=optional))
        else:  # a word such as "people's" or "year-on-year" is several tokens
            elements.extend(Element(words=frozenset({word}), optional=optional) for word in _words(part))
    return tuple(elements)
