"""The command line: what it says, what it leaves behind, and with which exit status."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import bilateral
from bilateral import export, tables
from bilateral.analysis import checks
from bilateral.formulas import protected, unprotected

PAGE = "china-pakistan"


def one_sentence(result, code: str) -> str:
    """The single line on stderr of a call that was refused."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("bilateral: ")
    assert line.endswith(f"[{code}]")
    return line


def bad_page(folder: Path, kind: str) -> Path:
    contents = {
        "binary": b"%PDF-1.7\n\x00\x01\x02\xff\xfe\x00",
        "empty": b"",
        "blank": b" \n\t\n",
        "latin": "China and Côte d'Ivoire".encode("latin-1"),
    }
    path = folder / f"{kind}.txt"
    path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize(("kind", "code"), [("binary", "B104"), ("empty", "B103"), ("blank", "B103"), ("latin", "B102")])
@pytest.mark.parametrize("command", [("facts",), ("check",), ("report", "--page")])
def test_a_page_that_is_no_text_is_refused_in_one_sentence(bilateral_command, tmp_path, kind, code, command):
    path = bad_page(tmp_path, kind)
    assert kind in one_sentence(bilateral_command(*command, path), code)


def test_a_page_that_does_not_exist_is_refused_with_the_nearest_name(bilateral_command, tmp_path):
    assert PAGE in one_sentence(bilateral_command("facts", "china-pakistn"), "B101")
    assert "nowhere.txt" in one_sentence(bilateral_command("facts", tmp_path / "nowhere.txt"), "B101")


def test_a_page_whose_sides_cannot_be_told_asks_for_them(bilateral_command, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("The weather was fine in 2020.", encoding="utf-8")
    assert "--home" in one_sentence(bilateral_command("facts", path), "B106")
    assert bilateral_command("facts", path, "--home", "CHN", "--partner", "KAZ").exit_code == 0


def test_facts_without_a_folder_gives_a_summary(bilateral_command):
    result = bilateral_command("facts", PAGE)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{PAGE} (China and Pakistan): ")
    for name in ("statistics", "events", "participants", "milestones", "rankings", "exercises", "ledger"):
        assert f"\n  {name} " in result.stdout
    ledger = bilateral.read(PAGE).tables.ledger
    excused = ledger[ledger["status"] == "excused"]
    assert f"\n  excused       {len(excused)}: " in result.stdout
    for reason, number in excused["by"].value_counts().items():
        assert f"{reason} ({number})" in result.stdout


@pytest.mark.parametrize("format_", export.FORMATS)
def test_facts_are_written_with_the_same_bytes_each_time(bilateral_command, tmp_path, format_):
    for to in ("one", "a second"):
        result = bilateral_command("facts", PAGE, "--to", tmp_path / to, "--format", format_)
        assert result.exit_code == 0, result.output
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / to).iterdir()} for to in ("one", "a second"))
    assert first == second
    assert len(first) == {"csv": 9, "parquet": 8, "jsonl": 8, "stata": 8}.get(format_, 1)


def test_many_pages_give_one_set_of_tables_and_a_bad_one_stops_nothing(bilateral_command, tmp_path, root):
    copy = tmp_path / "other-edition.txt"
    bundled = root / "data" / "pages" / f"{PAGE}.txt"
    copy.write_bytes(bundled.read_bytes())
    arguments = (PAGE, bad_page(tmp_path, "empty"), copy, "--home", "CHN", "--partner", "PAK")
    result = bilateral_command("facts", *arguments, "--to", tmp_path / "out")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    ledger = pd.read_csv(tmp_path / "out" / "events.csv")
    assert set(ledger["page"]) == {PAGE, "other-edition"}


def test_two_pages_of_one_id_are_told_of(bilateral_command, tmp_path):
    result = bilateral_command("facts", PAGE, PAGE)
    assert result.exit_code == 1
    assert "[B108]" in result.stderr


def test_where_no_page_can_be_read_nothing_is_written(bilateral_command, tmp_path):
    pages = (bad_page(tmp_path, "empty"), bad_page(tmp_path, "binary"))
    assert bilateral_command("facts", *pages, "--to", tmp_path / "out").exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [("facts", PAGE), ("report",)])
def test_an_output_folder_that_cannot_be_written_is_refused(bilateral_command, tmp_path, command, make_notebook):
    file = tmp_path / "file"
    file.write_text("mine")
    more = (make_notebook("1"),) if command == ("report",) else ()
    assert "file" in one_sentence(bilateral_command(*command, *more, "--to", file), "B302")
    assert "file" in one_sentence(bilateral_command(*command, *more, "--to", file / "below"), "B302")
    assert file.read_text() == "mine"


def test_an_unknown_notebook_is_refused_with_the_nearest_name(bilateral_command):
    assert "trade" in one_sentence(bilateral_command("report", "trad"), "B201")
    one_sentence(bilateral_command("report", "nowhere.ipynb"), "B201")


def test_parameters_are_checked_before_anything_is_made(bilateral_command, make_notebook, tmp_path):
    to = ("--to", tmp_path / "out")
    assert "number" in one_sentence(bilateral_command("report", make_notebook(), "-p", "numbr", "3", *to), "B203")
    assert "'many'" in one_sentence(bilateral_command("report", make_notebook(), "-p", "number", "many", *to), "B204")
    assert "--page" in one_sentence(bilateral_command("report", make_notebook(), "-p", "page", "x", *to), "B203")
    no_cell = make_notebook(name="none", parameters=None)
    assert "parameters" in one_sentence(bilateral_command("report", no_cell, *to), "B202")
    no_page = make_notebook(name="pageless", parameters="number: int = 3")
    assert "page" in one_sentence(bilateral_command("report", no_page, *to), "B202")
    assert not (tmp_path / "out").exists()


def test_check_tells_coverage_and_findings(bilateral_command):
    result = bilateral_command("check", PAGE)
    assert result.exit_code == 0
    assert "accounted for" in result.stdout
    for one in checks.CHECKS:
        assert f" {one.name}: " in result.stdout


@pytest.mark.parametrize(
    ("status", "verdict", "exit_code"),
    [("used", "consistent", 0), ("used", "cannot_tell", 0), ("used", "inconsistent", 1), ("missed", "consistent", 1)],
)
def test_check_strict_ends_with_1_where_something_fell_short(bilateral_command, monkeypatch, status, verdict, exit_code):
    mention = {"start": 0, "end": 1, "quote": "7", "kind": "number", "status": status, "section": "i"}
    page = SimpleNamespace(id="p", text="7 things", tables=tables.build({"ledger": [mention]}))
    finding = {"check": "sum", "verdict": verdict, "rows": [], "quotes": [], "why": "because"}
    monkeypatch.setattr(bilateral, "read", lambda *_, **__: page)
    monkeypatch.setattr(checks, "check", lambda _: pd.DataFrame([finding]))
    assert bilateral_command("check", "p").exit_code == 0
    result = bilateral_command("check", "p", "--strict")
    assert result.exit_code == exit_code
    assert "because" in result.stdout
    assert ("'7' at 0: …7 things…" in result.stdout) == (status == "missed")


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_the_others_go_on(bilateral_command, make_notebook, tmp_path):
    bad = make_notebook("raise ValueError('no')", name="bad")
    good = make_notebook("print(page, number)", name="good")
    to = tmp_path / "out put"
    result = bilateral_command("report", bad, good, "-p", "number", "9", "--to", to)
    assert result.exit_code == 1
    assert "Notebook bad failed in cell 3 (raise ValueError('no')): ValueError: no" in result.stderr
    assert result.stdout.splitlines() == [
        str(to / PAGE / "bad" / "number-9" / "failed.html"),
        str(to / PAGE / "good" / "number-9" / "report.html"),
    ]
    assert f"{PAGE} 9" in (to / PAGE / "good" / "number-9" / "report.html").read_text(encoding="utf-8")
    assert "2 runs: 1 done, 1 failed" in result.stderr


def test_a_dry_run_prints_the_runs_and_makes_nothing(bilateral_command, make_notebook, tmp_path):
    file = tmp_path / "runs.toml"
    file.write_text(f'pages = ["{PAGE}"]\n[notebooks."a folder/tiny.ipynb"]\nnumber = [3, 4]\n', encoding="utf-8")
    make_notebook()
    to = ("--dry-run", "--to", tmp_path / "out")
    listed = [f"{PAGE}/tiny: tiny on {PAGE}", f"{PAGE}/tiny/number-4: tiny on {PAGE} (number 4)"]
    assert bilateral_command("report", "--runs", file, *to).stdout.splitlines() == listed
    given = ("-p", "number", "3", "-p", "number", "4")
    assert bilateral_command("report", make_notebook(), *given, *to).stdout.splitlines() == listed
    assert not (tmp_path / "out").exists()
    assert "without them" in one_sentence(bilateral_command("report", "trade", "--runs", file, *to), "B205")


def test_a_page_that_cannot_be_read_keeps_no_other_from_its_report_or_check(bilateral_command, make_notebook, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "peru.txt").write_text("China and Peru\n\nIn May 2019, President Xi Jinping visited Peru.", encoding="utf-8")
    (pages / "torn.txt").write_bytes(b"\xff\xfe\x00")
    made = bilateral_command("report", make_notebook(), "--page", pages, "--dry-run", "--to", tmp_path / "out")
    checked = bilateral_command("check", pages)
    assert made.stdout == "peru/tiny: tiny on peru\n"
    assert checked.stdout.startswith("peru: ")
    for result in (made, checked):
        assert result.exit_code == 1
        assert "torn.txt" in result.stderr
    (pages / "peru.txt").unlink()
    for command in (("report", make_notebook(), "--page"), ("check",)):
        assert "torn.txt" in one_sentence(bilateral_command(*command, pages), "B104")


def test_a_page_among_the_notebooks_is_told_to_be_one(bilateral_command, tmp_path):
    (tmp_path / "peru.txt").write_text("China and Peru", encoding="utf-8")
    assert "put --page before it" in one_sentence(bilateral_command("report", tmp_path / "peru.txt"), "B201")


def test_the_module_is_the_command():
    run = subprocess.run([sys.executable, "-m", "bilateral", "facts", "nowhere"], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("bilateral: ")
    assert "Traceback" not in run.stderr


def test_help_for_a_notebook_of_ones_own_lists_its_parameters(bilateral_command, make_notebook):
    text = bilateral_command("report", make_notebook(), "--help").stdout
    assert re.search(r"number \(int, 3\) +how many", text)
    assert "Parameters of trade" not in text


def test_help_shows_examples_and_the_notebooks_parameters(bilateral_command):
    assert "bilateral facts china-pakistan --to tables" in bilateral_command("facts", "--help").stdout
    text = bilateral_command("report", "--help").stdout
    assert "Parameters of trade:" in text
    assert "window_start (date | None" in text


NASTY = "=cmd|' /C calc'!A0\n\"x\"\u2002\x0b é"


def nasty_tables() -> tables.Tables:
    rows = [
        {
            "id": quote,
            "page": "p",
            "date": "2023-05",
            "kind": "visit",
            "quote": quote,
            "start": 0,
            "end": len(quote),
            "rule": "r",
        }
        for quote in (NASTY, "'=1", "+A1", "-18.2%", "@x", "plain")
    ]
    return tables.build({"events": rows})


def test_no_cell_of_a_csv_runs_as_a_formula_and_the_quote_comes_back(tmp_path):
    export.write(nasty_tables(), tmp_path, "csv")
    raw = pd.read_csv(tmp_path / "events.csv", dtype="string", keep_default_na=False)
    assert not raw["quote"].str.match(r"[=@\t\r]|[+-](?![\d.]+%?$)").any()
    assert [unprotected(quote) for quote in raw["quote"]] == list(nasty_tables().events["quote"])
    assert list(raw["date_start"].unique()) == ["2023-05-01"]
    assert list(tables.read_csv(tmp_path).events["quote"]) == list(nasty_tables().events["quote"])


def test_no_cell_of_a_workbook_is_a_formula(tmp_path):
    import openpyxl

    export.write(nasty_tables(), tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "facts.xlsx")["events"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert NASTY.replace("\x0b", "_x000B_") in [cell.value for cell in cells]


@pytest.mark.parametrize("text", ["", "'", "''=", "'-5", "-5", "-", "+1-1", "=", "\t=1", "a=b", "'+1+1"])
def test_protecting_a_cell_can_be_undone(text):
    assert unprotected(protected(text)) == text
    assert protected(text)[:1] not in ("=", "@", "\t", "\r")


@pytest.mark.parametrize("option", [["--format", "xlsx"], ["--scheduler", "tcp://localhost:8786"]])
def test_what_only_a_folder_needs_is_refused_without_one(bilateral_command, option: list[str]) -> None:
    told = bilateral_command("facts", PAGE, *option)
    assert told.exit_code == 2
    assert f"{option[0]}" in told.stderr
    assert "needs --to DIR" in told.stderr
