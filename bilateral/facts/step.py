"""A dated step, and the agreements of a list: one entry each, with the date of signing behind its name."""

from __future__ import annotations

from dataclasses import dataclass

from bilateral.facts.lead_ins import lead_ins
from bilateral.facts.mechanisms import mechanism_slug
from bilateral.facts.titles import class_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date

_IN_FORCE = frozenset({"force", "effect", "effective"})
_OF_LIST = frozenset("agreement agreements treaties accords mous documents instruments memoranda framework".split())
_OPENS = frozenset({"(", ",", "-", ":", "signed", "of"})


@dataclass(slots=True)
class Step:
    """One dated step; `title` is a token span, `start` and `end` the words that carry it."""

    kind: str
    step: str
    start: int
    end: int
    title: tuple[int, int]
    date: Date
    edtf: str
    section: str
    thread: str = ""


def listed_agreements(m: Mentions, sentence: Sentence) -> list[Step]:
    """The steps of an entry such as "Trade Agreement (October 1980)" in a list of agreements."""
    words = m.tokens.words
    leads = lead_ins(m, sentence)
    if not any(_OF_LIST & set(words[start:end]) for start, end in leads[:2]):
        return []
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and d.relation in ("", "since")]
    title = _title(m, sentence, dates)
    if title is None or class_of(m, title) != "agreement":
        return []
    found: list[Step] = []
    for date, floor in zip(dates[:2], [title[0], *(d.end for d in dates)], strict=False):
        in_force = bool(_IN_FORCE & set(words[max(floor, title[1] if date.start >= title[1] else floor) : date.start]))
        kind, step = ("agreement_in_force", "force") if in_force else ("agreement_signed", "sign")
        if not in_force and found:
            break
        start, end = min(title[0], date.start), max(title[1], date.end)
        end += m.tokens.word(end) == ")"
        edtf = date.edtf
        found.append(Step(kind, step, start, end, title, date, edtf, sentence.section, mechanism_slug(m, *title)))
    if len(found) < 2:
        for one in found:
            one.thread = one.thread if one.kind == "agreement_in_force" else ""
    return found


def _title(m: Mentions, sentence: Sentence, dates: list[Date]) -> tuple[int, int] | None:
    """The name of the agreement: the words before the first date, without the bracket or comma that opens it, or those behind."""
    words = m.tokens.words
    if not dates:
        return None
    start, end = _first_word(m, sentence.start), dates[0].lead
    if end <= start:
        start, end = dates[0].end, sentence.end
        start += words[start : start + 1] in ([":"], ["-"], [","])
        return (start, end - (words[end - 1] == ".")) if start < end else None
    bracket = next((i for i in range(start, end) if words[i] == "("), end)
    end = bracket if bracket > start else end
    while end > start and words[end - 1] in _OPENS:
        end -= 1
    return (start, end) if end > start else None


def _first_word(m: Mentions, i: int) -> int:
    """The first token of an entry behind its bullet or number."""
    while i < len(m.tokens) and not m.tokens.capital(i) and m.tokens.kinds[i] != "word" and not m.dates_between(i, i + 1):
        i += 1
    return i
