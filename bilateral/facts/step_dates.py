"""When a step was taken: the date behind its verb, before it, at the sentence's start, or that of the visit around it."""

from __future__ import annotations

from bilateral import lexicon
from bilateral.facts.clauses import clauses
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases
from bilateral.tokens import WORD

_DURING = Phrases(
    (words, words)
    for words in (
        "during the|this|that visit|trip",
        "on|during the same visit",
        "following|after the visit|talks|negotiations|meeting|consultations",
        "at|upon|by the end|conclusion|close of the visit|talks|negotiations|meeting|consultations",
        "as a result of the visit|talks|negotiations|meeting|consultations",
    )
)
_TALKS = ("visit", "meeting", "dialogue")
_MEANS = frozenset({"through", "by", "with", "under"})  # "Through a Declaration signed on …, the two countries raised …"
_JOINING = frozenset({"and", "respectively", "in", "on"})
_RECENT = 6  # sentences: how far back the visit may stand "during" which a step was taken


def step_date(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, stop: int, taken: set[int]) -> Date | None:
    """The date behind the verb, else the one before it in the clause, else the one that opens the sentence or the one before.

    `taken` are the tokens of the dates of the steps before.
    """
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and d.relation in ("", "since", "at_end")]
    if "year" in verb.slots:
        return next((d for d in dates if d.start == verb.slots["year"][0]), None)
    words = m.tokens.words
    clause = next(
        (
            i
            for i in range(verb.end, stop - 1)
            if words[i] == "," and words[i + 1] in ("and", "while", "which") and words[i + 2 : i + 4] != ["it", "did"]
        ),
        stop,
    )
    semicolon = m.tokens.first(";", verb.end, stop)
    opened = m.tokens.last(";", sentence.start, verb.start)
    if _DURING.at(m.tokens, opened + 1, sentence.end):  # "…; following the talks, the Program was signed"
        opened = sentence.start
    dates = [d for d in dates if not (d.start > verb.end and of_next_thing(m, d, sentence.end))]
    dates = [d for d in dates if d.start >= opened and not (d.last and words[d.start - 1] in ("(", "for"))]
    behind = [d for d in dates if verb.start <= d.start < min(clause, semicolon)]
    if len(behind) > 1 and behind[0].relative and words[behind[0].end] == "," and behind[1].lead == behind[0].end + 1:
        behind = behind[1:]  # "four years later, on 11 September 2011"
    ahead = [d for d in dates if floor <= d.start < verb.start and d.start not in taken]
    if not behind and words[verb.start - 1] in ("have", "has", "had") and not any(d.relation == "since" for d in ahead):
        return None  # "have concluded 6 programmes so far" is a count, no step
    opening = [d for d in dates if d.lead <= sentence.start + 1]
    means = [d for d in dates if d.start < verb.start] if words[sentence.start] in _MEANS else []
    for found in (behind[:1], ahead[-1:], opening[:1], means[-1:]):
        if found:
            return found[0]
    return _date_before(m, sentence, verb)


def of_next_thing(m: Mentions, date: Date, end: int) -> bool:
    """Whether a date opens what goes on without a verb: "opened an embassy in A in 1995 and in 2012 a consulate in B"."""
    opens = m.tokens.words[date.lead - 1] == "and" and date.lead < date.start
    return opens and date.end + 1 < end and m.tokens.kinds[date.end] == WORD and m.tokens.words[date.end] not in _JOINING


def _date_before(m: Mentions, sentence: Sentence, verb: Match[Row]) -> Date | None:
    """The date of the sentence before, for one in which the two leaders go on ("The two presidents announced …").

    What was done "during the visit" has the date of the visit that the paragraph told before.
    """
    k = m.sentence_at(sentence.start)
    during = _DURING.find(m.tokens, sentence.start, sentence.end)
    if during:
        talks = m.tokens.words[during[0].end - 1] not in ("visit", "trip")
        named = m.tokens.word(during[0].end) in ("of", "by", "to", "paid", "with", "between", "in")
        return None if named else _date_of_visit(m, sentence, talks=talks)
    openings = {sentence.start, max(sentence.start, verb.start - 5), max(sentence.start, verb.start - 3)}
    if not any(_the_two(m.tokens.words[i : i + 3]) for i in openings):
        return None
    while k > 0 and m.sentences[k - 1].paragraph == sentence.paragraph:
        k -= 1
        opening = [
            d for d in m.dates_between(m.sentences[k].start, m.sentences[k].end) if d.known and d.lead <= m.sentences[k].start + 1
        ]
        if opening:
            return opening[0]
    return None


def _the_two(words: list[str]) -> bool:
    """Whether words begin with "the two presidents" or "both leaders"."""
    return words[:2] in (["the", "two"], ["both", "leaders"]) and words[-1] in lexicon.words("role_words", part="head")


def _date_of_visit(m: Mentions, sentence: Sentence, *, talks: bool) -> Date | None:
    """The date of the last visit (or talks) that the paragraph told before a sentence."""
    here, told = m.sentence_at(sentence.start), _TALKS if talks else ("visit",)
    for k in range(here - 1, max(here - _RECENT, 0) - 1, -1):
        if m.sentences[k].paragraph != sentence.paragraph:
            return None
        for clause in reversed(m.once(clauses, m.sentences[k])):
            if clause.kind in told and clause.date:
                return clause.date
    return None
