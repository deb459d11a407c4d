"""Rows to seven dataframes, in the columns of `schema.py`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bilateral.edtf import days
from bilateral.formulas import unprotected
from bilateral.schema import DATE_COLUMNS, DAY, FLAG, INTEGER, MEANINGS, NUMBER, TABLES, TEXT, Column, pandera_schema

Row = Mapping[str, Any]
_MASKED: dict[str, tuple[Any, str]] = {
    NUMBER: (pd.arrays.FloatingArray, "float64"),
    INTEGER: (pd.arrays.IntegerArray, "int64"),
    FLAG: (pd.arrays.BooleanArray, "bool"),
}
_FIRST_DAY, _NO_DAY = date(1970, 1, 1).toordinal(), np.iinfo("int64").min


@dataclass(frozen=True, repr=False)
class Tables:
    """The seven tables of one page or of many (`page` tells the rows apart); `bilateral.schema` says what the columns mean."""

    statistics: pd.DataFrame
    events: pd.DataFrame
    participants: pd.DataFrame
    milestones: pd.DataFrame
    rankings: pd.DataFrame
    exercises: pd.DataFrame
    ledger: pd.DataFrame

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Name and frame of each table, in the order of the schema."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def _repr_html_(self) -> str:
        """The list of the tables with their rows, for Jupyter."""
        lines = [
            f"<tr><td><code>{name}</code></td><td>{len(frame)}</td><td>{MEANINGS[name]}</td></tr>" for name, frame in self.items()
        ]
        head = "<tr><th>table</th><th>rows</th><th>a row is</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{name}: {len(frame)}" for name, frame in self.items()) + ")"


def frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """A dataframe of one table from rows: columns in order, dtypes set, first and last days filled from the EDTF dates."""
    return typed(TABLES[table], _with_days(table, rows))


def typed(columns: Sequence[Column], rows: Sequence[Row]) -> pd.DataFrame:
    """A dataframe from rows: the columns in order, with their dtypes; what a row has not is missing."""
    return _frames([(columns, rows)])[0]


def _frames(parts: Sequence[tuple[Sequence[Column], Sequence[Row]]]) -> list[pd.DataFrame]:
    """Dataframes from columns and rows: one array a dtype for all of them is many times faster than one a column."""
    values: dict[str, list[Any]] = {}
    for columns, rows in parts:
        for column in columns:
            name = column.name
            values.setdefault(column.dtype, []).extend([row.get(name) for row in rows])
    arrays = {dtype: _array(found, dtype) for dtype, found in values.items()}
    dealt = dict.fromkeys(arrays, 0)
    return [_frame(columns, len(rows), arrays, dealt) for columns, rows in parts]


def _frame(columns: Sequence[Column], n: int, arrays: Mapping[str, Any], dealt: dict[str, int]) -> pd.DataFrame:
    """The next dataframe of `n` rows, whose columns are what comes behind those that were dealt before."""
    made = []
    for column in columns:
        start = dealt[column.dtype]
        dealt[column.dtype] = stop = start + n
        made.append(arrays[column.dtype][start:stop])
    # Numbered first and named afterwards: pandas looks through the words of an index, and not through a range.
    data = pd.DataFrame(dict(enumerate(made)), index=range(n), copy=False)
    data.columns = _names(tuple([column.name for column in columns]))
    return data


@cache
def _names(names: tuple[str, ...]) -> pd.Index[str]:
    return pd.Index(names)


def _array(values: list[Any], dtype: str) -> Any:
    """An array of texts or days, or one with a mask of what is missing."""
    if dtype == TEXT:
        make_texts: Any = pd.array  # its type stubs name every dtype one by one
        return make_texts(values, dtype=TEXT)
    if dtype == DAY:
        return _days(values)
    make, plain = _MASKED[dtype]
    missing = np.array([value is None for value in values], dtype=bool)
    return make(np.array([0 if value is None else value for value in values], dtype=plain), missing)


def _days(values: list[date | str | None]) -> Any:
    """An array of days, by their numbers: numpy reads dates slowly."""
    told = [date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    numbers = [_NO_DAY if day is None else day.toordinal() - _FIRST_DAY for day in told]
    return np.array(numbers, dtype="int64").view("datetime64[D]").astype(DAY)


def build(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """The seven tables from rows by table name; a table without rows is empty, with all its columns."""
    parts = [(columns, _with_days(table, rows.get(table, ()))) for table, columns in TABLES.items()]
    return Tables(**dict(zip(TABLES, _frames(parts), strict=True)))


def concat(parts: Iterable[Tables]) -> Tables:
    """One set of tables from many."""
    parts = list(parts)
    if not parts:
        return build({})
    return Tables(**{table: pd.concat([getattr(part, table) for part in parts], ignore_index=True) for table in TABLES})


def validate(tables: Tables) -> Tables:
    """The same tables, checked against the schemas; raises pandera's SchemaErrors with every failing row."""
    for table, data in tables.items():
        pandera_schema(table).validate(data, lazy=True)
    return tables


def read_csv(folder: Path) -> Tables:
    """The tables that `bilateral facts --format csv` wrote into a folder; a missing file is an empty table."""
    rows: dict[str, list[Row]] = {}
    for table in TABLES:
        path = folder / f"{table}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as lines:
                rows[table] = [_typed(table, raw) for raw in csv.DictReader(lines)]
    return build(rows)


def _with_days(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows of a table with the first and last day of their date, and how precise it is."""
    name = DATE_COLUMNS.get(table)
    return [_dated(row, name) if row.get(name) else row for row in rows] if name else list(rows)


def _dated(row: Row, name: str) -> Row:
    start, end, precision = days(row[name])
    return {**row, f"{name}_start": start, f"{name}_end": end, f"{name}_precision": precision}


def _typed(table: str, raw: Mapping[str, str]) -> Row:
    dtypes = {column.name: column.dtype for column in TABLES[table]}
    row: dict[str, Any] = {}
    for name, text in raw.items():
        dtype = dtypes.get(name)
        if dtype is None or text == "" or dtype == DAY:
            continue
        row[name] = unprotected(text) if dtype == "string" else text == "True" if dtype == FLAG else float(text)
    return row
