"""A batch: the runs that are missing or out of date are run, each is put in its place, the index tells of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bilateral.errors import OutputFolder
from bilateral.runs.deposit import outbox, place, up_to_date, write
from bilateral.runs.execute import refuse_without_papermill
from bilateral.runs.index import INDEX, index, run_folders
from bilateral.runs.plan import Run
from bilateral.runs.record import FAILED, REPORT, Outcome
from bilateral.runs.schedule import Options, failed_outcome, here
from bilateral.runs.told import Progress
from bilateral.runs.workspace import workspace


@dataclass(frozen=True)
class Batch:
    """Where reports go, how runs are made, how many at a time, on which cluster if any, whether all are run anew."""

    to: Path
    options: Options = field(default_factory=Options)
    workers: int = 1
    scheduler: str | None = None
    force: bool = False

    def is_done(self, run: Run) -> bool:
        """Whether what the run would give is there already."""
        return up_to_date(run, self.to / run.folder, show_code=self.options.show_code)


@dataclass
class Result:
    """What came of a batch so far: runs that ended, runs that were up to date, what failed, the largest kernel's bytes."""

    ended: int = 0
    kept: int = 0
    failed: list[Exception] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    peak: int = 0


def run_batch(runs: Sequence[Run], batch: Batch, result: Result) -> None:
    """Run what is missing or out of date; `result` tells how far it came, whatever ends it.

    Raises `OutputFolder` where nothing can be written to begin with, and what `cluster.there` raises.
    """
    left = [run for run in runs if batch.force or not batch.is_done(run)]
    result.kept = len(runs) - len(left)
    if left:
        refuse_without_papermill()  # where it is missing, this is said before a folder is made
    with outbox(batch.to) as aside:
        try:
            with Progress(len(left)) as told:
                for run, outcome in _outcomes(left, batch, aside, told.started):
                    failure = _deposit(run, outcome, batch.to, aside)
                    told.ended(run, failed=failure is not None)
                    result.ended += 1
                    result.peak = max(result.peak, outcome.peak)
                    result.failed += [failure] if failure else []
        finally:
            result.reports = [report for run in runs if (report := _report(batch.to / run.folder))]
            if run_folders(batch.to):
                try:
                    write(batch.to / INDEX, index(batch.to).encode(), aside)
                except OutputFolder as error:
                    result.failed.append(error)


def _outcomes(runs: Sequence[Run], batch: Batch, aside: Path, started: Callable[[Run], None]) -> Iterator[tuple[Run, Outcome]]:
    if not runs:
        return
    on_a_cluster = batch.scheduler is not None
    ahead = None if on_a_cluster else partial(_read_ahead, runs[0])
    with workspace(also=[aside], warm=batch.options.warm and not on_a_cluster, meanwhile=ahead) as place:
        if batch.scheduler is None:
            give = partial(here, within=place, workers=min(batch.workers, len(runs)))
        else:
            from bilateral.runs.cluster import there

            give = partial(there, scheduler=batch.scheduler)
        yield from give(runs, batch.options, started=started)


def _read_ahead(run: Run) -> None:
    """Mark up the first page, whose runs will want it; what is wrong with it, they will tell."""
    with suppress(Exception):
        from bilateral.runs.marked import marked  # with pandas, which takes its time

        marked(run.page)


def _deposit(run: Run, outcome: Outcome, to: Path, aside: Path) -> Exception | None:
    """Put a run's folder in place; why the run failed, if it did."""
    if not outcome.files:
        outcome = failed_outcome(run, outcome.failure)
    try:
        place(outcome.files, to / run.folder, aside)
    except OutputFolder as error:
        return error
    return outcome.failure


def _report(folder: Path) -> Path | None:
    return next((folder / name for name in (REPORT, FAILED) if (folder / name).is_file()), None)
