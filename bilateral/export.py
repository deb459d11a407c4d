"""The seven tables as files: CSV, Parquet, Excel or JSON lines. The same tables give the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from bilateral.errors import MissingExtra, OutputFolder
from bilateral.formulas import protected
from bilateral.tables import Tables

FORMATS = ("csv", "parquet", "xlsx", "jsonl")
DAY = "%Y-%m-%d"
_EXCEL_EPOCH = datetime(1980, 1, 1)  # the earliest day that a zip file can hold
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(tables: Tables, folder: Path, format: str = "csv") -> list[Path]:
    """Write the tables into a folder; returns the files: `<table>.<format>`, or one `facts.xlsx` with a sheet a table.

    Days are `YYYY-MM-DD`, missing is an empty cell (`null` in JSON lines). All files are made before the first is put
    in place. Text that a spreadsheet would take for a formula is text in Excel, and has an apostrophe before it in CSV
    (`bilateral.formulas`, which takes it off again: `page.text[start:end] == quote` holds for what is read back).
    Raises `OutputFolder`, and `MissingExtra` where Parquet or Excel was not installed.
    """
    try:
        files = _FORMATS[format](tables)
    except ImportError as error:
        raise MissingExtra(f"The format {format} needs {error.name}; install: pip install 'bilateral[export]'") from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".bilateral-", dir=folder) as aside:
            for name, data in files.items():
                Path(aside, name).write_bytes(data)
            return [Path(aside, name).replace(folder / name) for name in files]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFolder(f"The output folder {folder} cannot be written ({reason}); choose another one.") from None


def _csv(tables: Tables) -> dict[str, bytes]:
    return {f"{name}.csv": _csv_bytes(frame) for name, frame in tables.items()}


def _csv_bytes(frame: pd.DataFrame) -> bytes:
    texts: list[str] = list(frame.select_dtypes("string").columns)
    safe = frame.assign(**{name: frame[name].map(protected, na_action="ignore") for name in texts})
    return safe.to_csv(index=False, date_format=DAY, lineterminator="\n").encode()


def _jsonl(tables: Tables) -> dict[str, bytes]:
    return {f"{name}.jsonl": "".join(map(_json_line, _records(frame))).encode() for name, frame in tables.items()}


def _json_line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values; days as text, missing as None."""
    days = frame.select_dtypes("datetime").columns
    plain = frame.assign(**{name: frame[name].dt.strftime(DAY) for name in days}).astype(object)
    return plain.where(frame.notna(), None).to_dict("records")  # type: ignore[return-value]  # names are text


def _parquet(tables: Tables) -> dict[str, bytes]:
    import pyarrow  # noqa: F401  # said by name where it is missing

    return {f"{name}.parquet": frame.to_parquet(index=False, engine="pyarrow") for name, frame in tables.items()}


def _xlsx(tables: Tables) -> dict[str, bytes]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "bilateral"
    book.properties.created = _EXCEL_EPOCH
    for name, frame in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_excel_text(sheet, column) for column in frame.columns])
        for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            sheet.append([_excel_cell(sheet, value) for value in record.values()])
    buffer = BytesIO()
    book.save(buffer)
    return {"facts.xlsx": _timeless(buffer)}


def _excel_cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        return _excel_text(sheet, value)
    cell = WriteOnlyCell(sheet, value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
    if isinstance(value, pd.Timestamp):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _excel_text(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it starts with; control characters, which XML cannot hold, in Excel's `_x0001_`."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))
    cell.data_type = "s"
    return cell


def _timeless(book: BytesIO) -> bytes:
    """A workbook without the hour at which it was written, in its properties and in its zip folder."""
    buffer = BytesIO()
    with ZipFile(book) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, _EXCEL_EPOCH.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _EXCEL_EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            new.writestr(info, data)
    return buffer.getvalue()


_FORMATS: dict[str, Callable[[Tables], dict[str, bytes]]] = {
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
}
