"""An executed notebook without what differs from run to run: times, paths, process numbers, addresses, random ids."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from bilateral.resources import PACKAGE

INJECTED, MARKER = "injected-parameters", "papermill-error-cell-tag"
ADDED = {INJECTED, MARKER}  # tags of the cells that papermill adds to a notebook
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_CELL_FILE = re.compile(r"[\w./\\:~-]*ipykernel_\d+[/\\]\d+\.py")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STYLER = re.compile(r"\bT_([0-9a-f]{5})(?=[_\"'\s{#]|$)")


def normalise(notebook: Any, folder: Path) -> Any:
    """A copy of an executed notebook that is the same whenever, wherever and by whomever it was run.

    `folder` is where it ran. papermill's record keeps the parameters; its error markers go, the report has its own.
    """
    notebook = deepcopy(notebook)
    recorded = notebook.metadata.get("papermill", {}).get("parameters", {})
    notebook.metadata.update(kernelspec=dict(_KERNELSPEC), language_info={"name": "python"}, papermill={"parameters": recorded})
    notebook.cells = [c for c in notebook.cells if MARKER not in c.metadata.get("tags", ())]
    clean = cleaner(folder)
    stylers: dict[str, str] = {}
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = INJECTED
        for output in cell.get("outputs", ()):
            _clean_output(output, clean, stylers)
    return notebook


def _clean_output(output: Any, clean: Callable[[str], str], stylers: dict[str, str]) -> None:
    match output.output_type:
        case "stream":
            output.text = clean(output.text)
        case "error":
            output.evalue = clean(output.evalue)
            output.traceback = [clean(line) for line in output.traceback]
        case _:
            for kind, data in output.data.items():
                if kind in ("text/plain", "text/markdown", "text/latex"):
                    output.data[kind] = clean(data)
                elif kind == "text/html":
                    output.data[kind] = _renumber(clean(data), stylers)


def _renumber(html: str, stylers: dict[str, str]) -> str:
    """pandas' Styler gives each table a random name; here they are numbered as they come."""
    return _STYLER.sub(lambda match: f"T_{stylers.setdefault(match[1], f'{len(stylers):05x}')}", html)


def cleaner(folder: Path) -> Callable[[str], str]:
    """What takes colours, addresses and places of this machine out of a text; `folder` is where the notebook ran."""
    names = _places(folder)
    places = re.compile("|".join(rf"{re.escape(path)}(?![\w-])" for path in names))

    def clean(text: str) -> str:
        text = _CELL_FILE.sub("<cell>", _COLOUR.sub("", text))
        text = places.sub(lambda match: names[match[0]], text)
        return _ADDRESS.sub("0x…", text)

    return clean


def _places(folder: Path) -> Mapping[str, str]:
    """Paths of this machine and what stands for them, the longest first; a path as short as `/` stands for nothing."""
    places = {
        folder: "<run>",
        PACKAGE: "<bilateral>",
        Path(sys.prefix): "<environment>",
        Path(sys.base_prefix): "<python>",
        Path.home(): "~",
    }
    known = {str(path): name for path, name in places.items() if len(path.parts) > 1}
    return dict(sorted(known.items(), key=lambda item: -len(item[0])))
