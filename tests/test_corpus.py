"""Many pages at once: the same tables whatever the number of processes, and no page lost by another."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import active_children
from pathlib import Path

import pandas as pd
import pytest

import bilateral
from bilateral import corpus, errors, page, parts, workers

TEXT = "China and Kazakhstan\n\nIn May {year}, Premier Li Qiang visited Kazakhstan. Trade reached ${n}.5 billion in {year}.\n"


def write(folder: Path, number: int) -> list[str]:
    """So many small pages, each with its own year and figure."""
    paths = [folder / f"page-{n:03}.txt" for n in range(number)]
    for n, path in enumerate(paths):
        path.write_text(TEXT.format(year=1951 + n, n=n + 1), encoding="utf-8")
    return [str(path) for path in paths]


def same(one: bilateral.Tables, other: bilateral.Tables) -> bool:
    return all(
        a.equals(b) and list(a.dtypes) == list(b.dtypes) for (_, a), (_, b) in zip(one.items(), other.items(), strict=True)
    )


def no_process(*_: object) -> None:
    raise AssertionError("a process was started for a few pages")


def test_a_folder_stands_for_its_text_files_in_order(tmp_path: Path) -> None:
    pages = write(tmp_path, 3)
    (tmp_path / "page-000.toml").write_text('home = "CHN"\n')
    (tmp_path / "below.txt").mkdir()
    (tmp_path / "notes.md").write_text("no page")
    assert page.files([str(tmp_path), "china-pakistan"]) == [*pages, "china-pakistan"]


def test_a_folder_without_a_page_is_refused(bilateral_command, tmp_path: Path) -> None:
    result = bilateral_command("facts", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"bilateral: The folder {tmp_path} holds no page: a page is a text file (*.txt) in it. [B101]\n"


def test_many_pages_give_what_each_gives_alone(tmp_path: Path) -> None:
    pages = write(tmp_path, 4)
    alone = bilateral.tables.concat(bilateral.read(one).tables for one in pages)
    assert same(corpus.read_all(pages, workers=1), alone)
    assert alone.events["date"].tolist() == ["1951-05", "1952-05", "1953-05", "1954-05"]


def test_batches_are_joined_in_the_order_of_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write(tmp_path, 7)
    whole = corpus.read_all(pages, workers=1)
    monkeypatch.setattr(corpus, "BATCH", 2)
    monkeypatch.setattr(parts, "TOGETHER", 3)
    assert same(corpus.read_all(pages, workers=1), whole)


def test_a_few_pages_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", no_process)
    assert len(corpus.read_all(write(tmp_path, corpus.BATCH), workers=4).events) == corpus.BATCH
    with pytest.raises(AssertionError, match="started"):
        corpus.read_all(write(tmp_path, corpus.BATCH + 1), workers=4)


def test_bad_pages_are_told_in_order_and_the_first_of_an_id_is_read(bilateral_command, tmp_path: Path) -> None:
    pages = write(tmp_path, 3)
    (tmp_path / "page-001.txt").write_bytes(b"\xff")
    (tmp_path / "other").mkdir()
    twin = write(tmp_path / "other", 1)
    result = bilateral_command("facts", *pages, *twin, tmp_path / "nowhere.txt", "--to", tmp_path / "out")
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("bilateral: ")]
    assert [line[-6:] for line in told] == ["[B102]", "[B108]", "[B101]"]
    assert result.stdout.startswith("2 pages read into ")
    assert [line for line in result.stderr.splitlines() if line.startswith("page ")] == [
        f"page {n} of 5: {page}" for n, page in enumerate([*pages, *twin, tmp_path / "nowhere.txt"], start=1)
    ]
    assert pd.read_csv(tmp_path / "out" / "events.csv")["page"].tolist() == ["page-000", "page-002"]


def test_a_defect_on_one_page_loses_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write(tmp_path, 2)

    def broken(page: bilateral.Page) -> str:
        if page.id == "page-000":
            raise ValueError("no such thing")
        return page.id

    monkeypatch.setattr(corpus, "summary", broken)
    found = corpus.summarised(pages)
    assert found.summaries == ["page-001"]
    ((name, error),) = found.bad
    assert name == pages[0]
    assert isinstance(error, errors.ReaderFault)
    assert "page-000.txt could not be read (ValueError: no such thing)" in str(error)


@pytest.mark.parametrize("arguments", [("--format", "csv"), ("--format", "jsonl"), ()])
@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_bytes(bilateral_command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    bad = write(folder, 90)[70]
    Path(bad).write_bytes(b"")
    told = {}
    for number in (1, 2, 3):
        to = ("--to", tmp_path / "out", *arguments) if arguments else ()
        result = bilateral_command("facts", folder, *to, "--workers", number)
        assert result.exit_code == 1
        written = {path.name: path.read_bytes() for path in sorted((tmp_path / "out").glob("[!.]*"))}
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        told[number] = (result.stdout, result.stderr, written)
    assert told[1] == told[2] == told[3]
    assert "page-070.txt is empty" in told[1][1]
    assert not active_children()


def _die(_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_told_of_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bilateral_command
) -> None:
    monkeypatch.setattr(corpus, "_summaries", _die)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    write(tmp_path, corpus.BATCH + 1)
    result = bilateral_command("facts", tmp_path, "--workers", 2)
    assert result.exit_code == 2
    assert "--workers 1" in result.stderr
    assert result.stderr.endswith("[B109]\n")


def outcome(result) -> str:
    """What the last line on stdout says of pages read."""
    return result.stdout.splitlines()[-1].split(" into ")[0]


def test_a_page_is_read_again_only_when_something_that_it_was_read_from_changed(bilateral_command, tmp_path: Path) -> None:
    pages, to = write(tmp_path, 4), tmp_path / "out"
    assert outcome(bilateral_command("facts", tmp_path, "--to", to)) == "4 pages read"
    first = {path.name: path.read_bytes() for path in to.glob("*.*") if path.is_file()}
    assert outcome(bilateral_command("facts", tmp_path, "--to", to)) == "4 pages read (4 of them before)"
    assert {path.name: path.read_bytes() for path in to.glob("*.*") if path.is_file()} == first
    Path(pages[1]).write_text(TEXT.format(year=1999, n=7), encoding="utf-8")
    Path(pages[2]).with_suffix(".toml").write_text('title = "Another title"\n', encoding="utf-8")
    assert outcome(bilateral_command("facts", tmp_path, "--to", to)) == "4 pages read (2 of them before)"
    assert pd.read_csv(to / "events.csv")["date"].tolist() == ["1951-05", "1999-05", "1953-05", "1954-05"]
    assert pd.read_csv(to / "pages.csv")["title"].dropna().tolist() == ["Another title"]
    assert outcome(bilateral_command("facts", tmp_path, "--to", to, "--home", "KAZ")) == "4 pages read"


def test_another_reader_reads_all_pages_again(bilateral_command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 2)
    bilateral_command("facts", tmp_path, "--to", tmp_path / "out")
    monkeypatch.setattr(parts, "reader_version", lambda: "another")
    assert outcome(bilateral_command("facts", tmp_path, "--to", tmp_path / "out")) == "2 pages read"


def test_a_damaged_part_is_made_again(bilateral_command, tmp_path: Path) -> None:
    write(tmp_path, 4)
    bilateral_command("facts", tmp_path, "--to", tmp_path / "out")
    one, two, three, _ = sorted((tmp_path / "out" / ".parts").iterdir())
    one.write_bytes(one.read_bytes()[:20])
    two.write_bytes(two.read_bytes()[:-9])
    three.write_bytes(b"no part")
    result = bilateral_command("facts", tmp_path, "--to", tmp_path / "out")
    assert outcome(result) == "4 pages read (1 of them before)"
    assert len(pd.read_csv(tmp_path / "out" / "events.csv")) == 4


def test_a_reading_that_is_stopped_goes_on_where_it_was(
    bilateral_command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 6)
    real, seen = corpus.part, []

    def stopped_at_the_fourth(page: bilateral.Page, key: str) -> bytes:
        seen.append(page.id)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return real(page, key)

    monkeypatch.setattr(corpus, "BATCH", 1)
    monkeypatch.setattr(corpus, "part", stopped_at_the_fourth)
    result = bilateral_command("facts", tmp_path, "--to", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 130
    assert "Run it again" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".parts"]
    result = bilateral_command("facts", tmp_path, "--to", tmp_path / "out", "--workers", 1)
    assert outcome(result) == "6 pages read (3 of them before)"
    assert seen == ["page-000", "page-001", "page-002", "page-003", "page-003", "page-004", "page-005"]


def test_pages_that_cannot_be_read_are_listed_in_a_file(bilateral_command, tmp_path: Path) -> None:
    pages = write(tmp_path, 3)
    Path(pages[1]).write_bytes(b"")
    to = tmp_path / "out"
    assert bilateral_command("facts", tmp_path, "--to", to).exit_code == 1
    issues = pd.read_csv(to / "issues.csv").to_dict("records")
    message = "page-001.txt is empty: a page is a text file with the words of the page."
    assert issues == [{"page": pages[1], "code": "B103", "message": message}]
    Path(pages[1]).write_text(TEXT.format(year=1999, n=7), encoding="utf-8")
    assert bilateral_command("facts", tmp_path, "--to", to).exit_code == 0
    assert (to / "issues.csv").read_text(encoding="utf-8") == "page,code,message\n"


def test_no_more_pages_are_in_memory_than_a_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "TOGETHER", 4)
    store = parts.Store(tmp_path / "store")
    found = corpus.Corpus()
    read = [len(found.ids) for batch in store.batches(corpus.reading(store, write(tmp_path, 10), found)) if batch.pages]
    assert read == [4, 8, 10]


def test_only_a_few_pieces_of_work_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    class Promise:
        def __init__(self, piece: int) -> None:
            self.piece = piece

        def result(self) -> int:
            return self.piece

    def pieces():
        for n in range(100):
            taken.append(n)
            yield n

    done = workers._in_order(Promise, pieces(), 4)
    assert [next(done) for _ in range(3)] == [0, 1, 2]
    assert len(taken) == 6


def test_a_scheduler_that_does_not_answer_is_told_of(bilateral_command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilateral.cluster.PATIENCE", 1)
    write(tmp_path, 2)
    result = bilateral_command("facts", tmp_path, "--to", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("[B111]")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def cluster(tmp_path: Path):
    """A scheduler and two workers, each a process of its own in a folder of its own: the scheduler's address and the workers."""
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    address_file, started = tmp_path / "scheduler.json", []

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli." + str(arguments[0]), *map(str, arguments[1:])]
        with (tmp_path / "cluster.log").open("ab") as log:
            started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log))
        return started[-1]

    start("dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", address_file)
    quick = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--local-directory", tmp_path / "dask")
    both = [start("dask_worker", "--scheduler-file", address_file, *quick) for _ in range(2)]
    try:
        deadline = time.monotonic() + 60
        while not address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield json.loads(address_file.read_text())["address"], both
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_even_when_it_loses_a_worker(
    bilateral_command, tmp_path: Path, cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    address, (first, _) = cluster
    folder = tmp_path / "pages"
    folder.mkdir()
    Path(write(folder, 120)[7]).write_bytes(b"")
    bilateral_command("facts", folder, "--to", tmp_path / "here", "--workers", 1)
    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    monkeypatch.setattr(corpus, "BATCH", 2)
    left: list[int] = []

    def kill_in_the_middle() -> None:
        while (done := len(list((tmp_path / "there").glob(".parts/*.gz")))) < 10:
            time.sleep(0.01)
        first.kill()
        left.append(119 - done)

    killer = threading.Thread(target=kill_in_the_middle, daemon=True)
    killer.start()
    result = bilateral_command("facts", folder, "--to", tmp_path / "there", "--scheduler", address)
    killer.join(10)
    assert left
    assert left[0] > 20
    assert result.exit_code == 1, result.stderr
    one, other = ({p.name: p.read_bytes() for p in (tmp_path / to).glob("[!.]*")} for to in ("here", "there"))
    assert one == other
    assert len(one) == 10


def test_a_scheduler_needs_a_folder_for_the_tables(bilateral_command) -> None:
    result = bilateral_command("facts", "china-pakistan", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "--to DIR" in result.stderr
