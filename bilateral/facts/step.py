"""A dated step, and the agreements of a list: one entry each, with the date of signing behind its name."""

from __future__ import annotations

from dataclasses import dataclass

from bilateral.facts.lead_ins import heading_of, lead_ins
from bilateral.facts.mechanisms import mechanism_slug
from bilateral.facts.planned import planned_or_denied
from bilateral.facts.titles import class_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.places import NAME
from bilateral.mentions.points import Date

_LEAD = 16  # tokens before the colon of a list
_IN_FORCE = frozenset({"force", "effect", "effective"})
_OF_LIST = frozenset("basis agreement agreements treaties accords mous documents instruments memoranda framework".split())
_ENDED = frozenset("be will terminated expired denounced negotiated initialled drafted planned expected".split())
_NAMING = frozenset({"include", "included", "including", "are", "were", ":"})  # the words before what is listed
_WORKS = frozenset("projects works facilities buildings undertakings".split())
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
    """The steps of a list of agreements: "Trade Agreement (October 1980)", one a line or parted by commas.

    A partnership with a date in brackets is a step of the relations.
    """
    ended = m.tokens.words[sentence.end - 1] == "."
    if ended and m.tokens.words[sentence.end - 2] != ")":
        return []
    heading = heading_of(m, sentence)
    leads = lead_ins(m, sentence)[:2] or ([heading] if heading else [])
    opening = _opening(m, sentence)
    named = opening > sentence.start or any(_OF_LIST & set(m.tokens.words[start:end]) for start, end in leads)
    entry = m.paragraphs[sentence.paragraph].entry
    if not (named or entry):
        return []
    pieces = _pieces(m, opening, sentence.end)
    if ended and len(pieces) < 2:
        return []
    return [step for start, end in pieces for step in _of_piece(m, sentence, start, end, named=named)]


def _opening(m: Mentions, sentence: Sentence) -> int:
    """Where a list begins: behind "Important agreements signed between the two countries:", else with its sentence."""
    words = m.tokens.words
    colon = next((i for i in range(sentence.start, min(sentence.start + _LEAD, sentence.end)) if words[i] == ":"), None)
    leads = (
        colon is not None
        and "(" not in words[sentence.start : colon]
        and _OF_LIST & set(words[sentence.start : colon])
        and not m.dates_between(sentence.start, colon)
    )
    return colon + 1 if colon is not None and leads else sentence.start


def _pieces(m: Mentions, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a list that end in a bracket, as token spans; the whole of it where there is one."""
    words = m.tokens.words
    found: list[tuple[int, int]] = []
    for i in range(start, end):
        if words[i] == ")" and words[i + 1 : i + 2] in ([","], ["and"], [";"]) and i + 1 < end:
            found.append((start, i + 1))
            start = i + 2
    return [*found, (start, end)]


def _of_piece(m: Mentions, sentence: Sentence, start: int, end: int, *, named: bool) -> list[Step]:
    """The signing and the entry into force of one agreement of a list, or the date of one partnership."""
    words = m.tokens.words
    dates = [d for d in m.dates_between(start, end) if d.known and (d.relation in ("", "since") or _effective(m, d))]
    if len(dates) > 1 and dates[0].lead <= _first_word(m, start) and words[dates[1].lead - 1 : dates[1].lead] == ["signed"]:
        start, dates = dates[0].end, dates[1:]  # "2016  Agreement for … (signed on November 11, 2016; …)"
    title = _title(m, start, end, dates)
    noun = class_of(m, title) if title else ""
    others = any(p.country not in m.sides() and p.kind == NAME for p in m.within(m.places, start, end))
    if title is None or others or planned_or_denied(m, start, dates[0].start) or not _ENDED.isdisjoint(words[start:end]):
        return []
    if noun == "partnership" and words[title[1] : title[1] + 1] == ["("]:
        return [_step("relations_upgraded", "upgrade", m, sentence, title, dates[0], "partnership")]
    if noun != "agreement" or not named:
        return []
    found: list[Step] = []
    for date, floor in zip(dates[:2], [title[1], *(d.end for d in dates)], strict=False):
        in_force = bool(_IN_FORCE & set(words[floor : date.start]))
        if in_force or not found:
            kind = ("agreement_in_force", "force") if in_force else ("agreement_signed", "sign")
            found.append(_step(*kind, m, sentence, title, date, mechanism_slug(m, *title)))
    if len(found) == 1 and found[0].step == "sign":
        found[0].thread = ""
    return found


def _effective(m: Mentions, date: Date) -> bool:
    """Whether something is "effective as of" a date."""
    return m.tokens.word(date.lead - 1) == "effective"


def listed_works(m: Mentions, sentence: Sentence) -> list[Step]:
    """The works of a list with the date of each behind it: "Projects completed with aid include the Theatre (1992) and …"."""
    words = m.tokens.words
    if "completed" not in words[sentence.start : sentence.start + _LEAD] or "(" not in words[sentence.start : sentence.end]:
        return []
    opening = next((i + 1 for i in range(sentence.start, min(sentence.start + _LEAD, sentence.end)) if words[i] in _NAMING), None)
    lead = words[sentence.start : opening] if opening else []
    if not opening or "completed" not in lead or _WORKS.isdisjoint(lead):
        return []
    found = []
    for start, end in _pieces(m, opening, sentence.end):
        dates = [d for d in m.dates_between(start, end) if d.known and not d.relation and words[d.lead - 1] == "("]
        start += next((k for k, word in enumerate(words[start:end]) if word not in ("the", "and", "a", "an")), 0)
        title = (start, dates[0].lead - 1) if dates else (start, start)
        if title[0] < title[1] and class_of(m, title) in ("construction", "institution"):
            found.append(_step("other", "complete", m, sentence, title, dates[0], ""))
    return found


def _step(kind: str, step: str, m: Mentions, sentence: Sentence, title: tuple[int, int], date: Date, thread: str) -> Step:
    end = max(title[1], date.end)
    end += m.tokens.word(end) == ")"
    return Step(kind, step, min(title[0], date.start), end, title, date, date.edtf, sentence.section, thread)


def _title(m: Mentions, start: int, end: int, dates: list[Date]) -> tuple[int, int] | None:
    """The name of the agreement: the words before the first date, without the bracket or comma that opens it, or those behind."""
    words = m.tokens.words
    if not dates:
        return None
    whole, start, end = end, _first_word(m, start), dates[0].lead
    if end <= start:
        start, end = dates[0].end, whole
        start += words[start : start + 1] in ([":"], ["-"], [","])
        return (start, end - (words[end - 1] == ".")) if start < end else None
    bracket = next((i for i in range(start, end) if words[i] == "("), end)
    end = bracket if bracket > start else end
    while end > start and words[end - 1] in _OPENS:
        end -= 1
    return (start, end) if end > start else None


def _first_word(m: Mentions, i: int) -> int:
    """The first token of an entry behind its bullet or number."""
    i += m.tokens.word(i) == "o" and not m.tokens.capital(i)
    while i < len(m.tokens) and not m.tokens.capital(i) and m.tokens.kinds[i] != "word" and not m.dates_between(i, i + 1):
        i += 1
    return i
