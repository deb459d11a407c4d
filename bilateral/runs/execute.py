"""One run: papermill executes a notebook in this interpreter's kernel, set so that two runs give the same bytes."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from bilateral.errors import MissingExtra, RunFailed
from bilateral.resources import PACKAGE
from bilateral.runs.normalise import ADDED, cleaner, normalise
from bilateral.runs.plan import Run

CELL_SECONDS = 600  # a cell that takes longer hangs; the slowest of ours takes seconds
RUN_FOLDER = "bilateral-run-"

# Read by IPython when the kernel starts. Figures are SVG without a date; tracebacks have no colours; `page: str = …` on
# its own is Python, not the magic `%page`.
IPYTHON_CONFIG = """\
c.IPKernelApp.log_level = "ERROR"
c.InteractiveShell.automagic = False
c.InteractiveShell.colors = "nocolor"
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"metadata": {"Date": None}, "bbox_inches": "tight"}
"""
# matplotlib names the parts of an SVG with a salted hash, and draws with the first font that the machine has.
MATPLOTLIBRC = """\
svg.hashsalt: bilateral
svg.fonttype: path
font.family: DejaVu Sans
figure.dpi: 100
savefig.dpi: 100
"""
REPRODUCIBLE = {
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "SOURCE_DATE_EPOCH": "315532800",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
_OF_THE_CALLER = ("PYTHON", "JUPYTER", "IPYTHON", "MPL", "MATPLOTLIB")


@dataclass(frozen=True)
class Executed:
    """The notebook as far as it ran, normalised, and why it ran no further (`None`: it ran to its end)."""

    notebook: Any  # nbformat.NotebookNode
    failure: RunFailed | None


def execute(run: Run, *, cell_seconds: int = CELL_SECONDS) -> Executed:
    """Run a notebook in a folder of its own. A failure is part of what comes back; `MissingExtra` is raised."""
    execute_notebook = papermill()
    kept: list[Any] = []
    problem: Exception | None = None
    with TemporaryDirectory(prefix=RUN_FOLDER) as name:
        folder = Path(name).resolve()
        _lay_page(run, folder)
        options = _options(folder, cell_seconds)
        try:
            execute_notebook(load(run.path), None, dict(run.parameters), kept=kept, **options)
        except Exception as error:  # whatever a notebook, a kernel or papermill can raise is a failed run, no crash
            problem = error
    notebook: Any = kept[0] if kept else load(run.path)
    cell, reason = _failure(notebook, problem, cell_seconds)
    failed = RunFailed(run.notebook, *cell, cleaner(folder)(reason)) if reason else None
    return Executed(normalise(notebook, folder), failed)


def load(path: Path) -> Any:
    """A notebook in today's format, with cell ids that are the same each time it is read."""
    import nbformat

    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        notebook = nbformat.convert(notebook, 4)
        notebook.nbformat_minor = 5
        for number, cell in enumerate(notebook.cells, start=1):
            cell["id"] = f"cell-{number}"
    return notebook


Cell = tuple[int | None, str]  # its number in the notebook as written, from 1, and its source


def _failure(notebook: Any, problem: Exception | None, cell_seconds: int) -> tuple[Cell, str]:
    """Where and why the notebook did not run to its end; the reason is empty where it did.

    Any error output is a failure, that of `sys.exit(0)` too, which papermill takes for a success.
    """
    written = [cell for cell in notebook.cells if not ADDED.intersection(cell.metadata.get("tags", ()))]
    reached: Cell = (None, "")
    for number, cell in enumerate(written, start=1):
        if cell.metadata.get("papermill", {}).get("start_time"):
            reached = number, cell.source
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", ()):
                return (number, cell.source), _one_line(f"{output.ename}: {output.evalue}")
    return reached, _reason(problem, cell_seconds) if problem else ""


def papermill() -> Callable[..., Any]:
    """papermill's `execute_notebook`. Raises `MissingExtra` where reports were not installed."""
    try:
        from papermill import execute_notebook
    except ImportError as error:
        raise MissingExtra(f"Reports need {error.name}; install it with: pip install 'bilateral[reports]'") from None
    # Its warnings are checks of ours made before (unknown parameters) or failures that we report (a dead kernel).
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    return cast(Callable[..., Any], execute_notebook)


def _options(folder: Path, cell_seconds: int) -> dict[str, Any]:
    """What papermill, nbclient and the kernel are told; left alone it saves after each cell and never stops a loop."""
    from bilateral.runs.kernel import ENGINE, kernel_manager

    return {
        "engine_name": ENGINE,
        "kernel_name": "python3",
        "language": "python",
        "kernel_manager_class": kernel_manager(_environment(folder), folder),
        "cwd": folder,
        "execution_timeout": cell_seconds,
        "progress_bar": False,
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
        "record_timing": False,
        "coalesce_streams": True,
        "store_widget_state": False,
        "ipython_hist_file": ":memory:",
        "shutdown_kernel": "immediate",
    }


def _reason(error: Exception, cell_seconds: int) -> str:
    match type(error).__name__:
        case "DeadKernelError":
            return "its kernel was killed or ran out of memory."
        case "CellTimeoutError":
            return f"it was still running after {cell_seconds} seconds and was stopped."
    return _one_line(f"{type(error).__name__}: {error}")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def _lay_page(run: Run, folder: Path) -> None:
    """Put the page and its card into the run's folder, so that the notebook needs no path of this machine."""
    if run.page.file:
        card = run.page.file.with_suffix(".toml")
        for file in (run.page.file, card) if card.is_file() else (run.page.file,):
            shutil.copyfile(file, folder / file.name)


def _environment(folder: Path) -> Mapping[str, str]:
    """The kernel's environment: nothing of the caller's Python or Jupyter, everything that steers outputs fixed."""
    settings = folder / ".settings"
    profile = settings / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(IPYTHON_CONFIG, encoding="utf-8")
    (settings / "matplotlibrc").write_text(MATPLOTLIBRC, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_CALLER)}
    return {
        **inherited,
        **REPRODUCIBLE,
        "PYTHONPATH": str(PACKAGE.parent),  # the kernel imports the package that is running now
        "IPYTHONDIR": str(settings / "ipython"),
        "JUPYTER_CONFIG_DIR": str(settings / "jupyter"),
        "MATPLOTLIBRC": str(settings / "matplotlibrc"),
        "MPLCONFIGDIR": str(_font_cache(settings)),
    }


def _font_cache(settings: Path) -> Path:
    """matplotlib's list of fonts takes a second to make, so the environment keeps one where it can be written."""
    shared = Path(sys.prefix) / "var" / "bilateral-matplotlib"
    try:
        shared.mkdir(parents=True, exist_ok=True)
    except OSError:
        return settings
    return shared if os.access(shared, os.W_OK) else settings
