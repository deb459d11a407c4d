"""What is done with others than the two sides: "an agreement with the European Union", "an exercise with India"."""

from __future__ import annotations

from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.offices import bodies
from bilateral.mentions.places import NAME

_REACH = 8  # tokens behind "with" in which the partners stand
_CLAUSE = frozenset({";", ":", "while", "whereas", "but", "(", "though", "although"})
_ADVERBS = frozenset("which together also alone then jointly however meanwhile alike each both".split())
_DID = frozenset("sold bought sent gave took has have had is was were are became led held spent built won made".split())


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


def done_by_others(m: Mentions, sentence: Sentence, i: int) -> bool:
    """Whether what token `i` stands in is told of other countries alone: "while Romania and Ukraine sold 3 million t"."""
    words = m.tokens.words
    if all(p.country in m.sides() for p in m.within(m.places, sentence.start, i)):
        return False  # as mostly
    start = next((k + 1 for k in range(i - 1, sentence.start, -1) if words[k] in _CLAUSE), sentence.start)
    dates = [d for d in m.dates_between(start, i) if d.lead <= start + 1]
    start = dates[0].end if dates else start
    start += m.tokens.word(start) == ","
    start += m.tokens.word(start) == "the"
    found = m.within(m.places, start, i)
    if not found or found[0].start != start:
        return False
    k = start
    while k < i and (places := m.within(m.places, k, k + 1)) and places[0].kind == NAME:
        k = places[0].end
        k += m.tokens.word(k) in (",", "and")
        k += m.tokens.word(k) in ("and", "the")
    while k < i and words[k] in _ADVERBS:
        k += 1
    if not start < k < i or not (words[k] in _DID or (words[k].endswith("ed") and not m.tokens.capital(k))):
        return False
    given = "," not in words[k:i] and "and" not in words[k:i]  # "France, which sold the Algerians 5.6 mln tonnes"
    return all(p.country not in m.sides() or (given and k < p.start <= k + 2) for p in found)
