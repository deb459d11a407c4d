"""Runs side by side: on this machine, or on the machines of a Dask cluster; what comes back is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Semaphore

from jupyter_core.utils import ensure_event_loop

from bilateral.errors import RunFailed
from bilateral.runs.execute import Executed, Limits, execute, load
from bilateral.runs.normalise import normalise
from bilateral.runs.plan import Run
from bilateral.runs.record import Outcome, outcome
from bilateral.runs.workspace import Workspace, workspace


@dataclass(frozen=True)
class Options:
    """How runs are made: limits of each, whether reports show the code, whether kernels are forked from a warm parent."""

    limits: Limits = field(default_factory=Limits)
    show_code: bool = False
    warm: bool = True


def here(
    runs: Sequence[Run], options: Options, within: Workspace, *, workers: int, started: Callable[[Run], None]
) -> Iterator[tuple[Run, Outcome]]:
    """The runs as they end, so many at work at a time: a thread each, which waits for its kernel most of the time.

    One thread more makes files of what a kernel gave, and has the next one ready when it is its turn. Whoever stops
    listening ends the kernels that run.
    """
    at_work = Semaphore(workers)

    @contextmanager
    def turn(run: Run) -> Iterator[None]:
        with at_work:
            started(run)
            yield

    pool = ThreadPoolExecutor(workers + 1)
    try:
        running = {pool.submit(perform, run, options, within, turn(run)): run for run in runs}
        for future in as_completed(running):
            yield running.pop(future), future.result()  # let go of, for a report in memory is a MiB or two
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        with within.stopped():
            pool.shutdown()


def perform(
    run: Run, options: Options, within: Workspace | None = None, turn: AbstractContextManager[None] | None = None
) -> Outcome:
    """One run from its first cell, for which a kernel that is ready waits its turn, to its last file; never raises."""
    if within is None:
        with workspace(warm=options.warm) as own:
            return perform(run, options, own)
    try:
        return outcome(run, execute(run, options.limits, within, turn), show_code=options.show_code)
    except Exception as error:  # one run must not end the others: a defect of ours, or a disk that is full
        return Outcome({}, RunFailed(run.notebook, None, "", f"{type(error).__name__}: {error}"))
    finally:
        ensure_event_loop().close()  # nbclient leaves the one that it made for this thread


def failed_outcome(run: Run, failure: RunFailed | None) -> Outcome:
    """What is left of a run of which nothing came back: its notebook as it was written, and why."""
    return outcome(run, Executed(normalise(load(run), run.path.parent), failure))
