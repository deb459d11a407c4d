"""How fast reports are made, beside the commands of papermill and nbconvert and beside the cells' own computing."""

from __future__ import annotations

import compileall
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from bilateral.resources import PACKAGE, notebook_paths
from bilateral.runs.workspace import REPRODUCIBLE

NOTEBOOKS = ("cpec", "exchanges", "trade")  # those that take a window
RUNS, WORKERS = 24, 2
COMMANDS = 6  # of the 24 runs are made with papermill's and nbconvert's commands; they take the same time each
# Eight sets of parameters that are not the defaults, and leave in what is shown by default.
GIVEN = [("window_end", str(year)) for year in range(2040, 2048)]
Tell = Callable[..., None]
TOOK: dict[str, float] = {}


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Callable[..., tuple[float, str]]:
    """Makes the 24 reports: seconds, and what was said. The package is compiled, as where pip has installed it."""
    compileall.compile_dir(PACKAGE, quiet=1)
    to = tmp_path_factory.mktemp("reports")

    def make(*more: str) -> tuple[float, str]:
        given = [word for name, value in GIVEN for word in ("-p", name, value)]
        command = [
            sys.executable,
            "-m",
            "bilateral",
            "report",
            *NOTEBOOKS,
            *given,
            "--to",
            str(to),
            "--workers",
            str(WORKERS),
            *more,
        ]
        start = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        return time.perf_counter() - start, run.stderr

    return make


def test_the_cells_alone(tell: Tell) -> None:
    """On two cores, each run a bare fork: the least that any way of running them takes."""
    command = [sys.executable, "-m", "tests.bench.cells", str(WORKERS), str(RUNS), *NOTEBOOKS]
    environment = os.environ | REPRODUCIBLE | {"MPLBACKEND": "agg"}
    TOOK["cells"] = float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    tell(f"the cells of {RUNS} reports alone, bare forks, {WORKERS} at a time", f"{TOOK['cells']:.1f} s")


def test_reports_with_two_workers(tell: Tell, report: Callable[..., tuple[float, str]]) -> None:
    took, told = report("--force")
    assert f"{RUNS} runs: {RUNS} done" in told
    TOOK["ours"] = took
    tell(f"bilateral report, compiled, {RUNS} reports with HTML, {WORKERS} workers", f"{took:.1f} s")
    found = re.search(r"largest kernel held (\d+) MiB", told)
    assert found
    tell("memory of the largest kernel, what it shares included", f"{found[1]} MiB")
    again, told = report()
    assert f"{RUNS} up to date" in told
    tell("the same again, nothing to do", f"{again:.1f} s")


def test_the_commands_one_after_the_other(tell: Tell, tmp_path: Path) -> None:
    start = time.perf_counter()
    for n, (name, (parameter, value)) in enumerate(product(NOTEBOOKS, GIVEN[: COMMANDS // len(NOTEBOOKS)])):
        out = tmp_path / f"{name}-{n}.ipynb"
        given = ("-r", parameter, value, "-k", "python3", "--no-progress-bar")
        subprocess.run([sys.executable, "-m", "papermill", notebook_paths()[name], out, *given], check=True, capture_output=True)
        subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", out], check=True, capture_output=True)
        assert out.with_suffix(".html").stat().st_size > 100_000
    TOOK["commands"] = (time.perf_counter() - start) / COMMANDS
    tell(f"papermill and nbconvert as commands, one report (mean of {COMMANDS})", f"{TOOK['commands']:.1f} s")


def test_reports_against_both(tell: Tell) -> None:
    if len(TOOK) < 3:
        pytest.skip("needs the three measures before it")
    faster, longer = TOOK["commands"] * RUNS / TOOK["ours"], TOOK["ours"] / TOOK["cells"]
    tell("reports against the commands", f"{faster:.1f} times faster", "at least 6 times", faster >= 6)
    tell("reports against the cells alone", f"{longer:.2f} times their time", "at most 1.4 times", longer <= 1.4)
