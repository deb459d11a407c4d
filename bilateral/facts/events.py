"""Engagements: clauses to events and the seats at them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bilateral import lexicon
from bilateral.facts.clauses import Clause, clauses, noun_phrase
from bilateral.facts.mechanisms import Mechanism, mechanism_at, mechanism_in, multilateral
from bilateral.facts.sides import Known, known
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.dates import Date
from bilateral.mentions.people import Person
from bilateral.mentions.places import DEMONYM
from bilateral.schema import OFFICES

IN_PERSON, REMOTE, WRITTEN = "in_person", "remote", "written"


@dataclass(slots=True)
class Seat:
    """A seat at an event: the mention that fills it, the country, and whether words or a pronoun name the holder."""

    person: Person
    country: str
    basis: str = "stated"
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Event:
    """An event before it is a row; token spans, `date` may be another clause's."""

    kind: str
    format: str
    start: int
    end: int
    date: Date
    section: str
    seats: list[Seat] = field(default_factory=list)
    visitor: str = ""
    host: str = ""
    third: bool = False
    place: tuple[int, int] | None = None
    place_country: str = ""
    place_basis: str = ""
    grade: str = ""
    occasion: tuple[int, int] | None = None
    mechanism: Mechanism | None = None
    rule: str = ""


@dataclass(slots=True)
class _Reader:
    """The state of reading a page from top to bottom."""

    m: Mentions
    memory: Known
    events: list[Event] = field(default_factory=list)
    resolved: dict[int, list[Seat]] = field(default_factory=dict)
    mechanism: Mechanism | None = None

    @property
    def last(self) -> Event | None:
        return self.events[-1] if self.events else None


def events(m: Mentions) -> list[Event]:
    """The engagements of a page, in the order of the text."""
    reader = _Reader(m, known(m))
    found = [(sentence, clauses(m, sentence)) for sentence in m.sentences]
    _learn_from_visits(reader.memory, m, [clause for _, mine in found for clause in mine])
    for sentence, mine in found:
        reader.mechanism = mechanism_in(m, sentence) or reader.mechanism
        before: Clause | None = None
        for clause in mine:
            _read(reader, sentence, clause, before)
            before = clause
        _listed(reader, sentence, mine)
        _met_again(reader, sentence, mine)
    return _merged(m, reader.events)


def _learn_from_visits(memory: Known, m: Mentions, found: list[Clause]) -> None:
    """Who goes to a country is not from there: "President A visited China" tells A's side."""
    for clause in found:
        for place in clause.destinations[:1]:
            if clause.kind == "visit" and place.country in m.sides():
                for person in clause.subjects:
                    memory.learn(person, m.other(place.country))


def _read(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> None:
    rules = {
        "visit": _visit,
        "meeting": _meeting,
        "call": _meeting,
        "letter": _letter,
        "dialogue": _dialogue,
        "attendance": _attendance,
    }
    event = rules[clause.kind](reader, sentence, clause, before)
    if event:
        event.rule = f"events.{event.kind}"
        reader.events.append(event)


def _subjects(reader: _Reader, clause: Clause, before: Clause | None) -> list[Seat]:
    """The seats of the subject: the persons named, or those of whom a pronoun or an elided subject speaks."""
    if id(clause) not in reader.resolved:
        reader.resolved[id(clause)] = _resolve(reader, clause, before)
    return reader.resolved[id(clause)]


def _resolve(reader: _Reader, clause: Clause, before: Clause | None) -> list[Seat]:
    if clause.subjects:
        return [Seat(p, reader.memory.side(p), span=(p.start, p.end)) for p in clause.subjects]
    if clause.elided and before is not None:
        seats = _subjects(reader, before, None)
        return [replace(seat, basis="inferred") for seat in seats]
    pronoun = next((word for word in clause.pronouns if word in ("he", "she", "they")), "")
    if pronoun and reader.last:
        return _spoken_of(reader, clause, pronoun, reader.last)
    return []


def _spoken_of(reader: _Reader, clause: Clause, pronoun: str, last: Event) -> list[Seat]:
    """ "he" is who travelled, or else who was named first, at the event before."""
    named = [seat for seat in last.seats if seat.person.text_name]
    travelled = [seat for seat in named if last.visitor and seat.country == last.visitor]
    chosen = named if pronoun == "they" else (travelled or named)[:1]
    at = next((i for i in range(clause.start, clause.verb.end) if reader.m.tokens.words[i] == pronoun), clause.start)
    return [Seat(replace(seat.person, role=None), seat.country, "inferred", (at, at + 1)) for seat in chosen]


def _objects(reader: _Reader, clause: Clause, subjects: list[Seat]) -> list[Seat]:
    seats = [Seat(p, reader.memory.side(p), span=(p.start, p.end)) for p in clause.objects]
    pronoun = next((word for word in clause.pronouns if word in ("him", "her", "them")), "")
    if not seats and pronoun and reader.last:
        names = {reader.memory.person(seat.person.text_name) for seat in subjects}
        last = replace(
            reader.last, seats=[s for s in reader.last.seats if reader.memory.person(s.person.text_name) not in names]
        )
        seats = _spoken_of(reader, clause, "they" if pronoun == "them" else pronoun, last)
        at = next(
            (i for i in range(clause.verb.end - 1, clause.end) if reader.m.tokens.words[i] == pronoun), clause.verb.end
        )
        seats = [replace(seat, span=(at, at + 1)) for seat in seats]
    return seats


def _split_group(reader: _Reader, seats: list[Seat]) -> list[Seat]:
    """An unnamed group of both sides ("the foreign ministers of China and Pakistan") is a seat a side."""
    out: list[Seat] = []
    for seat in seats:
        both = (
            not [c for c in seat.person.countries if c not in reader.m.sides()] and len(set(seat.person.countries)) != 1
        )
        if seat.person.text_name or not seat.person.plural or not both:
            out.append(seat)
        elif seat.person.office == "other" and reader.last and len(reader.last.seats) >= 2:  # "the two leaders"
            named = [s for s in reader.last.seats if s.person.text_name]
            one_each = {
                s.country: Seat(replace(s.person, role=None), s.country, "inferred", seat.span) for s in reversed(named)
            }
            out.extend(reversed(one_each.values()))
        else:
            order = [c for c in seat.person.countries if c in reader.m.sides()] or list(reader.m.sides())
            out.extend(replace(seat, country=country) for country in order)
    return out


def _opposite(reader: _Reader, subjects: list[Seat], objects: list[Seat]) -> None:
    """Two parties of a meeting are of the two sides: what is known of one tells the other; the home side is named first."""
    home, other = reader.m.home, reader.m.other
    left = next((seat.country for seat in subjects if seat.country in reader.m.sides()), "")
    right = next((seat.country for seat in objects if seat.country in reader.m.sides()), "")
    if not left and not right:
        left = home
    left, right = left or other(right), right or other(left)
    for seats, country in ((subjects, left), (objects, right)):
        for seat in seats:
            if not seat.country:
                seat.country = country
                reader.memory.learn(seat.person, country)


def _visit(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """Somebody of one side in the other's country."""
    m = reader.m
    subjects = [
        seat
        for seat in _split_group(reader, _subjects(reader, clause, before))
        if seat.person.text_name or not seat.person.plural
    ]
    if not subjects or clause.date is None:
        return None
    if clause.verb.row["object"] == "exchange":
        return _exchange(reader, sentence, clause, subjects)
    target = next((place for place in clause.destinations if place.country in m.sides()), None)
    if clause.destinations and target is None:
        return None
    host = target.country if target else ""
    visitor = (
        m.other(host) if host else next((seat.country for seat in subjects if seat.country in m.sides()), "") or m.home
    )
    subjects = [seat for seat in subjects if seat.country in ("", visitor)]
    if not subjects:
        return None
    for seat in subjects:
        seat.country = visitor
        reader.memory.learn(seat.person, visitor)
    event = _event(reader, sentence, clause, subjects, visitor=visitor, host=host or m.other(visitor))
    event.place = (target.start, target.end) if target else None
    event.place_country, event.place_basis = event.host, "stated" if target else "inferred"
    event.grade = _grade(m, clause)
    if not target and before and before.occasion and not event.occasion:
        event.occasion = before.occasion
    return event


def _exchange(reader: _Reader, sentence: Sentence, clause: Clause, subjects: list[Seat]) -> Event | None:
    """ "A and B exchanged visits": each went to the other; the second visit is returned, the first kept here."""
    _opposite(reader, subjects[:1], subjects[1:])
    last: Event | None = None
    for seat in subjects[:2]:
        if last:
            reader.events.append(replace(last, rule="events.visit"))
        host = reader.m.other(seat.country)
        last = _event(reader, sentence, clause, [seat], visitor=seat.country, host=host)
        last.place_country, last.place_basis = host, "inferred"
    return last


def _grade(m: Mentions, clause: Clause) -> str:
    words = [word for word in m.tokens.words[clause.verb.start : clause.verb.end] if word in lexicon.words("grades")]
    return " ".join(words)


def _event(
    reader: _Reader, sentence: Sentence, clause: Clause, seats: list[Seat], *, visitor: str = "", host: str = ""
) -> Event:
    date = clause.date
    if date is None:
        raise ValueError("an event needs a date")
    return Event(
        clause.kind, clause.verb.row["format"], clause.start, clause.end, date, sentence.section, seats, visitor, host,
        place=clause.place, place_country=clause.place_country, place_basis="stated" if clause.place else "", occasion=clause.occasion,
    )  # fmt: skip


def _meeting(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """Somebody of each side, in one place or on one line."""
    m = reader.m
    found = mechanism_at(m, clause.verb.end, clause.end, reader.mechanism) if clause.kind == "meeting" else None
    if found and not clause.objects and found.session:
        return _dialogue(reader, sentence, clause, before)
    subjects = _split_group(reader, _subjects(reader, clause, before))
    objects = _split_group(reader, _objects(reader, clause, subjects))
    if (
        objects
        and subjects
        and not any(seat.person.text_name for seat in subjects + objects)
        and not all(s.person.plural for s in subjects + objects)
    ):
        return None
    if not objects and len({seat.country for seat in subjects}) < 2:
        if len(subjects) < 2 or any(seat.country for seat in subjects):
            return None
        subjects, objects = subjects[:1], subjects[1:]
    if not subjects or (
        objects and any(s.person.plural and not s.person.countries and not s.person.text_name for s in objects)
    ):
        return None
    if objects:
        _opposite(reader, subjects, objects)
    _counterparts(subjects, objects)
    seats = subjects + objects
    if {seat.country for seat in seats} != set(m.sides()):
        return None
    parent = _parent(reader, clause, seats)
    if clause.date is None and parent:
        clause.date = parent.date
    if clause.date is None:
        return None
    event = _event(reader, sentence, clause, seats)
    if clause.remote and event.format == IN_PERSON:
        event.format = REMOTE
    if event.format == IN_PERSON:
        _host(reader, event, parent)
    return event


def _counterparts(subjects: list[Seat], objects: list[Seat]) -> None:
    """ "his Egyptian counterpart" holds the office of the person named first."""
    first = next((seat.person.office for seat in subjects + objects if seat.person.office), "")
    for seat in subjects + objects:
        if not seat.person.office and not seat.person.text_name:
            seat.person = replace(seat.person, office=first)


def _parent(reader: _Reader, clause: Clause, seats: list[Seat]) -> Event | None:
    """The visit during which a meeting was held: said so, or the one before whose visitor a pronoun or a name takes up."""
    visits = [event for event in reader.events[-6:] if event.kind == "visit" and event.visitor]
    if not visits:
        return None
    last = visits[-1]
    visitors = {reader.memory.person(seat.person.text_name) for seat in last.seats if seat.person.text_name}
    here = {reader.memory.person(seat.person.text_name) for seat in seats if seat.person.text_name}
    inferred = any(seat.basis == "inferred" for seat in seats)
    days_within = clause.date is None or clause.date is last.date or _within(clause.date, last.date)
    if clause.during_visit or (visitors & here and days_within and (inferred or clause.date is not None)):
        return last
    return None


def _within(date: Date, other: Date) -> bool:
    from bilateral.edtf import days

    a, b = days(date.edtf), days(other.edtf)
    return bool(a.start and b.start and a.end and b.end and b.start <= a.start and a.end <= b.end)


def _host(reader: _Reader, event: Event, parent: Event | None) -> None:
    """Who received whom: from the place, else from the visit around it, else from the one country that the occasion names."""
    m = reader.m
    if event.place_country:
        if event.place_country in m.sides():
            event.host, event.visitor = event.place_country, m.other(event.place_country)
        else:
            event.third = True
        return
    host = parent.host if parent else _host_of_occasion(m, event)
    if host:
        event.host, event.visitor = host, m.other(host)
        event.place_country, event.place_basis = host, "inferred"


def _host_of_occasion(m: Mentions, event: Event) -> str:
    """The side whose country alone an occasion names ("the 3rd China Xizang Forum"), unless it is joined to others ("China-Africa")."""
    if not event.occasion:
        return ""
    found = [p for p in m.within(m.places, *event.occasion) if p.country in m.sides()]
    joined = any(
        m.tokens.words[p.end : p.end + 1] in (["-"], ["+"], ["and"]) or m.tokens.words[p.start - 1] in ("-", "+")
        for p in found
    )
    return found[0].country if found and not joined and len({p.country for p in found}) == 1 else ""


def _letter(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    subjects = _split_group(reader, _subjects(reader, clause, before))
    objects = _objects(reader, clause, subjects)
    if clause.date is None:
        return None
    objects += [
        Seat(p, reader.memory.side(p), span=(p.start, p.end)) for p in _named_again(reader, clause, subjects + objects)
    ]
    if objects:
        _opposite(reader, subjects, objects)
    for seat in subjects:
        seat.country = seat.country or reader.m.home
    if not subjects and "exchanged" not in reader.m.tokens.words[clause.verb.start : clause.verb.end]:
        return None
    if any(seat.country not in reader.m.sides() for seat in subjects + objects):
        return None
    return _event(reader, sentence, clause, subjects + objects)


def _named_again(reader: _Reader, clause: Clause, seats: list[Seat]) -> list[Person]:
    """A person whom a letter is sent to by name alone: a name that the page has introduced with a role."""
    tokens = reader.m.tokens
    if len(seats) > 1:
        return []
    taken = {reader.memory.person(seat.person.text_name) for seat in seats}
    for i in range(clause.verb.end - 1, clause.end - 1):
        if tokens.words[i] == "to" and tokens.capital(i + 1):
            for name in reader.memory.names:
                j = i + 1 + len(name)
                if (
                    len(name) > 1
                    and tokens.span_text(i + 1, j) == " ".join(name)
                    and reader.memory.person(" ".join(name)) not in taken
                ):
                    return [Person(i + 1, j, (i + 1, j), None, " ".join(name))]
    return []


def _dialogue(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """A session of a mechanism: "co-chaired the 5th … Dialogue", "the third meeting of the … Commission was held"."""
    m = reader.m
    passive = clause.verb.row["object"] == "subject"
    span = (sentence.start, clause.verb.start) if passive else (clause.verb.end, clause.end)
    found = mechanism_at(m, *span, reader.mechanism)
    if clause.verb.row["object"] == "latest":  # "with the most recent meeting held in May 2024 by video"
        found = reader.mechanism and replace(
            reader.mechanism, start=clause.verb.start, end=clause.verb.end, session=reader.mechanism.held
        )
    if not found or clause.date is None:
        return None
    people = [
        seat
        for seat in (
            _objects(reader, clause, [])
            if passive
            else _subjects(reader, clause, before) + _objects(reader, clause, [])
        )
    ]
    seats = _split_group(reader, [seat for seat in people if not _inside(seat, found)])
    known_side = {seat.country for seat in seats if seat.country}
    if len(seats) > 1:
        _opposite(reader, seats[:1], seats[1:])
    elif seats and not known_side:
        return None
    if seats and not {seat.country for seat in seats} <= set(m.sides()):
        return None
    _counterparts(seats, [])
    clause_event = _event(reader, sentence, clause, seats)
    event = replace(clause_event, kind="dialogue", mechanism=found, occasion=None)
    event.start = min(event.start, found.start) if passive else event.start
    event.format = REMOTE if clause.remote else IN_PERSON
    if event.format == IN_PERSON:
        _host(reader, event, None)
    return event


def _inside(seat: Seat, found: Mechanism) -> bool:
    return found.start <= seat.span[0] < found.end


def _attendance(reader: _Reader, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """At a gathering, where the sentence states no visit; beside a visit it is that visit's occasion."""
    if clause.occasion and mechanism_at(reader.m, *clause.occasion, None):
        return _dialogue(reader, sentence, clause, before)
    if before is not None and before.kind == "visit" and not clause.subjects:
        if reader.last and reader.last.kind == "visit" and reader.last.date is before.date:
            reader.last.occasion = reader.last.occasion or clause.occasion
            reader.last.end = max(reader.last.end, clause.end)
        return None
    seats = [seat for seat in _subjects(reader, clause, before) if seat.person.text_name]
    if not seats or clause.date is None or clause.occasion is None or _next_is_visit(reader, sentence, clause):
        return None
    event = _event(reader, sentence, clause, seats)
    _host(reader, event, None)
    if not event.host:
        host = _host_of_occasion(reader.m, event)
        if not host:
            return None
    side = seats[0].country or event.visitor
    if side != event.visitor:
        return None
    for seat in seats:
        seat.country = event.visitor
        reader.memory.learn(seat.person, event.visitor)
    return event


def _next_is_visit(reader: _Reader, sentence: Sentence, clause: Clause) -> bool:
    """ "participated in … and conducted an official visit": the visit takes the occasion."""
    rest = clauses(reader.m, sentence)
    return any(other.kind == "visit" and other.elided and other.verb.start > clause.verb.start for other in rest)


def _listed(reader: _Reader, sentence: Sentence, mine: list[Clause]) -> None:
    """Visits that share a verb: "President A (1996, 2000)", "and Speaker B in April 2015"."""
    m = reader.m
    visit = next((clause for clause in mine if clause.kind == "visit" and clause.destinations), None)
    if visit is None or visit.destinations[0].country not in m.sides():
        return
    host = visit.destinations[0].country
    used = {(seat.span, event.date.start) for event in reader.events for seat in event.seats}
    busy = {i for clause in mine for p in clause.subjects + clause.objects for i in (p.start,)}
    for person in m.within(m.people, visit.verb.end, sentence.end):
        if not person.text_name or person.start in busy or (reader.memory.side(person) or m.other(host)) == host:
            continue
        for date in _dates_behind(m, person, sentence):
            if ((person.start, person.end), date.start) in used:
                continue
            reader.memory.learn(person, m.other(host))
            seat = Seat(person, m.other(host), span=(person.start, person.end))
            place = visit.destinations[0]
            reader.events.append(
                Event("visit", IN_PERSON, person.start, _list_end(m, date, sentence), date, sentence.section, [seat], m.other(host), host,
                      place=(place.start, place.end), place_country=host, place_basis="stated", rule="events.listed")
            )  # fmt: skip


def _met_again(reader: _Reader, sentence: Sentence, mine: list[Clause]) -> None:
    """A meeting at two gatherings: "met on the margins of the A Summit in X in June 2019 and the B Summit in Y in November"."""
    m, last = reader.m, reader.last
    clause = mine[-1] if mine else None
    if (
        clause is None
        or last is None
        or clause.kind != "meeting"
        or not clause.occasion
        or last.occasion != clause.occasion
    ):
        return
    words = m.tokens.words
    for i in range(clause.date.end if clause.date else clause.end, sentence.end - 1):
        phrase = noun_phrase(m, i + 1, sentence.end) if words[i] == "and" else None
        dates = [d for d in m.dates_between(phrase[1], sentence.end) if d.known] if phrase else []
        places = [p for p in m.within(m.places, phrase[1], sentence.end) if p.kind != DEMONYM] if phrase else []
        if phrase and dates and places and multilateral(m, phrase) and words[i - 1] not in (",",):
            event = replace(
                last,
                start=phrase[0],
                end=dates[0].end,
                date=dates[0],
                occasion=phrase,
                place=(places[0].start, places[0].end),
            )
            event.place_country, event.visitor, event.host, event.third = places[0].country, "", "", False
            _host(reader, event, None)
            reader.events.append(event)
            return


def _dates_behind(m: Mentions, person: Person, sentence: Sentence) -> list[Date]:
    """The dates right behind a person: in brackets, or one behind "in"."""
    words, i = m.tokens.words, person.end
    i += words[i : i + 1] == [","]
    if words[i : i + 1] == ["("]:
        close = next((k for k in range(i, sentence.end) if words[k] == ")"), i)
        return [date for date in m.within(m.dates, i, close) if date.known]
    following = m.within(m.dates, i, i + 3)
    return [d for d in following[:1] if d.known and d.lead == i and words[i] in ("in", "on", "from")]


def _list_end(m: Mentions, date: Date, sentence: Sentence) -> int:
    words = m.tokens.words
    close = next((k for k in range(date.end, min(date.end + 12, sentence.end)) if words[k] == ")"), None)
    opened = "(" in words[max(sentence.start, date.start - 12) : date.start]
    return close + 1 if close is not None and opened else date.end


def _merged(m: Mentions, found: list[Event]) -> list[Event]:
    """A visit told twice is one: the same person to the same country, on a date that the more precise telling lies within."""
    kept: list[Event] = []
    for event in found:
        twin = next((other for other in kept if _same_visit(event, other)), None)
        if twin is None:
            kept.append(event)
        elif len(event.date.edtf) > len(twin.date.edtf):
            kept[kept.index(twin)] = event
    return kept


def _same_visit(event: Event, other: Event) -> bool:
    if event.kind != "visit" or other.kind != "visit" or event.host != other.host:
        return False
    names = [{seat.person.text_name.split()[-1] for seat in e.seats if seat.person.text_name} for e in (event, other)]
    return (
        bool(names[0] & names[1])
        and event.date.edtf != other.date.edtf
        and (_within(event.date, other.date) or _within(other.date, event.date))
    )


def level(event: Event) -> str:
    """The highest office that took part."""
    return min((seat.person.office for seat in event.seats if seat.person.office), key=OFFICES.index, default="")


def row_values(m: Mentions, event: Event) -> dict[str, Any]:
    """The columns of an event that are read off its parts."""
    direction = f"{event.visitor}>{event.host}" if event.visitor and event.host else ""
    if event.format != IN_PERSON:
        direction = "remote"
    elif event.third:
        direction = "third_country"
    return {"direction": direction, "level": level(event)}
