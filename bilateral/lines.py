"""The lines of a page: which go on with the line before, and which are entries of a list."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from bilateral import lexicon

MARKER = re.compile(
    r"(?:\((?P<b>[ivxlc]{1,5}|[IVXLC]{1,5}|\d{1,2}|[A-Za-z])\)|(?P<a>[ivxlc]{1,5}|[IVXLC]{1,5}|\d{1,2}(?:\.\d{1,2}){0,2}|[A-Z])[.)])"
    r"(?![\d.])(?! *[A-Z]\.) *(?=[^\s\d])"
)
SIGN = re.compile(r"[•▪●◦*·\-o»→■□➢✓✔+~] ")
NUMBERED = re.compile(r"\(?\d{1,2}[.)] |\([a-z]\) ")
TERMINAL = re.compile(r"[.!?;:]['\")\]]*(?:\[\d+\])?$")
_LABEL = re.compile(r"[A-Z][^.:]{2,60}: *\S")
_ENTRY_DATE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})?-)?\d{1,2}\.\d{1,2}\.\d{4}\b|\d{4}\b(?! ?[-/]\d)|([A-Za-z]+)\b")
_HEADER = re.compile(r"(?i)(?:year|date)s?\b")  # the heads of a table's columns
_DATED_END = re.compile(r"(?:\([^()]*\b[12]\d{3}[^()]*\)|[,\-] ?[^,()]{0,24}\b[12]\d{3}|\b[12]\d{3}\))\.?$")
_ASKS_DATE = frozenset("in on of since from to until till by and between during before after early late mid the - year".split())
_GAP = re.compile(r"\t+| {2,}")
_BARS = re.compile(r"[\s|]*\|[\s|]*")
_WAYS = (" | ", " / ", ' " ', " ' ")  # "»" and "›" are quotation marks of a clean text
_ROW, _CELL = 3, 30  # cells that make a row of a table; characters of the longest cell where only blanks part them
_ENTRY = 240  # characters: the longest entry that a date may end, and the longest way to a page
_WRAPPED = 50  # characters; blocks narrower than this are lists and addresses rather than wrapped prose


class Run(NamedTuple):
    """A run of lines without a true break between them; `entry` tells that it is one entry of a list."""

    start: int
    end: int
    entry: bool = False


def bullet(line: str) -> str:
    """The sign that a line begins with; empty where it has none."""
    found = SIGN.match(line)
    return found.group().strip() if found else ""


def is_bullet(line: str) -> bool:
    """Whether a line begins with a bullet or a number of a list."""
    return bool(SIGN.match(line) or NUMBERED.match(line))


def is_way(line: str) -> bool:
    """Whether a line is the way to a page: "Home > Asia > Nepal", "Home | Foreign policy | Europe"."""
    if " > " in line:
        return True
    parted = any(mark in line and line.count(mark) > 1 for mark in _WAYS)
    return parted and not any(c.isdigit() for c in line)


def cells(line: str) -> list[tuple[int, int]]:
    """The cells of a line as offsets: parted by tabs, by bars (two or more, or one that begins the line), or by wide gaps.

    Blanks alone part cells only where each is short, begins with a capital letter or a number, and is no end of a sentence.
    """
    inner = line.rstrip()
    at = len(inner) - len(inner.lstrip())
    barred = inner.startswith("|", at) or inner.count(" | ") + 1 >= _ROW
    if not barred and "\t" not in inner and "  " not in inner:
        return []  # as most lines
    found: list[tuple[int, int]] = []
    for gap in [*(_BARS if barred else _GAP).finditer(inner, at), None]:
        end = gap.start() if gap else len(inner)
        if any(c.isalnum() for c in inner[at:end]):
            found.append((at, end))
        at = gap.end() if gap else end
    if barred or "\t" in inner:
        return found
    words = [inner[start:end] for start, end in found]
    plain = all(len(w) <= _CELL and not w[0].islower() and w[-1] not in ".,;:!?" for w in words)
    return found if len(words) >= _ROW and plain else []


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return len(cells(line)) >= _ROW


def runs(text: str) -> list[Run]:
    """The runs of a clean text, in order."""
    found: list[Run] = []
    for alone, group in groupby(_blocks(text), key=_is_line):
        blocks = list(group)
        if alone:  # lines with a blank one between each
            entries = _entries([text[start:end] for ((start, end),) in blocks], apart=True)
            found += [Run(start, end, entry) for ((start, end),), entry in zip(blocks, entries, strict=True)]
        else:
            found += [run for block in blocks for run in _unwrapped(text, block)]
    return found


def _is_line(block: list[tuple[int, int]]) -> bool:
    return len(block) == 1


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Lines without a blank one between; each line as offsets without its outer blanks."""
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


def _unwrapped(text: str, block: list[tuple[int, int]]) -> list[Run]:
    """The runs of a block: a line break is undone where the next line goes on with the sentence.

    It does where that line starts in lower case, and where the line before, unfinished, is long or had no room for its first
    word; an entry of a list starts anew.
    """
    width = max(end - start for start, end in block)
    prose = len(block) > 2 and any(text[start].islower() for start, _ in block[1:]) and text[block[-1][1] - 1] == "."
    entries = _entries([text[start:end] for start, end in block])
    rows = [is_row(text[start:end]) for start, end in block]
    found = [Run(*block[0], entries[0])]
    for i, ((start, end), entry) in enumerate(zip(block[1:], entries[1:], strict=True), 1):
        if not entry and True not in rows[i - 1 : i + 1] and _goes_on(text, found[-1], text[start:end], width, prose):
            found[-1] = Run(found[-1].start, end, found[-1].entry)
        else:
            found.append(Run(start, end, entry))
    return found


def _goes_on(text: str, run: Run, after: str, width: int, prose: bool) -> bool:
    """Whether a line goes on with the run before it."""
    head = text[run.start : min(run.end, run.start + _ENTRY)]
    line = text[max(run.start, text.rfind("\n", run.start, run.end) + 1) : run.end].strip()
    word = after.split(None, 1)[0]
    ended = TERMINAL.search(line)
    if (_LABEL.match(head) and _LABEL.match(after)) or is_bullet(after) or is_way(head) or is_way(after):
        return False
    if MARKER.match(after) and (ended or not re.match(r"[A-Z]\. ", after)):
        return False
    full = len(line) + 1 + len(word) > width or (width >= _WRAPPED and len(line) >= 0.6 * width)
    wrapped = (full or (prose and not ended)) and not (ended and width < _WRAPPED)
    initial = bool(re.match(r"[A-Z]\. [A-Z]", after)) and not ended
    return after[0].islower() or wrapped or line.endswith(",") or initial


def _entries(lines: list[str], *, apart: bool = False) -> list[bool]:
    """Which lines are entries of a list: those with a bullet, with a date before or behind, and those among them.

    `apart` tells that these are lines with blank ones between, of which dated entries stand beside each other.
    """
    dated = [_starts_with_date(lines[i - 1] if i else ".", line) for i, line in enumerate(lines)]
    if apart:
        dated = _beside(dated)
    elif sum(dated) < 2 or 2 * sum(dated) < len(lines) - 1:
        header = next((i for i, line in enumerate(lines) if _HEADER.match(line)), len(lines))
        dated = [flag and i > header for i, flag in enumerate(dated)]
    if any(dated) and not apart:  # "2022 Prime Minister A (May)", and on a line of its own "Prime Minister A (November)"
        first = dated.index(True)
        dated = [
            flag
            or (i > first and line[0].isupper() and line.endswith(")") and lines[i - 1].split()[-1].lower() not in _ASKS_DATE)
            for i, (flag, line) in enumerate(zip(dated, lines, strict=True))
        ]
    ends = [
        len(line) <= _ENTRY and bool(_DATED_END.search(line)) and not _unmarked(line)[0].islower() and ". " not in line[5:]
        for line in lines
    ]
    numbers = [bool(NUMBERED.match(line)) for line in lines]
    told = zip(lines, dated, _beside(ends), _beside(numbers), strict=True)
    return [bool(SIGN.match(line)) or any(flags) for line, *flags in told]


def _unmarked(line: str) -> str:
    """A line without the number that it begins with: "ii. Investment Protection Agreement (2001)"."""
    marker = MARKER.match(line)
    return line[marker.end() :] if marker else line


def _asks_date(line: str) -> bool:
    """Whether a line breaks off before a date: "entered into force on"."""
    return line.split()[-1].lower() in _ASKS_DATE


def _beside(flags: list[bool]) -> list[bool]:
    """Which of the lines that are so stand beside another one."""
    return [flag and True in flags[max(i - 1, 0) : i] + flags[i + 1 : i + 2] for i, flag in enumerate(flags)]


def _starts_with_date(before: str, line: str) -> bool:
    """Whether a line begins a dated entry ("Nov. 1996 President A visits B"), as nothing before it asks for a date."""
    first = _ENTRY_DATE.match(line)
    if not first or (first[1] and first[1].lower() not in lexicon.words("months")):
        return False
    last = before.split()[-1].lower().rstrip(".,")
    return not (last in _ASKS_DATE or last in lexicon.words("months") or last[-1:].isdigit() or before.endswith(","))
