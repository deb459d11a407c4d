"""Who sits at an event: persons, pronouns, elided subjects, groups of both sides; and whose side each is on."""

from __future__ import annotations

from dataclasses import replace

from bilateral.facts.event import Event, Reading, Seat
from bilateral.facts.subjects import Clause
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person
from bilateral.mentions.role_words import COUNTERPARTS

_RECENT = 400  # tokens: how far back "The Prime Minister" looks for its name


def subjects_of(reader: Reading, clause: Clause, before: Clause | None) -> list[Seat]:
    """The seats of the subject: the persons named, or those of whom a pronoun or an elided subject speaks."""
    if id(clause) not in reader.resolved:
        reader.resolved[id(clause)] = _resolve(reader, clause, before)
    return reader.resolved[id(clause)]


def _resolve(reader: Reading, clause: Clause, before: Clause | None) -> list[Seat]:
    if clause.subjects:
        he_and = reader.last and clause.pronouns[:1] in (["he"], ["she"])
        first = _spoken_of(reader, clause, clause.pronouns[0], reader.last) if he_and and reader.last else []
        return first + [seat for p in clause.subjects if (seat := _seat(reader, p, []))]
    if clause.elided and before is not None:
        seats = subjects_of(reader, before, None)
        return [replace(seat, basis="inferred") for seat in seats]
    pronoun = next((word for word in clause.pronouns if word in ("he", "she", "they")), "")
    goes_on = before is not None and (before.kind == "attendance" or reader.m.tokens.word(clause.start - 1) == "where")
    if pronoun in ("he", "she") and before is not None and goes_on and len(before.subjects) == 1:  # "A attended …, where she met"
        at = next(i for i in range(clause.start, clause.verb.end) if reader.m.tokens.words[i] == pronoun)
        seats = subjects_of(reader, before, None)
        return [Seat(seat.person._replace(role=None), seat.country, "inferred", (at, at + 1)) for seat in seats]
    if pronoun in ("he", "she") and (person := _first_before(reader, clause)):
        at = next(i for i in range(clause.start, clause.verb.end) if reader.m.tokens.words[i] == pronoun)
        return [Seat(person._replace(role=None), reader.memory.side(person), "inferred", (at, at + 1))]
    if pronoun and reader.last:
        return _spoken_of(reader, clause, pronoun, reader.last)
    return []


def _first_before(reader: Reading, clause: Clause) -> Person | None:
    """Whom the sentence before names first, where it tells no event ("A became Prime Minister. He visited …")."""
    m = reader.m
    k = m.sentence_at(clause.verb.start)
    floor = max(m.sentences[k].start, clause.verb.start - _RECENT)
    here = [p for p in m.within(m.people, floor, clause.verb.start) if p.text_name]
    if here and not (reader.last and reader.last.end > m.sentences[k].start):
        return here[0]  # "A travelled there four times; on 17 April she met B"
    if (
        k == 0
        or m.sentences[k - 1].paragraph != m.sentences[k].paragraph
        or m.within(m.people, m.sentences[k].start, clause.verb.start)
    ):
        return None
    former = m.sentences[k - 1]
    if reader.last and reader.last.end > former.start:
        return None
    return next((p for p in m.within(m.people, former.start, former.end) if p.text_name), None)


def _seat(reader: Reading, person: Person, others: list[Person]) -> Seat | None:
    """The seat of a mention; "The Prime Minister" alone is the last one named with that title, or else nobody.

    `others` are those of the same clause, who are somebody else.
    """
    span = (person.start, person.end)
    if not person.text_name and person.role and reader.m.tokens.words[person.role[1] - 1] == "leader":
        return _leader(reader, person, span)
    if person.text_name and person.role is None and person.office:  # told again by name: the office is the one told before
        return Seat(person, reader.memory.side(person), "inferred", span)
    if person.text_name or person.plural or person.countries or _is_peer(reader.m, person):
        return Seat(person, reader.memory.side(person), span=span)
    near = reader.m.within(reader.m.people, max(0, person.start - _RECENT), person.start)
    before = [p for p in near if p.text_name and p not in others and _same_title(reader, p, person)][-1:]
    return Seat(before[0]._replace(role=person.role), reader.memory.side(before[0]), "inferred", span) if before else None


def _is_peer(m: Mentions, person: Person) -> bool:
    """Whether somebody is told as a counterpart: "A and his counterpart B"."""
    return not COUNTERPARTS.isdisjoint(m.tokens.words[person.start : person.end])


def _leader(reader: Reading, person: Person, span: tuple[int, int]) -> Seat | None:
    """The seat of "the Lao leader": the last one named who heads that country's state or government."""
    near = reader.m.within(reader.m.people, max(0, person.start - _RECENT), person.start)
    heads = [p for p in near if p.text_name and p.office in ("head_of_state", "head_of_government")]
    own = [p for p in heads if person.countries == (reader.memory.side(p),)]
    return Seat(own[-1]._replace(role=None), person.countries[0], "inferred", span) if own else None


def _same_title(reader: Reading, named: Person, bare: Person) -> bool:
    """Whether somebody named can be "the Amir" or "EAM": the word stands in his role, or its letters begin the role's words."""
    words = reader.m.tokens.words
    if named.role is None or bare.role is None:
        return named.office == bare.office
    title, held = words[bare.role[1] - 1], words[slice(*named.role)]
    short = bare.role[1] - bare.role[0] == 1 and reader.m.tokens.shouted(bare.role[0])
    side = reader.memory.side(bare) if short else ""
    if side:  # "EAM" is India's foreign minister, whatever he was called when he was named
        return named.office == bare.office and reader.memory.side(named) == side
    return title in held or (short and title in "".join(word[0] for word in held))


def _spoken_of(reader: Reading, clause: Clause, pronoun: str, last: Event) -> list[Seat]:
    """Of whom a pronoun speaks: "he" is who travelled, or else who was named first, at the event before."""
    named = [seat for seat in last.seats if seat.person.text_name]
    travelled = [seat for seat in named if last.visitor and seat.country == last.visitor]
    chosen = (named or last.seats) if pronoun == "they" else (travelled or named)[:1]
    at = next((i for i in range(clause.start, clause.verb.end) if reader.m.tokens.words[i] == pronoun), clause.start)
    return [Seat(seat.person._replace(role=None, plural=False), seat.country, "inferred", (at, at + 1)) for seat in chosen]


def objects_of(reader: Reading, clause: Clause, subjects: list[Seat]) -> list[Seat]:
    """The seats of those whom the verb reaches: persons named, or those of whom "him" and "them" speak."""
    seats = [seat for p in clause.objects if (seat := _seat(reader, p, clause.subjects))]
    pronoun = next((word for word in clause.pronouns if word in ("him", "her", "them")), "")
    here = _named_here(reader, clause, subjects) if not seats and pronoun in ("him", "her") else None
    if here:
        at = next((i for i in range(clause.verb.end - 1, clause.end) if reader.m.tokens.words[i] == pronoun), clause.verb.end)
        return [Seat(here._replace(role=None), reader.memory.side(here), "inferred", (at, at + 1))]
    if not seats and pronoun and reader.last:
        names = {reader.memory.person(seat.person.text_name) for seat in subjects}
        last = replace(reader.last, seats=[s for s in reader.last.seats if reader.memory.person(s.person.text_name) not in names])
        if not last.visitor:  # "President A held talks with the Amir, and Premier B met with him": the one who was met
            own = {seat.country for seat in subjects}
            last.seats = [s for s in last.seats if s.country not in own][-1:] if pronoun != "them" else last.seats
        seats = _spoken_of(reader, clause, "they" if pronoun == "them" else pronoun, last)
        at = next((i for i in range(clause.verb.end - 1, clause.end) if reader.m.tokens.words[i] == pronoun), clause.verb.end)
        seats = [replace(seat, span=(at, at + 1)) for seat in seats]
    return seats


def _named_here(reader: Reading, clause: Clause, subjects: list[Seat]) -> Person | None:
    """Whom the sentence named before the clause without an event of his: "A visit by President A was put off; B wrote to him"."""
    m, sides = reader.m, {seat.country for seat in subjects if seat.country}
    start = m.sentences[m.sentence_at(clause.verb.start)].start
    stop = clause.subjects[0].start if clause.subjects else clause.verb.start
    named = [p for p in m.within(m.people, start, stop) if p.text_name and reader.memory.side(p) not in sides]
    seated = {s.person.name for s in reader.last.seats} if reader.last and reader.last.end > start else set()
    return named[-1] if named and not seated else None


def split_group(reader: Reading, seats: list[Seat]) -> list[Seat]:
    """An unnamed group of both sides ("the foreign ministers of China and Pakistan") is a seat a side."""
    out: list[Seat] = []
    for seat in seats:
        both = not [c for c in seat.person.countries if c not in reader.m.sides()] and len(set(seat.person.countries)) != 1
        if seat.person.text_name or not seat.person.plural or not both:
            out.append(seat)
        elif seat.person.office == "other" and (named := _both_named(reader)):  # "the two leaders"
            one_each = {s.country: Seat(s.person._replace(role=None), s.country, "inferred", seat.span) for s in reversed(named)}
            out.extend(reversed(one_each.values()))
        else:
            order = [c for c in seat.person.countries if c in reader.m.sides()] or list(reader.m.sides())
            out.extend(replace(seat, country=country) for country in order)
    return out


def _both_named(reader: Reading) -> list[Seat]:
    """Those named at the event before, where they are of both sides."""
    named = [s for s in reader.last.seats if s.person.text_name] if reader.last else []
    return named if {s.country for s in named} >= set(reader.m.sides()) else []


def set_sides(reader: Reading, subjects: list[Seat], objects: list[Seat], first: str = "") -> None:
    """Two parties of a meeting are of the two sides: what is known of one tells the other.

    Where nothing is known of either, those named first are of the side `first`, else of the home side, and the seats are
    marked as inferred.
    """
    m, both = reader.m, subjects + objects
    left = next((seat.country for seat in subjects if seat.country in m.sides()), "")
    right = next((seat.country for seat in objects if seat.country in m.sides()), "")
    if not left and not right:
        left = first or m.home
        for seat in both:
            seat.basis = seat.basis if seat.country else "inferred"
    left, right = left or m.other(right), right or m.other(left)
    for seats, country in ((subjects, left), (objects, right)):
        for seat in seats:
            if not seat.country:
                seat.country = right if seats is subjects and not objects and _is_peer(m, seat.person) else country
                reader.memory.learn(seat.person, country)


def set_counterparts(subjects: list[Seat], objects: list[Seat]) -> None:
    """Give "his Egyptian counterpart" the office of the person named first."""
    first = next((seat.person.office for seat in subjects + objects if seat.person.office), "")
    for seat in subjects + objects:
        if not seat.person.office and (not seat.person.text_name or seat.person.role):
            seat.person = seat.person._replace(office=first)
