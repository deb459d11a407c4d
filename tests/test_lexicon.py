"""The vocabulary's tables are well-formed, every phrase can be matched, and no two rows claim the same words."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bilateral import lexicon
from bilateral.edtf import days
from bilateral.phrases import Phrases
from bilateral.schema import MILESTONES, OFFICES, TABLES
from bilateral.tokens import clean, tokenize

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.csv"))


def columns(name: str) -> list[str]:
    return list(lexicon.table(name)[0])


PHRASES = [name for name in FILES if columns(name)[0] == "pattern"]
# Looked up token by token; a line of furniture is compared as text, and names of places are phrases.
WORDS = [name for name in FILES if columns(name)[0] in ("word", "noun") and name != "furniture"]
ALLOWED = {
    ("offices", "office"): set(OFFICES),
    ("step_kinds", "kind"): {*MILESTONES, ""},  # empty: what such a step tells is no milestone
    **{
        (name, column.name): {*column.allowed, ""}
        for name, table in (("verbs", "events"), ("bounds", "statistics"), ("indicators", "statistics"),
                            ("counts", "statistics"), ("counted_phrases", "statistics"))
        for column in TABLES[table]
        if column.allowed and column.name in columns(name)
    },
}  # fmt: skip


def tokens_of(text: str) -> list[str]:
    return tokenize(clean(text)).words


@pytest.mark.parametrize("name", FILES)
def test_a_table_is_plain_csv(name: str) -> None:
    raw = (FOLDER / f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines, strict=True)
    assert all(header)
    assert len(set(header)) == len(header)
    assert not [row for row in rows if len(row) != len(header)]
    assert not [row for row in rows if any(cell != cell.strip() for cell in row)]
    assert not [row for row, times in Counter(map(tuple, rows)).items() if times > 1], "rows that stand twice"


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_key(name: str) -> None:
    key = columns(name)[0]
    assert not [row for row in lexicon.table(name) if not row[key]]


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_one_token_as_the_reader_sees_it_and_stands_once(name: str) -> None:
    words = [row[columns(name)[0]] for row in lexicon.table(name)]
    unseen = [
        word for word in words if tokens_of(word) not in ([word], word.split(" ", 1)) and tokens_of(f"{word}x") != [f"{word}x"]
    ]
    assert not unseen, f"no token of a text is ever one of {unseen}"
    assert not [word for word, times in Counter(words).items() if times > 1]


@pytest.mark.parametrize(("name", "column"), sorted(ALLOWED))
def test_a_class_is_one_that_the_tables_have(name: str, column: str) -> None:
    assert not [row for row in lexicon.table(name) if row[column] not in ALLOWED[name, column]]


def test_every_step_of_a_verb_makes_a_kind_of_milestone() -> None:
    kinds = {row["step"] for row in lexicon.table("step_kinds")}
    assert {row["step"] for row in lexicon.table("steps")} <= kinds
    classes = {row["class"] for row in lexicon.table("step_nouns")}
    # Beside the classes of nouns: whatever is signed or begun, and a country that is recognised.
    assert {row["class"] for row in lexicon.table("step_kinds")} - {"", "country"} <= classes


def test_countries_named_in_a_table_are_countries() -> None:
    codes = {row["alpha3"] for row in lexicon.table("countries")}
    named = {row["alpha3"] for name in ("parliaments", "institutions") for row in lexicon.table(name)}
    assert named - {""} <= codes


def test_months_and_seasons_are_those_of_the_calendar() -> None:
    assert {row["month"] for row in lexicon.table("months")} == {str(month) for month in range(1, 13)}
    for row in lexicon.table("seasons"):
        assert days(f"2020-{row['code']}").precision == "season"


def parts(pattern: str) -> list[str]:
    return pattern.split()


def patterns(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The patterns of a table, each with what it means: its other columns."""
    return [(row["pattern"], tuple(row.values())[1:]) for row in lexicon.table(name)]


def by_country(name: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """The patterns that are matched together: an office of one country is no other's."""
    if name != "national_offices":
        return [patterns(name)]
    codes = {meaning[0] for _, meaning in patterns(name)}
    return [[row for row in patterns(name) if row[1][0] == code] for code in sorted(codes)]


@pytest.mark.parametrize("name", PHRASES)
def test_every_alternative_of_a_pattern_is_a_word_of_the_text(name: str) -> None:
    """An alternative is compared with one token ("on-line" is three); several words are joined by "_"."""
    unseen = [
        (word, pattern)
        for pattern, _ in patterns(name)
        for part in parts(pattern)
        if "|" in part
        for word in part.removesuffix("?").split("|")
        if not all(tokens_of(one) == [one] for one in word.split("_"))
    ]
    assert not unseen


@pytest.mark.parametrize("name", PHRASES)
def test_a_pattern_is_built_as_the_reader_needs_it(name: str) -> None:
    """It begins with a word, does not end in a gap, and has no two gaps in a row: matching is quick, and ends."""
    wrong = [
        pattern
        for pattern, _ in patterns(name)
        for first, *rest in [parts(pattern)]
        if first.endswith("?")
        or gap(first)
        or (first.startswith("{") and first != "{parliament}" and first != "{number}")
        or any(gap(a) and gap(b) for a, b in pairwise([first, *rest]))
        or sum(gap(part) for part in rest) > 3
    ]
    assert not wrong


def gap(part: str) -> bool:
    return bool(re.fullmatch(r"\*\d+", part))


def printed(pattern: str) -> list[str]:
    """A pattern in plain words: the first alternatives without what may be left out, and the last ones with it."""
    short = [part.split("|")[0] for part in parts(pattern) if not part.endswith("?") and not gap(part)]
    full = [part.removesuffix("?").split("|")[-1] for part in parts(pattern) if not gap(part)]
    # "dr .?" stands for "dr." too, and "{year}" for any word that the reader takes for a year.
    return list(dict.fromkeys(re.sub(r"[{}]", "", " ".join(words).replace("_", " ")) for words in (short, full)))


@pytest.mark.parametrize("name", PHRASES)
def test_every_phrase_is_matched_as_a_whole_and_means_what_its_row_says(name: str) -> None:
    wrong = [fault for rows in by_country(name) for fault in misread(rows)]
    assert not wrong, "\n".join(["", *wrong])


def misread(rows: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """The phrases that are not read as their own row says, as sentences."""
    plain = [(pattern, meaning) for pattern, meaning in rows if not pattern.startswith("{")]
    phrases = Phrases(plain)
    wrong = []
    for pattern, meaning in plain:
        for text in printed(pattern):
            tokens = tokenize(clean(text))
            match = phrases.at(tokens, 0, len(tokens), lambda slot, i, words=tokens.words: i + 1 if words[i] == slot else None)
            if match is None or match.end != len(tokens):
                wrong.append(f"{text!r} of {pattern!r} is {'not matched' if match is None else 'matched in part'}")
            elif match.row != meaning:
                wrong.append(f"{text!r} of {pattern!r} means {match.row}, and not {meaning}")
    return wrong
