"""People: a role with a name, a name with a role in apposition, a group of office holders whom the page does not name.

The grammar of a mention is `[newly appointed] [Pakistani] Role [of the Institution] [and Role …] [,] [Dr.] Name` or `Name, Role`. What is a
role, a portfolio or a parliament is vocabulary; a name is what stands where a name must, in capitals, and is not vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from bilateral import lexicon
from bilateral.mentions.places import DEMONYM, NAME, Place
from bilateral.phrases import Phrases
from bilateral.schema import OFFICES
from bilateral.tokens import MARK, WORD, Tokens

_BEFORE_ROLE = frozenset(
    [
        "the",
        "then",
        "former",
        "newly",
        "appointed",
        "elected",
        "visiting",
        "incumbent",
        "outgoing",
        "new",
        "late",
        "ex",
        "-",
        "current",
    ]
)
_PREPOSITIONS = frozenset({"of", "for"})
_MOST_PARTS, _LONGEST_ROLE = 6, 40


@dataclass(frozen=True, slots=True)
class Person:
    """A person or, where `name` is empty, a holder of an office whom the page does not name, at tokens `start` to `end`.

    `role` and `name` are token spans, `text_name` the name single-spaced, `office` the class of the highest office in the role,
    `countries` those the role names, in order. `plural` marks a group ("the foreign ministers of …").
    """

    start: int
    end: int
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    text_name: str = ""
    office: str = ""
    countries: tuple[str, ...] = ()
    plural: bool = False


@dataclass(slots=True)
class _Reader:
    tokens: Tokens
    floor: int
    end: int
    places: dict[int, Place]


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    return {row["word"]: row["part"] for row in lexicon.table("role_words")}


@lru_cache(maxsize=1)
def _parliaments() -> Phrases[str]:
    return Phrases((row["pattern"], row["alpha3"]) for row in lexicon.table("parliaments"))


@lru_cache(maxsize=1)
def _institutions() -> Phrases[str]:
    return Phrases((row["pattern"], row["alpha3"]) for row in lexicon.table("institutions"))


@lru_cache(maxsize=1)
def _offices() -> Phrases[str]:
    parliament = [row["pattern"] for row in lexicon.table("offices") if row["pattern"].startswith("{")]
    rows = [(row["pattern"], row["office"]) for row in lexicon.table("offices") if row["pattern"] not in parliament]
    leading = [
        (pattern.replace("{parliament}", name["pattern"]), "legislature")
        for pattern in parliament
        for name in lexicon.table("parliaments")
    ]
    return Phrases(rows + leading)


@lru_cache(maxsize=1)
def _titles() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("titles"))


def people(tokens: Tokens, places: list[Place], sentences: list[tuple[int, int]]) -> list[Person]:
    """Every person and unnamed group, from left to right, within each sentence (as token spans)."""
    starts = {place.start: place for place in places}
    found: list[Person] = []
    for start, end in sentences:
        reader = _Reader(tokens, start, end, starts)
        mine: list[Person] = []
        i = start
        while i < end:
            person, after = _person_at(reader, i, mine)
            if person is None:
                i = after
                continue
            if mine and person.start < mine[-1].end:
                mine.pop()
            mine.append(person)
            i = person.end
        found.extend(mine)
    return found


def _person_at(reader: _Reader, i: int, before: list[Person]) -> tuple[Person | None, int]:
    """The person at token `i`, if any, and the token to go on from."""
    tokens = reader.tokens
    if tokens.kinds[i] != WORD:
        return None, i + 1
    title = _title(reader, i)
    if title > i and _parts().get(tokens.words[i]) is None:
        name = _name(reader, title)
        return (_titled(reader, i, title, name) if name else None), max(i + 1, title)
    role = _role(reader, i)
    if role is None:
        return None, i + 1
    return _with_name(reader, *role, before), role[1] if tokens.capital(i) else i + 1


def _titled(reader: _Reader, i: int, title: int, name: int) -> Person:
    """`Admiral Jose Cueto, Chief of …`: a title and a name, and the role behind the comma if there is one."""
    person = _made(reader, i, name, (title, name), None)
    return _apposition(reader, person) or person


def _with_name(reader: _Reader, start: int, end: int, before: list[Person]) -> Person | None:
    """The person whose role stands at tokens `start` to `end`: the name follows, or stands before a comma, or behind one."""
    tokens = reader.tokens
    title = _title(reader, end)
    name = None if _plural(tokens.words[start]) and end > start + 1 else _name(reader, title)
    if name:
        tail = _tail(reader, name)
        person = _made(reader, start, tail, (title, name), (start, end))
        return _apposition(reader, person) or person
    comma = end < reader.end and tokens.words[end] == ","
    behind = _comma(reader, start)
    if behind > reader.floor:
        back = _name_before(reader, behind)
        if back is not None and not (before and before[-1].end > back):
            return _made(reader, back, end, (back, behind), (start, end))
        if before and before[-1].end == behind and before[-1].name:  # President A, General Secretary of B, visited
            return replace(before[-1], end=end, office=_highest([before[-1].office, _office(reader, start, end)]))
    if comma:
        title = _title(reader, end + 1)
        name = _name(reader, title)
        if name and (name >= reader.end or tokens.words[name] in ".,;)" or not tokens.capital(name)):
            return _made(reader, start, name, (title, name), (start, end))
    return _unnamed(reader, start, end)


def _comma(reader: _Reader, start: int) -> int:
    """The comma before a role ("Name, the newly appointed Role"); the sentence's first token where there is none."""
    words = reader.tokens.words
    while start > reader.floor and words[start - 1] in ("the", "a", "an"):
        start -= 1
    return start - 1 if start > reader.floor and words[start - 1] == "," else reader.floor


def _apposition(reader: _Reader, person: Person) -> Person | None:
    """A person with a title alone, and the role behind the comma."""
    tokens, i = reader.tokens, person.end
    if person.role or i + 1 >= reader.end or tokens.words[i] != ",":
        return None
    role = _role(reader, i + 1, appositive=True)
    if not role or _name(reader, _title(reader, role[1])):
        return None
    return _made(reader, person.start, role[1], person.name or (0, 0), role)


def _unnamed(reader: _Reader, start: int, end: int) -> Person | None:
    """Holders whom the page does not name: "the foreign ministers of China and Pakistan", "his Egyptian counterpart"."""
    tokens = reader.tokens
    words = tokens.words[start:end]
    plural = any(_plural(word) for word in words)
    if not (plural or "counterpart" in words) or (end < reader.end and tokens.words[end] in ("'", "'s")):
        return None  # "the Foreign Ministers' Dialogue" names no holders
    if (
        tokens.capital(start)
        and start > reader.floor + 1
        and tokens.words[start - 1] in ("of", "(", "+", "&")
        and tokens.capital(start - 2)
    ):
        return None  # "the Council of Foreign Ministers"
    return replace(_made(reader, start, end, None, (start, end)), plural=plural or "counterparts" in words)


def _plural(word: str) -> bool:
    return _parts().get(word) == "head" and word.endswith("s") and word[:-1] in _parts()


def _made(reader: _Reader, start: int, end: int, name: tuple[int, int] | None, role: tuple[int, int] | None) -> Person:
    tokens = reader.tokens
    countries: tuple[str, ...] = ()
    office = ""
    if role:
        found = [
            p.country
            for i, p in reader.places.items()
            if role[0] <= i < role[1] and not _posted_to(tokens, i) and p.kind != "city"
        ]
        found += [m.row for phrases in (_institutions(), _parliaments()) for m in phrases.find(tokens, *role) if m.row]
        tail = [p.country for i, p in reader.places.items() if name and name[1] <= i < end and p.kind != "city"]
        countries = tuple(dict.fromkeys(found + tail))
        office = _office(reader, *role)
    return Person(start, end, name, role, tokens.span_text(*name) if name else "", office, countries)


def _posted_to(tokens: Tokens, i: int) -> bool:
    """Whether a country is where an ambassador is sent ("Ambassador of A to B")."""
    return tokens.words[i - 1] == "to" or tokens.words[max(0, i - 2) : i] == ["to", "the"]


def _office(reader: _Reader, start: int, end: int) -> str:
    """The class of the highest office in a role; the offices of others in it ("the President's envoy") do not count."""
    tokens = reader.tokens
    found = []
    for match in _offices().find(tokens, start, end, _slot(reader, end)):
        after = tokens.words[match.end] if match.end < end else ""
        whose = (
            tokens.words[match.start - 1] == "of"
            and match.start - 2 >= start
            and tokens.words[match.start - 2] in ("envoy", "representative")
        )
        if after != "'s" and not whose:
            found.append(match.row)
    return _highest(found)


def _slot(reader: _Reader, end: int):  # type: ignore[no-untyped-def]
    def slot(name: str, i: int) -> int | None:
        match = _parliaments().at(reader.tokens, i, end) if name == "parliament" else None
        return match.end if match else None

    return slot


def _highest(offices: list[str]) -> str:
    return min((office for office in offices if office), key=OFFICES.index, default="")


def _title(reader: _Reader, i: int) -> int:
    """The token behind the titles ("H.E. Dr.") that start at token `i`."""
    while i < reader.end and (reader.tokens.capital(i) or reader.tokens.words[i] == "("):
        match = _titles().at(reader.tokens, i, reader.end)
        if not match:
            break
        i = match.end
    return i


def _role(reader: _Reader, i: int, *, appositive: bool = False) -> tuple[int, int] | None:
    """The role that starts at token `i`: where its words start (without "the") and end."""
    tokens = reader.tokens
    while i < reader.end and tokens.words[i] == "the":
        i += 1
    start = i
    while i < reader.end and (tokens.words[i] in _BEFORE_ROLE or tokens.words[i] in ("two", "both")):
        if tokens.words[i] in ("the", "two", "both"):
            start = i + 1
        i += 1
    place = reader.places.get(i)
    if place and place.kind in (DEMONYM, NAME):
        i = place.end
        if i < reader.end and tokens.words[i] == "'s":
            i += 1
        elif place.kind == NAME and place.end == i and not tokens.capital(i if i < reader.end else i - 1):
            return None
    i = _possessor(reader, i)
    end = _role_words(reader, i)
    if end is None:
        return None
    behind_name = _name_before(reader, _comma(reader, start)) is not None
    return start, _joined(reader, end, appositive or behind_name)


def _possessor(reader: _Reader, i: int) -> int:
    """The token behind "President's" in "the President's Special Representative": somebody else's office."""
    tokens = reader.tokens
    if (
        i + 2 < reader.end
        and tokens.capital(i)
        and _parts().get(tokens.words[i]) == "head"
        and tokens.words[i + 1] == "'s"
    ):
        return i + 2
    return i


def _role_words(reader: _Reader, i: int) -> int | None:
    """The end of one role: capital role words with a head among them, and what follows "of"; lower case only for known offices."""
    tokens = reader.tokens
    j, headed, first = i, False, i
    if i < reader.end and not tokens.capital(i):
        match = _offices().at(tokens, i, reader.end, _slot(reader, reader.end))
        if not match or (match.row == "other" and "counterpart" not in tokens.words[i]):
            if tokens.words[i] not in ("counterpart", "counterparts", "leaders"):
                return None
            return _complement(reader, i + 1)
        return _complement(reader, match.end)
    parliament = _parliaments().at(tokens, i, reader.end) if i < reader.end else None
    if parliament:
        j = parliament.end
    while (
        j < reader.end
        and (tokens.capital(j) or tokens.words[j] in ("-", "/", "&", "counterpart"))
        and j - first < _LONGEST_ROLE
    ):
        part = _parts().get(tokens.words[j])
        if part is None and tokens.words[j] not in ("-", "/", "&"):
            break
        headed = headed or part == "head"
        j += 1
        if (
            headed
            and j < reader.end
            and tokens.words[j] == "and"
            and _portfolio_after(reader, j + 1)
            and not part == "head"
        ):
            j += 1
    if not headed:
        return None
    return _complement(reader, j)


def _portfolio_after(reader: _Reader, i: int) -> bool:
    tokens = reader.tokens
    return (
        i < reader.end
        and tokens.capital(i)
        and _parts().get(tokens.words[i]) in ("portfolio", "modifier")
        and _role_words(reader, i) is None
    )


def _complement(reader: _Reader, i: int) -> int:
    """The end of `of Foreign Affairs of Peru`, `of the Standing Committee of the NPC (…)`, `for Political, Legal and Security Affairs`."""
    tokens, end = reader.tokens, reader.end
    while i + 1 < end and (tokens.words[i] in _PREPOSITIONS or tokens.words[i : i + 3] == ["in", "charge", "of"]):
        j = i + (3 if tokens.words[i] == "in" else 1)
        sender = _person_of(reader, j)
        if sender:
            return sender
        k = _institution(reader, j)
        if k == j:
            break
        i = k
    return i


def _person_of(reader: _Reader, i: int) -> int:
    """The end of the person who sent an envoy ("Special Envoy of President B"), who holds no seat."""
    tokens = reader.tokens
    if i >= reader.end or not tokens.capital(i) or _parts().get(tokens.words[i]) != "head":
        return 0
    end = _role_words(reader, i)
    name = _name(reader, _title(reader, end)) if end else None
    return name or 0


def _institution(reader: _Reader, i: int) -> int:
    """The end of an institution or portfolio that starts at token `i`: vocabulary, countries, and one unknown name behind "the"."""
    tokens, end, start = reader.tokens, reader.end, i
    fresh = True
    while i < end:
        word = tokens.words[i]
        place = reader.places.get(i)
        parliament = _parliaments().at(tokens, i, end) if tokens.capital(i) else None
        if place:
            i, fresh = place.end, False
        elif parliament:
            i, fresh = parliament.end, False
        elif word in ("the", "his", "her", "two") and fresh:
            i += 1
            if (
                i < end
                and not tokens.capital(i)
                and reader.places.get(i) is None
                and tokens.words[i] not in ("two", "countries", "sides")
            ):
                return start
        elif word in ("countries", "sides", "country", "side") and i > start:
            i, fresh = i + 1, False
        elif word == "'s" or (word == "'" and tokens.glued(i)):
            i += 1
        elif (
            word == "("
            and i + 2 < end
            and tokens.words[i + 2] == ")"
            and tokens.text[tokens.starts[i + 1] : tokens.ends[i + 1]].isupper()
        ):
            i += 3
        elif (
            tokens.capital(i)
            and (word in _parts())
            and not (_parts()[word] == "head" and not fresh and _starts_role(reader, i))
        ) or (tokens.capital(i) and i > start and tokens.words[i - 1] == "the"):
            i, fresh = i + 1, False
        elif word in ("and", ",", "&", "-") and not fresh and _goes_on(reader, i + 1):
            i += 1
        elif word in ("of", "for") and i > start and _goes_on(reader, i + 1):
            i, fresh = i + 1, True
        else:
            break
    return i


def _starts_role(reader: _Reader, i: int) -> bool:
    """Whether a head word inside an institution begins somebody's role, as it is followed by a name."""
    end = i
    while end < reader.end and reader.tokens.capital(end) and reader.tokens.words[end] in _parts():
        end += 1
    return _name(reader, _title(reader, end)) is not None


def _goes_on(reader: _Reader, i: int) -> bool:
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


def _goes_on_word(reader: _Reader, i: int, *, after_the: bool = False) -> bool:
    tokens = reader.tokens
    if reader.places.get(i) and reader.tokens.words[i - 1] in ("of", "the", "and"):
        return not _role(reader, i)
    part = _parts().get(tokens.words[i])
    if part == "head":
        return False
    if part == "modifier" and _role_words(reader, i) is not None:
        return False
    return (tokens.capital(i) and (part is not None or after_the)) or tokens.words[i] == "two"


def _joined(reader: _Reader, end: int, appositive: bool) -> int:
    """The end of `Role and Role`; behind `Name,` a second role that has a name of its own is the next person's."""
    tokens = reader.tokens
    while end + 1 < reader.end and tokens.words[end] in ("and", "&", "cum", ","):
        i = end + 1
        if tokens.words[end] == "," and tokens.words[i] == "and":
            i += 1
        more = (
            _role_words(reader, i)
            if tokens.capital(i) and _parts().get(tokens.words[i]) in ("head", "modifier", "portfolio")
            else None
        )
        if more is None:
            break
        named = _name(reader, _title(reader, more)) is not None
        if (
            (appositive and named)
            or (tokens.words[end] == "," and not named)
            or (tokens.words[end] == "," and i > end + 1)
        ):
            break
        if tokens.words[end] == "," and named:
            break
        end = more
    return end


def _tail(reader: _Reader, end: int) -> int:
    """`He Lifeng of the State Council`: an institution behind the name belongs to the role."""
    tokens = reader.tokens
    if end + 1 < reader.end and tokens.words[end] == "of":
        stop = _institution(reader, end + 1)
        if stop > end + 1:
            return stop
    return end


def _name(reader: _Reader, i: int) -> int | None:
    """The token behind the name that starts at token `i`; None where no name stands there."""
    tokens, start, parts, capitals = reader.tokens, i, 0, 0
    while i < reader.end and parts < _MOST_PARTS:
        word = tokens.words[i]
        if tokens.kinds[i] == MARK:
            if (
                word == "-"
                and i > start
                and tokens.glued(i)
                and i + 1 < reader.end
                and tokens.glued(i + 1)
                and tokens.kinds[i + 1] == WORD
            ):
                i += 1
                parts -= 1
                capitals += tokens.capital(i)
            elif (
                word == "."
                and tokens.glued(i)
                and i > start
                and len(tokens.words[i - 1]) == 1
                and i + 1 < reader.end
                and _name_word(reader, i + 1)
            ):
                i += 1
                continue
            else:
                break
        elif _name_word(reader, i):
            capitals += 1
        elif not _particle(reader, i):
            break
        i += 1
        parts += 1
    return i if capitals and parts and i > start else None


def _particle(reader: _Reader, i: int) -> bool:
    """Whether a small word such as "bin" or "el" goes on with a name; "as" and "at" only with a hyphen behind them."""
    tokens = reader.tokens
    word = tokens.words[i]
    if word in lexicon.words("particles", form="glued"):
        return (
            i + 1 < reader.end and tokens.words[i + 1] == "-" and tokens.glued(i + 1) and _name_follows(reader, i + 1)
        )
    return word in lexicon.words("particles") and (tokens.capital(i) or _name_follows(reader, i + 1))


def _name_follows(reader: _Reader, i: int) -> bool:
    tokens = reader.tokens
    if i < reader.end and tokens.words[i] == "-":
        i += 1
    return i < reader.end and (
        _name_word(reader, i) or (tokens.words[i] in lexicon.words("particles") and _name_follows(reader, i + 1))
    )


def _name_word(reader: _Reader, i: int) -> bool:
    """Whether a capital word can be part of a name: no role word, no country, no month."""
    tokens = reader.tokens
    if not tokens.capital(i) or tokens.words[i] in _parts() or tokens.words[i] in lexicon.words("months"):
        return False
    place = reader.places.get(i)
    return not (place and place.kind in (DEMONYM, NAME))


def _name_before(reader: _Reader, comma: int) -> int | None:
    """Where the name that ends before token `comma` starts; None where none does."""
    tokens, floor = reader.tokens, reader.floor
    i = comma
    while i > floor and comma - i < 2 * _MOST_PARTS:
        k = i - 1
        if tokens.kinds[k] == MARK:
            linked = tokens.words[k] == "-" and tokens.glued(k) and tokens.glued(k + 1)
            initial = tokens.words[k] == "." and k > floor and len(tokens.words[k - 1]) == 1
            if not (linked or initial):
                break
        elif not (_name_word(reader, k) or (tokens.words[k] in lexicon.words("particles") and k + 1 < comma)):
            break
        i -= 1
    while i < comma and not tokens.capital(i) and tokens.words[i] not in lexicon.words("particles"):
        i += 1
    sentence_opener = i == floor and tokens.words[i] in lexicon.words("openers")
    if sentence_opener:
        i += 1
    return i if i < comma and _name(reader, _title(reader, i)) == comma else None
