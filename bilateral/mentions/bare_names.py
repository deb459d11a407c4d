"""People told of again by name alone: "Xi Jinping held talks with him", "In May, Kasymaliev came to …".

A bare name counts where the page has introduced its holder with an office before (for one behind initials, anywhere), and where
somebody who acts or is met must stand: before a verb, behind "with" or "by", or joined to another person.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache

from bilateral import lexicon
from bilateral.mentions.person import Person
from bilateral.mentions.places import Place
from bilateral.tokens import NUMBER, Tokens, initial

_BEFORE = frozenset("with by to and between , received hosted welcomed congratulated phoned met".split())
_BEHIND = frozenset("and also then later had has jointly respectively separately".split())
_MOST = 5  # words of a bare name


def with_bare_names(
    tokens: Tokens, found: list[Person], places: dict[int, Place], sentences: list[tuple[int, int]]
) -> list[Person]:
    """The people found, and those told of again by name alone, from left to right."""
    introduced = _introduced(tokens, found)
    taken = {i for person in found for i in range(person.start, person.end)}
    again = []
    for word, holders in introduced.items():
        for i in tokens.positions.get(word, []):
            bare = None if i in taken else _bare(tokens, i, holders, places, sentences)
            if bare and not taken & set(range(bare.start, bare.end)):
                again.append(bare)
                taken |= set(range(bare.start, bare.end))
    return sorted(found + again, key=_first) if again else found


def _first(person: Person) -> int:
    return person.start


def _introduced(tokens: Tokens, found: list[Person]) -> dict[str, list[Person]]:
    """Those with a name and an office, by the last word of the name."""
    by_word: dict[str, list[Person]] = {}
    for person in found:
        if person.name and (person.office or person.role):
            by_word.setdefault(tokens.words[person.name[1] - 1], []).append(person)
    return by_word


def _bare(
    tokens: Tokens, i: int, holders: list[Person], places: dict[int, Place], sentences: list[tuple[int, int]]
) -> Person | None:
    """The bare name that ends at token `i`: the whole of a name introduced before, or its last word."""
    k = bisect_right(sentences, (i, len(tokens))) - 1
    before = holders[: bisect_left(holders, i, key=_first)]
    if not tokens.capital(i) or k < 0 or i >= sentences[k][1]:
        return None
    floor, end = sentences[k]
    start = i
    while start > floor and i - start < _MOST and (tokens.capital(start - 1) or _links(tokens, start - 1)):
        start -= 1
    while start < i and not tokens.capital(start):
        start += 1
    words = tokens.words[start : i + 1]
    while len(words) == 1 and start - 1 > floor and tokens.words[start - 1] == "." and initial(tokens.words[start - 2]):
        start -= 2  # "V. Orban"
    before = before or (holders if start < i and initial(tokens.words[start]) else [])  # "S.V. Lavrov", and later "Sergey Lavrov"
    holder = next((p for p in reversed(before) if p.name and _names(tokens.words[slice(*p.name)], words)), None)
    if holder is None or any(j in places for j in range(start, i + 1)) or not _acts(tokens, start, i + 1, floor, end):
        return None
    return Person(start, i + 1, (start, i + 1), None, tokens.span_text(start, i + 1), holder.office)


def _links(tokens: Tokens, i: int) -> bool:
    """Whether token `i` joins the parts of a name."""
    return tokens.words[i] in lexicon.words("particles") or (tokens.words[i] == "-" and tokens.glued(i) and tokens.glued(i + 1))


def _names(name: list[str], words: list[str]) -> bool:
    """Whether words are a name, or its last word alone or behind initials ("R.T. Erdoğan")."""
    behind = words[1:] if len(words) > 1 and words[0].endswith(".") else words
    if behind != words and len(behind) > 1:
        return behind == name[-len(behind) :] and behind[0] in lexicon.words("particles")  # "A.F. el-Sisi"
    words = behind
    return words == name or (len(words) == 1 and len(name) > 1 and words[0] == name[-1] and len(words[0]) > 2)


def _acts(tokens: Tokens, start: int, end: int, floor: int, stop: int) -> bool:
    """Whether somebody who acts or is met stands at tokens `start` to `end`."""
    if end < stop and tokens.capital(end):
        return False
    behind = tokens.word(end) if end < stop else ""
    acts = behind in _verbs() or behind in _BEHIND
    opens = (
        start == floor or tokens.words[start - 1] in _BEFORE or tokens.kinds[start - 1] == NUMBER
    )  # "On 8 May 2025 A. Vučić …"
    return (opens and acts) or (start > floor and tokens.words[start - 1] in _BEFORE - {",", "and"} and behind != "'s")


@cache
def _verbs() -> frozenset[str]:
    """The first words of the verbs of engagement."""
    return frozenset(word for row in lexicon.table("verbs") for word in row["pattern"].split()[0].split("|"))
