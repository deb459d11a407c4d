"""Runs on a Dask cluster leave the same bytes as runs on this machine, though a worker is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bilateral import cluster, errors
from bilateral.runs.batch import Batch, Result, run_batch
from bilateral.runs.cluster import _refuse_others
from bilateral.runs.plan import Source, plan
from bilateral.runs.versions import versions
from tests.test_batch import FIGURE, contents, make

NOTEBOOK = (FIGURE, "import time\ntime.sleep(number)\nprint(page)\nopen('mine.txt', 'w').write(open(page).read())")


@pytest.fixture
def page(tmp_path) -> Source:
    file = tmp_path / "pages" / "my page.txt"
    file.parent.mkdir()
    file.write_text("China and Peru", encoding="utf-8")
    return Source("my-page", "0" * 64, file)


def send(notebook: Path, page: Source, scheduler: str, to: Path, numbers: list[str]) -> Result:
    result = Result()
    run_batch(plan([str(notebook)], [page], {"number": numbers}), Batch(to, scheduler=scheduler), result)
    return result


@contextmanager
def process(*arguments: object) -> Iterator[subprocess.Popen]:
    """A part of a cluster, ended at the end."""
    command = [sys.executable, "-m", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        try:
            yield started
        finally:
            started.kill()


def scheduler_address(file: Path) -> str:
    """Where a scheduler is, which writes that when it is ready."""
    while not file.exists():
        time.sleep(0.05)
    return json.loads(file.read_text(encoding="utf-8"))["address"]


@pytest.mark.slow
def test_a_local_cluster_gives_the_same_bytes(make_notebook, page, tmp_path):
    from distributed import LocalCluster

    notebook = make_notebook(*NOTEBOOK)
    options = {"dashboard_address": None, "local_directory": str(tmp_path / "dask"), "threads_per_worker": 1}
    with LocalCluster(n_workers=1, **options) as machines:
        result = send(notebook, page, machines.scheduler_address, tmp_path / "there", ["0"])
    assert (result.ended, result.failed) == (1, [])
    make([notebook], tmp_path / "here", {"number": "0"}, page=page)
    there, here = (contents(tmp_path / to / "my-page") for to in ("there", "here"))
    assert there.keys() == here.keys()
    assert {name for name in here if here[name] != there[name]} == SHOWN_CODE


SHOWN_CODE = {"tiny/number-0/report.html", "tiny/number-0/run.json"}  # `make` asks for reports with their code


@pytest.mark.slow
def test_a_worker_that_is_killed_has_its_runs_done_by_another(make_notebook, page, tmp_path):
    file = tmp_path / "scheduler.json"
    shared = ("--scheduler-file", file, "--no-dashboard")
    with ExitStack() as parts:
        parts.enter_context(process("distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", *shared))
        worker = ("distributed.cli.dask_worker", *shared, "--nthreads", "1", "--no-nanny", "--local-directory", tmp_path)
        workers = [parts.enter_context(process(*worker)) for _ in range(2)]
        address = scheduler_address(file)
        numbers = [word for number in ("0", "1", "2") for word in ("-p", "number", number)]
        report = ("report", make_notebook(*NOTEBOOK), "--page", page.file, "--scheduler", address, "--to", tmp_path / "out")
        run = parts.enter_context(process("bilateral", *report, *numbers))
        while not (tmp_path / "out" / "my-page" / "tiny" / "number-0" / "run.json").exists():
            assert run.poll() is None
            time.sleep(0.05)
        workers[0].send_signal(signal.SIGKILL)
        assert run.wait(timeout=120) == 0


def test_a_scheduler_that_is_not_there_is_said_in_a_sentence(make_notebook, page, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(errors.ClusterError, match="is its address right"):
        send(make_notebook("1"), page, "tcp://127.0.0.1:9", tmp_path / "out", ["3"])
    assert not (tmp_path / "out" / "my-page").exists()


def test_a_worker_with_other_versions_is_refused():
    with pytest.raises(errors.NotTheSame, match=r"tcp://x has pandas 0 \(here"):
        _refuse_others({"tcp://x": {**versions(), "pandas": "0"}})
