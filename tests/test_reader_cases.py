"""Sentences in the genre's manner, each with the rows it must give: files in cases/, one a topic.

A case names its `text`, `home` and `partner`, and for some of the tables the rows expected there. Only the columns that
a row names are compared, but the number of rows must be equal, so an empty list says that nothing may be read. `""` is
a missing value. `seats` of an event are the names at its table, `[THA]` for a seat of that country that is not named.
A case marked `weak` is known to fail; its `why` says what makes it hard.
"""

import math
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import bilateral

CASES = Path(__file__).parent / "cases"
TABLES = ("events", "participants", "milestones", "statistics", "rankings", "exercises")


def load_cases():
    for file in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["why"], strict=False)] if case.get("weak") else []
            yield pytest.param(case, id=f"{file.stem}/{case['name']}", marks=marks)


@pytest.mark.parametrize("case", list(load_cases()))
def test_a_sentence_gives_its_rows(case):
    page = bilateral.from_text(case["text"], home=case["home"], partner=case["partner"], id="case")
    assert_spans_fit(page)
    expected = [name for name in TABLES if name in case]
    assert expected, f"{case['name']} names no table, so it cannot fail"
    faults = [fault for name in expected for fault in faults_of(name, rows_of(page, name), case[name])]
    assert not faults, "\n".join([case["text"], *faults])


def assert_spans_fit(page):
    for name in (*TABLES, "ledger"):
        for row in getattr(page.tables, name).itertuples():
            assert page.text[row.start : row.end] == row.quote, f"{name}: {row.quote!r} is not at its span"


def rows_of(page, name):
    rows = getattr(page.tables, name).to_dict("records")
    if name == "events":
        for row in rows:
            row["seats"] = seats_of(page.tables.participants, row["id"])
    return rows


def seats_of(participants, event):
    seats = participants[participants["event"] == event]
    return sorted(
        name if named else f"[{country}]" for name, named, country in seats[["name", "named", "country"]].values
    )


def faults_of(table, rows, expected):
    """Each expected row takes one row of its own; what is left on either side is a fault."""
    rows, missing = list(rows), []
    for want in expected:
        found = next((row for row in rows if agrees(row, want)), None)
        if found is None:
            missing.append(want)
        else:
            rows.remove(found)
    keys = sorted({key for want in expected for key in want} | {"quote"})
    return [f"{table}: expected {want}" for want in missing] + [
        f"{table}: not expected { ({key: shown(row.get(key)) for key in keys}) }" for row in rows
    ]


def agrees(row, want):
    return all(same(shown(row[key]), value) for key, value in want.items())


def same(got, want):
    if isinstance(want, list):
        return got == sorted(want)
    if isinstance(want, (int, float)) and isinstance(got, (int, float)):
        return math.isclose(got, want, rel_tol=1e-9)
    return got == want


def shown(value):
    return value if isinstance(value, list) or not pd.isna(value) else ""
