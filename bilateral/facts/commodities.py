"""What is traded: all goods, or some of them ("exports of wheat", "oil imports", "trade in agricultural products")."""

from __future__ import annotations

from bilateral import lexicon
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amount import Amount
from bilateral.mentions.places import DEMONYM
from bilateral.phrases import Match
from bilateral.tokens import WORD, slug

GOODS = "goods"
_MOST = 6  # words of the name of some goods
_VERBS = frozenset("imported exported importing exporting".split())
_ALL = frozenset("goods merchandise commodities products items services and all various other others rest".split())
_STOPS = frozenset(
    "to from in by with at between for on over under than as of which that who was were is are has had have will worth valued "
    "reached amounted totalled totaled stood rose fell grew increased decreased dropped declined came went hit made exceeded "
    "accounted remained continued jumped surged doubled tripled during since until".split()
)
_LISTS = frozenset("and were are was is include included including being mainly chiefly notably".split())
_FLOWS = frozenset("exports imports export import trade turnover volume balance deficit surplus investment value".split())
_NO_GOODS = frozenset(  # "trade in recent years", "exports of both sides"
    "year years month months quarter half period decade decades century currency currencies terms value volume total region "
    "side sides country countries nation nations kind kinds type types term time times turn fact general particular this these "
    "those both each either its their our his her the two three a an local bilateral".split()
)


def goods_of(m: Mentions, mark: Match[Row]) -> str:
    """The slug of what a flow is of: `goods`, or those that the words behind its mark or right before it name."""
    words, i = m.tokens.words, mark.end
    behind = words[mark.start] in _VERBS
    if not behind and m.tokens.word(i) == ("in" if mark.row["flow"] == "T" else "of"):
        behind, i = True, i + 1
    if behind and (name := _name(m, i)):
        return name
    start = mark.start
    while start > 0 and words[start - 1] in lexicon.words("commodities"):
        start -= 1
    return slug(" ".join(words[start : mark.start])) if start < mark.start else GOODS


def goods_listed(m: Mentions, amount: Amount, floor: int) -> tuple[int, str]:
    """The goods right before an amount in brackets, "coal (A$381 million)": their first token and slug; no slug for all else."""
    words, end = m.tokens.words, amount.bound - 1
    if words[end] != "(":
        return end, ""
    i = end
    while i > floor and m.tokens.kinds[i - 1] == WORD and words[i - 1] not in _LISTS and end - i < _MOST:
        i -= 1
    named = words[i:end]
    opened = words[i - 1] in _LISTS or words[i - 1] in (",", ":")
    plain = not m.within(m.places, i, end) and not m.dates_between(i, end) and _NO_GOODS.isdisjoint(named)
    listed = opened and plain and named and _FLOWS.isdisjoint(named) and not set(named) <= _ALL
    return (i, slug(" ".join(named))) if listed else (end, "")


def _name(m: Mentions, i: int) -> str:
    """The slug of the goods named from token `i`; empty where all goods, a country, a time or an amount stand there."""
    tokens = m.tokens
    i += any(place.end == i + 1 and place.kind == DEMONYM for place in m.within(m.places, i, i + 1))  # "of Chinese goods"
    end = i
    while end < len(tokens) and end - i < _MOST and tokens.kinds[end] == WORD and tokens.words[end] not in _STOPS:
        if m.within(m.places, end, end + 1) or m.dates_between(end, end + 1) or m.within(m.amounts, end, end + 1):
            break
        if tokens.words[end] == "and" and tokens.word(end + 1) in {"exports", "imports", "its", "their", "the"}:
            break
        end += 1
    named = tokens.words[i:end]
    while named and named[-1] in ("and", "also"):
        named.pop()
    if not named or set(named) <= _ALL or not _NO_GOODS.isdisjoint(named):
        return ""
    return slug(" ".join(named))
