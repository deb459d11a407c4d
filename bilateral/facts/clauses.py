"""Clauses of engagement: a verb of visiting, meeting, calling, writing or attending, and who, whom, when, where and at what."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from bilateral import lexicon
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.dates import Date
from bilateral.mentions.people import Person
from bilateral.mentions.places import DEMONYM, Place
from bilateral.phrases import Match, Phrases
from bilateral.tokens import MARK

_ADVERBS = frozenset(
    [
        "also",
        "then",
        "jointly",
        "later",
        "again",
        "both",
        "each",
        "once",
        "had",
        "has",
        "have",
        "subsequently",
        "recently",
        "separately",
        "respectively",
        "all",
    ]
)
_PRONOUNS = frozenset({"he", "she", "they", "him", "her", "them"})
_LINKS = frozenset({",", "and", "as", "well", "along", "together", "&", "his", "her", "the"})
_NOT_SEATED = (("invitation", "of"), ("behalf", "of"), ("request", "of"), ("presence", "of"), ("accompanied", "by"), ("attended", "by"),
               ("invited", "by"), ("sent", "by"), ("appointed", "by"), ("death", "of"), ("election", "of"))  # fmt: skip
_OCCASIONS = (("to", "attend"), ("to", "participate", "in"), ("to", "take", "part", "in"), ("and", "attended"), ("sidelines", "of"), ("margins", "of"),
              ("during",), ("for",), ("at",), ("to", "mark"), ("on", "the", "occasion", "of"), ("on",), ("over",), ("attended",),
              ("marking",), ("to", "celebrate"), ("participated", "in"))  # fmt: skip
_STOPS = frozenset(";.:")

Row = dict[str, str]


@dataclass(slots=True)
class Clause:
    """One verb of engagement with its arguments; token spans throughout, `end` exclusive."""

    verb: Match[Row]
    start: int
    end: int
    subjects: list[Person] = field(default_factory=list)
    objects: list[Person] = field(default_factory=list)
    pronouns: list[str] = field(default_factory=list)
    elided: bool = False
    date: Date | None = None
    destinations: list[Place] = field(default_factory=list)
    place: tuple[int, int] | None = None
    place_country: str = ""
    occasion: tuple[int, int] | None = None
    during_visit: bool = False
    remote: bool = False

    @property
    def kind(self) -> str:
        """The kind of event that the verb stands for."""
        return self.verb.row["kind"]


@lru_cache(maxsize=1)
def _verbs() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("verbs"))


@lru_cache(maxsize=1)
def _unplanned() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("unplanned"))


@lru_cache(maxsize=1)
def _remote() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("remote"))


def clauses(m: Mentions, sentence: Sentence) -> list[Clause]:
    """The clauses of engagement of one sentence, in order; negated and planned ones are none."""
    people = m.within(m.people, sentence.start, sentence.end)
    verbs = [
        verb
        for verb in _verbs().find(m.tokens, sentence.start, sentence.end, _slot(people))
        if _stands(m, sentence, verb, people)
    ]
    found: list[Clause] = []
    for verb in verbs:
        clause = Clause(verb, verb.start, sentence.end)
        _subject(m, sentence, clause, people, found[-1].verb.end if found else sentence.start)
        found.append(clause)
    for i, clause in enumerate(found):
        clause.end = _trimmed(m, clause.verb.end, found[i + 1].start if i + 1 < len(found) else sentence.end)
    if found:
        found[0].start = sentence.start
    for i, clause in enumerate(found):
        _occasion(m, clause)
        _objects(m, clause, people)
        _where(m, clause)
        _when(m, clause, found[i - 1] if i else None, sentence)
    return found


def _slot(people: list[Person]):  # type: ignore[no-untyped-def]
    starts = {person.start: person.end for person in people}

    def slot(name: str, i: int) -> int | None:
        return starts.get(i) if name == "person" else None

    return slot


def _stands(m: Mentions, sentence: Sentence, verb: Match[Row], people: list[Person]) -> bool:
    """Whether a verb states that something happened: not inside a role, not planned, not denied, with the words that it needs."""
    tokens = m.tokens
    if any(p.start <= verb.start < p.end for p in people):
        return False
    if verb.start > sentence.start and tokens.words[verb.start - 1] == "to":
        return False
    needs = verb.row["needs"].split("|") if verb.row["needs"] else []
    if needs and not any(word in needs for word in tokens.words[verb.end : min(verb.end + 30, sentence.end)]):
        return False
    return not unplanned(m, sentence.start, verb.start)


def unplanned(m: Mentions, start: int, verb: int) -> bool:
    """Whether the words right before a verb make it planned or deny it ("will visit", "agreed to visit", "did not meet")."""
    i = max(start, verb - 10)
    for match in _unplanned().find(m.tokens, i, verb):
        if match.end >= verb - 1 and not any(word in ",;" for word in m.tokens.words[match.end : verb]):
            return True
    return False


def _subject(m: Mentions, sentence: Sentence, clause: Clause, people: list[Person], floor: int) -> None:
    """Who stands before the verb: persons, a pronoun, nobody (the subject of the clause before)."""
    tokens, i = m.tokens, clause.verb.start - 1
    if "person" in clause.verb.slots:
        clause.subjects = [p for p in people if p.start == clause.verb.slots["person"][0]]
        return
    while i >= floor and (tokens.words[i] in _ADVERBS or tokens.words[i] in ("'s", "'")):
        i -= 1
    if i > floor and tokens.words[i] == ",":  # behind an apposition, or behind "respectively,"
        closing = next((p for p in people if p.end == i), None)
        i = i - 1 if closing else i
    if i > floor and tokens.words[i] in ("who", "which"):
        i -= 2 if tokens.words[i - 1] == "," else 1
    group = _group_ending(m, people, i + 1, floor)
    if group:
        clause.subjects, clause.start = group, group[0].start
    elif i >= floor and tokens.words[i] in _PRONOUNS:
        clause.pronouns.append(tokens.words[i])
        clause.start = i
    elif i >= floor and tokens.words[i] in ("and", ",", "then", "but"):
        clause.elided = True
        clause.start = i + 1
    else:
        before = [p for p in people if floor <= p.start < clause.verb.start and not _unseated(m, p)]
        first = [p for p in before if not any(p.start < other.start and other.end <= p.start for other in before)][:1]
        if first:
            clause.subjects = _group_starting(m, [p for p in before if p.start >= first[0].start])
            clause.start = clause.subjects[0].start
    _opening(m, sentence, clause)


def _opening(m: Mentions, sentence: Sentence, clause: Clause) -> None:
    """ "during which", "during the visit": the clause belongs to the visit before it."""
    words = m.tokens.words
    back = words[max(sentence.start, clause.start - 4) : clause.start]
    head = words[sentence.start : sentence.start + 4]
    inside = back[-2:] == ["during", "which"] or back[-2:] == ["in", "which"] or back[-1:] == ["where"]
    visit = [w for w in head if w in ("visit", "visits", "stay", "trip")]
    if inside or (
        head[:1] in (["during"], ["on"]) and visit and head[1] in ("the", "his", "her", "their", "this", "that")
    ):
        clause.during_visit = True
        clause.start -= 2 if inside and back[-1:] != ["where"] else 0


def _group_ending(m: Mentions, people: list[Person], end: int, floor: int) -> list[Person]:
    """The persons joined by commas and "and" of whom the last ends at token `end`."""
    group: list[Person] = []
    for person in reversed(people):
        if person.end > end or person.start < floor:
            continue
        joined = group and all(word in _LINKS or word == "with" for word in m.tokens.words[person.end : group[0].start])
        if person.end == end or joined:
            if _unseated(m, person):
                return []
            group.insert(0, person)
        elif group:
            break
    return group


def _group_starting(m: Mentions, people: list[Person]) -> list[Person]:
    """The first of the persons and those joined to them by commas and "and"."""
    group = people[:1]
    for person in people[1:]:
        if not all(word in _LINKS for word in m.tokens.words[group[-1].end : person.start]):
            break
        group.append(person)
    return group


def _unseated(m: Mentions, person: Person) -> bool:
    """Whether a person is only spoken of: an inviter, a sender."""
    words = m.tokens.words
    i = person.start
    while i and words[i - 1] in ("the", "his", "her"):
        i -= 1
    return tuple(words[max(0, i - 2) : i]) in _NOT_SEATED


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
    for i in range(start, clause.end):
        for opening in _OCCASIONS:
            if tuple(words[i : i + len(opening)]) == opening:
                phrase = noun_phrase(m, i + len(opening), clause.end)
                if phrase and _is_occasion(m, clause, opening, phrase):
                    clause.occasion = phrase
                    return


def _is_occasion(m: Mentions, clause: Clause, opening: tuple[str, ...], phrase: tuple[int, int]) -> bool:
    """Whether a noun phrase behind a loose word ("on", "for", "at") is an occasion and no topic, date, venue or purpose."""
    words = m.tokens.words[phrase[0] : phrase[1]]
    capital = any(m.tokens.capital(i) for i in range(*phrase))
    if words[0] == "which" or words[-1] in ("visit", "stay", "side") or m.within(m.dates, phrase[0], phrase[0] + 1):
        return False
    if len(opening) > 1 or opening[0] in ("attended", "marking"):
        return True
    if opening[0] in ("on", "over"):
        return clause.kind == "letter" and words[0] in ("his", "her", "their", "the", "its")
    gathering = any(word in lexicon.words("gatherings") or word in lexicon.words("occasions") for word in words)
    if opening[0] == "during":
        return capital
    return gathering and capital


def noun_phrase(m: Mentions, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase from token `start`: up to a mark, a date, "in" with a place, an invitation, or another clause."""
    words, i = m.tokens.words, start
    depth = 0
    while i < end:
        word = words[i]
        depth += (word == "(") - (word == ")")
        if depth <= 0 and i > start and _ends_phrase(m, i, end):
            break
        if word in _STOPS and not m.tokens.glued(i + 1 if i + 1 < end else i):
            break
        i += 1
    while i > start and words[i - 1] in (",", "and", ".", "the", "on", "in", "as"):
        i -= 1
    return (start, i) if i > start else None


def _ends_phrase(m: Mentions, i: int, end: int) -> bool:
    words = m.tokens.words
    word, after = words[i], words[i + 1] if i + 1 < end else ""
    if word in (
        ",",
        ";",
        "who",
        "which",
        "during",
        "where",
        "when",
        "while",
        "with",
        "at",
        "as",
        "from",
        "between",
        "by",
        "worth",
    ):
        return True
    if word in ("in", "on", "at", "since", "until"):
        k = i + 2 if after == "the" else i + 1
        return bool(m.within(m.places, k, k + 1) or m.within(m.dates, i + 1, i + 3))
    if word == "and":
        return bool(
            after in ("attended", "met", "held", "paid", "had", "visited", "delivered", "conducted", "also")
            or after.endswith("ed")
        )
    return False


def _objects(m: Mentions, clause: Clause, people: list[Person]) -> None:
    """Whom the verb reaches: persons behind it, outside the occasion; "him" and "them"."""
    if clause.kind in ("visit", "attendance"):
        return
    words = m.tokens.words
    for person in people:
        inside = clause.occasion and clause.occasion[0] <= person.start < clause.occasion[1]
        linked = clause.objects and all(word in _LINKS for word in words[clause.objects[-1].end : person.start])
        if not clause.verb.end <= person.start < clause.end or inside or _unseated(m, person):
            continue
        if not clause.objects or linked or words[person.start - 1] == "with":
            clause.objects.append(person)
    for i in range(clause.verb.end - 1, min(clause.verb.end + 3, clause.end)):
        if words[i] in ("him", "her", "them") and not (
            words[i] == "her"
            and i + 1 < clause.end
            and m.tokens.kinds[i + 1] != MARK
            and words[i + 1] not in ("in", "on", "respectively", "at", "during")
        ):
            clause.pronouns.append(words[i])


def _where(m: Mentions, clause: Clause) -> None:
    """The destination behind a verb of visiting; the place behind "in" or "at" of any other."""
    tokens, words = m.tokens, m.tokens.words
    floor = clause.verb.end if clause.verb.row["object"] == "place" else clause.verb.start
    places = [p for p in m.within(m.places, floor, clause.end) if p.kind != DEMONYM]
    if clause.verb.row["object"] == "place":
        at = clause.verb.end
        for place in places:
            if any(word not in ("the", ",", "and", "neighbouring", "neighboring") for word in words[at : place.start]):
                break
            clause.destinations.append(place)
            at = place.end
        return
    for place in places:
        inside = clause.occasion and clause.occasion[0] <= place.start < clause.occasion[1]
        before = words[place.start - 1] if words[place.start - 1] != "the" else words[place.start - 2]
        if inside or before not in ("in", "at") or (place.end < clause.end and words[place.end] == "'s"):
            continue
        start, end = place.start, place.end
        more = m.within(m.places, end + 1, end + 2)
        if words[end : end + 1] == [","] and more and more[0].country == place.country:
            end = more[0].end
        venue = place.start - 2
        while venue > clause.verb.end and tokens.capital(venue):
            venue -= 1
        if venue < place.start - 2 and words[venue] == "at":
            start = venue + 1
        clause.place, clause.place_country = (start, end), place.country
        break
    clause.remote = any(True for _ in _remote().find(m.tokens, clause.verb.start, clause.end))


def _when(m: Mentions, clause: Clause, before: Clause | None, sentence: Sentence) -> None:
    """The date of the clause: its own, most precise one; else the date of the clause before."""
    own = [
        d
        for d in m.within(m.dates, clause.start, clause.end)
        if d.known and not d.relation and not _in_phrase(d, clause.occasion)
    ]
    own = [d for d in own if not _bracketed(m, d)]
    if own:
        clause.date = min(own, key=lambda d: (-len(d.edtf.split("/")[0]), d.start))
    elif before is not None:
        clause.date = before.date


def _bracketed(m: Mentions, date: Date) -> bool:
    words = m.tokens.words
    return (date.start > 0 and words[date.lead - 1] == "(") or words[date.start - 1] == "("


def _in_phrase(date: Date, phrase: tuple[int, int] | None) -> bool:
    return phrase is not None and phrase[0] <= date.start < phrase[1]
