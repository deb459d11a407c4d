"""The period of a figure: of a flow, the date of a stock, the span of a cumulative figure."""

from __future__ import annotations

from itertools import pairwise

from bilateral.edtf import days
from bilateral.facts.figures import Figure, Reading, is_base
from bilateral.facts.lead_ins import heading_of
from bilateral.facts.quotes import clause_start
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amount import MONEY, Amount
from bilateral.mentions.points import Date
from bilateral.phrases import Phrases

_SO_FAR = Phrases((words, words) for words in ("to date", "so|thus far", "until|up_to now", "over the years"))
_REACH_OF_PERFECT = 8  # tokens behind an amount: "10 medical teams totaling 47 doctors have been sent there"
_STOOD = frozenset("stood was were reached totalled totaled amounted at".split())
_NOW = frozenset({"now", "currently", "presently", "today"})
_REACH = 160  # tokens: how far from an amount the date may stand that dates it
_YEAR = 366  # days
_BRACKET = 16  # tokens: the longest bracket that tells what an amount is
_CUMULATIVE = frozenset({"cumulative", "accumulated", "cumulatively"})
_OPENING = 8  # tokens: where a date begins that opens a sentence
_APART = frozenset({";", "which"})  # "gave $3 million for the bridge, which was opened in 2023"
_ASIDE = 16  # tokens: how far before its date a clause between commas may begin
_OPENS_ASIDE = frozenset("which whose founded established opened launched built completed inaugurated created signed".split())


def set_period(reader: Reading, figure: Figure, *, floor: int, stop: int, inherit: bool = True, wide: bool = True) -> None:
    """Set the period: the date of the clause or (where `wide`) the sentence, else that of the figures that it goes on from."""
    m = reader.m
    bases = {start for former in reader.figures[-_REACH:] if former.rule == "statistics.compared" for start in former.uses}
    around = _dates_around(reader, figure.amount)
    dates = [d for d in around if d.start not in bases and not _of_base(m, figure.amount, d)]
    alone = not any(d.start in bases for d in around)
    words, bound = m.tokens.words, figure.amount.bound
    if _NOW & set(words[max(floor, bound - 4) : bound]):  # "was founded in 2010 and now has 15 sites"
        return
    period, uses = _period_of(m, reader.sentence, dates, figure.transform, floor, figure.amount, stop, wide, alone)
    if not period and words[bound - 1] == ":":  # "Exports to X: 4 billion yen" under "Trade (2023)"
        heading = heading_of(m, reader.sentence)
        over = [d for d in m.dates_between(*heading) if d.known and not d.relation] if heading else []
        period = over[0].edtf if len(over) == 1 else ""
    if not period and inherit:
        told = (f for f in reversed(reader.figures) if not is_base(words, f))
        whole = next((f for f in told if not f.indicator.endswith(".share")), None)
        former = whole or reader.last() or _goes_on_from(reader, figure)
        if former is not None:
            period, uses = former.period, ()
    if not period and inherit and figure.indicator.startswith("trade"):
        period = _year_over(reader)
    if ".." in period and figure.transform != "change":
        figure.transform = "cumulative"
    elif (
        figure.indicator == "investment.direct"
        and any(d.relation == "at_end" for d in dates if d.start in uses)
        and _STOOD & set(words[max(floor, bound - 4) : figure.amount.start])
    ):
        figure.indicator, figure.transform = "investment.stock", "stock"  # "stood at $3 billion at the end of 2022"
    elif period and figure.transform == "cumulative" and figure.amount.kind == MONEY and _within_a_year(period):
        figure.transform = "level"  # "In 2017, China gave a grant of …" is that year's
    if period and ".." not in period and _cumulated(m, figure.amount):
        figure.transform, period = "cumulative", f"../{period.split('/')[-1]}"
    if not period and figure.transform == "level" and _SO_FAR.find(m.tokens, reader.sentence.start, stop):
        figure.transform = "cumulative"
    own = [d for d in dates if d.start in uses]
    if own and own[0].last and m.tokens.words[own[0].end : own[0].end + 2] == [",", "when"] and own[0].end < bound:
        period = period.rpartition("/")[2]  # "between 2005 and 2014, when it peaked at €4.8 billion"
    figure.period, figure.uses = period, uses
    figure.start = min(figure.start, clause_start(reader.m, reader.sentence, figure.start))
    figure.end = max([figure.end, *(d.end for d in own if 0 <= d.start - figure.end <= 2)])


def _cumulated(m: Mentions, amount: Amount) -> bool:
    """Whether the bracket behind an amount says that it has added up: "(FY2021, cumulative total)"."""
    words = m.tokens.words[amount.end : amount.end + _BRACKET]
    inside = words[: words.index(")")] if words[:1] == ["("] and ")" in words else []
    return not _CUMULATIVE.isdisjoint(inside)


def _year_over(reader: Reading) -> str:
    """The year in the heading over a paragraph ("Trade in 2010"); empty where it has none."""
    heading = heading_of(reader.m, reader.sentence)
    over = [d for d in reader.m.dates_between(*heading) if d.known and not d.relation] if heading else []
    return over[0].edtf if len(over) == 1 and len(over[0].edtf) == 4 else ""


def _of_base(m: Mentions, amount: Amount, date: Date) -> bool:
    """Whether a date is that of another amount that this one is compared with: "down 5% from $11.55 billion in 2021"."""
    behind = m.within(m.amounts, amount.end, date.start)
    return bool(behind) and date.start - behind[-1].end <= 2 and m.tokens.words[behind[-1].bound - 1] == "from"


def _within_a_year(period: str) -> bool:
    """Whether a period is no longer than a year."""
    first, last = days(period).start, days(period).end
    return first is not None and last is not None and (last - first).days <= _YEAR


def _goes_on_from(reader: Reading, figure: Figure) -> Figure | None:
    """The last figure of the paragraph, for trade that goes on from it ("Among them, exports …")."""
    if not figure.indicator.startswith("trade"):
        return None
    former = (
        f for f in reversed(reader.before[-20:]) if f.indicator.startswith("trade") and f.section == reader.sentence.section
    )
    return next((f for f in former if f.rule != "statistics.compared"), None)


def _dates_around(reader: Reading, amount: Amount) -> list[Date]:
    """The dates that can date an amount: those near it, and the one that opens its sentence."""
    m, sentence = reader.m, reader.sentence
    start, end = max(sentence.start, amount.bound - _REACH), min(sentence.end, amount.end + _REACH)
    opening = m.dates_between(sentence.start, min(sentence.start + _OPENING, start))
    return [d for d in opening + m.dates_between(start, end) if d.known]


def _period_of(
    m: Mentions,
    sentence: Sentence,
    dates: list[Date],
    transform: str,
    floor: int,
    amount: Amount,
    stop: int,
    wide: bool,
    alone: bool,
) -> tuple[str, tuple[int, ...]]:
    """The period of an amount as EDTF, and the tokens of the dates that it is read from; empty where the sentence has none.

    The date behind the amount comes first, then one between the figure before and the amount, then one that opens the sentence.
    """
    dates = [d for d in dates if d.relation not in ("vague", "base") and not _told_aside(m, sentence, d, amount)]
    date = _dating(m, sentence, dates, floor, amount, stop, wide, alone)
    if date is None:
        return "", ()
    if date.relation.startswith("until"):
        begun = next((d for d in dates if d is not date and (d.relation == "since" or _begins(m, d))), None)
        return _until(date, transform, begun), (date.start,)
    if transform == "cumulative" and _perfect(m, date, amount) and not _so_far(m, date, amount) and not date.relation:
        return "", ()  # "was opened in 1994, and 10 teams have been sent there"
    since = date.relation == "since" or (transform == "cumulative" and _so_far(m, date, amount))
    if since and transform != "change" and "/" not in date.edtf:
        return f"{date.edtf}/..", (date.start,)
    if date.relation == "at_end" and transform in ("stock", "cumulative"):
        return last_day(date.edtf), (date.start,)
    return date.edtf, (date.start,)


def _dating(
    m: Mentions, sentence: Sentence, dates: list[Date], floor: int, amount: Amount, stop: int, wide: bool, alone: bool
) -> Date | None:
    """The date that dates an amount; only one behind it where not `wide`; where they are `alone`, a sentence's only one."""
    dates = [d for d in dates if d.start < amount.end or not _due(m, amount, d)]
    behind = [d for d in dates if amount.end <= d.start < stop and _near(m, amount, d)] or _behind_bracket(m, dates, amount)
    if behind or not wide:
        return behind[0] if behind else None
    opening = [d for d in dates if d.lead <= sentence.start + 2]
    until = [d for d in opening if d.relation.startswith("until")]
    ahead = [d for d in dates if floor <= d.start < amount.bound and not _in_another_bracket(m, d, amount)]
    ahead = [d for d in ahead if m.tokens.first(";", d.end, amount.bound) == amount.bound]
    sole = dates if alone and len(dates) == 1 and dates[0].relation in ("", "at_end", "until_end") else []
    sole = [d for d in sole if m.tokens.word(d.start - 1) != "(" or m.tokens.word(d.end) != ":"]  # "(2022: 98 million)"
    sole = [d for d in sole if _APART.isdisjoint(m.tokens.words[amount.end : d.start]) and not _of_part(m, amount, d)]
    sole = [d for d in sole if not _SO_FAR.find(m.tokens, amount.end, d.start)]  # "27,500 so far, with 500 offered in 2023"
    until = [d for d in until if not ahead or m.tokens.first(";", d.end, ahead[-1].start) == ahead[-1].start]
    return next(iter(until or ahead[-1:] or opening or sole), None)  # "By the end of 2024, …; in 2024 alone, …"


def _behind_bracket(m: Mentions, dates: list[Date], amount: Amount) -> list[Date]:
    """The date right behind the bracket that an amount has: "$92 billion (10,203 projects) as of December 2024"."""
    words, i = m.tokens.words, amount.end
    close = m.tokens.first(")", i, min(i + _BRACKET, len(words))) if m.tokens.word(i) == "(" else i
    return [d for d in dates if close > i and d.lead == close + 1 and d.lead < d.start][:1]


def _in_another_bracket(m: Mentions, date: Date, amount: Amount) -> bool:
    """Whether an amount stands in a bracket, and a date in one before it: "A (July 1980), B (5 visits)"."""
    between = [word for word in m.tokens.words[date.end : amount.bound] if word in ("(", ")")]
    return between[:1] == [")"] and between[-1:] == ["("]


def _due(m: Mentions, amount: Amount, date: Date) -> bool:
    """Whether a date is that of what is still to come: "… of $10 billion, is to start producing in 2028"."""
    words = m.tokens.words[amount.end : date.start]
    return "will" in words or any(a in ("is", "are") and b == "to" for a, b in pairwise(words))


def _of_part(m: Mentions, amount: Amount, date: Date) -> bool:
    """Whether a date is that of a part of an amount: "$4.9 billion, including $1.3 billion in 2011"."""
    parts = m.within(m.amounts, amount.end, date.start)
    return bool(parts) and m.tokens.word(parts[0].bound - 1) == "including"


def _told_aside(m: Mentions, sentence: Sentence, date: Date, amount: Amount) -> bool:
    """Whether a date stands in a clause between commas before an amount: "A, which was founded in 1916, has 600 members"."""
    words = m.tokens.words
    if date.end > amount.bound:
        return False
    floor, opening = max(sentence.start, date.start - _ASIDE), sentence.start - 1  # "Opened in 2010, A has 300 students"
    comma = next((i for i in range(date.start - 1, floor, -1) if words[i] == ","), opening)
    return comma >= floor - 1 and words[comma + 1] in _OPENS_ASIDE and "," in words[date.end : amount.bound]


def _begins(m: Mentions, date: Date) -> bool:
    """Whether a date is that of a beginning ("which was launched in 2004")."""
    return any(
        word in ("launched", "founded", "established", "started", "begun", "initiated")
        for word in m.tokens.words[max(0, date.lead - 2) : date.lead]
    )


def _so_far(m: Mentions, date: Date, amount: Amount) -> bool:
    """Whether a count has gone on since a date: "signed in 1992 and have concluded 6 programmes so far"."""
    opens = date.lead <= _sentence_start(m, date) + 1
    return _perfect(m, date, amount) and (opens or {",", ";"}.isdisjoint(m.tokens.words[date.end : amount.bound]))


def _perfect(m: Mentions, date: Date, amount: Amount) -> bool:
    """Whether "have" or "has" stands before an amount, or "have been" behind it, and a date before both."""
    words = m.tokens.words
    before, behind = words[max(date.end, amount.bound - 4) : amount.bound], words[amount.end : amount.end + _REACH_OF_PERFECT]
    sent = any(a in ("have", "has") and b == "been" for a, b in pairwise(behind))
    return date.end <= amount.bound and ("have" in before or "has" in before or sent)


def _sentence_start(m: Mentions, date: Date) -> int:
    """The first token of the sentence that holds a date."""
    return m.sentences[m.sentence_at(date.start)].start


def _until(date: Date, transform: str, begun: Date | None) -> str:
    """A period that ends with a date: a stock stands at it, anything else has run up to it, from where it had begun."""
    end = last_day(date.edtf) if date.relation == "until_end" else date.edtf
    if transform == "stock" or "/" in end:
        return end
    first, last = days(begun.edtf).start if begun else None, days(end).end
    ordered = begun and "/" not in begun.edtf and first and last and first <= last
    return f"{begun.edtf}/{end}" if begun and ordered else f"../{end}"


def _near(m: Mentions, amount: Amount, date: Date) -> bool:
    """Whether a date behind an amount dates it: within a few words, and no clause of its own between."""
    between = m.tokens.words[amount.end : date.lead if date.last else date.start]  # "$585 million from 1991 to 2023"
    if "(" in between and m.tokens.word(date.end) == ":":
        return False  # "20.7 billion (2020: 18.6 billion)"
    upward = "up" in between and between[between.index("up") + 1 :][:1] != ["to"]
    return len(between) <= 9 and not upward and not any(word in (",", ";", "which", "and", "from") for word in between)


def last_day(edtf: str) -> str:
    """The last day of a date, which "the end of" it means.

    >>> last_day("2024")
    '2024-12-31'
    """
    end = days(edtf).end
    return end.isoformat() if end else edtf
