"""Roles: offices with their institutions, joined by "and", as far as the words go; and the class of the office.

What is a role, a portfolio or a parliament is vocabulary; an institution may hold one unknown name behind "the"."""

from __future__ import annotations

from functools import lru_cache

from bilateral import lexicon
from bilateral.mentions.names import _LONGEST_ROLE, Scope, name_before, name_end, role_parts, titles_end
from bilateral.mentions.places import DEMONYM, NAME
from bilateral.phrases import Phrases
from bilateral.schema import OFFICES
from bilateral.tokens import Tokens

_BEFORE_ROLE = frozenset("the then former newly appointed elected visiting incumbent outgoing new late ex - current".split())


_PLAIN = frozenset(
    "two countries sides country side capital city ruling party province central bank armed forces parliament".split()
)
_SENT = frozenset("envoy envoys representative representatives adviser advisor assistant aide".split())
_PREPOSITIONS = frozenset({"of", "for"})


@lru_cache(maxsize=1)
def parliaments() -> Phrases[str]:
    """Names of parliaments and the countries that they tell."""
    return Phrases((row["pattern"], row["alpha3"]) for row in lexicon.table("parliaments"))


@lru_cache(maxsize=1)
def institutions() -> Phrases[str]:
    """Names of institutions that only one country has."""
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


def comma_before(reader: Scope, start: int) -> int:
    """The comma before a role ("Name, the newly appointed Role"); the sentence's first token where there is none."""
    words = reader.tokens.words
    while start > reader.floor and words[start - 1] in ("the", "a", "an"):
        start -= 1
    return start - 1 if start > reader.floor and words[start - 1] == "," else reader.floor


def posted_to(tokens: Tokens, i: int) -> bool:
    """Whether a country is where an ambassador is sent ("Ambassador of A to B")."""
    return tokens.words[i - 1] == "to" or tokens.words[max(0, i - 2) : i] == ["to", "the"]


def office_of(reader: Scope, start: int, end: int) -> str:
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
        others = match.start > start and tokens.words[match.start - 2 : match.start] in (["of", "the"], ["to", "the"])
        others = (
            others
            and match.row in ("head_of_state", "head_of_government")
            and tokens.words[match.start - 3] in ("office", "adviser", "advisor", "aide", "assistant")
        )
        if after != "'s" and not whose and not others:
            found.append(match.row)
    return highest(found)


def _slot(reader: Scope, end: int):  # type: ignore[no-untyped-def]
    def slot(name: str, i: int) -> int | None:
        match = parliaments().at(reader.tokens, i, end) if name == "parliament" else None
        return match.end if match else None

    return slot


def highest(offices: list[str]) -> str:
    """The first of the offices in the order of rank; empty where there is none."""
    return min((office for office in offices if office), key=OFFICES.index, default="")


def role_at(reader: Scope, i: int, *, appositive: bool = False) -> tuple[int, int] | None:
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
    behind_name = name_before(reader, comma_before(reader, start)) is not None
    return start, _joined(reader, end, appositive or behind_name)


def _possessor(reader: Scope, i: int) -> int:
    """The token behind "President's" in "the President's Special Representative": somebody else's office."""
    tokens = reader.tokens
    if i + 2 < reader.end and tokens.capital(i) and role_parts().get(tokens.words[i]) == "head" and tokens.words[i + 1] == "'s":
        return i + 2
    return i


def _role_words(reader: Scope, i: int) -> int | None:
    """The end of one role: capital role words with a head among them, and what follows "of"; lower case only for known
    offices."""
    tokens = reader.tokens
    j, headed, first = i, False, i
    if i < reader.end and not tokens.capital(i):
        match = _offices().at(tokens, i, reader.end, _slot(reader, reader.end))
        if not match or (match.row == "other" and "counterpart" not in tokens.words[i]):
            if tokens.words[i] not in ("counterpart", "counterparts", "leaders"):
                return None
            return _complement(reader, i + 1)
        return _complement(reader, match.end)
    parliament = parliaments().at(tokens, i, reader.end) if i < reader.end else None
    if parliament:
        j = parliament.end
    while (
        j < reader.end and (tokens.capital(j) or tokens.words[j] in ("-", "/", "&", "counterpart")) and j - first < _LONGEST_ROLE
    ):
        part = role_parts().get(tokens.words[j])
        if part is None and tokens.words[j] not in ("-", "/", "&"):
            break
        if (
            headed
            and role_parts().get(tokens.words[j - 1]) == "head"
            and name_end(reader, j) is not None
            and tokens.words[j] in role_parts()
        ):
            break  # "Prime Minister King Mohan": a name that is also a title
        headed = headed or part == "head"
        j += 1
        if tokens.words[j : j + 2] == ["in", "chief"]:  # Commander in Chief
            j += 2
        if headed and j < reader.end and tokens.words[j] == "and" and _portfolio_after(reader, j + 1) and part != "head":
            j += 1
    if not headed:
        return None
    return _complement(reader, j)


def _portfolio_after(reader: Scope, i: int) -> bool:
    tokens = reader.tokens
    return (
        i < reader.end
        and tokens.capital(i)
        and role_parts().get(tokens.words[i]) in ("portfolio", "modifier")
        and _role_words(reader, i) is None
    )


def _complement(reader: Scope, i: int) -> int:
    """The end of `of Foreign Affairs of Peru`, `of the Standing Committee of the NPC (…)`, `for Political, Legal and Security
    Affairs`."""
    tokens, end = reader.tokens, reader.end
    start = i
    while i + 1 < end and i - start < _LONGEST_ROLE and (tokens.words[i] in _PREPOSITIONS or _in_office(tokens.words[i : i + 4])):
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
    """ "in charge of", "in the Office of": what goes on with an office."""
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
    """The end of an institution or portfolio that starts at token `i`: vocabulary, countries, and one unknown name behind
    "the"."""
    tokens, end, start = reader.tokens, reader.end, i
    fresh = True
    while i < end and i - start < _LONGEST_ROLE:
        word = tokens.words[i]
        place = reader.places.get(i)
        parliament = parliaments().at(tokens, i, end) if tokens.capital(i) else None
        if place:
            i, fresh = place.end, False
        elif parliament:
            i, fresh = parliament.end, False
        elif word in ("the", "his", "her", "two") and fresh:
            i += 1
            if i < end and not tokens.capital(i) and reader.places.get(i) is None and tokens.words[i] not in _PLAIN:
                return start
        elif word in _PLAIN and i > start:
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
            (
                tokens.capital(i)
                and (word in role_parts())
                and not (role_parts()[word] == "head" and not fresh and _starts_role(reader, i))
            )
            or (tokens.capital(i) and i > start and tokens.words[i - 1] == "the")
            or _unknown_office(tokens, i, start)
        ):
            i, fresh = i + 1, False
        elif word in ("and", ",", "&", "-") and not fresh and _goes_on(reader, i + 1):
            i += 1
        elif word in ("of", "for") and i > start and _goes_on(reader, i + 1):
            i, fresh = i + 1, True
        else:
            break
    return i


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
    if reader.places.get(i) and reader.tokens.words[i - 1] in ("of", "the", "and"):
        return not role_at(reader, i)
    part = role_parts().get(tokens.words[i])
    if part == "head":
        return False
    if part == "modifier" and _role_words(reader, i) is not None:
        return False
    return (tokens.capital(i) and (part is not None or after_the)) or tokens.words[i] == "two"


def _joined(reader: Scope, end: int, appositive: bool) -> int:
    """The end of `Role and Role`; behind `Name,` a second role that has a name of its own is the next person's."""
    tokens = reader.tokens
    start = end
    while end + 1 < reader.end and tokens.words[end] in ("and", "&", "cum", ",") and end - start < _LONGEST_ROLE:
        i = end + 1
        if tokens.words[end] == "," and tokens.words[i] == "and":
            i += 1
        more = (
            _role_words(reader, i)
            if tokens.capital(i) and role_parts().get(tokens.words[i]) in ("head", "modifier", "portfolio")
            else None
        )
        if more is None:
            break
        named = name_end(reader, titles_end(reader, more)) is not None
        if (appositive and named) or (tokens.words[end] == "," and not named) or (tokens.words[end] == "," and i > end + 1):
            break
        if tokens.words[end] == "," and named:
            break
        end = more
    return end if appositive else _listed_roles(reader, end)


def _listed_roles(reader: Scope, end: int) -> int:
    """The end of `Role, Role and Role Name`: roles before one name, of which only the last stands right before it."""
    tokens, stop = reader.tokens, end
    if tokens.word(end) != "," or name_end(reader, titles_end(reader, end + 1)):
        return end
    while stop + 1 < reader.end and tokens.words[stop] in (",", "and") and stop - end < _LONGEST_ROLE:
        more = _role_words(reader, stop + 1) if tokens.capital(stop + 1) else None
        if more is None:
            return end
        stop = more
    return stop if name_end(reader, titles_end(reader, stop)) else end


def institution_behind(reader: Scope, end: int) -> int:
    """`He Lifeng of the State Council`: an institution behind the name belongs to the role."""
    tokens = reader.tokens
    if end + 1 < reader.end and tokens.words[end] == "of":
        stop = _institution(reader, end + 1)
        if stop > end + 1:
            return stop
    return end


@lru_cache(maxsize=1)
def _heads() -> Phrases[str]:
    titles = {title for row in lexicon.table("never_held") for title in row["titles"].split("|")}
    longer = (
        "vice president",
        "deputy prime minister",
        "first deputy prime minister",
        "vice premier",
        "vice chancellor",
        "first vice president",
    )
    return Phrases([(title, title) for title in sorted(titles)] + [(title, "") for title in longer if title not in titles])


def head_titles(reader: Scope, start: int, end: int) -> tuple[str, ...]:
    """The titles of heads of state and government in a role ("prime minister", "king"); a parliament's president has none."""
    tokens = reader.tokens
    found = []
    for match in _heads().find(tokens, start, end):
        possessed = tokens.word(match.end) == "'s"
        of = tokens.word(match.end) == "of" and match.end < end
        if match.row and not possessed and not (of and match.row in ("president", "premier")):
            found.append(match.row)
    return tuple(found)
