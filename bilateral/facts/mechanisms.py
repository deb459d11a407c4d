"""Mechanisms: standing committees and dialogues of the two, their sessions, and gatherings of more than the two."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.mentions import Mentions
from bilateral.mentions.numbers import number_words, numeral_at, roman
from bilateral.mentions.places import CITY
from bilateral.tokens import NUMBER, ORDINAL, WORD, slug

_LINKING = frozenset({'"', "+"}) | frozenset("of the and on for 's ' - in , between &".split())
_SHORT = 5  # words of a name that has no other words than those that every name has
_LONGEST_NAME = 24  # tokens
_ANNUAL = frozenset({"annual", "bilateral", "summit", "summits", "the"})
_LATEST = frozenset({"latest", "last", "recent", "newest"})
_OF_MORE = frozenset("trilateral tripartite triangular quadrilateral multilateral plurilateral minilateral".split())
_PAPERS = frozenset({"memorandum", "mou", "agreement", "protocol", "arrangement"})
_COMPOUNDS = frozenset("sino franco indo russo anglo italo luso austro hispano greco turco germano afro belgo".split())
_SKIPPED = frozenset("the a an term of their its first new annual regular biennial ministerial level vice - deputy s 's".split())


class Mechanism(NamedTuple):
    """A mechanism named at tokens `start` to `end`: its slug, and the number of the session if one is named."""

    start: int
    end: int
    slug: str
    session: int | None = None
    held: int | None = None


def abbreviations(m: Mentions) -> dict[str, str]:
    """The mechanisms that the page abbreviates ("Joint Commission Meeting (JCM)"): abbreviation to slug."""
    tokens = m.tokens
    found: dict[str, str] = {}
    for i in tokens.positions.get("(", []):
        if tokens.word(i + 2) == ")" and tokens.shouted(i + 1) and len(tokens.words[i + 1]) > 1:
            name = _name_before(m, i)
            if name:
                found.setdefault(tokens.words[i + 1], name)
    return found


def _name_before(m: Mentions, end: int) -> str:
    """The slug of the mechanism whose name ends before token `end`; empty where none does."""
    tokens, i = m.tokens, end
    while i > 0 and end - i < _LONGEST_NAME:
        compound = tokens.glued(i - 1) and tokens.words[i - 2] == "-"  # "Co-operation"
        if not (tokens.capital(i - 1) or compound or tokens.words[i - 1] in _LINKING - {",", "in"}):
            break
        i -= 1
    headed = any(word in lexicon.words("mechanism_nouns") for word in tokens.words[i:end])
    return _slug_in_full(m, i, end) if headed else ""


@cache
def _numbering() -> frozenset[str]:
    """The words that may tell which session it is, beside ordinals in digits."""
    return number_words() | _LATEST | {"inaugural"}


def mechanism_at(m: Mentions, start: int, end: int, known: Mechanism | None) -> Mechanism | None:
    """The session of a bilateral mechanism that tokens `start` to `end` name: "the 5th China-X Dialogue".

    `known` is the mechanism that the text spoke of last: "the latest round" is one of its.
    """
    words = m.tokens.words
    dated = {i for date in m.dates_between(start, end) for i in range(date.start, date.end)}  # "January 1st" counts no session
    for i in range(start, end):
        numbered = roman().get(words[i]) if words[i] in roman() and m.tokens.shouted(i) else None  # "the VII Meeting"
        if m.tokens.kinds[i] != ORDINAL and words[i] not in _numbering() and not numbered:
            continue
        number = numeral_at(m.tokens, i, end)
        session = int(number.value) if number and number.kind == "ordinal" and i not in dated else numbered
        session = 1 if words[i] == "inaugural" else session
        if session is None and words[i] not in _LATEST:
            continue
        if session is None and words[i + 1 : i + 2] == [","]:
            continue  # "the last, eighth round"
        k = number.end if number and session and words[i] != "inaugural" else i + 1
        if words[k : k + 1] in (["and"], [","]) and session and k + 1 < end and numeral_at(m.tokens, k + 1, end):
            return None  # "the first, second and third rounds were held in A, B and C respectively"
        named = named_mechanism(m, k, end)
        short = named is not None and m.tokens.word(named.end - 1) in m.once_a_page(abbreviations)
        if not short and multilateral(m, noun_phrase(m, i, end) or (i, i + 1)):
            return None
        if named and not _OF_MORE.isdisjoint(named.slug.split("-")):
            return None
        if named:
            again = known is not None and "-" not in named.slug and named.slug in known.slug.split("-")
            return named._replace(start=i, session=session, slug=known.slug if known and again else named.slug)
        if words[k : k + 1] in (["one"], ["ones"]) and words[i - 1] != "the":
            return None  # "a first one-day seminar"
        if k < end and words[k] in lexicon.words("session_nouns") and known and not (k + 1 < end and words[k + 1] == "of"):
            return known._replace(start=i, end=k + 1, session=session or known.held)
        if session is not None:
            here = known is not None and "-" in known.slug and m.sentence_at(known.start) == m.sentence_at(i)
            alone = known is not None and here and k == end and words[i - 1] == "the"  # "…; the second was held in X"
            return known._replace(start=i, end=k, session=session) if known is not None and alone else None
    return None


def named_mechanism(m: Mentions, i: int, end: int) -> Mechanism | None:
    """The mechanism whose name starts at token `i`: capital words, or lower-case ones that end in a mechanism noun.

    Words such as "meeting of the" may stand before the name.
    """
    tokens, nouns = m.tokens, lexicon.words("session_nouns")
    start, found = i + 2 if i < end and tokens.words[i] in nouns and tokens.word(i + 1) == "of" else i, 0
    for k in range(start, min(end, start + _LONGEST_NAME)):
        noun = tokens.words[k] in lexicon.words("mechanism_nouns")
        if not noun and not _goes_on(m, start, k, headed=found > 0):
            break
        if noun or (found and tokens.capital(k)):
            found = k + 1
        if noun and not tokens.capital(k) and tokens.word(k + 1) not in ("on", "for", "between", "mechanism"):
            break
    if found == 0:
        at = start + (tokens.word(start) == "the")
        short = m.once_a_page(abbreviations).get(tokens.word(at)) if at < end and tokens.capital(at) else None
        return Mechanism(i, at + 1, short) if short else None
    name = mechanism_slug(m, start, found)
    return Mechanism(i, found, name) if name and name not in nouns else None


def _goes_on(m: Mentions, start: int, k: int, *, headed: bool) -> bool:
    """Whether token `k` can belong to the name from token `start`; once it has its noun (`headed`), fewer words can."""
    tokens, word = m.tokens, m.tokens.words[k]
    if headed:
        return (tokens.capitals[k] or word in _LINKING) and word not in ("in", "at", "with", "was", "were", "by", "between")
    if tokens.capitals[k] or word in _LINKING or tokens.kinds[k] == NUMBER:
        return True
    return word.isalpha() and k - start < 6 and not m.dates_between(k, k + 1)


def mechanism_slug(m: Mentions, start: int, end: int) -> str:
    """The slug of a name without the two countries, the abbreviation in brackets, and the words that every name has."""
    words = m.tokens.words
    alone = set(words[start + 1 : end]) <= lexicon.words("session_nouns")  # "the HLSCC meeting", too
    if alone and m.tokens.capital(start) and words[start] in m.once_a_page(abbreviations):
        return m.once_a_page(abbreviations)[words[start]]
    return _slug_in_full(m, start, end)


def _slug_in_full(m: Mentions, start: int, end: int) -> str:
    """The slug of a name that is no abbreviation of one."""
    words = m.tokens.words
    taken = {
        i for p in m.within(m.places, start, end) if p.country in m.sides() and p.kind != CITY for i in range(p.start, p.end)
    }
    bracket = next((i for i in range(start + 1, end) if words[i] == "("), end)
    taken |= {i for i in range(start, end - 1) if words[i] in _COMPOUNDS and words[i + 1] == "-"}  # "Franco-Kenyan"
    kept = [words[i] for i in range(start, bracket) if i not in taken and words[i] not in ("'s", "'")]
    if (
        kept and kept[0] in _PAPERS and "on" in kept and kept[-1] in lexicon.words("mechanism_nouns")
    ):  # "the Memorandum on Political Consultations", of which sessions are held
        kept = kept[kept.index("on") + 1 :]
    ministerial = (
        "ministerial" in kept[:-1] and kept[-1] in ("meeting", "roundtable") and len(kept) <= _SHORT
    )  # "the 16th Vice-Ministerial Meeting"
    while kept and kept[0] in _SKIPPED | {"-", "and"} and not (ministerial and kept[0] in ("vice", "ministerial")):
        kept.pop(0)
    while kept and kept[-1] in ("between", "and", "of", "the", "-", "in", "at"):
        kept.pop()
    return slug(" ".join(kept))


def multilateral(m: Mentions, span: tuple[int, int]) -> bool:
    """Whether an occasion is a gathering of more than the two: a summit, forum or games that is not named after both of them."""
    tokens, words = m.tokens, m.tokens.words[span[0] : span[1]]
    named = {p.country for p in m.within(m.places, *span)}
    if set(m.sides()) <= named and len(named) == 2:
        return False
    capital = [i for i in range(*span) if tokens.capitals[i]]
    names = {tokens.words[i] for i in capital}
    if "annual" in words and names <= _ANNUAL:
        return False  # "the 19th Annual Summit" is one of the two
    if not lexicon.words("gatherings").isdisjoint(names):
        return True
    shouted = [i for i in capital if tokens.shouted(i)]
    numbered = any(_numbered(m, i) for i in shouted)
    acronym = numbered or any(len(tokens.words[i]) > 1 for i in shouted)
    if acronym and len(shouted) == tokens.kinds[span[0] : span[1]].count(WORD):
        return True  # "TICAD VI", "APEC 2014": a series of gatherings goes by its letters
    regional = numbered or not lexicon.words("regions").isdisjoint(words)
    return regional and (acronym or not lexicon.words("mechanism_nouns").isdisjoint(words))


def _numbered(m: Mentions, i: int) -> bool:
    """Whether a group of countries is told by its number at token `i`: "G20"."""
    behind = i + 1 < len(m.tokens) and m.tokens.kinds[i + 1] == NUMBER and m.tokens.glued(i + 1)
    return behind and m.tokens.words[i] == "g"
