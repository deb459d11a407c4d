"""Every notebook reads well on every page, in this process: what a kernel adds is tested with the runs."""

from __future__ import annotations

import ast
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from bilateral.resources import notebook_paths
from tests.score_pages import golden_pages

TEACHING = sorted((Path(__file__).resolve().parent.parent / "notebooks" / "teaching").glob("*.ipynb"))
NOTEBOOKS = [*notebook_paths().values(), *TEACHING]
PAGES = [page_id for page_id, page in golden_pages().items() if (page.gold / "ledger.csv").is_file()]
MISSING = re.compile(r"\bnan\b|NaT|<NA>|&lt;NA&gt;|\bNone\b")


def shown(notebook: Path, page: Path) -> list[Any]:
    """What each code cell of a notebook ends in, run on a page."""
    names: dict[str, Any] = {}
    values = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), names)
        if last:
            values.append(eval(compile(ast.Expression(last.value), cell["id"], "eval"), names))
        if "parameters" in cell["metadata"].get("tags", ()):
            names["page"] = str(page)
    return values


def words(value: Any) -> str:
    """A value as a reader sees it: a sentence, a table, a figure's title (the figure is drawn, which may warn)."""
    if hasattr(value, "to_html"):
        return str(value.to_html())
    if hasattr(value, "get_suptitle"):
        value._repr_svg_()
        return str(value.get_suptitle())
    return str(getattr(value, "data", ""))


@pytest.mark.slow
@pytest.mark.parametrize("page_id", PAGES)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_runs_on_every_page(tmp_path, notebook, page_id):
    golden = golden_pages()[page_id]
    page = tmp_path / f"{page_id}.txt"
    page.write_bytes(golden.text.encode())
    page.with_suffix(".toml").write_text(f'home = "{golden.home}"\npartner = "{golden.partner}"\n', encoding="utf-8")
    told = [words(value) for value in shown(notebook, page)]
    assert len("".join(told)) > 1000
    assert not [text for text in told if MISSING.search(text)]


@pytest.mark.slow
@pytest.mark.parametrize("page_id", PAGES)
def test_every_notebook_reads_a_page_of_which_sentences_are_missing(tmp_path, page_id):
    golden, chance = golden_pages()[page_id], random.Random(page_id)
    kept = [" ".join(words for words in line.split(". ") if chance.random() < 0.6) for line in golden.text.split("\n")]
    page = tmp_path / f"{page_id}.txt"
    page.write_text("\n".join(kept), encoding="utf-8")
    page.with_suffix(".toml").write_text('home = "CHN"\npartner = "PAK"\n', encoding="utf-8")  # a pair with a record
    for notebook in NOTEBOOKS:
        told = [words(value) for value in shown(notebook, page)]
        assert not [text for text in told if MISSING.search(text)], notebook.stem


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_each_notebook_for_teachers_is_committed_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.parametrize("path", notebook_paths().values(), ids=lambda path: path.stem)
def test_each_notebook_says_what_it_teaches_and_ends_with_exercises(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    told = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert "**You will learn**" in told[0]
    headings = [line for text in told for line in text.splitlines() if line.startswith("## ")]
    assert headings[-2:] == ["## What must not be concluded", "## Exercises"]
