"""What several tests share: the checkout, a way to call the command line, and notebooks made for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bilateral.cli import main

PARAMETERS = 'page: str = "china-pakistan"  # the page\nnumber: int = 3  # how many'


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.section("how to read this")
        terminalreporter.line("A test's name says what must hold; the lines that start with E say what was found instead.")
        terminalreporter.line("One test alone: .venv/bin/python -m pytest -k NAME; the quick ones: make test-fast")


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def bilateral_command() -> Callable[..., Result]:
    """Calls the command line in this process: `bilateral_command("facts", path)`."""
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def make_notebook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a notebook with a parameters cell and the given code cells, and returns its path."""

    def make(*sources: str, name: str = "tiny", parameters: str | None = PARAMETERS) -> Path:
        cells = [new_markdown_cell("# A tiny report", id="title")]
        if parameters is not None:
            cells.append(new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
        cells += [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
        path = tmp_path / "a folder" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return make
