"""Roles: offices behind a country, joined by "and" or commas, as far as the words go (see `role_words.py`)."""

from __future__ import annotations

from functools import cache

from bilateral.mentions.names import LONGEST_ROLE, Scope, comma_before, name_before, name_end, role_parts, titles_end
from bilateral.mentions.places import DEMONYM
from bilateral.mentions.role_words import behind_place, openings, role_end

_ARTICLES = frozenset({"the", "two", "both"})
_BEFORE_ROLE = _ARTICLES | frozenset(
    "then former newly appointed elected visiting incumbent outgoing new late ex - current now currently later".split()
)

_SHORT = 3  # letters: "EAM", "PM"


@cache
def role_openings() -> frozenset[str]:
    """The words that a role may start with, beside places."""
    return openings() | _BEFORE_ROLE


def role_at(reader: Scope, i: int, *, appositive: bool = False) -> tuple[int, int] | None:
    """The role that starts at token `i`: where its words start (without "the") and end."""
    words, stop = reader.tokens.words, reader.end
    while i < stop and words[i] == "the":
        i += 1
    start = i
    while i < stop and words[i] in _BEFORE_ROLE and i not in reader.places:  # "New Zealand" is not new
        if words[i] in _ARTICLES:
            start = i + 1
        i += 1
    place = reader.places.get(i)
    words_start = behind_place(reader, place) if place else i
    end = role_end(reader, words_start) if words_start is not None else None
    if end is None:
        return None
    behind_name = name_before(reader, comma_before(reader, start)) is not None
    became = reader.tokens.word_before(start) == "as"  # "after his election as President of X, President A sent …"
    return start, _joined(reader, end, appositive or behind_name or became)


def plural_head(word: str) -> bool:
    """Whether a word is an office of several: "ministers", "secretaries"."""
    single = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return (role_parts().get(word) == "head" and word.endswith("s") and single in role_parts()) or word == "leaders"


def _joined(reader: Scope, end: int, appositive: bool) -> int:
    """The end of `Role and Role`; behind `Name,` a second role that has a name of its own is the next person's."""
    tokens, start = reader.tokens, end
    short = tokens.shouted(end - 1) and len(tokens.words[end - 1]) <= _SHORT
    if plural_head(tokens.words[end - 1]) or short:
        return end  # "Chinese leaders and King A", "EAM and Cabinet Secretary A" are several
    while end + 1 < reader.end and tokens.words[end] in ("and", "&", "cum") and end - start < LONGEST_ROLE:
        more = role_end(reader, _behind_demonym(reader, end + 1)) if tokens.capital(end + 1) else None
        if more is None or (appositive and name_end(reader, titles_end(reader, more))):
            break
        end = more
    return end if appositive else _listed_roles(reader, end)


def _behind_demonym(reader: Scope, i: int) -> int:
    """The token behind a demonym: "General Secretary of the Party and Lao President"."""
    place = reader.places.get(i)
    return place.end if place and place.kind == DEMONYM and place.end < reader.end else i


def _listed_roles(reader: Scope, end: int) -> int:
    """The end of `Role, Role and Role Name`: roles before one name, of which only the last stands right before it."""
    tokens, stop = reader.tokens, end
    if tokens.words[end : end + 2] == [",", "and"]:
        return end  # "talks with the Amir, and Premier A met with him"
    if tokens.word(end) != "," or name_end(reader, titles_end(reader, end + 1)):
        return end
    while stop + 1 < reader.end and tokens.words[stop] in (",", "and") and stop - end < LONGEST_ROLE:
        more = role_end(reader, stop + 1) if tokens.capital(stop + 1) else None
        if more is None:
            return end
        stop = more
    return stop if name_end(reader, titles_end(reader, stop)) else end
