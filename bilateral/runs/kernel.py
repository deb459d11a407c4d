"""What papermill runs notebooks with: this interpreter's own kernel, and an engine that keeps a notebook that fails."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import Bool, Type

from bilateral.runs.inside import LOG, MEMORY, RUN, WORK
from bilateral.runs.parent import LONGEST_FOLDER, WARM
from bilateral.runs.workspace import Workspace

ENGINE = "bilateral"
AGAIN = 5  # milliseconds


class KeepingEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's engine, which on its own drops the notebook when the kernel dies or a cell takes too long."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, kept: list[Any], **options: Any) -> None:
        """Run the notebook; `kept` receives it before the first cell, and sees it change."""
        kept.append(nb_man.nb)
        options.pop("output_path", None)
        super().execute_managed_notebook(nb_man, kernel_name, **options)


papermill_engines.register(ENGINE, KeepingEngine)


class WelcomedClient(AsyncKernelClient):
    """Ready when the kernel's output channel welcomes it, without the fifth of a second of silence waited for else; then it
    waits for its turn.

    Who connects before the kernel listens tries again soon, not after the tenth of a second that zmq waits.
    """

    def start_channels(self, *which: bool, **named: bool) -> None:
        """Connect to the kernel."""
        self.context.setsockopt(zmq.RECONNECT_IVL, AGAIN)
        super().start_channels(*which, **named)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError where the kernel dies, or is not there in time."""
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            try:
                message = await self.iopub_channel.get_msg(timeout=1)
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before it was ready") from None
            else:
                if message["msg_type"] == "iopub_welcome":
                    self.parent.own.take_turn()  # type: ignore[union-attr]
                    return
        raise RuntimeError(f"Kernel was not ready in {timeout} seconds")


class Kernel:
    """The kernel of one run: this interpreter in the run's folder, whatever is installed. It works within `turn`.

    `peak` is the most memory that it held, in bytes, known when it has ended.
    """

    def __init__(self, place: Workspace, folder: Path, memory: int, turn: AbstractContextManager[None]) -> None:
        self.place, self.folder = place, folder
        self.environment = {**place.environment, RUN: str(folder), MEMORY: str(memory), "TMPDIR": str(folder)}
        self.peak = 0
        self._turn, self._at_work = turn, ExitStack()
        self._process: Any = None

    def manager(self) -> type[AsyncKernelManager]:
        """The class of kernel managers that start it."""
        return type("OwnManager", (_OwnManager,), {"own": self})

    def started(self, process: Any) -> None:
        """Its process runs."""
        self._process = process
        self.place.running.add(self)
        if self.place.stopping.is_set():
            self.end()

    def take_turn(self) -> None:
        """Wait until it may work; what it takes then it gives back at its end."""
        self._at_work.enter_context(self._turn)

    def end(self) -> None:
        """End it and all that it started, whatever state it is in."""
        self._at_work.close()
        self.place.running.discard(self)
        if self._process is None:
            return
        self.peak = max(self.peak, _peak(self._process.pid))
        with suppress(OSError, AttributeError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """Why it ended by itself, in a sentence."""
        status = self._process.poll() if self._process else None
        if status is not None and status >= 0:
            return f"its kernel ended itself with exit status {status}. {self.log()}"
        return f"its kernel was killed or ran out of memory. {self.log()}"

    def log(self) -> str:
        """What it wrote past Python, such as the last words of a crash."""
        file = self.folder / LOG
        return file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""


class _OwnManager(AsyncKernelManager):
    """Starts the kernel `own`. Where there are Unix sockets no port is opened, so that no two kernels share one."""

    own: Kernel
    client_factory = Type(WelcomedClient)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.connection_file = str(self.own.folder / "kernel.json")
        if sys.platform != "win32" and len(str(self.own.folder)) < LONGEST_FOLDER:
            self.transport, self.ip = "ipc", str(self.own.folder / "socket")

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # as in AsyncKernelManager
        options |= {"env": dict(self.own.environment), "cwd": str(self.own.folder / WORK)}
        with (self.own.folder / LOG).open("ab") as log:  # a warm kernel opens it itself
            told = {} if self.own.place.warm else {"stdout": log, "stderr": log}
            await super().start_kernel(**options, **told)
        self.own.started(getattr(self.provisioner, "process", None))

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """At once: nothing of a kernel is wanted any more when its last cell has run."""
        self.own.end()
        await super().shutdown_kernel(now=now, restart=restart)

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _OwnSpec(parent=self, kernel_dirs=[], warm=self.own.place.warm)


class _OwnSpec(KernelSpecManager):
    """No folder is searched for kernel specs: one named `python3` in the user's home would run another environment."""

    warm = Bool()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        metadata = {"kernel_provisioner": {"provisioner_name": WARM}} if self.warm else {}
        return KernelSpec(argv=argv, language="python", display_name="Python 3", metadata=metadata)


def _peak(pid: int) -> int:
    """The most memory that a process has held, in bytes; 0 where Linux does not tell."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) * 1024
    return 0
