"""The checks: each finds what it is for, names the rows and keeps silent where the page says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

import bilateral
from bilateral.analysis.checks import CHECKS, COLUMNS, check, coverage_reading, readable
from bilateral.analysis.findings import VERDICTS
from bilateral.tables import Tables, build

TAIL = {"page": "p", "quote": "words", "start": 0, "end": 5, "rule": "r", "section": "1"}


def row(key: str, **columns: Any) -> dict[str, Any]:
    return TAIL | {"id": key, **columns}


def money(key: str, flow: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    columns = {"indicator": "trade.goods", "transform": "level", "subject": "AAA", "partner": "BBB", "entity": "goods"}
    bounds = {"flow": flow, "period": "2020", "low": low, "high": high, "unit": "USD", "value": (low + high) / 2}
    return row(key, **(columns | bounds | more))


def growth(key: str, flow: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    return money(key, flow, low, high, **({"indicator": "trade.goods.change", "transform": "change", "unit": "percent"} | more))


def found(name: str, **rows: Iterable[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Verdict and rows of one check's findings."""
    findings = check(build(rows))
    told = findings[findings["check"] == name]
    return list(zip(told["verdict"], told["rows"], strict=True))


def session(key: str, when: str, number: int, mechanism: str) -> dict[str, Any]:
    return row(key, date=when, kind="dialogue", mechanism=mechanism, session=number)


def rank(key: str, place: int, **more: Any) -> dict[str, Any]:
    return row(key, **({"subject": "AAA", "object": "BBB", "measure": "trading_partner", "rank": place} | more))


NOTHING = [("cannot_tell", ())]  # the check says that there is nothing to look at
TOTAL = money("t", "T", 95, 105)
LEVELS = [money("a", "T", 100, 100, period="2019"), money("b", "T", 120, 120)]
EDITION = TAIL | {"kind": "date", "status": "excused", "by": "date of the page, no event", "quote": "May 2020"}
CASES: list[tuple[str, dict[str, Any], list[tuple[str, tuple[str, ...]]]]] = [
    (
        "parts and total",
        {"statistics": [TOTAL, money("x", "X", 59, 61), money("m", "M", 35, 36)]},
        [("consistent", ("statistics:t", "statistics:x", "statistics:m"))],
    ),
    (
        "parts and total",
        {"statistics": [TOTAL, money("x", "X", 59, 61), money("m", "M", 50, 51)]},
        [("inconsistent", ("statistics:t", "statistics:x", "statistics:m"))],
    ),
    (  # what one side exports is what the other imports: both are one part, not two
        "parts and total",
        {"statistics": [TOTAL, money("x", "X", 59, 61), money("y", "M", 59, 61, subject="BBB", partner="AAA")]},
        [("cannot_tell", ("statistics:t", "statistics:x"))],
    ),
    (
        "parts and total",
        {"statistics": [TOTAL, money("x", "X", 110, 111)]},
        [("inconsistent", ("statistics:t", "statistics:x"))],
    ),
    (  # two named sources may count differently
        "parts and total",
        {
            "statistics": [
                money("t", "T", 95, 105, attribution="one office"),
                money("x", "X", 59, 61, attribution="another"),
                money("m", "M", 50, 51, attribution="another"),
            ]
        },
        [("cannot_tell", ("statistics:t", "statistics:x", "statistics:m"))],
    ),
    (
        "growth and levels",
        {"statistics": [*LEVELS, growth("g", "T", 19.5, 20.5)]},
        [("consistent", ("statistics:g", "statistics:b", "statistics:a"))],
    ),
    (
        "growth and levels",
        {"statistics": [*LEVELS, growth("g", "T", 29.5, 30.5)]},
        [("inconsistent", ("statistics:g", "statistics:b", "statistics:a"))],
    ),
    (
        "growth and levels",
        {
            "statistics": [
                money("a", "T", 100, 100, period="2019"),
                money("b", "T", 250, 250),
                growth("g", "T", 2, 2, unit="times"),
            ]
        },
        [("inconsistent", ("statistics:g", "statistics:b", "statistics:a"))],
    ),
    (  # 100 at +0 %, parts 60 at +100 % and 40 at +100 %: the year before 100 and 30 + 20
        "growth and levels",
        {
            "statistics": [
                money("t", "T", 100, 100), growth("gt", "T", 0, 0), money("x", "X", 60, 60),
                growth("gx", "X", 100, 100), money("m", "M", 40, 40), growth("gm", "M", 100, 100),
            ]
        },
        [("inconsistent", tuple(f"statistics:{key}" for key in ("t", "gt", "x", "gx", "m", "gm")))],
    ),
    (
        "shares",
        {"statistics": [row("s", indicator="trade.share", transform="level", low=100.5, high=101.5, unit="percent")]},
        [("inconsistent", ("statistics:s",))],
    ),
    (
        "shares",
        {"statistics": [row("s", indicator="trade.share", transform="level", low=60, unit="percent")]},
        [("consistent", ("statistics:s",))],
    ),
    (
        "shares",
        {"statistics": [growth("g", "T", -130, -120)]},
        [("inconsistent", ("statistics:g",))],
    ),
    (
        "same figure twice",
        {"statistics": [money("a", "X", 10, 11), money("b", "M", 12, 13, subject="BBB", partner="AAA")]},
        [("inconsistent", ("statistics:a", "statistics:b"))],
    ),
    (
        "same figure twice",
        {"statistics": [money("a", "X", 10, 12), money("b", "X", 11, 13)]},
        [("consistent", ("statistics:a", "statistics:b"))],
    ),
    (
        "same figure twice",
        {
            "statistics": [
                row("a", indicator="students", label="students", transform="stock", low=5, high=5, unit="persons"),
                row("b", indicator="students", label="students", transform="stock", low=7, high=7, unit="persons"),
            ]
        },
        [("cannot_tell", ("statistics:a", "statistics:b"))],
    ),
    (
        "dates in the future",
        {
            "events": [row("a", date="2021-03", kind="call")],
            "ledger": [EDITION],
        },
        [("inconsistent", ("events:a",))],
    ),
    (
        "dates in the future",
        {
            "events": [row("a", date="2020-05", kind="call")],
            "ledger": [EDITION | {"quote": "2020-05-04"}],
        },
        [("consistent", ("events:a",))],
    ),
    ("dates in the future", {"events": [row("a", date="2020-05", kind="call")]}, [("cannot_tell", ("events:a",))]),
    (
        "sessions run forward",
        {
            "events": [
                row("a", date="2020", kind="dialogue", mechanism="m", session=5),
                row("b", date="2021", kind="dialogue", mechanism="m", session=4),
            ]
        },
        [("inconsistent", ("events:a", "events:b"))],
    ),
    (
        "sessions run forward",
        {
            "events": [row("a", date="2020", kind="dialogue", mechanism="m", session=5)],
            "statistics": [row("c", indicator="mechanism.sessions", entity="m", low=4, high=4, unit="sessions")],
        },
        [("inconsistent", ("statistics:c", "events:a"))],
    ),
    (
        "mechanism and relations",
        {
            "milestones": [
                row("r", kind="relations_established", date="1960-05-01"),
                row("m", kind="mechanism_founded", date="1959"),
            ]
        },
        [("inconsistent", ("milestones:m", "milestones:r"))],
    ),
    (
        "mechanism and relations",
        {
            "milestones": [
                row("r", kind="relations_established", date="1960-05-01"),
                row("m", kind="mechanism_founded", date="1960"),
            ]
        },
        [("cannot_tell", ("milestones:m", "milestones:r"))],
    ),
    (
        "rank said twice",
        {
            "rankings": [
                row("a", subject="AAA", object="BBB", measure="trading_partner", rank=2, since="2015/.."),
                row("b", subject="AAA", object="BBB", measure="trading_partner", rank=3, since="2016"),
            ]
        },
        [("inconsistent", ("rankings:a", "rankings:b"))],
    ),
    (
        "rank said twice",
        {
            "rankings": [
                row("a", subject="AAA", object="BBB", measure="investor", rank=1, since="2015"),
                row("b", subject="CCC", object="BBB", measure="investor", rank=1),
            ]
        },
        [("cannot_tell", ("rankings:a", "rankings:b"))],
    ),
    (
        "rank said twice",
        {
            "rankings": [
                row("a", subject="AAA", object="BBB", measure="investor", rank=1, since="2015"),
                row("b", subject="AAA", object="BBB", measure="investor", rank=1, since="2017/.."),
            ]
        },
        [("consistent", ("rankings:a", "rankings:b"))],
    ),
    (
        "order of the text",
        {
            "events": [
                row("a", date="2020-10", kind="call", date_basis="stated"),
                row("b", date="2020-03", kind="call", date_basis="carried") | {"start": 6, "end": 9},
            ]
        },
        [("cannot_tell", ("events:a", "events:b"))],
    ),
    (  # two dates of which neither is surely the earlier break no order
        "order of the text",
        {
            "events": [
                row("a", date="2020-10", kind="call"),
                row("b", date="2020", kind="call") | {"start": 6, "end": 9},
            ]
        },
        [("consistent", ("events:a", "events:b"))],
    ),
    # What must not fire, and what cannot be told
    ("parts and total", {"statistics": [TOTAL, money("x", "X", 110, 111, period="2019")]}, NOTHING),
    ("parts and total", {"statistics": [TOTAL, money("x", "X", 110, 111, unit="CNY")]}, NOTHING),
    ("growth and levels", {"statistics": [money("b", "T", 120, 120), growth("g", "T", 19.5, 20.5)]}, NOTHING),
    (
        "growth and levels",
        {"statistics": [*LEVELS, growth("g", "X", 29.5, 30.5), growth("h", "T", 49, 51, unit="points")]},
        NOTHING,
    ),
    (  # two currencies have no common level
        "growth and levels",
        {"statistics": [LEVELS[0], money("b", "T", 900, 900, unit="CNY"), growth("g", "T", 19.5, 20.5)]},
        NOTHING,
    ),
    (  # growth on another source's word
        "growth and levels",
        {"statistics": [*(level | {"attribution": "one"} for level in LEVELS), growth("g", "T", 29, 31, attribution="other")]},
        [("cannot_tell", ("statistics:g", "statistics:b", "statistics:a"))],
    ),
    ("shares", {"statistics": [growth("g", "T", 240, 260)]}, NOTHING),  # growth has no bound
    (
        "shares",
        {"statistics": [row("s", indicator="trade.share", transform="level", low=99.5, high=100.5, unit="percent")]},
        [("consistent", ("statistics:s",))],
    ),
    ("same figure twice", {"statistics": [money("a", "X", 10, 11), money("b", "X", 12, 13, period="2021")]}, NOTHING),
    ("same figure twice", {"statistics": [money("a", "X", 10, 11), money("b", "X", 12, 13, unit="CNY")]}, NOTHING),
    ("same figure twice", {"statistics": [money("a", "X", 10, 11), money("b", "M", 12, 13)]}, NOTHING),
    (  # a year of friendship to come contradicts nothing
        "dates in the future",
        {"milestones": [row("y", kind="designated_year", date="2030")], "ledger": [EDITION]},
        NOTHING,
    ),
    (  # within the month of the page, either may be the earlier
        "dates in the future",
        {"events": [row("a", date="2020-05-31", kind="call")], "ledger": [EDITION]},
        [("consistent", ("events:a",))],
    ),
    (
        "sessions run forward",
        {"events": [session("a", "2020", 4, "m"), session("b", "2019", 5, "n")]},
        NOTHING,
    ),
    (
        "sessions run forward",
        {"events": [session("a", "2020", 4, "m"), session("b", "2021", 5, "m")]},
        [("consistent", ("events:a", "events:b"))],
    ),
    (
        "sessions run forward",
        {"events": [session("a", "2019/2021", 5, "m"), session("b", "2020", 4, "m")]},
        [("cannot_tell", ("events:a", "events:b"))],
    ),
    (
        "sessions run forward",
        {"events": [session("a", "2020", 4, "m"), session("b", "2021", 4, "m")]},
        [("inconsistent", ("events:a", "events:b"))],
    ),
    (  # the count is older than the session
        "sessions run forward",
        {
            "events": [session("a", "2021", 5, "m")],
            "statistics": [row("c", indicator="mechanism.sessions", entity="m", low=4, high=4, period="../2020-06-01")],
        },
        NOTHING,
    ),
    (
        "mechanism and relations",
        {
            "milestones": [
                row("r", kind="relations_established", date="1960-05-01"),
                row("m", kind="mechanism_founded", date="1982-10"),
            ]
        },
        [("consistent", ("milestones:m", "milestones:r"))],
    ),
    ("mechanism and relations", {"milestones": [row("m", kind="mechanism_founded", date="1959")]}, NOTHING),
    (  # trade may well be older than the relations
        "mechanism and relations",
        {
            "milestones": [
                row("r", kind="relations_established", date="1960-05-01"),
                row("m", kind="agreement_signed", date="1959"),
            ]
        },
        NOTHING,
    ),
    ("rank said twice", {"rankings": [rank("a", 2, since="2009"), rank("b", 1, since="2014")]}, NOTHING),
    ("rank said twice", {"rankings": [rank("a", 2), rank("b", 1, measure="import_source")]}, NOTHING),
    ("rank said twice", {"rankings": [rank("a", 2), rank("b", 1, scope="in the region")]}, NOTHING),
    (
        "order of the text",
        {
            "events": [
                row("a", date="2020-10", kind="call"),
                row("b", date="2020-03", kind="call", section="2") | {"start": 6, "end": 9},
            ]
        },
        NOTHING,
    ),
    (
        "order of the text",
        {"events": [row("a", date="2020-03", kind="call"), row("b", date="2020-10", kind="call") | {"start": 6, "end": 9}]},
        [("consistent", ("events:a", "events:b"))],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "expected"), CASES)
def test_each_check_finds_what_it_is_for(name: str, rows: Any, expected: Any) -> None:
    assert found(name, **rows) == expected


def test_a_page_that_says_nothing_gets_one_row_a_check_that_cannot_tell() -> None:
    findings = check(build({}))
    assert list(findings.columns) == COLUMNS
    assert findings["check"].tolist() == [one.name for one in CHECKS]
    assert set(findings["verdict"]) == {"cannot_tell"}
    assert (findings["rows"] == ()).all()


def test_the_bundled_page_contradicts_itself_nowhere() -> None:
    page = bilateral.read("china-pakistan")
    findings = check(page)
    assert "inconsistent" not in set(findings["verdict"])
    assert {"parts and total", "growth and levels", "sessions run forward", "rank said twice"} <= set(
        findings.loc[findings["verdict"] == "consistent", "check"]
    )
    assert check(page.tables).equals(findings)


def test_findings_name_rows_that_exist_and_quote_their_words() -> None:
    page = bilateral.read("china-pakistan")
    quotes = {
        f"{table}:{one['id']}": one["quote"]
        for table, rows in page.tables.items()
        if "id" in rows
        for one in rows.to_dict("records")
    }
    for told in check(page).itertuples():
        assert tuple(quotes[name] for name in told.rows) == told.quotes
        assert told.why.endswith(".")


def test_pages_are_checked_each_by_itself() -> None:
    from bilateral.tables import concat

    one = build({"statistics": [money("a", "X", 10, 11)]})
    other = build({"statistics": [money("a", "X", 20, 21) | {"page": "q"}]})
    together = check(concat([one, other]))
    assert len(together) == len(check(one)) + len(check(other))
    assert "inconsistent" not in set(together["verdict"])


def test_readable_findings_put_contradictions_first() -> None:
    tables = build({"statistics": [TOTAL, money("x", "X", 59, 61), money("m", "M", 50, 51)]})
    assert readable(check(tables))["verdict"].iloc[0] == "inconsistent"


def mentions(*statuses: str) -> Tables:
    return build({"ledger": [TAIL | {"kind": "number", "status": status, "quote": f"n{n}"} for n, status in enumerate(statuses)]})


def test_the_coverage_is_told_with_what_was_missed() -> None:
    told = coverage_reading(mentions("used", "used", "excused", "missed"))
    assert told == "Numbers and dates on the page: 4. Used or excused with a reason: 3. Missed: “n3”."
    assert coverage_reading(mentions("used")).endswith("Missed: none.")
    assert coverage_reading(build({})) == "The page mentions no number and no date."


def test_every_check_has_a_case_of_each_verdict_that_it_can_give() -> None:
    given = {(name, verdict) for name, _, expected in CASES for verdict, _ in expected}
    never = {("order of the text", "inconsistent")}  # the telling may leave the order of time
    assert {(one.name, verdict) for one in CHECKS for verdict in VERDICTS} - given == never


def test_the_command_names_the_rows_and_quotes_their_words(bilateral_command: Any) -> None:
    told = bilateral_command("check", "china-pakistan").output
    findings = check(bilateral.read("china-pakistan"))
    for one in findings.itertuples():
        assert f"{one.check}: {one.why}" in told
        for name, quote in zip(one.rows, one.quotes, strict=True):
            assert f"{name} “{' '.join(quote.split())}”" in told
