"""The verbs of dated steps in a sentence: signed, entered into force, set up, opened, upgraded."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.planned import planned_or_denied
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.phrases import Match, Phrases, Slot

_COUNTED_FROM = frozenset("after since before following upon".split())
_NEXT = frozenset({",", ";", "(", ".", "was", "were", "is", "are", "has", "had", "have"})
_DATED = 16  # tokens: how far behind the noun of a step its date may stand


@cache
def _steps() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("steps"))


def step_verbs(m: Mentions, sentence: Sentence) -> list[Match[Row]]:
    """The verbs of steps in a sentence, without planned and denied ones."""
    found = [_first_dated(m, verb) for verb in _steps().find(m.tokens, sentence.start, sentence.end, m.once_a_page(_slot))]
    return [
        verb
        for verb in found
        if not _in_title(m, verb)
        and (not planned_or_denied(m, sentence.start, verb.start) or verb.row["step"] in ("agree", "upgrade"))
    ]


def _first_dated(m: Mentions, verb: Match[Row]) -> Match[Row]:
    """The verb with the first date behind it: of "opened in 2017 in September 2018" that is 2017."""
    first = m.dates_between(verb.start, verb.slots["year"][0]) if "year" in verb.slots else []
    return Match(verb.start, first[0].end, verb.row, {"year": (first[0].start, first[0].end)}) if first else verb


def _in_title(m: Mentions, verb: Match[Row]) -> bool:
    """Whether a step is only the topic of another: "the Communiqué on the Establishment of Diplomatic Relations"."""
    words, i = m.tokens.words, verb.start
    if words[i] != "establishment":
        return False
    before = words[max(0, i - 2) : i]
    return any(word in ("on", "of", "marking") for word in before) or (
        not _COUNTED_FROM.isdisjoint(before[:1]) and not _dated(m, verb)
    )


def _dated(m: Mentions, verb: Match[Row]) -> bool:
    """Whether a date belongs to the noun of a step: "after the establishment of ties in 1970", not "… of ties, came A (1985)"."""
    words, end = m.tokens.words, min(verb.end + _DATED, len(m.tokens))
    stop = next((k for k in range(verb.end, end) if words[k] in _NEXT), end)
    return bool(m.dates_between(verb.end, stop))


def _slot(m: Mentions) -> Slot:
    starts = {date.start: date.end for date in m.dates}

    def slot(name: str, i: int) -> int | None:
        return starts.get(i) if name == "year" else None

    return slot
