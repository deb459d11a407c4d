"""Where an engagement was: where somebody went, or in what place others met, or on what line."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.subjects import Clause
from bilateral.mentions import Mentions
from bilateral.mentions.places import DEMONYM, Place
from bilateral.phrases import Phrases

_SITE = 10  # tokens: from "visited" to where it was
_MARKS = frozenset({",", ";", "(", "and", "."})


@cache
def _remote() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("remote"))


def set_place(m: Mentions, clause: Clause) -> None:
    """The destination of a verb of visiting; the place behind "in" or "at" of any other, and whether it was held remotely."""
    verb = clause.verb
    if verb.row["object"] in ("place", "within", "back"):
        clause.destinations = _destinations(m, clause)
        return
    if verb.row["object"] == "visited":
        clause.destinations = [p for p in m.within(m.places, verb.start - 4, verb.start) if p.end == verb.start]
    venues = m.within(m.places, verb.start, clause.end) if clause.kind != "letter" else []
    place = next((p for p in venues if _is_venue(m, clause, p)), None)
    if not place and clause.kind == "dialogue" and m.tokens.words[verb.start] == "hosted":  # "Almaty hosted the 19th session"
        place = next((p for p in m.within(m.places, verb.start - 3, verb.start) if p.end == verb.start), None)
    if not place and clause.kind == "meeting":
        ahead = m.within(m.places, clause.start, clause.subjects[0].start if clause.subjects else verb.start)
        place = next((p for p in ahead if _is_venue(m, clause, p)), None)
    if place:
        clause.place, clause.place_country = _whole_place(m, clause, place), place.country
    clause.remote = bool(_remote().find(m.tokens, verb.start, clause.end))


def _destinations(m: Mentions, clause: Clause) -> list[Place]:
    """The places right behind a verb of visiting, joined by commas and "and", or that inside "the visit to X of President A"."""
    if "place" in clause.verb.slots:
        return m.within(m.places, *clause.verb.slots["place"])
    found: list[Place] = []
    for place in m.within(m.places, clause.verb.end, clause.end):
        between = m.tokens.words[found[-1].end if found else clause.verb.end : place.start]
        if place.kind != DEMONYM and not set(between) <= {"the", ",", "and", "neighbouring", "neighboring"}:
            break
        if place.kind != DEMONYM:
            found.append(place)
    return found or _site(m, clause)


def _site(m: Mentions, clause: Clause) -> list[Place]:
    """Where what was visited stands: "visited Canadian troops in Jordan", "toured the plant in Lima"."""
    words, start = m.tokens.words, clause.verb.end
    if words[clause.verb.start] not in ("visited", "visiting", "toured"):
        return []
    stop = next((i for i in range(start, min(start + _SITE, clause.end)) if words[i] in _MARKS), min(start + _SITE, clause.end))
    return [p for p in m.within(m.places, start, stop) if p.kind != DEMONYM and m.tokens.word_before(p.start) == "in"][:1]


def _is_venue(m: Mentions, clause: Clause, place: Place) -> bool:
    """Whether an event was held in or at a place, outside its occasion."""
    inside = clause.occasion is not None and clause.occasion[0] <= place.start < clause.occasion[1]
    possessor = place.end < clause.end and m.tokens.words[place.end] == "'s"
    links = ("in", "at", "to") if clause.verb.row["object"] == "guest" else ("in", "at")  # "welcomed President A to Berlin"
    bracket = clause.occasion is not None and place.start == clause.occasion[1] + 1 and m.tokens.words[place.start - 1] == "("
    told = bracket or m.tokens.word_before(place.start) in links  # "at the G20 Summit (Rio de Janeiro, 21 May 2024)"
    told = told or _venue_before(m, clause, place.start) is not None
    return place.kind != DEMONYM and not inside and not possessor and told


def _venue_before(m: Mentions, clause: Clause, i: int) -> int | None:
    """Where a venue begins that a comma parts from its city at token `i`: "at Hyderabad House, New Delhi"; else None."""
    k = i - 1
    while k > clause.verb.end and m.tokens.capital(k - 1) and not m.within(m.people, k - 1, k):
        k -= 1
    return k if m.tokens.words[i - 1] == "," and k < i - 1 and m.tokens.words[k - 1] in ("at", "in") else None


def _whole_place(m: Mentions, clause: Clause, place: Place) -> tuple[int, int]:
    """A place with the country behind its comma ("Bali, Indonesia") and the venue before it ("at the City Palace in …")."""
    tokens = m.tokens
    more = m.within(m.places, place.end + 1, place.end + 2) if tokens.word(place.end) == "," else []
    end = more[0].end if more and more[0].country == place.country else place.end
    before = _venue_before(m, clause, place.start)
    if before is not None:
        return before, end
    venue = place.start - 2
    while venue > clause.verb.end and tokens.capital(venue):
        venue -= 1
    return (venue + 1 if venue < place.start - 2 and tokens.words[venue] == "at" else place.start), end
