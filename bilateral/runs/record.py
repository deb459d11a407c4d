"""What one run leaves behind, as bytes: the report, the executed notebook, figures, tables, and a record of it all."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import Any

from bilateral.errors import RunFailed
from bilateral.resources import PACKAGE, page_path, reference_folder
from bilateral.runs.execute import Executed
from bilateral.runs.plan import Run

REPORT, FAILED, NOTEBOOK, RECORD = "report.html", "failed.html", "notebook.ipynb", "run.json"
FIGURES, TABLES, FILES = "figures", "tables", "files"
# What can change a byte of a report; the record names their versions.
PACKAGES = (
    "bilateral",
    "pandas",
    "pandera",
    "numpy",
    "matplotlib",
    "pillow",
    "networkx",
    "papermill",
    "nbclient",
    "nbconvert",
    "nbformat",
    "ipykernel",
    "ipython",
    "jinja2",
    "mistune",
    "pygments",
)


@dataclass(frozen=True)
class Outcome:
    """A run's folder as bytes by path, `run.json` among them; why it failed, if it did; its kernel's peak memory."""

    files: Mapping[str, bytes]
    failure: RunFailed | None = None
    peak: int = 0


def outcome(run: Run, executed: Executed, *, show_code: bool = False) -> Outcome:
    """What a run leaves behind. A failed one has `failed.html` in the place of `report.html`, with the reason at its top."""
    import nbformat

    from bilateral.runs.marked import with_page
    from bilateral.runs.site import html

    figures, tables, files = _named(executed)
    report, beside = with_page(run, html(run, executed.notebook, executed.failure, show_code=show_code))
    files |= {name: text.encode() for name, text in beside.items()}
    files[FAILED if executed.failure else REPORT] = report.encode()
    files[NOTEBOOK] = f"{nbformat.writes(executed.notebook)}\n".encode()
    files |= {f"{FILES}/{name}": data for name, data in executed.files.items()}
    record: dict[str, Any] = {"status": "failed" if executed.failure else "done", **inputs(run, show_code=show_code)}
    record |= {"title": title(executed.notebook) or run.notebook, "figures": figures, "tables": tables}
    if executed.failure:
        record["failure"] = {name: getattr(executed.failure, name) for name in ("cell", "source", "reason", "lines")}
    record["outputs"] = {name: sha256(files[name]).hexdigest() for name in sorted(files)}
    files[RECORD] = f"{json.dumps(record, indent=2, ensure_ascii=False)}\n".encode()
    return Outcome(files, executed.failure, executed.peak)


def inputs(run: Run, *, show_code: bool = False) -> dict[str, Any]:
    """Everything that a run depends on, without a time or a path, so that it repeats."""
    return {
        "notebook": {"name": run.notebook, "sha256": sha256(run.content).hexdigest()},
        "page": {"id": run.page.id, "sha256": run.page.sha256, "card": _card(run)},
        "parameters": dict(run.parameters),
        "changed": list(run.changed),
        "show_code": show_code,
        "versions": versions(),
    }


@cache
def versions() -> dict[str, str | None]:
    """The versions of all that can change a byte of a report; `code` is a digest of this package's own files."""
    own = {"python": platform.python_version(), "code": _code()}
    return own | {name: package_version(name) for name in PACKAGES}


def package_version(name: str) -> str | None:
    """The installed version of a package; None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def title(notebook: Any) -> str | None:
    """The heading that the run gave itself in its first output, else the first heading of the notebook."""
    outputs = [out["data"] for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out]
    first = "".join(data.get("text/markdown", "") for data in outputs[:1])
    said = [re.sub(r"\\(.)", r"\1", unescape(line)) for line in first.splitlines() if line.startswith("## ")]
    written = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ") for line in (*said, *written) if line in said or line.startswith("# ")), None)


def _named(executed: Executed) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, bytes]]:
    """Figures and tables as the record tells of them, and their files, named after the cells that showed them."""
    told: dict[str, list[dict[str, Any]]] = {"figure": [], "table": []}
    files: dict[str, bytes] = {}
    taken: dict[str, int] = {}
    for number, what, data in executed.shown:
        cell = _plain(executed.notebook.cells[number].get("id", f"cell-{number}"))
        taken[cell] = taken.get(cell, 0) + 1
        name = cell if taken[cell] == 1 else f"{cell}-{taken[cell]}"
        folder = FIGURES if what["kind"] == "figure" else TABLES
        files |= {f"{folder}/{name}{suffix}": content for suffix, content in data.items()}
        told[what["kind"]].append({"name": name, **{key: value for key, value in what.items() if key != "kind"}})
    return told["figure"], told["table"], files


def _plain(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "cell"


def _card(run: Run) -> str | None:
    """The sha256 of the page's card, None where it has none."""
    if run.page.file:
        data = run.page.files.get(PurePosixPath(run.page.name).with_suffix(".toml").name)
    else:
        card = page_path(run.page.id).with_suffix(".toml")
        data = card.read_bytes() if card.is_file() else None
    return None if data is None else sha256(data).hexdigest()


@cache
def _code() -> str:
    """A digest of the package's code, vocabulary and reference figures: an edit makes reports out of date."""
    digest = sha256()
    kinds = (".py", ".csv", ".j2", ".css", ".json")
    for folder in (PACKAGE, reference_folder()):
        for path in _files(folder, kinds):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path, kinds: Iterable[str]) -> list[Path]:
    left_out = ("data", "notebooks")  # inside a wheel: pages and notebooks are told of by hashes of their own
    paths = (path for path in folder.rglob("*") if path.suffix in kinds and path.relative_to(folder).parts[0] not in left_out)
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix())
