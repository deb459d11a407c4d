"""Facts to rows: every rule's findings in the columns of the tables, with ids made of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bilateral.errors import SpanError
from bilateral.facts.event import Event, Seat, level
from bilateral.facts.events import events
from bilateral.facts.exercises import exercises
from bilateral.facts.figures import Figure
from bilateral.facts.mechanisms import multilateral
from bilateral.facts.milestones import milestones
from bilateral.facts.rankings import rankings
from bilateral.facts.sides import Known, known
from bilateral.facts.statistics import statistics
from bilateral.ledger import ledger
from bilateral.mentions import Mentions
from bilateral.tokens import slug

Row = dict[str, Any]


@dataclass(slots=True)
class _Rows:
    """The rows of a page while they are made, and which row is the first to use a mention, by the mention's first token."""

    m: Mentions
    page: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    used: dict[int, str] = field(default_factory=dict)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, table: str, name: str, values: Row, span: tuple[int, int], section: str, rule: str, uses: Iterable[int]) -> str:
        """Add a row; gives back its id, with a suffix where another row of the table has it."""
        n = self.ids[table, name] = self.ids.get((table, name), 0) + 1
        unique = name if n == 1 else f"{name}-{n}"
        self.put(table, {"id": unique, "page": self.page, **values}, span, section, rule)
        for start in uses:
            self.used.setdefault(start, f"{table}:{unique}")
        return unique

    def put(self, table: str, row: Row, span: tuple[int, int], section: str, rule: str) -> None:
        """Put a row into its table with the columns that tie it to its words, and without those that hold nothing."""
        row |= {"section": section, **self.where(span), "rule": rule}
        self.tables.setdefault(table, []).append({key: value for key, value in row.items() if value is not None and value != ""})

    def where(self, span: tuple[int, int]) -> Row:
        """The words of a row, and where they stand."""
        quote, start, end = self.m.quote(*span)
        if not quote or self.m.text[start:end] != quote:
            raise SpanError(self.page, start, end, quote, self.m.text[start:end])
        return {"quote": quote, "start": start, "end": end}


def rows(m: Mentions, page: str) -> dict[str, list[Row]]:
    """The rows of all seven tables of a page."""
    out = _Rows(m, page)
    found = events(m)
    figures = statistics(m)
    _milestones(out)
    _statistics(out, figures)
    _rankings(out)
    _exercises(out)
    _events(out, found)
    out.tables["ledger"] = ledger(m, page, out.used, [e.occasion for e in found if e.occasion])
    return out.tables


def _events(out: _Rows, found: list[Event]) -> None:
    memory = out.m.once_a_page(known)
    for event in sorted(found, key=lambda e: (out.m.tokens.starts[e.start], e.date.edtf)):
        m = out.m
        values = {
            "date": event.date.edtf,
            "date_basis": event.date.basis,
            "kind": event.kind,
            "format": event.format,
            "direction": _direction(event),
            "visitor": event.visitor,
            "host": event.host,
            "place": m.printed(*event.place) if event.place and event.format == "in_person" else "",
            "place_country": event.place_country if event.format == "in_person" else "",
            "place_basis": event.place_basis if event.format == "in_person" else "",
            "level": level(event),
            "grade": event.grade,
            "occasion": m.printed(*event.occasion) if event.occasion else "",
            "multilateral": bool(event.occasion and multilateral(m, event.occasion)),
            "mechanism": event.mechanism.slug if event.mechanism else "",
            "session": event.mechanism.session if event.mechanism else None,
        }
        uses = [event.date.start]
        if event.mechanism and event.mechanism.session:
            uses += [a.start for a in m.within(m.amounts, event.mechanism.start, event.mechanism.end) if a.kind == "ordinal"]
        name = f"{_dated(event.date.edtf)}/{event.kind}/{_who(event, memory)}"
        row_id = out.add("events", name, values, (event.start, event.end), event.section, event.rule, uses)
        _seats(out, row_id, event, memory)


def _dated(edtf: str) -> str:
    """A date as part of an id: an interval is written with two dots, "2004..2024-08", "1982-10.."."""
    return edtf.replace("/..", "..").replace("../", "..").replace("/", "..")


def _direction(event: Event) -> str:
    if event.format != "in_person":
        return "remote"
    if event.third:
        return "third_country"
    return f"{event.visitor}>{event.host}" if event.visitor and event.host else ""


def _who(event: Event, memory: Known) -> str:
    """What tells events of one date and kind apart: the mechanism and session of a dialogue, or the persons."""
    if event.mechanism and event.kind == "dialogue":
        return f"{event.mechanism.slug}-{event.mechanism.session}" if event.mechanism.session else event.mechanism.slug
    names = [memory.person(seat.person.text_name) for seat in event.seats if seat.person.text_name]
    return "+".join(dict.fromkeys(names)) or "unnamed"


def _seats(out: _Rows, event_id: str, event: Event, memory: Known) -> None:
    for number, seat in enumerate(event.seats, start=1):
        person = seat.person
        row = {
            "event": event_id,
            "page": out.page,
            "seat": number,
            "person": memory.person(person.text_name) if person.text_name else "",
            "name": out.m.printed(*person.name) if person.name else "",
            "country": seat.country,
            "role": out.m.printed(*person.role) if person.role else "",
            "office": memory.held(person),
            "side": _side(event, seat),
            "named": bool(person.text_name),
            "basis": seat.basis,
        }
        out.put("participants", row, seat.span, event.section, f"{event.rule}.seat")


def _side(event: Event, seat: Seat) -> str:
    if event.format != "in_person" or not event.host:
        return "peer"
    return "visitor" if seat.country == event.visitor else "host"


def _statistics(out: _Rows, figures: list[Figure]) -> None:
    for figure in figures:
        values = _figure_values(out.m, figure)
        what = figure.indicator or slug(figure.label) or "unnamed"
        told = (figure.subject, figure.flow) if figure.flow else (figure.subject, figure.entity)
        name = f"{_dated(figure.period) or 'undated'}/{what}/{'-'.join(part for part in told if part)}"
        uses = (figure.amount.start, *figure.uses)
        out.add("statistics", name, values, (figure.start, figure.end), figure.section, figure.rule, uses)


def _figure_values(m: Mentions, figure: Figure) -> Row:
    """The columns of a figure; a fall is negative, and its bounds change places."""
    amount = figure.amount
    low, high = (amount.low, amount.high) if figure.sign > 0 else (_negative(amount.high), _negative(amount.low))
    return {
        "indicator": figure.indicator,
        "label": figure.label,
        "transform": figure.transform,
        "reporter": figure.source.country,
        "subject": figure.subject,
        "partner": figure.partner,
        "flow": figure.flow,
        "entity": figure.entity,
        "period": figure.period,
        "value": None if amount.value is None else float(amount.value) * figure.sign,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "unit": figure.unit,
        "qualifier": amount.qualifier,
        "attribution": figure.source.words,
        "num_start": m.tokens.starts[amount.start],
        "num_end": m.tokens.ends[max(amount.end, figure.noun_end) - 1],
    }


def _negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _milestones(out: _Rows) -> None:
    for step in milestones(out.m):
        title = out.m.printed(*step.title)
        values = {"kind": step.kind, "title": title, "date": step.edtf, "thread": step.thread}
        name = f"{_dated(step.edtf)}/{step.kind}/{slug(title)[:60].strip('-')}"
        out.add(
            "milestones",
            name,
            values,
            (step.start, step.end),
            step.section,
            f"milestones.{step.step}",
            (step.date.start,),
        )


def _rankings(out: _Rows) -> None:
    for claim in rankings(out.m):
        values = {
            "subject": claim.subject,
            "object": claim.object,
            "measure": claim.measure,
            "rank": claim.rank,
            "scope": claim.scope,
            "since": claim.since,
            "attribution": claim.attribution,
        }
        name = f"{_dated(claim.since) or 'undated'}/{claim.measure}/{claim.subject}-{claim.object}"
        out.add("rankings", name, values, (claim.start, claim.end), claim.section, "rankings.claim", claim.uses)


def _exercises(out: _Rows) -> None:
    for exercise in exercises(out.m):
        date = exercise.date.edtf if exercise.date else ""
        values = {"series": exercise.series, "service": exercise.service, "date": date}
        name = f"{_dated(date) or 'series'}/{slug(exercise.series)}"
        uses = (exercise.date.start,) if exercise.date else ()
        out.add("exercises", name, values, (exercise.start, exercise.end), exercise.section, "exercises.named", uses)
