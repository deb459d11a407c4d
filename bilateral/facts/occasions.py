"""What an engagement was held for or at."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.mechanisms import mechanism_at, multilateral
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.facts.subjects import Clause
from bilateral.mentions import Mentions
from bilateral.phrases import Phrases

_ASIDE = 6  # tokens: the longest aside between commas behind "attended"


@cache
def _occasion_openers() -> Phrases[str]:
    return Phrases((row["pattern"], row["asks"]) for row in lexicon.table("occasion_openers"))


def set_occasion(m: Mentions, clause: Clause) -> None:
    """What the event was held for or at: the noun phrase behind "to attend", "during", "on the sidelines of", "for"."""
    words, start = m.tokens.words, clause.verb.end
    start -= words[start - 1] == "to" and clause.kind == "letter"
    if clause.verb.row["object"] == "occasion":
        if words[start : start + 1] == [","]:  # "attended, by video link, the opening ceremony"
            start = m.tokens.first(",", start + 1, min(start + _ASIDE, clause.end)) + 1
        clause.occasion = noun_phrase(m, start, clause.end)
        return
    people = m.within(m.people, clause.verb.start, clause.end)
    for i in _occasion_openers().starts(m.tokens, start, clause.end):
        if any(p.start <= i < p.end for p in people):
            continue  # "Minister for Foreign Affairs and International Trade"
        opening = _occasion_openers().at(m.tokens, i, clause.end)
        phrase = noun_phrase(m, opening.end, clause.end) if opening else None
        if opening and phrase and _is_occasion(m, clause, opening.row, phrase):
            clause.occasion = _without_bracket(m, phrase)
            return
    if clause.kind in ("meeting", "call"):
        _occasion_ahead(m, clause)


def _without_bracket(m: Mentions, phrase: tuple[int, int]) -> tuple[int, int]:
    """An occasion without the bracket that tells when it was: "the G20 Summit (Rio de Janeiro, 21 May 2024)"."""
    bracket = m.tokens.first("(", *phrase)
    return (phrase[0], bracket) if phrase[0] < bracket and m.dates_between(bracket, phrase[1]) else phrase


def _occasion_ahead(m: Mentions, clause: Clause) -> None:
    """An occasion before the subject: "On the sidelines of the G20 Summit in Rio de Janeiro, President A met with …"."""
    stop = clause.subjects[0].start if clause.subjects else clause.verb.start
    for i in _occasion_openers().starts(m.tokens, clause.start, stop):
        opening = _occasion_openers().at(m.tokens, i, stop)
        if opening and not opening.row and m.tokens.words[opening.start] in ("sidelines", "margins", "within", "on"):
            clause.occasion = noun_phrase(m, opening.end, stop)
            return


def _is_occasion(m: Mentions, clause: Clause, asks: str, phrase: tuple[int, int]) -> bool:
    """Whether a noun phrase is an occasion, and no topic, date, venue or purpose; loose words ("on", "for") ask for more."""
    words = m.tokens.words[phrase[0] : phrase[1]]
    visit = "visit" in words[:5] or words[-1] in ("visit", "stay", "side")
    if words[0] == "which" or visit or m.dates_between(phrase[0], phrase[0] + 1):
        return False
    if asks == "the topic of a letter":
        return clause.kind == "letter" and words[0] in ("his", "her", "their", "the", "its")
    named = any(m.tokens.capital(i) for i in range(*phrase))
    gathering = any(word in lexicon.words("gatherings") or word in lexicon.words("occasions") for word in words)
    gathering = gathering or (named and (multilateral(m, phrase) or mechanism_at(m, *phrase, None) is not None))
    return not asks or (named and (gathering or asks == "a name"))
