"""Pages that nobody has seen: drawn from a grammar of the genre together with their facts, which must be what is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import bilateral
from tests.genre import Page, pages
from tests.test_reader_cases import TABLES, assert_spans_fit, faults_of, rows_of


def check(drawn: Page) -> None:
    page = bilateral.from_text(drawn.text, home=drawn.home, partner=drawn.partner, id="drawn")
    assert_spans_fit(page)
    faults = [fault for table in TABLES for fault in faults_of(table, rows_of(page, table), drawn.facts.get(table, []))]
    missed = page.tables.ledger.query("status == 'missed'")["quote"].tolist()
    faults += [f"no rule read {quote!r}" for quote in missed]
    assert not faults, "\n".join([drawn.text, *faults])


@settings(max_examples=50, deadline=None, derandomize=True)
@given(pages())
def test_a_page_of_the_genre_gives_its_facts_and_no_others(drawn: Page) -> None:
    check(drawn)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(pages())
def test_many_pages_of_the_genre_give_their_facts_and_no_others(drawn: Page) -> None:
    check(drawn)
