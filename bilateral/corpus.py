"""Many pages at once: read over the cores, told in the order given; a page that cannot be read stops no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from bilateral.errors import BilateralError, DuplicatePage, PageNotFound, ReaderFault, WorkerEnded
from bilateral.facts.rows import Row, rows
from bilateral.mentions import mentions
from bilateral.page import Page, page_id, read
from bilateral.progress import progress
from bilateral.summary import summary
from bilateral.tables import Tables, build, concat

BATCH = 50  # pages; to read so many takes about as long as to start a process

Job = tuple[str, bool]  # a page, and whether one before it has the same id


@dataclass(frozen=True)
class Corpus:
    """What was read of many pages: the tables of `read` pages in one set, their summaries, and why others were not read."""

    read: int
    tables: Tables
    summaries: list[str]
    bad: list[BilateralError]


@dataclass(frozen=True)
class _Batch:
    """What was read of a few pages; an outcome for each of them is the error that it ended in, or none."""

    tables: Tables
    summaries: list[str]
    outcomes: list[BilateralError | None]


class _Work(Protocol):
    def __call__(self, jobs: Sequence[Job]) -> _Batch: ...


def files(names: Sequence[str]) -> list[str]:
    """The pages that are meant: a folder stands for its text files (`*.txt`), sorted. Raises `PageNotFound` where it has none."""
    found: list[str] = []
    for name in names:
        inside = sorted(str(path) for path in Path(name).glob("*.txt") if path.is_file()) if Path(name).is_dir() else [name]
        if not inside:
            raise PageNotFound(f"The folder {name} holds no page: a page is a text file (*.txt) in it.")
        found += inside
    return found


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    pages: Sequence[str],
    *,
    home: str | None = None,
    partner: str | None = None,
    workers: int | None = None,
    summed: bool = False,
) -> Corpus:
    """The tables of many pages (paths or bundled ids) in one set, or with `summed` a summary of each and no tables.

    What comes back is the same whatever the number of `workers` (processes; by default one a core); a few pages are read
    in this process. Of pages with the same id only the first is read. `bad` has the errors in the order of the pages.
    Raises `WorkerEnded`.
    """
    batches: list[_Batch] = []

    def outcomes() -> Iterator[BilateralError | None]:
        work = partial(_read_batch, home=home, partner=partner, summed=summed)
        for batch in _over(work, _jobs(pages), workers or cores()):
            batches.append(batch)
            yield from batch.outcomes

    shown = progress(pages, "page") if len(pages) > 1 else iter(pages)
    bad = [error for _, error in zip(shown, outcomes(), strict=True) if error]
    summaries = [line for batch in batches for line in batch.summaries]
    return Corpus(len(pages) - len(bad), concat(batch.tables for batch in batches), summaries, bad)


def _jobs(pages: Sequence[str]) -> list[Job]:
    firsts: dict[str, int] = {}
    return [(page, firsts.setdefault(page_id(page), n) < n) for n, page in enumerate(pages)]


def _over(work: _Work, jobs: Sequence[Job], workers: int) -> Iterator[_Batch]:
    """The batches in the order of their pages, each read by one of the workers, or all here where that is quicker."""
    size = min(BATCH, -(-len(jobs) // workers))
    batches = [jobs[n : n + size] for n in range(0, len(jobs), size)]
    if len(jobs) <= BATCH or workers == 1:
        yield from map(work, batches)
        return
    # Spawned, not forked: a fork copies the locks of threads that it does not copy, and some systems cannot fork.
    pool = ProcessPoolExecutor(min(workers, len(batches)), get_context("spawn"), _leave_interrupts_to_the_parent)
    try:
        yield from pool.map(work, batches)
    except BrokenProcessPool:
        raise WorkerEnded(
            "A process that read pages was ended from outside, perhaps for want of memory: "
            "read fewer pages at once, or with --workers 1."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_batch(jobs: Sequence[Job], *, home: str | None, partner: str | None, summed: bool) -> _Batch:
    """One set of tables is built from the rows of all pages, which takes a fraction of the time of one set a page."""
    found: dict[str, list[Row]] = {}
    summaries: list[str] = []
    outcomes: list[BilateralError | None] = []
    for name, taken in jobs:
        try:
            if taken:
                raise DuplicatePage(f"{name} has the id {page_id(name)!r} of a page before it; rename the file.")
            page = read(name, home=home, partner=partner)
            if summed:
                summaries.append(summary(page))
            else:
                _add(found, page)
            outcomes.append(None)
        except BilateralError as error:
            outcomes.append(error)
        except Exception as error:  # a defect shows on one page, and the other thousands must not be lost by it
            told = f"{type(error).__name__}: {error}"
            outcomes.append(ReaderFault(f"{name} could not be read ({told}): a defect of bilateral; please report it."))
    return _Batch(build(found), summaries, outcomes)


def _add(found: dict[str, list[Row]], page: Page) -> None:
    for table, more in rows(mentions(page.text, page.card.home, page.card.partner), page.id).items():
        found.setdefault(table, []).extend(more)
