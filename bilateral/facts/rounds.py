"""Several sessions of one mechanism in a sentence: "the first and second rounds were held in A and B in 1990 and 1992"."""

from __future__ import annotations

from bilateral import lexicon
from bilateral.facts.event import IN_PERSON, Event, Reading
from bilateral.facts.hosts import held_again, set_host, set_place
from bilateral.facts.mechanisms import Mechanism, multilateral, named_mechanism
from bilateral.facts.planned import planned_or_denied
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.numbers import Numeral, numeral_at
from bilateral.mentions.places import DEMONYM

_HELD = frozenset("held convened took".split())
_JOINS = frozenset({"and", ",", "&"})
_BEHIND_NUMBER = frozenset({"in", "on", "was"})
_OWN = frozenset({"the", "its", "their"})
_BEFORE_NUMBER = 4  # tokens between the date of a session and the number of the next: ", and its"


def rounds(reader: Reading, sentence: Sentence) -> None:
    """Read the sessions of a sentence that tells of several, each with its date, in turn."""
    m, last = reader.m, reader.last
    if lexicon.words("session_nouns").isdisjoint(m.tokens.words[sentence.start : sentence.end]):
        return
    if last and last.kind == "dialogue" and last.mechanism and sentence.start <= last.start < sentence.end:
        _next_sessions(reader, sentence, last)
    else:
        _in_turn(reader, sentence)


def _in_turn(reader: Reading, sentence: Sentence) -> None:
    """`The first, second and third sessions of the Committee were held in A, B and C in 1990, 1992 and 1995`."""
    m, numbers = reader.m, _numbers(reader.m, sentence)
    named = _mechanism(reader, numbers[-1].end, sentence.end) if numbers else None
    if named is None:
        return
    held = next((i for i in range(named.end, sentence.end) if m.tokens.words[i] in _HELD), sentence.end)
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and not d.relation]
    places = [p for p in m.within(m.places, held, sentence.end) if p.kind != DEMONYM]
    dates *= len(numbers) if len(dates) == 1 and len(places) == len(numbers) else 1  # of one year, in two places
    if held == sentence.end or len(dates) != len(numbers) or planned_or_denied(m, sentence.start, held):
        return
    end = max(dates[-1].end, *(p.end for p in places), held)
    for k, (number, date) in enumerate(zip(numbers, dates, strict=True)):
        event = Event("dialogue", IN_PERSON, numbers[0].start, end, date, sentence.section)
        event.mechanism, event.rule = named._replace(start=numbers[0].start, session=int(number.value)), "events.rounds"
        if len(places) == len(numbers):
            set_place(event, places[k])
        set_host(reader, event, None)
        reader.events.append(event)


def _next_sessions(reader: Reading, sentence: Sentence, last: Event) -> None:
    """`The Committee held its first session in A in 1990 and its second session in B in 1992`."""
    m, words = reader.m, reader.m.tokens.words
    dates = [d for d in m.dates_between(last.date.end, sentence.end) if d.known and not d.relation]
    for date in dates:
        i = reader.events[-1].date.end
        number = next((n for k in range(i, min(i + _BEFORE_NUMBER, date.start)) if (n := _ordinal(m, k, date.start))), None)
        between = words[i : number.start] if number else []
        noun = number and (words[number.end] in lexicon.words("session_nouns") or words[number.end] in _BEHIND_NUMBER)
        if not number or not noun or not _JOINS & set(between) or not set(between) <= _JOINS | _OWN or not last.mechanism:
            return
        places = [p for p in m.within(m.places, number.end, date.end + 3) if p.kind != DEMONYM]
        mechanism = last.mechanism._replace(session=int(number.value))
        former = held_again(reader, last, (number.start, date.end), date, places[0] if places else None)
        former.mechanism, former.seats, former.rule = mechanism, [], "events.rounds"


def _numbers(m: Mentions, sentence: Sentence) -> list[Numeral]:
    """The first two or more ordinals that commas and "and" join before a word such as "sessions"."""
    i, found = sentence.start, list[Numeral]()
    while i < sentence.end:
        number = _ordinal(m, i, sentence.end)
        if number:
            found.append(number)
            i = number.end
            if len(found) > 1 and m.tokens.word(i) in lexicon.words("session_nouns"):
                return found
        else:
            found = found if m.tokens.words[i] in _JOINS | _OWN else []
            i += 1
    return []


def _ordinal(m: Mentions, i: int, end: int) -> Numeral | None:
    number = numeral_at(m.tokens, i, end) if i < end else None
    return number if number and number.kind == "ordinal" else None


def _mechanism(reader: Reading, i: int, end: int) -> Mechanism | None:
    """The bilateral mechanism whose sessions stand at token `i`: named behind "of", or the one that the text spoke of last."""
    m = reader.m
    if m.tokens.word(i + 1) != "of":
        return reader.mechanism and reader.mechanism._replace(start=i, end=i + 1)
    named = named_mechanism(m, i, end)
    return named if named and not multilateral(m, (named.start, named.end)) else None
