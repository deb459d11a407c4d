"""A file of runs: which notebooks, on which pages, with which parameters, as TOML.

pages = ["china-pakistan", "pages/*.txt"]   # ids, files, or patterns of files beside this one

[defaults]                                  # for every notebook that has them
show_reference = false

[notebooks.trade]                           # a bundled notebook
window_start = ["2019", "2022-01"]          # a list of values: a run of each

[notebooks."own/ports.ipynb"]               # a notebook of one's own
pages = ["pages/kazakhstan.txt"]            # on these pages only
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bilateral.errors import PageNotFound, RunsFile, suggestion
from bilateral.resources import page_ids
from bilateral.runs.parameters import read
from bilateral.runs.plan import Run, Source, checked, notebook_path, refuse_unknown, runs_of

TABLES = ("pages", "defaults", "notebooks")


def runs_in(file: Path, source: Callable[[str], Source], *, pages: Iterable[Source] = ()) -> list[Run]:
    """The runs of a file, each notebook on each page; `source` makes a page of an id or a path.

    `pages` are run on in the place of the file's own. Raises `RunsFile`, `PageNotFound`, and what `plan` raises.
    """
    asked = _load(file)
    shared = list(pages)
    tables: Mapping[str, Any] = asked.get("notebooks", {})
    paths = {name: notebook_path(name, file.parent) for name in tables}
    cells = {path: read(path) for path in paths.values()}
    defaults = asked.get("defaults", {})
    refuse_unknown(defaults, cells)
    runs = []
    for name, path in paths.items():
        for table in tables[name] if isinstance(tables[name], list) else [tables[name]]:
            own = {key: value for key, value in table.items() if key != "pages"}
            refuse_unknown(own, {path: cells[path]})
            named = table.get("pages", asked.get("pages", page_ids()))
            for page in shared or [source(one) for one in _pages(named, file)]:
                runs += runs_of(path, cells[path], page, {**defaults, **own})
    return checked(runs)


def _load(file: Path) -> dict[str, Any]:
    try:
        asked = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunsFile(f"The file of runs {file} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RunsFile(f"The file of runs {file} is no TOML: {error}.") from None
    for name in asked:
        if name not in TABLES:
            raise RunsFile(f"The file of runs {file} has an entry {name!r}; {suggestion(name, TABLES)}")
    if not isinstance(asked.get("defaults", {}), dict):
        raise RunsFile(f"In {file}, [defaults] must be a table of parameters and their values.")
    tables = asked.get("notebooks")
    if not isinstance(tables, dict) or not tables or not all(map(_is_table, tables.values())):
        raise RunsFile(f"The file of runs {file} names no notebook; write a table for each, such as [notebooks.trade].")
    return asked


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(one, dict) for one in value))


def _pages(names: object, file: Path) -> list[str]:
    """Ids as they are, files and patterns from the folder of the file of runs on."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RunsFile(f"In {file}, pages must be a list of texts: ids, files, or patterns such as 'pages/*.txt'.")
    found: list[str] = []
    for name in names:
        if name in page_ids():
            found.append(name)
        elif any(sign in name for sign in "*?["):
            found += _matching(name, file)
        else:
            found.append(str(file.parent / name))
    return list(dict.fromkeys(found))


def _matching(pattern: str, file: Path) -> list[str]:
    anchor, parts = (Path(pattern).anchor, Path(pattern).parts[1:]) if Path(pattern).is_absolute() else ("", (pattern,))
    folder = Path(anchor) if anchor else file.parent
    matches = sorted(str(path) for path in folder.glob(str(Path(*parts))) if path.is_file())
    if not matches:
        raise PageNotFound(f"No file beside {file} matches {pattern!r}; mend the pattern, or name the pages.")
    return matches
