"""Runs on a Dask cluster: page and notebook travel with the task, the run's folder comes back as bytes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bilateral.cluster import connected
from bilateral.errors import NotTheSame
from bilateral.runs.plan import Run
from bilateral.runs.record import Outcome
from bilateral.runs.schedule import Options, perform
from bilateral.runs.versions import versions


def there(
    runs: Sequence[Run], options: Options, *, scheduler: str, started: Callable[[Run], None]
) -> Iterator[tuple[Run, Outcome]]:
    """The runs as they end on the cluster of this scheduler; a worker that dies has its runs done by the others.

    Raises `MissingExtra`, `ClusterError`, and `NotTheSame` where a worker has other versions than this machine.
    """
    with connected(scheduler) as client:
        from distributed import as_completed

        _refuse_others(client.run(versions))
        futures = {client.submit(_task, _packed(run), options, pure=False, retries=2): run for run in runs}
        for run in runs:
            started(run)
        for future in as_completed(list(futures), loop=client.loop):
            run = futures.pop(future)
            yield run, _result(future, run)


def _task(run: Run, options: Options) -> Outcome:
    # A worker is a daemon to the nanny that started it; Python forbids a daemon to start processes such as kernels.
    process = multiprocessing.current_process()
    if process.daemon:
        process.daemon = False
    return perform(run, options)


def _packed(run: Run) -> Run:
    """The run, with page and notebook read, which then travel with it."""
    run.content, run.page.files  # noqa: B018  # read once, and kept
    return run


def _result(future: Any, run: Run) -> Outcome:
    from bilateral.errors import RunFailed

    error = future.exception()
    if error is None:
        result: Outcome = future.result()
        return result
    return Outcome({}, RunFailed(run.notebook, None, "", f"its worker ended ({type(error).__name__}: {error})"))


def _refuse_others(theirs: dict[str, dict[str, str | None]]) -> None:
    """The same bytes come of the same versions only."""
    own = versions()
    for worker, found in theirs.items():
        other = [f"{name} {found.get(name)} (here {own[name]})" for name in own if found.get(name) != own[name]]
        if other:
            raise NotTheSame(
                f"The worker at {worker} has {', '.join(other)}; install the same versions there, from requirements.lock."
            )
