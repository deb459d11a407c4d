"""Who received whom: from the place of an engagement, the visit around it, or its occasion."""

from __future__ import annotations

from dataclasses import replace

from bilateral.facts.event import Event, Reading
from bilateral.mentions import Mentions
from bilateral.mentions.places import Place
from bilateral.mentions.points import Date

_JOINING = frozenset({"-", "+", "and"})


def set_host(reader: Reading, event: Event, parent: Event | None) -> None:
    """Who received whom: from the place, else from the visit around it, else from the one country that the occasion names."""
    m = reader.m
    if event.place_country:
        if event.place_country in m.sides():
            event.host, event.visitor = event.place_country, m.other(event.place_country)
        else:
            event.third = True
        return
    host = parent.host if parent else host_of_occasion(m, event)
    if host:
        event.host, event.visitor = host, m.other(host)
        event.place_country, event.place_basis = host, "inferred"


def held_again(reader: Reading, last: Event, span: tuple[int, int], date: Date, place: Place | None) -> Event:
    """Add an engagement of the kind of the last one, of another date and place, told at the tokens of `span`."""
    event = replace(last, start=span[0], end=span[1], date=date, visitor="", host="", third=False)
    event.place, event.place_country, event.place_basis = None, "", ""
    if place:
        set_place(event, place)
    set_host(reader, event, None)
    reader.events.append(event)
    return event


def set_place(event: Event, place: Place) -> None:
    """Set where an engagement was, as the page states it."""
    event.place, event.place_country, event.place_basis = (place.start, place.end), place.country, "stated"


def host_of_occasion(m: Mentions, event: Event) -> str:
    """The side whose country alone an occasion names ("the 3rd China Forum"), not joined to others ("China-Africa")."""
    if not event.occasion:
        return ""
    sides = [p for p in m.within(m.places, *event.occasion) if p.country in m.sides()]
    found = {p.country for p in sides if _JOINING.isdisjoint((m.tokens.words[p.start - 1], m.tokens.word(p.end)))}
    return found.pop() if len(found) == 1 else ""
