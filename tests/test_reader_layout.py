"""How a page is set does not change what it says: wrapped lines, other blanks, other quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

import bilateral
from tests.score_pages import BUNDLED, golden_pages, read_golden

TEXT = golden_pages()[BUNDLED].text


def wrapped(text: str, width: int) -> str:
    """Hard line breaks in place of blanks, so that every offset stays."""
    return "\n".join(re.sub(rf"(?=.{{{width}}})(.{{1,{width}}}) ", r"\1\n", line) for line in text.split("\n"))


def straight(text: str) -> str:
    """The quotation marks and dashes of a typewriter."""
    return text.translate(str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--"))


SETTINGS: dict[str, Callable[[str], str]] = {
    "lines of 60": lambda text: wrapped(text, 60),
    "lines of 72": lambda text: wrapped(text, 72),
    "lines of 100": lambda text: wrapped(text, 100),
    "blanks that do not break": lambda text: text.replace(" ", "\u00a0"),
    "en spaces": lambda text: text.replace(" ", "\u2002"),
    "plain blanks": lambda text: text.replace("\u2002", " "),
    "typewriter marks": straight,
}


@pytest.mark.parametrize("how", SETTINGS)
def test_a_page_says_the_same_however_it_is_set(how: str) -> None:
    page, text = golden_pages()[BUNDLED], SETTINGS[how](TEXT)
    assert len(text) == len(TEXT)
    assert text != TEXT
    found = bilateral.from_text(text, home=page.home, partner=page.partner, id=BUNDLED).tables
    changed = []
    for name, frame in read_golden(BUNDLED).tables.items():
        other = getattr(found, name)
        assert len(other) == len(frame), f"{name}: {sorted(set(frame['start']) ^ set(other['start']))}"
        for column in frame.columns.drop("quote"):
            was, now = frame[column].astype(object), other[column].astype(object)
            pairs = zip(was, now, frame["quote"], strict=True)
            changed += [f"{name}.{column}: {b!r} for {a!r} in {q!r}" for a, b, q in pairs if plain(a) != plain(b)]
    assert not changed, "\n".join(["", *changed])


def plain(value: object) -> object:
    """Words without regard to blanks and quotation marks; all that is missing is one."""
    if isinstance(value, str):
        return straight(" ".join(value.split()))
    return None if pd.isna(value) else value
