"""So many times: sessions that a mechanism has held, flights a week, what grew threefold."""

from __future__ import annotations

from bilateral.facts.changes import grown_times, multiplied
from bilateral.facts.entities import session_entity
from bilateral.facts.figures import Figure, Reading, again, new_figure
from bilateral.facts.periods import set_period
from bilateral.mentions.amount import Amount

_FLOWN = frozenset("fly flies flew flights flight".split())


def times(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`has met five times` counts sessions; `more than twice as many` is a change."""
    words = reader.m.tokens.words
    if amount.numeral and amount.numeral.kind == "multiple":
        return multiplied(reader, amount, floor, stop)
    if reader.m.tokens.word(amount.end) == "as":
        last = reader.last(level=True)
        return _as_many(reader, last, amount) if last is not None and amount.value is not None else None
    if words[amount.end : amount.end + 2] in (["more", "than"], ["higher", "than"]) and reader.m.dates_between(
        amount.end + 2, min(amount.end + 6, reader.sentence.end)
    ):
        last = reader.last(level=True)  # "1.2 times more than a year earlier"
        return _as_many(reader, last, amount) if last is not None and amount.value is not None else None
    if amount.per:  # "met four times a year" counts no sessions
        flown = not _FLOWN.isdisjoint(words[reader.sentence.start : amount.bound])
        return _flights(reader, amount, floor, stop) if flown else None
    grown = grown_times(reader, amount, floor)
    if grown:
        return grown
    met = any(word in ("met", "held", "convened", "meeting") for word in words[max(floor, amount.bound - 4) : amount.bound])
    return sessions(reader, amount, amount.end) if met else None


def _flights(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure:
    """`fly between A and B 18 times a week`: so many flights."""
    figure = new_figure(reader, amount, amount.bound, amount.rate_end)
    figure.indicator, figure.transform, figure.unit = "flights", "stock", f"flights/{amount.per}"
    figure.label, figure.rule = "times", "statistics.flights"
    figure.subject, figure.partner = reader.m.sides()
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _as_many(reader: Reading, last: Figure, amount: Amount) -> Figure:
    """A change in times of the level before: "more than twice as many"."""
    figure = again(reader, last, amount, "statistics.times")
    figure.end, figure.transform, figure.label = amount.end + 2, "change", "times"
    figure.indicator = f"{last.indicator}.change" if last.indicator else ""
    return figure


def sessions(reader: Reading, amount: Amount, end: int) -> Figure | None:
    """The sessions that a mechanism has held so far."""
    m = reader.m
    entity = session_entity(m, reader.sentence, amount)
    if entity is None:
        return None
    start, stop = (entity.start, end) if entity.start < amount.start else (amount.bound, max(end, entity.end))
    figure = new_figure(reader, amount, start, stop)
    figure.indicator, figure.transform, figure.unit = "mechanism.sessions", "cumulative", "sessions"
    figure.label, figure.noun_end, figure.rule = m.tokens.span_text(amount.start, end), end, "statistics.sessions"
    figure.entity, figure.period, figure.uses = entity.slug, entity.period, entity.uses
    figure.subject, figure.partner = m.sides()
    return figure
