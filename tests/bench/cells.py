"""The cells of notebooks and nothing else: `python -m tests.bench.cells WORKERS NUMBER NOTEBOOK...` says the seconds.

Each run is a bare fork of a process that has imported everything: no kernel, no messages, no files but the figures and
tables that cells show. It is the least that a batch on so many cores can take.
"""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import bilateral.runs.warm  # noqa: F401  # the state of a kernel before its first cell
from bilateral.resources import notebook_paths
from bilateral.runs.inside import _kept
from bilateral.runs.parameters import read

REPRESENTATIONS = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "text/markdown": "_repr_markdown_"}


def run(path: Path, folder: Path) -> None:
    """Execute a notebook's cells with its defaults, and draw all that they show."""
    import json

    names: dict[str, Any] = {parameter.name: parameter.default for parameter in read(path)}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, cell["id"], "exec"), names)
            if last:
                show(eval(compile(ast.Expression(last.value), cell["id"], "eval"), names), folder / cell["id"])


def show(value: Any, path: Path) -> None:
    """What IPython asks a value for, and the files that the kernel keeps of it."""
    formats = {kind: getattr(value, name)() for kind, name in REPRESENTATIONS.items() if hasattr(value, name)}
    repr(value)
    _kept(value, formats, path)


def main(workers: int, number: int, names: list[str]) -> None:
    """So many runs of these bundled notebooks, so many at a time."""
    paths = [notebook_paths()[name] for name in names]
    running = 0
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for n in range(number):
            if running == workers:
                running -= ended()
            if os.fork() == 0:
                own = Path(folder, str(n))
                own.mkdir()
                run(paths[n % len(paths)], own)
                os._exit(0)
            running += 1
        while running:
            running -= ended()
        sys.stdout.write(f"{time.perf_counter() - start}\n")


def ended() -> int:
    """Wait for a child; one that failed measures nothing."""
    _, status = os.wait()
    if status:
        sys.exit("a notebook failed")
    return 1


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
