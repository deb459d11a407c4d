"""Sentences in the genre's manner, each with the rows it must give: the files in cases/, one a topic.

A case names its `text`, `home` and `partner`, and the rows expected in some of the tables. Only the columns that a row
names are compared, but the number of rows must be equal: an empty list says that nothing may be read there. `""` is a
missing value. `seats` of an event are the names at its table, with `[THA]` for a Thai seat whose holder is not named.
A case marked `weak` is known to fail, and its `why` says what makes it hard.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import bilateral
from bilateral.page import Page

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
TABLES = ("events", "participants", "milestones", "statistics", "rankings", "exercises")
Case = dict[str, Any]
Row = dict[str, Any]


def cases() -> Iterator[tuple[str, Case]]:
    for file in FILES:
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield f"{file.stem}/{case['name']}", case


def marked() -> list[Any]:
    """The cases as pytest takes them; a weak one may fail."""
    weak = {name: [pytest.mark.xfail(reason=case["why"], strict=False)] for name, case in cases() if case.get("weak")}
    return [pytest.param(case, id=name, marks=weak.get(name, [])) for name, case in cases()]


@pytest.mark.parametrize("case", marked())
def test_a_text_gives_its_rows_and_no_others(case: Case) -> None:
    page = bilateral.from_text(case["text"], home=case["home"], partner=case["partner"], id="case")
    assert_spans_fit(page)
    faults = [fault for table in asked(case) for fault in faults_of(table, rows_of(page, table), case[table])]
    assert not faults, "\n".join([case["text"], *faults])


def test_every_case_can_fail_and_has_its_own_name() -> None:
    assert not [name for name, case in cases() if not asked(case)]
    assert not [name for name, times in Counter(name for name, _ in cases()).items() if times > 1]


def test_a_quarter_of_the_cases_say_what_must_not_be_read() -> None:
    empty = [name for name, case in cases() if any(case[table] == [] for table in asked(case))]
    assert len(empty) >= len(list(cases())) / 4, f"only {len(empty)} cases have a table that must stay empty"


def asked(case: Case) -> list[str]:
    return [table for table in TABLES if table in case]


def assert_spans_fit(page: Page) -> None:
    for table in (*TABLES, "ledger"):
        frame = getattr(page.tables, table)
        for start, end, quote in zip(frame["start"], frame["end"], frame["quote"], strict=True):
            assert page.text[start:end] == quote, f"{table}: {quote!r} does not stand at {start}:{end}"


def rows_of(page: Page, table: str) -> list[Row]:
    rows: list[Row] = getattr(page.tables, table).to_dict("records")
    if table == "events":
        seats = page.tables.participants
        return [row | {"seats": seats_of(seats[seats["event"] == row["id"]])} for row in rows]
    return rows


def seats_of(seats: pd.DataFrame) -> list[str]:
    columns = zip(seats["name"], seats["named"], seats["country"], strict=True)
    return sorted(name if named else f"[{country}]" for name, named, country in columns)


def faults_of(table: str, rows: list[Row], expected: list[Row]) -> list[str]:
    """Each expected row takes one row for itself; what is left on either side is a fault."""
    left, missing = list(rows), []
    for want in expected:
        found = next((row for row in left if agrees(row, want)), None)
        if found is None:
            missing.append(want)
        else:
            left.remove(found)
    keys = sorted({key for want in expected for key in want} | {"quote"})
    told = [{key: shown(row[key]) for key in keys} for row in left]
    return [f"{table}: expected {want}" for want in missing] + [f"{table}: not expected {row}" for row in told]


def agrees(row: Row, want: Row) -> bool:
    return all(same(shown(row[key]), value) for key, value in want.items())


def same(got: Any, want: Any) -> bool:
    if isinstance(want, list):
        return bool(got == sorted(want))
    if isinstance(got, int | float) and isinstance(want, int | float):
        return math.isclose(got, want, rel_tol=1e-9)
    return bool(got == want)


def shown(value: Any) -> Any:
    return value if isinstance(value, list) or not pd.isna(value) else ""
