"""A corpus of any size, made of the pages that have gold: every page with other figures, years and names, always the same.

python -m tests.bench.corpus FOLDER NUMBER
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from random import Random

import pandas as pd

from bilateral.tokens import clean
from tests.score_pages import GoldenPage, golden_pages

SYLLABLES = "ba de ki lo mu na po ra se tu van wen yor zha hil dor mak nes ric tam".split()


def write_corpus(folder: Path, number: int) -> None:
    """Write so many pages, each with a card that names its two countries."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = list(golden_pages().values())
    for n in range(number):
        page = pages[n % len(pages)]
        path = folder / f"{page.id}-{n:05}.txt"
        path.write_text(varied(page, Random(n)), encoding="utf-8")
        path.with_suffix(".toml").write_text(f'home = "{page.home}"\npartner = "{page.partner}"\n', encoding="utf-8")


def varied(page: GoldenPage, random: Random) -> str:
    """The page with other names of persons, its years moved, and other digits in its larger figures."""
    names = {word: invented(random) for word in persons(page)}
    shift = random.randint(-9, 9)

    def other(match: re.Match[str]) -> str:
        printed = match[0]
        if match["name"]:
            return names[printed]
        if match["year"]:
            end = match["end"] and f"{match['slash']}{(int(match['end']) + shift) % 100:02}"
            return f"{int(match['year']) + shift}{end or ''}"
        return printed[0] + re.sub(r"[1-9]", lambda _: random.choice("123456789"), printed[1:])

    words = "|".join(map(re.escape, names))
    pattern = rf"\b(?P<name>{words})\b|(?<![\d.,$])(?P<year>(?:19|20)\d\d)(?:(?P<slash>[/-])(?P<end>\d\d)\b)?(?![\d,.]*\d)"
    return re.sub(pattern + r"|\d[\d.,]+\d", other, clean(page.text))


@cache
def persons(page: GoldenPage) -> list[str]:
    """The words of the persons' names, as the gold has them."""
    frame = pd.read_csv(page.gold / "participants.csv", keep_default_na=False)
    return sorted({word for name in frame["name"] for word in name.split() if word[:1].isupper() and len(word) > 2})


def invented(random: Random) -> str:
    """A name that nobody has."""
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 3))).capitalize()


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
