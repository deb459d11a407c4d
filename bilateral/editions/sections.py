"""Whether a fact was moved to another section, or its section only got another number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from bilateral.layout import paragraphs
from bilateral.page import Page
from bilateral.tokens import clean, slug


def moved(old: Page, new: Page, pairs: Iterable[tuple[Any, Any]]) -> Callable[[Any, Any], bool]:
    """A test of a pair of rows that is true where the fact stands in another section of the new edition.

    A section of the old edition is that of the new one with the same heading; without one, that where most of its
    facts stand. A page without sections has none to move between.
    """
    pairs = list(pairs)
    if any(len({pair[side]["section"] for pair in pairs}) < 2 for side in (0, 1)):
        return lambda _old, _new: False
    counterpart = _counterparts(old, new, pairs)
    return lambda one, other: counterpart[one["section"]] != other["section"]


def _counterparts(old: Page, new: Page, pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    votes: dict[Any, Counter[Any]] = {}
    for one, other in pairs:
        votes.setdefault(one["section"], Counter())[other["section"]] += 1
    named = {words: section for section, words in _headings(new).items()}
    headings = _headings(old)
    return {section: named.get(headings.get(section, ""), _most(count, section)) for section, count in votes.items()}


def _most(votes: Counter[Any], section: Any) -> Any:
    """The section with most votes; of equals the one of the same name."""
    return max(votes, key=lambda there: (votes[there], there == section))


def _headings(page: Page) -> dict[Any, str]:
    """The words of each section's heading."""
    text = clean(page.text)
    found = [para for para in paragraphs(text) if para.kind == "heading" and para.section]
    return {para.section: slug(text[para.body : para.end]) for para in found}
