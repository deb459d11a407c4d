"""Where the clause begins that carries a fact, so that its quote has the verb and its subject."""

from __future__ import annotations

from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.places import NAME

_OPENERS = frozenset({",", ";", "(", "which", "since"})
_CONJUNCTIONS = frozenset({"while", "whereas", "that"})
_REACH = 14  # tokens: a clause that begins farther back is not quoted whole


def clause_start(m: Mentions, sentence: Sentence, i: int, floor: int = 0) -> int:
    """The token where the clause around token `i` begins, not before `floor`; `i` itself where none does within a few words."""
    words, floor = m.tokens.words, max(sentence.start, floor)
    if words[i] == "and":
        return i
    far, j = max(floor, i - _REACH), i
    while j >= far:
        before = words[j - 1]  # a clause begins behind a mark, "which", "since" or an "and" that joins no names
        if j == floor or before in _OPENERS or (before == "and" and not _joins_names(m, sentence, j)):
            return j + (j < i and words[j] in _CONJUNCTIONS)
        opening = m.tokens.last("(", far, j) if before == ")" else j  # "Trade (2023): exports …" begins before its bracket
        j = min(opening, j - 1)
    return i


def _joins_names(m: Mentions, sentence: Sentence, i: int) -> bool:
    """Whether the "and" before token `i` joins names ("Egypt and China have …") or single words ("Coal and palm oil make …")."""
    tokens, j = m.tokens, i - 1
    while j > sentence.start and (tokens.capital(j - 1) or tokens.words[j - 1] in ("the", "of", "-")):
        j -= 1
    country = any(place.kind == NAME for place in m.within(m.places, i, i + 1))
    starts = j == sentence.start or tokens.words[j - 1] in _OPENERS
    return i - 2 == sentence.start or (tokens.capital(i) and tokens.capital(i - 2) and (starts or not country))
