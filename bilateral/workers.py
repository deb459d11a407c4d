"""Work handed to the cores of this machine or to a Dask cluster, and given back in its own order.

Only a few pieces of work are under way at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from bilateral.cluster import connected
from bilateral.errors import ClusterError, WorkerEnded

Work = TypeVar("Work")
Done = TypeVar("Done")
AHEAD = 2  # pieces of work waiting for each worker; more would only fill the memory


class _Promise(Protocol):
    def result(self) -> Any: ...


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over(do: Callable[[Work], Done], pieces: Iterable[Work], workers: int, scheduler: str | None = None) -> Iterator[Done]:
    """What `do` makes of each piece, in the order of the pieces.

    It is done in this process with one worker, else in so many processes, or, with the address of a Dask scheduler
    (`tcp://host:port`), by its workers. Raises `WorkerEnded`, `ClusterError`, `MissingExtra`.
    """
    if scheduler:
        with _cluster(scheduler) as (submit, size):
            yield from _in_order(lambda piece: submit(do, piece), pieces, AHEAD * size)
    elif workers == 1:
        yield from map(do, pieces)
    else:
        with _processes(workers) as pool:
            yield from _in_order(lambda piece: pool.submit(do, piece), pieces, AHEAD * workers)


def _in_order(submit: Callable[[Work], _Promise], pieces: Iterable[Work], ahead: int) -> Iterator[Any]:
    waiting: deque[_Promise] = deque()
    for piece in pieces:
        waiting.append(submit(piece))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Spawned, not forked: a fork copies the locks of threads that it does not copy, and some systems cannot fork.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts_to_the_parent)
    try:
        yield pool
    except BrokenProcessPool:
        raise WorkerEnded(
            "A process that read pages was ended from outside, perhaps for want of memory: "
            "read fewer pages at once, or with --workers 1."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Callable[..., _Promise], int]]:
    """A way to submit work to the workers of a scheduler, and how many threads these have."""
    with connected(address) as client:
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        try:
            yield _submitter(client), sum(client.nthreads().values())
        except (KilledWorker, FutureCancelledError, OSError) as error:
            raise ClusterError(f"The Dask cluster at {address} lost its work ({error}): run the same again to go on.") from None


def _submitter(client: Any) -> Callable[..., _Promise]:
    def submit(do: Callable[[Work], Done], piece: Work) -> _Promise:
        promise: _Promise = client.submit(do, piece, pure=False)
        return promise

    return submit
