"""Reports run again, and what differs from what is there: the file, the cell, the row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bilateral.errors import BilateralError, OutputFolder, UnknownNotebook
from bilateral.resources import page_ids
from bilateral.runs.deposit import changed_files, record
from bilateral.runs.execute import Limits
from bilateral.runs.index import run_folders
from bilateral.runs.plan import Run, Source, notebook_path
from bilateral.runs.record import RECORD, Outcome, inputs
from bilateral.runs.schedule import Options, here
from bilateral.runs.told import Progress
from bilateral.runs.workspace import workspace

WIDEST = 100  # characters of a line that are shown


@dataclass
class Verdict:
    """What running a report again showed: the lines that differ, or why it could not be run again."""

    differences: list[str] = field(default_factory=list)
    not_run: str = ""

    @property
    def same(self) -> bool:
        """Whether it was run again and nothing differs."""
        return not self.differences and not self.not_run

    def __str__(self) -> str:
        return "NOT RUN AGAIN" if self.not_run else "DIFFERS" if self.differences else "the same"


def verify(reports: Path, pages: Sequence[Source], notebooks: Sequence[str], *, workers: int) -> dict[str, Verdict]:
    """Run every report below `reports` again: its place → what that showed.

    `pages` and `notebooks` are the user's own; the bundled ones are known. Nothing is written. Raises `OutputFolder`
    where the folder holds no reports.
    """
    folders = run_folders(reports)
    if not folders:
        raise OutputFolder(
            f"There are no reports in {reports}: expected are folders with a {RECORD}, as bilateral report makes them."
        )
    known = {page.id: page for page in (*map(_bundled, page_ids()), *pages)}
    paths = {path.stem: path for path in map(notebook_path, notebooks)}
    found = {folder.relative_to(reports).as_posix(): Verdict() for folder in folders}
    again: dict[bool, list[Run]] = {}
    for folder in folders:
        place = folder.relative_to(reports).as_posix()
        try:
            run, show_code = _run(folder, known, paths)
        except BilateralError as error:
            found[place].not_run = str(error)
        else:
            found[place].differences += [
                f"{name} is not what {RECORD} says: changed since, or missing"
                for name in changed_files(folder, record(folder) or {})
            ]
            again.setdefault(show_code, []).append(run)
    total = sum(map(len, again.values()))
    with workspace() as within, Progress(total) as told:
        for show_code, runs in again.items():
            for run, outcome in here(runs, Options(Limits(), show_code), within, workers=workers, started=told.started):
                different = differences(_files(reports / run.folder), outcome)
                told.ended(run, failed=bool(different))
                found[run.folder.as_posix()].differences += different
    return found


def differences(old: Mapping[str, bytes], again: Outcome) -> list[str]:
    """What differs between the files of a run and the same run again, a line each."""
    new = again.files or {"": str(again.failure).encode()}
    lines = [f"{name} is not made any more" for name in sorted(old.keys() - new.keys())]
    lines += [f"{name} is new" for name in sorted(new.keys() - old.keys())]
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            lines += [f"{name}, {where}" for where in _where(name, old[name], new[name])]
    return lines


def _run(folder: Path, pages: Mapping[str, Source], notebooks: Mapping[str, Path]) -> tuple[Run, bool]:
    """The run that a record tells of. Raises where page or notebook are not to be had as they were."""
    found = record(folder)
    try:
        assert found
        notebook, page, parameters, changed = (found[name] for name in ("notebook", "page", "parameters", "changed"))
        if page["id"] not in pages:
            raise UnknownNotebook(f"its page {page['id']} is not bundled; say where it is with --page FILE.")
        path = notebooks.get(notebook["name"]) or notebook_path(notebook["name"])
        run = Run(notebook["name"], path, pages[page["id"]], parameters, {name: parameters[name] for name in changed})
        asked = inputs(run, show_code=found["show_code"])
        for what in ("notebook", "page"):
            if asked[what] != found[what]:
                raise UnknownNotebook(f"its {what} has changed since; make the report again with bilateral report.")
        return run, found["show_code"]
    except (AssertionError, KeyError, TypeError, AttributeError):
        raise UnknownNotebook(f"its {RECORD} cannot be read; make the report again with bilateral report.") from None


def _bundled(page_id: str) -> Source:
    import bilateral

    return Source(page_id, bilateral.read(page_id).sha256)


def _files(folder: Path) -> dict[str, bytes]:
    """The files of one run, without those of runs with other parameters below it."""
    others = [path.parent for path in folder.glob(f"*/{RECORD}")]
    paths = [path for path in folder.rglob("*") if path.is_file() and not any(path.is_relative_to(other) for other in others)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _where(name: str, old: bytes, new: bytes) -> Iterator[str]:
    try:
        before, after = old.decode("utf-8"), new.decode("utf-8")
    except UnicodeDecodeError:
        yield f"{len(old)} bytes are now {len(new)}, first different at byte {_first(old, new)}"
        return
    if name.endswith(".csv"):
        yield from _rows(before, after)
    elif name.endswith(".ipynb"):
        yield from _cells(json.loads(before), json.loads(after))
    else:
        yield from _lines(before, after)


def _rows(before: str, after: str) -> Iterator[str]:
    old, new = (list(csv.reader(io.StringIO(text))) for text in (before, after))
    names = old[0] if old else []
    no_row: list[str] = []
    for number, (was, now) in enumerate(zip_longest(old, new, fillvalue=no_row)):
        for column, (left, right) in enumerate(zip_longest(was, now, fillvalue="")):
            if left != right:
                heading = names[column] if column < len(names) else ""
                where = f"row {number}, column {heading or column + 1}" if number else "the headings"
                yield f"{where}: {_short(left)} is now {_short(right)}"


def _cells(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    nothing: dict[str, Any] = {}
    pairs = zip_longest(before["cells"], after["cells"], fillvalue=nothing)
    for number, (was, now) in enumerate(pairs, start=1):
        if was != now:
            for line in _lines(_text(was), _text(now)):
                yield f"cell {number} ({was.get('id') or now.get('id')}), {line}"
    if before.get("metadata") != after.get("metadata"):
        yield "its metadata"


def _text(cell: dict[str, Any]) -> str:
    """A cell as text, a line of it a line of its source or its outputs."""
    return json.dumps(cell, indent=1, ensure_ascii=False).replace("\\n", "\n")


def _lines(before: str, after: str) -> Iterator[str]:
    """The first line that differs, and how many do."""
    pairs: list[tuple[str, str]] = list(zip_longest(before.splitlines(), after.splitlines(), fillvalue=""))
    different = [(number, was, now) for number, (was, now) in enumerate(pairs, start=1) if was != now]
    if different:
        number, was, now = different[0]
        more = f" (and {len(different) - 1} more lines)" if len(different) > 1 else ""
        yield f"line {number}: {_short(was)} is now {_short(now)}{more}"
    else:
        yield "the ends of its lines"


def _short(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= WIDEST else f"{text[:WIDEST]}…")


def _first(old: bytes, new: bytes) -> int:
    return next((n for n, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), min(len(old), len(new)))
