"""What is to be run: the parameters cell, the plan, the file of runs. No kernel is started."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bilateral import errors, resources
from bilateral.runs import parameters
from bilateral.runs.parameters import Parameter
from bilateral.runs.plan import Source, plan
from bilateral.runs.runs_file import runs_in

PAGE = Source("china-pakistan", "0" * 64)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('d: "date | None" = None', Parameter("d", "date", None, "", optional=True)),
        ("d: datetime.date = '2022-01'  # from", Parameter("d", "date", "2022-01", "from")),
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
        ("n: date = 'soon'", "as date but gives it 'soon'"),
        ("n: set = 3", "no type of"),
        ("n: 'a b' = 3", "no type of"),
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
        ("date", "2022-01", "2022-01"),
        ("list", "a, b", ["a", "b"]),
        ("list", '["a,b"]', ["a,b"]),
        ("list", "", []),
    ],
)
def test_a_value_has_the_declared_type(kind, text, value):
    converted = Parameter("x", kind, None).convert(text)
    assert (converted, type(converted)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text"), [("int", "1.5"), ("float", "inf"), ("float", "x"), ("bool", "2"), ("list", "[1"), ("date", "1e3")]
)
def test_a_value_of_another_type_is_refused(kind, text):
    with pytest.raises(errors.ParameterType, match="Parameter x is of type"):
        Parameter("x", kind, None).convert(text)


def test_none_is_a_value_only_where_it_is_declared():
    assert Parameter("x", "int", 1, optional=True).convert("none") is None
    assert Parameter("x", "str", "").convert("none") == "none"


def test_a_plan_fills_in_defaults_and_the_page(make_notebook):
    (run,) = plan([str(make_notebook())], [PAGE], {"number": "7"})
    assert dict(run.parameters) == {"page": "china-pakistan", "number": 7}
    assert run.folder == Path("china-pakistan/tiny/number-7")


def test_a_parameter_goes_to_the_notebooks_that_have_it(make_notebook):
    one = make_notebook(name="one")
    two = make_notebook(name="two", parameters='page: str = ""\nother: int = 1')
    first, second = plan([str(one), str(two)], [PAGE], {"other": "2"})
    assert (first.parameters["number"], second.parameters["other"]) == (3, 2)


def test_only_what_is_not_the_default_is_in_the_folders_name(make_notebook):
    (run,) = plan([str(make_notebook())], [PAGE], {"number": "3"})
    assert run.folder == Path("china-pakistan/tiny")
    assert str(run) == "tiny on china-pakistan"


def test_lists_of_values_make_the_product(make_notebook):
    notebook = make_notebook(parameters='page: str = ""\na: int = 0\nb: bool = True\nitems: list[int] = []')
    runs = plan([str(notebook)], [PAGE], {"a": ["1", "2", "1"], "b": ["no", "yes"], "items": [5, 6]})
    assert [(run.parameters["a"], run.parameters["b"], run.parameters["items"]) for run in runs] == [
        (1, False, [5, 6]),
        (1, True, [5, 6]),
        (2, False, [5, 6]),
        (2, True, [5, 6]),
    ]
    assert len(plan([str(notebook)], [PAGE], {"items": [[1], [2]]})) == 2


def test_parameters_never_lead_out_of_the_output_folder_and_differ_in_their_folders(make_notebook):
    notebook = make_notebook(parameters='page: str = ""\ntext: str = "x"')
    nasty = ["../../etc", "/etc/passwd", "..", "", "a/b", "a-b", "a b", "é" * 300, "é" * 301, "a\0b", "-", "\n"]
    runs = plan([str(notebook)], [PAGE], {"text": nasty})
    assert len({run.folder for run in runs}) == len(nasty)
    for run in runs:
        assert len(run.folder.parts) == 3
        assert not {"..", "/", ""} & set(run.folder.parts)
        assert len(run.folder.name.encode()) < 255
        assert "\0" not in str(run.folder)


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


RUNS = """
pages = ["pages/*.txt"]
[defaults]
number = 4
[notebooks."own/tiny.ipynb"]
text = ["a", "b"]
"""


@pytest.fixture
def runs_file(tmp_path, make_notebook):
    """Writes a file of runs beside a notebook and two pages, and gives what it asks for."""
    notebook = make_notebook(parameters='page: str = ""\nnumber: int = 3\ntext: str = ""\nstart: "date | None" = None')
    for name in ("peru", "egypt"):
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / f"{name}.txt").write_text("China and Peru are friends.", encoding="utf-8")
    (tmp_path / "own").mkdir()
    notebook.rename(tmp_path / "own" / "tiny.ipynb")

    def runs(text: str):
        file = tmp_path / "runs.toml"
        file.write_text(text, encoding="utf-8")
        return runs_in(file, lambda name: Source(Path(name).stem, "0" * 64, Path(name)))

    return runs


def test_a_file_of_runs_names_notebooks_pages_and_parameters(runs_file):
    runs = runs_file(RUNS)
    assert [run.folder.as_posix() for run in runs] == [
        "egypt/tiny/number-4_text-a",
        "egypt/tiny/number-4_text-b",
        "peru/tiny/number-4_text-a",
        "peru/tiny/number-4_text-b",
    ]


def test_a_notebook_of_a_file_of_runs_may_have_several_tables_and_pages_of_its_own(runs_file):
    table = '[[notebooks."own/tiny.ipynb"]]\n'
    runs = runs_file(
        table + 'start = 2022-01-31\npages = ["pages/peru.txt"]\n' + table + 'number = 9\npages = ["pages/egypt.txt"]'
    )
    assert [run.folder.as_posix() for run in runs] == ["peru/tiny/start-2022-01-31", "egypt/tiny/number-9"]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("a = ", errors.RunsFile, "no TOML"),
        ("page = []", errors.RunsFile, "did you mean pages"),
        ("pages = []", errors.RunsFile, "names no notebook"),
        ("defaults = 3\n" + RUNS.replace("[defaults]\nnumber = 4", ""), errors.RunsFile, "must be a table"),
        (RUNS.replace('"pages/*.txt"', "3"), errors.RunsFile, "list of texts"),
        (RUNS.replace("*.txt", "*.md"), errors.PageNotFound, "mend the pattern"),
        (RUNS.replace("own/tiny", "own/tny"), errors.UnknownNotebook, "own/tny"),
        (RUNS.replace("number", "numbr"), errors.UnknownParameter, "did you mean number"),
        (RUNS.replace("text", "txt"), errors.UnknownParameter, "did you mean text"),
        (RUNS.replace("= 4", '= "four"'), errors.ParameterType, "'four'"),
        (RUNS.replace("= 4", "= 4.5"), errors.ParameterType, "4.5"),
        (RUNS.replace("= 4", "= true"), errors.ParameterType, "True"),
    ],
)
def test_a_file_of_runs_that_cannot_be_followed_is_refused(runs_file, text, error, words):
    with pytest.raises(error, match=re.escape(words)):
        runs_file(text)


@pytest.mark.parametrize("value", [20222, True, -1, 2022.5])
def test_a_number_that_is_no_year_is_no_date(value: object) -> None:
    with pytest.raises(errors.ParameterType, match="a year, a month or a day"):
        Parameter("window_start", "date", None).accept(value)
