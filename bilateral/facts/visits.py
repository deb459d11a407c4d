"""Visits: stated ones, exchanged ones, and attendance where no visit is stated."""

from __future__ import annotations

from dataclasses import replace

from bilateral.facts.clauses import clauses
from bilateral.facts.dialogues import dialogue
from bilateral.facts.event import REMOTE, Event, Reading, Seat, grade_of, new_event, within
from bilateral.facts.hosts import host_of_occasion, set_host
from bilateral.facts.mechanisms import mechanism_at
from bilateral.facts.seats import objects_of, set_sides, split_group, subjects_of
from bilateral.facts.sides import Known
from bilateral.facts.subjects import Clause
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date

_PURPOSE = 16  # tokens from one date to the next in "in May for the Peace Forum and in June for the Summit"


def learn_from_visits(memory: Known, m: Mentions, found: list[Clause]) -> None:
    """Who goes to a country is not from there: "President A visited China" tells A's side."""
    for clause in found:
        for place in clause.destinations[:1]:
            if clause.kind == "visit" and place.country in m.sides() and clause.verb.row["object"] not in ("within", "back"):
                strange = any(memory.side(person) not in ("", *m.sides()) for person in clause.subjects)
                for person in [] if strange else clause.subjects:
                    memory.learn(person, m.other(place.country))


def visit(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """Somebody of one side in the other's country."""
    m = reader.m
    passive = clause.verb.row["object"] == "visited"
    travellers = objects_of(reader, clause, []) if passive else subjects_of(reader, clause, before)
    subjects = [seat for seat in split_group(reader, travellers) if seat.person.text_name or not seat.person.plural]
    if any(seat.country not in ("", *m.sides()) for seat in subjects):
        subjects = [seat for seat in subjects if set(seat.person.countries) & set(m.sides())]  # "King A of Jordan and Queen B"
    if not subjects or clause.date is None:
        return None
    if clause.verb.row["object"] == "guest":
        return _hosted(reader, sentence, clause, subjects)
    if clause.verb.row["object"] == "exchange":
        return _exchange(reader, sentence, clause, subjects)
    crossed = _crossed(reader, sentence, clause, subjects)
    if crossed:
        return crossed
    target = next((place for place in clause.destinations if place.country in m.sides()), None)
    if clause.verb.row["object"] in ("within", "back"):  # "was in Nairobi for …": a visit of nobody who is known to be from there
        near = ("",) if clause.verb.row["object"] == "within" else ()  # who "returned to Nairobi" may have gone home
        subjects = [seat for seat in subjects if target and seat.country in (*near, m.other(target.country))]
        if not subjects:
            return None
    if clause.destinations and target is None:
        return None
    paid = m.tokens.words[clause.verb.start : clause.verb.end]
    alone = (
        clause.verb.row["object"] == "none" and "return" not in paid
    )  # "conducted an official visit": of home, as pages tell it
    if not clause.destinations and not alone and not any(seat.country in m.sides() for seat in subjects):
        return None  # "President A's visit on 4 May", "A visited the camps": of nobody whose side is known
    host = target.country if target else ""
    visitor = m.other(host) if host else next((seat.country for seat in subjects if seat.country in m.sides()), m.home)
    subjects = [seat for seat in subjects if seat.country in ("", visitor)]
    if not subjects:
        return None
    for seat in subjects:
        seat.country = visitor
        reader.memory.learn(seat.person, visitor)
    event = new_event(sentence, clause, subjects, visitor=visitor, host=host or m.other(visitor))
    event.place = (target.start, target.end) if target else None
    event.place_country, event.place_basis = event.host, "stated" if target else "inferred"
    event.grade = grade_of(m, clause)
    event.mechanism = mechanism_at(m, *event.occasion, None) if event.occasion else None
    attended = (
        before is not None and before.kind == "attendance" and clause.elided
    )  # "attended the Summit in X and paid a visit to Y"
    if before and before.occasion and not event.occasion and (attended or not target):
        event.occasion = before.occasion
        if attended:
            event.seats = [replace(seat, basis="stated") for seat in event.seats]
    return _on_each_date(reader, event, sentence, clause)


def _crossed(reader: Reading, sentence: Sentence, clause: Clause, seats: list[Seat]) -> Event | None:
    """The two visits of "A and B visited X and Y in May and June respectively": the first is kept here, the second returned."""
    m, places = reader.m, clause.destinations
    if len(seats) != 2 or {p.country for p in places} != set(m.sides()) or len(places) != 2 or clause.date is None:
        return None
    if "respectively" not in m.tokens.words[clause.verb.end : sentence.end]:
        return None
    dates = [clause.date, *further_dates(m, clause.date, sentence.end)]
    told: list[Event] = []
    for seat, place, date in zip(seats, places, dates if len(dates) == 2 else dates * 2, strict=False):
        seat.country = m.other(place.country)
        event = new_event(sentence, clause, [seat], visitor=seat.country, host=place.country)
        event.place, event.place_country, event.place_basis = (place.start, place.end), place.country, "stated"
        told.append(replace(event, date=date, end=max(event.end, date.end), rule="events.visit"))
    reader.events.append(told[0])
    return told[1]


def _on_each_date(reader: Reading, event: Event, sentence: Sentence, clause: Clause) -> Event | None:
    """The visit on its first date; further dates are further visits, dealt to several persons one each where the text says so."""
    further = further_dates(reader.m, event.date, sentence.end)
    if not further:
        return _for_something_else(reader, event, sentence)
    each = "respectively" in reader.m.tokens.words[clause.verb.end : clause.end]
    if len(event.seats) > 1 and not (each and len(event.seats) == len(further) + 1):
        return None
    seats = [[seat] for seat in event.seats] if len(event.seats) > 1 else [event.seats] * (len(further) + 1)
    told = [
        replace(event, seats=own, date=date, end=max(event.end, date.end), rule="events.visit")
        for own, date in zip(seats, [event.date, *further], strict=True)
    ]
    if each and len(clause.destinations) == len(told):  # "in Mumbai and New Delhi in November 2023 and May 2024 respectively"
        for visited, place in zip(told, clause.destinations, strict=True):
            visited.place = (place.start, place.end)
    reader.events += told[:-1]
    return told[-1]


def _for_something_else(reader: Reading, event: Event, sentence: Sentence) -> Event:
    """The visit, behind the one before it in "visited X in May for A and in July for B", which is kept here."""
    m, end = reader.m, event.date.end
    later = [d for d in m.dates_between(end, sentence.end) if d.known][:1]
    between = m.tokens.words[end : later[0].start] if later else []
    joined = between[:1] == ["for"] and between[-2:] in (["and", "in"], ["and", "on"]) and len(between) <= _PURPOSE
    if not joined or m.within(m.people, end, later[0].start) or {",", ";"} & set(between):
        return event
    reader.events.append(replace(event, rule="events.visit"))
    return replace(event, date=later[0], end=max(event.end, later[0].end), occasion=None, mechanism=None)


def further_dates(m: Mentions, date: Date, end: int) -> list[Date]:
    """The dates joined to the first: "in May 2022, December 2022 and February 2024" are three visits."""
    found = [date]
    for other in m.dates_between(date.end, end):
        between = m.tokens.words[found[-1].end : other.start]
        if not (
            other.known and between and set(between) <= {",", "and", "in", "once", "again", "on"} and set(between) & {",", "and"}
        ):
            break
        if other.end < end and m.tokens.capital(other.end):
            break  # "in May 1949, and in March 1950 the other side's President came"
        found.append(other)
    return found[1:]


def _hosted(reader: Reading, sentence: Sentence, clause: Clause, hosts: list[Seat]) -> Event | None:
    """`King A hosted President B in X`: B is the visitor."""
    guests = [seat for seat in objects_of(reader, clause, hosts) if seat.person.text_name]
    if clause.place_country in reader.m.sides():
        for seat in hosts:
            seat.country = seat.country or clause.place_country
    if not guests or clause.place_country not in ("", *reader.m.sides()):
        return None
    set_sides(reader, hosts, guests)
    host = hosts[0].country
    if host not in reader.m.sides() or any(seat.country != reader.m.other(host) for seat in guests):
        return None
    event = new_event(sentence, clause, hosts + guests, visitor=reader.m.other(host), host=host)
    event.place_country, event.place_basis = host, "stated" if clause.place else "inferred"
    return event


def _exchange(reader: Reading, sentence: Sentence, clause: Clause, subjects: list[Seat]) -> Event | None:
    """The two visits of "A and B exchanged visits": the first is kept here, the second returned."""
    set_sides(reader, subjects[:1], subjects[1:])
    last: Event | None = None
    for seat in subjects[:2]:
        if last:
            reader.events.append(replace(last, rule="events.visit"))
        host = reader.m.other(seat.country)
        last = new_event(sentence, clause, [seat], visitor=seat.country, host=host)
        last.place_country, last.place_basis = host, "inferred"
    return last


def attendance(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """At a gathering, where the sentence states no visit; beside a visit it is that visit's occasion."""
    if clause.occasion and mechanism_at(reader.m, *clause.occasion, None):
        return dialogue(reader, sentence, clause, before)
    if clause.remote and clause.date and clause.occasion:
        return _both_remote(reader, sentence, clause, before)
    own = clause.date is not None and before is not None and clause.date is not before.date
    if before is not None and before.kind == "visit" and not clause.subjects and not own:
        if reader.last and reader.last.kind == "visit" and reader.last.date is before.date:
            reader.last.occasion = reader.last.occasion or clause.occasion
            reader.last.end = max(reader.last.end, clause.end)
        return None
    seats = [seat for seat in subjects_of(reader, clause, before) if seat.person.text_name]
    if not seats or clause.date is None or clause.occasion is None or _next_is_visit(reader, sentence, clause):
        return None
    event = new_event(sentence, clause, seats)
    set_host(reader, event, None)
    if not event.host:
        host = host_of_occasion(reader.m, event)
        if not host:
            return None
    side = seats[0].country or event.visitor
    if side != event.visitor:
        return None
    for seat in seats:
        seat.country = event.visitor
        reader.memory.learn(seat.person, event.visitor)
    return event


def _both_remote(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """`The two presidents attended the opening by video link`: those of both sides at one gathering; None where one is alone."""
    seats = split_group(reader, subjects_of(reader, clause, before))
    if len(seats) == 2:
        set_sides(reader, seats[:1], seats[1:])
    if {seat.country for seat in seats} != set(reader.m.sides()):
        return None
    return replace(new_event(sentence, clause, seats), format=REMOTE)


def _next_is_visit(reader: Reading, sentence: Sentence, clause: Clause) -> bool:
    """Whether a visit takes the occasion: "participated in … and conducted an official visit"."""
    rest = reader.m.once(clauses, sentence)
    return any(other.kind == "visit" and other.elided and other.verb.start > clause.verb.start for other in rest)


def merged(found: list[Event], memory: Known) -> list[Event]:
    """A visit told twice is one: the same person to the same country, on a date that the more precise telling lies within.

    One whose visitor has no name ("the French President's visit") is that of somebody in his office, told before it.
    """
    kept: list[Event] = []
    told: dict[tuple[str, str], list[int]] = {}
    for event in found:
        paid = event.kind == "visit"
        names = [(event.host, name) for name in _names(event, memory)] if paid else []
        offices = [(event.host, seat.person.office) for seat in event.seats] if paid else []
        twin = next((i for key in names or offices for i in told.get(key, ()) if _same_visit(event, kept[i])), None)
        if twin is None:
            for key in [*names, *offices]:
                told.setdefault(key, []).append(len(kept))
            kept.append(event)
        elif names and len(event.date.edtf) > len(kept[twin].date.edtf):
            kept[twin] = event
    return kept


def _names(event: Event, memory: Known) -> set[str]:
    """The last words of the fullest names of those at an event."""
    return {memory.full(seat.person.text_name).split()[-1] for seat in event.seats if seat.person.text_name}


def _same_visit(event: Event, other: Event) -> bool:
    """Whether two visits of one person to one country are one; a year alone may hold two."""
    same, listed = event.date.edtf == other.date.edtf, "events.listed" in (event.rule, other.rule)
    if same and len(event.date.edtf) == 4 and not listed:
        return False
    return within(event.date, other.date) or within(other.date, event.date)
