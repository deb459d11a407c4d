"""Figures of trade in a table: years down or across, exports, imports and totals the other way, cells one line a row.

A table counts where its first cell or a line above it says the currency and the scale ("in US$ million"), every row has as
many cells as the first, and one of its two headings holds nothing but years; columns of shares and growth are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from bilateral.facts.commodities import GOODS
from bilateral.facts.figures import Figure, marks_in
from bilateral.facts.sources import NONE
from bilateral.lines import cells
from bilateral.mentions import Mentions
from bilateral.mentions.amount import MONEY, Amount, interval
from bilateral.mentions.amounts import money_unit
from bilateral.mentions.numbers import scales
from bilateral.mentions.places import DEMONYM, fiscal_month

_ABOVE = 3  # lines over a table in which its unit may stand
_YEAR = re.compile(r"(?:FY ?)?((?:19|20)\d\d)(?:[-/–](\d\d|(?:19|20)\d\d))?")
_SENTENCE_END = re.compile(r"[.!?]\s*$")
_OF_GOODS = re.compile(r"(?i)f\.?o\.?b\.?|c\.?i\.?f\.?|goods")
_NO_LEVEL = ("%", "share", "growth", "change", "balance", "deficit", "surplus")
_ALL = frozenset({"goods", "merchandise", "commodities"})
_TOTALS = frozenset({"total", "turnover", "volume", "sum"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, single-spaced, and its tokens."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, and the unit and factor of their figures."""

    rows: list[list[Cell]]
    unit: str
    factor: Decimal

    def holds(self, token: int) -> bool:
        """Whether a token stands in the table."""
        return self.rows[0][0].start <= token < self.rows[-1][-1].end


@dataclass(frozen=True, slots=True)
class _Flow:
    """What a row or column of figures is: the flow, whose it is, and the words that say so."""

    flow: str
    subject: str
    label: str


def tables_of_trade(m: Mentions) -> list[Table]:
    """The tables of a page whose unit is told above them, from top to bottom."""
    found: list[Table] = []
    lines, above = _lines(m), [""]
    block: list[list[Cell]] = []
    for text, row in [*lines, ("", [])]:
        if len(block) == 1 and len(row) == len(block[0]) + 1 and all(_period(m, cell) for cell in block[0]):
            block = [[Cell("", block[0][0].start, block[0][0].start), *block[0]]]  # nothing stands over the labels
        if len(row) > 1 and (not block or len(row) == len(block[0])):
            block.append(row)
            continue
        unit = _unit(m, [*above[-_ABOVE:], block[0][0].text]) if len(block) > 1 else None
        if unit:
            found.append(Table(block, *unit))
        block = [row] if len(row) > 1 else []
        above.append(text)
    return found


def tabulated(m: Mentions) -> list[Figure]:
    """The figures of the page's tables."""
    return [figure for table in m.once_a_page(tables_of_trade) for figure in _figures(m, table)]


def _lines(m: Mentions) -> list[tuple[str, list[Cell]]]:
    """The lines of a page that say something, with their cells."""
    found, at = [], 0
    for line in m.text.split("\n"):
        if any(c.isalnum() for c in line):
            found.append((line, _cells(m, line, at)))
        at += len(line) + 1
    return found


def _cells(m: Mentions, line: str, at: int) -> list[Cell]:
    spans = [(bisect_left(m.tokens.starts, at + start), bisect_left(m.tokens.starts, at + end)) for start, end in cells(line)]
    return [Cell(m.tokens.span_text(start, end), start, end) for start, end in spans if start < end]


def _unit(m: Mentions, above: list[str]) -> tuple[str, Decimal] | None:
    """The currency and factor that a line over a table says: "(in US$ million)", "in mln USD", "in millions of euros"."""
    for line in reversed([line for line in above if not _SENTENCE_END.search(line)]):
        words = re.findall(r"[^\W\d_]+\$?|[$€£¥₹]", line)
        factor = next((scales()[word.lower()] for word in words if word.lower() in scales()), None)
        unit = money_unit(line, m.home, m.partner)
        if factor and unit:
            return unit, factor
    return None


def _figures(m: Mentions, table: Table) -> list[Figure]:
    across = [_period(m, cell) for cell in table.rows[0][1:]]
    down = [_period(m, row[0]) for row in table.rows[1:]]
    found: list[Figure] = []
    if all(across):
        for row in table.rows[1:]:
            flow = _flow(m, table, row[0])
            cells = zip(row[1:], across, table.rows[0][1:], strict=True) if flow else ()
            found += [figure for cell, period, year in cells if (figure := _figure(m, table, cell, flow, period, year))]
    elif all(down):
        flows = [_flow(m, table, cell) for cell in table.rows[0][1:]]
        for row, period in zip(table.rows[1:], down, strict=True):
            pairs = zip(row[1:], flows, strict=True)
            found += [figure for cell, flow in pairs if flow and (figure := _figure(m, table, cell, flow, period, row[0]))]
    return found


def _period(m: Mentions, cell: Cell) -> str:
    """The year or fiscal year that a cell holds, as EDTF; empty where it holds none alone."""
    year = _YEAR.fullmatch(cell.text)
    if not year:
        return ""
    first, month = int(year[1]), fiscal_month(m.sides())
    if not year[2]:
        return year[1]
    if int(year[2][-2:]) != (first + 1) % 100:
        return ""
    return f"{first}-{month:02}/{first + 1}-{month - 1:02}" if month > 1 else f"{first}/{first + 1}"


def _counts_else(m: Mentions, table: Table, heading: str) -> bool:
    """Whether a heading says another unit in brackets than the table's: "Exports (tonnes)", "Exports (EUR billion)"."""
    told = re.findall(r"\(([^()]+)\)", heading)
    return any(not _OF_GOODS.fullmatch(inner) and _unit(m, [inner]) != (table.unit, table.factor) for inner in told)


def _of_one_good(m: Mentions, cell: Cell) -> bool:
    """Whether a heading names one commodity ("Exports of coffee"), not all goods and no country."""
    after = next((i + 1 for i in range(cell.start, cell.end - 1) if m.tokens.words[i] == "of"), None)
    return after is not None and m.tokens.words[after] not in _ALL and not m.within(m.places, after, cell.end)


def _flow(m: Mentions, table: Table, cell: Cell) -> _Flow | None:
    """The flow that a heading names, and whose it is: the home side's where no other is named; None for shares and growth."""
    words = cell.text.lower()
    if any(word in words for word in _NO_LEVEL) or _counts_else(m, table, cell.text) or _of_one_good(m, cell):
        return None
    mark = next((x.row for x in marks_in(m, cell.start, cell.end) if x.row["flow"]), None)
    flow = mark["flow"] if mark else "T" if _TOTALS & set(words.split()) else ""
    sides = [p for p in m.within(m.places, cell.start, cell.end) if p.country in m.sides()]
    toward = [p for p in sides if m.tokens.word_before(p.start) in ("to", "from")]
    own = [
        p for p in sides if p not in toward and (p.kind == DEMONYM or m.tokens.word(p.end) in ("'s", "'", "exports", "imports"))
    ]
    subject = own[0].country if own else m.other(toward[0].country) if toward else m.home
    return _Flow(flow, m.home if flow == "T" else subject, cell.text) if flow else None


def _figure(m: Mentions, table: Table, cell: Cell, flow: _Flow | None, period: str, year: Cell) -> Figure | None:
    amounts = m.within(m.amounts, cell.start, cell.end)
    if flow is None or len(amounts) != 1 or amounts[0].end != cell.end or amounts[0].value is None or amounts[0].numeral is None:
        return None
    amount = _scaled(amounts[0], table)
    section = m.paragraphs[bisect_right(m.paragraphs, m.tokens.starts[cell.start], key=attrgetter("start")) - 1].section
    figure = Figure(amount, cell.start, cell.end, section, NONE, "trade.goods", flow.label, flow=flow.flow, entity=GOODS)
    figure.subject, figure.partner = flow.subject, m.other(flow.subject)
    figure.period, figure.unit, figure.noun_end = period, table.unit, cell.end
    figure.uses, figure.rule = (year.start,), "statistics.table"
    return figure


def _scaled(amount: Amount, table: Table) -> Amount:
    """An amount in the currency and scale of its table, with the interval of true values that print like it."""
    number, value = amount.numeral, amount.value
    if number is None or value is None:
        return amount
    number = number._replace(value=value * table.factor, unit=number.unit * table.factor, scaled=True)
    low, high = interval(number.value, number, MONEY, "")
    return amount._replace(kind=MONEY, unit=table.unit, value=number.value, low=low, high=high, numeral=number, qualifier="")
