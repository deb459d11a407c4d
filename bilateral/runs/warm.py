"""What the warm parent imports: all that notebooks need, once, and shared by every kernel that is forked from it.

The standard library's forkserver imports this module when it starts. Nothing here may start a thread, an event loop
or a zmq context, none of which a fork survives. Nor is pyplot imported: it joins itself to the kernel that imports it.
"""

from __future__ import annotations

import gc
import io
import pkgutil
import sys
from importlib import import_module

NOTEBOOKS = (
    "bilateral.runs.inside",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "networkx",  # imported by who draws a network, and not before
)
# What a kernel imports when it starts and in its first cell: its magics, its history.
KERNEL = (
    "ipykernel.debugger",
    "ipykernel.kernelapp",
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
    """Import it, and load what is loaded on first use: vocabulary, fonts, backends, the templates of frames."""
    gc.disable()  # none of this is garbage, and looking for some takes a tenth of the time
    for name in NOTEBOOKS:
        import_module(name)
    for part in ("bilateral.analysis", "bilateral.charts"):
        for module in pkgutil.iter_modules(import_module(part).__path__, f"{part}."):
            import_module(module.name)
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # the kernel does without: no editor debugs a batch
    for name in KERNEL:
        import_module(name)
    del sys.modules["debugpy"]
    _use_once()
    gc.collect()
    gc.enable()
    gc.set_threshold(ALLOCATIONS)
    gc.freeze()  # else the first collection of each kernel would copy every page of memory


def _use_once() -> None:
    import pandas as pd
    from matplotlib.figure import Figure

    import bilateral

    bilateral.load()
    pd.set_option("display.max_columns", 20)  # what pandas sets where it is imported in a kernel, not before
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], label="a")
    axes.set_title("a")
    axes.legend()
    for kind in ("svg", "png"):
        figure.savefig(io.BytesIO(), format=kind, bbox_inches="tight")
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]})
    frame.to_csv()
    frame.to_string()
    frame._repr_html_()  # type: ignore[operator]


warm_up()
