"""What a process forked from the warm parent becomes: a kernel.

Its parent may be killed at any moment, and a cell may hold the interpreter for good. So the operating system is asked
to end a kernel and all that it started (F_SETOWN, O_ASYNC) when the pipe to its parent closes: no thread, no polling.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection

PRELOADED = "bilateral.runs.warm"


def kernel(arguments: Sequence[str], environment: Mapping[str, str], folder: str, path: Sequence[str], log: str) -> None:
    """Be a kernel, in a session of its own so that all that it starts ends with it."""
    os.setsid()
    _end_with_parent()
    _settle(environment, folder, path)
    _redirect(log)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(list(arguments))


def is_warm(told: Connection) -> None:
    """Tell whether this is a fork of the warm parent, and of one that was started as it must be."""
    told.send(PRELOADED in sys.modules and not sys.flags.hash_randomization)


def _end_with_parent() -> None:
    import fcntl

    parent = parent_process()
    with suppress(OSError, AttributeError):  # a system whose pipes send no signals
        pipe = parent.sentinel  # type: ignore[union-attr]
        fcntl.fcntl(pipe, fcntl.F_SETOWN, -os.getpgid(0))
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)


def _settle(environment: Mapping[str, str], folder: str, path: Sequence[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.path[:] = path


def _redirect(log: str) -> None:
    """What is written past Python, such as the last words of a crash, goes to a file; nothing is read."""
    for descriptor, name, mode in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY), (2, log, os.O_WRONLY)):
        opened = os.open(name, mode | (0 if mode == os.O_RDONLY else os.O_CREAT | os.O_APPEND), 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
