"""Who led the delegations of a session: "the Indian side was led by A, and the Tanzanian side by B"."""

from __future__ import annotations

from bilateral.facts.event import Event, Reading, Seat
from bilateral.facts.seats import set_sides
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person

_PARTIES = frozenset("side sides delegation delegations".split())
_LED = frozenset({"led", "headed", "represented"})
_NEAR = 8  # tokens: from the name of a party to "led by", or from its leader to its name


def delegations(reader: Reading, sentence: Sentence) -> None:
    """Seat the leaders whom a sentence names at the session before them, which stands in it or in the sentence before."""
    m, last = reader.m, reader.last
    if last is None or last.kind != "dialogue" or last.seats:
        return
    k = m.sentence_at(sentence.start)
    if last.end <= m.sentences[max(k - 1, 0)].start:
        return
    leaders = _leaders(m, sentence)
    if not leaders or len({person.name for person, _ in leaders}) < 2:
        return
    seats = [Seat(p, country or reader.memory.side(p), span=(p.start, p.end)) for p, country in leaders]
    set_sides(reader, seats[:1], seats[1:])
    if {seat.country for seat in seats} == set(m.sides()):
        _seat(last, seats, sentence)


def _seat(event: Event, seats: list[Seat], sentence: Sentence) -> None:
    event.seats = seats
    if event.start >= sentence.start:
        event.end = max(event.end, *(seat.span[1] for seat in seats))


def _leaders(m: Mentions, sentence: Sentence) -> list[tuple[Person, str]]:
    """The persons who led a party, with the country that the party's name tells."""
    words = m.tokens.words
    found: list[tuple[Person, str]] = []
    if not _LED & set(words[sentence.start : sentence.end]):
        return []
    for person in m.within(m.people, sentence.start, sentence.end):
        before = words[max(sentence.start, person.start - _NEAR) : person.start]
        behind = words[person.end : person.end + _NEAR]
        joined = bool(found) and words[found[-1][0].end : person.start] in (["and"], [",", "and"])
        spoken_for = (
            bool(m.within(m.places, max(person.start - 4, sentence.start), person.start))
            and "represented" in words[sentence.start : person.start]
        )
        if before[-1:] == ["by"] and (_PARTIES & set(before) or spoken_for):
            found.append((person, _country(m, person.start - _NEAR, person.start)))
        elif joined and "delegations" in words[sentence.start : person.start]:
            found.append((person, ""))
        elif _LED & set(behind[:2]) and _PARTIES & set(behind):
            found.append((person, _country(m, person.end, person.end + _NEAR)))
    return found


def _country(m: Mentions, start: int, end: int) -> str:
    sides = [p.country for p in m.within(m.places, max(start, 0), end) if p.country in m.sides()]
    return sides[-1] if sides else ""
