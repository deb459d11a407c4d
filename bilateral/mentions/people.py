"""People: a role with a name, a name with a role in apposition, a group of office holders whom the page does not name.

The grammar of a mention is `[newly appointed] [Pakistani] Role [of the Institution] [and Role …] [,] [Dr.] Name` or `Name,
Role`: roles are read in `roles.py`, names in `names.py`. A name is what stands where a name must, in capitals, and is not
vocabulary.
"""

from __future__ import annotations

from bisect import bisect_left

from bilateral.mentions.bare_names import with_bare_names
from bilateral.mentions.names import Scope, comma_before, honours_end, name_before, name_end, role_parts, titles, titles_end
from bilateral.mentions.offices import bodies, head_titles, held_in, highest, institutions, office_of, offices_in, parliaments
from bilateral.mentions.person import ELSEWHERE, Person
from bilateral.mentions.places import CITY, Place
from bilateral.mentions.role_words import COUNTERPARTS, VISITS, institution_behind, telling_words
from bilateral.mentions.roles import plural_head, role_at, role_openings
from bilateral.tokens import NUMBER, WORD, Tokens

_BRACKET = 16  # tokens: the longest bracket with the dates of a visitor
_APPOINTED = frozenset({"appointed", "elected", "reelected", "named", "inaugurated"})
_FULL_NAME = 2  # words: a name that nothing but an appointment introduces
_LEAD = 12  # tokens: from a plural office to the colon of a list ("Presidents who travelled to X: A (1960), B (1985)")
_OPENING = 8  # tokens: a date that opens a sentence
_RECEIVED = (["received", "by"], ["welcomed", "by"], ["hosted", "by"], ["greeted", "by"])
_RANKS = frozenset("general gen admiral adm marshal brigadier brig colonel col commodore".split())
_SOMEBODY_ELSE = frozenset("successor predecessor wife husband spouse son daughter brother sister widow widower".split())
_STYLES = frozenset({"prince", "princess"})
_BEFORE_SHORT = frozenset("by with between and met received hosted welcomed telephoned phoned".split())
_BEFORE_TITLE = frozenset("where which and with met received hosted welcomed".split())  # "A received the King"


def people(tokens: Tokens, places: list[Place], sentences: list[tuple[int, int]]) -> list[Person]:
    """Every person and unnamed group, from left to right, within each sentence (as token spans)."""
    by_start = {place.start: place for place in places}
    opening_titles = titles().starts(tokens, 0, len(tokens))
    openings = sorted({*by_start, *opening_titles, *tokens.standing(role_openings())})
    telling = tokens.standing(telling_words())
    found: list[Person] = []
    for start, end in sentences:
        here = _between(openings if _between(telling, start, end) else opening_titles, start, end)
        if not here:
            continue
        reader = Scope(tokens, start, end, by_start)
        mine: list[Person] = []
        behind = start
        for i in here:
            if i < behind:
                continue
            person, behind = _person_at(reader, i, mine)
            if person is None or (tokens.word(person.end) == "'s" and tokens.word(person.end + 1) in _SOMEBODY_ELSE):
                continue
            if mine and person.start < mine[-1].end:
                mine.pop()
            mine.append(person)
            mine.extend(_sharing(reader, person))
            behind = mine[-1].end
        found.extend(mine)
    return with_bare_names(tokens, found, by_start, sentences)


def _between(found: list[int], start: int, end: int) -> list[int]:
    """The tokens found in `start` to `end` (exclusive)."""
    return found[bisect_left(found, start) : bisect_left(found, end)]


def _person_at(reader: Scope, i: int, before: list[Person]) -> tuple[Person | None, int]:
    """The person at token `i`, if any, and the token to go on from."""
    tokens = reader.tokens
    if tokens.kinds[i] != WORD:
        return None, i + 1
    title = i if i in reader.places else titles_end(reader, i)
    if title > i:
        plain = role_parts().get(tokens.words[i]) is None
        name = name_end(reader, title) if plain or tokens.words[i] in _RANKS else None
        if name and (plain or name - title > 1):  # "General A B", but no "General Assembly"
            return _titled(reader, i, title, name), max(i + 1, title)
        if plain:
            return None, max(i + 1, title)
    role = role_at(reader, i)
    if role is None:
        return None, i + 1
    return _with_name(reader, *role, before), role[1] if tokens.capital(i) else i + 1


def _sharing(reader: Scope, person: Person) -> list[Person]:
    """Those who share an office: behind the first ("Vice Premiers A and B"), or dated behind a colon ("Presidents: A (1960)")."""
    tokens, found = reader.tokens, [person]
    if not person.role or not _of_several(tokens, *person.role) or person.end != (person.name or person.role)[1]:
        return []
    at = person.end if person.name else tokens.first(":", person.end, min(person.end + _LEAD, reader.end))
    while (at := _behind_bracket(reader, at)) + 1 < reader.end and tokens.words[at] in ("and", ",", ":"):
        i = at + 1 + (tokens.words[at + 1] == "and")
        end = name_end(reader, titles_end(reader, i))
        if end is None or role_at(reader, i) or not (person.name or tokens.word(end) == "("):
            break
        name = (titles_end(reader, i), end)
        found.append(person._replace(start=i, end=end, name=name, text_name=tokens.span_text(*name), plural=False))
        at = end
    return found[1:]


def _of_several(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a role is one of several holders: "Prime Ministers of Italy", but no "Chairman of the Cabinet of Ministers"."""
    return any(plural_head(word) for word in tokens.words[start : tokens.first("of", start, end)])


def _behind_bracket(reader: Scope, i: int) -> int:
    """The token behind the bracket that opens at token `i` ("Prime Ministers A (2003) and B (2010, 2014)"), else `i`."""
    words, stop = reader.tokens.words, min(i + _BRACKET, reader.end)
    return next((k + 1 for k in range(i, stop) if words[k] == ")"), i) if i < reader.end and words[i] == "(" else i


def _titled(reader: Scope, i: int, title: int, name: int) -> Person:
    """`Admiral Jose Cueto, Chief of …`: a title and a name, and the role behind the comma if there is one."""
    person = _made(reader, i, name, (title, name), None)
    if not _RANKS.isdisjoint(reader.tokens.words[i:title]):
        person = person._replace(office="military")  # "General A", where no role says more
    return _apposition(reader, person) or person


def _with_name(reader: Scope, start: int, end: int, before: list[Person]) -> Person | None:
    """The person whose role stands at tokens `start` to `end`: the name follows, or stands before a comma, or behind one."""
    tokens = reader.tokens
    appointed = _appointed(reader, start, end)
    if appointed and not (before and before[-1].end > appointed.start):
        return appointed
    title = _styled(reader, end)
    name = name_end(reader, title)
    if name:
        tail = honours_end(reader, institution_behind(reader, name))
        person = _made(reader, start, tail, (title, name), (start, end))
        return _apposition(reader, person) or person
    comma = end < reader.end and tokens.words[end] == ","
    behind = comma_before(reader, start)
    if behind > reader.floor:
        back = name_before(reader, behind)
        if back is not None and (_of_several(tokens, start, end) or _where(reader, back, behind)):
            back = None  # "during his visit to Ha Noi, leaders announced …"
        if back is not None and not (before and before[-1].end > back):
            return _made(reader, back, end, (back, name_end(reader, titles_end(reader, back)) or behind), (start, end))
        if before and before[-1].end == behind and before[-1].name:  # President A, General Secretary of B, visited
            former = before[-1].role
            role = (former[0], end) if former and former[0] > before[-1].start else former or (start, end)
            office = office_of(reader, start, end, offices_in(tokens, start, end))
            return before[-1]._replace(end=end, role=role, office=highest([before[-1].office, office]))
    if comma:
        title = _styled(reader, end + 1)
        name = name_end(reader, title)
        behind = honours_end(reader, name) if name else 0
        if name and (behind >= reader.end or tokens.words[behind] in ".,;)" or not tokens.capital(behind)):
            return _made(reader, start, behind, (title, name), (start, end))
    return _unnamed(reader, start, end)


def _appointed(reader: Scope, start: int, end: int) -> Person | None:
    """The person who took the office at tokens `start` to `end`: "A was appointed as Chairman", "A was elected President"."""
    words, i = reader.tokens.words, start
    while i > reader.floor and words[i - 1] in ("the", "as"):
        i -= 1
    if i - 1 <= reader.floor or words[i - 1] not in _APPOINTED:
        return None
    i -= 1
    while i > reader.floor and words[i - 1] in ("was", "has", "had", "been", "re", "-"):
        i -= 1
    back = name_before(reader, i) if words[i] in ("was", "has", "had") else None
    if back is None or i - back < _FULL_NAME or back in reader.places:
        return None
    return _made(reader, back, i, (back, i), (start, end))._replace(role=None)


def _where(reader: Scope, start: int, end: int) -> bool:
    """Whether what could be a name is the place that a preposition stands before: "in Ha Noi, Minister …"."""
    place = reader.places.get(start)
    return place is not None and place.end == end and reader.tokens.word(start - 1) in ("in", "to", "at", "from")


def _styled(reader: Scope, i: int) -> int:
    """Where a name may begin behind a role: behind its abbreviation in brackets, titles, and "Prince"."""
    words = reader.tokens.words
    if i + 3 < reader.end and words[i] == "(" and words[i + 2] == ")" and reader.tokens.capital(i + 1):
        behind = titles_end(reader, i + 3)  # "External Affairs Minister (EAM) Dr. A"
        return behind if name_end(reader, behind) else i
    title = titles_end(reader, i)
    styled = title + 1 < reader.end and words[title] in _STYLES and name_end(reader, title + 1)
    return title + 1 if styled else title


def _apposition(reader: Scope, person: Person) -> Person | None:
    """A person with a title alone, and the role behind the comma."""
    tokens, i = reader.tokens, person.end
    if person.role or i + 1 >= reader.end or tokens.words[i] != ",":
        return None
    role = role_at(reader, i + 1, appositive=True)
    if not role or name_end(reader, titles_end(reader, role[1])):
        return None
    return _made(reader, person.start, role[1], person.name or (0, 0), role)


def _unnamed(reader: Scope, start: int, end: int) -> Person | None:
    """Holders whom the page does not name: "the foreign ministers of China and Pakistan", "his Egyptian counterpart"."""
    tokens = reader.tokens
    words, plural = tokens.words[start:end], _of_several(tokens, start, end)
    if end < reader.end and tokens.words[end] in ("'", "'s") and (plural or VISITS.isdisjoint(tokens.words[end + 1 : end + 4])):
        return None  # "the Foreign Ministers' Dialogue" names no holders, "the French President's visit" has one
    counterpart = not COUNTERPARTS.isdisjoint(words)
    if not (plural or counterpart):
        person = _made(reader, start, end, None, (start, end))
        definite = start > reader.floor and tokens.words[start - 1] == "the" and bool(person.office)
        dated = start - 1 - reader.floor <= _OPENING and (tokens.words[start - 1] == "," or tokens.kinds[start - 1] == NUMBER)
        stands = start == reader.floor or tokens.words[start - 1] in _BEFORE_SHORT or dated  # "On 17 May, PM called on A"
        if stands and end == start + 1 and person.office and tokens.shouted(start):
            return person  # "EAM co-chaired …", "talks with PM in …"
        opening = tokens.words[start - 2] == "," and start - 2 - reader.floor <= _OPENING  # "On 5 May, the Head of State …"
        first = start - 1 == reader.floor or opening or tokens.words[start - 2] in _BEFORE_TITLE
        known = len(person.countries) == 1 or (not person.countries and first and tokens.capital(start))
        received = tokens.words[start - 3 : start - 1] in _RECEIVED  # "was received by the Russian President"
        led_to = tokens.words[start - 2] in ("as", "of", "by", "for", "to") and not received
        return person if definite and known and not led_to else None
    if (
        tokens.capital(start)
        and start > reader.floor + 1
        and tokens.words[start - 1] in ("of", "(", "+", "&")
        and tokens.capital(start - 2)
    ):
        return None  # "the Council of Foreign Ministers"
    return _made(reader, start, end, None, (start, end))._replace(plural=plural or words[-1] in ("counterparts", "colleagues"))


def _countries(reader: Scope, start: int, end: int) -> list[str]:
    """The countries that tokens `start` to `end` tell of somebody: no city, and none that he is sent to or deals with."""
    tokens = reader.tokens
    found = [place for i in range(start, end) if (place := reader.places.get(i)) and place.kind != CITY]
    own = [p for p in found if p.start == start or tokens.word_before(p.start) != "to"]  # "sent a letter to Aruban President A"
    return [p.country for p in own if not _portfolio(tokens, start, p.start, end)]


def _portfolio(tokens: Tokens, start: int, i: int, end: int) -> bool:
    """Whether a country is what an office is for: "Director General for American and European Affairs"."""
    links = [word for word in tokens.words[start:i] if word in ("of", "for", "'s")]
    return links[-1:] == ["for"] and "affairs" in tokens.words[i:end]


def _of_body(tokens: Tokens, start: int, end: int) -> tuple[str, ...]:
    """That an officer is of a body of many countries, and so of no side: "Chairperson of the AU Commission"."""
    for match in bodies().find(tokens, start, end):
        of = match.start == start or tokens.word_before(match.start) == "of"
        if of and tokens.word(match.end) not in ("affairs", "relations", "integration", "accession"):
            return (ELSEWHERE,)
    return ()


def _made(reader: Scope, start: int, end: int, name: tuple[int, int] | None, role: tuple[int, int] | None) -> Person:
    tokens = reader.tokens
    countries: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    office = ""
    if role:
        held = offices_in(tokens, *role)
        titles, only = head_titles(tokens, role[1], held), held_in(tokens, *role)
        found = _countries(reader, *role)
        found += [m.row for phrases in (institutions(), parliaments()) for m in phrases.find(tokens, *role) if m.row]
        tail = _countries(reader, name[1], end) if name else []
        countries = tuple(dict.fromkeys(found + tail)) or _of_body(tokens, *role)
        office = office_of(reader, *role, held)
        chair = reader.tokens.words[role[1] - 1] in ("chairman", "president", "chairwoman", "chairperson", "speaker")
        if chair and name and parliaments().find(reader.tokens, name[1], end):
            office = "legislature"  # "Chairman A of the Standing Committee of the National Congress"
    return Person(start, end, name, role, tokens.span_text(*name) if name else "", office, countries, titles=titles, held_in=only)
