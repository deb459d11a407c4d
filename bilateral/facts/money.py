"""Amounts of money: trade, investment, loans, and what is compared with them or goes on from them."""

from __future__ import annotations

from itertools import pairwise

from bilateral.facts.changes import in_money, level_before, moved_by, off_level
from bilateral.facts.commodities import goods_listed, goods_of
from bilateral.facts.entities import entity_of
from bilateral.facts.figures import (
    Figure,
    Reading,
    again,
    compared,
    mark_of,
    marks_in,
    new_figure,
    spoken_of,
    whose_start,
)
from bilateral.facts.flows import FLOWS, by_giver, of_third_parties, set_flow, set_receiver
from bilateral.facts.lead_ins import heading_of, lead_ins
from bilateral.facts.periods import set_period
from bilateral.facts.series import dated_ahead, next_of_series, series
from bilateral.lexicon import Row
from bilateral.mentions.amount import MONEY, Amount
from bilateral.mentions.places import DEMONYM
from bilateral.phrases import Match

_LEVELS = frozenset("was were reached amounted totalled totaled stood realized realised rose fell grew".split())
_OFF = {"less": -1, "lower": -1, "more": 1, "higher": 1}  # "SEK 200 million less than in 2023"
_GIVEN = frozenset("earmarked allocated granted provided donated disbursed given".split())
_NEAR = 6  # tokens: from what was given to whom
_ASKED = frozenset({"of", "worth", "in", "for"})


def money(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """The figure of an amount of money: named, compared with the one before, a change of it, or without a name."""
    words = reader.m.tokens.words
    floor = next((f.amount.end for f in reversed(reader.figures) if f.amount.kind == MONEY), reader.sentence.start)
    mark = reader.turns.get(amount.start) or mark_of(reader, amount, MONEY, floor, stop)
    last = reader.last(level=True)
    if reader.m.tokens.word(amount.end) in ("below", "above", "short"):
        return None  # "was $300 million below target" is the distance from a level
    if _spans_currencies(reader, amount):
        return None  # "RMB 3 billion to US$5 billion" is no level of either
    if words[amount.bound - 2 : amount.bound] in (["of", "this"], ["of", "that"], ["of", "the"]):
        return None  # "Of this $7.2 billion": said again
    off = _OFF.get(reader.m.tokens.word(amount.end)) if reader.m.tokens.word(amount.end + 1) == "than" else None
    if off and last is not None and last.amount.kind == MONEY:
        return off_level(reader, amount, off, last)
    change = moved_by(reader, amount, floor)
    if change and last is not None and last.amount.kind == MONEY:
        return in_money(reader, amount, change, last)
    if last is not None and last.amount.kind == MONEY and compared(words, floor, amount, last.amount):
        base = level_before(reader, amount) or last  # "… $3.9 billion (exports $1 billion, …), up 40% from $2.8 billion"
        figure = again(reader, base if base.amount.kind == MONEY else last, amount, "statistics.compared")
        aside = words[amount.bound - 1] == ":"  # "(2022: $13.4 billion)"
        set_period(reader, figure, floor=floor if aside else amount.bound, stop=stop, inherit=False, wide=aside)
        return figure
    if mark is None and any(word in ("it", "this") for word in words[floor : amount.bound]):
        return _goes_on(reader, amount, floor, stop)
    whole = level_before(reader, amount)
    if mark is None and whole is not None and _resumed(reader, whole, amount):
        figure = again(reader, whole, amount, "statistics.goes_on")
        set_period(reader, figure, floor=amount.bound, stop=stop)
        return figure
    if mark is None and last is not None and (listed := _next_goods(reader, last, amount)):
        return listed
    if mark is None and last is not None and last.amount.kind == MONEY:
        if next_of_series(reader, last, amount, stop):
            return series(reader, last, amount, floor, stop)
        if listed := dated_ahead(reader, last, amount):
            return listed
    if mark is None:
        return (
            _headed(reader, amount, floor, stop)
            or _allotted(reader, amount, floor, stop)
            or _unnamed(reader, amount, floor, stop)
        )
    return None if of_third_parties(reader, mark, amount) else _named(reader, amount, mark, floor, stop)


def _next_goods(reader: Reading, last: Figure, amount: Amount) -> Figure | None:
    """The next of the goods of a list: "coal (A$381 million) and civil engineering equipment (A$57 million)"."""
    start, goods = goods_listed(reader.m, amount, last.amount.end)
    between = reader.m.tokens.words[last.amount.end : start]
    if not goods or last.indicator != "trade.goods" or last.flow not in FLOWS or not set(between) <= {")", ",", "and"}:
        return None
    figure = again(reader, last, amount, "statistics.goods")
    figure.start, figure.entity = start, goods
    return figure


def _named(reader: Reading, amount: Amount, mark: Match[Row], floor: int, stop: int) -> Figure:
    """The quantity that the words of a mark name: trade with its flow, or money with its receiver."""
    m = reader.m
    figure = new_figure(reader, amount, whose_start(reader, mark), mark.end)
    figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
    figure.label, figure.rule = m.tokens.span_text(mark.start, mark.end), "statistics.money"
    figure.flow = mark.row["flow"]
    if figure.indicator.startswith("trade."):
        listed = goods_listed(m, amount, mark.end)[1] if figure.flow in FLOWS else ""
        figure.entity = (listed or goods_of(m, mark)) if figure.indicator == "trade.goods" else ""
        set_flow(reader, figure, mark)
    else:
        set_receiver(reader, figure, mark, stop)
        figure.entity = m.once(entity_of, reader.sentence)
        if figure.indicator == "investment.direct" and "stock" in m.tokens.words[mark.start : mark.end + 2]:
            figure.indicator, figure.transform = "investment.stock", "stock"
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _spans_currencies(reader: Reading, amount: Amount) -> bool:
    """Whether an amount is an end of a range whose other end is printed in another currency."""
    m, words = reader.m, reader.m.tokens.words
    after = m.within(m.amounts, amount.end + 1, amount.end + 2) if m.tokens.word(amount.end) == "to" else []
    before = [a for a in m.within(m.amounts, amount.start - 8, amount.start) if words[a.end : amount.start] == ["to"]]
    return any(a.kind == MONEY and a.unit != amount.unit for a in after + before)


def _resumed(reader: Reading, last: Figure, amount: Amount) -> bool:
    """Whether a level goes on behind a clause with another: "trade, which stood at 398 million in 2018, was 251 million"."""
    words = reader.m.tokens.words
    between = words[last.amount.end : amount.bound]
    behind = between[between.index(",") + 1 :] if "," in between else []
    aside = "which" in words[max(reader.sentence.start, last.start) : last.amount.bound]
    off = reader.m.tokens.word(amount.end) in ("less", "more", "higher", "lower")
    return last.amount.kind == MONEY and aside and behind[:1] != [] and behind[0] in _LEVELS and not off


def _headed(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A bare amount that a heading or lead-in names: "Trade in recent years:", then "2015: US$ 11.27 billion"."""
    m, first = reader.m, reader.sentence.start
    dated = [d for d in m.dates_between(first, first + 1) if m.tokens.word(d.end) in (":", "-")]
    if amount.bound != (dated[0].end + 1 if dated else first):
        return None
    leads = lead_ins(m, reader.sentence) or [span for span in (heading_of(m, reader.sentence),) if span]
    for lead in leads[:1]:
        mark = next((x for x in marks_in(m, *lead) if x.row["unit"] == MONEY), None)
        if mark is None:
            return None
        figure = new_figure(reader, amount, first if dated else amount.bound, amount.end)
        figure.indicator, figure.transform, figure.flow = mark.row["indicator"], mark.row["transform"], mark.row["flow"]
        figure.label, figure.rule = m.tokens.span_text(mark.start, mark.end), "statistics.headed"
        figure.entity = goods_of(m, mark) if figure.indicator == "trade.goods" else ""
        figure.subject = _side_of_heading(reader, lead, mark)
        figure.partner = m.other(figure.subject)
        set_period(reader, figure, floor=floor, stop=stop, inherit=False)
        return figure
    return None


def _allotted(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """Money that was given to one of the sides: "Rs. 700 crore was earmarked for Nepal"; None where it is not."""
    m, words, i = reader.m, reader.m.tokens.words, amount.end
    if words[i : i + 1] not in (["was"], ["were"]) or m.tokens.word(i + 1) not in _GIVEN:
        return None
    receiver = next((p for p in m.within(m.places, i + 2, min(i + _NEAR, stop)) if words[p.start - 1] in ("for", "to")), None)
    if receiver is None or receiver.country not in m.sides() or receiver.kind == DEMONYM:
        return None
    figure = new_figure(reader, amount, amount.bound, receiver.end)
    figure.indicator, figure.label, figure.rule = "aid", words[i + 1], "statistics.allotted"
    figure.subject, figure.partner = receiver.country, m.other(receiver.country)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _side_of_heading(reader: Reading, lead: tuple[int, int], mark: Match[Row]) -> str:
    """Whose the figures under a heading are: the exporter or importer, who receives the money, else the home side."""
    m = reader.m
    sides = [p for p in m.within(m.places, *lead) if p.country in m.sides()]
    source = next((p.country for p in sides if m.tokens.word_before(p.start) in ("from", "by")), "")
    target = next((p.country for p in sides if m.tokens.word_before(p.start) in ("to", "in")), "")
    if mark.row["flow"] == "T":
        return m.home
    if mark.row["flow"]:
        goes_out = mark.row["flow"] == "X"
        return m.other(target) if goes_out and target else m.other(source) if source and not goes_out else m.home
    return target or (m.other(source) if source else m.partner)


def _goes_on(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`In the first quarter of 2024, it came to $1.8 billion`: the quantity of the sentence before."""
    former = reader.last(level=True) or spoken_of(reader)
    words = reader.m.tokens.words[floor : amount.bound]
    of_another_calendar = any(a == "in" and b.isdigit() and len(b) == 4 for a, b in pairwise(words))  # "in 1400 it was"
    undated = of_another_calendar and not reader.m.dates_between(floor, amount.bound)
    if former is None or former.amount.kind != MONEY or undated:
        return None
    figure = again(reader, former, amount, "statistics.goes_on")
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _unnamed(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A quantity that no word names keeps its row, without an indicator."""
    figure = new_figure(reader, amount, amount.bound, amount.end)
    figure.rule = "statistics.unnamed"
    words = reader.m.tokens.words
    figure.label = _noun_before(reader, amount.bound, floor)
    if not figure.label:
        return None
    figure.subject = by_giver(reader, amount) or reader.m.home  # "Japan gave X 2 billion yen" is X's
    figure.partner = reader.m.other(figure.subject)
    last = reader.last(level=True)
    part = words[amount.bound - 2 : amount.bound] == ["of", "which"] or words[amount.bound - 1] == "including"
    if last is not None and part:
        figure.subject, figure.partner = last.subject, last.partner
        if last.amount.kind == MONEY and not last.flow:  # a part of the trade may be its exports
            figure.indicator, figure.transform, figure.entity = last.indicator, last.transform, last.entity
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
