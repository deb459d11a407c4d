"""Kernels forked from the warm parent: a provisioner for jupyter_client over the standard library's forkserver.

https://jupyter-client.readthedocs.io/en/stable/provisioning.html
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from importlib.metadata import entry_points
from multiprocessing import forkserver, get_all_start_methods, get_context, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from bilateral.resources import PACKAGE
from bilateral.runs.forked import PRELOADED, kernel
from bilateral.runs.inside import LOG, RUN
from bilateral.runs.janitor import take_away

WARM = "bilateral-warm"  # the entry point's name in pyproject.toml
LONGEST_FOLDER = 80  # characters of the folder of a Unix socket, whose path has 108 at most
STARTED = threading.Event()
_LOCK = threading.Lock()  # multiprocessing looks after all its processes whenever it starts one


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of the warm parent, with the command, environment and folder of a plain one."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Start the kernel; `cmd` is `[python, -m, ipykernel_launcher, *arguments]`."""
        environment, folder = options["env"], options["cwd"]
        log = str(Path(environment[RUN], LOG))
        process = get_context("forkserver").Process(target=kernel, args=(cmd[3:], environment, folder, own_path(), log))
        with _LOCK:
            process.start()
        self.process = ForkedProcess(process)
        self.pid = self.pgid = process.pid  # its session, where it has made it already
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and all that it started, and see that it has ended."""
        await super().kill(restart)
        if self.process:
            self.process.wait()


class ForkedProcess:
    """A process of multiprocessing with the face of one of subprocess."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        """The exit status, None while it runs."""
        with _LOCK:
            return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for its end."""
        with _LOCK:
            self._process.join()
            return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to this process alone."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def can_fork() -> bool:
    """Whether this system has a forkserver, whose socket has room, and Jupyter knows of the provisioner."""
    known = entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=WARM)
    return "forkserver" in get_all_start_methods() and len(tempfile.gettempdir()) < LONGEST_FOLDER and bool(known)


def own_path() -> list[str]:
    """Where a kernel imports from: as here, but from no folder of the caller's, like a kernel that is started plainly."""
    callers = {"", *os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    start = sys.path if sys.flags.safe_path else sys.path[1:]
    kept = [entry for entry in start if entry not in callers and entry != str(PACKAGE.parent)]
    return ["", str(PACKAGE.parent), *kept]


def start_warm_parent(environment: dict[str, str]) -> None:
    """Start the warm parent with this environment, where it is not running. It imports while we go on."""
    kept = dict(os.environ)
    with _LOCK:
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
