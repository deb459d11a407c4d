"""What is to be run: one notebook, one page, one set of parameters. All is checked here, before a kernel starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilateral.errors import DuplicatePage, ParametersCell, UnknownNotebook, UnknownParameter, suggestion
from bilateral.resources import notebook_paths
from bilateral.runs.parameters import Parameter, Value, read


@dataclass(frozen=True)
class Source:
    """A page to run notebooks on: its id, the sha256 of its bytes, and its file, which is None for a bundled page."""

    id: str
    sha256: str
    file: Path | None = None

    @property
    def name(self) -> str:
        """What the notebook reads it by: the id of a bundled page, or the file's name in the run's own folder."""
        return self.file.name if self.file else self.id


@dataclass(frozen=True)
class Run:
    """One notebook to be run on one page; `parameters` holds every parameter of its cell, `page` among them."""

    notebook: str
    path: Path
    page: Source
    parameters: Mapping[str, Value]

    @property
    def folder(self) -> Path:
        """Where its outputs go, below the output folder: `<page>/<notebook>`, never outside it."""
        return Path(_plain(self.page.id), _plain(self.notebook))

    def __str__(self) -> str:
        return f"{self.notebook} on {self.page.id}"


def plan(notebooks: Iterable[str], pages: Iterable[Source], given: Mapping[str, str]) -> list[Run]:
    """Every notebook on every page, with the given parameters and the notebooks' defaults.

    `notebooks` are names of bundled notebooks or paths; none means all bundled ones. A given parameter goes to the
    notebooks that have it. Raises `UnknownNotebook`, `ParametersCell`, `UnknownParameter`, `ParameterType`, and
    `DuplicatePage` where two runs would write to one folder.
    """
    paths = [notebook_path(name) for name in notebooks] or list(notebook_paths().values())
    cells = {path: read(path) for path in dict.fromkeys(paths)}
    _refuse_unknown(given, cells)
    runs = [_run(path, cell, page, given) for page in pages for path, cell in cells.items()]
    _refuse_shared_folders(runs)
    return runs


def notebook_path(name: str) -> Path:
    """The file of a notebook given by the name of a bundled one or by its path. Raises `UnknownNotebook`."""
    bundled = notebook_paths()
    if name in bundled:
        return bundled[name]
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    raise UnknownNotebook(f"There is no notebook {name!r}; {suggestion(path.stem, bundled)}")


def _run(path: Path, cell: Sequence[Parameter], page: Source, given: Mapping[str, str]) -> Run:
    if "page" not in [parameter.name for parameter in cell]:
        raise ParametersCell(f"{path.name} has no parameter 'page', so it cannot be run on {page.id}; add one to its cell.")
    values = {p.name: p.convert(given[p.name]) if p.name in given else p.default for p in cell}
    return Run(path.stem, path, page, {**values, "page": page.name})


def _refuse_unknown(given: Mapping[str, str], cells: Mapping[Path, Sequence[Parameter]]) -> None:
    names = {parameter.name for cell in cells.values() for parameter in cell} - {"page"}
    chosen = ", ".join(path.stem for path in cells)
    for name in given:
        if name == "page":
            raise UnknownParameter("The page is chosen with --page PAGE, not with -p page PAGE.")
        if name not in names:
            raise UnknownParameter(f"No parameter of {chosen} is called {name!r}; {suggestion(name, names)}")


def _refuse_shared_folders(runs: Sequence[Run]) -> None:
    first: dict[Path, Run] = {}
    for run in runs:
        other = first.setdefault(run.folder, run)
        if other is not run:
            raise DuplicatePage(f"{run} and {other} would both be written to {run.folder}; rename one of the files.")


def _plain(name: str) -> str:
    """A name that is one folder: letters, digits, `_`, `-` and inner dots."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "unnamed"
