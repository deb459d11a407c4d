"""Many pages at once: read over the cores or a cluster, told in the order given; a page that cannot be read stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bilateral.errors import BilateralError, ClusterError, DuplicatePage, ReaderFault
from bilateral.page import page_id, read
from bilateral.parts import Store, key, part, reader_version
from bilateral.progress import progress
from bilateral.resources import page_ids, page_path
from bilateral.summary import summary
from bilateral.tables import Tables, concat
from bilateral.workers import cores, over

BATCH = 50  # pages; to read so many takes about as long as to start a process


@dataclass(frozen=True)
class Job:
    """A page to read, and whether one before it has the same id.

    Where it goes to another machine, `data` and `card` are its bytes, and `reader` the version that must read it.
    """

    name: str
    taken: bool = False
    data: bytes | None = None
    card: bytes | None = None
    key: str = ""
    reader: str = ""


@dataclass
class Corpus:
    """What was read of many pages, filled as they are: the ids of those that were, their summaries, and why others were not.

    `kept` of them had been read before. `bad` has the name and the error of each of the others, in the order of the pages.
    """

    ids: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    bad: list[tuple[str, BilateralError]] = field(default_factory=list)
    kept: int = 0


Outcome = bytes | str | BilateralError | None  # a part, a summary, why a page was not read, or: it was read before


def summarised(
    pages: Sequence[str], *, home: str | None = None, partner: str | None = None, workers: int | None = None
) -> Corpus:
    """A summary of each page (paths or bundled ids). Raises `WorkerEnded`."""
    corpus, work = Corpus(), partial(_summaries, home=home, partner=partner)
    for _ in _taken(pages, _in_batches(work, _jobs(pages), workers), corpus):
        pass
    return corpus


def reading(
    store: Store,
    pages: Sequence[str],
    corpus: Corpus,
    *,
    home: str | None = None,
    partner: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[str]:
    """Read pages (paths or bundled ids) into a store of parts, one after the other: the id of each that could be read.

    `store.batches` makes tables of these ids while the others are read; `corpus` is filled on the way. A page is not read
    again whose bytes, card, sides and reader are those of its part, so a reading that was broken off goes on where it
    ended. What the store then holds is the same whatever the number of `workers` (processes; by default one a core), and
    on the cluster of a Dask `scheduler` (`tcp://host:port`). Of pages with the same id only the first is read. Raises
    `WorkerEnded`, `ClusterError`, `OutputFolder`.
    """
    work = partial(_parts, home=home, partner=partner)
    jobs = [_keyed(job, home, partner) for job in _jobs(pages)]
    new = [job.taken or not store.has(page_id(job.name), job.key) for job in jobs]
    done = _in_batches(work, [job for job, wanted in zip(jobs, new, strict=True) if wanted], workers, scheduler)
    yield from _taken(pages, (next(done) if wanted else None for wanted in new), corpus, store)


def read_all(pages: Sequence[str], *, home: str | None = None, partner: str | None = None, workers: int | None = None) -> Tables:
    """The tables of many pages in one set, in memory; pages that cannot be read are left out (`reading` tells why)."""
    with TemporaryDirectory(prefix="bilateral-") as folder:
        store = Store(Path(folder))
        ids = reading(store, pages, Corpus(), home=home, partner=partner, workers=workers)
        return concat(batch.tables for batch in store.batches(ids))


def _taken(pages: Sequence[str], outcomes: Iterator[Outcome], corpus: Corpus, store: Store | None = None) -> Iterator[str]:
    """Take the outcomes of the pages as they come, parts into the store; the id of each page that could be read."""
    for name in progress(pages, "page") if len(pages) > 1 else pages:
        outcome = next(outcomes)
        if isinstance(outcome, BilateralError):
            corpus.bad.append((name, outcome))
            continue
        if isinstance(outcome, str):
            corpus.summaries.append(outcome)
        elif outcome is None:
            corpus.kept += 1
        elif store:
            store.put(page_id(name), outcome)
        corpus.ids.append(page_id(name))
        yield page_id(name)


def _jobs(pages: Sequence[str]) -> list[Job]:
    firsts: dict[str, int] = {}
    return [Job(page, firsts.setdefault(page_id(page), n) < n) for n, page in enumerate(pages)]


def _keyed(job: Job, home: str | None, partner: str | None) -> Job:
    data, card = _bytes(job.name)
    return Job(job.name, job.taken, key="" if data is None else key(data, card or b"", home, partner))


def _bytes(name: str) -> tuple[bytes | None, bytes | None]:
    """The bytes of a page and of its card; None where there is none, or it cannot be read."""
    path = Path(name)
    if not path.exists() and name in page_ids():
        path = page_path(name)
    card = path.with_suffix(".toml")
    try:
        return path.read_bytes(), card.read_bytes() if card.is_file() else None
    except OSError:
        return None, None


def _in_batches(
    work: partial[list[Outcome]], jobs: Sequence[Job], workers: int | None, scheduler: str | None = None
) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs; a few pages are read here, where that is quicker."""
    workers = workers or cores()
    size = max(1, min(BATCH, -(-len(jobs) // workers)))
    batches = (jobs[n : n + size] for n in range(0, len(jobs), size))
    if scheduler:
        batches = ([_packed(job) for job in batch] for batch in batches)
    for outcomes in over(work, batches, 1 if len(jobs) <= BATCH else workers, scheduler):
        yield from outcomes


def _packed(job: Job) -> Job:
    """A job with the bytes that it needs on a machine that does not have the file."""
    data, card = _bytes(job.name)
    return Job(job.name, job.taken, data, card, job.key, reader_version())


def _summaries(jobs: Sequence[Job], *, home: str | None, partner: str | None) -> list[Outcome]:
    return [_outcome(job, home, partner, summed=True) for job in jobs]


def _parts(jobs: Sequence[Job], *, home: str | None, partner: str | None) -> list[Outcome]:
    if any(job.reader not in ("", reader_version()) for job in jobs):
        raise ClusterError("A worker of the cluster has another version of bilateral than this machine: install the same one.")
    return [_outcome(job, home, partner, summed=False) for job in jobs]


def _outcome(job: Job, home: str | None, partner: str | None, *, summed: bool) -> Outcome:
    try:
        if job.taken:
            raise DuplicatePage(f"{job.name} has the id {page_id(job.name)!r} of a page before it; rename the file.")
        with TemporaryDirectory(prefix="bilateral-") if job.data is not None else nullcontext() as folder:
            page = read(_laid(job, Path(folder)) if folder else job.name, home=home, partner=partner)
        return summary(page) if summed else part(page, job.key)
    except BilateralError as error:
        return error
    except Exception as error:  # a defect shows on one page, and the other thousands must not be lost by it
        told = f"{type(error).__name__}: {error}"
        return ReaderFault(f"{job.name} could not be read ({told}): a defect of bilateral; please report it.")


def _laid(job: Job, folder: Path) -> Path:
    """The page of a job and its card as files of this machine."""
    path = folder / f"{Path(job.name).name}"
    path.write_bytes(job.data or b"")
    if job.card is not None:
        path.with_suffix(".toml").write_bytes(job.card)
    return path
