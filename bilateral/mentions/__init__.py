"""What a page mentions: dates, amounts, places and people, each with its span, found once for all rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bilateral.layout import Paragraph, Sentence, paragraphs, sentences
from bilateral.mentions.amount import Amount
from bilateral.mentions.amounts import amounts
from bilateral.mentions.dates import dates
from bilateral.mentions.people import people
from bilateral.mentions.person import Person
from bilateral.mentions.places import Place, currencies, fiscal_month, fiscal_name, places
from bilateral.mentions.points import Date
from bilateral.mentions.years import fiscal_years, resolve
from bilateral.tokens import Tokens, clean, tokenize


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...


Mention = TypeVar("Mention", bound=_Spanned)
Told = TypeVar("Told")


@dataclass(frozen=True)
class Mentions:
    """A page's tokens and sentences, and its mentions from left to right; `home` and `partner` are its two countries."""

    text: str
    home: str
    partner: str
    tokens: Tokens
    paragraphs: list[Paragraph]
    sentences: list[Sentence]
    dates: list[Date]
    amounts: list[Amount]
    places: list[Place]
    people: list[Person]
    _starts: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _told: defaultdict[object, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict), repr=False)
    _told_of_page: dict[object, Any] = field(default_factory=dict, repr=False)

    def once(self, read: Callable[[Mentions, Sentence], Told], sentence: Sentence) -> Told:
        """What a rule reads from a sentence, read the first time that any rule asks for it."""
        told: dict[int, Told] = self._told[read]
        if sentence.start not in told:
            told[sentence.start] = read(self, sentence)
        return told[sentence.start]

    def once_a_page(self, read: Callable[[Mentions], Told]) -> Told:
        """What a rule reads from the page, read the first time that any rule asks for it."""
        told: dict[object, Told] = self._told_of_page
        if read not in told:
            told[read] = read(self)
        return told[read]

    def within(self, mentions: list[Mention], start: int, end: int) -> list[Mention]:
        """The mentions of one list that start in tokens `start` to `end` (exclusive)."""
        starts = self._starts.get(id(mentions)) or self._starts_of(mentions)
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return []
        return mentions[first : bisect_left(starts, end, first)]

    def sentence_at(self, token: int) -> int:
        """The number of the sentence that holds a token, or of the one before it."""
        starts = self._starts.get(id(self.sentences)) or self._starts_of(self.sentences)
        return max(bisect_right(starts, token) - 1, 0)

    def sentences_at(self, tokens: Iterable[int]) -> list[Sentence]:
        """The sentences that hold some tokens, in order."""
        near = [(token, self.sentences[self.sentence_at(token)]) for token in tokens] if self.sentences else []
        return sorted({sentence for token, sentence in near if sentence.start <= token < sentence.end})

    def _starts_of(self, mentions: Sequence[_Spanned]) -> list[int]:
        starts = self._starts[id(mentions)] = [mention.start for mention in mentions]
        return starts

    def dates_between(self, start: int, end: int) -> list[Date]:
        """The dates that start in tokens `start` to `end` (exclusive)."""
        return self.within(self.dates, start, end)

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the page at tokens `start` to `end`, and their offsets."""
        first, last = self.tokens.starts[start], self.tokens.ends[end - 1]
        return self.text[first:last], first, last

    def printed(self, start: int, end: int) -> str:
        """The words of the page at tokens `start` to `end`, single-spaced."""
        return " ".join(self.quote(start, end)[0].split())

    def other(self, country: str) -> str:
        """The other of the two sides; the country itself is one of them."""
        return self.partner if country == self.home else self.home

    def sides(self) -> tuple[str, str]:
        """Home and partner."""
        return self.home, self.partner


def span(tokens: Tokens, para: Paragraph) -> tuple[int, int]:
    """The tokens of a paragraph's words, behind its section number."""
    return bisect_left(tokens.starts, para.body), bisect_left(tokens.starts, para.end)


def mentions(text: str, home: str, partner: str) -> Mentions:
    """What the text of a page between `home` and `partner` (ISO 3166-1 alpha-3) mentions."""
    tokens = tokenize(clean(text))
    paras = paragraphs(tokens.text)
    found_sentences = sentences(tokens, paras)
    entries = frozenset(bisect_left(tokens.starts, para.body) for para in paras if para.entry)
    headings = [span(tokens, para) for para in paras if para.kind in ("heading", "title")]
    printed = fiscal_years(dates(tokens, entries), fiscal_name((home, partner)))
    found_dates = resolve(printed, tokens, found_sentences, headings, fiscal_month((home, partner)))
    found_amounts = amounts(tokens, [(date.start, date.end) for date in found_dates], currencies(home) + currencies(partner))
    money = {i for amount in found_amounts for i in range(amount.start, amount.end)}
    found_places = [place for place in places(tokens, (home, partner)) if place.start not in money]
    found_people = people(tokens, found_places, [(sentence.start, sentence.end) for sentence in found_sentences])
    named = {i for person in found_people if person.name for i in range(*person.name)}
    found_places = [place for place in found_places if place.start not in named]
    return Mentions(text, home, partner, tokens, paras, found_sentences, found_dates, found_amounts, found_places, found_people)
