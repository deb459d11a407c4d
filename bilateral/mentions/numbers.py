"""Numerals: digits in any grouping, number words, ordinals; their value and the last digit that is printed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bilateral import lexicon
from bilateral.tokens import NUMBER, ORDINAL, WORD, Tokens

_LARGEST = Decimal(10) ** 24  # number words and scales go no further: "hundred hundred hundred …" is no number
_LONG_SCALES = frozenset({"million", "billion", "trillion", "thousand", "crore", "lakh"})
_SHORT_SCALES = frozenset("mln bln mn bn tn trn mio mil bil mrd ths thous".split())
_OF_MONEY = frozenset("m b k mm mil bil".split())  # scales that stand for something else where no money is
_FORMS = ("code", "symbols", "local_symbols")
_SIGNS = ("$", "€", "£", "¥", "₹")
_POINT_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|[1-9]\d{0,2}\.000")


class Numeral(NamedTuple):
    """A number at tokens `start` to `end`: its value, the value of its last printed digit, and how it is written.

    `kind` is `cardinal`, `ordinal`, `times` (twice) or `multiple` (doubled); `scaled` says that a scale word (million, crore)
    belongs to it, `decimals` that it is printed with decimals.
    """

    start: int
    end: int
    value: Decimal
    unit: Decimal
    kind: str
    scaled: bool = False
    digits: bool = True
    decimals: bool = False


@cache
def _words() -> dict[str, tuple[Decimal, str]]:
    return {row["word"]: (Decimal(row["value"]), row["kind"]) for row in lexicon.table("numbers")}


@cache
def number_words() -> frozenset[str]:
    """The words that are numbers ("seven", "twice")."""
    return frozenset(_words())


@cache
def scales() -> dict[str, Decimal]:
    """Scale words and their factor."""
    return {row["word"]: Decimal(row["factor"]) for row in lexicon.table("scales")}


def numeral_at(tokens: Tokens, i: int, end: int) -> Numeral | None:
    """The numeral that starts at token `i`, with its scale word."""
    kind = tokens.kinds[i]
    if kind == ORDINAL:
        return Numeral(i, i + 1, Decimal(tokens.words[i][:-2]), Decimal(1), "ordinal")
    if kind == NUMBER:
        value, unit = digits(tokens.words[i])
        return _scaled(tokens, Numeral(i, i + 1, value, unit, "cardinal", decimals=unit < 1), end)
    if kind == WORD and tokens.words[i] in _words():
        return _told_twice(tokens, _spelled(tokens, i, end), end)
    return None


def _told_twice(tokens: Tokens, number: Numeral, end: int) -> Numeral:
    """The number with its digits in brackets behind it: "eight (8) agreements"."""
    i = number.end
    bracket = i + 2 < end and tokens.words[i] == "(" and tokens.words[i + 2] == ")" and tokens.kinds[i + 1] == NUMBER
    return number._replace(end=i + 3) if bracket and digits(tokens.words[i + 1])[0] == number.value else number


def digits(printed: str) -> tuple[Decimal, Decimal]:
    """Value of a printed number and of its last digit.

    >>> digits("1,20,000"), digits("23.06"), digits("650.000")
    ((Decimal('120000'), Decimal('1')), (Decimal('23.06'), Decimal('0.01')), (Decimal('650000'), Decimal('1')))
    """
    if _POINT_THOUSANDS.fullmatch(printed):
        printed = printed.replace(".", "")
    elif "," in printed and "." not in printed and printed.count(",") == 1 and len(printed.rpartition(",")[2]) != 3:
        printed = printed.replace(",", ".")
    elif printed.count(".") > 1:  # a date or a version such as 2018.09.20: no quantity
        printed = printed.partition(".")[0]
    value = Decimal(printed.replace(",", "").replace(" ", ""))
    exponent = value.as_tuple().exponent
    return value, Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)


def _spelled(tokens: Tokens, i: int, end: int) -> Numeral:
    """Number words: `seven`, `twenty-one`, `two hundred and fifty`, `forty-second`."""
    value, kind = _words()[tokens.words[i]]
    j = i + 1
    while kind == "cardinal" and j < end and value < _LARGEST:
        k = j + 1 if tokens.words[j] in ("-", "and") and j + 1 < end else j
        word = tokens.words[k]
        more = _words().get(word)
        if (
            more
            and more[1] in ("cardinal", "ordinal")
            and more[0] < 10 <= value
            and value % 10 == 0
            and (tokens.words[j] == "-" or value >= 100)
        ) or (more and value >= 100 and value % 100 == 0 and more[0] < 100):
            value, kind, j = value + more[0], more[1], k + 1
        elif word == "hundred" and k == j:
            value, j = value * 100, k + 1
        else:
            break
    return _scaled(tokens, Numeral(i, j, value, Decimal(1), kind, digits=False), end)


def _scaled(tokens: Tokens, number: Numeral, end: int) -> Numeral:
    value, unit, j = number.value, number.unit, number.end
    if (
        j + 1 < end and tokens.words[j] == "-" and tokens.glued(j) and tokens.words[j + 1] in _LONG_SCALES
    ):  # "a $500-million loan"
        j += 1
    while number.kind == "cardinal" and j < end and tokens.words[j] in scales() and value < _LARGEST:
        if tokens.words[j] in _OF_MONEY and not (_is_money(tokens, number.start, j) or _clear(tokens, number, j)):
            break
        factor = scales()[tokens.words[j]]
        value, unit, j = value * factor, unit * factor, j + 1
        if more := _smaller_part(tokens, j, end, factor):
            value, unit, j = value + more[0], more[1], j + 2
        if tokens.words[j - 1] in _SHORT_SCALES and j < end and tokens.words[j] == "." and tokens.glued(j):  # "384.9 mln. of"
            j += j + 1 < end and not _opens_sentence(tokens, j + 1)
    if j == number.end:
        return number
    return Numeral(number.start, j, value, unit, number.kind, j > number.end, number.digits, number.decimals)


def _smaller_part(tokens: Tokens, i: int, end: int, factor: Decimal) -> tuple[Decimal, Decimal] | None:
    """The rest of a number in a smaller scale, and its last digit: "$2 billion 945 million"."""
    smaller = scales().get(tokens.words[i + 1]) if i + 1 < end and tokens.kinds[i] == NUMBER else None
    if smaller is None or smaller >= factor or tokens.words[i + 1] not in _LONG_SCALES | _SHORT_SCALES:
        return None
    value, unit = digits(tokens.words[i])
    return (value * smaller, unit * smaller) if value * smaller < factor else None


def _opens_sentence(tokens: Tokens, i: int) -> bool:
    """Whether a sentence begins at token `i`: a capital word that is no abbreviation such as USD."""
    return tokens.capital(i) and not tokens.shouted(i)


def _is_money(tokens: Tokens, i: int, scale: int) -> bool:
    """Whether a number at token `i` is money: its currency stands before it or behind its scale ("EUR 40 m", "1,988 M€")."""
    before = i - 2 if i > 1 and tokens.words[i - 1] == "." else i - 1  # "Rs. 5 m"
    if i > 0 and (tokens.words[i - 1] in _SIGNS or _code(tokens, before)):
        return True
    return (tokens.word(scale + 1) in _SIGNS and tokens.glued(scale + 1)) or _code(tokens, scale + 1)


def _code(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the code or the short form of a currency."""
    return 0 <= i < len(tokens) and tokens.words[i] in _codes() and tokens.capital(i)


def _clear(tokens: Tokens, number: Numeral, scale: int) -> bool:
    """Whether a letter glued to a number is a scale without a currency: "1.2m people", "30k"; "5 m" and "400m" are metres."""
    word = tokens.words[scale]
    return len(word) == 1 and tokens.glued(scale) and (word != "m" or number.decimals)


@cache
def _codes() -> frozenset[str]:
    """The codes of the currencies and their short forms, such as "KSh"."""
    forms = [form for row in lexicon.table("currencies") for column in _FORMS for form in row[column].split("|")]
    return frozenset(form.lower() for form in forms if form.isalpha() and len(form) > 1)


@cache
def roman() -> dict[str, int]:
    """Roman numerals in lower case, as far as sessions are counted in them, and their values."""
    tens, ones = ("", "x", "xx", "xxx", "xl"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return {ten + one: 10 * n + k for n, ten in enumerate(tens) for k, one in enumerate(ones) if ten + one}
