"""Who received whom: from the place of an engagement, the visit around it, or its occasion."""

from __future__ import annotations

from bilateral.facts.event import Event, Reading
from bilateral.mentions import Mentions


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


def host_of_occasion(m: Mentions, event: Event) -> str:
    """The side whose country alone an occasion names ("the 3rd China Forum"), unless it is joined to others ("China-Africa")."""
    if not event.occasion:
        return ""
    found = [p for p in m.within(m.places, *event.occasion) if p.country in m.sides()]
    joined = any(m.tokens.word(p.end) in ("-", "+", "and") or m.tokens.words[p.start - 1] in ("-", "+") for p in found)
    return found[0].country if found and not joined and len({p.country for p in found}) == 1 else ""
