"""The subject of a clause: persons right before the verb, joined by commas and "and", or a pronoun, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from bilateral import lexicon
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person
from bilateral.mentions.places import Place
from bilateral.mentions.points import Date
from bilateral.phrases import Match, Phrases

_ADVERBS = frozenset(
    (
        "also then jointly later already previously earlier again both each once had has "
        "have subsequently recently separately respectively all"
    ).split()
)
_PRONOUNS = frozenset({"he", "she", "they", "him", "her", "them"})
LINKS = frozenset(
    ", and as well along together & his her the wife husband spouse majesty majesties highness royal imperial excellency".split()
)


@cache
def _unseating() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("unseated"))


@dataclass(slots=True)
class Clause:
    """One verb of engagement with its arguments; token spans throughout, `end` exclusive.

    The words that tell it begin at `told`: with the clause before, where that has its subject.
    """

    verb: Match[Row]
    start: int
    end: int
    told: int = 0
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


def set_subject(
    m: Mentions, sentence: Sentence, clause: Clause, people: list[Person], former: Match[Row] | None, floor: int
) -> None:
    """Who stands before the verb: persons, a pronoun, nobody (the subject of the clause before).

    `former` is the verb before; the words from token `floor` on are looked at.
    """
    if "person" in clause.verb.slots:
        clause.subjects = [p for p in people if p.start == clause.verb.slots["person"][0]]
        return
    floor = max(former.end if former else sentence.start, floor)
    i, relative = _last_word(m, clause.verb.start - 1, people, floor)
    group = _group_ending(m, people, i + 1, floor)
    if former and former.row["object"] == "person" and len(group) > 1 and group[0].start - former.end <= 1:
        group = group[-1:]  # "A held talks with B, and C met with him": B is no subject
    if group:
        clause.subjects, clause.start = group, group[0].start
        if m.tokens.words[clause.start - 2 : clause.start] in (["he", "and"], ["she", "and"]) and clause.start - 2 >= floor:
            clause.start -= 2
            clause.pronouns.append(m.tokens.words[clause.start])
        if relative is not None and floor > sentence.start:  # "A held talks with B, who was on a visit": B belongs to both
            clause.start = relative
    elif i >= floor and m.tokens.words[i] in _PRONOUNS:
        clause.pronouns.append(m.tokens.words[i])
        clause.start = i
    elif i >= floor and floor > sentence.start and m.tokens.words[i] in ("and", ",", "then", "but", "("):
        clause.elided = True
        clause.start = i + 1
    else:
        _first_named(m, clause, people, former, floor)
    _opening(m, sentence, clause)


def _last_word(m: Mentions, i: int, people: list[Person], floor: int) -> tuple[int, int | None]:
    """The last word of the subject, going back from token `i`, and the "who" or "which" behind it, if there is one."""
    words, k = m.tokens.words, i
    while k > floor and words[k] in lexicon.words("grades"):
        k -= 1
    i = k if words[k] in ("'s", "'") else i  # "during President A's state visit to X"
    while i >= floor and (words[i] in _ADVERBS or words[i] in ("'s", "'")):
        i -= 1
    if i > floor and words[i] == "," and any(p.end == i for p in people):  # behind an apposition
        i -= 1
    if i > floor and words[i] in ("who", "which"):
        return i - (2 if words[i - 1] == "," else 1), i
    return i, None


def _first_named(m: Mentions, clause: Clause, people: list[Person], former: Match[Row] | None, floor: int) -> None:
    """Take the first persons before the verb who are no inviters or senders for its subject."""
    before = [p for p in people if floor <= p.start < clause.verb.start and not unseated(m, p)]
    words, of_former = m.tokens.words, former is not None and former.row["object"] == "person"
    turn = next((i for i in range(before[0].end, clause.verb.start) if words[i] == "where"), None) if before else None
    if of_former and turn is not None:  # "A met with B in X, where both were attending the summit": B belongs to A
        clause.start = turn
    elif before:
        clause.subjects = _group_starting(m, before)
        clause.start = clause.subjects[0].start


def _opening(m: Mentions, sentence: Sentence, clause: Clause) -> None:
    """Mark a clause that belongs to the visit before it: "during which", "during the visit"."""
    words = m.tokens.words
    back = words[max(sentence.start, clause.start - 4) : clause.start]
    head = words[sentence.start : sentence.start + 4]
    inside = back[-2:] == ["during", "which"] or back[-2:] == ["in", "which"] or back[-1:] == ["where"]
    visit = [w for w in head if w in ("visit", "visits", "stay", "trip")]
    if inside or (head[:1] in (["during"], ["on"]) and visit and head[1] in ("the", "his", "her", "their", "this", "that")):
        clause.during_visit = True
        clause.start -= 2 if inside and back[-1:] != ["where"] else 0


def _group_ending(m: Mentions, people: list[Person], end: int, floor: int) -> list[Person]:
    """The persons joined by commas and "and" of whom the last ends at token `end`."""
    group: list[Person] = []
    for person in reversed(people):
        if person.end > end or person.start < floor:
            continue
        joined = group and all(word in LINKS or word == "with" for word in m.tokens.words[person.end : group[0].start])
        if person.end == end or joined:
            if unseated(m, person):
                return []
            group.insert(0, person)
        elif group:
            break
    return group


def _group_starting(m: Mentions, people: list[Person]) -> list[Person]:
    """The first of the persons and those joined to them by commas and "and"."""
    group = people[:1]
    for person in people[1:]:
        if not all(word in LINKS for word in m.tokens.words[group[-1].end : person.start]):
            break
        group.append(person)
    return group


def unseated(m: Mentions, person: Person) -> bool:
    """Whether a person is only spoken of: an inviter, a sender."""
    words = m.tokens.words
    i = person.start
    while i and words[i - 1] in ("the", "his", "her"):
        i -= 1
    return i > 1 and _unseating().at(m.tokens, i - 2, i) is not None
