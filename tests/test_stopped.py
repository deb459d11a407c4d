"""What is left when a batch is ended from outside, or its disk is full: whole reports, no process, no temporary file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.test_batch import contents, record

pytestmark = pytest.mark.slow

SLOW = "import subprocess, time\nsubprocess.Popen(['sleep', '600'])\nprint(page)\ntime.sleep(600 if number == 4 else 0)"
HELD = "import subprocess, re\nsubprocess.Popen(['sleep', '600'])\nre.match('(a|a)*b', 'a' * 99) if number == 4 else 0"
GIVEN = ("-p", "number", "3", "-p", "number", "4")


def eventually(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.05)


@pytest.fixture
def batch(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `bilateral report` in a process of its own; afterwards no process and no temporary file of it may be left."""
    with tempfile.TemporaryDirectory() as temporary:

        def start(*arguments: object, to: Path = tmp_path / "out") -> subprocess.Popen:
            command = [sys.executable, "-m", "bilateral", "report", *map(str, arguments), "--to", to]
            environment = {**os.environ, "TMPDIR": temporary}
            return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def left() -> list[psutil.Process]:
            return [process for process in psutil.process_iter() if f"TMPDIR={temporary}".encode() in environ(process)]

        yield start
        eventually(lambda: not left())
        eventually(lambda: not any(Path(temporary).iterdir()))


def environ(process: psutil.Process) -> bytes:
    try:
        return Path(f"/proc/{process.pid}/environ").read_bytes()
    except OSError:
        return b""


def hidden(to: Path) -> list[str]:
    return [path.name for path in to.glob(".*")]


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [(signal.SIGINT, SLOW, 130), (signal.SIGTERM, HELD, 143), (signal.SIGKILL, HELD, -9)],
    ids=["Ctrl-C", "SIGTERM", "SIGKILL"],
)
def test_a_batch_that_is_ended_leaves_whole_reports_and_nothing_else(batch, make_notebook, tmp_path, number, code, status):
    notebook = make_notebook(code)
    first = tmp_path / "out" / "china-pakistan" / "tiny"
    run = batch(notebook, *GIVEN, "--workers", "2")
    eventually(lambda: (first / "run.json").exists())
    time.sleep(0.5)  # the other run is in its endless cell
    run.send_signal(number)
    _, told = run.communicate(timeout=30)
    assert run.returncode == status
    if number != signal.SIGKILL:
        assert "stopped; 1 of 2 runs done. Run it again for the others." in told
        assert "Traceback" not in told
    eventually(lambda: not hidden(tmp_path / "out"))
    assert sorted(contents(first)) == ["notebook.ipynb", "page.html", "report.html", "run.json"]
    if number == signal.SIGKILL:
        goes_on_where_it_was_ended(batch, notebook, first)


def goes_on_where_it_was_ended(batch, notebook: Path, first: Path) -> None:
    """The run that was done is kept, the one that was not is made: here it fails, for it is endless."""
    before = (first / "run.json").stat().st_mtime_ns
    again = batch(notebook, *GIVEN, "--timeout", "2")
    _, told = again.communicate(timeout=60)
    assert again.returncode == 1
    assert "1 failed, 1 up to date" in told
    assert (first / "run.json").stat().st_mtime_ns == before
    assert record(first / "number-4")["failure"]["reason"] == "it was still running after 2 seconds and was stopped."


def test_a_full_disk_leaves_what_was_there_and_says_so(batch, make_notebook, tmp_path):
    """A file system of half a MiB: the first report fits, the second, a picture of noise, does not."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("this needs the right to mount a file system")
    try:
        code = "open('big.bin', 'wb').write(b'x' * (10**6 if number == 4 else 10))"
        to = small / "out"
        run = batch(make_notebook(code), "-p", "number", "3", to=to)
        assert run.communicate(timeout=60)[0] == f"{to}/china-pakistan/tiny/report.html\n"
        before = contents(to / "china-pakistan")
        run = batch(make_notebook(code), *GIVEN, to=to)
        _, told = run.communicate(timeout=60)
        assert run.returncode == 1
        assert "cannot be written (no space left on device)" in told
        assert "1 failed, 1 up to date" in told
        assert contents(to / "china-pakistan") == before
        assert hidden(to) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_home_and_a_page_folder_that_cannot_be_written_are_no_matter(batch, make_notebook, tmp_path, monkeypatch):
    page = tmp_path / "pages" / "peru.txt"
    page.parent.mkdir()
    page.write_text("China and Peru\n\nThe two are friends.", encoding="utf-8")
    page.parent.chmod(0o500)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, "/proc/no-such-home")
    run = batch(make_notebook("print(open(page).read())"), "--page", page)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 0, told
    assert record(tmp_path / "out" / "peru" / "tiny")["status"] == "done"
