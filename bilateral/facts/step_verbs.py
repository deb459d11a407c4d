"""The verbs of dated steps in a sentence: signed, entered into force, set up, opened, upgraded."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.planned import planned_or_denied
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.phrases import Match, Phrases, Slot


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
    return words[i] == "establishment" and any(word in ("on", "of", "marking") for word in words[max(0, i - 2) : i])


def _slot(m: Mentions) -> Slot:
    starts = {date.start: date.end for date in m.dates}

    def slot(name: str, i: int) -> int | None:
        return starts.get(i) if name == "year" else None

    return slot
