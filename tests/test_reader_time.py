"""Reading takes time that grows with the length of the text, whatever it contains."""

from __future__ import annotations

from time import process_time

import pytest

import bilateral
from tests.score_pages import BUNDLED, golden_pages

pytestmark = pytest.mark.slow

SHORT, LONG = 5_000, 20_000  # characters: four times as long may take eight times as long, and not sixteen
WORDS = [
    f"{a}{b}{c}" for a in "Ba De Ki Lo Mu Na Po Ra Se Tu".split() for b in "la me ni ro su".split() for c in "ban den kir".split()
]


def names() -> list[str]:
    return [f"{first} {second}" for first in WORDS for second in reversed(WORDS)]


def filled(piece: str):
    """A text of so many characters that says the same again and again."""
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def listed(pattern: str):
    """A text of so many characters in which every sentence is about something else."""

    def make(length: int) -> str:
        text = "".join(pattern.format(name=name, word=name.split()[0], n=n) for n, name in enumerate(names()))
        assert len(text) >= length
        return text[:length]

    return make


TEXTS = {
    "the page again and again": filled(golden_pages()[BUNDLED].text),
    "digits": filled("1234567890"),
    "blanks": filled(" "),
    "line breaks": filled("\n"),
    "short lines": filled("a\n"),
    "open brackets": filled("("),
    "nested brackets": lambda length: "(" * (length // 2) + ")" * (length // 2),
    "quotation marks": filled("\"'"),
    "one long word": filled("a"),
    "initials": filled("A."),
    "commas": filled("1,"),
    "points": filled("1."),
    "hyphens": filled("China-"),
    "possessives": filled("China's "),
    "offices": filled("President "),
    "offices with commas": filled("President of China, "),
    "months": filled("May "),
    "ranges of days": filled("from 1 to "),
    "years": filled("2020-"),
    "ordinals": filled("first "),
    "number words": filled("two hundred and "),
    "scales": filled("million "),
    "bound words": filled("about "),
    "verbs": filled("visited "),
    "joint committees": filled("Joint Committee of the "),
    "capital words": filled("Great "),
    "one sentence of meetings": filled("and met with Premier Li Qiang "),
    "one sentence of figures": filled("exports of $23.06 billion in 2024, "),
    "figures in a bracket": filled("trade of $5 billion (exports - 4 billion, "),
    "one sentence of pronouns": filled("and he met with his counterpart "),
    "one sentence of ordinals": filled("the first session, "),
    "one sentence of meetings elsewhere": filled("and met with President Li Qiang in Lima in May 2020, in Lima in June 2021, "),
    "relative dates": filled("In the same month, "),
    "open parentheses of acronyms": filled("Joint Committee (J"),
    "persons": listed("In May 2020, President {name} visited China. "),
    "persons in one sentence": listed("and met with Prime Minister {name} "),
    "acronyms": listed("The {name} Committee ({word}) has held {n} meetings. "),
    "numbered headings": listed("{n}. {name} Relations\n\nIt was so in 2020.\n\n"),
    "mechanisms": listed("In May 2020, the 4th {name} Dialogue was held in Beijing. "),
    "agreements": listed("In 2020, the two sides signed the {name} Agreement. "),
    "figures": listed("{name} got {n},{n} jobs. "),
    "dates that are no facts": listed("{word} was green in {n}. It rained on 5 May 2020. "),
    "exercises": listed('The armies hold the joint exercise "{name}". '),
}


def seconds(text: str) -> float:
    """The time that this process spends on a text: a busy machine counts for little."""
    start = process_time()
    assert bilateral.from_text(text, home="CHN", partner="KAZ", id="long").tables is not None
    return process_time() - start


@pytest.mark.parametrize("what", TEXTS)
def test_time_grows_with_the_length_of_the_text(what: str) -> None:
    short, long = seconds(TEXTS[what](SHORT)), seconds(TEXTS[what](LONG))
    if long > 8 * short + 0.1:  # once more: the first reading of all loads the lexicon, and a machine has its moods
        short, long = max(short, seconds(TEXTS[what](SHORT))), min(long, seconds(TEXTS[what](LONG)))
    assert long <= 8 * short + 0.1, f"{LONG // SHORT} times the text took {short:.2f} s and then {long:.2f} s"


def test_a_sentence_of_a_million_characters_is_read_to_its_end() -> None:
    text = "In May 2020, " + "the two sides and their friends went on, " * 25_000 + "and President Wang Yi visited Kazakhstan."
    assert len(text) > 1_000_000
    found = bilateral.from_text(text, home="CHN", partner="KAZ", id="long").tables
    assert found.ledger["end"].max() <= len(text)
