"""Claims of rank: "the second largest trading partner of X", of which year or since when, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from bilateral import lexicon
from bilateral.facts.sources import NONE, source_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.numbers import numeral_at
from bilateral.mentions.places import DEMONYM, NAME
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases

_LARGEST = frozenset({"largest", "biggest", "top", "leading", "main", "greatest", "most", "number", "important"})
_BETWEEN = frozenset("single foreign overall bilateral global two - way 's".split())
_GOING_ON = frozenset({",", "and", "the", "its", "their", "our"})
_MADE = frozenset({"made", "makes", "making"})
_BE = frozenset("is was are were become became becomes been remained remains remain be being ranked ranks as".split())

_Rank = tuple[int, int, tuple[int, ...]]


@dataclass(slots=True)
class Ranking:
    """One claim of rank; `ordinal` is the token of a printed rank, `dates` those of the dates used."""

    start: int
    end: int
    section: str
    subject: str
    object: str
    measure: str
    rank: int
    since: str = ""
    scope: str = ""
    attribution: str = ""
    uses: tuple[int, ...] = ()


@cache
def _measures() -> Phrases[str]:
    return Phrases((row["pattern"], row["measure"]) for row in lexicon.table("measures"))


def rankings(m: Mentions) -> list[Ranking]:
    """The claims of rank of a page between its two sides, in the order of the text."""
    found: list[Ranking] = []
    for sentence in m.sentences_at(_measures().starts(m.tokens, 0, len(m.tokens))):
        told: list[tuple[Match[str], _Rank | None]] = []
        for match in _measures().find(m.tokens, sentence.start, sentence.end):
            told.append((match, _rank(m, sentence, match) or _shared_rank(m, match, told[-1] if told else None)))
        matches = [match for match, rank in told if rank]
        for match, rank in told:
            ranking = _read(m, sentence, match, rank, matches, found[-1:]) if rank else None
            if ranking:
                found += [ranking, *_elsewhere(m, sentence, ranking)]
    return found


def _elsewhere(m: Mentions, sentence: Sentence, claim: Ranking) -> list[Ranking]:
    """The same claim in another order right behind it: "the sixth partner in the world and third in Asia"."""
    words, i = m.tokens.words, claim.end
    while i < sentence.end and words[i] in _GOING_ON:
        i += 1
    number = numeral_at(m.tokens, i, sentence.end) if i > claim.end and i < sentence.end else None
    if not number or number.kind != "ordinal":
        return []
    scope, end = _scope_at(m, sentence, number.end + (m.tokens.word(number.end) in _LARGEST))
    return [replace(claim, start=i, end=end, rank=int(number.value), scope=scope, uses=(number.start,))] if scope else []


def _rank(m: Mentions, sentence: Sentence, match: Match[str]) -> _Rank | None:
    """The rank before a measure: its number, where its words start, and the token of a printed ordinal."""
    words, i = m.tokens.words, match.start
    while i > sentence.start and (
        words[i - 1] in _BETWEEN or m.within(m.places, i - 1, i) or words[i - 1] in lexicon.words("regions")
    ):
        i -= 1
    superlative = i > sentence.start and words[i - 1] in _LARGEST
    i -= superlative
    i -= superlative and words[i] == "important" and words[i - 1] == "most"
    if words[i - 1] in ("among", "as"):  # "ranks second among foreign investors"
        ranked = numeral_at(m.tokens, i - 2, sentence.end)
        if ranked and ranked.kind == "ordinal" and words[i - 3] in ("ranks", "ranked", "ranking", "rank"):
            return int(ranked.value), i - 2, (i - 2,)
    i -= i > sentence.start and words[i - 1] == "-"
    number = next(
        (n for k in (i - 1,) if k >= sentence.start and (n := numeral_at(m.tokens, k, sentence.end)) and n.kind == "ordinal"),
        None,
    )
    if number:
        return int(number.value), number.start, (number.start,)
    if superlative and (words[i] in ("largest", "biggest", "top", "greatest") or words[i : i + 2] == ["most", "important"]):
        return 1, i, ()
    back = i - 2 if words[i - 2 : i - 1] == ["."] else i - 1  # "No. 1", "number one"
    last = numeral_at(m.tokens, i - 1, sentence.end) if i - 1 > sentence.start else None
    if last and last.kind == "cardinal" and last.end == i and words[back - 1] in ("no", "number"):
        return int(last.value), back - 1, (i - 1,)
    return None


def _shared_rank(m: Mentions, match: Match[str], before: tuple[Match[str], _Rank | None] | None) -> _Rank | None:
    """The rank of the measure that "and" joins to this one: "the largest trading partner and export market"."""
    if before is None or before[1] is None or m.tokens.words[before[0].end : match.start] != ["and"]:
        return None
    return before[1][0], match.start, ()


def _read(
    m: Mentions, sentence: Sentence, match: Match[str], rank: _Rank, matches: list[Match[str]], before: list[Ranking]
) -> Ranking | None:
    if _one_of(m, rank[1]) or _denied(m, sentence, rank[1]):
        return None
    subject, start = _subject(m, sentence, rank[1], matches)
    if not subject and before and (taken_up := _taken_up(m, sentence, rank[1], before[0])):
        subject, start = before[0].subject, taken_up
    target = _object(m, sentence, match, rank[1], subject)
    if not subject or not target or subject == target:
        return None
    source = source_of(m, sentence, NONE)
    date = _date(m, sentence, match, matches, start)
    since = _since(date) if date else ""
    scope, end = _scope(m, sentence, match)
    scope = scope or _region_between(m, rank[1], match.start)
    if date and 0 <= date.start - end <= 6 and date.relation == "since":
        end = date.end
    return Ranking(
        start, end, sentence.section, subject, target, match.row, rank[0], since, scope, source.words,
        rank[2] + ((date.start,) if date else ()),
    )  # fmt: skip


def _one_of(m: Mentions, i: int) -> bool:
    """Whether a claim is of no place in the order: "one of the largest trading partners"."""
    words = m.tokens.words
    while i > 2 and (words[i - 1] in ("the", "'s", "'", "its", "their") or m.within(m.places, i - 1, i)):
        i -= 1
    return words[max(0, i - 1) : i] == ["among"] or words[max(0, i - 2) : i] == ["one", "of"]


def _denied(m: Mentions, sentence: Sentence, i: int) -> bool:
    """Whether a rank is denied or only possible: "is no longer the largest", "could become the largest"."""
    words = m.tokens.words[max(sentence.start, i - 6) : i]
    return any(word in ("not", "never", "could", "may", "might", "will", "would", "should", "can") for word in words) or (
        "no" in words and "longer" in words
    )


def _subject(m: Mentions, sentence: Sentence, rank_start: int, matches: list[Match[str]]) -> tuple[str, int]:
    """The country before the verb ("China became …"); that of the first claim of a list for the others."""
    words = m.tokens.words
    verb = next((i for i in range(rank_start - 1, sentence.start - 1, -1) if words[i] in _BE or words[i] in _MADE), None)
    if verb is None:
        return "", rank_start
    if words[verb] in _MADE and words[verb + 1 : verb + 2] == ["it"]:  # "China has provided …, making it X's largest donor"
        first = [p for p in m.within(m.places, sentence.start, verb) if p.kind == NAME][:1]
        doing = first and m.tokens.word(first[0].end) in ("has", "have", "had", "is", "was", "remains")
        return (first[0].country, verb) if doing and first[0].country in m.sides() else ("", rank_start)
    if words[verb] in _MADE:  # "…, which made China the second largest source of visitors"
        made = next((p for p in m.within(m.places, verb + 1, rank_start) if p.country in m.sides() and p.kind != DEMONYM), None)
        return (made.country, verb) if made and made.start - verb <= 2 and words[made.end] != "'s" else ("", rank_start)
    places = [
        p
        for p in m.within(m.places, sentence.start, verb)
        if p.country in m.sides() and p.kind != DEMONYM
        if m.tokens.word(p.end) != "'s" and m.tokens.word_before(p.start) != "in"
    ]
    near = [p for p in places if verb - p.end <= 4]
    if not near:
        return "", rank_start
    others = [match for match in matches if verb < match.start < rank_start]
    return near[-1].country, rank_start if others else near[-1].start


def _taken_up(m: Mentions, sentence: Sentence, rank_start: int, before: Ranking) -> int | None:
    """Where the subject of the claim before is taken up: by "it" in the next sentence, by "and has been"; else None."""
    words = m.tokens.words
    if before.start >= sentence.start:
        i = rank_start - 1 - (words[rank_start - 1] in _GOING_ON)
        end = i + 1
        while i > before.end and (words[i] in _BE or words[i] in ("has", "have", "also")):
            i -= 1
        return i + 1 if i + 1 < end and words[i] == "and" and i - before.end <= 1 else None
    it = next((i for i in range(rank_start - 1, max(sentence.start, rank_start - 8) - 1, -1) if words[i] == "it"), None)
    k = m.sentence_at(sentence.start)
    follows = k > 0 and m.sentence_at(before.start) == k - 1 and m.sentences[k - 1].paragraph == sentence.paragraph
    return it if it is not None and follows and (it == sentence.start or words[it - 1] == ",") else None


def _object(m: Mentions, sentence: Sentence, match: Match[str], rank_start: int, subject: str) -> str:
    """In whose order: "of X" behind, "X's" before, else the other side."""
    words = m.tokens.words
    for place in m.within(m.places, match.start, sentence.end):
        if place.country in m.sides() and place.country != subject and words[place.start - 1] in ("of", "for", "in"):
            return place.country
    for place in m.within(m.places, max(sentence.start, rank_start - 4), match.start):
        if place.country != subject and place.country in m.sides():
            return place.country
    return m.other(subject) if subject in m.sides() else ""


def _region_between(m: Mentions, start: int, end: int) -> str:
    """The region that narrows an order before its measure: "the sixth-largest European investor"; empty where none does."""
    named = [i for i in range(start, end) if m.tokens.words[i] in lexicon.words("regions") and not m.within(m.places, i, i + 1)]
    return m.tokens.span_text(named[0], named[-1] + 1) if named else ""


def _scope(m: Mentions, sentence: Sentence, match: Match[str]) -> tuple[str, int]:
    """The words that narrow the order ("in ASEAN"), and the end of the claim."""
    end = match.end
    if m.tokens.word(end) in ("of", "for"):
        place = m.within(m.places, end + 1, end + 3)
        end = place[0].end if place else end
    return _scope_at(m, sentence, end)


def _scope_at(m: Mentions, sentence: Sentence, end: int) -> tuple[str, int]:
    """The scope that starts at token `end`, and its end; empty where none does."""
    words = m.tokens.words
    if m.tokens.word(end) in ("globally", "worldwide"):
        return words[end], end + 1
    if m.tokens.word(end) in ("in", "among", "within") and end + 1 < sentence.end and not m.dates_between(end + 1, end + 3):
        stop = end + 1
        while stop < sentence.end and (
            m.tokens.capital(stop) or words[stop] in ("the", "region", "countries", "world", "members", "african", "and")
        ):
            stop += 1
        while words[stop - 1] in ("and", "the"):
            stop -= 1
        side = m.within(m.places, end + 1, stop)
        if stop > end + 1 and not (side and side[0].country in m.sides()):
            return m.tokens.span_text(end, stop), stop
    return "", end


def _date(m: Mentions, sentence: Sentence, match: Match[str], matches: list[Match[str]], start: int) -> Date | None:
    """The date of a claim: "since" at the end of a list holds for all of it; else the nearest before."""
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and d.relation in ("", "since", "at_end")]
    since = [d for d in dates if d.relation == "since" and d.start > match.start and matches[-1].start < d.start]
    since = [d for d in since if ";" not in m.tokens.words[match.end : d.start]]
    if not _BE.isdisjoint(m.tokens.words[match.end : matches[-1].start]):
        since = []  # "is the seventh largest source of oil, and has been the largest partner since 2015"
    behind = [d for d in dates if match.end <= d.start <= match.end + 6 and "from" not in m.tokens.words[match.end : d.start]]
    own = any(other.end <= start for other in matches)  # a claim with a subject of its own, behind another
    ahead = [d for d in dates if d.start < match.start and (not own or d.start >= start or d.lead <= sentence.start + 1)]
    ahead = [d for d in ahead if not _in_brackets(m, d, match.start)]
    for found in (since[:1], behind[:1], ahead[-1:]):
        if found:
            return found[0]
    return None


def _in_brackets(m: Mentions, date: Date, end: int) -> bool:
    """Whether a bracket that is closed before token `end` holds a date: "18.7 billion (2021: 14.8 billion), making X …"."""
    words = m.tokens.words[date.end : end]
    return ")" in words and "(" not in words[: words.index(")")]


def _since(date: Date) -> str:
    """The span of a claim: open where it is made "since" a date, else the date ("in 2016") itself."""
    return f"{date.edtf.split('/')[0]}/.." if date.relation == "since" else date.edtf
