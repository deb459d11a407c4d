"""What several tests share: the checkout, a way to call the command line, and notebooks made for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bilateral import resources
from bilateral.cli import main
from bilateral.runs.execute import execute
from bilateral.runs.plan import Source, plan

PARAMETERS = 'page: str = "china-pakistan"  # the page\nnumber: int = 3  # how many'
BUNDLED = Source(resources.page_ids()[0], "0" * 64)


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


@pytest.fixture
def told() -> Callable[..., str]:
    """Runs a bundled notebook, `told("trade", window_start="2019")`, and returns what it shows as one text.

    `figures` is the number of figures that it must show; nothing missing may show through as code.
    """

    def run(notebook: str, figures: int, page: Source = BUNDLED, **given: str) -> str:
        (one,) = plan([notebook], [page], given)
        executed = execute(one)
        assert executed.failure is None, executed.failure
        shown = [out for cell in executed.notebook.cells for out in cell.get("outputs", [])]
        text = "\n".join(str(out.get("data", out.get("text"))) for out in shown)
        assert not [out for out in shown if out.get("name") == "stderr"]
        assert text.count("image/svg+xml") == figures
        assert not [missing for missing in (">nan<", "NaT", "&lt;NA&gt;", ">None<") if missing in text]
        return text

    return run


@pytest.fixture
def quiet(tmp_path: Path) -> Callable[[str], Source]:
    """Writes a page on which nothing is told of China and a partner, such as `quiet("PER")`."""

    def write(partner: str) -> Source:
        page = tmp_path / "quiet.txt"
        page.write_text("Quiet\n\nThe two countries are friends.\n", encoding="utf-8")
        page.with_suffix(".toml").write_text(f'title = "Quiet"\nhome = "CHN"\npartner = "{partner}"\n', encoding="utf-8")
        return Source("quiet", "0" * 64, page)

    return write
