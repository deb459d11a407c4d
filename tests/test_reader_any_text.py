"""Whatever the text: no exception, spans that fit, a ledger that says what was not read."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bilateral
from bilateral import lexicon, tables
from bilateral.tokens import NUMBER, clean, tokenize
from tests.score_pages import golden_pages
from tests.test_reader_cases import cases

PAGES = [page.text for page in golden_pages().values()]
FEW = settings(deadline=None, max_examples=15, derandomize=True)
MANY = settings(deadline=None, max_examples=120, derandomize=True)


def words_of(table: str, column: str) -> list[str]:
    return sorted({row[column].split("|")[0].replace("?", "") for row in lexicon.table(table)} - {""})


# What such pages are made of, in any order.
GENRE = st.one_of(
    st.sampled_from(
        "January|May 2023|the same month|On May 21, 1951|the 1950s|2015/2016|July 30 to August 1|In 1999|since then|"
        "from 3 to 5 May|last year|30 February|$23.06 billion|17%|1,20,000|about 1,500|over|4.1-4.5 million|no less than|"
        "the 4th|5th|second|two|twice|doubled|up from|down by|of which|respectively|China|Kazakhstan|Kazakh|Chinese|"
        "Beijing|Astana|China-Kazakhstan|Joint Committee|President|Premier|Wang Yi|Kassym-Jomart Tokayev|he|who|his "
        "counterpart|and|or|,|;|:|.|(|)|“|”|\"|'|’s|-|—|/|%|$|\n|\n\n|i.|ii.|1.|(a)|•|the|of|to|in|with|by|at|for|"
        "visited|met with|held talks|signed|Agreement|came into force|largest trading partner|exports|imports|visit".split("|")
    ),
    st.sampled_from([word for table in ("steps", "verbs", "indicators") for word in words_of(table, "pattern")]),
    st.sampled_from(words_of("counts", "noun") + words_of("offices", "pattern") + words_of("mechanism_nouns", "word")),
    st.integers(0, 10**40).map(str),
)
SENTENCES = st.lists(GENRE, max_size=60).map(" ".join)


def read(text: str) -> bilateral.Tables:
    return bilateral.from_text(text, home="CHN", partner="KAZ", id="any").tables


def check(text: str) -> None:
    """The tables of a text hold together."""
    found = read(text)
    for name, frame in found.items():
        fits = [text[a:b] == quote for a, b, quote in frame[["start", "end", "quote"]].itertuples(index=False)]
        assert all(fits), name
        assert frame["quote"].str.strip().ne("").all(), name
    assert set(found.participants["event"]) <= set(found.events["id"])
    assert set(found.ledger["status"]) <= {"used", "excused", "missed"}
    assert (found.ledger["by"].isna() == (found.ledger["status"] == "missed")).all()
    assert found.ledger["start"].is_monotonic_increasing
    unaccounted = numerals(text) - {
        n for a, b in zip(found.ledger["start"], found.ledger["end"], strict=True) for n in range(a, b)
    }
    assert not unaccounted, f"no ledger row for {[text[n : n + 12] for n in sorted(unaccounted)]}"


def numerals(text: str) -> set[int]:
    """Where the numbers of a text begin."""
    tokens = tokenize(clean(text))
    return {start for start, kind in zip(tokens.starts, tokens.kinds, strict=True) if kind == NUMBER}


def mutilated(text: str, random: Random, how: str) -> str:
    """A page with lines lost, words shuffled, breaks and blanks where none were, or cut to pieces."""
    if how == "lines":
        return "\n".join(line for line in text.split("\n") if random.random() < 0.6)
    if how == "slices":
        cuts = sorted(random.sample(range(len(text)), 20))
        return "".join(text[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    change = {
        "words": lambda: "" if random.random() < 0.2 else " ",
        "breaks": lambda: random.choice([" ", " ", " ", "\n", "\n\n", "\r\n"]),
        "blanks": lambda: random.choice([" ", "  ", "\u2002", "\u00a0", "\t", "\u200b"]),
    }[how]
    parts = re.split(r"[ \u2002]", text)
    if how == "words":
        random.shuffle(parts)
    return "".join(part + change() for part in parts)


MUTILATED = st.builds(
    mutilated,
    st.sampled_from(PAGES),
    st.randoms(use_true_random=False),
    st.sampled_from(["lines", "words", "breaks", "blanks", "slices"]),
)


@FEW
@given(st.text(max_size=300))
@example("")
@example("\x00\x1f\u2028\ufeff\u202e")
@example("\ud7ff\U0010ffff")
@example("٣ visited ١٢ ² ½ Ⅳ 五")
@example("i. i. i.\nI. (i) (1) 1.1.1 1)")
def test_any_text_gives_tables(text: str) -> None:
    check(text)


@FEW
@given(SENTENCES)
@example("In 0000, on 0 May 2020, since 9999/0000 and 00/00/0000.")
@example("From May 2023 to April 2022, from 2025 to 1999 and from 31 to 1 May 2020.")
@example("On February 30, 2021 and 29 February 2023 President Wang Yi visited Kazakhstan.")
@example("0% 0 $0 0.0 billion 00,000 -5% 1e9 5.5.5 1,,2")
def test_any_sentences_of_the_genre_give_tables(text: str) -> None:
    check(text)


@pytest.mark.parametrize("digits", ["1" + "0" * 40, "9" * 40, "9" * 400, "1," + "000," * 20 + "000", "0." + "0" * 400 + "1"])
@pytest.mark.parametrize("sentence", ["In 2020 exports were ${} million.", "It created about {} jobs.", "Trade fell by {}%."])
def test_figures_of_any_length_give_tables(digits: str, sentence: str) -> None:
    check(sentence.format(digits))


def test_number_words_without_end_give_tables() -> None:
    check("They held " + "two hundred and " * 50 + "one meetings and gave " + "million " * 50 + "dollars.")


@FEW
@given(MUTILATED)
def test_a_mutilated_page_gives_tables(text: str) -> None:
    check(text)


@pytest.mark.slow
@MANY
@given(st.one_of(st.text(max_size=2000), SENTENCES, MUTILATED))
def test_the_tables_of_any_text_fit_their_schemas(text: str) -> None:
    check(text)
    tables.validate(read(text))


@pytest.mark.parametrize("text", ["President " * 50, "visited " * 50, "of the " * 50, "May " * 50, "first second third " * 20])
def test_words_said_over_and_over_are_no_facts(text: str) -> None:
    found = read(text)
    assert all(frame.empty for name, frame in found.items() if name != "ledger")


@pytest.mark.parametrize("line", ["2021,25.25,13.98", "2021;25.25;13.98", "2021 / 25.25 / 13.98", "25.25\n13.98"])
def test_figures_on_lines_without_words_are_missed_not_excused(line: str) -> None:
    page = bilateral.from_text(f"Trade\n\nPeru and China trade a lot.\n\n{line}", home="CHN", partner="PER", id="x")
    assert {"25.25", "13.98"} <= set(page.tables.ledger.query("status == 'missed'")["quote"])


def test_a_sentence_that_is_broken_off_anywhere_gives_tables() -> None:
    random = Random(0)
    for name, case in cases():
        ends = [space.start() for space in re.finditer(r"\s", case["text"])] or [len(case["text"])]
        for end in random.sample(ends, min(4, len(ends))):
            try:
                page = bilateral.from_text(case["text"][:end], home=case["home"], partner=case["partner"], id="x")
                page.tables  # noqa: B018
            except bilateral.errors.EmptyPage:
                continue
            except Exception as error:
                error.add_note(f"{name}, broken off at {end}")
                raise
