"""Offices: what class of office a role is, which titles of heads it holds, and the countries that only one could have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bilateral import lexicon
from bilateral.mentions.names import Scope, role_parts
from bilateral.mentions.places import NAME
from bilateral.phrases import Match, Phrases, Slot
from bilateral.schema import OFFICES
from bilateral.tokens import Tokens

_STATES = frozenset(
    "republic state states federation confederation kingdom union nation country government emirates council".split()
)
_SENDS = frozenset({"envoy", "representative"})
_SERVES = frozenset({"office", "adviser", "advisor", "aide", "assistant"})


@cache
def parliaments() -> Phrases[str]:
    """Names of parliaments and the countries that they tell."""
    return Phrases((row["pattern"], row["alpha3"]) for row in lexicon.table("parliaments"))


@cache
def institutions() -> Phrases[str]:
    """Names of institutions that only one country has."""
    return Phrases((row["pattern"], row["alpha3"]) for row in lexicon.table("institutions"))


@cache
def bodies() -> Phrases[str]:
    """Names of bodies of many countries, and of a country without a code: their officers are of neither side."""
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("bodies"))


@cache
def offices() -> Phrases[str]:
    """Names of offices and their classes."""
    return Phrases(_offices())


@cache
def headless() -> frozenset[str]:
    """The first words of those offices that have no head among their words ("senator")."""
    heads = {word for word, part in role_parts().items() if part == "head"}
    told = [pattern for pattern, _ in _offices() if not any(set(part.split("|")) <= heads for part in pattern.split())]
    return Phrases((pattern, pattern) for pattern in told).first_words


def _offices() -> list[tuple[str, str]]:
    """The patterns of offices and their classes; one that begins with a parliament stands once for each."""
    rows = lexicon.table("offices")
    names = [row["pattern"] for row in lexicon.table("parliaments")]
    patterns = [(row["pattern"], row["office"]) for row in rows if "{parliament}" not in row["pattern"].split()[:1]]
    leading = [row for row in rows if row["pattern"].startswith("{parliament}")]
    return patterns + [(row["pattern"].replace("{parliament}", name), row["office"]) for row in leading for name in names]


def parliament_slot(tokens: Tokens, end: int) -> Slot:
    """Where the parliament ends that a pattern of an office asks for."""

    def slot(name: str, i: int) -> int | None:
        match = parliaments().at(tokens, i, end) if name == "parliament" else None
        return match.end if match else None

    return slot


def offices_in(tokens: Tokens, start: int, end: int) -> list[Match[str]]:
    """The names of offices in a role."""
    return offices().find(tokens, start, end, parliament_slot(tokens, end))


def office_of(reader: Scope, start: int, end: int, found: list[Match[str]]) -> str:
    """The class of the highest office found in a role; the offices of others in it ("the President's envoy") do not count."""
    return highest([_rank(reader, match, end) for match in found if not _of_another(reader.tokens, start, end, match)])


def _rank(reader: Scope, match: Match[str], end: int) -> str:
    """The class of an office; a president of something that is no state ("of the Friendship Association") is an official."""
    tokens, i = reader.tokens, match.end
    if (
        match.row not in ("head_of_state", "deputy_head")
        or tokens.words[i - 1] != "president"
        or tokens.word(i) != "of"
        or i >= end
    ):
        return match.row
    i += 2 if tokens.word(i + 1) == "the" else 1
    whole = tokens.words[i:end]
    state = reader.places.get(i) is not None and reader.places[i].kind == NAME
    return match.row if state or _STATES & set(whole[:3]) or not whole else "other"


def _of_another(tokens: Tokens, start: int, end: int, match: Match[str]) -> bool:
    """Whether an office in a role is that of another: "the President's envoy", "adviser to the President"."""
    i = match.start
    if match.end < end and tokens.words[match.end] == "'s":
        return True
    if i == start:
        return False
    sent = tokens.word(i - 1) == "of" and i - 2 >= start and tokens.word(i - 2) in _SENDS
    served = tokens.word(i - 1) == "the" and tokens.word(i - 2) in ("of", "to") and tokens.word(i - 3) in _SERVES
    return sent or (served and match.row in ("head_of_state", "head_of_government"))


def highest(classes: Iterable[str]) -> str:
    """The first of some classes of office in the order of rank; empty where there is none."""
    return min((office for office in classes if office), key=OFFICES.index, default="")


@cache
def _titles_of_heads() -> frozenset[str]:
    return frozenset(title for row in lexicon.table("never_held") for title in row["titles"].split("|"))


def head_titles(tokens: Tokens, end: int, found: list[Match[str]]) -> tuple[str, ...]:
    """The titles of heads of state and government among the offices of a role; a parliament's president has none."""
    titles = []
    for match in found:
        title = tokens.span_text(match.start, match.end).lower()
        if title not in _titles_of_heads():
            continue
        behind = tokens.word(match.end)
        of_body = title in ("president", "premier") and behind == "of" and match.end < end
        if behind != "'s" and not of_body:
            titles.append(title)
    return tuple(titles)


@cache
def _only_held() -> Phrases[frozenset[str]]:
    return Phrases((row["pattern"], frozenset(row["countries"].split("|"))) for row in lexicon.table("only_held"))


def held_in(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """The only countries that have the offices of a role ("Federal Chancellor"); empty where any may have them.

    An office "of" something may be that of a part of a country ("Premier of Queensland").
    """
    found = [match for match in _only_held().find(tokens, start, end) if tokens.word(match.end) not in ("'s", "of")]
    return frozenset.intersection(*(match.row for match in found)) if found else frozenset()
