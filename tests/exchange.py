"""Exchanges the facts of a page for others of the same form, and derives from its tables what must then be read.

Every name, figure, month and year is a piece of the text that has a substitute. The text is put together again from the
pieces, and each column of the tables is carried over by what it holds: words by the same substitutes, dates by the
substitutes of year, month and day, figures by the new print, offsets by the alignment of the two texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from bilateral.tables import Tables
from bilateral.tokens import slug

MONTHS = "January February March April May June July August September October November December".split()
MONTH = "|".join(MONTHS)
COUNTRIES = {"reporter", "subject", "partner", "object", "visitor", "host", "direction", "place_country", "country"}
WORDS = {"label", "attribution", "place", "occasion", "name", "role", "title", "scope", "series"}
SLUGS = {"entity", "mechanism", "person", "thread", "section"}
DATES = {"period", "date", "since"}
OFFSETS = {"start", "end", "num_start", "num_end"}
FIGURES = {"value", "low", "high"}
# Not carried over: ids are made of content, the days follow from the dates, `event` is compared by its place in the table.
LEFT_OUT = re.compile(r"id|event|quote|by|(date|period|since)_(start|end|precision)")

Piece = tuple[int, int, str]


@dataclass(frozen=True)
class Exchange:
    """What stands for what: names word for word, printed numbers, years, months of a year, days, decades, countries."""

    names: dict[str, str]
    numbers: dict[str, str]
    years: dict[int, int]
    months: dict[tuple[int, int], int]
    days: dict[int, int]
    decades: dict[int, int]
    countries: dict[str, str]
    ranks: dict[int, int] = field(default_factory=dict)
    fiscal_month: int = 7
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names = "|".join(_loose(name) for name in sorted(self.names, key=len, reverse=True))
        object.__setattr__(self, "_pattern", _pattern(names))

    def pieces(self, text: str) -> Iterator[Piece]:
        """What is replaced in a text, from left to right. A month without a year is of the year named last."""
        year = 0
        for match in self._pattern.finditer(text):
            kind = match.lastgroup
            if kind == "month":
                year = _year_of(match, text) or year
            elif kind == "year":
                year = int(match["year"])
            yield from self._replaced(match, year)

    def _replaced(self, match: re.Match[str], year: int) -> Iterator[Piece]:
        kind, (start, end), printed = str(match.lastgroup), match.span(match.lastgroup), match[match.lastgroup]
        if kind == "name":
            yield from _by_word(printed, self.names[_plain(printed)], start)
        elif kind == "month":
            yield start, end, MONTHS[self.months[year, MONTHS.index(printed) + 1] - 1]
        elif kind == "day":
            yield start, end, str(self.days[int(printed)])
        elif kind == "decade":
            yield start, end, str(self.decades[int(printed)])
        elif kind == "fiscal":
            first = self.years[int(printed[:4])]
            yield start, end, f"{first}/{first + 1}"
        elif kind == "year":
            yield start, end, str(self.years[int(printed)])
        elif kind == "ordinal":
            yield start, end, ordinal(int(self.numbers[printed[:-2]]))
        else:
            yield start, end, self.numbers[printed]

    def text(self, text: str) -> str:
        """The text with everything exchanged."""
        parts, at = [], 0
        for start, end, new in self.pieces(text):
            parts += [text[at:start], new]
            at = end
        return "".join([*parts, text[at:]])

    def slug(self, words: str) -> str:
        """A slug with its names and numbers exchanged."""
        names = {slug(old): slug(new) for old, new in self.names.items()}
        numbers = {old: new for old, new in self.numbers.items() if old.isdigit()}
        known = names | numbers | {str(old): str(new) for old, new in self.years.items()}
        parts = "|".join(sorted((re.escape(old) for old in known), key=len, reverse=True))
        return re.sub(rf"(?<![a-z0-9])(?:{parts})(?![a-z0-9])", lambda match: known[match[0]], words)

    def date(self, edtf: str) -> str:
        """An EDTF string with its years, months and days exchanged."""
        return "/".join(self._point(part) for part in edtf.split("/"))

    def _point(self, edtf: str) -> str:
        if edtf == "..":
            return edtf
        if edtf.endswith("X"):
            return str(self.decades[int(edtf[:3]) * 10])[:3] + "X"
        year, *rest = (int(part) for part in edtf.split("-"))
        if rest == [12, 31]:  # "the end of" a year
            return f"{self.years[year]}-12-31"
        # A month that is not printed is that in which the fiscal year starts.
        month = [self.months.get((year, rest[0]), self.fiscal_month)] if rest else []
        return "-".join([str(self.years[year]), *(f"{part:02}" for part in month + [self.days[day] for day in rest[1:]])])

    def figure(self, row: dict[str, Any], printed: str) -> dict[str, float | None]:
        """Value and bounds of a figure whose number is now printed otherwise."""
        old = re.findall(r"[\d.,]*\d", printed)[0]
        new = self.numbers[old]
        scale = abs(Decimal(str(row["value"]))) / Decimal(old.replace(",", ""))
        low, high = bounds(new, scale, row["unit"], row["qualifier"])
        value = Decimal(new.replace(",", "")) * scale
        if row["value"] < 0:
            value, low, high = -value, -high, -low
        return {"value": float(value), "low": float(low), "high": float(high)}

    def tables(self, tables: Tables, text: str) -> dict[str, list[dict[str, Any]]]:
        """The rows that the exchanged text must give, by table, without ids."""
        offsets, new_text = Alignment(list(self.pieces(text))), self.text(text)
        events = tables.events["id"].tolist()
        return {
            name: [self._row(row, offsets, text, new_text) | _event(row, events) for row in records(frame)]
            for name, frame in tables.items()
        }

    def _row(self, row: dict[str, Any], offsets: Alignment, text: str, new_text: str) -> dict[str, Any]:
        new = {name: self._cell(name, value) for name, value in row.items() if not LEFT_OUT.fullmatch(name)}
        new |= {name: offsets.start(row[name]) for name in OFFSETS & row.keys() if not name.endswith("end")}
        new |= {name: offsets.end(row[name]) for name in OFFSETS & row.keys() if name.endswith("end")}
        if row.get("value") is not None:
            new |= self.figure(row, text[row["num_start"] : row["num_end"]])
        return new | {"quote": new_text[new["start"] : new["end"]]} | _reason(row, self.text)

    def _cell(self, column: str, value: Any) -> Any:
        if value is None:
            return None
        if column in COUNTRIES:
            return re.sub(r"[A-Z]{3}", lambda match: self.countries.get(match[0], match[0]), value)
        if column in WORDS:
            return self.text(value)
        if column in SLUGS:
            return self.slug(value)
        if column in DATES:
            return self.date(value)
        if column == "session":
            return int(self.numbers[str(value)])
        return self.ranks.get(value, value) if column == "rank" else value


class Alignment:
    """Offsets of a text and of the text with its pieces replaced. A row never begins or ends inside a piece."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._starts = [start for start, _, _ in pieces]
        self._shifts = [0]
        for start, end, new in pieces:
            self._shifts.append(self._shifts[-1] + len(new) - (end - start))

    def start(self, offset: int) -> int:
        """The offset where what began at `offset` begins now."""
        before = bisect_right(self._starts, offset - 1)
        if before and offset < self._pieces[before - 1][1]:
            raise ValueError(f"{offset} is inside of {self._pieces[before - 1]}")
        return offset + self._shifts[before]

    def end(self, offset: int) -> int:
        """The offset behind what ended at `offset`."""
        return self.start(offset)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, missing cells as None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def differences(expected: dict[str, list[dict[str, Any]]], found: Tables) -> list[str]:
    """Where the tables of the exchanged page are not what they must be, one line a cell."""
    lines = []
    events = found.events["id"].tolist()
    for name, frame in found.items():
        rows = [row | _event(row, events) | _reason(row, str) for row in records(frame)]
        if len(rows) != len(expected[name]):
            lines.append(f"{name}: {len(rows)} rows for {len(expected[name])}:{_unmatched(expected[name], rows)}")
            continue
        for must, row in zip(expected[name], rows, strict=True):
            lines += [
                f"{name}.{column}: {row[column]!r} for {value!r} in {must['quote']!r}"
                for column, value in must.items()
                if row[column] != value
            ]
    return lines


def _unmatched(expected: list[dict[str, Any]], rows: list[dict[str, Any]]) -> str:
    musts, founds = {(r["start"], r["end"]): r["quote"] for r in expected}, {(r["start"], r["end"]): r["quote"] for r in rows}
    missing = [f"\n   missing {quote!r}" for span, quote in musts.items() if span not in founds]
    return "".join(missing + [f"\n   extra   {quote!r}" for span, quote in founds.items() if span not in musts])


def _event(row: dict[str, Any], events: list[str]) -> dict[str, Any]:
    return {"event": events.index(row["event"])} if "event" in row else {}


def _reason(row: dict[str, Any], words: Any) -> dict[str, Any]:
    """The ledger's last word: of a used mention the table, of an excused one the reason."""
    if "by" not in row:
        return {}
    return {"by": row["by"].partition(":")[0] if row["status"] == "used" else row["by"] and words(row["by"])}


def bounds(printed: str, scale: Decimal, unit: str, qualifier: str | None) -> tuple[Decimal, Decimal]:
    """The true values that print like this: half a unit of the last printed digit each way, as SCHEMA has it."""
    number = Decimal(printed.replace(",", ""))
    decimals = len(printed.partition(".")[2])
    discrete = not (unit.isupper() or unit in {"percent", "km"})
    last = Decimal(1).scaleb(-decimals)
    if not decimals and scale == 1 and (qualifier == "about" or number >= 1000):
        last = Decimal(10) ** (len(printed) - len(printed.rstrip("0,")) - printed[len(printed.rstrip("0,")) :].count(","))
    elif discrete and not decimals and scale == 1:
        last = Decimal(0)
    return (number - last / 2) * scale, (number + last / 2) * scale


def ordinal(number: int) -> str:
    """A number with its English ending: 2nd, 11th, 23rd."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _loose(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _plain(printed: str) -> str:
    return " ".join(printed.split())


def _by_word(printed: str, new: str, start: int) -> Iterator[Piece]:
    """Word for word where there are as many, else the whole name at once."""
    words = list(re.finditer(r"\S+", printed))
    if len(words) != len(new.split()):
        yield start, start + len(printed), new
        return
    for match, word in zip(words, new.split(), strict=True):
        yield start + match.start(), start + match.end(), word


def _pattern(names: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<name>{names})(?!\w)"
        rf"|(?P<decade>\b\d{{3}}0)(?=[’']?s\b)|(?P<fiscal>\b\d{{4}}/\d{{4}}\b)|\b(?P<month>{MONTH})\b"
        rf"|(?<=[a-z]\s)(?P<day>\d{{1,2}})(?=,\s\d{{4}}|\sto\s(?:{MONTH})|,\sthe)"
        r"|\b(?P<year>(?:19|20)\d\d)(?![\d,.]*\d)|\b(?P<ordinal>\d+(?:st|nd|rd|th))\b|(?P<number>\d[\d,.]*\d|\d)"
    )


def _year_of(match: re.Match[str], text: str) -> int:
    behind = re.compile(rf"(?:\s\d{{1,2}},)?\s(\d{{4}})|\sto\s(?:{MONTH})\sof\s(\d{{4}})|\sof\s(\d{{4}})")
    found = behind.match(text, match.end())
    return int(next(year for year in found.groups() if year)) if found else 0
