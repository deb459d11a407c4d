"""One run: papermill executes a notebook in this interpreter's kernel, set so that two runs give the same bytes."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from bilateral.errors import MissingExtra, RunFailed
from bilateral.runs import inside
from bilateral.runs.normalise import ADDED, cleaner, normalise
from bilateral.runs.plan import Run
from bilateral.runs.workspace import Workspace, workspace

if TYPE_CHECKING:
    from bilateral.runs.kernel import Kernel

CELL_SECONDS = 600  # a cell that takes longer hangs; the slowest of ours takes seconds
LAST_LINES = 20
MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one run may use: seconds for each cell, MiB of memory (0: no bound)."""

    cell_seconds: int = CELL_SECONDS
    memory: int = 0


@dataclass(frozen=True)
class Executed:
    """The notebook as far as it ran, normalised, and why it ran no further (`None`: it ran to its end).

    `shown`: the figures and frames that its cells showed, each as the number of its cell in the executed notebook,
    what is told of it, and its bytes by suffix. `files`: what the cells wrote, by path. `peak`: the most memory that its
    kernel held, in bytes; 0 where the system does not tell.
    """

    notebook: Any  # nbformat.NotebookNode
    failure: RunFailed | None
    shown: list[tuple[int, dict[str, Any], dict[str, bytes]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    peak: int = 0


def execute(
    run: Run,
    limits: Limits | None = None,
    within: Workspace | None = None,
    turn: AbstractContextManager[None] | None = None,
) -> Executed:
    """Run a notebook in a folder of its own; its cells run within `turn`.

    A failure is part of what comes back; `MissingExtra` is raised.
    """
    limits = limits or Limits()
    execute_notebook = papermill()
    from bilateral.runs.kernel import Kernel

    kept: list[Any] = []
    problem: Exception | None = None
    with _folder(within) as (place, folder):
        work = folder / inside.WORK
        _lay_page(run, work)
        kernel = Kernel(place, folder, limits.memory * MIB, turn or nullcontext())
        try:
            execute_notebook(load(run), None, dict(run.parameters), kept=kept, **_options(kernel, limits))
        except Exception as error:  # whatever a notebook, a kernel or papermill can raise is a failed run, no crash
            problem = error
        finally:
            kernel.end()
        notebook: Any = kept[0] if kept else load(run)
        reason = _reason(problem, kernel, limits) if problem else ""
        if not reason and not (folder / inside.SHOWN).is_dir():  # IPython goes on without an extension that failed
            reason = f"its kernel could not be set up. {kernel.log()}"
        failure = _failure(run, notebook, reason, cleaner(work))
        shown = _shown(notebook, folder / inside.SHOWN)
        return Executed(normalise(notebook, work), failure, shown, _written(run, work), kernel.peak)


def load(run: Run) -> Any:
    """A run's notebook in today's format, with cell ids that are the same each time it is read."""
    import nbformat

    notebook = nbformat.reads(run.content.decode("utf-8"), as_version=nbformat.NO_CONVERT)
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        notebook = nbformat.convert(notebook, 4)
        notebook.nbformat_minor = 5
        for number, cell in enumerate(notebook.cells, start=1):
            cell["id"] = f"cell-{number}"
    return notebook


def refuse_without_papermill() -> None:
    """Raises `MissingExtra` where reports were not installed. Nothing is imported, which takes its time."""
    for name in ("ipykernel", "papermill"):
        if find_spec(name) is None:
            raise MissingExtra(f"Reports need {name}; install it with: pip install 'bilateral[reports]'")


def papermill() -> Callable[..., Any]:
    """papermill's `execute_notebook`. Raises `MissingExtra` where reports were not installed."""
    refuse_without_papermill()  # without ipykernel, every kernel would fail on its own
    from papermill import execute_notebook

    # Its warnings are checks of ours made before (unknown parameters) or failures that we report (a dead kernel).
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    return cast(Callable[..., Any], execute_notebook)


@contextmanager
def _folder(within: Workspace | None) -> Iterator[tuple[Workspace, Path]]:
    """A workspace, and in it a folder for one run; a new workspace where none is given."""
    if within is None:
        with workspace() as own, _folder(own) as pair:
            yield pair
        return
    with TemporaryDirectory(prefix="r", dir=within.folder, ignore_cleanup_errors=True) as name:
        yield within, Path(name)


def _lay_page(run: Run, work: Path) -> None:
    """Put the page and its card into the run's folder, so that the notebook needs no path of this machine."""
    work.mkdir()
    for name, data in run.page.files.items():
        (work / name).write_bytes(data)


def _options(kernel: Kernel, limits: Limits) -> dict[str, Any]:
    """What papermill, nbclient and the kernel are told; left alone it saves after each cell and never stops a loop.

    No `cwd`: papermill would change the folder of this whole process, and runs go on side by side.
    """
    from bilateral.runs.kernel import ENGINE

    return {
        "engine_name": ENGINE,
        "kernel_name": "python3",
        "language": "python",
        "kernel_manager_class": kernel.manager(),
        "execution_timeout": limits.cell_seconds,
        "progress_bar": False,
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
        "record_timing": False,
        "coalesce_streams": True,
        "store_widget_state": False,
        "shutdown_kernel": "immediate",
    }


def _failure(run: Run, notebook: Any, reason: str, clean: Callable[[str], str]) -> RunFailed | None:
    """Where and why the notebook did not run to its end; None where it did. `reason` is what stopped it, if not a cell.

    Any error output is a failure, that of `sys.exit(0)` too, which papermill takes for a success.
    """
    written = [cell for cell in notebook.cells if not ADDED.intersection(cell.metadata.get("tags", ()))]
    reached: int | None = None
    for number, cell in enumerate(written, start=1):
        if cell.metadata.get("papermill", {}).get("start_time"):
            reached = number
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", ()):
                reason, reached = f"{output.ename}: {output.evalue}", number
                return RunFailed(run.notebook, reached, cell.source, _one_line(clean(reason)), _last_lines(cell, clean))
    if not reason:
        return None
    if reached is None:
        return RunFailed(run.notebook, None, "", _one_line(clean(reason)))
    cell = written[reached - 1]
    return RunFailed(run.notebook, reached, cell.source, _one_line(clean(reason)), _last_lines(cell, clean))


def _reason(error: Exception, kernel: Kernel, limits: Limits) -> str:
    match type(error).__name__:
        case "DeadKernelError":
            return kernel.last_words()
        case "CellTimeoutError":
            return f"it was still running after {limits.cell_seconds} seconds and was stopped."
    return f"{type(error).__name__}: {error}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def _last_lines(cell: Any, clean: Callable[[str], str]) -> str:
    """The end of what a cell wrote, its traceback last."""
    outputs = cell.get("outputs", ())
    texts = ["\n".join(out.traceback) if out.output_type == "error" else out.get("text", "") for out in outputs]
    return "\n".join(clean("\n".join(texts)).strip().splitlines()[-LAST_LINES:])


def _shown(notebook: Any, folder: Path) -> list[tuple[int, dict[str, Any], dict[str, bytes]]]:
    """What the kernel kept of the cells' figures and frames, in the order in which they were shown."""
    cells = {cell.get("execution_count"): n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    shown = []
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        number = cells.get(told.pop("count"))
        if number is not None:
            files = {one.suffix: one.read_bytes() for one in sorted(folder.glob(f"{file.stem}.*")) if one != file}
            shown.append((number, told, files))
    return shown


def _written(run: Run, work: Path) -> dict[str, bytes]:
    """The files that cells wrote in their folder; no links, which could lead anywhere, and not the page that was laid."""
    files = [
        path for path in sorted(work.rglob("*")) if path.is_file() and path.resolve() == work.resolve() / path.relative_to(work)
    ]
    return {name: path.read_bytes() for path in files if (name := path.relative_to(work).as_posix()) not in run.page.files}
