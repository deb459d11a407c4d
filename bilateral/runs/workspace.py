"""Where kernels run: a folder of the machine's own for temporary files, and the promise that it is gone afterwards."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bilateral.resources import PACKAGE
from bilateral.runs.forked import is_warm
from bilateral.runs.janitor import taken_away
from bilateral.runs.parent import can_fork, start, start_warm_parent

if TYPE_CHECKING:
    from bilateral.runs.kernel import Kernel

PREFIX = "bilateral-run-"
# matplotlib names the parts of an SVG with a salted hash, and draws with the first font that the machine has.
MATPLOTLIBRC = """\
svg.hashsalt: bilateral
svg.fonttype: path
font.family: DejaVu Sans
figure.dpi: 100
savefig.dpi: 100
"""
# Read by IPython when a kernel starts. Figures are SVG without a date; tracebacks have no colours; `page: str = …` on
# its own is Python, not the magic `%page`.
IPYTHON_CONFIG = """\
c.IPKernelApp.log_level = "CRITICAL"
c.HistoryManager.enabled = False
c.InteractiveShell.automagic = False
c.InteractiveShell.colors = "nocolor"
c.InteractiveShellApp.extensions = ["bilateral.runs.inside"]
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"metadata": {"Date": None}, "bbox_inches": "tight"}
"""
REPRODUCIBLE = {
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "SOURCE_DATE_EPOCH": "315532800",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow's allocator would start a thread, which no fork survives
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # the debugger's word about frozen modules is nothing to a report
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
_OF_THE_CALLER = ("PYTHON", "JUPYTER", "IPYTHON", "JPY_", "MPL", "MATPLOTLIB", "COLUMNS", "LINES")


@dataclass(frozen=True)
class Workspace:
    """A folder for temporary files, what kernels are told by their environment, whether they are forked warm, and which run."""

    folder: Path
    environment: dict[str, str]
    warm: bool
    running: set[Kernel] = field(default_factory=set)
    stopping: Event = field(default_factory=Event)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Every kernel that runs is ended, and each that is started meanwhile."""
        self.stopping.set()
        for kernel in list(self.running):
            kernel.end()
        yield
        self.stopping.clear()


@contextmanager
def workspace(
    *, also: Sequence[Path] = (), warm: bool = True, meanwhile: Callable[[], object] | None = None
) -> Iterator[Workspace]:
    """A workspace, which is gone afterwards, with the folders of `also`: whatever ends this process, SIGKILL too.

    Kernels are forked from a warm parent where the system can do that, and nobody started a forkserver before. While it
    imports what notebooks need, this process imports its own part and does what is asked of it `meanwhile`.
    """
    warm = warm and can_fork()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        with taken_away([folder, *also]):
            environment = _environment(folder)
            if warm:
                start_warm_parent(environment)
            import_module("bilateral.runs.kernel")
            import_module("bilateral.runs.site").exporter()
            if meanwhile:
                meanwhile()
            yield Workspace(folder, environment, warm and _answer())


def _answer() -> bool:
    """Whether what is forked comes from a warm parent: of a forkserver that somebody started before it would not."""
    context = get_context("forkserver")
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=is_warm, args=(telling,))
    start(process)
    telling.close()
    try:
        return bool(told.recv())
    except EOFError:
        return False
    finally:
        process.join()


def _environment(folder: Path) -> dict[str, str]:
    """The kernels' environment: nothing of the caller's Python or Jupyter, everything that steers outputs fixed."""
    settings = folder / "settings"
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
