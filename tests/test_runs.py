"""Runs: the parameters cell, the plan, and what a run leaves behind when it goes well and when it does not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from bilateral import errors, resources
from bilateral.runs import parameters
from bilateral.runs.deposit import folder_aside
from bilateral.runs.parameters import Parameter
from bilateral.runs.plan import Source, plan

PAGE = Source("china-pakistan", "0" * 64)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('page: str = "x"  # the page', Parameter("page", "str", "x", "the page")),
        ("page: str | None = None", Parameter("page", "str", None, "", optional=True)),
        ("n: int = -3", Parameter("n", "int", -3)),
        ("f: float = 1", Parameter("f", "float", 1.0)),
        ("b: bool = False  # on # off", Parameter("b", "bool", False, "on # off")),
        ("# above\nn = 3", Parameter("n", "int", 3, "above")),
        ('x: list[int] = [\n    1,\n    2,\n]  # "#"', Parameter("x", "list", [1, 2], '"#"', item="int")),
        ('s: str = "a = b # c"', Parameter("s", "str", "a = b # c")),
    ],
)
def test_a_parameters_cell_is_read_by_its_syntax(make_notebook, line, expected):
    assert parameters.read(make_notebook(parameters=line)) == (expected,)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "no cells tagged"),
        ("import os", "import os"),
        ("n: int = len('a')", "no plain literal"),
        ("n: int = 'a'", "as int but gives it 'a'"),
        ("n: int = True", "as int but gives it True"),
        ("n: int = None", "as int but gives it None"),
        ("n: date = '2022'", "no type of"),
        ("n = None", "no type of"),
        ("n: int =", "no Python"),
    ],
)
def test_a_parameters_cell_with_more_than_typed_literals_is_refused(make_notebook, cell, words):
    with pytest.raises(errors.ParametersCell, match=words):
        parameters.read(make_notebook(parameters=cell))


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "no.ipynb"
    for text in ("", "[]", '{"cells": 3}', '{"cells": [3]}'):
        path.write_text(text)
        with pytest.raises(errors.ParametersCell, match="no Jupyter notebook"):
            parameters.read(path)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "12", 12),
        ("float", "1e3", 1000.0),
        ("bool", "NO", False),
        ("bool", "true", True),
        ("str", "2022-01", "2022-01"),
        ("str", "1e3", "1e3"),
        ("list", "a, b", ["a", "b"]),
        ("list", '["a,b"]', ["a,b"]),
        ("list", "", []),
    ],
)
def test_a_value_has_the_declared_type(kind, text, value):
    converted = Parameter("x", kind, None).convert(text)
    assert (converted, type(converted)) == (value, type(value))


@pytest.mark.parametrize(("kind", "text"), [("int", "1.5"), ("float", "inf"), ("float", "x"), ("bool", "2"), ("list", "[1")])
def test_a_value_of_another_type_is_refused(kind, text):
    with pytest.raises(errors.ParameterType, match="Parameter x is of type"):
        Parameter("x", kind, None).convert(text)


def test_none_is_a_value_only_where_it_is_declared():
    assert Parameter("x", "int", 1, optional=True).convert("none") is None
    assert Parameter("x", "str", "").convert("none") == "none"


def test_a_plan_fills_in_defaults_and_the_page(make_notebook):
    (run,) = plan([str(make_notebook())], [PAGE], {"number": "7"})
    assert dict(run.parameters) == {"page": "china-pakistan", "number": 7}
    assert run.folder == Path("china-pakistan/tiny")


def test_a_parameter_goes_to_the_notebooks_that_have_it(make_notebook):
    one = make_notebook(name="one")
    two = make_notebook(name="two", parameters='page: str = ""\nother: int = 1')
    first, second = plan([str(one), str(two)], [PAGE], {"other": "2"})
    assert (first.parameters["number"], second.parameters["other"]) == (3, 2)


def test_a_page_id_never_leads_out_of_the_output_folder(make_notebook):
    for page in ("../../etc", "/etc", "..", ".", "a/b", "a\\b", ""):
        (run,) = plan([str(make_notebook())], [Source(page, "0" * 64)], {})
        assert len(run.folder.parts) == 2
        assert ".." not in run.folder.parts
        assert not run.folder.is_absolute()


def test_two_runs_for_one_folder_are_refused(make_notebook):
    with pytest.raises(errors.DuplicatePage, match="rename"):
        plan([str(make_notebook())], [PAGE, Source("china-pakistan", "1" * 64)], {})


def test_the_bundled_notebooks_say_what_their_parameters_mean():
    for name, path in resources.notebook_paths().items():
        cell = parameters.read(path)
        assert "page" in [parameter.name for parameter in cell], name
        assert all(parameter.help for parameter in cell), name


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run_notebook(path: Path, to: Path, *, page: Source = PAGE, cell_seconds: int = 60) -> tuple[dict, Path]:
    """Run a notebook; its record and its folder."""
    from bilateral.runs.deposit import deposit
    from bilateral.runs.execute import execute

    (run,) = plan([str(path)], [page], {})
    folder = deposit(run, execute(run, cell_seconds=cell_seconds), to, show_code=True).parent
    return json.loads((folder / "run.json").read_text(encoding="utf-8")), folder


def test_outputs_take_their_place_whole_or_not_at_all(tmp_path):
    target = tmp_path / "page" / "trade"
    with folder_aside(target) as aside:
        (aside / "report.html").write_text("old")
    with pytest.raises(errors.OutputFolder), folder_aside(target) as aside:
        (aside / "no such folder" / "report.html").write_text("half")
    assert (target / "report.html").read_text() == "old"
    assert [path.name for path in target.parent.iterdir()] == ["trade"]


def test_a_file_in_the_place_of_the_output_folder_stays(tmp_path):
    (tmp_path / "page").write_text("mine")
    with pytest.raises(errors.OutputFolder, match="choose another"), folder_aside(tmp_path / "page" / "trade"):
        pass
    assert (tmp_path / "page").read_text() == "mine"


VOLATILE = (
    "import os, sys, pandas as pd, matplotlib.pyplot as plt, warnings\n"
    "print(os.getcwd(), os.getpid() > 0, sys.executable, object(), hash('a'))\n"
    "warnings.warn('with the path of the cell')",
    "plt.plot([1, 2], label='a'); plt.legend(); plt.show()",
    "pd.DataFrame({'a': ['<script>alert(1)</script>']})",
    "pd.DataFrame({'a': ['x']}).style.set_caption('c')",
)


@pytest.mark.slow
def test_the_same_run_twice_gives_the_same_bytes(make_notebook, tmp_path):
    notebook = make_notebook(*VOLATILE)
    for to in ("one", "another place"):
        record, folder = run_notebook(notebook, tmp_path / to)
        assert record["status"] == "done"
    assert contents(tmp_path / "one") == contents(tmp_path / "another place")
    assert sorted(contents(folder)) == ["notebook.ipynb", "page.html", "report.html", "run.json"]
    assert record["outputs"]["report.html"] == contents(folder)["report.html"]


@pytest.mark.slow
def test_a_report_asks_the_network_for_nothing_and_names_no_place_of_this_machine(make_notebook, tmp_path):
    _, folder = run_notebook(make_notebook(*VOLATILE), tmp_path / "out")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "data:image/svg+xml;base64," in html
    for attribute in ('src="http', 'href="http', "@import", "url("):
        assert attribute not in html, attribute
    for file in folder.iterdir():
        assert str(tmp_path) not in file.read_text(encoding="utf-8"), file.name
        assert str(resources.PACKAGE) not in file.read_text(encoding="utf-8"), file.name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise ValueError('no such sector')", "ValueError: no such sector"),
        ("import sys\nsys.exit(0)", "SystemExit: 0"),
        ("import os\nos.kill(os.getpid(), 9)", "killed or ran out of memory"),
        ("while True:\n    pass", "still running after 3 seconds"),
    ],
)
def test_a_notebook_that_fails_leaves_no_report_that_looks_finished(make_notebook, tmp_path, source, reason):
    record, folder = run_notebook(make_notebook("1 + 1", source, "print('never')"), tmp_path / "out", cell_seconds=3)
    assert record["status"] == "failed"
    assert reason in record["failure"]["reason"]
    assert record["failure"]["source"] == source
    assert record["failure"]["cell"] == 4  # title, parameters, 1 + 1, and this one
    assert sorted(contents(folder)) == ["failed.html", "notebook.ipynb", "page.html", "run.json"]
    html = (folder / "failed.html").read_text(encoding="utf-8")
    assert "<title>FAILED" in html
    assert "This run failed" in html


@pytest.mark.slow
def test_the_kernel_is_this_interpreter_whatever_is_installed(make_notebook, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["false"], "display_name": "another", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    code = f"import sys\nassert sys.prefix == {__import__('sys').prefix!r}\nassert {str(tmp_path)!r} not in sys.path"
    record, _ = run_notebook(make_notebook(code), tmp_path / "out")
    assert record["status"] == "done"


@pytest.mark.slow
def test_a_page_of_ones_own_is_beside_the_notebook_and_its_path_in_no_output(make_notebook, tmp_path):
    page = tmp_path / "a folder" / "my page.txt"
    page.parent.mkdir(exist_ok=True)
    page.write_text("China and Kazakhstan", encoding="utf-8")
    page.with_suffix(".toml").write_text('home = "CHN"', encoding="utf-8")
    code = "from pathlib import Path\nprint(page, Path(page).read_text(), Path(page).with_suffix('.toml').read_text())"
    record, folder = run_notebook(make_notebook(code), tmp_path / "out", page=Source("my page", "0" * 64, page))
    assert record["status"] == "done"
    assert "my page.txt China and Kazakhstan home =" in (folder / "report.html").read_text(encoding="utf-8")
    assert record["parameters"]["page"] == "my page.txt"
    assert all(str(tmp_path) not in file.read_text(encoding="utf-8") for file in folder.iterdir())


@pytest.mark.slow
def test_a_run_takes_the_place_of_the_one_before_it_whole(make_notebook, tmp_path):
    run_notebook(make_notebook("raise ValueError"), tmp_path / "out")
    _, folder = run_notebook(make_notebook("1"), tmp_path / "out")
    assert sorted(contents(folder)) == ["notebook.ipynb", "page.html", "report.html", "run.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]
