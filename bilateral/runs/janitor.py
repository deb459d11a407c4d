"""A process that outlives this one where this one is killed, and takes its temporary folders away."""

from __future__ import annotations

import atexit
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# It waits for the end of the pipe between the two, which the system closes when this process ends in whatever way.
PROGRAM = """\
import shutil, sys, time
sys.stdin.buffer.read()
for _ in range(3):
    for folder in sys.argv[1:]:
        shutil.rmtree(folder, ignore_errors=True)
    time.sleep(1)  # a kernel that was started the plain way looks for its parent once a second
"""


@contextmanager
def taken_away(folders: Sequence[Path]) -> Iterator[None]:
    """The folders are taken away if this process is killed meanwhile."""
    with _start(folders) as janitor:
        try:
            yield
        finally:
            janitor.kill()


def take_away(folder: Path) -> None:
    """The folder is taken away if this process is killed at any time; who made it looks after every other end."""

    def end() -> None:
        with janitor:
            janitor.kill()

    janitor = _start([folder])
    atexit.register(end)


def _start(folders: Sequence[Path]) -> subprocess.Popen[bytes]:
    """In a session of its own: what a terminal sends to this process is not meant for it."""
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, *map(str, folders)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, cwd=folders[0].anchor)
