"""Meetings, calls and letters."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bilateral.facts.dialogues import dialogue, for_the_time, round_held_with
from bilateral.facts.event import IN_PERSON, REMOTE, Event, Reading, Seat, new_event, within
from bilateral.facts.hosts import held_again, set_host
from bilateral.facts.mechanisms import mechanism_at, multilateral
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.facts.seats import objects_of, set_counterparts, set_sides, split_group, subjects_of
from bilateral.facts.subjects import Clause
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.names import role_parts
from bilateral.mentions.person import Person
from bilateral.mentions.places import DEMONYM, Place

_JOINS = frozenset({",", "and", "in", "on", "at", "once", "again"})
_TOPICS = frozenset({"on", "for", "over", "congratulating", "expressing", "offering"})
_NEXT = 10  # tokens: where the date and place of the next meeting stand
_EACH_OTHER = (("each", "other"), ("one", "another"))
_SEVERALLY = frozenset({"respectively", "separately"})


def meeting(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """Somebody of each side, in one place or on one line."""
    found = mechanism_at(reader.m, clause.verb.end, clause.end, reader.mechanism) if clause.kind == "meeting" else None
    if found and not clause.objects and found.session:
        return dialogue(reader, sentence, clause, before)
    if for_the_time(reader, sentence, clause):
        return dialogue(reader, sentence, clause, before)
    if round_held_with(reader, clause):  # "held the fourth round of political consultations with Secretary General A"
        return dialogue(reader, sentence, clause, before)
    subjects, objects = _parties(reader, clause, before)
    if objects:
        set_sides(reader, subjects, objects, _receiving(reader.m, clause))
    set_counterparts(subjects, objects)
    seats = subjects + objects
    if {seat.country for seat in seats} != set(reader.m.sides()):
        return None
    parent = _parent(reader, clause, seats)
    clause.date = clause.date or (parent.date if parent else None)
    if clause.date is None:
        return None
    event = new_event(sentence, clause, seats)
    if clause.remote and event.format == IN_PERSON:
        event.format = REMOTE
    second = _second_place(reader.m, clause) if 2 in (len(objects), len(subjects)) else None
    if second:
        one, other = (
            ([*subjects, objects[0]], [*subjects, objects[1]])
            if len(objects) == 2
            else ([subjects[0], *objects], [subjects[1], *objects])
        )
        first = replace(event, seats=one, rule="events.meeting")
        set_host(reader, first, parent)
        reader.events.append(first)
        event = replace(event, seats=other, place=(second.start, second.end), place_country=second.country)
    if event.format == IN_PERSON:
        set_host(reader, event, parent)
    return event


def _parties(reader: Reading, clause: Clause, before: Clause | None) -> tuple[list[Seat], list[Seat]]:
    """The seats of those who met and of those whom they met; none where the words do not tell two parties."""
    subjects = split_group(reader, subjects_of(reader, clause, before))
    objects = split_group(reader, objects_of(reader, clause, subjects))
    between = reader.m.tokens.words[clause.verb.end - 1] in ("between", "of")
    if not subjects and len(objects) > 1 and between:
        subjects, objects = objects[:1], objects[1:]  # "a telephone conversation took place between A and B"
    seats = subjects + objects
    if not subjects or (not between and any(_anybody(seat) for seat in objects)):
        return [], []
    told = any(seat.person.text_name for seat in seats) or all(seat.person.plural or seat.person.countries for seat in seats)
    if objects and not told:
        return [], []  # "the Minister met with the Ambassador"
    if not objects and len({seat.country for seat in subjects}) < 2 and (len(subjects) < 2 or subjects[0].country):
        return [], []
    if not objects and reader.m.tokens.words[clause.verb.end - 1] == "with":
        return [], []  # whom they met is not read
    if not objects and len(subjects) > 1 and any(not seat.country for seat in subjects):
        return subjects[:1], subjects[1:]  # "A and B met"
    return subjects, objects


def _receiving(m: Mentions, clause: Clause) -> str:
    """The side of those named first where they receive somebody at home or are received abroad; empty where they do not."""
    verb, host = m.tokens.words[clause.verb.start : clause.verb.end], clause.place_country
    if "received" not in verb or host not in m.sides():
        return ""
    return host if verb[0] == "received" else m.other(host)


def _anybody(seat: Seat) -> bool:
    """Whether a seat is of a group of no stated country: "met with ministers"."""
    return seat.person.plural and not seat.person.countries and not seat.person.text_name


def _second_place(m: Mentions, clause: Clause) -> Place | None:
    """The second of two places where two persons were met "respectively"."""
    words = m.tokens.words
    if (
        not clause.place
        or not _SEVERALLY & set(words[clause.verb.end : clause.end + 2])
        or words[clause.place[1] : clause.place[1] + 1] != ["and"]
    ):
        return None
    return next((p for p in m.within(m.places, clause.place[1] + 1, clause.place[1] + 2) if p.kind != DEMONYM), None)


def _parent(reader: Reading, clause: Clause, seats: list[Seat]) -> Event | None:
    """The visit during which a meeting was held: said so, or the one before whose visitor a pronoun or a name takes up."""
    visits = [event for event in reader.events[-6:] if event.kind in ("visit", "attendance") and event.visitor]
    if not visits:
        return None
    last = visits[-1]
    visitors = {reader.memory.person(seat.person.text_name) for seat in last.seats if seat.person.text_name}
    here = {reader.memory.person(seat.person.text_name) for seat in seats if seat.person.text_name}
    inferred = any(seat.basis == "inferred" for seat in seats) or (reader.last is last and clause.occasion is None)
    days_within = clause.date is None or clause.date is last.date or within(clause.date, last.date)
    if clause.during_visit or (visitors & here and days_within and (inferred or clause.date is not None)):
        return last
    return None


def letter(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """A letter or message from one side to the other, or an exchange of them."""
    subjects = split_group(reader, subjects_of(reader, clause, before))
    objects = objects_of(reader, clause, subjects)
    goes_on = before is not None and before.kind == "letter" and clause.elided and not clause.objects
    if clause.date is None or (goes_on and before is not None and clause.date is before.date):
        return None  # "replied to a letter and congratulated them": one letter
    objects += [Seat(p, reader.memory.side(p), span=(p.start, p.end)) for p in _named_again(reader, clause, subjects + objects)]
    if objects:
        set_sides(reader, subjects, objects)
    exchanged = _exchanged(reader.m, clause)
    if not objects and exchanged:
        for pair in (subjects[i : i + 2] for i in range(0, len(subjects), 2)):
            set_sides(reader, pair[:1], pair[1:])
    for seat in subjects:
        if not seat.country:
            seat.country, seat.basis = reader.m.home, "inferred"
    if not subjects and not exchanged:
        return None
    if any(seat.country not in reader.m.sides() for seat in subjects + objects):
        return None
    return new_event(sentence, clause, subjects + objects)


def _exchanged(m: Mentions, clause: Clause) -> bool:
    """Whether those who wrote did so to each other."""
    words = m.tokens.words
    verb = words[clause.verb.start : clause.verb.end]
    return "exchanged" in verb or any(pair in _EACH_OTHER for pair in pairwise(words[clause.verb.end - 1 : clause.end]))


def _plain_name(reader: Reading, i: int, end: int) -> int | None:
    """The end of two to four capital words that are no role and no place: a name without an office."""
    m, j = reader.m, i
    while j < end and m.tokens.capital(j) and m.tokens.words[j] not in role_parts() and not m.within(m.places, j, j + 1):
        j += 1
    return j if 2 <= j - i <= 4 else None


def _named_again(reader: Reading, clause: Clause, seats: list[Seat]) -> list[Person]:
    """A person whom a letter is sent to by name alone: a name that the page has introduced with a role."""
    tokens = reader.m.tokens
    if len(seats) > 1:
        return []
    taken = {reader.memory.person(seat.person.text_name) for seat in seats}
    for i in range(clause.verb.end - 1, clause.end - 1):
        if tokens.words[i] == "to" and tokens.capital(i + 1):
            end = _plain_name(reader, i + 1, clause.end)
            behind = end and end + (tokens.word(end) == ",")
            if end and behind and tokens.word(behind) in _TOPICS:
                return [Person(i + 1, end, (i + 1, end), None, tokens.span_text(i + 1, end))]
            for name in reader.memory.names:
                j = i + 1 + len(name)
                if (
                    len(name) > 1
                    and j <= clause.end
                    and tokens.span_text(i + 1, j) == " ".join(name)
                    and reader.memory.person(" ".join(name)) not in taken
                ):
                    return [Person(i + 1, j, (i + 1, j), None, " ".join(name))]
    return []


def met_again(reader: Reading, sentence: Sentence, mine: list[Clause]) -> None:
    """A meeting at two gatherings: "met on the margins of the A Summit in X in June 2019 and the B Summit in Y in November"."""
    m, last = reader.m, reader.last
    clause = mine[-1] if mine else None
    if clause is None or last is None or clause.kind != "meeting" or last.occasion != clause.occasion or not clause.date:
        return
    words = m.tokens.words
    if not clause.occasion:
        if last.place:
            _elsewhere(reader, last, sentence.end)
        return
    for i in range(clause.date.end if clause.date else clause.end, sentence.end - 1):
        phrase = noun_phrase(m, i + 1, sentence.end) if words[i] == "and" else None
        dates = [d for d in m.dates_between(phrase[1], sentence.end) if d.known] if phrase else []
        places = [p for p in m.within(m.places, phrase[1], sentence.end) if p.kind != DEMONYM] if phrase else []
        if phrase and dates and places and multilateral(m, phrase) and words[i - 1] not in (",",):
            held_again(reader, replace(last, occasion=phrase), (phrase[0], dates[0].end), dates[0], places[0])
            return


def _elsewhere(reader: Reading, last: Event, end: int) -> None:
    """Add the meetings of the same persons joined to the first: "met in A in May, in B on 3 June and in C in July"."""
    m, words, i = reader.m, reader.m.tokens.words, max(last.date.end, last.place[1] if last.place else 0)
    while True:
        dates = [d for d in m.dates_between(i, min(i + _NEXT, end)) if d.known and not d.relation][:1]
        places = [p for p in m.within(m.places, i, min(i + _NEXT, end)) if p.kind != DEMONYM][:1]
        if not dates or not places:
            return
        stop = max(dates[0].end, places[0].end)
        told = {*range(dates[0].start, dates[0].end), *range(places[0].start, places[0].end)}
        between = [words[k] for k in range(i, stop) if k not in told]
        goes_on = stop < end and words[stop] not in (",", "and", ";", ".")  # "and in B in July the ministers signed …"
        if goes_on or between[:1] not in ([","], ["and"]) or not set(between) <= _JOINS:
            return
        held_again(reader, last, (i + 1, stop), dates[0], places[0])
        i = stop
