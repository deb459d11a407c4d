"""Printed quantities: an amount, what it measures, whose it is, of when, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from bilateral import lexicon
from bilateral.facts.counts import Counted, counted_at
from bilateral.facts.entities import entity_of, session_entity
from bilateral.facts.periods import period_of
from bilateral.facts.sources import NONE, Source, source_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amounts import COUNT, MEASURE, MONEY, PERCENT, TIMES, Amount
from bilateral.mentions.places import CITY, DEMONYM
from bilateral.phrases import Match, Phrases

Row = dict[str, str]
_FLOWS = frozenset({"X", "M"})
_ASKED = frozenset({"of", "worth", "in", "for"})


@dataclass(slots=True)
class Figure:
    """One printed quantity before it is a row; `start` and `end` are the tokens that carry it, `uses` the dates that give its period."""

    amount: Amount
    start: int
    end: int
    section: str
    source: Source
    indicator: str = ""
    label: str = ""
    transform: str = "level"
    flow: str = ""
    subject: str = ""
    partner: str = ""
    entity: str = ""
    period: str = ""
    unit: str = ""
    sign: int = 1
    noun_end: int = 0
    uses: tuple[int, ...] = ()
    rule: str = ""


@dataclass(slots=True)
class _Reader:
    m: Mentions
    sentence: Sentence
    source: Source
    marks: list[Match[Row]]
    changes: list[Match[str]]
    before: list[Figure]
    figures: list[Figure] = field(default_factory=list)

    def last(self, *, level: bool = False) -> Figure | None:
        """The figure read last in the sentence (a level, where asked)."""
        return next((f for f in reversed(self.figures) if not level or not f.indicator.endswith(".change")), None)


@lru_cache(maxsize=1)
def _indicators() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("indicators"))


@lru_cache(maxsize=1)
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
            marks = list(_indicators().find(m.tokens, sentence.start, sentence.end))
            changes = [c for c in _changes().find(m.tokens, sentence.start, sentence.end) if c.row]
            reader = _Reader(m, sentence, source, marks, changes, found)
            _read(reader, amounts)
            found = found + reader.figures
    return found


def sessions_held(m: Mentions, sentence: Sentence) -> int | None:
    """The number of sessions that a sentence says a mechanism has held."""
    for amount in m.within(m.amounts, sentence.start, sentence.end):
        counted = counted_at(m, amount, sentence) if amount.kind in (COUNT, TIMES) else None
        if counted and counted.unit == "sessions" and amount.value is not None:
            return int(amount.value)
    return None


def _read(reader: _Reader, amounts: list[Amount]) -> None:
    rules = {MONEY: _money, MEASURE: _measure, PERCENT: _percent, TIMES: _times, COUNT: _count}
    for k, amount in enumerate(amounts):
        stop = amounts[k + 1].bound if k + 1 < len(amounts) else reader.sentence.end
        floor = amounts[k - 1].end if k else reader.sentence.start
        figure = rules[amount.kind](reader, amount, floor, stop)
        if figure:
            reader.figures.append(figure)
    _respectively(reader)


def _new(reader: _Reader, amount: Amount, start: int, end: int) -> Figure:
    figure = Figure(
        amount, min(start, amount.bound), max(end, amount.end), reader.sentence.section, reader.source, unit=amount.unit
    )
    figure.noun_end = amount.end
    return figure


def _mark(reader: _Reader, amount: Amount, kind: str, floor: int, stop: int) -> Match[Row] | None:
    """The word that names what an amount measures: right behind it ("$5 bn in investment"), else the last one before it."""
    words = reader.m.tokens.words
    i = amount.end
    near = [x for x in reader.marks if x.row["unit"] == kind and i <= x.start <= i + 4 and x.start < stop]
    if near and words[i : i + 1] in (["in"], ["of"]) and not any(w in ",;" for w in words[i : near[0].start]):
        return near[0]
    ahead = [x for x in reader.marks if x.row["unit"] == kind and floor <= x.start and x.end <= amount.bound]
    return ahead[-1] if ahead else None


def _money(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    m, words = reader.m, reader.m.tokens.words
    floor = next((f.amount.end for f in reversed(reader.figures) if f.amount.kind == MONEY), reader.sentence.start)
    mark = _mark(reader, amount, MONEY, floor, stop)
    last = reader.last(level=True)
    up_from = "from" in words[max(floor, amount.bound - 2) : amount.bound] and last is not None
    if (mark is None or up_from) and last is not None and last.amount.kind == MONEY and _compared(words, floor, amount):
        figure = replace(
            last,
            amount=amount,
            start=_clause_start(reader, amount.bound),
            end=amount.end,
            unit=amount.unit,
            source=reader.source,
        )
        figure.rule, figure.noun_end = "statistics.compared", amount.end
        _dated(reader, figure, floor=amount.bound, stop=stop, inherit=False)
        return figure
    if mark is None:
        return _unnamed(reader, amount, floor, stop)
    figure = _new(reader, amount, _whose_start(reader, mark), mark.end)
    figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
    figure.label, figure.rule = m.tokens.span_text(mark.start, mark.end), "statistics.money"
    figure.flow = mark.row["flow"]
    if figure.indicator.startswith("trade."):
        figure.entity = "goods" if figure.indicator == "trade.goods" else ""
        _flow(reader, figure, mark)
    else:
        _receiver(reader, figure, mark, stop)
        figure.entity = entity_of(m, reader.sentence)
        if figure.indicator == "investment.stock" or "stock" in words[mark.start : mark.end]:
            figure.transform = "stock"
    _dated(reader, figure, floor=floor, stop=stop)
    return figure


def _compared(words: list[str], floor: int, amount: Amount) -> bool:
    """`up from $26.2 billion`, `compared with $3 billion`: the same quantity of another period."""
    return any(
        word in ("from", "compared", "against", "versus") for word in words[max(floor, amount.bound - 3) : amount.bound]
    )


def _unnamed(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A quantity that no word names keeps its row, without an indicator."""
    figure = _new(reader, amount, amount.bound, amount.end)
    figure.rule = "statistics.unnamed"
    figure.label = _noun_before(reader, amount.bound, floor)
    if not figure.label:
        return None
    figure.subject, figure.partner = reader.m.sides()
    _dated(reader, figure, floor=floor, stop=stop)
    return figure


def _noun_before(reader: _Reader, i: int, floor: int) -> str:
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


def _whose_start(reader: _Reader, mark: Match[Row]) -> int:
    """Where the noun phrase of a measured thing begins: with its possessor."""
    i = mark.start
    m, words = reader.m, reader.m.tokens.words
    while i > reader.sentence.start and words[i - 1] in (
        "'s",
        "total",
        "bilateral",
        "the",
        "its",
        "direct",
        "annual",
        "'",
        "stock",
        "of",
        "two",
        "-",
        "way",
    ):
        i -= 1
    place = next((p for p in m.within(m.places, max(reader.sentence.start, i - 4), i) if p.end == i), None)
    return place.start if place else i


def _flow(reader: _Reader, figure: Figure, mark: Match[Row]) -> None:
    """Whose exports or imports: "to" and "from" say it, else the possessor, else the flow before; a total is the home side's."""
    m, words = reader.m, reader.m.tokens.words
    figure.subject, figure.partner = m.sides()
    if figure.flow not in _FLOWS:
        return
    subject = ""
    for place in m.within(m.places, mark.end, mark.end + 8):
        link = words[place.start - 1] if words[place.start - 1] != "the" else words[place.start - 2]
        if place.country not in m.sides() or place.kind == DEMONYM:
            continue
        if link == ("to" if figure.flow == "X" else "from") and not any(
            word in ",;" for word in words[mark.end : place.start]
        ):
            subject = m.other(place.country)
            break
        if link in ("of", "by") or link == ("from" if figure.flow == "X" else "by"):
            subject = place.country
            break
    owner = next((p.country for p in reversed(m.within(m.places, max(reader.sentence.start, mark.start - 4), mark.start)) if p.country in m.sides()
                  and p.end + 2 >= mark.start), "")  # fmt: skip
    last = next((f for f in reversed(reader.figures) if f.flow in _FLOWS), None)
    figure.subject = subject or owner or (last.subject if last else m.home)
    figure.partner = m.other(figure.subject)


def _receiver(reader: _Reader, figure: Figure, mark: Match[Row], stop: int) -> None:
    """Who receives the money: "in X", "granted X", "X received"; else the other side of the giver."""
    m, words = reader.m, reader.m.tokens.words
    start, end = reader.sentence.start, reader.sentence.end
    places = [p for p in m.within(m.places, start, end) if p.country in m.sides()]
    clause = [
        p
        for p in places
        if figure.start - 12 <= p.start < stop
        and not any(w in ";" for w in words[min(p.start, figure.end) : max(p.start, figure.end)])
    ]
    inside = [p for p in clause if words[p.start - 1] == "in" and p.kind != DEMONYM] or [
        p for p in places if words[p.start - 1] in ("in", "to") and p.kind != DEMONYM and p.start > figure.end
    ]
    given = [
        p
        for p in clause
        if words[p.start - 1] in ("granted", "provided", "gave", "lent", "offered", "to", "extended")
        and p.kind != DEMONYM
    ]
    got = [
        p
        for p in clause
        if words[p.end : p.end + 1] in (["received"], ["obtained"], ["attracted"], ["borrowed"], ["secured"])
    ]
    source = [p for p in clause if words[p.start - 1] == "from"]
    owner = [p for p in clause if p.end <= mark.start + 1 and p.kind != CITY]
    inside = inside or [p for p in clause if p.kind == CITY and p.end <= mark.start]  # a gateway, zone or port there
    if inside or given or got:
        figure.subject = (inside or given or got)[0].country
    elif source or owner:
        figure.subject = m.other((source or owner[::-1])[0].country)
    else:
        figure.subject = m.partner
    figure.partner = m.other(figure.subject)


def _measure(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    mark = _mark(reader, amount, MEASURE, floor, stop)
    figure = _new(reader, amount, amount.bound, mark.end if mark and mark.start >= amount.end else amount.end)
    figure.rule = "statistics.measure"
    if mark:
        figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
        figure.label = reader.m.tokens.span_text(mark.start, mark.end)
        if mark.end <= amount.bound:
            figure.start = mark.start
    if amount.unit in ("km2", "ha"):
        figure.indicator, figure.transform = "area", "stock"
    figure.entity = entity_of(reader.m, reader.sentence)
    figure.subject, figure.partner = _stands(reader, amount, stop)
    _dated(reader, figure, floor=floor, stop=stop)
    return figure


def _stands(reader: _Reader, amount: Amount, stop: int) -> tuple[str, str]:
    """Where things stand: "in X", of this clause or the sentence, else the partner's country, of which the page tells."""
    m, words = reader.m, reader.m.tokens.words
    places = [
        p for p in m.within(m.places, amount.end, reader.sentence.end) if p.country in m.sides() and p.kind != DEMONYM
    ]
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
    named = [
        p for p in m.within(m.places, reader.sentence.start, amount.start) if p.country in m.sides() and p.kind == CITY
    ]
    chosen = here or before or named
    country = chosen[0].country if chosen else m.partner
    return country, m.other(country)


def _percent(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A rate of change on the year before, or a share."""
    change = _change(reader, amount, floor, stop)
    last = reader.last(level=True) or next(
        (f for f in reversed(reader.before) if not f.indicator.endswith(".change")), None
    )
    mark = _mark(reader, amount, MONEY, floor, stop)
    figure = _new(reader, amount, amount.bound, amount.end)
    figure.rule = "statistics.change" if change else "statistics.share"
    if change is None:
        return _share(reader, figure, mark, floor, stop)
    figure.sign = -1 if change.row == "-" else 1
    figure.label = reader.m.tokens.span_text(*_label_of_change(reader, change))
    figure.transform = "change"
    figure.start, figure.end = min(figure.start, _label_of_change(reader, change)[0]), max(figure.end, change.end)
    if (
        mark
        and mark.row["indicator"].startswith("trade")
        and mark.start >= (reader.last().amount.end if reader.last() else floor)
    ):  # type: ignore[union-attr]
        figure.indicator, figure.flow, figure.start = (
            mark.row["indicator"],
            mark.row["flow"],
            _whose_start(reader, mark),
        )
        _flow(reader, figure, mark)
        figure.entity = "goods"
        _dated(reader, figure, floor=floor, stop=stop)
    elif last is not None:
        figure.indicator, figure.flow, figure.subject, figure.partner = (
            last.indicator,
            last.flow,
            last.subject,
            last.partner,
        )
        figure.entity, figure.period, figure.uses = last.entity, last.period, last.uses
    else:
        return None
    figure.indicator = f"{figure.indicator}.change" if figure.indicator else ""
    return figure


def _change(reader: _Reader, amount: Amount, floor: int, stop: int) -> Match[str] | None:
    """The word of growth or fall next to a rate: right before it, else right behind it."""
    words = reader.m.tokens.words
    for change in reversed(reader.changes):
        gap = words[change.end : amount.bound]
        if floor <= change.start and change.end <= amount.bound and len(gap) <= 3 and not any(w in ",;" for w in gap):
            return change
    behind = [c for c in reader.changes if amount.end <= c.start <= amount.end + 4 and c.start < stop]
    return behind[0] if behind and not any(w in ",;" for w in words[amount.end : behind[0].start]) else None


def _label_of_change(reader: _Reader, change: Match[str]) -> tuple[int, int]:
    words, i = reader.m.tokens.words, change.start
    while i > reader.sentence.start and words[i - 1] in ("year", "on", "-", "annual"):
        i -= 1
    return i, change.end


def _share(reader: _Reader, figure: Figure, mark: Match[Row] | None, floor: int, stop: int) -> Figure | None:
    words = reader.m.tokens.words
    behind = [x for x in reader.marks if figure.amount.end <= x.start < stop and x.row["flow"]]
    whole = words[figure.amount.end : figure.amount.end + 1] == ["of"]
    if not whole and not any(
        w in ("share", "accounting", "accounts", "accounted")
        for w in words[max(floor, figure.amount.bound - 8) : figure.amount.bound]
    ):
        return None
    of = behind[0] if behind else mark
    figure.label, figure.indicator = "share", "trade.share" if of else ""
    if of:
        figure.flow = of.row["flow"]
        _flow(reader, figure, of)
        figure.end = max(figure.end, of.end)
    figure.subject, figure.partner = (figure.subject, figure.partner) if figure.subject else reader.m.sides()
    _dated(reader, figure, floor=floor, stop=stop, inherit=False)
    return figure


def _times(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`has met five times` counts sessions; `more than twice as many` is a change."""
    words = reader.m.tokens.words
    if words[amount.end : amount.end + 1] == ["as"]:
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
    met = any(
        word in ("met", "held", "convened", "meeting") for word in words[max(floor, amount.bound - 4) : amount.bound]
    )
    return _sessions(reader, amount, amount.end, floor, stop) if met else None


def _count(reader: _Reader, amount: Amount, floor: int, stop: int) -> Figure | None:
    counted = counted_at(reader.m, amount, reader.sentence)
    last = reader.last(level=True)
    if counted is None and last is not None and last.amount.kind == COUNT:
        if _compared(reader.m.tokens.words, floor, amount):
            figure = replace(
                last, amount=amount, start=amount.bound, end=amount.end, noun_end=amount.end, rule="statistics.compared"
            )
            _dated(reader, figure, floor=amount.bound, stop=stop, inherit=False)
            return figure
        if reader.m.tokens.words[amount.bound - 2 : amount.bound] in (["of", "whom"], ["of", "which"], ["of", "them"]):
            return replace(
                last,
                amount=amount,
                start=amount.bound,
                end=amount.end,
                noun_end=amount.end,
                indicator="",
                label="",
                rule="statistics.of_whom",
            )
    if counted is None:
        return None
    if counted.unit == "sessions":
        return _sessions(reader, amount, counted.end, floor, stop)
    figure = _new(reader, amount, amount.bound, counted.label_end)
    figure.indicator, figure.label, figure.unit, figure.transform = (
        counted.indicator,
        counted.label,
        counted.unit,
        counted.transform,
    )
    figure.unit += f"/{amount.per}" if amount.per else ""
    figure.noun_end, figure.rule = counted.end, "statistics.count"
    figure.entity = entity_of(reader.m, reader.sentence)
    figure.subject, figure.partner = _owner(reader, amount, counted, stop)
    _dated(reader, figure, floor=floor, stop=stop)
    return figure


def _owner(reader: _Reader, amount: Amount, counted: Counted, stop: int) -> tuple[str, str]:
    """Whose people, where things stand, or the home side where they are joint."""
    m, words = reader.m, reader.m.tokens.words
    if counted.whose == "joint":
        return m.sides()
    if counted.whose == "people":
        places = [p for p in m.within(m.places, amount.end, counted.label_end + 3) if p.country in m.sides()]
        own = [p for p in places if p.kind == DEMONYM or words[p.start - 1] == "from"]
        country = own[0].country if own else m.home
        return country, m.other(country)
    return _stands(reader, amount, stop)


def _sessions(reader: _Reader, amount: Amount, end: int, floor: int, stop: int) -> Figure | None:
    """The sessions that a mechanism has held so far."""
    m = reader.m
    entity = session_entity(m, reader.sentence, amount)
    if entity is None:
        return None
    figure = _new(
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


def _dated(reader: _Reader, figure: Figure, *, floor: int, stop: int, inherit: bool = True) -> None:
    """The period: the date of the clause or the sentence, else that of the figures that the sentence goes on from."""
    m = reader.m
    dates = [d for d in m.dates_between(reader.sentence.start, reader.sentence.end) if d.known]
    period, uses = period_of(m, reader.sentence, dates, figure.transform, floor, figure.amount, stop, inherit)
    if not period and inherit:
        former = reader.last() or _goes_on_from(reader, figure)
        if former is not None:
            period, uses = former.period, ()
    if "/" in period and (figure.transform == "stock" or period.startswith("..")):
        figure.transform = "cumulative"
    figure.period, figure.uses = period, uses
    figure.start = min(figure.start, _clause_start(reader, figure.start))
    own = [d for d in dates if d.start in uses]
    figure.end = max([figure.end, *(d.end for d in own if 0 <= d.start - figure.end <= 2)])


def _goes_on_from(reader: _Reader, figure: Figure) -> Figure | None:
    """The last figure of the paragraph, for trade that goes on from it ("Among them, exports …")."""
    if not figure.indicator.startswith("trade"):
        return None
    former = (
        f for f in reversed(reader.before) if f.indicator.startswith("trade") and f.section == reader.sentence.section
    )
    return next((f for f in former if f.rule != "statistics.compared"), None)


def _clause_start(reader: _Reader, i: int) -> int:
    """Where the clause around token `i` begins, if it does within a few words: the quote carries the verb and its subject."""
    words, floor = reader.m.tokens.words, reader.sentence.start
    j = i
    while j > floor and words[j - 1] not in (",", ";", "(", "and", "which") and i - j < 14:
        j -= 1
    return j if j == floor or words[j - 1] in (",", ";", "(", "and", "which") else i


def _respectively(reader: _Reader) -> None:
    """`an increase of 14.3 percent and a decrease of 20.8 percent respectively`: the rates belong to the levels in turn."""
    if "respectively" not in reader.m.tokens.words[reader.sentence.start : reader.sentence.end]:
        return
    rates = [f for f in reader.figures if f.transform == "change"]
    levels = [f for f in reader.figures if f.transform != "change" and f.amount.kind == MONEY]
    tail = [f for f in rates if levels and f.amount.start > levels[-1].amount.end]
    if len(tail) < 2 or len(levels) < len(tail):
        return
    for rate, level in zip(tail, levels[-len(tail) :], strict=True):
        rate.indicator, rate.flow, rate.subject, rate.partner = (
            f"{level.indicator}.change",
            level.flow,
            level.subject,
            level.partner,
        )
        rate.period, rate.uses = level.period, level.uses
