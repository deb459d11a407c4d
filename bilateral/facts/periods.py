"""The period of a figure: of a flow, the date of a stock, the span of a cumulative figure."""

from __future__ import annotations

from bilateral.edtf import days
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amounts import Amount
from bilateral.mentions.points import Date

_ASIDE = 16  # tokens: how far before its date a clause between commas may begin
_OPENS_ASIDE = frozenset("which whose founded established opened launched built completed inaugurated created signed".split())


def period_of(
    m: Mentions,
    sentence: Sentence,
    dates: list[Date],
    transform: str,
    floor: int,
    amount: Amount,
    stop: int,
    wide: bool = True,
) -> tuple[str, tuple[int, ...]]:
    """The period of an amount as EDTF, and the tokens of the dates that it is read from; empty where the sentence has none.

    The date behind the amount comes first, then one between the figure before and the amount, then one that opens the sentence.
    """
    dates = [d for d in dates if d.relation not in ("vague", "base") and not _told_aside(m, sentence, d, amount)]
    date = _dating(m, sentence, dates, floor, amount, stop, wide)
    if date is None:
        return "", ()
    if date.relation.startswith("until"):
        begun = next((d for d in dates if d is not date and (d.relation == "since" or _begins(m, d))), None)
        return _until(date, transform, begun), (date.start,)
    since = date.relation == "since" or (transform == "cumulative" and _so_far(m, date, amount))
    if since and transform != "change" and "/" not in date.edtf:
        return f"{date.edtf}/..", (date.start,)
    if date.relation == "at_end" and transform in ("stock", "cumulative"):
        return last_day(date.edtf), (date.start,)
    return date.edtf, (date.start,)


def _dating(m: Mentions, sentence: Sentence, dates: list[Date], floor: int, amount: Amount, stop: int, wide: bool) -> Date | None:
    """The date that dates an amount; only one behind it where not `wide`."""
    behind = [d for d in dates if amount.end <= d.start < stop and _near(m, amount, d)]
    if behind or not wide:
        return behind[0] if behind else None
    opening = [d for d in dates if d.lead <= sentence.start + 2]
    until = [d for d in opening if d.relation.startswith("until")]
    ahead = [d for d in dates if floor <= d.start < amount.bound]
    sole = dates if len(dates) == 1 and dates[0].relation in ("", "at_end", "until_end") else []
    return next(iter(until or ahead[-1:] or opening or sole), None)


def _told_aside(m: Mentions, sentence: Sentence, date: Date, amount: Amount) -> bool:
    """Whether a date stands in a clause between commas before an amount: "A, which was founded in 1916, has 600 members"."""
    words = m.tokens.words
    if date.end > amount.bound or "," not in words[date.end : amount.bound]:
        return False
    comma = next((i for i in range(date.start - 1, max(sentence.start, date.start - _ASIDE), -1) if words[i] == ","), None)
    return comma is not None and words[comma + 1] in _OPENS_ASIDE


def _begins(m: Mentions, date: Date) -> bool:
    """Whether a date is that of a beginning ("which was launched in 2004")."""
    return any(
        word in ("launched", "founded", "established", "started", "begun", "initiated")
        for word in m.tokens.words[max(0, date.lead - 2) : date.lead]
    )


def _so_far(m: Mentions, date: Date, amount: Amount) -> bool:
    """Whether a count has gone on since a date: "signed in 1992 and have concluded 6 programmes so far"."""
    words = m.tokens.words
    perfect = any(word in ("have", "has") for word in words[max(date.end, amount.bound - 4) : amount.bound])
    return date.end <= amount.bound and perfect


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
    between = m.tokens.words[amount.end : date.start]
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
