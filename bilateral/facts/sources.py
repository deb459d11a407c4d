"""Who says so: the source that a text names for its figures, and the country of that source."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.phrases import Phrases

_SHOW = frozenset("show shows showed indicate indicates suggest put".split())
_PUTS = frozenset({"put", "puts"})
_LONGEST = 16  # tokens: the longest name of an office that figures are of
_FIGURES = frozenset({"figures", "statistics", "data", "estimates", "records"})


class Source(NamedTuple):
    """The words that name a source, and its country (empty where it has none)."""

    words: str = ""
    country: str = ""


NONE = Source()


@cache
def _openings() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("sources"))


@cache
def _list_openers() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("list_openers"))


def source_of(m: Mentions, sentence: Sentence, before: Source) -> Source:
    """The source of a sentence's figures; that of the sentence before where this one goes on with its list ("Among them")."""
    if sentence.start not in m.once_a_page(_told_by_source):
        return NONE
    words = m.tokens.words
    for match in _openings().find(m.tokens, sentence.start, sentence.end):
        phrase = noun_phrase(m, match.end, sentence.end)
        if phrase:
            return _source(m, *phrase)
    for i in range(sentence.start, sentence.end - 1):
        if words[i] in _FIGURES and words[i + 1] in ("of", "from", "by"):  # "Figures of the National Bank of X show …"
            shown = next((k for k in range(i + 3, min(i + _LONGEST, sentence.end)) if words[k] in _SHOW), None)
            if shown:
                return _source(m, i + 2, shown)
        if words[i] in _FIGURES and words[i + 1] in ("show", "indicate", "suggest", "put", "showed"):
            start = max(
                ([i] and [p.start for p in m.within(m.places, max(sentence.start, i - 4), i)]) or [max(sentence.start, i - 2)]
            )
            return _source(m, start, i + 1)
    teller = _teller(m, sentence)
    if teller:
        return _source(m, *teller)
    return before if _list_openers().at(m.tokens, sentence.start, sentence.end) else NONE


def _teller(m: Mentions, sentence: Sentence) -> tuple[int, int] | None:
    """The office that a sentence begins with where it puts a figure: "Statistics New Zealand put two-way trade at …"."""
    words, start = m.tokens.words, sentence.start + (m.tokens.words[sentence.start] == "the")
    puts = next((k for k in range(start + 1, min(start + _LONGEST, sentence.end)) if words[k] in _PUTS), None)
    if puts is None or "at" not in words[puts : sentence.end]:
        return None
    end = next((k for k in range(start, puts) if words[k] == ","), puts)
    return (start, end) if any(word in lexicon.words("authorities") for word in words[start:end]) else None


def _told_by_source(m: Mentions) -> set[int]:
    """The first tokens of the sentences with a word that may name a source."""
    tokens, n = m.tokens, len(m.tokens)
    found = [*_openings().starts(tokens, 0, n), *_list_openers().starts(tokens, 0, n), *tokens.standing(_FIGURES | _PUTS)]
    return {sentence.start for sentence in m.sentences_at(found)}


def _source(m: Mentions, start: int, end: int) -> Source:
    countries = [p.country for p in m.within(m.places, start, end)]
    official = any(word in lexicon.words("authorities") for word in m.tokens.words[start:end])
    country = countries[0] if countries else m.home if official else ""
    return Source(m.printed(start, end), country)
