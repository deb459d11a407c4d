"""What one run leaves behind: a folder with the report, the executed notebook and a record, put in place whole."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bilateral.errors import OutputFolder, RunFailed
from bilateral.runs.execute import Executed
from bilateral.runs.marked import with_page
from bilateral.runs.plan import Run
from bilateral.runs.site import html, package_version

REPORT, FAILED, NOTEBOOK, RECORD = "report.html", "failed.html", "notebook.ipynb", "run.json"
# What can change a byte of a report; the record names their versions.
PACKAGES = ("bilateral", "pandas", "pandera", "numpy", "matplotlib", "networkx", "papermill", "nbclient", "nbconvert")


def deposit(run: Run, executed: Executed, to: Path, *, show_code: bool = False) -> Path:
    """Write a run's folder below `to` and return the path of its report.

    A run that failed has `failed.html` in the place of `report.html`, with the reason at its top, and `status` `failed`
    in `run.json`. Two runs with the same input give the same bytes. Raises `OutputFolder`.
    """
    import nbformat

    report = FAILED if executed.failure else REPORT
    text, page = with_page(run, html(run, executed.notebook, executed.failure, show_code=show_code))
    outputs = {report: text, NOTEBOOK: nbformat.writes(executed.notebook) + "\n", **page}
    outputs[RECORD] = json.dumps(_record(run, executed.failure, outputs), indent=2, ensure_ascii=False) + "\n"
    with folder_aside(to / run.folder) as aside:
        for name, text in outputs.items():
            (aside / name).write_text(text, encoding="utf-8", newline="\n")
    return to / run.folder / report


def writable(to: Path) -> Path:
    """The output folder, made where it is missing. Raises `OutputFolder` where nothing can be written to it."""
    try:
        to.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".bilateral-", dir=to):
            return to
    except OSError as error:
        raise _refusal(to, error) from None


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """A folder to fill beside `target`, which takes its place at the end; after an error `target` is as it was."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".bilateral-", dir=target.parent) as name:
            new, old = Path(name, "new"), Path(name, "old")
            new.mkdir()
            yield new
            if target.exists():
                target.rename(old)
            try:
                new.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
    except OSError as error:
        raise _refusal(target, error) from None


def _refusal(folder: Path, error: OSError) -> OutputFolder:
    reason = (error.strerror or str(error)).lower()
    return OutputFolder(f"The output folder {folder} cannot be written ({reason}); choose another one with --to.")


def _record(run: Run, failure: RunFailed | None, outputs: dict[str, str]) -> dict[str, Any]:
    """Everything that the run depended on, and what came of it; no time and no path, so that it repeats."""
    record: dict[str, Any] = {
        "status": "failed" if failure else "done",
        "notebook": {"name": run.notebook, "sha256": sha256(run.path.read_bytes()).hexdigest()},
        "page": {"id": run.page.id, "sha256": run.page.sha256},
        "parameters": dict(run.parameters),
        "versions": {"python": platform.python_version()} | {name: package_version(name) for name in PACKAGES},
        "outputs": {name: sha256(text.encode()).hexdigest() for name, text in outputs.items()},
    }
    if failure:
        record["failure"] = {"cell": failure.cell, "source": failure.source, "reason": failure.reason}
    return record
