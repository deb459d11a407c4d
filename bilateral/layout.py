"""The shape of a page: paragraphs (hard line breaks undone), headings, furniture, sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilateral import lexicon
from bilateral.tokens import NUMBER, WORD, Tokens, initial, slug

_MARKER = re.compile(
    r"(?:\((?P<b>[ivxlc]{1,5}|[IVXLC]{1,5}|\d{1,2}|[A-Za-z])\)|(?P<a>[ivxlc]{1,5}|[IVXLC]{1,5}|\d{1,2}(?:\.\d{1,2}){0,2}|[A-Z])[.)])"
    r"(?![\d.])(?! *[A-Z]\.) *(?=[^\s\d])"
)
_BULLET = re.compile(r"[•▪●◦*·\-] |\(?\d{1,2}[.)] |\([a-z]\) ")
_TERMINAL = re.compile(r"[.!?;:]['\")\]]*(?:\[\d+\])?$")
_LABEL = re.compile(r"[A-Z][^.:]{2,60}: *\S")
_ASKS_DATE = frozenset("in on of since from to until till by and between during before after early late mid the - year".split())
_HEADING_WORDS, _HEADING_LENGTH = 16, 120
_WRAPPED = 50  # characters; blocks narrower than this are lists and addresses rather than wrapped prose


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text without a true line break: offsets, what it is, and the section it stands under.

    `kind` is `title` (before the first prose), `heading`, `prose` or `furniture` (navigation, page dates, captions). `body` is
    where the words begin behind a section number; `marker` is that number's span, if there is one.
    """

    start: int
    end: int
    kind: str
    section: str
    body: int
    marker: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its tokens `start` to `end` (exclusive), the number of its paragraph, its section."""

    start: int
    end: int
    paragraph: int
    section: str


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a clean text, in order."""
    spans = [span for block in _blocks(text) for span in _unwrap(text, block)]
    kinds = [_kind(text, *span) for span in spans]
    first_prose = next((i for i, kind in enumerate(kinds) if kind == "prose"), len(kinds))
    found: list[Paragraph] = []
    section, title = "", _title_words(text, spans[:first_prose], kinds)
    for i, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True)):
        marker = _MARKER.match(text, start, end)
        label = (marker["a"] or marker["b"]) if marker else ""
        words = text[marker.end() if marker else start : end]
        if kind == "heading" and not label and (i < first_prose - 1 or set(slug(words).split("-")) <= title):
            kind = "title"
        elif kind == "heading" or (label and kind == "prose" and not _BULLET.match(text, start)):
            section = label or slug(words)[:60].strip("-")
        found.append(Paragraph(start, end, kind, section, marker.end() if marker else start,
                               (start, start + len(marker.group().rstrip())) if marker else None))  # fmt: skip
    return found


def sentences(tokens: Tokens, paras: list[Paragraph]) -> list[Sentence]:
    """The sentences of the prose, as runs of tokens."""
    found: list[Sentence] = []
    i = 0
    for number, para in enumerate(paras):
        if para.kind != "prose":
            continue
        while i < len(tokens) and tokens.starts[i] < para.body:
            i += 1
        start = i
        while i < len(tokens) and tokens.starts[i] < para.end:
            i += 1
            if tokens.words[i - 1] in ".!?" and _ends_sentence(tokens, i - 1):
                while i < len(tokens) and tokens.glued(i) and tokens.words[i] in "\"')]":
                    i += 1
                if tokens.word(i) == "[" and tokens.word(i + 2) == "]" and tokens.glued(i):  # a footnote mark
                    i += 3
                found.append(Sentence(start, i, number, para.section))
                start = i
        if start < i:
            found.append(Sentence(start, i, number, para.section))
    return found


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Runs of lines without a blank one between; each line as offsets without its outer blanks."""
    blocks: list[list[tuple[int, int]]] = [[]]
    at = 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            start = at + line.index(inner[0])
            blocks[-1].append((start, start + len(inner)))
        elif blocks[-1]:
            blocks.append([])
        at += len(line) + 1
    return [block for block in blocks if block]


def _unwrap(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs of a block: a line break is undone where the next line goes on with the sentence.

    It does where that line starts in lower case, and where the line before, unfinished, is long or had no room for its first
    word.
    """
    width = max(end - start for start, end in block)
    spans = [block[0]]
    dated = _starts_entry(".", text[block[0][0] : block[0][1]])
    prose = len(block) > 2 and any(text[start].islower() for start, _ in block[1:]) and text[block[-1][1] - 1] == "."
    for start, end in block[1:]:
        before, after = text[spans[-1][0] : spans[-1][1]], text[start:end]
        line = before[before.rfind("\n") + 1 :].strip()
        word = after.split(None, 1)[0]
        full = len(line) + 1 + len(word) > width or (width >= _WRAPPED and len(line) >= 0.6 * width)
        wrapped = (full or (prose and not _TERMINAL.search(line))) and not (_TERMINAL.search(line) and width < _WRAPPED)
        opens = (dated and _starts_entry(line, after)) or (bool(_LABEL.match(before)) and bool(_LABEL.match(after)))
        if (
            not opens
            and not _BULLET.match(after)
            and not (_MARKER.match(after) and (_TERMINAL.search(line) or not re.match(r"[A-Z]\. ", after)))
            and (
                after[0].islower()
                or wrapped
                or line.endswith(",")
                or (re.match(r"[A-Z]\. [A-Z]", after) and not _TERMINAL.search(line))
            )
        ):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _starts_entry(line: str, after: str) -> bool:
    """Whether a line begins a dated entry of a list ("Nov. 1996 President A visits B"), as nothing before it asks for a date."""
    first = re.match(r"([A-Za-z]+|\d{4})", after)
    if not first or not (first[1].isdigit() or first[1].lower() in lexicon.words("months")):
        return False
    last = line.split()[-1].lower().rstrip(".,")
    return not (last in _ASKS_DATE or last in lexicon.words("months") or last.isdigit() or line.endswith(","))


def _kind(text: str, start: int, end: int) -> str:
    words = text[start:end].lower()
    if ">" in words or words.startswith(tuple(lexicon.words("furniture"))):
        return "furniture"
    marker = _MARKER.match(text, start, end)
    body = text[marker.end() if marker else start : end].strip()
    count = len(body.split())
    ends = bool(_TERMINAL.search(body))
    if count <= _HEADING_WORDS and len(body) <= _HEADING_LENGTH and not _BULLET.match(body):
        if re.fullmatch(r"[12]\d{3}", body):
            return "heading"
        if not any(c.isalpha() for c in body) or _only_date(body):
            return "furniture"
        if not ends and (
            re.search(r":.*\d", body) or (re.match(r"(?:[A-Z][a-z]{2,8}\.? )?\d{4}\b", body) and count > 4)
        ):  # "Exports to X: 95.3 billion yen (2019)"
            return "prose"
        if not ends or (_titled(body) and (marker or body.endswith(":"))):
            return "heading"
    return "prose"


def _only_date(body: str) -> bool:
    plain = re.findall(r"[A-Za-z]+", body.lower())
    return bool(re.search(r"\d", body)) and all(
        word in lexicon.words("months") or word in ("st", "nd", "rd", "th") for word in plain
    )


def _titled(body: str) -> bool:
    """Whether all words of some length start with a capital letter."""
    long = [word for word in re.findall(r"[^\W\d_]+", body) if len(word) > 3]
    finite = any(word in ("was", "were", "is", "are", "has", "had", "have", "met", "paid") for word in body.split())
    return bool(long) and all(word[0].isupper() for word in long) and not finite


def _title_words(text: str, spans: list[tuple[int, int]], kinds: list[str]) -> set[str]:
    return {
        word
        for (start, end), kind in zip(spans, kinds, strict=False)
        if kind == "heading"
        for word in slug(text[start:end]).split("-")
    }


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
    if before in lexicon.words("abbreviations") or (initial(before) and tokens.capital(i - 1) and not _acronym(tokens, i - 1)):
        return False
    return tokens.capital(after) or tokens.kinds[after] == NUMBER or tokens.words[after] in "\"'(["


def _acronym(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is all capitals, of two letters or more: "the UN." may end a sentence."""
    word = tokens.text[tokens.starts[i] : tokens.ends[i]]
    return len(word) > 1 and word.isupper()
