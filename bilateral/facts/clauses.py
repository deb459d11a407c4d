"""Clauses of engagement: a verb of visiting, meeting, calling, writing or attending, and who, whom, when, where and at what."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from bilateral import lexicon
from bilateral.facts.clause_dates import set_date
from bilateral.facts.occasions import set_occasion
from bilateral.facts.planned import pending, planned_or_denied
from bilateral.facts.subjects import LINKS, Clause, set_subject, unseated
from bilateral.facts.venues import set_place
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amount import TIMES
from bilateral.mentions.places import DEMONYM
from bilateral.phrases import Match, Phrases, Slot
from bilateral.tokens import MARK

_DENYING = frozenset({"no", "not"})
_UNTRAVELLED = frozenset({"virtual", "online", "remote"})
_CALLED_OFF = frozenset({"postponed", "cancelled", "canceled"})
_BEHIND_PARTICIPLE = frozenset("in on at from between by during under since".split())
_SEVERAL = frozenset("several many numerous multiple various".split())
_LATELY = frozenset({"recently", "last", "lastly", "latest"})  # "on several occasions, most recently in January 2023"
_PREPARING = frozenset(
    "preparing preparations discussed discussing planning arranging considering proposed possible prospective upcoming "
    "forthcoming future coming expected".split()
)
_NOUNS = frozenset("visit visits trip those meeting talks call telephone phone conversation participation".split())
_REACHED = (["him"], ["her"], ["them"])  # "A met with him, and the two presidents …": he alone
_WINDOW = 160  # tokens: how far before a verb its subject may stand, and behind it a word that cancels it


@cache
def _verbs() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("verbs"))


@cache
def _habits() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("habits"))


def clauses(m: Mentions, sentence: Sentence) -> list[Clause]:
    """The clauses of engagement of one sentence, in order; negated and planned ones are none."""
    told = _verbs().find(m.tokens, sentence.start, sentence.end, m.once_a_page(_slot))
    verbs = [verb for verb in told if _stands(m, sentence, verb)]
    visited = next((verb.start for verb in verbs if verb.row["kind"] == "visit"), sentence.end)
    verbs = [
        verb for verb in verbs if verb.row["object"] != "latest" or verb.start < visited
    ]  # "visited X, most recently in May"
    verbs = [verb for k, verb in enumerate(verbs) if not (k and _of_noun(m, verbs[k - 1], verb))]
    found: list[Clause] = []
    for verb in verbs:
        clause = Clause(verb, verb.start, sentence.end)
        floor = max(sentence.start, verb.start - _WINDOW)
        near = m.within(m.people, floor, verb.end)
        set_subject(m, sentence, clause, near, found[-1].verb if found else None, floor)
        while verb.row["object"] == "latest" and m.tokens.word(clause.start - 1) in ("the", "its", "their", "most"):
            clause.start -= 1
        _with_whom(m, sentence, clause)
        if found and (clause.subjects or clause.pronouns):
            clause.start = _with_date(m, clause.start, found[-1].verb.end)
        found.append(clause)
    for i, clause in enumerate(found):
        stop = found[i + 1].start if i + 1 < len(found) else sentence.end
        clause.end = _trimmed(m, clause.verb.end, m.tokens.first(";", clause.verb.end, stop))
    if found:
        found[0].start = sentence.start
    for i, clause in enumerate(found):
        clause.told = found[i - 1].told if clause.elided and i else clause.start
        set_occasion(m, clause)
        _objects(m, clause)
        set_place(m, clause)
        if i and m.tokens.word(clause.start - 1) == "where" and not clause.place:  # "attended … in X, where she met with …"
            clause.place, clause.place_country = found[i - 1].place, found[i - 1].place_country
        set_date(m, sentence, clause, found[i - 1] if i else None)
    return found


def _of_noun(m: Mentions, noun: Match[Row], verb: Match[Row]) -> bool:
    """Whether a verb only says that what stands before it was: "Telephone conversations between A and B took place on …"."""
    words = m.tokens.words
    between = words[noun.end - 1] == "between" and not {",", ";"} & set(words[noun.end : verb.start])
    return between and verb.row["object"] == "subject"


def _with_whom(m: Mentions, sentence: Sentence, clause: Clause) -> None:
    """Who stands before "with whom" is met: "at the invitation of Prime Minister A, with whom he held talks"."""
    i = clause.start
    if clause.verb.row["object"] == "person" and m.tokens.words[i - 2 : i] == ["with", "whom"] and i - 3 > sentence.start:
        end = i - 2 - (m.tokens.words[i - 3] == ",")
        clause.objects = [p for p in m.within(m.people, sentence.start, end) if p.end == end]


def _with_date(m: Mentions, start: int, floor: int) -> int:
    """The start of a clause with the date right before its subject: "…, and on September 5 he was received by …"."""
    words = m.tokens.words
    end = start - (words[start - 1] == ",")
    dates = [d for d in m.dates_between(max(floor, end - 8), end) if d.end == end]
    return dates[0].lead if dates and dates[0].lead > floor and words[dates[0].lead - 1] in ("and", ",", ";", "while") else start


def _slot(m: Mentions) -> Slot:
    starts = {
        "person": {person.start: person.end for person in m.people},
        "place": {place.start: place.end for place in m.places if place.kind != DEMONYM},
    }

    def slot(name: str, i: int) -> int | None:
        return starts[name].get(i)

    return slot


def _stands(m: Mentions, sentence: Sentence, verb: Match[Row]) -> bool:
    """Whether a verb states that something happened: not inside a role, not planned, not denied, with the words that it needs."""
    tokens = m.tokens
    if verb.start in m.once_a_page(_of_people):
        return False
    if verb.start > sentence.start and tokens.words[verb.start - 1] == "to":
        return False
    if tokens.words[verb.start] in ("visit", "visits") and m.within(m.amounts, verb.start - 1, verb.start):
        return False  # "President A (5 visits)"
    if tokens.words[verb.start] == "meeting" and verb.start > sentence.start and tokens.shouted(verb.start - 1):
        return False  # "co-chaired the fourth HLSCC meeting with President A"
    if tokens.words[verb.start] == "attending" and tokens.word(verb.start - 1) in ("while", "when"):
        return False  # the occasion of the meeting before it
    if tokens.words[verb.start : verb.end] in (["held"], ["convened"]) and tokens.word(verb.end) in _BEHIND_PARTICIPLE:
        return False  # "the Summit held in X on 16 December" is a noun with its participle
    if verb.row["object"] == "within" and not any(
        p.country in m.sides() and p.kind != DEMONYM for p in m.within(m.places, verb.end, verb.end + 1)
    ):
        return False  # "was in office", "was in New York for the General Assembly"
    if not _DENYING.isdisjoint(tokens.words[verb.start : verb.end]):
        return False
    if verb.row["kind"] == "visit" and not _UNTRAVELLED.isdisjoint(tokens.words[verb.start : verb.end]):
        return False  # "led a virtual trade mission to X"
    needs = verb.row["needs"].split("|") if verb.row["needs"] else []
    if needs and not any(word in needs for word in tokens.words[verb.end : min(verb.end + 30, sentence.end)]):
        return False
    around = max(sentence.start, verb.start - 8), min(sentence.end, verb.end + 12)
    if _habits().find(tokens, *around) or _uncounted(tokens.words[verb.end : around[1]]):
        return False
    behind = tokens.words[verb.end : min(verb.end + _WINDOW, sentence.end)]
    if not _CALLED_OFF.isdisjoint(behind) or any(a in ("put", "called") and b == "off" for a, b in pairwise(behind)):
        return False
    times = next((a for a in m.within(m.amounts, verb.end, min(verb.end + 10, sentence.end)) if a.kind == TIMES), None)
    lately = not _LATELY.isdisjoint(behind)
    if times and times.value and not lately and len(m.dates_between(verb.end, sentence.end)) < times.value:
        return False  # "met five times in 2022" counts engagements, and dates none
    if tokens.words[verb.start] in _NOUNS:
        if pending(m, verb.end, min(verb.end + _WINDOW, sentence.end)):
            return False  # "A visit to X by President A is planned for May"
        if not _PREPARING.isdisjoint(tokens.words[max(sentence.start, verb.start - 4) : verb.start]):
            return False  # "are preparing a visit by President A", "discussed a possible visit of President A"
    return not planned_or_denied(m, sentence.start, verb.start)


def _uncounted(words: list[str]) -> bool:
    """Whether the words behind a verb tell of several times and date none: "on several occasions between 2000 and 2010"."""
    several = any(a in _SEVERAL and b in ("times", "occasions") for a, b in pairwise(words))
    return several and _LATELY.isdisjoint(words)


def _of_people(m: Mentions) -> set[int]:
    """The tokens of the mentions of people."""
    return {i for person in m.people for i in range(person.start, person.end)}


def _trimmed(m: Mentions, floor: int, end: int) -> int:
    """The end of a clause without the words that open the next one."""
    words = m.tokens.words
    while end > floor and words[end - 1] in (",", "and", "which", "during", "where", "while", "but", ";", "when"):
        end -= 1
    return end


def _objects(m: Mentions, clause: Clause) -> None:
    """Whom the verb reaches: persons behind it, outside the occasion; "him" and "them"."""
    if clause.kind == "attendance" or (clause.kind == "visit" and clause.verb.row["object"] not in ("guest", "visited")):
        return
    words = m.tokens.words
    for i in range(clause.verb.end - 1, min(clause.verb.end + 3, clause.end)):
        if words[i] in ("him", "her", "them") and not (
            words[i] == "her"
            and i + 1 < clause.end
            and m.tokens.kinds[i + 1] != MARK
            and words[i + 1] not in ("in", "on", "respectively", "separately", "at", "during", "and", "there")
        ):
            clause.pronouns.append(words[i])
    reached = [i for i in range(clause.verb.end, clause.end) if words[i] == ","] if clause.pronouns[-1:] in _REACHED else []
    for person in m.within(m.people, clause.verb.end, min(reached, default=clause.end)):
        inside = clause.occasion and clause.occasion[0] <= person.start < clause.occasion[1]
        linked = clause.objects and all(word in LINKS for word in words[clause.objects[-1].end : person.start])
        if inside or unseated(m, person):
            continue
        again = words[person.start - 1] == "with" or words[person.start - 2 : person.start] == ["with", "the"]
        if not clause.objects or linked or again:
            clause.objects.append(person)
