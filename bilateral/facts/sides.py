"""Whose side a person is on, and who "he" and "President B" are: the memory of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from bilateral import lexicon
from bilateral.mentions import Mentions
from bilateral.mentions.person import Person
from bilateral.tokens import slug


@dataclass(slots=True)
class Known:
    """What a page has said of its persons: names in order, the country of each, the last office of each."""

    home: str
    partner: str
    names: list[tuple[str, ...]] = field(default_factory=list)
    country: dict[str, str] = field(default_factory=dict)
    office: dict[str, str] = field(default_factory=dict)
    _by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    _slugs: dict[str, str] = field(default_factory=dict)

    def full(self, name: str) -> str:
        """The fullest form of a name on the page: the longest one that has all its words, or itself."""
        words = _words(name)
        rarest = min((self._by_word.get(word, []) for word in words), key=len, default=[])
        fits: list[tuple[str, ...]] = [other for other in rarest if set(words) <= set(other)]
        fullest = max(fits, key=_length) if fits else words
        return " ".join(fullest)

    def person(self, name: str) -> str:
        """The slug of the fullest form of a name."""
        if name not in self._slugs:
            self._slugs[name] = slug(self.full(name))
        return self._slugs[name]

    def side(self, person: Person) -> str:
        """The country of a person as the page tells it anywhere; empty where it does not."""
        own = [country for country in person.countries if country in (self.home, self.partner)]
        if len(set(own)) == 1:
            return own[0]
        if person.countries and not own:
            return person.countries[0]
        known = self.country.get(self.person(person.text_name), "") if person.text_name else ""
        return known or self._by_title(person)

    def _by_title(self, person: Person) -> str:
        """The other side, where one of the two has no such office: no president in a kingdom, no prime minister in China."""
        held = [country for country in (self.home, self.partner) if not _never(country) & set(person.titles)]
        held = [country for country in held if country in person.held_in] if person.held_in else held
        return held[0] if len(held) == 1 else ""

    def learn(self, person: Person, country: str) -> None:
        """Remember the country of a named person, unless the page has said it already."""
        if person.text_name and country:
            self.country.setdefault(self.person(person.text_name), country)

    def held(self, person: Person) -> str:
        """The office of a person: of this mention, else the last one that the page gave."""
        key = self.person(person.text_name) if person.text_name else ""
        if person.office and key:
            self.office[key] = person.office
        return person.office or self.office.get(key, "")


def known(m: Mentions) -> Known:
    """The names of a page, and the countries that roles state ("Pakistani Prime Minister …")."""
    memory = Known(m.home, m.partner)
    named = [person for person in m.people if person.text_name]
    memory.names = list(dict.fromkeys(_words(person.text_name) for person in named))
    for name in memory.names:
        for word in set(name):
            memory._by_word.setdefault(word, []).append(name)
    for person in named:
        memory.learn(person, memory.side(person))
    return memory


@cache
def _never(country: str) -> frozenset[str]:
    """The titles of heads that nobody of a country holds."""
    rows = [row["titles"] for row in lexicon.table("never_held") if row["alpha3"] == country]
    return frozenset(rows[0].split("|")) if rows else frozenset()


def _length(name: tuple[str, ...]) -> int:
    return len(name)


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.replace("-", " ").split())
