"""The days that a report looks at: a first and a last one, each missing where that end is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from bilateral.edtf import days
from bilateral.errors import ParameterType
from bilateral.schema import DATE_COLUMNS
from bilateral.tables import Tables


@dataclass(frozen=True)
class Window:
    """First and last day looked at, None for an open end; `asked`: whether parameters set it, not the page itself."""

    start: date | None = None
    end: date | None = None
    asked: bool = False

    def of(self, rows: pd.DataFrame, column: str) -> pd.DataFrame:
        """The rows any of whose possible days lie in the window: from `<column>_start` to `<column>_end`.

        "Up to 2024" is of 2024, not of every year before. A row without a date stays unless a window was asked for.
        """
        first, last = rows[f"{column}_start"], rows[f"{column}_end"]
        inside = pd.Series(True, index=rows.index)
        if self.asked:
            inside &= first.notna() | last.notna()
        if self.start:
            inside &= ~(last < pd.Timestamp(self.start))
        if self.end:
            inside &= ~(first.fillna(last) > pd.Timestamp(self.end))
        return rows[inside]


def asked(start: str | None, end: str | None) -> Window:
    """The window from two EDTF dates, None for an open end.

    Raises ParameterType where one is no EDTF date, or the window ends before it starts.
    """
    opens, closes = _day("window_start", start, 0), _day("window_end", end, 1)
    if opens and closes and opens > closes:
        raise ParameterType(f"The window ends before it starts: window_start is {start}, window_end is {end}.")
    return Window(opens, closes, asked=bool(start or end))


def tables_in(window: Window, tables: Tables) -> Tables:
    """The tables with the figures, events, steps and ranks of a window; seats and ledger stay."""
    names = ("statistics", "events", "milestones", "rankings")
    return replace(tables, **{name: window.of(getattr(tables, name), DATE_COLUMNS[name]) for name in names})


def _day(name: str, edtf: str | None, end: int) -> date | None:
    if not edtf:
        return None
    try:
        return (days(edtf).start, days(edtf).end)[end]
    except (ValueError, KeyError) as error:
        wanted = "a year or a month, as in 2022 or 2022-01"
        raise ParameterType(f"{name} is {edtf!r}; expected {wanted}. Give such a date, or None for an open end.") from error
