"""The warm parent, of which kernels are forked: whether this system can have one, and its start.

Nothing of Jupyter is imported here: the sooner it starts, the sooner the first kernel runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from importlib.metadata import entry_points
from multiprocessing import forkserver, get_all_start_methods, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from bilateral.runs.forked import PRELOADED
from bilateral.runs.janitor import take_away

PROVISIONERS, WARM = "jupyter_client.kernel_provisioners", "bilateral-warm"  # the entry point in pyproject.toml
LONGEST_FOLDER = 80  # characters of the folder of a Unix socket, whose path has 108 at most
STARTED = threading.Event()
LOCK = threading.Lock()  # multiprocessing looks after all its processes whenever it starts one


def can_fork() -> bool:
    """Whether this system has a forkserver, whose socket has room, and Jupyter knows of the provisioner."""
    known = entry_points(group=PROVISIONERS, name=WARM)
    return "forkserver" in get_all_start_methods() and len(tempfile.gettempdir()) < LONGEST_FOLDER and bool(known)


def start_warm_parent(environment: dict[str, str]) -> None:
    """Start the warm parent with this environment, where it is not running. It imports while we go on."""
    kept = dict(os.environ)
    with LOCK:
        if not STARTED.is_set():
            take_away(Path(str(util.get_temp_dir())))  # multiprocessing's folder for the forkserver's socket
        STARTED.set()
        forkserver.set_forkserver_preload([PRELOADED])
        os.environ.clear()
        os.environ.update(environment)
        try:
            forkserver.ensure_running()
        finally:
            os.environ.clear()
            os.environ.update(kept)


def start(process: BaseProcess) -> None:
    """Start a process as a fork of the warm parent.

    The caller's script is hidden meanwhile: multiprocessing would import it in every process, and none needs it.
    """
    with LOCK:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = script
