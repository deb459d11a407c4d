"""What stands over an entry of a list: the headings and the lines with a colon that tell what the list is of."""

from __future__ import annotations

from bisect import bisect_left

from bilateral.layout import Paragraph, Sentence
from bilateral.lines import bullet
from bilateral.mentions import Mentions

_LABEL = 60  # characters before the colon of "Exports to X: 4 billion yen"
_MOST = 3  # headings above each other: "Exchange of visits", "From India:", "Year  Name"


def lead_ins(m: Mentions, sentence: Sentence) -> list[tuple[int, int]]:
    """The lead-ins of the entry that holds a sentence, as token spans, the nearest first; none where it is no entry."""
    mine = m.paragraphs[sentence.paragraph]
    if not mine.entry:
        return []
    sign = bullet(m.tokens.text[mine.start : mine.end])
    found: list[tuple[int, int]] = []
    for para in reversed(m.paragraphs[: sentence.paragraph]):
        above = para.entry and bullet(m.tokens.text[para.start : para.end]) not in (
            "",
            sign,
        )  # "o Visits to X:", then "- A (2012)"
        if para.entry and not found and not above:
            continue
        if len(found) == _MOST or not (above or _leads(m, para)):
            break
        found.append((bisect_left(m.tokens.starts, para.start), bisect_left(m.tokens.starts, para.end)))
    return found


def heading_of(m: Mentions, sentence: Sentence) -> tuple[int, int] | None:
    """The heading right above the paragraph of a sentence, as a token span; None where another paragraph stands between."""
    for para in reversed(m.paragraphs[: sentence.paragraph]):
        if para.kind == "heading":
            return bisect_left(m.tokens.starts, para.body), bisect_left(m.tokens.starts, para.end)
        if not _labels(m, para):
            return None
    return None


def _labels(m: Mentions, para: Paragraph) -> bool:
    """Whether a paragraph is an entry or a short "label: value" line, which shares its heading with those below."""
    return para.entry or ":" in m.tokens.text[para.start : min(para.end, para.start + _LABEL)]


def _leads(m: Mentions, para: Paragraph) -> bool:
    return not para.entry and (para.kind in ("heading", "title") or m.tokens.text[para.end - 1] == ":")
