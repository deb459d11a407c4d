"""How a batch goes on: one line that changes on a terminal, a line a run in a log."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

import click

from bilateral.runs.plan import Run


class Progress:
    """Tells of runs as they start and end; `with Progress(24) as told: told.started(run); told.ended(run, failed=False)`."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self._bar: Any = None
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, unit="run", bar_format="{n_fmt} of {total_fmt} |{bar:20}| {elapsed}<{remaining} {postfix}"
            )

    def started(self, run: Run) -> None:
        """A run is in hand. On a terminal it is named; a log tells of it when it has ended."""
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self.failed} failed · {run}")

    def ended(self, run: Run, *, failed: bool) -> None:
        """A run has ended."""
        self.done += 1
        self.failed += failed
        if self._bar is not None:
            self._bar.update()
            return
        left = self.total - self.done
        click.echo(
            f"run {self.done} of {self.total}, {self.failed} failed, {left} left: {run} {'FAILED' if failed else 'done'}",
            err=True,
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()
