"""Visits of a list: persons with dates who share a verb, a heading or a line before them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from bilateral import lexicon
from bilateral.facts.event import IN_PERSON, Event, Reading, Seat
from bilateral.facts.lead_ins import heading_of, lead_ins
from bilateral.facts.subjects import Clause, unseated
from bilateral.facts.visits import further_dates
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person
from bilateral.mentions.places import DEMONYM, Place
from bilateral.mentions.points import Date

_PLANNED = frozenset("expected planned scheduled postponed cancelled canceled proposed upcoming will".split())
_VISITS = frozenset("visit visits visited visiting trip trips".split())
_BEYOND = 14  # tokens behind a date in which its bracket closes
_LEAD = 14  # tokens of the words before the colon of a list of visits
_FAR_HEADING = 60  # tokens: how far before a list the word "visits" may stand
_FAR = 120  # tokens: how far before a person the colon of his list may stand


def listed_visits(reader: Reading, sentence: Sentence, mine: list[Clause]) -> None:
    """Read visits that share a verb or a heading: "President A (1996, 2000)", "From India: President C in 2011"."""
    m = reader.m
    people = m.within(m.people, sentence.start, sentence.end)
    if not people:
        return
    visits = [clause for clause in mine if clause.kind == "visit" and clause.destinations]
    fresh = takewhile(lambda event: event.end > sentence.start, reversed(reader.events))
    used = {(seat.span, event.date.start) for event in fresh for seat in event.seats}
    busy = {p.start for clause in mine for p in clause.subjects + clause.objects if not _dates_behind(m, p, sentence)}
    entry = _entry(m, sentence) if not mine else None
    if entry and entry.planned:
        return
    for k, person in enumerate(people):
        if not (person.text_name or entry) or person.plural or person.start in busy or unseated(m, person):
            continue
        before = [clause for clause in visits if clause.verb.end <= person.start] or visits
        place = before[-1].destinations[0] if before else entry.place if entry else None
        told = place.country if place else _heading_host(m, sentence, person)
        host = told or (_lead_host(reader, entry, person) if entry else "")
        if host not in m.sides() or (reader.memory.side(person) or m.other(host)) != m.other(host):
            continue
        group, dates = [person], _dates_behind(m, person, sentence)
        if not entry and not any(clause.verb.end <= person.start for clause in visits) and m.tokens.word(person.end) != "(":
            dates = dates if told and not place else []  # "signed by A and B on 16 September, was renewed during C's visit to X"
        if entry:
            group, dates = _company(m, people, k), dates or _dates_of_entry(m, people, k, entry.dates)
        for date in dates:
            if ((person.start, person.end), date.start) not in used:
                reader.events.append(_listed(reader, sentence, group, date, place, host))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a list: where it says that the visit went, its dates, its lead-ins, and whether it tells of a plan."""

    place: Place | None
    dates: list[Date]
    leads: list[tuple[int, int]]
    planned: bool


def _entry(m: Mentions, sentence: Sentence) -> _Entry | None:
    """The entry that a sentence is; None where it is none."""
    if not m.paragraphs[sentence.paragraph].entry:
        return None
    leads = _leads_of_visits(m, sentence)
    dates = [d for d in m.within(m.dates, sentence.start, sentence.end) if d.known and not d.relation]
    planned = not _PLANNED.isdisjoint(m.tokens.words[sentence.start : sentence.end])
    return _Entry(_destination(m, sentence) or _lead_destination(m, leads), dates, leads, planned)


def _listed(reader: Reading, sentence: Sentence, group: list[Person], date: Date, place: Place | None, host: str) -> Event:
    """One visit of a list."""
    m = reader.m
    visitor = m.other(host)
    for person in group:
        reader.memory.learn(person, visitor)
    seats = [Seat(person, visitor, span=(person.start, person.end)) for person in group]
    start, end = min(group[0].start, date.start), max(_list_end(m, date, sentence), group[-1].end)
    event = Event("visit", IN_PERSON, start, end, date, sentence.section, seats, visitor, host)
    event.place = (place.start, place.end) if place else None
    event.place_country, event.place_basis, event.rule = host, "stated" if place else "inferred", "events.listed"
    if m.paragraphs[sentence.paragraph].entry:
        event.grade, event.occasion = _grade(m, sentence), _occasion(m, date, event.end)
    return event


def _company(m: Mentions, people: list[Person], k: int) -> list[Person]:
    """A person of an entry with those who stand right before: "Prime Minister A and Foreign Minister B (May 2001)"."""
    words, group = m.tokens.words, [people[k]]
    for before in reversed(people[:k]):
        if words[before.end : group[0].start] not in (["and"], ["&"], [",", "and"]) or not before.text_name:
            break
        group.insert(0, before)
    return group


def _destination(m: Mentions, sentence: Sentence) -> Place | None:
    """Where an entry itself says the visit went: "State Visit to Ghana"."""
    words = m.tokens.words
    return next(
        (
            p
            for p in m.within(m.places, sentence.start, sentence.end)
            if p.kind != DEMONYM and p.country in m.sides() and m.tokens.word_before(p.start) == "to"
        ),
        None,
    ) if _VISITS & set(words[sentence.start : sentence.end]) else None  # fmt: skip


def _dates_of_entry(m: Mentions, people: list[Person], k: int, dates: list[Date]) -> list[Date]:
    """The dates of an entry that stand beside no other person of it: behind this one, or before the first of all.

    Who stands behind "with" or is joined to one behind him has none of his own.
    """
    words = m.tokens.words
    joined = k + 1 < len(people) and words[people[k].end : people[k + 1].start] in (["and"], ["&"], [",", "and"])
    if joined or (k and words[people[k].start - 1] in ("with", "by")):
        return []
    behind = [d for d in dates if d.start >= people[k].end and (k + 1 == len(people) or d.end <= people[k + 1].start)]
    return behind or [d for d in dates if d.end <= people[0].start][:1]


def _occasion(m: Mentions, date: Date, end: int) -> tuple[int, int] | None:
    """The gathering that stands behind a date in its bracket: "(November, APEC Economic Leaders' Meeting)"."""
    start, stop = date.end + 1, end - 1
    held = m.tokens.word(date.end) == "," and m.tokens.word(stop) == ")" and start < stop
    return (start, stop) if held and m.tokens.capital(start) and not m.dates_between(start, stop) else None


def _grade(m: Mentions, sentence: Sentence) -> str:
    """The grade of an entry's visit as printed right before the word: "State Visit", "working visit of"."""
    words = m.tokens.words
    at = next((i for i in range(sentence.start, sentence.end) if words[i] in ("visit", "visits")), sentence.start)
    return words[at - 1] if at > sentence.start and words[at - 1] in lexicon.words("grades") else ""


def _lead_host(reader: Reading, entry: _Entry, person: Person) -> str:
    """The country that those of a list visited, as its lead-ins tell; where these tell none, the other than the person's."""
    m = reader.m
    for start, end in entry.leads:
        sides = [p for p in m.within(m.places, start, end) if p.country in m.sides()]
        of = [p for p in sides if p.kind == DEMONYM or m.tokens.word_before(p.start) in ("from", "by")]
        if of:
            return m.other(of[0].country)
    side = reader.memory.side(person)
    return m.other(side) if entry.leads and side in m.sides() else ""


def _lead_destination(m: Mentions, leads: list[tuple[int, int]]) -> Place | None:
    """Where a list's lead-ins say that its visits went: "Visits by Chinese Leaders to Kuwait"."""
    for start, end in leads:
        sides = [p for p in m.within(m.places, start, end) if p.country in m.sides()]
        to = [p for p in sides if p.kind != DEMONYM and m.tokens.word_before(p.start) in ("to", "visited", "been")]
        if to or sides:
            return to[0] if to else None
    return None


def _leads_of_visits(m: Mentions, sentence: Sentence) -> list[tuple[int, int]]:
    """The lead-ins of an entry; none where neither they nor the entry speak of visits."""
    leads = lead_ins(m, sentence)
    spans = [(sentence.start, sentence.end), *leads]
    told = any(_VISITS & set(m.tokens.words[start:end]) for start, end in spans) or any(_from_to(m, *lead) for lead in leads)
    return leads if told else []


def _from_to(m: Mentions, start: int, end: int) -> bool:
    """Whether a lead-in is "From A to B", the one side and the other."""
    sides = [p for p in m.within(m.places, start, end) if p.country in m.sides()]
    return [m.tokens.word_before(p.start) for p in sides] == ["from", "to"]


def _heading_host(m: Mentions, sentence: Sentence, person: Person) -> str:
    """The country visited by those listed behind "Visits from the Chinese side:" or "From India:" in a list of visits."""
    words, floor = m.tokens.words, max(sentence.start, person.start - _FAR)
    colon = m.tokens.last(":", floor - 1, person.start)
    if colon < floor:
        return ""
    lead = max(sentence.start, colon - _LEAD)
    named = [p for p in m.within(m.places, lead, colon) if p.country in m.sides()]
    sides = [
        p for p in named if m.tokens.word_before(p.start) in ("from", "by") or (p.kind == DEMONYM and words[p.start - 1] == "of")
    ]
    over = heading_of(m, sentence)
    told = words[max(0, sentence.start - _FAR_HEADING) : colon] + (words[slice(*over)] if over else [])
    visits = not {"visit", "visits"}.isdisjoint(told)
    return m.other(sides[-1].country) if sides and visits else ""


def _dates_behind(m: Mentions, person: Person, sentence: Sentence) -> list[Date]:
    """The dates right behind a person: in brackets, or one behind "in"."""
    words, i = m.tokens.words, person.end
    i += m.tokens.word(i) == ","
    if m.tokens.word(i) == "(":
        close = next((k for k in range(i, sentence.end) if words[k] == ")"), i)
        return [date for date in m.within(m.dates, i, close) if date.known]
    following = [d for d in m.within(m.dates, i, i + 3)[:1] if d.known and d.lead == i and words[i] in ("in", "on", "from")]
    return [day for date in following for day in (date, *further_dates(m, date, sentence.end))]


def _list_end(m: Mentions, date: Date, sentence: Sentence) -> int:
    words = m.tokens.words
    close = next((k for k in range(date.end, min(date.end + _BEYOND, sentence.end)) if words[k] == ")"), None)
    opened = "(" in words[max(sentence.start, date.start - _BEYOND) : date.start]
    return close + 1 if close is not None and opened else date.end
