"""Places: countries by name, demonym and capital, and cities; each with the country it stands for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.phrases import Phrases
from bilateral.tokens import WORD, Tokens, clean, tokenize

NAME, DEMONYM, CITY = "name", "demonym", "city"

_FORMS = ("kingdom", "sultanate", "emirates", "principality", "republic")  # of state, by which a page may call a country


class Place(NamedTuple):
    """A country or city at tokens `start` to `end`; `kind` is `name` (of a country), `demonym` or `city` (capitals too)."""

    start: int
    end: int
    country: str
    kind: str


@cache
def _gazetteer() -> Phrases[tuple[str, str, bool]]:
    """Printed form to country, kind, and whether it is an abbreviation that only counts in capitals ("US", "UAE")."""
    return Phrases(_entries())


def _entries() -> Iterator[tuple[str, tuple[str, str, bool]]]:
    for row in lexicon.table("wider_places"):  # "South China Sea" is no country, but must be matched to be passed over
        yield row["pattern"], ("", "", False)
    for row in lexicon.table("shared_places"):  # "Korea": the one of the countries that the page is about
        yield row["form"], (row["countries"], row["kind"], False)
    for row in lexicon.table("countries"):
        kinds = {"name": NAME, "names": NAME, "former": NAME, "demonyms": DEMONYM, "capitals": CITY}
        for column, kind in kinds.items():
            yield from _forms(row[column], row["alpha3"], kind)
    for row in lexicon.table("cities"):
        yield from _forms(f"{row['city']}|{row['names']}", row["alpha3"], CITY)


def _forms(cell: str, country: str, kind: str) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    for form in cell.split("|"):
        if form:
            short = form.replace(".", "").isupper() and len(form) <= 6
            printed = clean(form)
            plain = "".join(c for c in unicodedata.normalize("NFKD", printed) if not unicodedata.combining(c))
            for spelling in dict.fromkeys((printed, plain)):
                yield spelling, (country, kind, short)


def places(tokens: Tokens, sides: tuple[str, ...] = ()) -> list[Place]:
    """Every place mention, from left to right: longest names first, capital letters required.

    `sides` are the page's countries: a name that two countries share means the one of them.
    """
    found = [Place(i, i + 2, sides[0], NAME) for i in _ours(tokens)] if sides else []
    found += _by_form(tokens, sides)
    for match in _gazetteer().find(tokens, 0, len(tokens)):
        codes, kind, short = match.row
        country = codes if len(codes) == 3 else next((code for code in codes.split("|") if code in sides), "")
        start = match.start + (tokens.words[match.start] == "the" and not tokens.capital(match.start))  # "the Bahamas"
        printed = tokens.text[tokens.starts[start] : tokens.ends[match.end - 1]]
        if (
            country
            and printed[0].isupper()
            and (not short or printed.replace(".", "").isupper())
            and not _inside_name(tokens, match.end)
        ):
            found.append(Place(start, match.end, country, kind))
    return sorted(found, key=_first)


def _first(place: Place) -> int:
    return place.start


def _ours(tokens: Tokens) -> list[int]:
    """Where a page speaks of "our country", which is the home side's."""
    return [i for i in tokens.positions.get("our", []) if tokens.word(i + 1) in ("country", "nation", "state")]


def _by_form(tokens: Tokens, sides: tuple[str, ...]) -> list[Place]:
    """Where a page speaks of "the Kingdom": the only one of its countries whose full name has the word."""
    found = []
    for form in _FORMS:
        countries = [code for code in sides if form in _full_names().get(code, ())]
        for i in tokens.positions.get(form, []) if len(countries) == 1 else []:
            named = tokens.word(i + 1) == "of" or (i + 1 < len(tokens) and tokens.capital(i + 1)) or tokens.glued(i)
            if tokens.capital(i) and tokens.word(i - 1) == "the" and not named:
                found.append(Place(i, i + 1, countries[0], NAME))
    return found


@cache
def _full_names() -> dict[str, frozenset[str]]:
    """The words of the full names of each country, in lower case."""
    return {row["alpha3"]: frozenset(row["names"].lower().replace("|", " ").split()) for row in lexicon.table("countries")}


def _inside_name(tokens: Tokens, end: int) -> bool:
    """Whether a hyphen glues the word to a lower-case one: part of a personal name ("Chad-ud-Din")."""
    if tokens.words[end : end + 1] != ["-"]:
        return False
    return (
        end + 1 < len(tokens) and tokens.glued(end) and tokens.glued(end + 1)
        and tokens.kinds[end + 1] == WORD and not tokens.capital(end + 1) and len(tokens.words[end + 1]) <= 3
    )  # fmt: skip


def country_name(code: str) -> str:
    """The common English short name of a country, by its ISO 3166-1 alpha-3 code."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return {row["alpha3"]: row["name"] for row in lexicon.table("countries")}


def known_country(code: str) -> bool:
    """Whether the lexicon has a country of this ISO 3166-1 alpha-3 code."""
    return code in _names()


def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-3 code of a country by any name of it or by its code in small letters; empty where none is meant.

    >>> country_code("Japan"), country_code("jpn"), country_code("Atlantis")
    ('JPN', 'JPN', '')
    """
    if known_country(name.upper()):
        return name.upper()
    found = {place.country for place in places(tokenize(clean(name)))}
    return found.pop() if len(found) == 1 else ""


def fiscal_month(codes: tuple[str, ...]) -> int:
    """The month in which the fiscal year starts: of the first of the countries whose year is not the calendar's, else January."""
    return next((_fiscal_months()[code] for code in codes if code in _fiscal_months()), 1)


@cache
def _fiscal_months() -> dict[str, int]:
    """The month in which the fiscal year of each country starts, where that is not January."""
    return {row["alpha3"]: int(row["fiscal"]) for row in lexicon.table("countries") if int(row["fiscal"] or 1) > 1}


@cache
def fiscal_name(codes: tuple[str, ...]) -> str:
    """By which of its two calendar years a fiscal year is called: `first` (FY2022 of Japan), `last`; empty where that varies.

    It is that of the country whose `fiscal_month` holds.
    """
    code = next((code for code in codes if code in _fiscal_months()), "")
    return next((row["fiscal_named"] for row in lexicon.table("countries") if row["alpha3"] == code), "")


@cache
def currencies(country: str) -> tuple[str, ...]:
    """The ISO 4217 codes of a country's own currencies."""
    return tuple(row["code"] for row in lexicon.table("currencies") if country in row["countries"].split("|"))
