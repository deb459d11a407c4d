"""The shape of a page: paragraphs (hard line breaks undone), headings, furniture, sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.lines import MARKER, SIGN, TERMINAL, Run, is_bullet, is_row, is_way, runs
from bilateral.tokens import NUMBER, WORD, Tokens, initial, slug

_PLAIN_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2}) +(?=[A-Z])")
_INITIALS = frozenset(f"{chr(letter)}." for letter in range(ord("A"), ord("Z") + 1))
_BESIDE_DATE = frozenset(
    "st nd rd th am pm hrs utc gmt monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split()
)
_PLAIN_FIGURE = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+\.\d+)(?![\d.])")
_STOPS = frozenset(".!?")
_HEADING_WORDS, _HEADING_LENGTH = 16, 120


class Paragraph(NamedTuple):
    """A run of text without a true line break: offsets, what it is, and the section it stands under.

    `kind` is `title` (before the first prose), `heading`, `prose` or `furniture` (navigation, page dates, captions). `body` is
    where the words begin behind a section number; `marker` is that number's span, if there is one. `entry` marks one entry of a
    list.
    """

    start: int
    end: int
    kind: str
    section: str
    body: int
    marker: tuple[int, int] | None = None
    entry: bool = False


class Sentence(NamedTuple):
    """A sentence: its tokens `start` to `end` (exclusive), the number of its paragraph, its section."""

    start: int
    end: int
    paragraph: int
    section: str


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a clean text, in order."""
    found: list[Paragraph] = []
    spans = runs(text)
    kinds = [_kind(text, run) for run in spans]
    first_prose = next((i for i, kind in enumerate(kinds) if kind == "prose"), len(kinds))
    heads = [i for i, kind in enumerate(kinds[:first_prose]) if kind == "heading"]
    section, title = "", _title_words(text, [spans[i] for i in heads[:-1] or heads])
    numbered = _numbered_plainly(text, spans, kinds)
    lettered = {"A.", "B."} <= {text[run.start : run.start + 2] for run in spans}
    for i, (run, kind) in enumerate(zip(spans, kinds, strict=True)):
        start, end = run.start, run.end
        marker = MARKER.match(text, start, end)
        if marker and kind == "prose" and marker.group().strip() in _INITIALS and not lettered:
            marker = None  # "A. Holmberg, Foreign Minister of …" opens no section A
        label = (marker["a"] or marker["b"]) if marker else ""
        if kind == "heading" and not marker and numbered:
            marker = _PLAIN_NUMBER.match(text, start, end)
            label = marker[1] if marker else ""
        words = text[marker.end() if marker else start : end]
        if kind == "heading" and not label and (i in heads[:-1] or _is_title(words, title)):
            kind = "title"
        elif kind == "heading" or (label and kind == "prose" and not run.entry):
            section = label or slug(words)[:60].strip("-")
        found.append(Paragraph(start, end, kind, section, marker.end() if marker else start,
                               (start, start + len(marker.group().rstrip())) if marker else None, run.entry))  # fmt: skip
    return found


def _numbered_plainly(text: str, spans: list[Run], kinds: list[str]) -> bool:
    """Whether the headings of a page bear numbers without a full stop: "1 Political Relations", "2.1 Trade"."""
    headings = [run for run, kind in zip(spans, kinds, strict=True) if kind == "heading"]
    numbers = [number[1] for run in headings if (number := _PLAIN_NUMBER.match(text, run.start, run.end))]
    return any(number in ("1", "1.1") for number in numbers)


def _is_title(words: str, title: set[str]) -> bool:
    """Whether a heading before the first prose says the title again, or stands in brackets ("[China and X]")."""
    return words.startswith("[") or set(slug(words).split("-")) <= title


def sentences(tokens: Tokens, paras: list[Paragraph]) -> list[Sentence]:
    """The sentences of the prose, as runs of tokens."""
    found: list[Sentence] = []
    stops = tokens.standing(_STOPS)
    i = 0
    for number, para in enumerate(paras):
        if para.kind != "prose":
            continue
        sign = SIGN.match(tokens.text, para.body)
        start = bisect_left(tokens.starts, sign.end() if sign else para.body, i)
        end = bisect_left(tokens.starts, para.end, start)
        for k in range(bisect_left(stops, start), bisect_left(stops, end)):
            i = stops[k] + 1
            if i > start and _ends_sentence(tokens, stops[k]):
                while i < len(tokens) and tokens.glued(i) and tokens.words[i] in "\"')]":
                    i += 1
                if tokens.word(i) == "[" and tokens.word(i + 2) == "]" and tokens.glued(i):  # a footnote mark
                    i += 3
                found.append(Sentence(start, i, number, para.section))
                start = i
        if start < end:
            found.append(Sentence(start, end, number, para.section))
        i = max(start, end)
    return found


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(lexicon.words("furniture"))


def _kind(text: str, run: Run) -> str:
    words = text[run.start : run.end]
    if ">" in words or (is_way(words) and words[-1].isalnum()) or words.lower().startswith(_furniture()):
        return "furniture"
    marker = MARKER.match(text, run.start, run.end)
    body = text[marker.end() if marker else run.start : run.end].strip()
    if run.entry and not _only_date(body):
        return "prose"
    if len(body) <= _HEADING_LENGTH and len(body.split()) <= _HEADING_WORDS and not is_bullet(body):
        return _kind_of_short(body, marked=bool(marker))
    return "prose"


def _kind_of_short(body: str, *, marked: bool) -> str:
    """What a short line is: prose where it is finished, starts with a number, or says a figure or a date behind a label."""
    if re.fullmatch(r"[12]\d{3}", body):
        return "heading"
    if len(re.findall(r"(?<!\S)\d[\d.,%]*(?!\S)", body)) >= 3 and not _only_date(body):
        return "prose"  # a row of a table of figures
    if _PLAIN_FIGURE.search(body) and not any(c.isalpha() for c in body):
        return "prose"  # no page number or date: the ledger shall tell of it
    if not any(c.isalpha() for c in body) or _only_date(body):
        return "furniture"
    if is_row(body):
        return "prose" if any(c.isdigit() for c in body) else "furniture"  # figures; the heads of their columns
    if TERMINAL.search(body):
        return "heading" if _titled(body) and (marked or body.endswith(":")) else "prose"
    figure = re.search(r":.*\d", body) or re.match(r"\d[\d,.]* [a-z]", body)  # "Exports to X: 95.3 billion yen (2019)"
    dated = re.match(r"(?:[A-Z][a-z]{2,8}\.? )?\d{4}\b", body) and len(body.split()) > 4
    return "prose" if figure or dated else "heading"


def _only_date(body: str) -> bool:
    """Whether a line is a date, with its weekday and clock time: "[Wednesday, 5 March 2025 10:30 am]"."""
    plain = re.findall(r"[A-Za-z]+", body.lower())
    return bool(re.search(r"\d", body)) and all(word in lexicon.words("months") or word in _BESIDE_DATE for word in plain)


def _titled(body: str) -> bool:
    """Whether all words of some length start with a capital letter."""
    long = [word for word in re.findall(r"[^\W\d_]+", body) if len(word) > 3]
    finite = any(word in ("was", "were", "is", "are", "has", "had", "have", "met", "paid") for word in body.split())
    return bool(long) and all(word[0].isupper() for word in long) and not finite


def _title_words(text: str, titles: list[Run]) -> set[str]:
    return {word for run in titles for word in slug(text[run.start : run.end]).split("-")}


def _ends_sentence(tokens: Tokens, i: int) -> bool:
    """Whether the full stop, question or exclamation mark at token `i` ends a sentence."""
    after = i + 1
    while after < len(tokens) and tokens.glued(after) and tokens.words[after] in "\"')]":
        after += 1
    if after >= len(tokens):
        return True
    if tokens.glued(after) and tokens.kinds[after] == WORD and not tokens.capital(after):
        return False
    if tokens.words[i] != ".":
        return True
    before = tokens.words[i - 1] if i and tokens.glued(i) else ""
    if before in ("mln", "bln", "mn", "bn") and _acronym(tokens, after):  # "767.2 mln. USD"
        return False
    opens = tokens.words[after] in lexicon.words("openers") and tokens.capital(after) and not tokens.glued(after)
    if (before in lexicon.words("abbreviations") and not (opens and tokens.capital(i - 1))) or (
        initial(before) and tokens.capital(i - 1) and not _acronym(tokens, i - 1)
    ):
        return False
    return tokens.capital(after) or tokens.kinds[after] == NUMBER or tokens.words[after] in "\"'(["


def _acronym(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is all capitals, of two letters or more: "the UN." may end a sentence."""
    return len(tokens.words[i]) > 1 and tokens.shouted(i)
