"""Who led the delegations of a session: "the Indian side was led by A, and the Tanzanian side by B"; "A and B co-chaired"."""

from __future__ import annotations

from dataclasses import dataclass

from bilateral.facts.event import Event, Reading, Seat
from bilateral.facts.seats import set_sides
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person

_PARTIES = frozenset("side sides delegation delegations party team".split())
_CHAIRED = frozenset("chaired cochaired chairs chairing chairmanship cochairs chair cochair".split())
_LED = frozenset({"led", "headed", "represented", "leading", "heading"})
_BY = frozenset({"by", "of", "-", ":", ",", "were", "was", "are"})  # the words right before a leader who stands behind the verb
_JOINED = frozenset({",", "and", "by", "the", ";", "&"})
_HONORIFICS = frozenset("the h.e. . hon honourable honorable his her excellency mr mrs ms dr".split())
_TURNS = frozenset({"while", "whereas", "and", ",", ";", ".", "with"})
_NEAR = 8  # tokens: from the name of a party to "led by", or from its leader to its name


@dataclass(slots=True)
class _Leader:
    """A person who led a party or chaired, with the country that the party's name tells."""

    person: Person
    country: str


def delegations(reader: Reading, sentence: Sentence) -> None:
    """Seat the leaders whom a sentence names at the session before them, which stands in it or in the sentence before."""
    m, last = reader.m, reader.last
    if last is None or last.kind != "dialogue" or len(last.seats) > 1 or not _tells_of(m, sentence, last):
        return
    leaders = _leaders(m, sentence)
    seats = [Seat(one.person, one.country or reader.memory.side(one.person), span=_span(one.person)) for one in leaders]
    if len({seat.person.name for seat in seats}) > 1:
        half = len(seats) // 2 if len(seats) % 2 == 0 else 1  # two ministers of each side
        set_sides(reader, seats[:half], seats[half:])
        if {seat.country for seat in seats} == set(m.sides()):
            _seat(last, seats, sentence)
    elif seats and leaders[0].country and not last.seats:
        _seat(last, seats[:1], sentence)


def _tells_of(m: Mentions, sentence: Sentence, session: Event) -> bool:
    """Whether a sentence can go on with a session: its own, or the one of the sentence before, without another date."""
    if session.end > sentence.start:
        return True
    former = m.sentences[max(m.sentence_at(sentence.start) - 1, 0)]
    follows = session.end > former.start and former.paragraph == sentence.paragraph
    return follows and not any(d.known for d in m.dates_between(sentence.start, sentence.end))


def _span(person: Person) -> tuple[int, int]:
    return person.start, person.end


def _seat(event: Event, seats: list[Seat], sentence: Sentence) -> None:
    event.seats = seats
    if event.start >= sentence.start:
        event.end = max(event.end, *(seat.span[1] for seat in seats))


def _leaders(m: Mentions, sentence: Sentence) -> list[_Leader]:
    """The persons of a sentence who led a party or chaired."""
    words = m.tokens.words
    if (_LED | _CHAIRED).isdisjoint(words[sentence.start : sentence.end]):
        return []
    found: list[_Leader] = []
    waiting: list[Person] = []  # joined persons of whom the verb follows: "A and B co-chaired the meeting"
    end = sentence.start
    for person in m.within(m.people, sentence.start, sentence.end):
        before = words[end : _untitled(m, end, person.start)]
        if not set(before) <= _JOINED:
            waiting = []
        if not person.text_name:
            continue
        if _behind_verb(before) or (found and _goes_on(m, found[-1].person, person)):
            found.append(_Leader(person, _party(m, max(end, person.start - _NEAR), person.start)))
        else:
            waiting.append(person)
            country = _before_verb(m, person, sentence.end, going_on=bool(found))
            if country is not None:
                found += [_Leader(one, country) for one in waiting]
                waiting = []
        end = person.end
    return found


def _behind_verb(before: list[str]) -> bool:
    """Whether the words between one person and the next lead to a leader: "the Indian side was headed by", "Co-chairs:"."""
    chaired = not _CHAIRED.isdisjoint(before)
    led = not _LED.isdisjoint(before) and (not _PARTIES.isdisjoint(before) or "represented" in before)
    return (chaired or led) and before[-1] in _BY


def _untitled(m: Mentions, start: int, end: int) -> int:
    """Token `end` moved to the left, before the "H.E." or "the" of a person."""
    while end > start and m.tokens.words[end - 1] in _HONORIFICS:
        end -= 1
    return end


def _goes_on(m: Mentions, former: Person, person: Person) -> bool:
    """Whether a person follows a leader as one more: ", and by B", ", and on the Indian side by B"."""
    between = m.tokens.words[former.end : _untitled(m, former.end, person.start)]
    if set(between) <= _JOINED:
        return bool(between)
    named = m.within(m.places, former.end, person.start)
    return len(between) <= 2 * _NEAR and not _PARTIES.isdisjoint(between) and between[-1] in _BY and len(named) == 1


def _before_verb(m: Mentions, person: Person, end: int, *, going_on: bool) -> str | None:
    """The country of the party that a person behind whom the verb stands led, "" where it has no name; None for no leader.

    A leader who is `going_on` from another may lack the verb: "A led the Indian side and B the Kenyan side".
    """
    words = m.tokens.words
    i = person.end
    if m.tokens.word(i) in ("at", "of", "in"):  # "Director for South Asia at the Foreign Office, headed …"
        i = m.tokens.first(",", i, min(i + _NEAR, end))
    i += m.tokens.word(i) == ","
    i += words[i : i + 1] in (["who"], ["also"], ["jointly"])
    i += 2 if words[i : i + 2] == ["co", "-"] else 0
    if i >= end:
        return None
    stop = next((k for k in range(i + 1, min(i + _NEAR, end)) if words[k] in _TURNS), min(i + _NEAR, end))
    if words[i] in _CHAIRED:
        return "" if words[i + 1 : i + 2] != ["by"] else None
    if going_on and words[i] == "the" and not _PARTIES.isdisjoint(words[i : i + 4]):
        return _party(m, i, i + 4) or None
    named = words[i] == "represented" or not _PARTIES.isdisjoint(words[i:stop])
    return _party(m, i, stop) or None if words[i] in _LED and named else None


def _party(m: Mentions, start: int, end: int) -> str:
    """The side that the name of a party tells, the last where it names several; empty where it tells none."""
    sides = [p.country for p in m.within(m.places, max(start, 0), end) if p.country in m.sides()]
    return sides[-1] if sides else ""
