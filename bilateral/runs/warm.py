"""What the warm parent imports: all that notebooks need, once, and shared by every kernel that is forked from it.

The standard library's forkserver imports this module when it starts. Nothing here may start a thread, an event loop
or a zmq context, none of which a fork survives. Nor is pyplot imported: it joins itself to the kernel that imports it.
"""

from __future__ import annotations

import gc
import io
import pkgutil
from importlib import import_module

import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg  # noqa: F401
import networkx  # noqa: F401  # imported by who draws a network, and not before
import pandas as pd
from matplotlib.figure import Figure

import bilateral
import bilateral.analysis
import bilateral.charts
import bilateral.runs.inside

# What a kernel imports when it starts and in its first cell: its magics, its history, its debugger.
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
ALLOCATIONS = 20_000  # between two garbage collections, for Python's 700: figures are made of many small things, all in use


def warm_up() -> None:
    """Load what is loaded on first use: the notebooks' modules, vocabulary, fonts, backends, the templates of frames."""
    for part in (bilateral.analysis, bilateral.charts):
        for module in pkgutil.iter_modules(part.__path__, f"{part.__name__}."):
            import_module(module.name)
    for name in KERNEL:
        import_module(name)
    bilateral.load()
    pd.set_option("display.max_columns", 20)  # what pandas sets where it is imported in a kernel, not before
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], label="a")
    axes.set_title("a")
    axes.legend()
    for kind in ("svg", "png"):
        figure.savefig(io.BytesIO(), format=kind, bbox_inches="tight")
    pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]})._repr_html_()  # type: ignore[operator]
    gc.set_threshold(ALLOCATIONS)
    gc.collect()
    gc.freeze()  # else the first collection of each kernel would copy every page of memory


warm_up()
