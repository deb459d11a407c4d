"""What a sentence's figures are about: a corridor, a programme, a mechanism, by the slug of its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bilateral import lexicon
from bilateral.facts.founding import founded_mechanism
from bilateral.facts.mechanisms import mechanism_slug, named_mechanism
from bilateral.facts.step_verbs import step_verbs
from bilateral.facts.titles import class_of, title_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amount import Amount
from bilateral.mentions.points import Date
from bilateral.phrases import Phrases
from bilateral.tokens import slug

_VERBS = frozenset({"broke", "began", "opened", "started", "runs", "links"}) | frozenset(
    "had has have is was were covers carries carried attracted created drew brought".split()
)
_FOUNDING = frozenset("founded founding established establishment inception creation created launched launch set formed".split())
_INTO = Phrases((words, words) for words in ("part in", "participated in", "under", "through", "within"))


@dataclass(frozen=True, slots=True)
class SessionEntity:
    """The mechanism whose sessions are counted: tokens, slug, the span that they are counted over."""

    start: int
    end: int
    slug: str
    period: str
    uses: tuple[int, ...]


@lru_cache(maxsize=8)
def _acronyms(text: str) -> dict[str, str]:
    """Names that the page abbreviates ("China-X Economic Corridor (CXEC)"), by the slug of the full name."""
    found = re.findall(r"((?:[A-Z][\w'-]* (?:(?:of|and|the|for|on) )*){1,10})\(([A-Z][A-Za-z]{1,7})\)", text)
    return {slug(name): acronym.lower() for name, acronym in found}


def abbreviated(m: Mentions, start: int, end: int) -> str:
    """The first abbreviation in tokens `start` to `end` that the page defines for a name, in lower case; empty if none."""
    known = set(_acronyms(m.tokens.text).values())
    return next((word for word in m.tokens.words[start : min(end, len(m.tokens))] if word in known), "")


def entity_of(m: Mentions, sentence: Sentence) -> str:
    """The slug of the proper name that is the sentence's subject, or in which people "took part"; empty where there is none."""
    words, tokens = m.tokens.words, m.tokens
    for opening in _INTO.find(tokens, sentence.start, sentence.end):
        name = _proper(m, opening.end, sentence.end)
        if name:
            return name
    i = sentence.start
    opening_dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.lead <= sentence.start + 1]
    if opening_dates:
        i = opening_dates[0].end
        i += m.tokens.word(i) == ","
    if m.tokens.word(i) == "it":
        return _subject_before(m, sentence)
    name = _proper(m, i, sentence.end)
    verb = next((k for k in range(i, min(i + 24, sentence.end)) if words[k] in _VERBS), None)
    return name if name and verb is not None and tokens.kinds[i] == "word" else ""


def _subject_before(m: Mentions, sentence: Sentence) -> str:
    """The entity of the sentence before in the paragraph, of which "it" speaks."""
    k = m.sentence_at(sentence.start)
    if k == 0 or m.sentences[k - 1].paragraph != sentence.paragraph:
        return ""
    return entity_of(m, m.sentences[k - 1])


def _proper(m: Mentions, i: int, end: int) -> str:
    """The slug of the proper name at token `i`; empty where countries alone stand there.

    An acronym that the page defines stands for its name.
    """
    tokens, words = m.tokens, m.tokens.words
    if i < end and words[i] == "the":
        i += 1
    elif i < end and (words[i] in lexicon.words("openers") or any(a.bound <= i < a.end for a in m.within(m.amounts, i, i + 4))):
        return ""  # "More than ten agreements were signed"
    j = i
    while j < end and (
        tokens.capital(j)
        or words[j] == "-"
        or (words[j] in ("of", "and", "for", "on") and j + 1 < end and tokens.capital(j + 1) and j > i)
    ):
        j += 1
    covered = {k for p in m.within(m.places, i, j) for k in range(p.start, p.end)} | {
        k for p in m.within(m.people, i, j) for k in range(p.start, p.end)
    }
    if (
        j == i
        or words[i] == "fy"
        or all(k in covered or words[k] in ("-", "and") for k in range(i, j))
        or any(p.start == i for p in m.within(m.people, i, j))
    ):
        return ""
    full = slug(tokens.span_text(i, j))
    return _acronyms(tokens.text).get(full) or (full if full in _acronyms(tokens.text).values() else mechanism_slug(m, i, j))


def agreement_of(m: Mentions, sentence: Sentence) -> str:
    """The slug of the agreement under which programmes are signed; empty where the sentence names none."""
    for verb in m.once(step_verbs, sentence):
        title = title_of(m, sentence, verb, sentence.end) if verb.row["step"] == "sign" else None
        if title and class_of(m, title) == "agreement" and m.tokens.capital(title[0]) and not m.within(m.amounts, *title):
            return mechanism_slug(m, *title)
    return ""


def session_entity(m: Mentions, sentence: Sentence, amount: Amount) -> SessionEntity | None:
    """The mechanism that "has held 15 meetings": named behind "of", founded in the sentence, or its subject."""
    words = m.tokens.words
    held = any(
        word in ("held", "met", "convened", "had", "has", "have", "hold")
        for word in words[max(sentence.start, amount.bound - 6) : min(sentence.end, amount.end + 6)]
    )
    if not held:
        return None
    of = next((i for i in range(amount.end, min(amount.end + 3, sentence.end)) if words[i] == "of"), None)
    named = named_mechanism(m, of + (2 if m.tokens.word(of + 1) == "the" else 1), sentence.end) if of is not None else None
    if named is None:
        founded = m.once(founded_mechanism, sentence)
        named = founded or named_mechanism(m, subject_start(m, sentence), amount.bound)
    if named is None:
        return None
    return SessionEntity(named.start, named.end, named.slug, *_span(m, sentence, amount))


def subject_start(m: Mentions, sentence: Sentence) -> int:
    """The token where the subject of a sentence begins, behind a date that opens it and without its article."""
    i = sentence.start
    dates = [d for d in m.dates_between(i, sentence.end) if d.lead <= i + 1]
    if dates:
        i = dates[0].end + (m.tokens.words[dates[0].end : dates[0].end + 1] == [","])
    return i + (m.tokens.words[i] in ("the", "a", "an"))


def _span(m: Mentions, sentence: Sentence, amount: Amount) -> tuple[str, tuple[int, ...]]:
    """From the founding on, or up to the latest session, as far as the sentence dates them."""
    words = m.tokens.words
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known]
    for date in dates:
        before = words[max(sentence.start, date.lead - 8) : date.lead]
        if date.start > amount.end and any(word in ("latest", "last", "recent", "recently") for word in before):
            return f"../{date.edtf.split('/')[-1]}", (date.start,)
    first = dates[0] if dates and "/" not in dates[0].edtf else None
    if first and (first.start < amount.start or first.relation == "since" or _of_founding(words, first)):
        return f"{first.edtf}/..", (first.start,)
    return "", ()


def _of_founding(words: list[str], date: Date) -> bool:
    """Whether a date is that of a founding: "since its establishment in 1982"."""
    return not _FOUNDING.isdisjoint(words[max(0, date.lead - 4) : date.lead])
