"""Clauses of engagement: a verb of visiting, meeting, calling, writing or attending, and who, whom, when, where and at what."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.mechanisms import multilateral
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.facts.planned import planned_or_denied
from bilateral.facts.subjects import LINKS, Clause, set_subject, unseated
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amounts import TIMES
from bilateral.mentions.places import DEMONYM, Place
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases, Slot
from bilateral.tokens import MARK

_COUNTED = frozenset({"twice", "times", "again", "respectively"})  # "visited Sri Lanka twice (in 1957 and 1964)"
_DENYING = frozenset({"no", "not"})
_CALLED_OFF = frozenset({"postponed", "cancelled", "canceled"})
_BEHIND_PARTICIPLE = frozenset("in on at from between by during under since".split())
_REACHED = (["him"], ["her"], ["them"])  # "A met with him, and the two presidents …": he alone
_WINDOW = 160  # tokens: how far before a verb its subject may stand, and behind it a word that cancels it


@cache
def _verbs() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("verbs"))


@cache
def _remote() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("remote"))


@cache
def _occasion_openers() -> Phrases[str]:
    return Phrases((row["pattern"], row["asks"]) for row in lexicon.table("occasion_openers"))


@cache
def _habits() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("habits"))


def clauses(m: Mentions, sentence: Sentence) -> list[Clause]:
    """The clauses of engagement of one sentence, in order; negated and planned ones are none."""
    told = _verbs().find(m.tokens, sentence.start, sentence.end, m.once_a_page(_slot))
    verbs = [verb for verb in told if _stands(m, sentence, verb)]
    found: list[Clause] = []
    for verb in verbs:
        clause = Clause(verb, verb.start, sentence.end)
        floor = max(sentence.start, verb.start - _WINDOW)
        near = m.within(m.people, floor, verb.end)
        set_subject(m, sentence, clause, near, found[-1].verb if found else None, floor)
        while verb.row["object"] == "latest" and m.tokens.word(clause.start - 1) in ("the", "its", "their", "most"):
            clause.start -= 1
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
        _occasion(m, clause)
        _objects(m, clause)
        _where(m, clause)
        if i and m.tokens.word(clause.start - 1) == "where" and not clause.place:  # "attended … in X, where she met with …"
            clause.place, clause.place_country = found[i - 1].place, found[i - 1].place_country
        _when(m, sentence, clause, found[i - 1] if i else None)
    return found


def _with_date(m: Mentions, start: int, floor: int) -> int:
    """The start of a clause with the date right before its subject: "…, and on September 5 he was received by …"."""
    words = m.tokens.words
    end = start - (words[start - 1] == ",")
    dates = [d for d in m.dates_between(max(floor, end - 8), end) if d.end == end]
    return dates[0].lead if dates and dates[0].lead > floor and words[dates[0].lead - 1] in ("and", ",", ";", "while") else start


def _slot(m: Mentions) -> Slot:
    starts = {person.start: person.end for person in m.people}

    def slot(name: str, i: int) -> int | None:
        return starts.get(i) if name == "person" else None

    return slot


def _stands(m: Mentions, sentence: Sentence, verb: Match[Row]) -> bool:
    """Whether a verb states that something happened: not inside a role, not planned, not denied, with the words that it needs."""
    tokens = m.tokens
    if verb.start in m.once_a_page(_of_people):
        return False
    if verb.start > sentence.start and tokens.words[verb.start - 1] == "to":
        return False
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
    needs = verb.row["needs"].split("|") if verb.row["needs"] else []
    if needs and not any(word in needs for word in tokens.words[verb.end : min(verb.end + 30, sentence.end)]):
        return False
    around = max(sentence.start, verb.start - 8), min(sentence.end, verb.end + 12)
    if _habits().find(tokens, *around):
        return False
    if not _CALLED_OFF.isdisjoint(tokens.words[verb.end : min(verb.end + _WINDOW, sentence.end)]):
        return False
    times = next((a for a in m.within(m.amounts, verb.end, min(verb.end + 10, sentence.end)) if a.kind == TIMES), None)
    if times and times.value and len(m.dates_between(verb.end, sentence.end)) < times.value:
        return False  # "met five times in 2022" counts engagements, and dates none
    return not planned_or_denied(m, sentence.start, verb.start)


def _of_people(m: Mentions) -> set[int]:
    """The tokens of the mentions of people."""
    return {i for person in m.people for i in range(person.start, person.end)}


def _trimmed(m: Mentions, floor: int, end: int) -> int:
    """The end of a clause without the words that open the next one."""
    words = m.tokens.words
    while end > floor and words[end - 1] in (",", "and", "which", "during", "where", "while", "but", ";", "when"):
        end -= 1
    return end


def _occasion(m: Mentions, clause: Clause) -> None:
    """What the event was held for or at: the noun phrase behind "to attend", "during", "on the sidelines of", "for"."""
    words, start = m.tokens.words, clause.verb.end
    start -= words[start - 1] == "to" and clause.kind == "letter"
    if clause.verb.row["object"] == "occasion":
        clause.occasion = noun_phrase(m, start, clause.end)
        return
    people = m.within(m.people, clause.verb.start, clause.end)
    for i in _occasion_openers().starts(m.tokens, start, clause.end):
        if any(p.start <= i < p.end for p in people):
            continue  # "Minister for Foreign Affairs and International Trade"
        opening = _occasion_openers().at(m.tokens, i, clause.end)
        phrase = noun_phrase(m, opening.end, clause.end) if opening else None
        if opening and phrase and _is_occasion(m, clause, opening.row, phrase):
            clause.occasion = phrase
            return
    if clause.kind in ("meeting", "call"):
        _occasion_ahead(m, clause)


def _occasion_ahead(m: Mentions, clause: Clause) -> None:
    """An occasion before the subject: "On the sidelines of the G20 Summit in Rio de Janeiro, President A met with …"."""
    stop = clause.subjects[0].start if clause.subjects else clause.verb.start
    for i in _occasion_openers().starts(m.tokens, clause.start, stop):
        opening = _occasion_openers().at(m.tokens, i, stop)
        if opening and not opening.row and m.tokens.words[opening.start] in ("sidelines", "margins", "within", "on"):
            clause.occasion = noun_phrase(m, opening.end, stop)
            return


def _is_occasion(m: Mentions, clause: Clause, asks: str, phrase: tuple[int, int]) -> bool:
    """Whether a noun phrase is an occasion, and no topic, date, venue or purpose; loose words ("on", "for") ask for more."""
    words = m.tokens.words[phrase[0] : phrase[1]]
    visit = "visit" in words[:5] or words[-1] in ("visit", "stay", "side")
    if words[0] == "which" or visit or m.dates_between(phrase[0], phrase[0] + 1):
        return False
    if asks == "the topic of a letter":
        return clause.kind == "letter" and words[0] in ("his", "her", "their", "the", "its")
    named = any(m.tokens.capital(i) for i in range(*phrase))
    gathering = any(word in lexicon.words("gatherings") or word in lexicon.words("occasions") for word in words)
    gathering = gathering or (named and multilateral(m, phrase))
    return not asks or (named and (gathering or asks == "a name"))


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
        if not clause.objects or linked or words[person.start - 1] == "with":
            clause.objects.append(person)


def _where(m: Mentions, clause: Clause) -> None:
    """The destination of a verb of visiting; the place behind "in" or "at" of any other, and whether it was held remotely."""
    verb = clause.verb
    if verb.row["object"] in ("place", "within"):
        clause.destinations = _destinations(m, clause)
        return
    if verb.row["object"] == "visited":
        clause.destinations = [p for p in m.within(m.places, verb.start - 4, verb.start) if p.end == verb.start]
    venues = m.within(m.places, verb.start, clause.end) if clause.kind != "letter" else []
    place = next((p for p in venues if _is_venue(m, clause, p)), None)
    if not place and clause.kind == "dialogue" and m.tokens.words[verb.start] == "hosted":  # "Almaty hosted the 19th session"
        place = next((p for p in m.within(m.places, verb.start - 3, verb.start) if p.end == verb.start), None)
    if not place and clause.kind == "meeting":
        ahead = m.within(m.places, clause.start, clause.subjects[0].start if clause.subjects else verb.start)
        place = next((p for p in ahead if _is_venue(m, clause, p)), None)
    if place:
        clause.place, clause.place_country = _whole_place(m, clause, place), place.country
    clause.remote = bool(_remote().find(m.tokens, verb.start, clause.end))


def _destinations(m: Mentions, clause: Clause) -> list[Place]:
    """The places right behind a verb of visiting, joined by commas and "and"."""
    found: list[Place] = []
    for place in m.within(m.places, clause.verb.end, clause.end):
        between = m.tokens.words[found[-1].end if found else clause.verb.end : place.start]
        if place.kind != DEMONYM and not set(between) <= {"the", ",", "and", "neighbouring", "neighboring"}:
            break
        if place.kind != DEMONYM:
            found.append(place)
    return found


def _is_venue(m: Mentions, clause: Clause, place: Place) -> bool:
    """Whether an event was held in or at a place, outside its occasion."""
    inside = clause.occasion is not None and clause.occasion[0] <= place.start < clause.occasion[1]
    possessor = place.end < clause.end and m.tokens.words[place.end] == "'s"
    links = ("in", "at", "to") if clause.verb.row["object"] == "guest" else ("in", "at")  # "welcomed President A to Berlin"
    return place.kind != DEMONYM and not inside and not possessor and m.tokens.word_before(place.start) in links


def _whole_place(m: Mentions, clause: Clause, place: Place) -> tuple[int, int]:
    """A place with the country behind its comma ("Bali, Indonesia") and the venue before it ("at the City Palace in …")."""
    tokens = m.tokens
    more = m.within(m.places, place.end + 1, place.end + 2) if tokens.word(place.end) == "," else []
    end = more[0].end if more and more[0].country == place.country else place.end
    venue = place.start - 2
    while venue > clause.verb.end and tokens.capital(venue):
        venue -= 1
    return (venue + 1 if venue < place.start - 2 and tokens.words[venue] == "at" else place.start), end


def _when(m: Mentions, sentence: Sentence, clause: Clause, before: Clause | None) -> None:
    """The date of the clause: its own, most precise one; else the date of the clause before."""
    own = [
        d
        for d in m.within(m.dates, clause.start, clause.end)
        if d.known and d.relation in ("", "at_end") and not _in_phrase(d, clause.occasion)
    ]
    entry = m.paragraphs[sentence.paragraph].entry
    own = [d for d in own if not _of_relative(m, clause, d)]
    own = [d for d in own if (entry and d.first.month) or not _bracketed(m, clause, d)]  # "2015 - Visit of A to X (June 15)"
    if not own and clause.occasion:  # "attended the 3rd Forum (1-3 March 2024)"
        inside = m.dates_between(clause.occasion[0], clause.end)
        own = [d for d in inside if d.known and not d.relation and m.tokens.words[d.start - 1] == "("]
    if own:
        behind = [d for d in own if d.start >= clause.verb.end]
        clause.date = (behind or sorted(own, key=lambda d: -len(d.edtf.split("/")[0])))[0]
    elif before is not None:
        clause.date = before.date


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


def _in_phrase(date: Date, phrase: tuple[int, int] | None) -> bool:
    return phrase is not None and phrase[0] <= date.start < phrase[1]
