"""Rates: growth and fall on the year before, shares, "twice as many", and which level each belongs to."""

from __future__ import annotations

from itertools import pairwise

from bilateral.facts.commodities import goods_listed, goods_of
from bilateral.facts.counts import Counted, number_of
from bilateral.facts.figures import Figure, Reading, among, is_base, mark_of, new_figure, spoken_of, whose_start
from bilateral.facts.flows import FLOWS, set_flow, whose
from bilateral.facts.periods import set_period
from bilateral.lexicon import Row
from bilateral.mentions.amount import COUNT, MONEY, Amount
from bilateral.phrases import Match

_SHARING = frozenset("share accounting accounts accounted made constituted constitutes comprised represented".split())


def percent(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A rate of change on the year before, or a share."""
    change = _change(reader, amount, floor, stop)
    if change and reader.m.tokens.words[amount.bound - 1] == "to" and reader.m.tokens.word(amount.end) not in ("year", "over"):
        return None  # "its stake rose to 67%": a level of what it is a share of
    if change:
        return _rate(reader, amount, change, floor, stop)
    figure = new_figure(reader, amount, amount.bound, amount.end)
    sign, last = _signed(reader, amount), level_before(reader, amount)
    if sign and last is not None and not reader.m.within(reader.m.amounts, last.amount.end, amount.start):
        figure.sign, figure.transform, figure.label, figure.rule = sign, "change", "change", "statistics.change"
        return _of_level(reader, figure, last)
    listed = _share_of_goods(reader, amount, floor)
    return listed or _share(reader, figure, mark_of(reader, amount, MONEY, floor, stop), floor, stop)


def _share_of_goods(reader: Reading, amount: Amount, floor: int) -> Figure | None:
    """What some goods are of a flow: "Main exports in 2013: metal products (20%), furniture (17%)"."""
    words, sentence = reader.m.tokens.words, reader.sentence
    start, goods = goods_listed(reader.m, amount, floor)
    flows = [x for x in among(reader.marks, sentence.start, start) if x.row["flow"] in FLOWS]
    if not goods or not flows or words[amount.end : amount.end + 1] not in ([")"], ["of"]):
        return None
    figure = new_figure(reader, amount, start, amount.end)
    figure.label, figure.rule = reader.m.tokens.span_text(start, amount.bound - 1), "statistics.goods"
    figure.indicator, figure.flow, figure.entity = "trade.share", flows[-1].row["flow"], goods
    set_flow(reader, figure, flows[-1])
    set_period(reader, figure, floor=sentence.start, stop=amount.bound)
    return figure


def _rate(reader: Reading, amount: Amount, change: Match[str], floor: int, stop: int) -> Figure | None:
    """A rate with its word of change: of the flow that its own words name, else of the level before; None where neither is."""
    words, label = reader.m.tokens.words, _label_of_change(reader, change)
    figure = new_figure(reader, amount, min(amount.bound, label[0]), max(amount.end, change.end))
    figure.sign = -1 if change.row == "-" or words[amount.start - 1] == "-" else 1
    figure.label, figure.transform, figure.rule = reader.m.tokens.span_text(*label), "change", "statistics.change"
    mark, former, last = mark_of(reader, amount, MONEY, floor, stop), reader.last(), level_before(reader, amount)
    if not mark and (number := number_of(reader.m, floor, change.start)):
        if last is None or last.indicator != number.indicator:
            return _of_number(reader, figure, number, floor, stop)
        return _of_level(reader, figure, last)
    if not mark or not mark.row["indicator"].startswith("trade") or mark.start < (former.amount.end if former else floor):
        return _of_level(reader, figure, last) if last is not None else None
    return _of_flow(reader, figure, mark, floor, stop)


def _of_number(reader: Reading, figure: Figure, number: Counted, floor: int, stop: int) -> Figure:
    """A rate of a count that its own words name: "the number of students has risen by 35%"."""
    figure.indicator = f"{number.indicator}.change" if number.indicator else ""
    figure.subject, figure.partner = whose(reader, figure.amount, number)
    set_period(reader, figure, floor=floor, stop=stop, inherit=False)
    return figure


def _of_flow(reader: Reading, figure: Figure, mark: Match[Row], floor: int, stop: int) -> Figure:
    """A rate of the flow that its own words name."""
    figure.indicator, figure.flow = f"{mark.row['indicator']}.change", mark.row["flow"]
    figure.entity, figure.start = goods_of(reader.m, mark), whose_start(reader, mark)
    set_flow(reader, figure, mark)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def level_before(reader: Reading, amount: Amount) -> Figure | None:
    """The level that a rate speaks of: the last one of the sentence, but none in brackets that are closed, else of the page."""
    words = reader.m.tokens.words
    for figure in reversed(reader.figures):
        closed = words[figure.amount.end : amount.start].count(")") > words[figure.amount.end : amount.start].count("(")
        base = is_base(words, figure) and words[amount.bound - 1] in ("of", "by")  # "compared to 4.6 in 2021, a growth of"
        if figure.transform != "change" and not closed and not base:
            return figure
    return reader.last(level=True) or spoken_of(reader)


def _of_level(reader: Reading, figure: Figure, last: Figure) -> Figure:
    """A rate with what its level says: indicator, flow, sides and period (its own sentence's, where that has one)."""
    set_period(reader, figure, floor=reader.sentence.start, stop=figure.amount.end, inherit=False)
    figure.indicator = f"{last.indicator}.change" if last.indicator else ""
    figure.flow, figure.subject, figure.partner = last.flow, last.subject, last.partner
    figure.entity = last.entity
    if last in reader.figures or not figure.period:
        figure.period, figure.uses = last.period, last.uses
    return figure


def _signed(reader: Reading, amount: Amount) -> int:
    """The sign of a rate in brackets behind its level: "(-6.9%)", "(+8%)"; 0 where there is none."""
    words, i = reader.m.tokens.words, amount.start
    if words[i - 2 : i] in (["(", "-"], ["(", "+"]):
        return -1 if words[i - 1] == "-" else 1
    return 0


def multiplied(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """`trade doubled in 2007`: a change in times of what stands before."""
    mark = mark_of(reader, amount, MONEY, floor, stop)
    if mark is None or not mark.row["indicator"].startswith("trade"):
        return None
    figure = new_figure(reader, amount, whose_start(reader, mark), amount.end)
    figure.label, figure.transform = reader.m.tokens.span_text(amount.start, amount.end), "change"
    figure.rule = "statistics.times"
    return _of_flow(reader, figure, mark, floor, stop)


def grown_times(reader: Reading, amount: Amount, floor: int) -> Figure | None:
    """`exports grew 2.1 times to $300 million`, `a growth by 1.5 times`: a change in times of a level or a flow."""
    words = reader.m.tokens.words
    near = [c for c in among(reader.changes, floor, amount.bound) if words[c.end : amount.bound] in ([], ["by"], ["of"])]
    if not near or near[-1].row == "-":
        return None
    mark, last = mark_of(reader, amount, MONEY, floor, amount.end), reader.last(level=True)
    figure = new_figure(reader, amount, near[-1].start, amount.end)
    figure.label, figure.transform, figure.rule = "times", "change", "statistics.times"
    if mark and mark.row["indicator"].startswith("trade"):
        return _of_flow(reader, figure, mark, floor, amount.end)
    return _of_level(reader, figure, last) if last is not None else None


def _change(reader: Reading, amount: Amount, floor: int, stop: int) -> Match[str] | None:
    """The word of growth or fall next to a rate: right before it, else right behind it."""
    words = reader.m.tokens.words
    for change in reversed(among(reader.changes, floor, amount.bound)):
        gap = words[change.end : amount.bound]
        if change.end <= amount.bound and len(gap) <= 3 and not any(w in ",;" for w in gap):
            return change
    behind = among(reader.changes, amount.end, min(amount.end + 5, stop))
    if behind and not any(w in ",;" for w in words[amount.end : behind[0].start]):
        return behind[0]
    former = reader.last()
    if former and former.transform == "change" and set(words[former.amount.end : amount.bound]) <= {",", "and", "-", "+", "by"}:
        return next((c for c in reversed(reader.changes) if c.end <= former.amount.bound), None)  # "up 41%, 32% and 47%"
    return None


def _label_of_change(reader: Reading, change: Match[str]) -> tuple[int, int]:
    words, i = reader.m.tokens.words, change.start
    while i > reader.sentence.start and words[i - 1] in ("year", "on", "-", "annual"):
        i -= 1
    return i, change.end


def _share(reader: Reading, figure: Figure, mark: Match[Row] | None, floor: int, stop: int) -> Figure | None:
    words = reader.m.tokens.words
    behind = [x for x in among(reader.marks, figure.amount.end, stop) if x.row["flow"]]
    whole = reader.m.tokens.word(figure.amount.end) == "of"
    if not whole and not any(w in _SHARING for w in words[max(floor, figure.amount.bound - 8) : figure.amount.bound]):
        return None
    of = behind[0] if behind else mark
    of_what = of.row["indicator"].partition(".")[0] if of else ""  # of trade, or of investment
    figure.label, figure.indicator, figure.rule = "share", f"{of_what}.share" if of_what else "", "statistics.share"
    if of:
        figure.flow = of.row["flow"]
        set_flow(reader, figure, of)
        figure.end = max(figure.end, of.end)
    owner = [
        p.country
        for p in reader.m.within(reader.m.places, figure.amount.end, figure.amount.end + 3)
        if p.country in reader.m.sides()
    ]
    if owner and whole:
        figure.subject, figure.partner = owner[0], reader.m.other(owner[0])
    set_period(reader, figure, floor=floor, stop=stop, inherit=reader.last(level=True) is not None)
    return figure


def in_turn(reader: Reading, amounts: list[Amount]) -> dict[int, Match[Row]]:
    """Which name is of which level in "trade, exports and imports were A, B and C": the token of each amount and its name."""
    words, money = reader.m.tokens.words, [a for a in amounts if a.kind == MONEY]
    for k, first in enumerate(money):
        run = [first]
        for amount in money[k + 1 :]:
            between = words[run[-1].end : amount.bound]
            if not between or not set(between) <= {",", "and"}:
                break
            run.append(amount)
        floor = money[k - 1].end if k else reader.sentence.start
        marks = [x for x in among(reader.marks, floor, first.start) if x.row["flow"]]
        if len(run) > 1 and len(marks) == len(run):
            return {amount.start: mark for amount, mark in zip(run, marks, strict=True)}
    return {}


def moved_by(reader: Reading, amount: Amount, floor: int) -> Match[str] | None:
    """The word of change before an amount of money: "an increase of 51 million", "1.2% or 51 million"."""
    words, i = reader.m.tokens.words, amount.bound
    former = reader.last()
    if words[i - 1] == "or" and former and former.transform == "change":
        return next((c for c in reversed(reader.changes) if c.end <= former.amount.bound), None)
    near = [c for c in among(reader.changes, floor, i) if c.end <= i and words[c.end : i] in (["of"], ["by"], [])]
    return next((c for c in near if words[i - 1] in ("of", "by")), None)


def in_money(reader: Reading, amount: Amount, change: Match[str], last: Figure) -> Figure:
    """A change printed in money: the same quantity, `transform` `change`."""
    figure = new_figure(reader, amount, change.start, amount.end)
    figure.sign, figure.transform, figure.rule = -1 if change.row == "-" else 1, "change", "statistics.change"
    figure.label = reader.m.tokens.span_text(change.start, change.end)
    return _of_level(reader, figure, last)


def off_level(reader: Reading, amount: Amount, sign: int, last: Figure) -> Figure:
    """A change printed as a distance: "SEK 200 million less than in 2023"."""
    figure = new_figure(reader, amount, amount.bound, amount.end + 2)
    figure.sign, figure.transform, figure.rule = sign, "change", "statistics.change"
    figure.label = reader.m.tokens.span_text(amount.end, amount.end + 2)
    return _of_level(reader, figure, last)


def respectively(reader: Reading) -> None:
    """`an increase of 14.3 percent and a decrease of 20.8 percent respectively`: the rates belong to the levels in turn."""
    if len(reader.figures) < 2 or "respectively" not in reader.m.tokens.words[reader.sentence.start : reader.sentence.end]:
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


def from_to(reader: Reading) -> None:
    """`rose from $2 billion to $5 billion in 2022`: a date behind the second level, or over both, is not the first one's."""
    words, m = reader.m.tokens.words, reader.m
    for first, second in pairwise(f for f in reader.figures if f.transform != "change" and f.amount.kind in (MONEY, COUNT)):
        ends = words[first.amount.bound - 1], words[second.amount.bound - 1]
        if ends != ("from", "to") or first.indicator != second.indicator:
            continue
        first.rule, second.rule = "statistics.compared", first.rule  # what follows goes on from the second level
        between = [d for d in m.dates_between(first.amount.end, second.amount.bound) if d.known]
        around = [d for d in m.dates_between(reader.sentence.start, reader.sentence.end) if d.known and d not in between]
        span = next((d for d in around if d.last and not d.relation and not d.fiscal), None)
        if span and not between:
            (first.period, second.period), first.uses, second.uses = span.edtf.split("/"), (span.start,), (span.start,)
            continue
        later = next((d for d in around if d.start >= second.amount.end or d.lead <= reader.sentence.start + 1), None)
        if not between:
            first.period, first.uses = "", ()
        if later and not second.period:
            second.period, second.uses = later.edtf, (later.start,)
