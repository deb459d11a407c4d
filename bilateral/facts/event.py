"""An engagement while it is read: the event, the seats at it, and the state of the page around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from bilateral import lexicon
from bilateral.edtf import days
from bilateral.facts.mechanisms import Mechanism
from bilateral.facts.sides import Known
from bilateral.facts.subjects import Clause
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.offices import highest
from bilateral.mentions.person import Person
from bilateral.mentions.points import Date
from bilateral.phrases import Phrases

IN_PERSON, REMOTE = "in_person", "remote"


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
class Reading:
    """The state of reading a page from top to bottom."""

    m: Mentions
    memory: Known
    events: list[Event] = field(default_factory=list)
    resolved: dict[int, list[Seat]] = field(default_factory=dict)
    mechanism: Mechanism | None = None

    @property
    def last(self) -> Event | None:
        """The engagement read last."""
        return self.events[-1] if self.events else None


def grade_of(m: Mentions, clause: Clause) -> str:
    """The grade of a visit as printed between "paid a" and "visit": state, official, working."""
    words = m.tokens.words
    start = clause.verb.start
    while words[clause.verb.start] in ("visit", "visits") and start and words[start - 1] in lexicon.words("grades"):
        start -= 1
    span = (start, clause.verb.end)
    for i in range(clause.verb.end, clause.end):  # "came to X in July for a state visit"
        if words[i : i + 2] in (["for", "a"], ["for", "an"], ["on", "a"], ["on", "an"]) and "visit" in words[i + 2 : i + 6]:
            span = (i, i + 2 + words[i + 2 : i + 6].index("visit"))
    return " ".join(word for word in words[span[0] : span[1]] if word in lexicon.words("grades"))


def new_event(sentence: Sentence, clause: Clause, seats: list[Seat], *, visitor: str = "", host: str = "") -> Event:
    """The event of a clause with its seats; raises ValueError for a clause without a date."""
    date = clause.date
    if date is None:
        raise ValueError("an event needs a date")
    return Event(
        clause.kind, clause.verb.row["format"], clause.told, clause.end, date, sentence.section, seats, visitor, host,
        place=clause.place, place_country=clause.place_country, place_basis="stated" if clause.place else "",
        occasion=clause.occasion,
    )  # fmt: skip


def within(date: Date, other: Date) -> bool:
    """Whether a date lies within another."""
    a, b = days(date.edtf), days(other.edtf)
    return bool(a.start and b.start and a.end and b.end and b.start <= a.start and a.end <= b.end)


def level(event: Event) -> str:
    """The highest office that took part."""
    return highest([seat.person.office for seat in event.seats])


@cache
def _national() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("national_offices"))


def nationally(m: Mentions, event: Event) -> Event:
    """The event with offices that mean something else in one country: a British Foreign Secretary is a foreign minister."""
    for seat in event.seats:
        if seat.person.role:
            rows = [
                match.row
                for match in _national().find(m.tokens, *seat.person.role)
                if seat.country in match.row["countries"].split("|")
            ]
            seat.person = seat.person._replace(office=rows[0]["office"]) if rows else seat.person
    return event
