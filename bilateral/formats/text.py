"""Tables as text: CSV, with a data package that says what is in it, and JSON lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from bilateral.formats import CALENDAR, Batch, days_as_text, page_frame
from bilateral.formats.datapackage import Resource, descriptor
from bilateral.formulas import FIRST, protected
from bilateral.schema import PAGES, TABLES


class Csv:
    """`<table>.csv`, `pages.csv` where the pages are known, and `datapackage.json`.

    Text that a spreadsheet would take for a formula has an apostrophe before it (`bilateral.formulas` takes it off).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: list[dict[str, Any]] = []
        for table in TABLES:
            (folder / f"{table}.csv").write_bytes(b"")

    def add(self, batch: Batch) -> None:
        """Write the rows of some pages behind those before them."""
        for table, frame in batch.tables.items():
            append_csv(self.folder / f"{table}.csv", frame)
        if batch.pages:
            frame = page_frame(batch.pages)
            append_csv(self.folder / "pages.csv", frame)
            self.pages += records(frame)

    def close(self) -> None:
        """Describe the files in the data package."""
        named = {"pages": PAGES} if self.pages else {}
        resources = [Resource(name, columns, self.folder / f"{name}.csv") for name, columns in (named | TABLES).items()]
        package = json.dumps(descriptor(resources, self.pages), ensure_ascii=False, indent=2) + "\n"
        (self.folder / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


class JsonLines:
    """`<table>.jsonl`, an object a row; days are text, missing is null."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for table in TABLES:
            (folder / f"{table}.jsonl").write_bytes(b"")

    def add(self, batch: Batch) -> None:
        """Write the rows of some pages behind those before them."""
        for table, frame in batch.tables.items():
            append_lines(self.folder / f"{table}.jsonl", frame)
        if batch.pages:
            append_lines(self.folder / "pages.jsonl", page_frame(batch.pages))

    def close(self) -> None:
        """Nothing is left to do."""


def append_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame behind what a CSV file has, with the line of names where it has nothing yet."""
    first = not path.exists() or not path.stat().st_size
    with path.open("ab") as file:
        file.write(csv_text(frame, header=first).encode())


def csv_text(frame: pd.DataFrame, *, header: bool = True) -> str:
    """A frame as CSV from which no spreadsheet runs a formula."""
    texts: list[str] = list(frame.select_dtypes("string").columns)
    risky = [name for name in texts if frame[name].str.startswith(FIRST).any()]  # few columns ever are
    safe = frame.assign(**{name: frame[name].map(protected, na_action="ignore") for name in risky})
    return safe.to_csv(index=False, header=header, date_format=CALENDAR, lineterminator="\n")


def append_lines(path: Path, frame: pd.DataFrame) -> None:
    """Write the rows of a frame behind what a file of JSON lines has."""
    with path.open("ab") as file:
        for record in records(frame):
            file.write((json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode())


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values; days as text, missing as None."""
    plain = days_as_text(frame).astype(object)
    return plain.where(frame.notna(), None).to_dict("records")  # type: ignore[return-value]  # names are text
