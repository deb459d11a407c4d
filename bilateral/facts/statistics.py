"""Printed quantities: an amount, what it measures, whose it is, of when, and who says so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bilateral import lexicon
from bilateral.facts.changes import in_money, in_turn, moved_by, multiplied, percent, respectively
from bilateral.facts.counts import counted_at
from bilateral.facts.entities import agreement_of, entity_of, session_entity
from bilateral.facts.figures import Figure, Reading, compared, mark_of, new_figure, set_period, whose_start
from bilateral.facts.flows import of_third_parties, set_flow, set_receiver, where_it_stands, whose
from bilateral.facts.planned import intended
from bilateral.facts.quotes import clause_start
from bilateral.facts.sources import NONE, source_of
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amounts import COUNT, MEASURE, MONEY, PERCENT, TIMES, Amount
from bilateral.phrases import Match, Phrases

_ASKED = frozenset({"of", "worth", "in", "for"})
_SCHOLARSHIPS = frozenset({"scholarship", "scholarships"})


@cache
def _indicators() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("indicators"))


@cache
def _changes() -> Phrases[str]:
    return Phrases((row["pattern"], row["sign"]) for row in lexicon.table("changes"))


def statistics(m: Mentions) -> list[Figure]:
    """The printed quantities of a page, in the order of the text."""
    found: list[Figure] = []
    source, paragraph = NONE, -1
    for sentence in m.sentences:
        source = source_of(m, sentence, source if sentence.paragraph == paragraph else NONE)
        paragraph = sentence.paragraph
        amounts = [a for a in m.within(m.amounts, sentence.start, sentence.end) if a.kind != "ordinal"]
        if amounts:
            marks = [
                x
                for x in _indicators().find(m.tokens, sentence.start, sentence.end)
                if x.row["indicator"] and not _aside(m, x, amounts)
            ]
            changes = [c for c in _changes().find(m.tokens, sentence.start, sentence.end) if c.row]
            reader = Reading(m, sentence, source, marks, changes, found)
            _read(reader, amounts)
            found.extend(reader.figures)
    return found


def _aside(m: Mentions, mark: Match[Row], amounts: list[Amount]) -> bool:
    """Whether a word stands in brackets that hold no amount: "Total trade (exports plus imports) was …"."""
    words, text = m.tokens.words, range(max(0, mark.start - 12), mark.start)
    opening = next((i for i in reversed(text) if words[i] in ("(", ")")), None)
    if opening is None or words[opening] == ")":
        return False
    closing = next((i for i in range(mark.end, min(mark.end + 24, len(words))) if words[i] == ")"), len(words))
    return not any(opening < amount.start < closing for amount in amounts)


def _read(reader: Reading, amounts: list[Amount]) -> None:
    rules = {MONEY: _money, MEASURE: _measure, PERCENT: percent, TIMES: _times, COUNT: _count}
    reader.turns = in_turn(reader, amounts)
    for k, amount in enumerate(amounts):
        stop = amounts[k + 1].bound if k + 1 < len(amounts) else reader.sentence.end
        floor = amounts[k - 1].end if k else reader.sentence.start
        figure = (
            None if intended(reader.m, reader.sentence.start, amount.bound) else rules[amount.kind](reader, amount, floor, stop)
        )
        if figure:
            reader.figures.append(figure)
    respectively(reader)


def _money(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    m, words = reader.m, reader.m.tokens.words
    floor = next((f.amount.end for f in reversed(reader.figures) if f.amount.kind == MONEY), reader.sentence.start)
    mark = reader.turns.get(amount.start) or mark_of(reader, amount, MONEY, floor, stop)
    last = reader.last(level=True)
    if words[amount.bound - 2 : amount.bound] in (["of", "this"], ["of", "that"], ["of", "the"]):
        return None  # "Of this $7.2 billion": said again
    change = moved_by(reader, amount, floor)
    if change and last is not None and last.amount.kind == MONEY:
        return in_money(reader, amount, change, last)
    if last is not None and last.amount.kind == MONEY and compared(words, floor, amount, last.amount):
        figure = replace(
            last,
            amount=amount,
            start=clause_start(m, reader.sentence, amount.bound),
            end=amount.end,
            unit=amount.unit,
            source=reader.source,
        )
        figure.rule, figure.noun_end = "statistics.compared", amount.end
        set_period(reader, figure, floor=amount.bound, stop=stop, inherit=False, wide=False)
        return figure
    if mark is None and any(word in ("it", "this") for word in words[floor : amount.bound]):
        return _goes_on(reader, amount, floor, stop)
    if mark is None:
        return _unnamed(reader, amount, floor, stop)
    if of_third_parties(reader, mark, amount):
        return None
    figure = new_figure(reader, amount, whose_start(reader, mark), mark.end)
    figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
    figure.label, figure.rule = m.tokens.span_text(mark.start, mark.end), "statistics.money"
    figure.flow = mark.row["flow"]
    if figure.indicator.startswith("trade."):
        figure.entity = "goods" if figure.indicator == "trade.goods" else ""
        set_flow(reader, figure, mark)
    else:
        set_receiver(reader, figure, mark, stop)
        figure.entity = entity_of(m, reader.sentence)
        if figure.indicator == "investment.direct" and "stock" in words[mark.start : mark.end + 1]:
            figure.indicator, figure.transform = "investment.stock", "stock"
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _goes_on(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`In the first quarter of 2024, it came to $1.8 billion`: the quantity of the sentence before."""
    former = reader.last(level=True) or next((f for f in reversed(reader.before[-3:]) if f.transform != "change"), None)
    if former is None or former.amount.kind != MONEY:
        return None
    figure = replace(former, amount=amount, start=amount.bound, end=amount.end, unit=amount.unit, source=reader.source)
    figure.rule, figure.noun_end = "statistics.goes_on", amount.end
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _unnamed(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A quantity that no word names keeps its row, without an indicator."""
    figure = new_figure(reader, amount, amount.bound, amount.end)
    figure.rule = "statistics.unnamed"
    figure.label = _noun_before(reader, amount.bound, floor)
    if not figure.label:
        return None
    figure.subject, figure.partner = reader.m.sides()
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _noun_before(reader: Reading, i: int, floor: int) -> str:
    """The noun that "of" or "worth" ties to an amount: "a gift worth $2 million"."""
    words = reader.m.tokens.words
    while i > floor and words[i - 1] in _ASKED:
        i -= 1
    j = i
    while (
        i > floor
        and reader.m.tokens.kinds[i - 1] == "word"
        and words[i - 1] not in ("a", "an", "the", "and", "to", "with", "by")
        and j - i < 3
    ):
        i -= 1
    return reader.m.tokens.span_text(i, j) if j > i else ""


def _measure(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    mark = mark_of(reader, amount, MEASURE, floor, stop)
    figure = new_figure(reader, amount, amount.bound, mark.end if mark and mark.start >= amount.end else amount.end)
    figure.rule = "statistics.measure"
    if mark:
        figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
        figure.label = reader.m.tokens.span_text(mark.start, mark.end)
        if mark.end <= amount.bound:
            figure.start = mark.start
    figure.unit += f"/{amount.per}" if amount.per else ""
    if amount.unit in ("km2", "ha"):
        figure.indicator, figure.transform = "area", "stock"
    figure.entity = entity_of(reader.m, reader.sentence)
    figure.subject, figure.partner = where_it_stands(reader, amount)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _times(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`has met five times` counts sessions; `more than twice as many` is a change."""
    words = reader.m.tokens.words
    if amount.numeral and amount.numeral.kind == "multiple":
        return multiplied(reader, amount, floor, stop)
    if reader.m.tokens.word(amount.end) == "as":
        last = reader.last(level=True)
        if last is None or amount.value is None:
            return None
        figure = replace(
            last,
            amount=amount,
            start=amount.bound,
            end=amount.end + 2,
            unit="times",
            transform="change",
            noun_end=amount.end,
        )
        figure.indicator, figure.label, figure.rule = (
            f"{last.indicator}.change" if last.indicator else "",
            "times",
            "statistics.times",
        )
        return figure
    met = any(word in ("met", "held", "convened", "meeting") for word in words[max(floor, amount.bound - 4) : amount.bound])
    return _sessions(reader, amount, amount.end) if met else None


def _count(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    words = reader.m.tokens.words
    counted = counted_at(reader.m, amount, reader.sentence)
    last = reader.last(level=True)
    inside = (
        reader.m.tokens.words[amount.bound - 1] == ":"
        and "(" in reader.m.tokens.words[max(floor, amount.bound - 5) : amount.bound]
    )
    if counted is None and last is not None and last.amount.kind == MONEY and inside:  # "(2020: 18.6 billion)"
        figure = replace(last, amount=replace(amount, kind=MONEY), start=amount.bound, end=amount.end, noun_end=amount.end)
        figure.rule = "statistics.compared"
        set_period(reader, figure, floor=floor, stop=stop, inherit=False)
        return figure
    if counted is None and last is not None and last.amount.kind == COUNT:
        if compared(reader.m.tokens.words, floor, amount):
            figure = replace(
                last, amount=amount, start=amount.bound, end=amount.end, noun_end=amount.end, rule="statistics.compared"
            )
            set_period(reader, figure, floor=amount.bound, stop=stop, inherit=False, wide=False)
            return figure
        if reader.m.tokens.words[amount.bound - 2 : amount.bound] in (["of", "whom"], ["of", "which"], ["of", "them"]):
            figure = replace(last, amount=amount, start=amount.bound, end=amount.end, noun_end=amount.end)
            figure.rule, figure.label = "statistics.of_whom", ""
            held = next((i for i in range(amount.end, min(amount.end + 6, stop)) if words[i] in _SCHOLARSHIPS), None)
            figure.indicator = "scholarships" if held else ""
            figure.start, figure.end = amount.bound - 2, held + 1 if held else amount.end
            return figure
    if counted is None:
        return None
    if counted.unit == "sessions":
        return _sessions(reader, amount, counted.end)
    figure = new_figure(reader, amount, amount.bound, counted.label_end)
    figure.indicator, figure.label, figure.unit, figure.transform = (
        counted.indicator,
        counted.label,
        counted.unit,
        counted.transform,
    )
    figure.unit += f"/{amount.per}" if amount.per else ""
    figure.noun_end, figure.rule = counted.end, "statistics.count"
    figure.entity = entity_of(reader.m, reader.sentence)
    if figure.indicator == "agreement.programs":
        figure.entity = agreement_of(reader.m, reader.sentence)
    figure.subject, figure.partner = whose(reader, amount, counted)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _sessions(reader: Reading, amount: Amount, end: int) -> Figure | None:
    """The sessions that a mechanism has held so far."""
    m = reader.m
    entity = session_entity(m, reader.sentence, amount)
    if entity is None:
        return None
    figure = new_figure(
        reader,
        amount,
        entity.start if entity.start < amount.start else amount.bound,
        max(end, entity.end if entity.start > amount.start else end),
    )
    figure.indicator, figure.transform, figure.unit = "mechanism.sessions", "cumulative", "sessions"
    figure.label, figure.noun_end, figure.rule = m.tokens.span_text(amount.start, end), end, "statistics.sessions"
    figure.entity, figure.period, figure.uses = entity.slug, entity.period, entity.uses
    figure.subject, figure.partner = m.sides()
    return figure
