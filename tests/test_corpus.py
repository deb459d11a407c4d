"""Many pages at once: the same tables whatever the number of processes, and no page lost by another."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pandas as pd
import pytest

import bilateral
from bilateral import corpus, errors

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
    assert corpus.files([str(tmp_path), "china-pakistan"]) == [*pages, "china-pakistan"]


def test_a_folder_without_a_page_is_refused(bilateral_command, tmp_path: Path) -> None:
    result = bilateral_command("facts", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"bilateral: The folder {tmp_path} holds no page: a page is a text file (*.txt) in it. [B101]\n"


def test_many_pages_give_what_each_gives_alone(tmp_path: Path) -> None:
    pages = write(tmp_path, 4)
    alone = bilateral.tables.concat(bilateral.read(page).tables for page in pages)
    assert same(corpus.read_all(pages, workers=1).tables, alone)
    assert alone.events["date"].tolist() == ["1951-05", "1952-05", "1953-05", "1954-05"]


def test_batches_are_joined_in_the_order_of_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write(tmp_path, 7)
    whole = corpus.read_all(pages, workers=1)
    monkeypatch.setattr(corpus, "BATCH", 2)
    assert same(corpus.read_all(pages, workers=1).tables, whole.tables)


def test_a_few_pages_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "ProcessPoolExecutor", no_process)
    assert corpus.read_all(write(tmp_path, corpus.BATCH), workers=4).read == corpus.BATCH
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
    found = corpus.read_all(pages, summed=True)
    assert found.summaries == ["page-001"]
    (error,) = found.bad
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
    for workers in (1, 2, 3):
        to = ("--to", tmp_path / "out", *arguments) if arguments else ()
        result = bilateral_command("facts", folder, *to, "--workers", workers)
        assert result.exit_code == 1
        written = {path.name: path.read_bytes() for path in sorted((tmp_path / "out").glob("*"))}
        told[workers] = (result.stdout, result.stderr, written)
    assert told[1] == told[2] == told[3]
    assert "page-070.txt is empty" in told[1][1]
    assert not active_children()


def _die(_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_told_of_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bilateral_command
) -> None:
    monkeypatch.setattr(corpus, "_read_batch", _die)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    write(tmp_path, corpus.BATCH + 1)
    result = bilateral_command("facts", tmp_path, "--workers", 2)
    assert result.exit_code == 2
    assert "--workers 1" in result.stderr
    assert result.stderr.endswith("[B109]\n")
