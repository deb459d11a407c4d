"""Joint exercises: named series and dated ones, with the service that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bilateral import lexicon
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date
from bilateral.phrases import Phrases


@dataclass(slots=True)
class Exercise:
    """One series or dated exercise; `start` and `end` are the tokens of its name with the quotation marks."""

    start: int
    end: int
    section: str
    series: str
    service: str
    date: Date | None


@lru_cache(maxsize=1)
def _services() -> Phrases[str]:
    return Phrases((row["pattern"], row["service"]) for row in lexicon.table("services"))


def exercises(m: Mentions) -> list[Exercise]:
    """The exercises of a page: names in quotation marks in sentences of exercises, or of armed services."""
    found: list[Exercise] = []
    seen: set[str] = set()
    for sentence in m.sentences:
        words = m.tokens.words[sentence.start : sentence.end]
        military = list(_services().find(m.tokens, sentence.start, sentence.end))
        named_so = any(word in lexicon.words("exercise_nouns") for word in words)
        if not named_so and not (military and any(word in ("hold", "held", "conduct", "conducted") for word in words)):
            continue
        for start, end in _quoted(m, sentence) or _named(m, sentence):
            series = m.tokens.span_text(start, end).strip("\"' ,.;")
            if series.lower() in seen or not series[:1].isupper():
                continue
            seen.add(series.lower())
            found.append(
                Exercise(
                    start,
                    end,
                    sentence.section,
                    _series(series),
                    _service(m, sentence, start, end),
                    _date(m, sentence, start, end),
                )
            )
    return found


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


def _named(m: Mentions, sentence: Sentence) -> list[tuple[int, int]]:
    """The capital words behind "exercise" or "drill": "the joint military exercise Surya Kiran"."""
    spans: list[tuple[int, int]] = []
    for i in range(sentence.start, sentence.end - 1):
        if m.tokens.words[i] in lexicon.words("exercise_nouns"):
            j = i + 1
            while j < sentence.end and m.tokens.capital(j) and not m.within(m.places, j, j + 1):
                j += 1
            if 1 <= j - i - 1 <= 4:
                spans.append((i + 1, j))
    return spans


def _series(name: str) -> str:
    """The series without the number or year of one edition ("Warrior-8", "Sea Guardian 2023")."""
    head = name.rstrip("0123456789IVX")
    return head.rstrip(" -") if head != name and head.rstrip(" -") and head[-1] in " -" else name


def _service(m: Mentions, sentence: Sentence, start: int, end: int) -> str:
    """The service named last before the series, else first behind it."""
    found = list(_services().find(m.tokens, sentence.start, sentence.end))
    before = [match for match in found if match.end <= start]
    own = [match for match in before if match.row != "joint"]
    behind = [match for match in found if match.start >= end and match.row != "joint"]
    near = [match for match in before if match.row == "joint" and (not own or match.start > own[-1].start)]
    if near and own and '"' in m.tokens.words[own[-1].end : near[-1].start]:
        return near[-1].row
    chosen = own[-1:] or behind[:1] or before[-1:]
    return chosen[0].row if chosen else ""


def _date(m: Mentions, sentence: Sentence, start: int, end: int) -> Date | None:
    """The date of a dated exercise: the first behind its name, else the last before; "since" dates a series' beginning only."""
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and not d.relation]
    behind = [d for d in dates if d.start >= end]
    return next(iter(behind), None) or next((d for d in reversed(dates) if d.start < start), None)
