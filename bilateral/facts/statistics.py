"""Printed quantities: an amount, what it measures, whose it is, of when, and who says so."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cache
from operator import attrgetter

from bilateral import lexicon
from bilateral.facts.changes import from_to, in_turn, percent, respectively
from bilateral.facts.counts import counted_at
from bilateral.facts.entities import agreement_of, entity_of
from bilateral.facts.figures import Figure, Reading, again, among, compared, mark_of, marks_in, new_figure, spoken_of
from bilateral.facts.flows import FLOWS, set_flow, where_it_stands, whose
from bilateral.facts.money import money
from bilateral.facts.others import done_by_others
from bilateral.facts.periods import set_period
from bilateral.facts.planned import intended, pending
from bilateral.facts.series import dated_ahead, next_of_series, series, year_by_year
from bilateral.facts.sources import NONE, source_of
from bilateral.facts.tabulated import tables_of_trade, tabulated
from bilateral.facts.times import sessions, times
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amount import COUNT, MEASURE, MONEY, PERCENT, TIMES, Amount
from bilateral.phrases import Match, Phrases

_MOVES = frozenset("fell dropped declined decreased rose grew increased climbed recovered jumped".split())
_STANDING = frozenset("was were is of reached stood at to totaled totalled amounted worth -".split())
_GOODS_BY = frozenset({"t", "bbl", "m3"})
_POWER = frozenset("W kW MW GW MWp GWp kVA MVA kWh MWh GWh TWh".split())
_DOES = frozenset("hold held have had are were live work study studied come came".split())
_SAID = 10  # tokens behind a number in which its verb stands
_PARTS = frozenset({",", ";", "(", "and", "which", "that", "who"})
_HOLDING = frozenset({"on", "under", "with", "through"})
_SCHOLARSHIPS = frozenset({"scholarship", "scholarships"})


@cache
def _changes() -> Phrases[str]:
    return Phrases((row["pattern"], row["sign"]) for row in lexicon.table("changes"))


def statistics(m: Mentions) -> list[Figure]:
    """The printed quantities of a page, in the order of the text."""
    found: list[Figure] = []
    source, paragraph = NONE, -1
    tables = m.once_a_page(tables_of_trade)
    for sentence in m.sentences:
        if tables and any(table.holds(sentence.start) for table in tables):
            continue
        source = source_of(m, sentence, source if sentence.paragraph == paragraph else NONE)
        paragraph = sentence.paragraph
        amounts = [a for a in m.within(m.amounts, sentence.start, sentence.end) if a.kind != "ordinal" and not _no_quantity(m, a)]
        if amounts:
            marks = [x for x in marks_in(m, sentence.start, sentence.end) if not _aside(m, x, amounts)]
            changes = [c for c in _changes().find(m.tokens, sentence.start, sentence.end) if c.row]
            reader = Reading(m, sentence, source, marks, changes, found)
            _read(reader, amounts)
            found.extend(reader.figures)
    return sorted([*found, *tabulated(m)], key=_start) if tables else found


def _start(figure: Figure) -> int:
    return figure.start


def _no_quantity(m: Mentions, amount: Amount) -> bool:
    """Whether a number word only says "two-way" or "the two countries"."""
    spelled = amount.numeral is not None and not amount.numeral.digits and amount.kind == COUNT
    behind = m.tokens.word(amount.end)
    return spelled and (behind == "-" or behind in lexicon.words("uncounted", "noun"))


def _aside(m: Mentions, mark: Match[Row], amounts: list[Amount]) -> bool:
    """Whether a word stands in brackets that hold no amount: "Total trade (exports plus imports) was …"."""
    words, text = m.tokens.words, range(max(0, mark.start - 12), mark.start)
    opening = next((i for i in reversed(text) if words[i] in ("(", ")")), None)
    if opening is None or words[opening] == ")":
        return False
    closing = next((i for i in range(mark.end, min(mark.end + 24, len(words))) if words[i] == ")"), len(words))
    first = bisect_right(amounts, opening, key=attrgetter("start"))
    return first == len(amounts) or amounts[first].start >= closing


def _read(reader: Reading, amounts: list[Amount]) -> None:
    rules = {MONEY: money, MEASURE: _measure, PERCENT: percent, TIMES: times, COUNT: _count}
    amounts = _in_brackets(reader, amounts)
    reader.turns = in_turn(reader, amounts)
    for k, amount in enumerate(amounts):
        if k and _gloss(reader, amounts[k - 1], amount) and reader.figures and reader.figures[-1].amount is amounts[k - 1]:
            reader.figures.append(_told_in(reader, reader.figures[-1], amount))
            continue
        after = [a for a in amounts[k + 1 : k + 3] if not _gloss(reader, amount, a)]
        stop = after[0].bound if after else reader.sentence.end
        floor = amounts[k - 1].end if k else reader.sentence.start
        if intended(reader.m, reader.sentence.start, amount.bound) or done_by_others(reader.m, reader.sentence, amount.bound):
            continue
        if amount.kind == COUNT and pending(reader.m, amount.end, _clause_end(reader, amount)):
            continue  # "100,000 tourists are expected in 2027"
        figure = rules[amount.kind](reader, amount, floor, stop)
        if figure:
            reader.figures.append(figure)
    respectively(reader)
    year_by_year(reader, amounts)
    from_to(reader)


def _clause_end(reader: Reading, amount: Amount) -> int:
    """The token behind what is said of those counted: up to a mark or a further clause."""
    words, end = reader.m.tokens.words, min(amount.end + _SAID, reader.sentence.end)
    return next((i for i in range(amount.end, end) if words[i] in _PARTS), end)


def _in_brackets(reader: Reading, amounts: list[Amount]) -> list[Amount]:
    """The amounts, where those in the bracket behind one of money are money too: "6.0 bln. USD (exports - 4.3 bln., …)"."""
    words, found, whole = reader.m.tokens.words, list[Amount](), None
    for amount in amounts:
        if whole and ")" in words[found[-1].end : amount.start]:
            whole = None
        if amount.kind == MONEY and _bracket_follows(reader, amount):
            whole = amount
        elif whole and amount.kind == COUNT and amount.numeral and amount.numeral.scaled:
            flows = among(reader.marks, max(whole.end, amount.bound - 2), amount.bound)
            amount = amount._replace(kind=MONEY, unit=whole.unit) if flows and flows[-1].row["flow"] else amount
        elif amount.kind == COUNT and amount.numeral and amount.numeral.scaled and (unit := _unit_told(reader, found, amount)):
            amount = amount._replace(kind=MONEY, unit=unit)
        found.append(amount)
    return found


def _unit_told(reader: Reading, before: list[Amount], amount: Amount) -> str:
    """The currency of the amount of money before, where a flow is told in it: "trade was $24 bn; exports were 22.9 billion"."""
    money = next((a for a in reversed(before) if a.kind == MONEY), None)
    mark = next((x for x in reversed(among(reader.marks, max(0, amount.bound - 5), amount.bound)) if x.row["flow"]), None)
    told = mark is not None and set(reader.m.tokens.words[mark.end : amount.bound]) <= _STANDING
    return money.unit if money and told else ""


def _bracket_follows(reader: Reading, amount: Amount) -> bool:
    """Whether a bracket opens behind an amount, or behind its year: "6.4 bn dollars in 2022 (exports: 1.6 bn; …)"."""
    m, i = reader.m, amount.end
    dates = m.dates_between(i, i + 2)
    return m.tokens.word(dates[0].end if dates else i) == "("


def _gloss(reader: Reading, amount: Amount, other: Amount) -> bool:
    """Whether an amount is one of money told again in another currency: "AED 5.14 billion (US$ 1.4 billion)"."""
    if not amount.kind == other.kind == MONEY or amount.unit == other.unit:
        return False
    words = reader.m.tokens.words
    if words[amount.end : other.bound] in ([",", "or"], ["or"]):
        return True  # "SEK 24 billion, or roughly USD 3.46 billion"
    return words[amount.end : other.bound] in (["("], ["(", "or"]) and words[other.end : other.end + 1] == [")"]


def _told_in(reader: Reading, figure: Figure, amount: Amount) -> Figure:
    """The same quantity in another currency, of the same period."""
    return replace(again(reader, figure, amount, "statistics.gloss"), start=amount.bound, end=amount.end)


def _measure(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    mark = mark_of(reader, amount, MEASURE, floor, stop)
    figure = new_figure(reader, amount, amount.bound, mark.end if mark and mark.start >= amount.end else amount.end)
    figure.rule = "statistics.measure"
    if mark:
        figure.indicator, figure.transform = mark.row["indicator"], mark.row["transform"]
        figure.label = reader.m.tokens.span_text(mark.start, mark.end)
        if mark.end <= amount.bound:
            figure.start = mark.start
        elif reader.m.tokens.words[amount.end - 2] == "-":
            figure.transform = "stock"  # "the 66-kilometre highway"
    figure.unit += f"/{amount.per}" if amount.per else ""
    if figure.indicator == "power.capacity" and amount.unit not in _POWER:
        figure.indicator = ""  # "a pipeline with a capacity of 16 billion cubic metres"
    if figure.indicator == "cargo.volume" or amount.unit in _GOODS_BY:
        _set_traded(reader, figure, amount, floor)
    if amount.unit in ("km2", "ha"):
        figure.indicator, figure.transform = "area", "stock"
    figure.entity = reader.m.once(entity_of, reader.sentence)
    if not figure.flow:
        figure.subject, figure.partner = where_it_stands(reader, amount)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _set_traded(reader: Reading, figure: Figure, amount: Amount, floor: int) -> None:
    """Set who traded goods that are measured: "China imported 23 million tonnes of crude oil from X"."""
    verb = next(
        (x for x in reversed(among(reader.marks, max(floor, amount.bound - 6), amount.bound)) if x.row["flow"] in FLOWS), None
    )
    if verb and reader.m.tokens.words[verb.start] in ("imported", "exported"):
        figure.flow, figure.entity = verb.row["flow"], ""
        set_flow(reader, figure, verb)


def _count(reader: Reading, amount: Amount, floor: int, stop: int) -> Figure | None:
    """What a bare number counts: the noun behind it, or that of the level before it."""
    words, whole = reader.m.tokens.words, reader.last(level=True)
    part = words[amount.bound - 2 : amount.bound] == ["of", "whom"] and reader.m.tokens.word(amount.end) in _DOES
    if part and whole and whole.amount.kind == COUNT:
        return _of_whom(reader, whole, amount, stop)  # "of whom 1.9 million hold work permits"
    counted = counted_at(reader.m, amount, reader.sentence)
    if counted is None:
        last = reader.last(level=True) or (spoken_of(reader) if _speaks_of_before(reader) else None)
        if last and last.amount.kind == PERCENT:  # "…, accounting for 20% of arrivals, compared with 302,844 in 2023"
            last = next((f for f in reversed(reader.figures) if f.transform != "change" and f.amount.kind == COUNT), None)
        return _counts_again(reader, last, amount, floor, stop) if last else None
    if counted.unit == "sessions":
        return sessions(reader, amount, counted.end)
    figure = new_figure(reader, amount, amount.bound, counted.label_end)
    figure.indicator, figure.label, figure.transform = counted.indicator, counted.label, counted.transform
    figure.unit = f"{counted.unit}/{amount.per}" if amount.per else counted.unit
    figure.noun_end, figure.rule = counted.end, "statistics.count"
    programs = figure.indicator == "agreement.programs"
    figure.entity = reader.m.once(agreement_of if programs else entity_of, reader.sentence)
    figure.subject, figure.partner = whose(reader, amount, counted)
    set_period(reader, figure, floor=floor, stop=stop)
    return figure


def _speaks_of_before(reader: Reading) -> bool:
    """Whether a sentence goes on with the count of the one before: "The number fell to …", "It rose to …"."""
    words, i = reader.m.tokens.words, reader.sentence.start
    named = words[i] in ("the", "this", "that") and words[i + 1] in ("number", "figure") and words[i + 2] != "of"
    return (words[i] in ("it", "they") or named) and not reader.figures


def _counts_again(reader: Reading, last: Figure, amount: Amount, floor: int, stop: int) -> Figure | None:
    """A number without a noun that tells the level before once more: "(2020: 18.6 billion)", "up from 62,000", "of whom 95"."""
    words, i = reader.m.tokens.words, amount.bound
    if last.amount.kind == MONEY and words[i - 1] == ":" and compared(words, floor, amount):
        figure = again(reader, last, amount._replace(kind=MONEY), "statistics.compared")
        set_period(reader, figure, floor=floor, stop=stop, inherit=False)
        return figure
    if last.amount.kind != COUNT:
        return None
    if next_of_series(reader, last, amount, stop):
        return series(reader, last, amount, floor, stop)
    if listed := dated_ahead(reader, last, amount):
        return listed
    holding = last.unit == "persons" and reader.m.tokens.word(amount.end) in _HOLDING
    if holding and (held := _of_scholarships(words, amount, stop)):
        figure = again(reader, last, amount, "statistics.of_whom")  # "including 512 on government scholarships"
        figure.indicator, figure.label, figure.start, figure.end = "scholarships", "", i, held + 1
        return figure
    if words[amount.end : amount.end + 2] in (["of", "them"], ["of", "whom"], ["of", "which"]):  # "21 of them in 2022"
        if amount.value == 1:
            return None  # "one of them between A and B" points, and counts nothing
        figure = _of_whom(reader, last, amount, stop)
        figure.start, figure.end = amount.bound, amount.end + 2
        set_period(reader, figure, floor=i, stop=stop, inherit=False, wide=False)
        return figure
    if _moved_to(words, floor, i):
        figure = again(reader, last, amount, "statistics.compared")
        figure.start = floor if words[floor : floor + 2] == ["the", "number"] else i
        set_period(reader, figure, floor=i, stop=stop, inherit=False, wide=False)
        return figure
    if compared(words, floor, amount, last.amount):
        figure = again(reader, last, amount, "statistics.compared")
        set_period(reader, figure, floor=i, stop=stop, inherit=False, wide=False)
        return figure
    return _of_whom(reader, last, amount, stop) if words[i - 2] == "of" and words[i - 1] in ("whom", "which", "them") else None


def _moved_to(words: list[str], floor: int, i: int) -> bool:
    """Whether words before token `i` move a count to a new level: "The number fell to 2,129", "rose again to 28,906"."""
    return words[i - 1] == "to" and any(word in _MOVES for word in words[max(floor, i - 3) : i - 1])


def _of_scholarships(words: list[str], amount: Amount, stop: int) -> int | None:
    """The token that says that those counted hold scholarships; None where none does."""
    return next((i for i in range(amount.end, min(amount.end + 9, stop)) if words[i] in _SCHOLARSHIPS), None)


def _of_whom(reader: Reading, last: Figure, amount: Amount, stop: int) -> Figure:
    """A part of the level before: "of whom 95 held government scholarships"."""
    figure, words = again(reader, last, amount, "statistics.of_whom"), reader.m.tokens.words
    held = _of_scholarships(words, amount, stop)
    figure.indicator, figure.label = "scholarships" if held else "", ""
    figure.start, figure.end = amount.bound - 2, held + 1 if held else amount.end
    return figure
