"""The tables as files, in the format that is asked for. The same tables give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bilateral.crosswalks import CROSSWALKS
from bilateral.errors import BilateralError, MissingExtra, OutputFolder
from bilateral.formats import Batch, Writer
from bilateral.formats.annotations import Annotations
from bilateral.formats.columnar import Parquet, Stata
from bilateral.formats.text import Csv, JsonLines, append_csv
from bilateral.formats.workbook import Xlsx
from bilateral.formulas import protected

if TYPE_CHECKING:
    import pandas as pd

    from bilateral.page import Page
    from bilateral.tables import Tables

WRITERS: dict[str, Callable[[Path], Writer]] = {
    "csv": Csv,
    "parquet": Parquet,
    "xlsx": Xlsx,
    "jsonl": JsonLines,
    "stata": Stata,
    "annotations": Annotations,
}
FORMATS = (*WRITERS, *CROSSWALKS)


def write(tables: Tables, folder: Path, format: str = "csv", pages: Sequence[Page] = ()) -> list[Path]:
    """Write the tables into a folder; returns the files.

    `csv`: a file a table, with the data package that describes them; `parquet`, `jsonl`, `stata`: a file a table; `xlsx`: one
    workbook, `facts.xlsx`; `annotations`: W3C Web Annotations (of `pages` alone, whose text they quote); a name of
    `bilateral.crosswalks` (`comtrade`, `baci`, `sdmx`, `plover`, `colt`, `chinavisits`): one CSV file in the names of that data
    set. With `pages` given, a table of the pages goes with them: title, publisher, address, licence, hash.

    Days are `YYYY-MM-DD`, missing is an empty cell (`null` in JSON lines). All files are made before the first is put
    in place. Text that a spreadsheet would take for a formula is text in Excel, and has an apostrophe before it in CSV
    (`bilateral.formulas`, which takes it off again: `page.text[start:end] == quote` holds for what is read back).
    Raises `OutputFolder`, `TooLarge`, and `MissingExtra` where Parquet or Excel was not installed.
    """
    return write_all([Batch(tables, pages)], folder, format)


def write_all(batches: Iterable[Batch], folder: Path, format: str = "csv") -> list[Path]:
    """Write the tables of many pages, a batch at a time; as `write` else. Only `stata` holds them all in memory."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".bilateral-", dir=folder) as name:
            aside = Path(name)
            writer = _writer(format, aside)
            for batch in batches:
                writer.add(batch)
            writer.close()
            return [file.replace(folder / file.name) for file in sorted(aside.iterdir(), key=_written)]
    except ImportError as error:
        raise MissingExtra(f"The format {format} needs {error.name}; install: pip install 'bilateral[export]'") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFolder(f"The output folder {folder} cannot be written ({reason}); choose another one.") from None


def write_issues(bad: Iterable[tuple[str, BilateralError]], folder: Path) -> Path:
    """Write `issues.csv`: the pages that could not be read (`page`, as it was named), with `code` and `message`."""
    rows = [(protected(name), error.code, protected(str(error))) for name, error in bad]
    path = folder / "issues.csv"
    with TemporaryDirectory(prefix=".bilateral-", dir=folder) as aside:
        new = Path(aside, path.name)
        with new.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("page", "code", "message"), *rows])
        return new.replace(path)


def write_file(path: Path, text: str) -> Path:
    """Write one text file, whole or not at all, and its folder where that is missing. Raises `OutputFolder`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".bilateral-", dir=path.parent) as aside:
            new = Path(aside, path.name)
            new.write_text(text, encoding="utf-8", newline="\n")
            return new.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFolder(f"The file {path} cannot be written ({reason}); choose another one with --to.") from None


class _Crosswalk:
    """One CSV file in the names of another data set."""

    def __init__(self, folder: Path, name: str, view: Callable[[Tables], pd.DataFrame]) -> None:
        self.path, self.view = folder / f"{name}.csv", view

    def add(self, batch: Batch) -> None:
        append_csv(self.path, self.view(batch.tables))

    def close(self) -> None:
        """Nothing is left to do."""


def _writer(format: str, folder: Path) -> Writer:
    return _Crosswalk(folder, format, CROSSWALKS[format]) if format in CROSSWALKS else WRITERS[format](folder)


def _written(file: Path) -> tuple[bool, str]:
    """The description last, so that it never tells of files that are not yet there."""
    return file.suffix == ".json", file.name
