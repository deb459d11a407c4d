"""The ledger: every number and date of a page, and whether a row uses it, a rule excuses it, or it was missed."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import takewhile
from operator import attrgetter, itemgetter
from typing import Any

from bilateral import lexicon
from bilateral.facts.others import done_by_others
from bilateral.facts.planned import intended, pending, planned_or_denied
from bilateral.layout import Paragraph, Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amount import Amount
from bilateral.mentions.points import Date
from bilateral.tokens import MARK, WORD

Row = dict[str, Any]
_SECTION = "a section number"
_NAME = "number in a proper name"
_PAGE_DATE = "date of the page, no event"
_COMPARING = frozenset({"lower", "higher", "than", "over", "against", "compared"})
_DUE = frozenset("scheduled planned expected due slated foreseen envisaged".split())
_REACH = 24  # tokens: how far before a date its verb may stand


def ledger(m: Mentions, page: str, used: dict[int, str], occasions: list[tuple[int, int]]) -> list[Row]:
    """One row a mention, in the order of the text: used, else excused by the first rule that finds a reason, else missed.

    `used` are the first tokens of the mentions that rows of tables use, and these rows.
    """
    starts = [para.start for para in m.paragraphs]
    found: list[tuple[int, Row]] = []
    taken = {i for para in m.paragraphs if para.marker for i in range(*para.marker)}
    found += [
        (para.marker[0], _row(m, page, *para.marker, "number", "excused", _SECTION, para.section))
        for para in m.paragraphs
        if para.marker
    ]
    mentions: list[Date | Amount] = sorted([*m.dates, *m.amounts], key=attrgetter("start"))
    for mention in mentions:
        start, end = m.tokens.starts[mention.start], m.tokens.ends[mention.end - 1]
        if start in taken:
            continue
        para = m.paragraphs[bisect_right(starts, start) - 1]
        kind = "date" if isinstance(mention, Date) else "ordinal" if mention.kind == "ordinal" else "number"
        if mention.start in used:
            status, by = "used", used[mention.start]
        else:
            by = _excuse(m, mention, para, occasions)
            status = "excused" if by else "missed"
        found.append((start, _row(m, page, start, end, kind, status, by, para.section)))
    return [row for _, row in sorted(found, key=itemgetter(0))]


def _row(m: Mentions, page: str, start: int, end: int, kind: str, status: str, by: str, section: str) -> Row:
    return {
        "page": page, "start": start, "end": end, "quote": m.text[start:end], "kind": kind, "status": status, "by": by or None,
        "section": section or None,
    }  # fmt: skip


def _excuse(m: Mentions, mention: Date | Amount, para: Paragraph, occasions: list[tuple[int, int]]) -> str:
    """Why a mention is no fact; empty where no rule knows."""
    if para.kind in ("furniture", "title"):
        return _PAGE_DATE if isinstance(mention, Date) else "navigation"
    if para.kind == "heading":
        return "part of a heading"
    if isinstance(mention, Date):
        return _excused_date(m, mention, occasions)
    if mention.kind == "ordinal":
        return _excused_ordinal(m, mention, occasions)
    return _excused_number(m, mention)


def _sentence(m: Mentions, token: int) -> Sentence | None:
    sentence = m.sentences[m.sentence_at(token)] if m.sentences else None
    return sentence if sentence and sentence.start <= token < sentence.end else None


def _excused_date(m: Mentions, date: Date, occasions: list[tuple[int, int]]) -> str:
    sentence = _sentence(m, date.start)
    if _is_base(m, date):
        return "base of a comparison"
    if m.tokens.word(date.start - 1) == "of" and date.start > 1 and m.tokens.capital(date.start - 2):
        return "a year in a name"  # "the Defence Cooperation Agreement of 2001"
    if any(start <= date.start < end for start, end in occasions):
        return "part of the occasion"
    if sentence and _of_a_plan(m, sentence, date):
        return "a planned or denied happening"
    plain_year = date.known and date.first.month is None and not date.relation and not date.relative
    if sentence and plain_year and date.lead <= sentence.start + 1:
        return "the year that the text carries forward"
    return ""


def _is_base(m: Mentions, date: Date) -> bool:
    """Whether a figure is compared with that of a date."""
    compared = _COMPARING & set(m.tokens.words[max(0, date.start - 4) : date.start])
    return date.relation == "base" or bool(date.relative and (date.relative[0] in ("comparison", "period") or compared))


def _of_a_plan(m: Mentions, sentence: Sentence, date: Date) -> bool:
    """Whether a date is that of a planned or denied happening: its verb stands before it."""
    near = range(max(sentence.start, date.start - _REACH), date.start)
    if pending(m, near.start, date.start):
        return True
    if not _DUE.isdisjoint(m.tokens.words[max(sentence.start, date.lead - 2) : date.start]):
        return True  # "the visit scheduled for August 2025 did not take place"
    return any(planned_or_denied(m, sentence.start, i) for i in near if m.tokens.kinds[i] == WORD)


def _excused_ordinal(m: Mentions, ordinal: Amount, occasions: list[tuple[int, int]]) -> str:
    words, after = m.tokens.words, ordinal.end
    if "anniversary" in words[after : after + 3]:
        return "an anniversary, part of the occasion"
    if any(start <= ordinal.start < end for start, end in occasions):
        return "session of a third party, part of the occasion"
    if any(p.start <= ordinal.start < p.end for p in m.within(m.people, ordinal.start - 6, ordinal.start + 1)):
        return "part of an office"
    if m.tokens.word(after) in ("edition", "round", "session", "meeting"):
        return "number of an edition or session, no count"
    if m.tokens.capital(ordinal.start) and ordinal.start and m.tokens.capital(ordinal.start - 1):
        return _NAME
    if after < len(m.tokens) and (m.tokens.kinds[after] == WORD or words[after] == "-"):
        return "a first of its kind, part of the title" if ordinal.value == 1 else "an order in a series, part of the title"
    return "pronoun" if words[ordinal.start - 1] in ("the", "at") else ""


@cache
def _uncounted() -> dict[str, str]:
    return {row["noun"]: row["reason"] for row in lexicon.table("uncounted")}


def _excused_number(m: Mentions, amount: Amount) -> str:
    tokens, i = m.tokens, amount.end
    sentence, before = _sentence(m, amount.start), m.tokens.word(amount.bound - 1)
    if sentence and intended(m, sentence.start, amount.start):
        return "a goal or expectation"
    if sentence and done_by_others(m, sentence, amount.bound):
        return "a figure of other countries"
    if before == "[" and tokens.word(i) == "]":
        return "a footnote mark"
    spelled = amount.numeral is not None and not amount.numeral.digits
    if spelled and amount.value == 1 and tokens.word(i) == "of":
        return 'indefinite "one of the"'
    if spelled and amount.value == 1 and before in ("the", "this", "that", "no", "any", "every", "each"):
        return "pronoun"
    if tokens.word(i) == "-" and tokens.glued(i) and i + 1 < len(tokens) and tokens.kinds[i + 1] == WORD:
        return f'part of a compound word ("{tokens.span_text(amount.start, i + 2)}")'
    for k in takewhile(lambda k: tokens.kinds[k] != MARK, range(i, min(i + 4, len(tokens)))):
        if tokens.words[k] in _uncounted():
            return _uncounted()[tokens.words[k]]
    if _in_name(m, amount):
        return _NAME
    definite = spelled and before in ("the", "these", "those", "all", "both", "its", "their")
    return "a definite set, spoken of as a whole" if definite else ""


def _in_name(m: Mentions, amount: Amount) -> bool:
    """Whether a number belongs to a name: glued to letters or another number ("3Cs", "2+3"), in quotes, or between capitals."""
    tokens, i, j = m.tokens, amount.start, amount.end
    if amount.kind == "money" or (amount.value is not None and amount.value != amount.value.to_integral_value()):
        return False
    glued_after = j < len(tokens) and tokens.glued(j) and (tokens.kinds[j] == WORD or tokens.words[j] == "+")
    glued_before = i > 0 and tokens.glued(i) and (tokens.kinds[i - 1] == WORD or tokens.words[i - 1] in '+-"')
    after = j < len(tokens) and tokens.capital(j)
    before = i > 1 and (tokens.capital(i - 1) or (tokens.words[i - 1] in ("the", "of") and after))
    return (
        glued_after
        or glued_before
        or (after and (before or amount.value is None))
        or (before and not (j < len(tokens) and tokens.kinds[j] == WORD and not after))
        or (after and amount.numeral is not None and not amount.numeral.digits and tokens.capital(i))
    )
