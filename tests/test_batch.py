"""What a batch leaves behind, when runs go well and when they do not: real kernels, forked from a warm parent."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bilateral import errors, resources
from bilateral.runs.batch import Batch, Result, run_batch
from bilateral.runs.deposit import ASIDE, outbox, place
from bilateral.runs.execute import Limits
from bilateral.runs.index import index
from bilateral.runs.plan import Source, plan
from bilateral.runs.schedule import Options
from bilateral.runs.verify import verify

PAGE = Source("china-pakistan", hashlib.sha256(resources.page_path("china-pakistan").read_bytes()).hexdigest())
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, number], label='a'); plt.legend(); plt.title('It rises'); plt.show()"
WIDE = ("pd.DataFrame([['many words ' * 3] * 9] * 70)",)  # pandas cuts it in one way in a kernel, in another elsewhere
VOLATILE = (
    "import os, sys, random, numpy, pandas as pd, warnings\n"
    "print(os.getcwd(), os.getpid() > 0, sys.executable, object(), hash('a'), random.random(), numpy.random.rand())\n"
    "warnings.warn('with the path of the cell')",
    FIGURE,
    "pd.DataFrame({'a': ['<script>alert(1)</script>', '=1+1']})",
    "pd.DataFrame({'a': ['x']}).style.set_caption('c')",
    *WIDE,
    "open('mine.txt', 'w').write('kept')",
)
FILES = [
    "figures/cell-1.png",
    "figures/cell-1.svg",
    "files/mine.txt",
    "notebook.ipynb",
    "page.html",
    "report.html",
    "run.json",
    "tables/cell-2.csv",
    "tables/cell-3.csv",
    "tables/cell-4.csv",
]


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def make(paths: list[Path], to: Path, given: dict | None = None, *, page: Source = PAGE, **options) -> Result:
    """Run notebooks, and leave the reports in a folder."""
    batch = Batch(
        to,
        Options(Limits(options.get("seconds", 60), options.get("memory", 0)), show_code=True, warm=options.get("warm", True)),
        options.get("workers", 2),
        force=options.get("force", False),
    )
    result = Result()
    run_batch(plan([str(path) for path in paths], [page], given or {}), batch, result)
    return result


def record(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def test_outputs_take_their_place_whole_or_not_at_all(tmp_path):
    target = tmp_path / "page" / "trade"
    with outbox(tmp_path) as aside:
        place({"report.html": b"old", "figures/a.svg": b"old"}, target, aside)
        with pytest.raises(errors.OutputFolder):
            place({"report.html": b"half", "report.html/below": b"a file cannot be a folder"}, target, aside)
        assert contents(target).keys() == {"report.html", "figures/a.svg"}
        assert (target / "report.html").read_bytes() == b"old"
        place({"report.html": b"new"}, target, aside)
        assert contents(target).keys() == {"report.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


def test_a_run_takes_the_place_of_its_own_folder_only(tmp_path):
    with outbox(tmp_path) as aside:
        place({"run.json": b"{}"}, tmp_path / "page" / "trade" / "number-3", aside)
        place({"run.json": b"1"}, tmp_path / "page" / "trade", aside)
        place({"run.json": b"2"}, tmp_path / "page" / "trade", aside)
    assert contents(tmp_path).keys() == {"page/trade/run.json", "page/trade/number-3/run.json"}


def test_what_a_killed_run_left_is_taken_away_and_what_a_running_one_writes_stays(tmp_path):
    left = tmp_path / f"{ASIDE}left"
    left.mkdir()
    (left / "lock").touch()
    with outbox(tmp_path) as aside, outbox(tmp_path):
        assert aside.exists()
        assert not left.exists()


def test_a_file_in_the_place_of_the_output_folder_stays(tmp_path):
    (tmp_path / "page").write_text("mine")
    with outbox(tmp_path) as aside, pytest.raises(errors.OutputFolder, match="choose another"):
        place({"run.json": b"1"}, tmp_path / "page" / "trade", aside)
    assert (tmp_path / "page").read_text() == "mine"


@pytest.mark.slow
def test_the_same_run_gives_the_same_bytes_wherever_and_however_it_is_made(make_notebook, tmp_path, monkeypatch):
    """In other folders, other orders, with one worker or several, under another locale and time zone, in a plain kernel."""
    notebooks = [make_notebook(*VOLATILE, name=name) for name in ("one", "two", "three")]
    given = {"number": [3, 4]}
    assert not make(notebooks, tmp_path / "first", given).failed
    folder = tmp_path / "first" / "china-pakistan" / "one"
    assert sorted(name for name in contents(folder) if not name.startswith("number")) == FILES
    for name, value in {"TZ": "Asia/Karachi", "LC_ALL": "C", "COLUMNS": "40", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    make(notebooks[::-1], tmp_path / "another place", given, workers=1)
    make(notebooks[:1], tmp_path / "plain", given, warm=False)
    assert contents(tmp_path / "first") == contents(tmp_path / "another place")
    assert contents(folder) == contents(tmp_path / "plain" / "china-pakistan" / "one")
    assert record(folder)["outputs"] == {
        name: digest for name, digest in contents(folder).items() if name in FILES and name != "run.json"
    }


@pytest.mark.slow
def test_a_report_asks_the_network_for_nothing_and_names_no_place_of_this_machine(make_notebook, tmp_path):
    make([make_notebook(*VOLATILE)], tmp_path / "out")
    folder = tmp_path / "out" / "china-pakistan" / "tiny"
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "data:image/svg+xml;base64," in html
    for attribute in ('src="http', 'href="http', "@import", "url("):
        assert attribute not in html, attribute
    for file in (file for file in folder.rglob("*") if file.is_file()):
        assert str(tmp_path).encode() not in file.read_bytes(), file.name
        assert str(resources.PACKAGE).encode() not in file.read_bytes(), file.name
    assert (folder / "tables" / "cell-2.csv").read_text() == "a\n<script>alert(1)</script>\n'=1+1\n"
    assert record(folder)["figures"] == [{"name": "cell-1", "title": "It rises"}]


FAILURES = {
    "raises": ("raise ValueError('no such sector')", "ValueError: no such sector", "no such sector"),
    "exits": ("import sys\nprint('so far')\nsys.exit(0)", "SystemExit: 0", "so far"),
    "ends": ("import os\nos._exit(0)", "ended itself with exit status 0", ""),
    "killed": ("import os\nos.kill(os.getpid(), 9)", "killed or ran out of memory", ""),
    "loops": ("while True:\n    pass", "still running after 3 seconds", ""),
    "hangs": ("import re\nre.match('(a|a)*b', 'a' * 99)", "still running after 3 seconds", ""),
    "memory": ("x = bytearray(2**31)", "MemoryError", "MemoryError"),
    "outside": ("open('../../../../stray.txt', 'w')", "outside the run's folder", "stray.txt"),
    "makes": ("import os\nos.mkdir('/tmp/stray')", "outside the run's folder", "stray"),
}


@pytest.mark.slow
def test_a_run_that_fails_stops_no_other_and_leaves_no_report_that_looks_finished(make_notebook, tmp_path):
    bad = [make_notebook("1 + 1", code, "print('never')", name=name) for name, (code, _, _) in FAILURES.items()]
    good = make_notebook("print('fine')", name="good")
    result = make([*bad, good], tmp_path / "out", seconds=3, memory=1024)
    assert (result.ended, len(result.failed)) == (len(bad) + 1, len(bad))
    assert record(tmp_path / "out" / "china-pakistan" / "good")["status"] == "done"
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for name, (source, reason, last) in FAILURES.items():
        folder = tmp_path / "out" / "china-pakistan" / name
        told = record(folder)
        assert told["status"] == "failed", name
        assert reason in told["failure"]["reason"], name
        assert (told["failure"]["source"], told["failure"]["cell"]) == (source, 4)  # title, parameters, 1 + 1, and this one
        assert last in told["failure"]["lines"], name
        assert sorted(contents(folder)) == ["failed.html", "notebook.ipynb", "page.html", "run.json"], name
        html = (folder / "failed.html").read_text(encoding="utf-8")
        assert "<title>FAILED" in html
        assert "This run failed" in html
        assert f"china-pakistan/{name}/failed.html" in page
    assert not Path("/tmp/stray").exists()


@pytest.mark.slow
def test_the_kernel_is_this_interpreter_whatever_is_installed(make_notebook, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["false"], "display_name": "another", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("HOME", str(tmp_path / "no such home"))
    code = f"import sys\nassert sys.prefix == {sys.prefix!r}\nassert {str(tmp_path)!r} not in sys.path"
    for warm in (True, False):
        assert not make([make_notebook(code)], tmp_path / f"out-{warm}", warm=warm).failed


@pytest.mark.slow
def test_a_page_of_ones_own_is_beside_the_notebook_and_its_path_in_no_output(make_notebook, tmp_path):
    page = tmp_path / "a folder" / "my page.txt"
    page.parent.mkdir(exist_ok=True)
    page.write_text("China and Kazakhstan", encoding="utf-8")
    page.with_suffix(".toml").write_text('home = "CHN"', encoding="utf-8")
    code = "from pathlib import Path\nprint(page, Path(page).read_text(), Path(page).with_suffix('.toml').read_text())"
    make([make_notebook(code)], tmp_path / "out", page=Source("my page", "0" * 64, page))
    folder = tmp_path / "out" / "my-page" / "tiny"
    assert "my page.txt China and Kazakhstan home =" in (folder / "report.html").read_text(encoding="utf-8")
    assert record(folder)["parameters"]["page"] == "my page.txt"
    assert all(str(tmp_path) not in file.read_text(encoding="utf-8") for file in folder.iterdir())


@pytest.mark.slow
def test_only_what_is_missing_or_out_of_date_is_run_again(make_notebook, tmp_path):
    to = tmp_path / "out"
    folder = to / "china-pakistan" / "tiny"
    notebook, bad = make_notebook("1"), make_notebook("raise ValueError", name="bad")

    def again(**options) -> tuple[int, int]:
        result = make([notebook, bad], to, **options)
        return result.ended, result.kept

    assert again() == (2, 0)
    assert again() == (1, 1)  # what failed is tried again
    assert again(force=True) == (2, 0)
    assert again(page=Source(PAGE.id, "1" * 64)) == (2, 0)  # another edition of the page
    assert again() == (2, 0)
    make_notebook("2")
    assert again() == (2, 0)
    (folder / "report.html").write_text("cut off")
    assert again() == (2, 0)
    (folder / "run.json").write_text("{")
    assert again() == (2, 0)
    told = record(folder)
    told["versions"]["pandas"] = "0"
    (folder / "run.json").write_text(json.dumps(told))
    assert again() == (2, 0)
    shutil.rmtree(folder)
    assert again() == (2, 0)
    assert (again(), record(folder)["status"]) == ((1, 1), "done")


@pytest.mark.slow
def test_verify_says_what_differs_down_to_the_cell_and_the_row(make_notebook, tmp_path):
    to, folder = tmp_path / "out", tmp_path / "out" / "china-pakistan" / "tiny"
    notebook = make_notebook("import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': [3, 4]})", "print('same')")
    make([notebook], to)
    table, executed = folder / "tables" / "cell-0.csv", folder / "notebook.ipynb"
    table.write_text(table.read_text().replace("2,4", "2,5"))
    executed.write_text(executed.read_text().replace('"same\\n"', '"other\\n"'))
    before = contents(to)
    verdict = verify(to, [], [str(notebook)], workers=1)["china-pakistan/tiny"]
    found = "\n".join(verdict.differences)
    assert str(verdict) == "DIFFERS"
    assert "tables/cell-0.csv is not what run.json says" in found
    assert "tables/cell-0.csv, row 2, column b: '5' is now '4'" in found
    assert "notebook.ipynb, cell 5 (cell-1), line" in found
    assert "other" in found
    assert contents(to) == before
    make([notebook], to)
    assert str(verify(to, [], [str(notebook)], workers=1)["china-pakistan/tiny"]) == "the same"


def test_what_cannot_be_run_again_is_told_apart_from_what_differs(bilateral_command, tmp_path):
    folder = tmp_path / "china-pakistan" / "trade"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{")
    verdict = verify(tmp_path, [], [], workers=1)["china-pakistan/trade"]
    assert (str(verdict), verdict.differences) == ("NOT RUN AGAIN", [])
    assert "run.json cannot be read" in verdict.not_run
    told = bilateral_command("verify", str(tmp_path))
    assert told.exit_code == 1
    assert "china-pakistan/trade: NOT RUN AGAIN\n  its run.json cannot be read" in told.output
    assert "1 report: 1 not run again." in told.output


@pytest.mark.slow
def test_a_report_whose_notebook_has_changed_since_is_not_run_again(make_notebook, tmp_path):
    notebook = make_notebook("2")
    make([notebook], tmp_path / "out")
    make_notebook("3")
    verdict = verify(tmp_path / "out", [], [str(notebook)], workers=1)["china-pakistan/tiny"]
    assert verdict.not_run == "its notebook has changed since; make the report again with bilateral report."


def test_the_index_escapes_what_runs_say_and_lists_a_record_that_cannot_be_read(tmp_path):
    for name, text in {"good": json.dumps({"status": "done", "title": "<b>bold</b>"}), "bad": "{"}.items():
        (tmp_path / "page" / name).mkdir(parents=True)
        (tmp_path / "page" / name / "run.json").write_text(text)
    html = index(tmp_path)
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "2 runs" in html
    assert "1 failed" in html


@pytest.mark.slow
def test_what_the_kernel_can_reach_is_what_a_plain_papermill_run_gives(make_notebook, tmp_path):
    """The outputs are papermill's own: text, tables and errors as its command gives them, times and paths aside."""
    notebook = make_notebook("print(page, number)", "import pandas as pd\npd.DataFrame({'a': [1.5, None]})", *WIDE)
    make([notebook], tmp_path / "out", {"number": "4"})
    plain = tmp_path / "plain.ipynb"
    command = [sys.executable, "-m", "papermill", notebook, plain, "-p", "number", "4", "-k", "python3", "--language", "python"]
    subprocess.run(command, check=True, capture_output=True)
    ours = tmp_path / "out" / "china-pakistan" / "tiny" / "number-4" / "notebook.ipynb"
    shown = [
        [cell["outputs"] for cell in json.loads(path.read_text())["cells"] if cell["id"].startswith("cell-")]
        for path in (ours, plain)
    ]
    assert shown[0] == shown[1]
    assert "<td>1.5</td>" in json.dumps(shown[0])
