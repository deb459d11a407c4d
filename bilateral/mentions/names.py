"""Personal names: titles, initials, particles and hyphens, and where a name ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral import lexicon
from bilateral.mentions.places import DEMONYM, NAME, Place
from bilateral.phrases import Phrases
from bilateral.tokens import MARK, NUMBER, ORDINAL, WORD, Tokens, initial

_BUILDINGS = frozenset("bhavan bhawan house palace hall".split())
_ALSO_NAMES = frozenset({"king", "prince", "duke", "dean", "marshal", "pope", "regent", "major", "chancellor"})
_MOST_PARTS, LONGEST_ROLE = 6, 40


@dataclass(slots=True)
class Scope:
    """One sentence: its tokens from `floor` to `end`, and the places in them by first token."""

    tokens: Tokens
    floor: int
    end: int
    places: dict[int, Place]


@cache
def role_parts() -> dict[str, str]:
    """The words of roles and what part of one each is: head, modifier or portfolio."""
    return {row["word"]: row["part"] for row in lexicon.table("role_words")}


@cache
def titles() -> Phrases[str]:
    """Titles before names."""
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("titles"))


def titles_end(reader: Scope, i: int) -> int:
    """The token behind the titles ("H.E. Dr.") that start at token `i`."""
    tokens, end = reader.tokens, reader.end
    while i < end and tokens.words[i] in titles().first_words and (tokens.capitals[i] or tokens.words[i] in ("(", "the")):
        match = titles().at(tokens, i, end)
        if not match:
            break
        i = match.end
    return i


def name_end(reader: Scope, i: int) -> int | None:
    """The token behind the name that starts at token `i`; None where no name stands there."""
    tokens, start, parts, capitals = reader.tokens, i, 0, 0
    while i < reader.end and parts < _MOST_PARTS and i - start < 4 * _MOST_PARTS:
        if i > start and _postnominal(reader, i):
            break
        if i > start and _hyphenates(reader, i):
            i += 1
            capitals += tokens.capital(i)
        elif _name_word(reader, i):
            parts, capitals = parts + 1, capitals + 1
        elif not (_particle(reader, i) or (i > start and _shortens(reader, i))):
            break
        i += 1
    building = i == start + 1 and tokens.words[start] in _BUILDINGS  # "Rashtrapati Bhavan", "Prime Minister House"
    return i if capitals and i > start and not building else None


@cache
def _months() -> frozenset[str]:
    return lexicon.words("months", form="")


@cache
def _glued_particles() -> frozenset[str]:
    return lexicon.words("particles", form="glued")


def _postnominal(reader: Scope, i: int) -> bool:
    """Whether token `i` is an honour or seat behind a name, in capitals: "Tim Clark MP"."""
    return reader.tokens.words[i] in lexicon.words("postnominals") and reader.tokens.shouted(i)


def honours_end(reader: Scope, i: int) -> int:
    """The token behind the honours that start at token `i`, behind a name: "Seán Sherlock TD"."""
    while i < reader.end and _postnominal(reader, i):
        i += 1
    return i


def _hyphenates(reader: Scope, i: int) -> bool:
    """Whether token `i` is the hyphen of a double name."""
    tokens = reader.tokens
    glued = i + 1 < reader.end and tokens.glued(i) and tokens.joined(i + 1)
    return tokens.words[i] == "-" and glued and tokens.kinds[i + 1] == WORD


def _shortens(reader: Scope, i: int) -> bool:
    """Whether token `i` is the full stop of an initial that a name goes on behind."""
    tokens = reader.tokens
    before = tokens.words[i - 1]
    short = initial(before) or before in lexicon.words("particles", form="shortened")  # "Ma. Theresa Cruz"
    stop = tokens.words[i] == "." and tokens.glued(i) and short
    double = i + 2 < reader.end and tokens.words[i + 1] == "-" and initial(tokens.words[i + 2])  # "F.-W. Steinmeier"
    return stop and i + 1 < reader.end and (double or _name_word(reader, i + 1) or _particle(reader, i + 1))  # "A. de la Cruz"


def _initial_at(reader: Scope, i: int) -> bool:
    """Whether an initial stands at token `i`: "A. Holmberg"."""
    return initial(reader.tokens.words[i]) and i + 1 < reader.end and _shortens(reader, i + 1)


def _particle(reader: Scope, i: int) -> bool:
    """Whether a small word such as "bin" or "el" goes on with a name; "as" and "at" only with a hyphen behind them."""
    tokens = reader.tokens
    word = tokens.words[i]
    if word in _glued_particles():
        return i + 1 < reader.end and tokens.words[i + 1] == "-" and tokens.glued(i + 1) and _name_follows(reader, i + 1)
    return word in lexicon.words("particles") and (tokens.capital(i) or _name_follows(reader, i + 1))


def _name_follows(reader: Scope, i: int) -> bool:
    tokens = reader.tokens
    if i < reader.end and tokens.words[i] == "-":
        i += 1
    return i < reader.end and (
        _name_word(reader, i) or (tokens.words[i] in lexicon.words("particles") and _name_follows(reader, i + 1))
    )


def _name_word(reader: Scope, i: int) -> bool:
    """Whether a capital word can be part of a name: vocabulary, countries and months only where nothing but a name can stand."""
    tokens = reader.tokens
    if not tokens.capital(i):
        return False
    word, place = tokens.words[i], reader.places.get(i)
    month = word in _months()
    if month and i > reader.floor and tokens.capital(i - 1) and _ends_name(reader, i + 1):
        before = tokens.words[i - 1]
        if before not in role_parts() and before not in lexicon.words("openers"):
            return True  # "Helen May"
    ordinary = (word not in role_parts() or _half_of_name(reader, i)) and not month
    if ordinary and not (place and place.kind in (DEMONYM, NAME)):
        return True
    return _first_name(reader, i) or (i > reader.floor and place is not None and _first_name(reader, i - 1))


def _half_of_name(reader: Scope, i: int) -> bool:
    """Whether a title is the first half of a double name: "Hossein Amir-Abdollahian"."""
    tokens = reader.tokens
    return i + 2 < reader.end and tokens.capital(i + 2) and _hyphenates(reader, i + 1) and tokens.words[i + 2] not in role_parts()


def _first_name(reader: Scope, i: int) -> bool:
    """Whether a title, month or country is a first name: it stands behind an office and before another name word."""
    tokens = reader.tokens
    behind_office = i > reader.floor and role_parts().get(tokens.words[i - 1]) == "head"
    opens = i == reader.floor or tokens.words[i - 1] in ("with", "and", ",", "in", "of", "to", "between")
    if not (behind_office or opens) or i + 1 >= reader.end or not tokens.capital(i + 1) or tokens.words[i + 1] in role_parts():
        return False
    word, place = tokens.words[i], reader.places.get(i)
    if word in role_parts():
        return behind_office and word in _ALSO_NAMES
    if place is not None:
        named = i == reader.floor or tokens.words[i - 1] in ("with", "and")
        return (behind_office or (named and not reader.places.get(i + 1))) and place.end == i + 1
    return word in _months() and not (reader.places.get(i + 1))


def _ends_name(reader: Scope, i: int) -> bool:
    """Whether a name may end at token `i`: no day or year follows."""
    return i >= reader.end or reader.tokens.kinds[i] not in (NUMBER, ORDINAL)


_BEFORE_ROLE = frozenset("the a an as his her their newly appointed elected named then".split())


def comma_before(reader: Scope, start: int) -> int:
    """The comma before a role ("Name, the newly appointed Role"); the sentence's first token where there is none."""
    words = reader.tokens.words
    while start > reader.floor and words[start - 1] in _BEFORE_ROLE:
        start -= 1
    return start - 1 if start > reader.floor and words[start - 1] == "," else reader.floor


def name_before(reader: Scope, comma: int) -> int | None:
    """Where the name that ends before token `comma` starts; None where none does."""
    tokens, floor = reader.tokens, reader.floor
    while comma - 1 > floor and _postnominal(reader, comma - 1):
        comma -= 1
    i = comma
    while i > floor and comma - i < 2 * _MOST_PARTS:
        k = i - 1
        if tokens.kinds[k] == MARK:
            linked = tokens.words[k] == "-" and tokens.glued(k) and tokens.glued(k + 1)
            shortened = tokens.words[k] == "." and k > floor and initial(tokens.words[k - 1])
            if not (linked or shortened):
                break
        elif tokens.glued(k) and k > floor + 1 and tokens.words[k - 1] == "-":
            pass  # "Ban Ki-moon"
        elif not (_name_word(reader, k) or (tokens.words[k] in lexicon.words("particles") and k + 1 < comma)):
            break
        i -= 1
    while i < comma and not tokens.capital(i) and tokens.words[i] not in lexicon.words("particles"):
        i += 1
    sentence_opener = i == floor and tokens.words[i] in lexicon.words("openers") and not _initial_at(reader, i)
    if sentence_opener:
        i += 1
    return i if i < comma and name_end(reader, titles_end(reader, i)) == comma else None
