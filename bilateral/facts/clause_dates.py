"""When an engagement was: which of the dates around its verb is its own."""

from __future__ import annotations

from bilateral.facts.planned import planned_for
from bilateral.facts.subjects import Clause
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date

_COUNTED = frozenset({"twice", "times", "again", "respectively"})  # "visited Sri Lanka twice (in 1957 and 1964)"


def set_date(m: Mentions, sentence: Sentence, clause: Clause, before: Clause | None) -> None:
    """The date of the clause: its own, most precise one; else the date of the clause before."""
    own = [
        d
        for d in m.within(m.dates, clause.start, clause.end)
        if d.known and d.relation in ("", "at_end") and not _in_phrase(d, clause.occasion)
    ]
    entry = m.paragraphs[sentence.paragraph].entry
    own = [d for d in own if not _of_relative(m, clause, d) and not planned_for(m, d, clause.verb.end)]
    own = [d for d in own if not (d.last and m.tokens.words[d.start - 1] == "for")]  # "signed an action plan for 2026-2028"
    own = [d for d in own if (entry and d.first.month) or not _bracketed(m, clause, d)]  # "2015 - Visit of A to X (June 15)"
    if not own and clause.occasion:  # "attended the 3rd Forum (1-3 March 2024)"
        inside = m.dates_between(clause.occasion[0], clause.end)
        own = [d for d in inside if d.known and not d.relation and _behind_occasion(m, d, clause.occasion[1])]
    if own:
        behind = [d for d in own if d.start >= clause.verb.end]
        words = m.tokens.words
        lately = [d for d in behind if "recently" in words[clause.verb.end : d.start]]  # "four times, most recently in May"
        clause.date = next(iter(lately or behind), None) or _ahead(words, own)
    elif before is not None:
        clause.date = before.date


def _ahead(words: list[str], own: list[Date]) -> Date:
    """Of the dates before a verb the most precise one, of several the nearest, or the first that is joined to it."""
    most = max(len(d.edtf.split("/")[0]) for d in own)
    precise = [d for d in own if len(d.edtf.split("/")[0]) == most]
    chosen = precise[-1]
    for date in reversed(precise[:-1]):  # "In June 2014 and April 2015, A visited X"
        if not set(words[date.end : chosen.start]) <= {",", "and", "in", "on"}:
            break
        chosen = date
    return chosen


def _of_relative(m: Mentions, clause: Clause, date: Date) -> bool:
    """Whether a date is of what somebody did before: "met with President A, who had taken office in May 2022"."""
    words = m.tokens.words[clause.verb.end : date.start]
    return "who" in words and "had" in words[words.index("who") :] and "," not in words[words.index("who") :]


def _bracketed(m: Mentions, clause: Clause, date: Date) -> bool:
    """Whether a date stands in brackets behind a person ("President A (1996, 2000)"), and not where he went ("to X (1996)")."""
    words, floor = m.tokens.words, max(0, date.start - 14)
    opening = m.tokens.last("(", floor, date.start)
    where = any(place.end == opening for place in clause.destinations)
    if opening == floor or ")" in words[opening : date.start] or where:
        return False
    return any(p.end == opening for p in m.within(m.people, max(0, opening - 40), opening)) or words[opening - 1] not in _COUNTED


def _behind_occasion(m: Mentions, date: Date, end: int) -> bool:
    """Whether a date stands in the bracket of an occasion: "the 3rd Forum (1-3 March 2024)", "… Meeting (Rio, 21 May 2024)"."""
    return m.tokens.words[date.start - 1] == "(" or (m.tokens.word(end) == "(" and ")" not in m.tokens.words[end : date.start])


def _in_phrase(date: Date, phrase: tuple[int, int] | None) -> bool:
    return phrase is not None and phrase[0] <= date.start < phrase[1]
