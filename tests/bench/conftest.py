"""What the measures share: each tells its figure beside its target, and all are shown as one table at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Figure:
    """One line of the table; `met` is missing where there is no target."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


FIGURES = pytest.StashKey[list[Figure]]()


@pytest.fixture(scope="session")
def tell(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`tell("page", "12.0 ms", "at most 15 ms", True)` puts a line into the table."""
    figures = request.config.stash.setdefault(FIGURES, [])
    return lambda *line: figures.append(Figure(*line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = terminalreporter.config.stash.get(FIGURES, [])
    if not figures:
        return
    widths = [max(len(getattr(figure, name)) for figure in figures) for name in ("what", "measured", "target")]
    terminalreporter.section("figures against their targets")
    for figure in figures:
        cells = zip((figure.what, figure.measured, figure.target), widths, strict=True)
        told = {True: "met", False: "NOT MET", None: ""}[figure.met]
        terminalreporter.line("  ".join([*(cell.ljust(width) for cell, width in cells), told]).rstrip())
