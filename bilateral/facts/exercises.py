"""Joint exercises: named series and dated ones, with the service that holds them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from bilateral import lexicon
from bilateral.facts.others import with_others
from bilateral.facts.planned import planned_or_denied
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases
from bilateral.tokens import NUMBER

_HELD = frozenset({"hold", "held", "conduct", "conducted"})
_KINDS = frozenset(
    (
        "joint military naval army air force special forces counter terrorism anti bilateral annual maritime drill combined "
        "coordinated passing search rescue peacekeeping live fire"
    ).split()
)
_PLAIN = frozenset(
    (
        "program programme programs programmes course courses center centre academy mission school team "
        "assistance cooperation base ship association club federation area grounds hall board"
    ).split()
)
_DONE = frozenset({"held", "conducted", "carried", "staged", "performed", "completed"})
_TOGETHER = frozenset({"joint", "bilateral", "combined"})
_BEHIND = frozenset("with in on at off near between for of to".split())
_ARTICLES = frozenset({"a", "an", "the", "their", "its", "first", "second", "third", "two", "-"})
_NEAR = 8  # tokens between a name in quotation marks and the word "exercise"


@dataclass(slots=True)
class Exercise:
    """One series or dated exercise; `start` and `end` are the tokens of its name with the quotation marks."""

    start: int
    end: int
    section: str
    series: str
    service: str
    date: Date | None


@cache
def _services() -> Phrases[str]:
    return Phrases((row["pattern"], row["service"]) for row in lexicon.table("services"))


def exercises(m: Mentions) -> list[Exercise]:
    """The exercises of a page: names in quotation marks near words of exercises or services, or beside "exercise"."""
    found: list[Exercise] = []
    seen: set[tuple[str, str]] = set()
    standing = [i for i in m.tokens.standing(lexicon.words("exercise_nouns")) if m.tokens.word(i + 1) not in _PLAIN]
    for sentence in m.sentences_at([*standing, *_services().starts(m.tokens, 0, len(m.tokens))]):
        nouns = standing[bisect_left(standing, sentence.start) : bisect_left(standing, sentence.end)]
        services = _services().find(m.tokens, sentence.start, sentence.end)
        nouns = [i for i in nouns if not _in_name(m, i) and (services or m.tokens.words[i] != "training")]  # "English training"
        armed = any(match.row != "joint" for match in services)
        if not nouns and not (armed and not _HELD.isdisjoint(m.tokens.words[sentence.start : sentence.end])):
            continue
        near = [span for span in _quoted(m, sentence) if armed or any(-_NEAR <= i - span[0] <= _NEAR for i in nouns)]
        rest = [i for i in nouns if not any(-_NEAR <= i - span[0] <= _NEAR for span in near)]
        for start, end in sorted(near + _named(m, sentence, rest)):
            series = _series(m.tokens.span_text(start, end).strip("\"' ,.;"))
            date = _date(m, sentence, start, end)
            key = (series.lower(), date.edtf if date else "")
            stop = min(m.tokens.first(mark, end, sentence.end) for mark in (",", ";", "and"))
            if key not in seen and series[:1].isupper() and not with_others(m, end, stop):
                seen.add(key)
                found.append(Exercise(start, end, sentence.section, series, _service(m, services, start, end), date))
        if not found or found[-1].start < sentence.start:
            found += _unnamed(m, sentence, nouns, services)
    return found


def _unnamed(m: Mentions, sentence: Sentence, nouns: list[int], services: list[Match[str]]) -> list[Exercise]:
    """A dated exercise told by its kind: "held a joint exercise with the Hellenic Navy"; none that is planned or with others."""
    words = m.tokens.words
    armed = any(words[match.start] != "joint" for match in services)  # no "joint exercise in marketing"
    for i in nouns if armed else []:
        verb = next((k for k in range(i - 1, max(sentence.start, i - _NEAR) - 1, -1) if words[k] not in _KINDS | _ARTICLES), 0)
        verb -= verb > sentence.start and words[verb] == "out"
        stop = min(m.tokens.first(mark, i, sentence.end) for mark in (",", ";", "and", "."))
        alone = stop == i + 1 or words[i + 1] in _BEHIND or bool(m.dates_between(i + 1, i + 2))  # no "exercise planning meeting"
        joint = not _TOGETHER.isdisjoint(words[verb:i]) or words[i + 1 : i + 2] == ["with"]
        done = verb >= sentence.start and words[verb] in _DONE and not planned_or_denied(m, sentence.start, verb)
        date = _date(m, sentence, verb, i + 1) if done and joint and alone and not m.tokens.capital(i) else None
        if date and not with_others(m, i, sentence.end) and words[i] != "training":
            end = date.end if i < date.start <= i + _NEAR else stop
            name = next(k for k in range(verb + 1, i + 1) if words[k] not in _ARTICLES and words[k] != "out")
            series = m.tokens.span_text(name, i + 1)
            return [Exercise(verb, end, sentence.section, series, _service(m, services, verb, i + 1), date)]
    return []


def _in_name(m: Mentions, i: int) -> bool:
    """Whether a word is part of an institution's name: "the Propaganda and Training Board"."""
    tokens = m.tokens
    if not tokens.capital(i) or tokens.words[i] in ("exercise", "exercises") or i + 2 >= len(tokens):
        return False
    behind = i + 2 if tokens.words[i + 1] == "and" else i + 1  # "the Erdoğan Training and Research Hospital"
    return tokens.capital(behind) and (tokens.capital(i - 1) or tokens.words[i - 1] == "and")


def _quoted(m: Mentions, sentence: Sentence) -> list[tuple[int, int]]:
    """The spans between double quotation marks, of at most six words."""
    words = m.tokens.words
    spans: list[tuple[int, int]] = []
    marks = [i for i in range(sentence.start, sentence.end) if words[i] == '"']
    spans += zip(marks[::2], marks[1::2], strict=False)
    opening = [
        i
        for i in range(sentence.start, sentence.end - 1)
        if words[i] == "'" and not m.tokens.glued(i) and m.tokens.capital(i + 1)
    ]
    spans += [
        (i, j) for i in opening if (j := next((k for k in range(i + 2, min(i + 9, sentence.end)) if words[k] == "'"), None))
    ]
    return [(i, j + 1) for i, j in sorted(spans) if 1 < j - i <= 8]


def _named(m: Mentions, sentence: Sentence, nouns: list[int]) -> list[tuple[int, int]]:
    """The capital words beside "exercise" or "drill": "the military exercise Blue Sword", "the Eagle-VIII joint exercise"."""
    spans = []
    for i in nouns:
        j = i + 1
        called = m.tokens.capital(i) and i + 2 < sentence.end and _proper(m, i + 2)  # "Exercise Thai Boomerang"
        while j < sentence.end and (_proper(m, j) or _hyphen(m, j) or (called and j == i + 1 and m.tokens.capital(j))):
            j += 1
        if 1 <= j - i - 1 <= 4 and not set(m.tokens.words[i + 1 : j]) <= _PLAIN:
            spans.append((i + 1, j))
            continue
        apposed = _abbreviated(m, sentence, i) or _apposed(m, sentence, i)
        if apposed:
            spans.append(apposed)
            continue
        k = i
        while k > sentence.start and (m.tokens.words[k - 1] in _KINDS or m.tokens.words[k - 1] == "-"):
            k -= 1
        j = k
        while k > sentence.start and (_proper(m, k - 1) or m.tokens.kinds[k - 1] == NUMBER or m.tokens.words[k - 1] == "-"):
            k -= 1
        while k < j and not m.tokens.capital(k):
            k += 1
        k += k < j and m.tokens.words[k] in ("the", "exercise")
        if 1 <= j - k <= 6 and k > sentence.start:
            spans.append((k, j))
    return spans


def _abbreviated(m: Mentions, sentence: Sentence, i: int) -> tuple[int, int] | None:
    """The name in the bracket behind a named exercise: "the Sri Lanka-India Naval Exercise (SLINEX-24)"."""
    opens = m.tokens.capital(i) and i + 2 < sentence.end and m.tokens.words[i + 1] == "(" and m.tokens.shouted(i + 2)
    close = m.tokens.first(")", i + 2, min(i + 7, sentence.end)) if opens and len(m.tokens.words[i + 2]) > 3 else 0
    return (i + 2, close) if close and m.tokens.word(close) == ")" else None


def _apposed(m: Mentions, sentence: Sentence, i: int) -> tuple[int, int] | None:
    """The name before ", the bilateral exercise of the two armies"; None where there is none."""
    words, k = m.tokens.words, i
    while k > sentence.start and words[k - 1] in _KINDS:
        k -= 1
    if words[k - 2 : k] not in ([",", "the"], [",", "a"], [",", "an"], [",", "their"]) or k - 3 < sentence.start:
        return None
    end, k = k - 2, k - 2
    while k > sentence.start and _proper(m, k - 1):
        k -= 1
    return (k, end) if 1 <= end - k <= 4 and k > sentence.start else None


def _proper(m: Mentions, i: int) -> bool:
    """Whether a token can be part of an exercise's name: capital, no country, no word of exercises or services."""
    word = m.tokens.words[i]
    return (
        m.tokens.capital(i)
        and word not in _KINDS
        and word not in lexicon.words("exercise_nouns")
        and not m.within(m.places, i, i + 1)
    )


def _hyphen(m: Mentions, i: int) -> bool:
    """Whether token `i` is the hyphen in a name: "Exercise Doshin-Bayanihan"."""
    inside = m.tokens.words[i] == "-" and i + 1 < len(m.tokens) and m.tokens.glued(i) and m.tokens.glued(i + 1)
    return inside and _proper(m, i - 1) and _proper(m, i + 1)


def _series(name: str) -> str:
    """The series without the number or year of one edition ("Eagle-8", "Sea Horse 2019")."""
    head = name.rstrip("0123456789IVX")
    return head.rstrip(" -") if head != name and head.rstrip(" -") and head[-1] in " -" else name


def _service(m: Mentions, found: list[Match[str]], start: int, end: int) -> str:
    """The service in brackets behind the series, else the one named last before it, else first behind it."""
    if m.tokens.word(end) == "(":
        bracket = next((match for match in found if match.start == end + 1), None)
        if bracket:
            return bracket.row
    before = [match for match in found if match.end <= start]
    own = [match for match in before if match.row != "joint" or m.tokens.words[match.start] == "tri"]
    behind = [match for match in found if match.start >= end and match.row != "joint"]
    near = [match for match in before if match.row == "joint" and (not own or match.start > own[-1].start)]
    if near and own and '"' in m.tokens.words[own[-1].end : near[-1].start]:
        return near[-1].row
    chosen = own[-1:] or behind[:1] or before[-1:] or found[:1]
    return chosen[0].row if chosen else ""


def _date(m: Mentions, sentence: Sentence, start: int, end: int) -> Date | None:
    """The date of a dated exercise: the first behind its name in the clause, else the last before it.

    A date behind "since" is that of a beginning only.
    """
    opened, closed = m.tokens.last(";", sentence.start, start + 1), m.tokens.first(";", end, sentence.end)
    dates = [d for d in m.dates_between(opened, closed) if d.known and not d.relation]
    return next((d for d in dates if d.start >= end), None) or next((d for d in reversed(dates) if d.start < start), None)
