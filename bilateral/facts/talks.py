"""Talks that only open a sentence: "At their talks in Hanoi on 5 June 2023, Prime Minister A and President B announced …"."""

from __future__ import annotations

from bilateral.facts.event import IN_PERSON, Event, Reading, Seat
from bilateral.facts.hosts import set_host, set_place
from bilateral.facts.seats import set_sides
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person
from bilateral.mentions.places import DEMONYM
from bilateral.phrases import Phrases

_OPENINGS = Phrases(
    (words, words)
    for words in (
        "at|during|in|following|after their|the|a|an *3 talks|meeting|negotiations|summit|conversation",
        "at|during|in|following|after talks|negotiations",
    )
)
_TALKS = frozenset("talks meeting negotiations summit conversation".split())
_BEHIND = frozenset({"in", "on", "at", "held"})
_LEAST = 2  # persons who talk
_JOINED = frozenset({",", "and", "the"})


def talks(reader: Reading, sentence: Sentence) -> None:
    """Read the meeting of the two persons who are a sentence's subject behind its opening words."""
    m, last = reader.m, reader.last
    if sentence.start not in m.once_a_page(_of_talks):
        return
    leading = [d for d in m.dates_between(sentence.start, sentence.end) if d.lead == sentence.start]
    start = leading[0].end + (m.tokens.word(leading[0].end) == ",") if leading else sentence.start
    opening = _OPENINGS.at(m.tokens, start, sentence.end) if start < sentence.end else None
    told = last is not None and last.start >= sentence.start and last.kind in ("meeting", "dialogue")
    if not opening or told or m.tokens.word(opening.end) not in (*_BEHIND, ","):
        return
    people = _subject(m, opening.end, sentence.end)
    dates = leading[:1] or m.dates_between(opening.end, people[0].start if people else opening.end)
    if len(people) != _LEAST or not dates or not dates[0].known:
        return
    seats = [Seat(person, reader.memory.side(person), span=(person.start, person.end)) for person in people]
    set_sides(reader, seats[:1], seats[1:])
    if {seat.country for seat in seats} != set(m.sides()):
        return
    event = Event("meeting", IN_PERSON, sentence.start, people[-1].end, dates[0], sentence.section, seats, rule="events.talks")
    places = [p for p in m.within(m.places, opening.end, people[0].start) if p.kind != DEMONYM]
    if places:
        set_place(event, places[0])
    set_host(reader, event, None)
    reader.events.append(event)


def _of_talks(m: Mentions) -> set[int]:
    """The first tokens of the sentences that may open with talks."""
    return {sentence.start for sentence in m.sentences_at(m.tokens.standing(_TALKS))}


def _subject(m: Mentions, start: int, end: int) -> list[Person]:
    """The named persons joined by "and" who stand right behind a comma, the first ones behind token `start`."""
    group: list[Person] = []
    for person in m.within(m.people, start, end):
        between = m.tokens.words[group[-1].end if group else person.start - 1 : person.start]
        opens = (
            bool(group)
            or m.tokens.words[person.start - 1] == ","
            or m.tokens.words[person.start - 2 : person.start] == [",", "the"]
        )
        if not opens or not person.text_name or (group and not set(between) <= _JOINED):
            break
        group.append(person)
    return group
