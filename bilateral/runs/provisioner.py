"""Kernels forked from the warm parent: a provisioner for jupyter_client over the standard library's forkserver.

https://jupyter-client.readthedocs.io/en/stable/provisioning.html
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from bilateral.resources import PACKAGE
from bilateral.runs.forked import kernel
from bilateral.runs.inside import LOG, RUN
from bilateral.runs.parent import LOCK, start


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of the warm parent, with the command, environment and folder of a plain one."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Start the kernel; `cmd` is `[python, -m, ipykernel_launcher, *arguments]`."""
        environment, folder = options["env"], options["cwd"]
        log = str(Path(environment[RUN], LOG))
        process = get_context("forkserver").Process(target=kernel, args=(cmd[3:], environment, folder, own_path(), log))
        start(process)
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
        with LOCK:
            return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for its end."""
        with LOCK:
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


def own_path() -> list[str]:
    """Where a kernel imports from: as here, but from no folder of the caller's, like a kernel that is started plainly."""
    callers = {"", *os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    start = sys.path if sys.flags.safe_path else sys.path[1:]
    kept = [entry for entry in start if entry not in callers and entry != str(PACKAGE.parent)]
    return ["", str(PACKAGE.parent), *kept]
