"""What one run leaves behind, as bytes: the report, the executed notebook, figures, tables, and a record of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from bilateral.errors import RunFailed
from bilateral.resources import page_path
from bilateral.runs.execute import Executed
from bilateral.runs.plan import Run
from bilateral.runs.site import html, title
from bilateral.runs.versions import versions

REPORT, FAILED, NOTEBOOK, RECORD = "report.html", "failed.html", "notebook.ipynb", "run.json"
FIGURES, TABLES, FILES = "figures", "tables", "files"


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
