"""One role: the words of an office, its portfolio and its institution, as far as they go.

What is a role, a portfolio or a parliament is vocabulary; an institution may hold one unknown name behind "the".
"""

from __future__ import annotations

from functools import cache

from bilateral.mentions.names import LONGEST_ROLE, Scope, name_end, role_parts, titles_end
from bilateral.mentions.offices import headless, offices, parliament_slot, parliaments
from bilateral.mentions.places import DEMONYM, NAME, Place
from bilateral.tokens import Tokens

_PLAIN = frozenset(
    "two countries sides country side capital city ruling party province central bank armed forces parliament".split()
)
_SENT = frozenset("envoy envoys representative representatives adviser advisor assistant aide".split())
VISITS = frozenset({"visit", "visits", "trip"})  # what somebody's is that tells of him
COUNTERPARTS = frozenset({"counterpart", "counterparts", "colleague", "colleagues"})
_COMMON = COUNTERPARTS | {"leader", "leaders"}
_JOINING = frozenset({"-", "/", "&"})
_PREPOSITIONS = frozenset({"of", "for"})


@cache
def telling_words() -> frozenset[str]:
    """The words of which every role has one."""
    return frozenset(word for word, part in role_parts().items() if part == "head") | headless() | _COMMON


@cache
def openings() -> frozenset[str]:
    """The words that the words of a role may start with."""
    return _openings_of_capital() | _openings_of_common()


@cache
def _openings_of_capital() -> frozenset[str]:
    """The words that the capital words of a role may start with."""
    return parliaments().first_words | role_parts().keys() | _JOINING


@cache
def _openings_of_common() -> frozenset[str]:
    """The words that a role in lower case may start with."""
    return offices().first_words | _COMMON


def behind_place(reader: Scope, place: Place) -> int | None:
    """Where a role may go on behind a country ("Pakistani", "China's"); a city is of it; None where none can."""
    tokens, i = reader.tokens, place.end
    if place.kind not in (DEMONYM, NAME):
        return place.start
    if i < reader.end and tokens.words[i] == "'s":
        return i + 1
    if place.kind == NAME and (i >= reader.end or not (tokens.capital(i) or tokens.words[i] in _COMMON)):
        return None  # "China went", but "his New Zealand counterpart"
    return i


def role_end(reader: Scope, i: int) -> int | None:
    """The end of the role whose words start at token `i`, without a country before them; None where no role stands there."""
    tokens = reader.tokens
    if i >= reader.end or tokens.words[i] not in (_openings_of_capital() if tokens.capitals[i] else _openings_of_common()):
        return None  # as nearly everywhere: nothing below need be tried
    return _role_words(reader, _possessor(reader, i))


def _possessor(reader: Scope, i: int) -> int:
    """The token behind "President's" in "the President's Special Representative": somebody else's office."""
    tokens = reader.tokens
    if i + 2 < reader.end and tokens.capital(i) and role_parts().get(tokens.words[i]) == "head" and tokens.words[i + 1] == "'s":
        return i + 2 if VISITS.isdisjoint(tokens.words[i + 2 : i + 5]) else i  # "the French President's state visit"
    return i


def _role_words(reader: Scope, i: int) -> int | None:
    """The end of one role: capital role words with a head among them, or a known office in lower case, and its complement."""
    tokens = reader.tokens
    if i >= reader.end:
        return None
    if not tokens.capital(i):
        return _common_role(reader, i)
    parliament = parliaments().at(tokens, i, reader.end)
    j, headed = parliament.end if parliament else i, False
    words, stop = tokens.words, min(reader.end, i + LONGEST_ROLE)
    while j < stop and (tokens.capitals[j] or words[j] in _JOINING or _compounded(tokens, j)):
        part = role_parts().get(words[j])
        if words[j] == "-" and j + 1 < reader.end and tokens.capitals[j + 1] and words[j + 1] not in role_parts():
            return None  # "Amir-Abdollahian" is a name
        if (part is None and words[j] not in _JOINING) or (headed and _name_after_head(reader, j)):
            break
        headed = headed or part == "head"
        j += 1
        if words[j : j + 2] == ["in", "chief"]:  # Commander in Chief
            j += 2
        if headed and j < reader.end and words[j] == "and" and part != "head" and _portfolio_after(reader, j + 1):
            j += 1
    return _complement(reader, j) if headed else None


def _compounded(tokens: Tokens, i: int) -> bool:
    """Whether a lower-case word is the second half of an office or a portfolio: "Vice-premier", "Co-operation"."""
    return tokens.glued(i) and tokens.words[i - 1] == "-" and role_parts().get(tokens.words[i]) in ("head", "portfolio")


def _common_role(reader: Scope, i: int) -> int | None:
    """The end of a role in lower case: an office that the lexicon knows, or a counterpart."""
    tokens = reader.tokens
    match = offices().at(tokens, i, reader.end, parliament_slot(tokens, reader.end))
    if match and (match.row != "other" or tokens.words[i] in COUNTERPARTS):
        return _complement(reader, match.end)
    return _complement(reader, i + 1) if tokens.words[i] in _COMMON else None


def _name_after_head(reader: Scope, i: int) -> bool:
    """Whether a name that is also a title stands behind an office: "Prime Minister King Mohan"."""
    words = reader.tokens.words
    return words[i] in role_parts() and role_parts().get(words[i - 1]) == "head" and name_end(reader, i) is not None


def _portfolio_after(reader: Scope, i: int) -> bool:
    tokens = reader.tokens
    return (
        i < reader.end
        and tokens.capital(i)
        and role_parts().get(tokens.words[i]) in ("portfolio", "modifier")
        and _role_words(reader, i) is None
    )


def _complement(reader: Scope, i: int) -> int:
    """The end of what goes on with an office: `of Foreign Affairs of Peru`, `for Trade and Legal Affairs`."""
    tokens, end = reader.tokens, reader.end
    start = i
    while i + 1 < end and i - start < LONGEST_ROLE and (tokens.words[i] in _PREPOSITIONS or _in_office(tokens.words[i : i + 4])):
        j = i + {"charge": 3, "the": 2}.get(tokens.words[i + 1], 1) if tokens.words[i] == "in" else i + 1
        sender = _person_of(reader, j)
        if sender:
            return sender
        k = _institution(reader, j)
        if k == j:
            break
        i = k
    return i


def _in_office(words: list[str]) -> bool:
    """Whether words go on with an office: "in charge of", "in the Office of"."""
    return words[:3] == ["in", "charge", "of"] or words == ["in", "the", "office", "of"]


def _person_of(reader: Scope, i: int) -> int:
    """The end of the person who sent an envoy ("Special Envoy of President B"), who holds no seat."""
    tokens = reader.tokens
    sent = i >= 2 and tokens.words[i - 2] in _SENT
    if not sent or i >= reader.end or not tokens.capital(i) or role_parts().get(tokens.words[i]) != "head":
        return 0
    end = _role_words(reader, i)
    name = name_end(reader, titles_end(reader, end)) if end else None
    return name or 0


def _institution(reader: Scope, i: int) -> int:
    """The end of an institution or portfolio that starts at token `i`: vocabulary, countries, an unknown name behind "the"."""
    start, fresh = i, True
    while i < reader.end and i - start < LONGEST_ROLE:
        after, fresh = _next_part(reader, start, i, fresh)
        if after in (start, i):
            return after
        i = after
    return i


def _next_part(reader: Scope, start: int, i: int, fresh: bool) -> tuple[int, bool]:
    """The token behind the next part of an institution, and whether a noun is still to come there.

    It is `i` where the institution ends, and `start` where it turns out to be none ("of the" and a word that is no name).
    """
    tokens, word = reader.tokens, reader.tokens.words[i]
    found = reader.places.get(i) or (parliaments().at(tokens, i, reader.end) if tokens.capital(i) else None)
    if found:
        return found.end, False
    if fresh and word in ("the", "his", "her", "its", "their", "two"):
        known = i + 1 >= reader.end or tokens.capital(i + 1) or i + 1 in reader.places or tokens.words[i + 1] in _PLAIN
        return (i + 1, True) if known else (start, True)
    if _noun_of_institution(reader, start, i, fresh):
        return i + 1, False
    if word == "'s" or (word == "'" and tokens.glued(i)):
        return i + 1, fresh
    if word == "(" and tokens.word(i + 2) == ")" and i + 2 < reader.end and tokens.shouted(i + 1):
        return i + 3, fresh
    if word in ("and", ",", "&", "-") and not fresh and _goes_on(reader, i + 1):
        return i + 1, fresh
    return (i + 1, True) if word in _PREPOSITIONS and i > start and _goes_on(reader, i + 1) else (i, fresh)


def _noun_of_institution(reader: Scope, start: int, i: int, fresh: bool) -> bool:
    """Whether token `i` names an institution or a part of it; a head word that begins another person's role does not."""
    tokens, word = reader.tokens, reader.tokens.words[i]
    if not tokens.capital(i):
        return (word in _PLAIN and i > start) or _compounded(tokens, i)
    part = role_parts().get(word)
    if part and not (part == "head" and not fresh and _starts_role(reader, i)):
        return True
    party = tokens.words[i + 1 : i + 2] == ["party"] and tokens.capital(i + 1)  # "of the People's Revolutionary Party"
    behind_the = i > start and tokens.words[i - 1] == "the"
    return (word in _PLAIN and i > start) or behind_the or party or _unknown_office(tokens, i, start)


def _unknown_office(tokens: Tokens, i: int, start: int) -> bool:
    """Whether an office is "of" something unknown ("Minister of Infrastructure"); an envoy is "of" a person."""
    return tokens.capital(i) and i == start and tokens.words[i - 1] in _PREPOSITIONS and tokens.words[i - 2] not in _SENT


def _starts_role(reader: Scope, i: int) -> bool:
    """Whether a head word inside an institution begins somebody's role, as it is followed by a name."""
    end = i
    while end < reader.end and reader.tokens.capital(end) and reader.tokens.words[end] in role_parts():
        end += 1
    return name_end(reader, titles_end(reader, end)) is not None


def _goes_on(reader: Scope, i: int) -> bool:
    """Whether an institution goes on at token `i`, behind "and", "of" or a comma."""
    tokens = reader.tokens
    if i >= reader.end:
        return False
    if tokens.words[i] in ("the", "and"):
        return (
            i + 1 < reader.end
            and (tokens.capital(i + 1) or tokens.words[i + 1] == "two")
            and _goes_on_word(reader, i + 1, after_the=tokens.words[i] == "the")
        )
    return _goes_on_word(reader, i)


def _goes_on_word(reader: Scope, i: int, *, after_the: bool = False) -> bool:
    tokens = reader.tokens
    place = reader.places.get(i)
    if place and tokens.words[i - 1] in ("of", "the", "and"):
        after = behind_place(reader, place)
        return after is None or role_end(reader, after) is None
    part = role_parts().get(tokens.words[i])
    if part == "head":
        return False
    if part == "modifier" and _role_words(reader, i) is not None:
        return False
    return (tokens.capital(i) and (part is not None or after_the)) or tokens.words[i] == "two" or _compounded(tokens, i)


def institution_behind(reader: Scope, end: int) -> int:
    """The end of an institution behind the name, which belongs to the role: "Vice Premier A of the State Council"."""
    tokens = reader.tokens
    if end + 1 < reader.end and tokens.words[end] == "of":
        stop = _institution(reader, end + 1)
        if stop > end + 1:
            return stop
    return end
