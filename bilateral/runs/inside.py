"""Inside the kernel, before the first cell: its memory is bounded, its writing kept to its folder, its outputs kept.

An IPython extension. Every figure that a cell shows is saved as SVG and PNG, every frame as CSV, in the folder that
`BILATERAL_RUN` names, each with a JSON file beside it that tells what it is, and the cell by its execution count.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from bilateral.formulas import protected

RUN, MEMORY = "BILATERAL_RUN", "BILATERAL_MEMORY"  # a folder; bytes
WORK, SHOWN, LOG = "work", "shown", "kernel.log"  # in that folder: where cells run, what they showed, last words
PNG_DPI = 200  # twice the figures' own
NO_SOFTWARE = {"Software": None}
QUICK = {"compress_level": 1}  # a tenth larger than the smallest, in a third of the time
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Python's audit events, and which of their arguments are paths that are changed.
_CHANGING = {
    "os.mkdir": (0,),
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
}


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython when the kernel starts."""
    folder = Path(os.environ[RUN])
    _seed()
    _keep_writing_within([folder, Path(os.environ["MPLCONFIGDIR"]), Path(os.environ["IPYTHONDIR"])])
    _bound_memory(int(os.environ.get(MEMORY, 0)))
    _keep_outputs(shell, folder / SHOWN)


def _bound_memory(more: int) -> None:
    """Cells may ask for so many bytes more than the kernel has now; past them Python raises MemoryError. On Linux only."""
    if more:
        with suppress(ImportError, OSError, StopIteration):
            import resource

            lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
            now = int(next(line.split()[1] for line in lines if line.startswith("VmData:"))) * 1024
            resource.setrlimit(resource.RLIMIT_DATA, (now + more, now + more))


def _seed() -> None:
    """A cell that draws numbers at random and seeds nothing draws the same ones each time."""
    import numpy

    random.seed(0)
    numpy.random.seed(0)


def _keep_writing_within(folders: list[Path]) -> None:
    """No cell writes outside these folders by accident. It is no jail: what does not go through Python goes on."""
    inside = [*(folder.resolve() for folder in folders), Path("/dev")]

    def refuse(name: Any) -> None:
        if isinstance(name, int) or name is None:
            return
        path = Path(os.fsdecode(name)).resolve()
        if not any(path.is_relative_to(folder) for folder in inside):
            raise PermissionError(
                f"{os.fsdecode(name)} is outside the run's folder; a file that a cell writes there, such as "
                f"{path.name!r} alone, is kept with the report"
            )

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if arguments[2] & _WRITING:
                refuse(arguments[0])
        elif event in _CHANGING:
            for number in _CHANGING[event]:
                refuse(arguments[number])

    sys.addaudithook(audit)


def _keep_outputs(shell: Any, folder: Path) -> None:
    """Every figure and frame that a cell shows passes through the display formatter."""
    folder.mkdir(parents=True, exist_ok=True)
    show, numbers = shell.display_formatter.format, count()

    def keep(value: Any, *arguments: Any, **options: Any) -> Any:
        formats = show(value, *arguments, **options)
        path = folder / f"{next(numbers):04}"
        told = _kept(value, formats[0], path) if formats[0] else None
        if told:
            told["count"] = shell.displayhook.prompt_count  # of the cell that runs now
            path.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
        return formats

    shell.display_formatter.format = keep


def _kept(value: Any, formats: Mapping[str, Any], path: Path) -> dict[str, Any] | None:
    """Save a figure or a frame under this path without a suffix, and tell what it is; nothing for anything else."""
    frame = _frame(value)
    if frame is not None:
        _write_csv(frame, path.with_suffix(".csv"))
        return {"kind": "table", "rows": len(frame), "columns": [str(column) for column in frame.columns]}
    figure = sys.modules.get("matplotlib.figure")
    if figure and isinstance(value, figure.Figure):
        _write_figure(value, formats.get("image/svg+xml"), path)
        return {"kind": "figure", "title": _title(value)}
    return None


def _frame(value: Any) -> Any:
    """The DataFrame that is shown, or that a Styler shows."""
    import pandas as pd

    shown = getattr(value, "data", None) if type(value).__name__ == "Styler" else value
    return shown if isinstance(shown, pd.DataFrame) else None


def _write_csv(frame: Any, path: Path) -> None:
    """As it is shown: with its index where that has a name; text that a spreadsheet would run is quoted."""
    import pandas as pd

    named = frame.index.name or (frame.columns.name if isinstance(frame.columns.name, str) else None)
    plain = isinstance(frame.index, pd.RangeIndex) and not named
    safe = frame.rename(index=_safe, columns=_safe).map(_safe)
    safe.to_csv(path, index=not plain, index_label=named, lineterminator="\n", encoding="utf-8")


def _safe(value: Any) -> Any:
    return protected(value) if isinstance(value, str) else value


def _write_figure(figure: Any, svg: str | None, path: Path) -> None:
    """The SVG that is shown, and a PNG of the same, cut as IPython cuts where the figure does not draw itself."""
    tight: dict[str, Any] = {"bbox_inches": "tight"}
    if svg:
        path.with_suffix(".svg").write_text(svg, encoding="utf-8")
    else:
        figure.savefig(path.with_suffix(".svg"), format="svg", metadata={"Date": None}, **tight)
    if svg and hasattr(figure, "_repr_svg_"):
        _draw_again(figure, path.with_suffix(".png"))
    else:
        figure.savefig(path.with_suffix(".png"), format="png", dpi=PNG_DPI, metadata=NO_SOFTWARE, pil_kwargs=QUICK, **tight)


def _draw_again(figure: Any, path: Path) -> None:
    """A PNG of a figure that was just drawn as SVG: where that has everything, this has it, and nothing is laid out again."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, layout, dpi = figure.canvas, figure.get_layout_engine(), figure.dpi
    again: Any = FigureCanvasAgg(figure)
    try:
        figure.set_layout_engine("none")
        figure.dpi = PNG_DPI
        with matplotlib.rc_context({"text.hinting": "none"}):  # letters of this size need no fitting to the pixels
            again.print_png(path, metadata=NO_SOFTWARE, pil_kwargs=QUICK)
    finally:
        figure.dpi = dpi
        figure.set_layout_engine(layout)
        figure.set_canvas(canvas)


def _title(figure: Any) -> str:
    titles = [figure.get_suptitle(), *(axes.get_title(loc) for axes in figure.axes for loc in ("left", "center", "right"))]
    return next((" ".join(title.split()) for title in titles if title), "")
