"""What stands over an entry of a list: the headings and the lines with a colon that tell what the list is of."""

from __future__ import annotations

from itertools import takewhile

from bilateral.layout import Paragraph, Sentence
from bilateral.lines import bullet
from bilateral.mentions import Mentions, span

_LABEL = 60  # characters before the colon of "Exports to X: 4 billion yen"
_MOST = 3  # headings above each other: "Exchange of visits", "From India:", "Year  Name"


def lead_ins(m: Mentions, sentence: Sentence) -> list[tuple[int, int]]:
    """The lead-ins of the entry that holds a sentence, as token spans, the nearest first; none where it is no entry."""
    return m.once_a_page(_over)[sentence.paragraph][0]


def heading_of(m: Mentions, sentence: Sentence) -> tuple[int, int] | None:
    """The heading right above the paragraph of a sentence, as a token span; None where another paragraph stands between."""
    return m.once_a_page(_over)[sentence.paragraph][1]


def _over(m: Mentions) -> list[tuple[list[tuple[int, int]], tuple[int, int] | None]]:
    """For each paragraph its lead-ins and its heading, in one walk down the page.

    An entry with the bullet of an outer list, such as "o Visits to X:" over "- A (2012)", leads those below it.
    """
    found: list[tuple[list[tuple[int, int]], tuple[int, int] | None]] = []
    leads: list[tuple[int, int]] = []
    outer: dict[str, tuple[int, int]] = {}  # the last entry of each bullet, the outer ones first
    heading, listing = None, False
    for para in m.paragraphs:
        own, sign = span(m.tokens, para), bullet(m.tokens.text[para.start : para.end]) if para.entry else ""
        if para.entry:
            outer = dict(takewhile(lambda item: item[0] != sign, outer.items()))  # noqa: B023  (used at once)
            found.append(([*reversed(leads + list(outer.values()))][:_MOST], heading))
            outer |= {sign: own} if sign else {}
        else:
            found.append(([], heading))
            turned = listing and (m.tokens.word(own[0]) in ("to", "from") or _one_to_other(m, own))  # "Visits: To A … To B …"
            upper = leads[:-1] if turned else [] if listing else leads
            leads = [*upper, own] if _leads(m, para) else []
            outer = {}
        listing = para.entry
        heading = own if para.kind == "heading" else heading if _labels(m, para) else None
    return found


def _one_to_other(m: Mentions, own: tuple[int, int]) -> bool:
    """Whether a line says "A to B", the one side and the other."""
    sides = [p for p in m.within(m.places, *own) if p.country in m.sides()]
    return len(sides) == 2 and sides[0].country != sides[1].country and m.tokens.words[sides[0].end : sides[1].start] == ["to"]


def _labels(m: Mentions, para: Paragraph) -> bool:
    """Whether a paragraph is an entry or a short "label: value" line, which shares its heading with those below."""
    return para.entry or ":" in m.tokens.text[para.start : min(para.end, para.start + _LABEL)]


def _leads(m: Mentions, para: Paragraph) -> bool:
    return not para.entry and (para.kind in ("heading", "title") or m.tokens.text[para.end - 1] == ":")
