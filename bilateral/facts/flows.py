"""Whose a figure is: exporter and importer, receiver of money, country of people and of things."""

from __future__ import annotations

from bilateral.facts.counts import Counted
from bilateral.facts.figures import Figure, Reading
from bilateral.lexicon import Row
from bilateral.mentions.amounts import Amount
from bilateral.mentions.places import CITY, DEMONYM, NAME
from bilateral.phrases import Match

FLOWS = frozenset({"X", "M"})
_DIVIDES = frozenset({";", "while", "whereas"})  # one clause from the next


def set_flow(reader: Reading, figure: Figure, mark: Match[Row]) -> None:
    """Whose exports or imports: "to" and "from" say it, else the possessor, else the flow before; a total is the home side's."""
    m, words = reader.m, reader.m.tokens.words
    figure.subject, figure.partner = m.sides()
    owner = next(
        (
            p.country
            for p in reversed(m.within(m.places, max(reader.sentence.start, mark.start - 4), mark.start))
            if p.country in m.sides() and p.end + 2 >= mark.start
        ),
        "",
    )
    if figure.flow not in FLOWS:
        if owner and figure.indicator == "trade.balance":
            figure.subject, figure.partner = owner, m.other(owner)
        return
    subject = ""
    for place in m.within(m.places, mark.end, mark.end + 8):
        link = words[place.start - 1] if words[place.start - 1] != "the" else words[place.start - 2]
        if place.country not in m.sides() or place.kind == DEMONYM:
            continue
        if link == ("to" if figure.flow == "X" else "from") and not any(word in ",;" for word in words[mark.end : place.start]):
            subject = m.other(place.country)
            break
        mixed = any(mark.end <= other.start < place.start for other in reader.marks)
        if not mixed and (link in ("of", "by") or link == ("from" if figure.flow == "X" else "by")):
            subject = place.country
            break
    last = next((f for f in reversed(reader.figures) if f.flow in FLOWS), None)
    own = any(word in ("its", "their") for word in words[mark.start - 3 : mark.start])
    if own and not last:
        owner = next((p.country for p in m.within(m.places, reader.sentence.start, mark.start) if p.country in m.sides()), owner)
    figure.subject = subject or owner or (last.subject if last else m.home)
    figure.partner = m.other(figure.subject)


def of_third_parties(reader: Reading, mark: Match[Row], amount: Amount) -> bool:
    """Whether a flow is with or among other countries ("trade between Mexico and Canada"), no fact of the two sides."""
    m, words = reader.m, reader.m.tokens.words
    near = [p for p in m.within(m.places, mark.end, min(mark.end + 9, max(amount.start, mark.end))) if p.kind == NAME]
    linked = [p for p in near if words[p.start - 1] in ("to", "from", "with", "between", "and", "the")]
    return any(p.country not in m.sides() for p in linked) and not set(m.sides()) <= {p.country for p in near}


def set_receiver(reader: Reading, figure: Figure, mark: Match[Row], stop: int) -> None:
    """Who receives the money: "in X", "granted X", "X received"; else the other side of the giver."""
    m, words = reader.m, reader.m.tokens.words
    start, end = reader.sentence.start, reader.sentence.end
    places = [p for p in m.within(m.places, start, end) if p.country in m.sides()]
    clause = [
        p
        for p in places
        if figure.start - 12 <= p.start < stop and not _DIVIDES & set(words[min(p.start, figure.end) : max(p.start, figure.end)])
    ]
    inside = [p for p in clause if words[p.start - 1] == "in" and p.kind != DEMONYM]
    inside = [p for p in inside if p.start >= figure.amount.end] or inside[::-1]
    inside = inside or [p for p in places if words[p.start - 1] in ("in", "to") and p.kind != DEMONYM and p.start > figure.end]
    given = [
        p
        for p in clause
        if words[p.start - 1] in ("granted", "provided", "gave", "lent", "offered", "to", "extended") and p.kind != DEMONYM
    ]
    got = [p for p in clause if reader.m.tokens.word(p.end) in ("received", "obtained", "attracted", "borrowed", "secured")]
    source = [p for p in clause if words[p.start - 1] == "from"]
    if figure.indicator == "debt":
        got = got or [p for p in clause if reader.m.tokens.word(p.end) == "'s" and p.end + 1 == mark.start]
    owner = [p for p in clause if p.end <= mark.start + 1 and p.kind != CITY]
    inside = inside or [p for p in clause if p.kind == CITY and p.end <= mark.start]  # a gateway, zone or port there
    if inside or given or got:
        figure.subject = (inside or given or got)[0].country
    elif source or owner:
        figure.subject = m.other((source or owner[::-1])[0].country)
    else:
        giver = next((p for p in places if p.kind == NAME and p.end <= figure.amount.start), None)
        figure.subject = m.other(giver.country) if giver else m.partner
    figure.partner = m.other(figure.subject)


def where_it_stands(reader: Reading, amount: Amount) -> tuple[str, str]:
    """Where things stand: "in X", of this clause or the sentence, else the partner's country, of which the page tells."""
    m, words = reader.m, reader.m.tokens.words
    places = [p for p in m.within(m.places, amount.end, reader.sentence.end) if p.country in m.sides() and p.kind != DEMONYM]
    here = [
        p
        for p in places
        if words[p.start - 1] in ("in", "to", "across") or (words[p.start - 1] == "the" and words[p.start - 2] == "in")
    ]
    before = [
        p
        for p in m.within(m.places, reader.sentence.start, amount.start)
        if p.country in m.sides() and words[p.start - 1] == "in" and p.kind != CITY
    ]
    named = [p for p in m.within(m.places, reader.sentence.start, amount.start) if p.country in m.sides() and p.kind == CITY]
    chosen = here or before[::-1] or named
    country = chosen[0].country if chosen else m.partner
    return country, m.other(country)


def whose(reader: Reading, amount: Amount, counted: Counted) -> tuple[str, str]:
    """Whose people, where things stand, or the home side where they are joint."""
    m, words = reader.m, reader.m.tokens.words
    if counted.whose == "joint":
        return m.sides()
    if counted.whose == "people":
        places = [p for p in m.within(m.places, amount.end, counted.label_end + 3) if p.country in m.sides()]
        own = [p for p in places if p.kind == DEMONYM or words[p.start - 1] in ("from", "to")]
        country = own[0].country if own else m.home
        return country, m.other(country)
    return where_it_stands(reader, amount)
