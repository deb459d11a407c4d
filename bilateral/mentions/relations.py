"""What the words before a date make of it: a beginning, an end, the base of a comparison, or a vague before and after."""

from __future__ import annotations

from bilateral.mentions.points import Date
from bilateral.tokens import Tokens

_QUALIFIERS = frozenset("the of end early late beginning year mid - middle calendar about around".split())
_MOST_QUALIFIERS = 4
_MOVES = frozenset("% percent cent million billion rise increase growth jump drop fall decrease decline".split())
_ADDED_UP = frozenset({"cumulative", "cumulatively", "accumulated"})
_NEAR = 6  # tokens: how far before "through" that word may stand
_LEADING = frozenset("in on from at during between within over early late".split())


def with_relation(tokens: Tokens, date: Date) -> Date:
    """The date with its relation and the token that leads to it: "since 1964", "by the end of 2024", "as of August 2024"."""
    words, lead = tokens.words, date.start - 1
    while lead >= 0 and words[lead] in _QUALIFIERS and date.start - 1 - lead < _MOST_QUALIFIERS:
        lead -= 1
    if words[max(0, lead - 1) : lead + 1] == ["as", "at"]:
        lead -= 1
    word = tokens.word(lead)
    relation = _relation(tokens, date, lead, word)
    if not relation and word not in _LEADING:
        lead = date.start
    return date._replace(relation=relation, lead=lead) if relation or lead != date.lead else date


def _relation(tokens: Tokens, date: Date, lead: int, word: str) -> str:
    qualifiers = tokens.words[lead + 1 : date.start]
    if word in ("as", "by", "until", "till") or (word == "to" and "up" in tokens.words[max(0, date.start - 4) : date.start]):
        return "until_end" if "end" in qualifiers else "until"
    if word == "through" and not _ADDED_UP.isdisjoint(tokens.words[max(0, lead - _NEAR) : lead]):
        return "until_end"  # "cumulative total through FY2023"
    if _is_base(tokens, date.start) and not date.last:  # "$585 million from 1991 to 2023" is no comparison
        return "base"
    if word in ("before", "after", "prior", "eve"):
        return "vague"
    if word == "at" and "end" in qualifiers:
        return "at_end"
    return "since" if word in ("since", "starting") or (word == "from" and not date.last and not qualifiers) else ""


def _is_base(tokens: Tokens, i: int) -> bool:
    """Whether the words before token `i` begin the base of a comparison: "compared to 2022", "6.1% from 2023"."""
    third, second, nearest = ["", "", "", *tokens.words[max(0, i - 3) : i]][-3:]
    if nearest in ("to", "with") and second == "compared":
        return True
    if (nearest == "in" and second in ("than", "as", "that")) or (third, second) == ("compared", "with"):
        return True
    second = third if second == ")" else second  # "down (-2.6%) from 2022"
    return nearest in ("from", "over", "on") and second in _MOVES  # "up 6% from 2023", "a twofold rise on 2019"
