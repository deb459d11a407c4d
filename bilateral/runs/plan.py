"""What is to be run: one notebook, one page, one set of parameters. All is checked here, before a kernel starts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path

import bilateral
from bilateral.errors import DuplicatePage, ParametersCell, UnknownNotebook, UnknownParameter, suggestion
from bilateral.resources import notebook_paths
from bilateral.runs.parameters import Parameter, Value, read

LONGEST = 60  # characters of a folder's name that tell parameters; what is longer ends in a digest


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

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The page's file and its card by name, read once: they travel with a run to another machine."""
        if not self.file:
            return {}
        card = self.file.with_suffix(".toml")
        return {file.name: file.read_bytes() for file in (self.file, card) if file.is_file()}


@dataclass(frozen=True)
class Run:
    """One notebook to be run on one page; `parameters` holds every parameter of its cell, `page` among them.

    `changed` holds those of them that are not the notebook's own defaults.
    """

    notebook: str
    path: Path
    page: Source
    parameters: Mapping[str, Value]
    changed: Mapping[str, Value] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        """The notebook's bytes, read once: they travel with the run to another machine."""
        return self.path.read_bytes()

    @property
    def folder(self) -> Path:
        """Where its outputs go below the output folder, never outside it: `<page>/<notebook>[/<parameters>]`."""
        return Path(_plain(self.page.id), _plain(self.notebook), *([slug(self.changed)] if self.changed else []))

    def __str__(self) -> str:
        words = ", ".join(f"{name} {shown(value)}" for name, value in self.changed.items())
        return f"{self.notebook} on {self.page.id}" + (f" ({words})" if words else "")


def source(name: str) -> Source:
    """A page to report on, by its id or path. Raises what `bilateral.read` raises."""
    page = bilateral.read(name)
    return Source(page.id, page.sha256, Path(name).resolve() if Path(name).is_file() else None)


def plan(notebooks: Iterable[str], pages: Iterable[Source], given: Mapping[str, object]) -> list[Run]:
    """Every notebook on every page with every set of parameters, and the notebooks' defaults for the others.

    `notebooks` are names of bundled notebooks or paths; none means all bundled ones. A given parameter goes to the
    notebooks that have it; a list of values makes a run of each (for a parameter that is a list, a list of lists).
    Raises `UnknownNotebook`, `ParametersCell`, `UnknownParameter`, `ParameterType`, and `DuplicatePage` where two
    runs would write to one folder.
    """
    paths = [notebook_path(name) for name in notebooks] or list(notebook_paths().values())
    cells = {path: read(path) for path in dict.fromkeys(paths)}
    refuse_unknown(given, cells)
    return checked(run for page in pages for path, cell in cells.items() for run in runs_of(path, cell, page, given))


def checked(runs: Iterable[Run]) -> list[Run]:
    """The runs, each once. Raises `DuplicatePage` where two different ones would write to one folder."""
    first: dict[Path, Run] = {}
    for run in runs:
        other = first.setdefault(run.folder, run)
        if other != run:
            raise DuplicatePage(f"{run} and {other} would both be written to {run.folder}; rename one of the files.")
    return list(first.values())


def notebook_path(name: str, folder: Path = Path()) -> Path:
    """The file of a notebook given by the name of a bundled one or by its path. Raises `UnknownNotebook`."""
    bundled = notebook_paths()
    if name in bundled:
        return bundled[name]
    path = folder / name
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    if path.suffix == ".txt" and path.is_file():
        raise UnknownNotebook(f"{name} is a page, not a notebook; put --page before it, or give --page its folder.")
    raise UnknownNotebook(f"There is no notebook {name!r}; {suggestion(path.stem, bundled)}")


def runs_of(path: Path, cell: Sequence[Parameter], page: Source, given: Mapping[str, object]) -> list[Run]:
    """The runs of one notebook on one page: one for each combination of the given values."""
    if "page" not in [parameter.name for parameter in cell]:
        raise ParametersCell(f"{path.name} has no parameter 'page', so it cannot be run on {page.id}; add one to its cell.")
    defaults = {parameter.name: parameter.default for parameter in cell}
    chosen = [parameter for parameter in cell if parameter.name in given]
    runs = []
    for values in product(*(_values(parameter, given[parameter.name]) for parameter in chosen)):
        named = zip((parameter.name for parameter in chosen), values, strict=True)
        changed = {name: value for name, value in named if value != defaults[name]}
        runs.append(Run(path.stem, path, page, {**defaults, **changed, "page": page.name}, changed))
    return runs


def refuse_unknown(given: Iterable[str], cells: Mapping[Path, Sequence[Parameter]]) -> None:
    """Raises `UnknownParameter` where a name is a parameter of none of these notebooks."""
    names = {parameter.name for cell in cells.values() for parameter in cell} - {"page"}
    chosen = ", ".join(path.stem for path in cells)
    for name in given:
        if name == "page":
            raise UnknownParameter("The page is chosen with --page PAGE, not with -p page PAGE.")
        if name not in names:
            raise UnknownParameter(f"No parameter of {chosen} is called {name!r}; {suggestion(name, names)}")


def slug(parameters: Mapping[str, Value]) -> str:
    """A folder's name that tells the parameters; what no folder's name can say ends in a digest of them.

    >>> slug({"window_start": "2022-01", "show_reference": False})
    'window_start-2022-01_show_reference-false'
    """
    words = "_".join(f"{name}-{shown(value)}" for name, value in parameters.items())
    plain = _plain(words)
    if plain == words and len(plain) <= LONGEST:
        return plain
    digest = hashlib.sha256(json.dumps(dict(parameters), sort_keys=True).encode()).hexdigest()[:8]
    return f"{plain[:LONGEST].rstrip('.-_')}-{digest}"


def _values(parameter: Parameter, given: object) -> list[Value]:
    """The values that a parameter is to take; a list is several, except the one list of a list parameter."""
    several = isinstance(given, list) and (parameter.kind != "list" or any(isinstance(one, list) for one in given))
    values = [parameter.accept(one) for one in (given if several else [given])]  # type: ignore[attr-defined]
    return [value for n, value in enumerate(values) if value not in values[:n]]


def shown(value: Value) -> str:
    """A parameter's value in words."""
    if isinstance(value, list):
        return ",".join(map(shown, value))
    return str(value).lower() if isinstance(value, bool | None) else str(value)


def _plain(name: str) -> str:
    """A name that is one folder: letters, digits, `_`, `-` and inner dots."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "unnamed"
