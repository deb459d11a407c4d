"""What the README says must hold: its session, its commands, its tables, its parameters, its picture, its score."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from bilateral.resources import notebook_paths
from bilateral.runs.parameters import read
from bilateral.schema import TABLES
from tests.score_pages import BUNDLED, golden_pages, total

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [line.split("#")[0].strip() for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]
COMMANDS = [line.removeprefix("bilateral ") for line in SHELL if line.startswith("bilateral ")]


def section(heading: str) -> str:
    return README.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_the_session_gives_what_it_shows():
    session = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert len(session.examples) > 5
    assert doctest.DocTestRunner().run(session).failed == 0


@pytest.mark.parametrize(
    "command",
    [pytest.param(line, marks=[pytest.mark.slow] if line.startswith(("report", "verify")) else []) for line in COMMANDS],
)
def test_each_command_does_its_work(bilateral_command, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    if command == "verify":
        bilateral_command("report", "trade")
    result = bilateral_command(*shlex.split(command))
    assert result.exit_code == 0, result.output
    if "--to" in command or command.startswith("report"):
        assert any(file.is_file() for file in tmp_path.rglob("*"))


def test_each_make_target_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.M))
    assert {"report", "test"} <= named <= targets


def test_each_table_has_its_line():
    assert re.findall(r"^\| `(\w+)` \|", section("The tables"), re.M) == list(TABLES)


def test_each_notebook_and_parameter_has_its_line():
    rows = re.findall(r"^\| (`.*?`) \|", section("The notebooks"), re.M)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    cells = {notebook: {parameter.name for parameter in read(path)} for notebook, path in notebook_paths().items()}
    assert named == set(cells) | set().union(*cells.values())


def test_each_place_to_change_is_there():
    change = section("Where to change what")
    lexicon, analysis = ROOT / "bilateral" / "lexicon", ROOT / "bilateral" / "analysis"
    places = [name for name in re.findall(r"`([\w/]+(?:/|\.csv|\.py))`", change) if name != "page"]
    assert places
    for place in places:
        assert any((folder / place).exists() for folder in (ROOT, lexicon, analysis)), place


def test_the_score_is_as_good_as_it_says():
    bundled, others = re.findall(r"f1 is ([\d.]+) on the bundled page and over ([\d.]+) on each", " ".join(README.split()))[0]
    assert round(total(BUNDLED)["f1"], 2) >= float(bundled)
    assert min(total(page)["f1"] for page in golden_pages()) > float(others)


def test_the_picture_is_what_the_reports_draw():
    spec = spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PICTURE.read_text(encoding="utf-8") == module.picture(), "run make picture"
    assert str(module.PICTURE.relative_to(ROOT)) in README
