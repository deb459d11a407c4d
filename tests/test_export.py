"""The tables as files: what other programs open, read and check is what the tables have."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import bilateral
from bilateral import codebook, errors, export, schema, tables
from bilateral.commands.facts import FORMATS
from bilateral.formats import page_frame, workbook
from bilateral.formats.columnar import Stata
from bilateral.formats.datapackage import field

PAGE = "china-pakistan"
PAGES = ["china-egypt", "china-kazakhstan", "china-pakistan", "china-peru", "india-indonesia"]


@pytest.fixture(scope="module")
def page() -> bilateral.Page:
    return bilateral.read(PAGE)


def other_page(root: Path, name: str) -> bilateral.Page:
    folder = root / "tests" / "pages" / name
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    if name == PAGE:
        return bilateral.read(PAGE)
    text = (folder / "page.txt").read_text(encoding="utf-8")
    return bilateral.from_text(text, home=card["home"], partner=card["partner"], id=name)


def valid(folder: Path) -> list[str]:
    """What frictionless finds wrong in a data package."""
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        e.message for e in report.errors
    ]


@pytest.mark.parametrize("name", PAGES)
def test_the_data_package_is_valid(root: Path, tmp_path: Path, name: str) -> None:
    page = other_page(root, name)
    export.write(page.tables, tmp_path, "csv", [page])
    assert valid(tmp_path) == []
    export.write(page.tables, tmp_path / "no pages", "csv")
    assert valid(tmp_path / "no pages") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("events.csv", ",visit,", ",picnic,", "constraint"),
        ("participants.csv", "2022-02/visit/imran-khan", "2022-02/visit/nobody", "foreign key"),
        ("statistics.csv", "2024/trade.goods/CHN-X", "2024/trade.goods/CHN-M", "primary key"),
        ("statistics.csv", "20230000000.0", "much", "type"),
        ("ledger.csv", "excused", "excusd", "constraint"),
        ("pages.csv", "CHN", "", "required"),
    ],
)
def test_a_data_package_that_was_tampered_with_is_not_valid(page, tmp_path: Path, file, old, new, problem) -> None:
    export.write(page.tables, tmp_path, "csv", [page])
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:  # else the hash alone would tell
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert problem in " ".join(valid(tmp_path)).lower()


def test_the_data_package_says_what_the_schema_says(page, tmp_path: Path) -> None:
    export.write(page.tables, tmp_path, "csv", [page])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    columns = {"pages": schema.PAGES, **schema.TABLES}
    assert [resource["name"] for resource in package["resources"]] == list(columns)
    for resource in package["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
        assert resource["schema"]["fields"] == [field(column) for column in columns[resource["name"]]]
    (source,) = package["sources"]
    assert (source["sha256"], source["path"], source["licence"]) == (page.sha256, page.card.address, "not stated")
    assert "licenses" not in package


def test_what_is_written_is_read_back(page, tmp_path: Path) -> None:
    for name in ("csv", "parquet", "jsonl", "stata"):
        export.write(page.tables, tmp_path, name, [page])
    again = tables.read_csv(tmp_path)
    for name, frame in page.tables.items():
        pd.testing.assert_frame_equal(getattr(again, name), frame)
        parquet = pd.read_parquet(tmp_path / f"{name}.parquet")
        pd.testing.assert_frame_equal(parquet.astype(frame.dtypes), frame)
        lines = [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [line["quote"] for line in lines] == list(frame["quote"])
        stata = pd.read_stata(tmp_path / f"{name}.dta")
        assert list(stata["quote"]) == list(frame["quote"])
        assert list(stata["_end"]) == list(frame["end"])
    assert pd.read_stata(tmp_path / "events.dta")["date_start"].tolist() == page.tables.events["date_start"].tolist()


def test_what_a_variable_means_is_its_label_in_stata(page, tmp_path: Path) -> None:
    export.write(page.tables, tmp_path, "stata")
    with pd.io.stata.StataReader(tmp_path / "events.dta") as reader:
        labels = reader.variable_labels()
    assert labels["host"] == "country that received"
    assert max(map(len, labels.values())) <= 80


def test_long_words_of_a_page_are_whole_in_stata(tmp_path: Path) -> None:
    quote = "语" * 3000
    row = {"id": "x", "page": "p", "series": "s", "quote": quote, "start": 0, "end": 3000, "rule": "r"}
    export.write(tables.build({"exercises": [row]}), tmp_path, "stata")
    assert pd.read_stata(tmp_path / "exercises.dta")["quote"].tolist() == [quote]
    assert not (tmp_path / "events.dta").exists()
    assert Stata.__doc__ is not None


def test_the_workbook_has_every_table_its_codebook_and_days_as_days(page, tmp_path: Path) -> None:
    export.write(page.tables, tmp_path, "xlsx", [page])
    book = openpyxl.load_workbook(tmp_path / "facts.xlsx")
    assert book.sheetnames == [*schema.TABLES, "pages", "codebook"]
    events = book["events"]
    assert events.freeze_panes == "A2"
    assert events.auto_filter.ref == f"A1:Z{len(page.tables.events) + 1}"
    names = [cell.value for cell in events[1]]
    assert names == [column.name for column in schema.TABLES["events"]]
    day = events.cell(2, names.index("date_start") + 1)
    assert (day.value, day.number_format) == (page.tables.events["date_start"][0], "yyyy-mm-dd")
    assert events.column_dimensions["W"].width == 60
    told = {(row[0], row[1]): row for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert told["events", "host"][5] == "country that received"
    assert len(told) == sum(map(len, schema.TABLES.values())) + len(schema.PAGES)


def test_a_day_that_excel_does_not_have_is_text(tmp_path: Path) -> None:
    text = "China and Peru\n\nChina and Peru established diplomatic relations on July 4, 1884 and again on November 2, 1971.\n"
    row = {"id": "x", "page": "p", "kind": "opened", "quote": text, "start": 0, "end": len(text), "rule": "r"}
    made = tables.build({"milestones": [{**row, "date": "1884-07-04"}, {**row, "id": "y", "date": "1971-11-02"}]})
    export.write(made, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "facts.xlsx")["milestones"]
    column = [cell.value for cell in sheet[1]].index("date_start") + 1
    assert sheet.cell(2, column).value == "1884-07-04"
    assert sheet.cell(3, column).value.isoformat() == "1971-11-02T00:00:00"


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(page, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 20)
    with pytest.raises(errors.TooLarge, match="parquet"):
        export.write(page.tables, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed, so nothing can be opened with it"
)
def test_libreoffice_opens_what_is_written_and_runs_nothing(tmp_path: Path) -> None:
    nasty = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", '=HYPERLINK("http://127.0.0.1")', "plain"]
    rows = [
        {
            "id": str(n),
            "page": "p",
            "series": text,
            "date": "2023-05-09",
            "quote": text,
            "start": 0,
            "end": len(text),
            "rule": "r",
        }
        for n, text in enumerate(nasty)
    ]
    made = tables.build({"exercises": rows})
    export.write(made, tmp_path, "xlsx")
    export.write(made, tmp_path, "csv")
    for file in ("facts.xlsx", "exercises.csv"):
        sheet = ":6" if file == "facts.xlsx" else ""
        options = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{6 if sheet else 0}"
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", options]
        subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / file], check=True, capture_output=True, timeout=120)
    for written in sorted((tmp_path / "out").glob("*.csv")):
        seen = pd.read_csv(written, dtype="string", keep_default_na=False)
        assert [text.removeprefix("'").strip() for text in seen["series"]] == [text.strip() for text in nasty], written.name
        assert set(seen["date_start"]) == {"2023-05-09"}
    assert len(list((tmp_path / "out").glob("*.csv"))) == 2


def test_annotations_find_their_words_by_position_and_by_quote(page, tmp_path: Path) -> None:
    export.write(page.tables, tmp_path, "annotations", [page])
    collection = json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))
    facts = sum(len(frame) for name, frame in page.tables.items() if name != "ledger")
    assert (collection["type"], len(collection["items"])) == ("AnnotationPage", facts)
    assert len({item["id"] for item in collection["items"]}) == facts
    for item in collection["items"]:
        assert item["target"]["source"] == page.card.address
        position, quote = item["target"]["selector"]
        assert page.text[position["start"] : position["end"]] == quote["exact"]
        assert page.text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    row = json.loads(collection["items"][0]["body"][1]["value"])
    assert row["fact"] == f"statistics:{page.tables.statistics['id'][0]}"


def test_annotations_of_no_page_are_an_empty_page(page, tmp_path: Path) -> None:
    export.write(page.tables, tmp_path, "annotations")
    assert json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))["items"] == []


def test_the_command_knows_every_format() -> None:
    assert FORMATS == export.FORMATS


def test_the_table_of_pages_has_what_is_on_the_card(page) -> None:
    (row,) = page_frame([page]).to_dict("records")
    assert (row["id"], row["title"], row["home"], row["characters"]) == (PAGE, "China and Pakistan", "CHN", len(page.text))


def test_the_codebook_of_the_documentation_is_the_one_of_the_schemas(root: Path, bilateral_command) -> None:
    written = (root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert written == codebook.markdown(), "run: bilateral codebook > docs/codebook.md"
    assert bilateral_command("codebook").stdout == written
    for table, columns in (schema.TABLES | {"pages": schema.PAGES}).items():
        part = written.split(f"\n## {table}\n")[1].split("\n## ")[0]
        for column in columns:
            line = next(line for line in part.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert all(f"`{value}`" in line for value in column.allowed)


def test_the_list_of_tables_is_shown_with_their_rows(page) -> None:
    html = page.tables._repr_html_()
    for name, frame in page.tables.items():
        assert f"<tr><td><code>{name}</code></td><td>{len(frame)}</td>" in html
