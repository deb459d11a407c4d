"""A process that is a command's own: it ends in good order when it is told to, and starts quickly."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


class Stopped(KeyboardInterrupt):
    """The batch was told to end, by a signal; `status` is the exit status that tells of it."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__()


@contextmanager
def stoppable(how_far: Callable[[], str]) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end kernels and leave nothing half-written; a second Ctrl-C changes nothing."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def stop(number: int, _: object) -> None:
        for name in names:
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        raise Stopped(128 + number)

    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    except Stopped as stopped:
        click.echo(f"bilateral: stopped; {how_far()}. Run it again for the others.", err=True)
        sys.exit(stopped.status)
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def import_quickly() -> None:
    """Leave out what takes longer to import than a report to make, and no notebook needs.

    jsonschema compiles a grammar of international addresses where there is one; it does without where there is none.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: not to be found
