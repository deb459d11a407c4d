"""Engagements: clauses to events and the seats at them."""

from __future__ import annotations

from dataclasses import replace

from bilateral import lexicon
from bilateral.facts.clauses import clauses
from bilateral.facts.delegations import delegations
from bilateral.facts.dialogues import dialogue
from bilateral.facts.entities import subject_start
from bilateral.facts.event import Event, Reading, nationally
from bilateral.facts.founding import founded_mechanism
from bilateral.facts.listed import listed_visits
from bilateral.facts.mechanisms import Mechanism, multilateral, named_mechanism
from bilateral.facts.meetings import letter, meeting, met_again
from bilateral.facts.rounds import rounds
from bilateral.facts.sides import known
from bilateral.facts.subjects import Clause
from bilateral.facts.talks import talks
from bilateral.facts.visits import attendance, further_dates, learn_from_visits, merged, visit
from bilateral.layout import Sentence
from bilateral.mentions import Mentions

_SUBJECT = 8  # tokens before a verb such as "hold"
_HOLD = frozenset("hold holds maintain maintains conduct have".split())


def events(m: Mentions) -> list[Event]:
    """The engagements of a page, in the order of the text."""
    reader = Reading(m, m.once_a_page(known))
    found = [(sentence, m.once(clauses, sentence)) for sentence in m.sentences]
    learn_from_visits(reader.memory, m, [clause for _, mine in found for clause in mine])
    for sentence, mine in found:
        reader.mechanism = m.once(founded_mechanism, sentence) or _spoken_of(m, sentence) or reader.mechanism
        before: Clause | None = None
        for clause in mine:
            _read(reader, sentence, clause, before)
            before = clause
        listed_visits(reader, sentence, mine)
        met_again(reader, sentence, mine)
        rounds(reader, sentence)
        talks(reader, sentence)
        delegations(reader, sentence)
    return [nationally(m, event) for event in merged(reader.events, reader.memory)]


def _naming_mechanisms(m: Mentions) -> set[int]:
    """The first tokens of the sentences that may name a mechanism."""
    return {sentence.start for sentence in m.sentences_at(m.tokens.standing(lexicon.words("mechanism_nouns")))}


def _spoken_of(m: Mentions, sentence: Sentence) -> Mechanism | None:
    """The standing mechanism that is a sentence's subject, of which "the fourth round" of the next one is."""
    if sentence.start not in m.once_a_page(_naming_mechanisms):
        return None
    start = subject_start(m, sentence)
    held = next((i + 1 for i in range(start, min(start + _SUBJECT, sentence.end)) if m.tokens.words[i] in _HOLD), start)
    named = named_mechanism(m, held, sentence.end)  # "The two ministries hold political consultations, most recently in …"
    standing = (
        named
        and not multilateral(m, (named.start, named.end))
        and "-" in named.slug
        and not lexicon.words("session_nouns") & set(named.slug.split("-")[-1:])
    )
    return named if standing else None


def _read(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> None:
    rules = {
        "visit": visit,
        "meeting": meeting,
        "call": meeting,
        "letter": letter,
        "dialogue": dialogue,
        "attendance": attendance,
    }
    event = rules[clause.kind](reader, sentence, clause, before)
    if event:
        event.rule = f"events.{event.kind}"
        reader.events.append(event)
        if event.kind in ("meeting", "call") and event.date.start >= sentence.start:
            reader.events += [replace(event, date=date) for date in further_dates(reader.m, event.date, sentence.end)]
