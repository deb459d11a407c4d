"""Tables as one Excel workbook: a sheet a table, a sheet of the pages and the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from bilateral.errors import TooLarge
from bilateral.formats import CALENDAR, Batch, page_frame
from bilateral.schema import DAY, INTEGER, NUMBER, PAGES, TABLES, TEXT, Column

FILE = "facts.xlsx"
ROWS = 1_048_576  # of a sheet, the line of names among them
_EPOCH = datetime(1980, 1, 1)  # the earliest day that a zip file can hold
_FIRST_YEAR = 1901  # Excel has no day before 1900, and counts a day too many in that year
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_WIDTHS = {"quote": 60, "id": 44, "event": 44, "by": 44, "title": 40, "attribution": 30, "occasion": 30, "role": 30,
           "label": 30, "meaning": 70, "allowed": 60, "sha256": 20, "address": 40}  # fmt: skip
_BY_TYPE = {TEXT: 18, NUMBER: 18, INTEGER: 10, DAY: 12}
_CODEBOOK = ("table", "column", "type", "unit", "required", "meaning", "allowed")


class Xlsx:
    """`facts.xlsx`: a sheet a table with a frozen line of names and a filter, days as days, then `pages` and `codebook`.

    All text is text, whatever it starts with, so nothing is run as a formula. Raises `TooLarge` where a table has more
    rows than a sheet can hold.
    """

    def __init__(self, folder: Path) -> None:
        from openpyxl import Workbook

        self.path = folder / FILE
        self.book = Workbook(write_only=True)
        self.book.properties.creator = "bilateral"
        self.book.properties.created = _EPOCH
        self.sheets = {name: self._sheet(name, columns) for name, columns in (TABLES | {"pages": PAGES}).items()}
        self.rows = dict.fromkeys(self.sheets, 1)

    def add(self, batch: Batch) -> None:
        """Write the rows of some pages behind those before them."""
        for name, frame in [*batch.tables.items(), ("pages", page_frame(batch.pages))]:
            self.rows[name] += len(frame)
            if self.rows[name] > ROWS:
                for sheet in self.sheets.values():
                    sheet.close()
                raise TooLarge(f"The table {name} has more rows than an Excel sheet holds ({ROWS:,}): choose csv or parquet.")
            for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
                self.sheets[name].append([_cell(self.sheets[name], value) for value in record.values()])

    def close(self) -> None:
        """Write the codebook and save the workbook, without the hour at which it was written."""
        for name, sheet in self.sheets.items():
            sheet.auto_filter.ref = f"A1:{_letter(len((TABLES | {'pages': PAGES})[name]))}{self.rows[name]}"
        self._codebook()
        self.book.save(self.path)
        _timeless(self.path)

    def _codebook(self) -> None:
        columns = [Column(name, TEXT, "") for name in _CODEBOOK]
        sheet = self._sheet("codebook", columns)
        for table, about in (TABLES | {"pages": PAGES}).items():
            for c in about:
                told = (table, c.name, c.dtype, c.unit, "yes" if c.required else "no", c.meaning, ", ".join(c.allowed))
                sheet.append([_cell(sheet, text or None) for text in told])

    def _sheet(self, name: str, columns: Sequence[Column]) -> Any:
        sheet = self.book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[_letter(number)].width = _WIDTHS.get(column.name, _BY_TYPE.get(column.dtype, 12))
        sheet.append(_header(sheet, (column.name for column in columns)))
        return sheet


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def _header(sheet: Any, names: Iterable[str]) -> list[Any]:
    from openpyxl.styles import Font

    cells = [_cell(sheet, name) for name in names]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _cell(sheet: Any, value: Any) -> Any:
    """A cell that is text whatever it starts with, or a day as a day, or a number; a day that Excel has not is text."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, pd.Timestamp) and value.year < _FIRST_YEAR:
        value = value.strftime(CALENDAR)
    if isinstance(value, str):  # control characters, which XML cannot hold, in Excel's own notation
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(lambda match: f"_x{ord(match[0]):04X}_", value))
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
    if isinstance(value, pd.Timestamp):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _timeless(path: Path) -> None:
    """Take the hour at which a workbook was written out of its properties and its zip folder."""
    aside = path.with_suffix(".timeless")
    with ZipFile(path) as old, ZipFile(aside, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, _EPOCH.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            new.writestr(info, data)
    aside.replace(path)
