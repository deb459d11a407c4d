"""What the reader would read if the lexicon had one row more: for trying a phrase before it is taught for good.

A phrase is taught by a row in a table of `bilateral/lexicon/`. Here the row is added to a copy of the package, and a
process of its own reads a text with it; the package that is installed stays as it is.
"""

from __future__ import annotations

import csv
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bilateral import lexicon
from bilateral.errors import UnknownReference, suggestion
from bilateral.resources import PACKAGE
from bilateral.tables import Tables

_READER = """\
import pickle, sys
import bilateral
text, home, partner = pickle.load(sys.stdin.buffer)
pickle.dump(bilateral.from_text(text, home=home, partner=partner).tables, sys.stdout.buffer)
"""
_NOT_FOR_READING = ("__pycache__", "data", "notebooks", "runs", "charts", "analysis")


def taught(text: str, home: str, partner: str, table: str, row: Mapping[str, str]) -> Tables:
    """The tables of a text between two countries, read with one row more in a table of the lexicon.

    Columns that `row` leaves out are empty. Raises `UnknownReference` where the lexicon has no such table, or the table
    no such column.
    """
    _refuse_unknown(table, row)
    with TemporaryDirectory(prefix="bilateral-lexicon-") as name:
        copy = Path(name, PACKAGE.name)
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns(*_NOT_FOR_READING))
        _add(copy / "lexicon" / f"{table}.csv", row)
        done = subprocess.run(
            [sys.executable, "-c", _READER],
            input=pickle.dumps((text, home, partner)),
            env={**os.environ, "PYTHONPATH": name, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=name,
            capture_output=True,
            check=True,
        )
    tables: Tables = pickle.loads(done.stdout)
    return tables


def _refuse_unknown(table: str, row: Mapping[str, str]) -> None:
    tables = [path.stem for path in (PACKAGE / "lexicon").glob("*.csv")]
    if table not in tables:
        raise UnknownReference(f"The lexicon has no table {table!r}; {suggestion(table, tables)}")
    columns = list(lexicon.table(table)[0])
    for column in row:
        if column not in columns:
            raise UnknownReference(f"The table {table!r} of the lexicon has no column {column!r}; {suggestion(column, columns)}")


def _add(path: Path, row: Mapping[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerow([row.get(column, "") for column in columns])
