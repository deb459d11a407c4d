"""Tables for programs that read columns: Parquet and Stata."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from bilateral.formats import Batch, page_frame
from bilateral.schema import DAY, FLAG, INTEGER, NUMBER, PAGES, TABLES, TEXT, Column
from bilateral.tables import concat, typed

_EPOCH = datetime(1980, 1, 1)  # Stata files hold an hour; theirs is always this one
_RESERVED = {"end": "_end"}
_SHORT = 500  # characters, of up to four bytes each, that fit into a text of fixed width; longer ones are of any length
_LABEL = 80  # characters that Stata allows for what a variable means


class Parquet:
    """`<table>.parquet`, a row group for every batch of pages, with the columns' types of the schema."""

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet  # noqa: F401  # said by name where it is missing

        self.folder = folder
        self.writers: dict[str, Any] = {}
        for table, columns in TABLES.items():
            self._put(table, typed(columns, ()))

    def add(self, batch: Batch) -> None:
        """Write the rows of some pages behind those before them."""
        for table, frame in batch.tables.items():
            self._put(table, frame)
        if batch.pages:
            self._put("pages", page_frame(batch.pages))

    def close(self) -> None:
        """Write the files' ends."""
        for writer in self.writers.values():
            writer.close()

    def _put(self, name: str, frame: pd.DataFrame) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        table = pa.Table.from_pandas(frame, preserve_index=False)
        if name not in self.writers:
            self.writers[name] = ParquetWriter(self.folder / f"{name}.parquet", table.schema)
        if len(frame):
            self.writers[name].write_table(table)


class Stata:
    """`<table>.dta` (Stata 14 and later, UTF-8), with what each variable means as its label, cut at 80 characters.

    A file is written whole, so a corpus must fit into memory. Stata has no missing text: it is "" there; a flag is 0
    or 1; a day is a `%td` date; `end`, a word of Stata's own, is `_end`. A table without rows is left out.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches: list[Batch] = []

    def add(self, batch: Batch) -> None:
        """Keep the rows of some pages for the end."""
        self.batches.append(batch)

    def close(self) -> None:
        """Write the files."""
        for table, frame in concat(batch.tables for batch in self.batches).items():
            self._put(table, frame, TABLES[table])
        self._put("pages", page_frame([page for batch in self.batches for page in batch.pages]), PAGES)

    def _put(self, name: str, frame: pd.DataFrame, columns: tuple[Column, ...]) -> None:
        if frame.empty:
            return
        plain = pd.DataFrame({_named(c): _plain(frame[c.name], c.dtype) for c in columns})
        long = [_named(c) for c in columns if c.dtype == TEXT and plain[_named(c)].str.len().max() > _SHORT]
        plain.to_stata(
            self.folder / f"{name}.dta",
            convert_dates={_named(c): "td" for c in columns if c.dtype == DAY},
            write_index=False,
            time_stamp=_EPOCH,
            variable_labels={_named(c): c.meaning[:_LABEL] for c in columns},
            version=118,
            convert_strl=long,
        )


def _named(column: Column) -> str:
    return _RESERVED.get(column.name, column.name)


def _plain(series: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    """A column in a type that Stata has."""
    if dtype == TEXT:
        return series.fillna("").astype(object)
    if dtype in (NUMBER, INTEGER, FLAG):
        return series.astype("Float64").astype("float64")
    return series
