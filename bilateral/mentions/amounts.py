"""Amounts: a number with its bound word, currency, scale and unit, and the interval of true values that print like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache

from bilateral import lexicon
from bilateral.mentions.amount import COUNT, MEASURE, MONEY, PERCENT, TIMES, Amount, interval
from bilateral.mentions.numbers import Numeral, number_words, numeral_at, scales
from bilateral.mentions.places import currencies
from bilateral.phrases import Match, Phrases
from bilateral.tokens import MARK, NUMBER, WORD, Tokens, clean, tokenize

# The words before "$2 billion to $5 billion" that make it one range.
_JOINED = frozenset({"km", "MW", "GW", "kW", "ha", "km2", "m3", "t", "MWp"})  # "the 66-kilometre highway", but no "15-hour talks"
_STATES = frozenset("was were is are be of at between worth stood reached".split())


@cache
def _bounds() -> Phrases[str]:
    return Phrases((row["pattern"], row["qualifier"]) for row in lexicon.table("bounds"))


@cache
def _units() -> Phrases[str]:
    return Phrases((row["pattern"], row["unit"]) for row in lexicon.table("units"))


@cache
def _rates() -> Phrases[str]:
    return Phrases((row["pattern"], row["per"]) for row in lexicon.table("rates"))


@lru_cache(maxsize=64)
def _money(column: str, local: str, own: tuple[str, ...]) -> Phrases[str]:
    """Currency names or symbols; a bare "rupees" or "Rs" is the page's own currency among those that share the word."""
    rows = lexicon.table("currencies")
    pairs = [(clean(word), row["code"]) for row in rows for word in row[column].split("|") if word]
    shared = [
        (clean(word), row["code"])
        for row in rows
        for word in row[local].split("|")
        if word and row["code"] in (own[:1] if word == "$" else own)  # only the home side's "$" is not the US dollar
    ]
    return Phrases(sorted(shared, key=lambda pair: own.index(pair[1])) + pairs)


def money_unit(line: str, home: str, partner: str) -> str:
    """The currency that a line of a page between two countries names, as ISO 4217; empty where it names none."""
    tokens, own = tokenize(clean(line)), currencies(home) + currencies(partner)
    for i in range(len(tokens)):
        for column, local in (("symbols", "local_symbols"), ("names", "local")):
            found = _money(column, local, own).at(tokens, i, len(tokens))
            if found:
                return found.row
    return ""


def amounts(tokens: Tokens, taken: Iterable[tuple[int, int]], currencies: tuple[str, ...]) -> list[Amount]:
    """Every amount and ordinal outside the taken spans (dates), from left to right.

    `currencies` are the codes of the page's two countries, for words such as "rupees" that many share.
    """
    busy = {i for start, end in taken for i in range(start, end)}
    bounds = {match.end: match for match in _bounds().find(tokens, 0, len(tokens))}
    found: list[Amount] = []
    behind, n = 0, len(tokens)
    for i in tokens.standing(_openings(currencies), numbers=True):
        amount = _amount_at(tokens, i, n, currencies, busy) if i >= behind and i not in busy else None
        if amount:
            found.append(amount)
            behind = amount.end
    return [_bounded(tokens, amount, bounds) for amount in _shared_units(tokens, found)]


@lru_cache(maxsize=64)
def _openings(currencies: tuple[str, ...]) -> frozenset[str]:
    """The words that an amount may start with, beside numbers in digits."""
    return _money("symbols", "local_symbols", currencies).first_words | number_words()


def _shared_units(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """`52.9 billion, 19.7 billion and 33.2 billion US dollars`: a number takes the money or percent of the one behind it."""
    out = found[:]
    for k in range(len(out) - 2, -1, -1):
        this, after = out[k], out[k + 1]
        between = tokens.words[this.end : after.start]
        alike = this.numeral and after.numeral and this.numeral.scaled == after.numeral.scaled and this.numeral.digits
        if (
            this.kind == COUNT
            and alike
            and after.kind in (MONEY, PERCENT)
            and 0 < len(between) <= 2
            and set(between) <= {",", "and"}
        ):
            out[k] = this._replace(kind=after.kind, unit=after.unit)
    return out


def _amount_at(tokens: Tokens, i: int, n: int, currencies: tuple[str, ...], busy: set[int]) -> Amount | None:
    symbol = _money("symbols", "local_symbols", currencies).at(tokens, i, n)
    if symbol and tokens.kinds[i] == WORD and len(tokens.words[i]) == 1 and symbol.end == i + 1:
        glued = tokens.capital(i) and symbol.end < n and tokens.glued(symbol.end)  # "R7,8 billion" are rand, "the r 7" are none
        plain = tokens.word(symbol.end).isdigit() and tokens.word(symbol.end + 1) not in scales()  # "Highway R300"
        symbol = symbol if glued and not plain else None
    elif symbol and tokens.kinds[i] == WORD and len(tokens.words[i]) == 1 and not (tokens.capital(i) and tokens.glued(i + 1)):
        symbol = None  # "gave a $300 million loan" is no A$300 million
    j = symbol.end if symbol else i
    if symbol and j < n and tokens.words[j] == "." and tokens.glued(j):  # Rs. 500
        j += 1
    if j >= n or j in busy or tokens.kinds[j] == MARK:
        return None
    number = numeral_at(tokens, j, n)
    if number is None or (number.kind == "ordinal" and symbol):
        return None
    if number.kind == "ordinal":
        return Amount(i, number.end, number.value, number.value, number.value, "ordinal", numeral=number)
    second = _range_end(tokens, symbol, number, n, currencies, busy)
    end = second.end if second else number.end
    if second and second.scaled and not number.scaled:
        factor = second.value / _printed(tokens, second)
        number = number._replace(value=number.value * factor, unit=number.unit * factor, scaled=True)
    amount = _with_unit(
        tokens,
        Amount(i, end, number.value, None, None, COUNT, numeral=number),
        symbol.row if symbol else "",
        n,
        currencies,
    )
    if second:
        return amount._replace(value=None, low=min(number.value, second.value), high=max(number.value, second.value))
    return amount


def _printed(tokens: Tokens, number: Numeral) -> Decimal:
    """The number before its scale words were applied."""
    value = number.value
    for word in tokens.words[number.start : number.end]:
        value /= scales().get(word, Decimal(1))
    return value or Decimal(1)


def _range_end(
    tokens: Tokens, symbol: Match[str] | None, number: Numeral, n: int, currencies: tuple[str, ...], busy: set[int]
) -> Numeral | None:
    """The second number of `4.1-4.5 billion`, `10 to 12 projects`, `between $3 and $4 million`; "from 3 to 5" is no range."""
    j = number.end
    if j + 1 >= n or j + 1 in busy or number.kind != "cardinal":
        return None
    link, before = tokens.words[j], tokens.word_before(symbol.start if symbol else number.start)
    again = _money("symbols", "local_symbols", currencies).at(tokens, j + 1, n) if symbol else None
    if symbol and again and again.row != symbol.row:
        return None
    no_range = before in ("from", "by") if not again else before not in _STATES  # "up $1 billion to $5 billion"
    linked = link == "-" or (link == "to" and not no_range) or (link == "and" and before == "between")
    k = again.end if again else j + 1
    second = numeral_at(tokens, k, n) if linked and k < n and k not in busy else None
    if second and second.kind == "cardinal" and (second.value > number.value or second.scaled):
        return second
    return None


def _with_unit(tokens: Tokens, amount: Amount, currency: str, n: int, currencies: tuple[str, ...]) -> Amount:
    j = amount.end
    if amount.numeral and amount.numeral.kind in ("times", "multiple"):
        return amount._replace(kind=TIMES, unit="times")
    name = _money("names", "local", currencies).at(tokens, j, n) if j < n else None
    if not name and j < n:
        name = (
            _money("symbols", "local_symbols", currencies).at(tokens, j, n)
            if tokens.kinds[j] == WORD or tokens.words[j] in "€£"
            else None
        )
    if currency or name:
        return amount._replace(kind=MONEY, unit=currency or (name.row if name else ""), end=name.end if name else j)
    joined = tokens.word(j) == "-" and tokens.glued(j) and j + 1 < n and tokens.glued(j + 1)
    unit = _units().at(tokens, j + joined, n) if j + joined < n else None
    if not unit or (joined and unit.row not in _JOINED):
        return _with_rate(tokens, amount, n)
    kind = {"percent": PERCENT, "times": TIMES}.get(unit.row, MEASURE)
    return _with_rate(tokens, amount._replace(kind=kind, unit=unit.row, end=unit.end), n)


def _with_rate(tokens: Tokens, amount: Amount, n: int) -> Amount:
    """`14 flights a week`, `20 million tonnes of crude oil a year`: the rate follows within a few words."""
    if _rates().first_words.isdisjoint(tokens.words[amount.end : amount.end + 5]):
        return amount
    for j in range(amount.end, min(amount.end + 5, n)):
        if tokens.kinds[j] == NUMBER or (tokens.kinds[j] == MARK and tokens.words[j] != "/"):
            break  # "300 MW and produces 1,200 GWh a year"
        match = _rates().at(tokens, j, n)
        if match:
            return amount._replace(per=match.row, rate_end=match.end)
    return amount


_TAILS = (["or", "more"], ["and", "more"], ["or", "so"])  # "a million or more"


def _bounded(tokens: Tokens, amount: Amount, bounds: Mapping[int, Match[str]]) -> Amount:
    """The amount with its bound word ("over", "a total of nearly") and its interval."""
    start, qualifier = amount.start, ""
    while start in bounds and not (amount.kind == PERCENT and _preposition(tokens, bounds[start], amount)):
        match = bounds[start]
        start, qualifier = match.start, qualifier or match.row
    if tokens.words[amount.end : amount.end + 2] in _TAILS and tokens.word(amount.end + 2) != "than":
        qualifier = qualifier or ("about" if tokens.words[amount.end + 1] == "so" else "at_least")
    if amount.value is None:
        return amount._replace(bound=start)
    if amount.kind == "ordinal":
        return amount._replace(bound=start, qualifier=qualifier)
    low, high = interval(
        amount.value, amount.numeral or Numeral(0, 0, amount.value, Decimal(1), "cardinal"), amount.kind, qualifier
    )
    return amount._replace(bound=start, qualifier=qualifier, low=low, high=high)


def _preposition(tokens: Tokens, match: Match[str], amount: Amount) -> bool:
    """Whether "under" is no bound: "products under 100% of tariff lines"."""
    lines = tokens.words[amount.end : amount.end + 2] in (["of", "tariff"], ["of", "tax"])
    return match.row == "under" and tokens.words[match.start] == "under" and lines
