"""Text to tokens: words, numbers, ordinals and marks, each with its offsets in the page as stored.

Matching runs on a clean copy of the text, made one character for one character (every blank a space, every quote straight, every
dash a hyphen), so that an offset in the copy is an offset in the page.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from bilateral import lexicon

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_SINGLE = "\u2018\u2019\u201a\u201b\u02bc\u02bb\u00b4\u0060\u2032"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ø": "o",
        "Ø": "O",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
    }
)
_FULL = {"（": "(", "）": ")", "，": ",", "。": ".", "：": ":", "；": ";", "％": "%", "＄": "$", "￥": "¥", "⁄": "/", "›": ">"}

_SLUG = re.compile(r"[a-z0-9]+")

WORD, NUMBER, ORDINAL, MARK = "word", "number", "ordinal", "mark"
_LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
_NUMBERED = sorted(lexicon.words("months") | lexicon.words("numbered"))  # "May 12 500 students", "Phase 2 500 homes" are two
_AFTER_NUMBERED = "".join(rf"(?<!{word.capitalize()}\x20)" for word in _NUMBERED)
# Most tokens are plain words and marks: they are tried first, and a blank is no token before anything is tried.
_TOKEN = re.compile(
    rf"""(?=\S)(
     [A-Za-z]+(?=[\x20,])|[A-Za-z]{{2,}}(?=[.;:)\n])        # a plain word
    |[^\w\s']                                             # a mark
    |\d{{1,3}}(?:st|nd|rd|th)(?![^\W_])                    # an ordinal
    |(?:\d{{1,3}}(?:,\d{{2,3}})+(?:\.\d+)?(?!\d)           # a number
       |\d{{1,3}},\d{{1,2}}(?=\x20?(?:%|per|[mb]illion|trillion|[mb]?ln|bn|mn|crore))
       |(?<![\d.,:/+-])(?<!\d\x20){_AFTER_NUMBERED}[1-9]\d{{0,2}}(?:\x20\d{{3}}){{1,4}}
         (?:\.\d+|,\d{{1,2}}(?=\x20?(?:[mb]illion|[mb]?ln|[mb]n)))?(?!\d|[.,]\d|\x20?\d)
       |\d+(?:\.\d+)*)
    |(?:(?:[A-Za-z]\.){{2,}}(?=[^A-Za-z]|$)              # any other word
       |'s(?![^\W\d_])
       |{_LETTERS}(?:(?!'s(?![^\W\d_]))(?!(?<=s)'[A-Z])'{_LETTERS})*)
    |'|_)""",
    re.VERBOSE,
)


@lru_cache(maxsize=1)
def _clean_map() -> dict[int, str]:
    table = {ord(c): "-" for c in _DASHES} | {ord(c): "'" for c in _SINGLE} | {ord(c): '"' for c in _DOUBLE}
    table |= {ord(key): value for key, value in _FULL.items()}
    blanks = (chr(c) for c in (*range(0x20), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F,
                               0x2060, 0x3000, 0xFEFF, 0xAD))  # fmt: skip
    return table | {ord(c): " " for c in blanks if c not in "\n\t"}  # a tab parts the cells of a table


@lru_cache(maxsize=1)
def _uncommon() -> re.Pattern[str]:
    """The characters that `clean` exchanges."""
    return re.compile(f"[{re.escape(''.join(map(chr, _clean_map())))}]")


def _exchanged(found: re.Match[str]) -> str:
    return _clean_map()[ord(found[0])]


def clean(text: str) -> str:
    """The text for matching: as long as the page, with plain blanks, quotes and dashes."""
    return _uncommon().sub(_exchanged, text)


def slug(words: str) -> str:
    """Lower-case ASCII words joined by hyphens, for ids.

    >>> slug("the Côte d'Ivoire–China Joint Committee")
    'the-cote-d-ivoire-china-joint-committee'
    """
    if not words.isascii():
        words = unicodedata.normalize("NFKD", clean(words).translate(_PLAIN)).encode("ascii", "ignore").decode()
    return "-".join(_SLUG.findall(words.lower()))


def _lists() -> defaultdict[str, list[int]]:
    return defaultdict(list)


@dataclass(slots=True)
class Tokens:
    """Parallel lists, one entry a token: lower-case word, kind, offsets."""

    text: str
    words: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    capitals: list[bool] = field(default_factory=list)
    phrase_starts: dict[object, list[int]] = field(default_factory=dict, repr=False)  # of each table of phrases looked up here
    _positions: defaultdict[str, list[int]] = field(default_factory=_lists, repr=False)
    _vocabulary: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.words)

    @property
    def positions(self) -> Mapping[str, list[int]]:
        """Every word of the text and the tokens at which it stands."""
        positions = self._positions
        if not positions:
            for i, word in enumerate(self.words):
                positions[word].append(i)
        return positions

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text: to meet another set, a set goes through the smaller of the two."""
        if not self._vocabulary:
            self._vocabulary = frozenset(self.positions)
        return self._vocabulary

    def standing(self, wanted: frozenset[str], *, numbers: bool = False) -> list[int]:
        """The tokens whose word is one of the wanted, in order; with `numbers` also all numbers and ordinals in digits."""
        here, words = self.positions, self.vocabulary & wanted
        if numbers:
            words |= {word for word in here if word[0].isdecimal()}
        return sorted([i for word in words for i in here[word]])

    def first(self, word: str, start: int, end: int) -> int:
        """The first of tokens `start` to `end` (exclusive) that is a word; `end` where none is."""
        here = self.positions.get(word, ())
        k = bisect_left(here, start)
        return here[k] if k < len(here) and here[k] < end else end

    def last(self, word: str, start: int, end: int) -> int:
        """The last token behind `start` and before `end` that is a word; `start` where none is."""
        here = self.positions.get(word, ())
        k = bisect_left(here, end) - 1
        return here[k] if k >= 0 and here[k] > start else start

    def word(self, i: int) -> str:
        """The word at token `i`, in lower case; empty where there is no such token."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def word_before(self, i: int) -> str:
        """The word before token `i`, passing over "the"."""
        before = self.word(i - 1)
        return self.word(i - 2) if before == "the" else before

    def capital(self, i: int) -> bool:
        """Whether token `i` is a word that starts with a capital letter."""
        return self.capitals[i]

    def shouted(self, i: int) -> bool:
        """Whether token `i` is a word printed in capitals: "UN", "EAM"."""
        return self.capitals[i] and self.text[self.starts[i] : self.ends[i]].isupper()

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the one before without a blank."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def joined(self, i: int) -> bool:
        """Whether token `i` follows the one before without a blank, or behind a hyphen at the end of a line."""
        return self.glued(i) or (
            i > 0 and self.words[i - 1] == "-" and self.glued(i - 1) and "\n" in self.text[self.ends[i - 1] : self.starts[i]]
        )

    def span_text(self, i: int, j: int) -> str:
        """The clean text of tokens `i` to `j` (exclusive), single-spaced."""
        return " ".join(self.text[self.starts[i] : self.ends[j - 1]].split()) if i < j else ""


def tokenize(text: str) -> Tokens:
    """The tokens of a clean text."""
    pieces = _TOKEN.split(text)  # what stands between tokens and tokens, in turn
    printed, offsets = pieces[1::2], list(accumulate(map(len, pieces)))
    kinds = [WORD if word[0].isalpha() else _kind(word) for word in printed]
    return Tokens(
        text,
        [word.lower() for word in printed],
        kinds,
        offsets[:-1:2],
        offsets[1::2],
        [kind == WORD and word[0].isupper() for kind, word in zip(kinds, printed, strict=True)],
    )


def _kind(word: str) -> str:
    """What a token is, by its first and last character."""
    if word[0].isdecimal():
        return NUMBER if word[-1].isdecimal() else ORDINAL
    return WORD if word[0].isalnum() or word == "'s" else MARK


def initial(word: str) -> bool:
    """Whether a lower-case word before a full stop abbreviates a first name: one letter, or two without a vowel ("Ts.", "Kh.").

    >>> initial("s"), initial("ts"), initial("xi")
    (True, True, False)
    """
    return word.isalpha() and word.isascii() and (len(word) == 1 or (len(word) == 2 and not set(word) & set("aeiouy")))
