"""How fast the reader is: `make bench`. A figure that misses its target is shown, and fails nothing: machines differ.

What fails is a measure that measures nothing: a peer that finds no number, a corpus that was not read.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil
import pytest

import bilateral
from tests.bench.corpus import write_corpus
from tests.score_pages import BUNDLED, golden_pages
from tests.test_reader_time import TEXTS

PAGE = golden_pages()[BUNDLED]
COPIES, PAGES = 100, 3_000
SHORT, LONG = 25_000, 100_000  # characters
IMPORTS = "import time, pandas; start = time.perf_counter(); from bilateral import *; print(time.perf_counter() - start)"
Tell = Callable[..., None]
MEDIANS: dict[str, float] = {}


def read(text: str = PAGE.text) -> bilateral.Tables:
    return bilateral.from_text(text, home=PAGE.home, partner=PAGE.partner, id=PAGE.id).tables


def seconds(text: str) -> float:
    gc.collect()
    start = time.perf_counter()
    read(text)
    return time.perf_counter() - start


def test_a_hundred_copies_against_one(tell: Tell) -> None:
    """Measured first: the peers fill the process with objects, which Python would look through again and again."""
    read()
    gc.freeze()
    one = median(seconds(PAGE.text) for _ in range(40))
    many = median(seconds(PAGE.text * COPIES) for _ in range(3))
    gc.unfreeze()
    tell(f"{COPIES} copies against one", f"{many / one:.0f} times", "at most 110 times", many <= 110 * one)


def test_the_page_to_seven_tables(benchmark, tell: Tell) -> None:
    found = benchmark.pedantic(read, rounds=40, warmup_rounds=3)
    assert all(len(frame) for _, frame in found.items())
    took = MEDIANS["page"] = benchmark.stats.stats.median
    tell("the real page to seven tables", f"{took * 1000:.1f} ms", "at most 15 ms", took <= 0.015)


def test_its_numbers_alone_by_quantulum3(benchmark, tell: Tell) -> None:
    from quantulum3 import parser

    found = benchmark.pedantic(parser.parse, args=(PAGE.text,), rounds=5, warmup_rounds=1)
    assert {23.06e9, 20.23e9, 17} <= {quantity.value for quantity in found}
    MEDIANS["quantulum3"] = benchmark.stats.stats.median
    tell("its numbers alone by quantulum3", f"{MEDIANS['quantulum3'] * 1000:.0f} ms, {len(found)} found")


def test_its_dates_alone_by_dateparser(benchmark, tell: Tell) -> None:
    from dateparser.search import search_dates

    def search() -> list[tuple[str, object]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return search_dates(PAGE.text, languages=["en"]) or []

    found = benchmark.pedantic(search, rounds=5, warmup_rounds=1)
    assert {"1951", "2022"} <= {str(date.year) for _, date in found}
    MEDIANS["dateparser"] = benchmark.stats.stats.median
    tell("its dates alone by dateparser.search", f"{MEDIANS['dateparser'] * 1000:.0f} ms, {len(found)} found")


def test_the_page_against_both(tell: Tell) -> None:
    if len(MEDIANS) < 3:
        pytest.skip("needs the three measures before it")
    ratio = (MEDIANS["quantulum3"] + MEDIANS["dateparser"]) / MEDIANS["page"]
    tell("the page against both together", f"1/{ratio:.0f} of their time", "at most 1/50", ratio >= 50)


def test_time_on_texts_made_to_hurt(tell: Tell) -> None:
    """Four times the text should take four times as long; what takes milliseconds is measured by its noise."""
    read()
    growth = {}
    for what, make in TEXTS.items():
        short, long = (min(seconds(make(length)) for _ in range(2)) for length in (SHORT, LONG))
        growth[what] = (long / max(short, 0.01), long)
    worst = max(growth, key=lambda what: growth[what][0])
    slowest = max(growth, key=lambda what: growth[what][1])
    told = f"{growth[worst][0]:.1f} times ({worst})"
    tell(f"four times a text made to hurt, worst of {len(TEXTS)}", told, "at most 5 times", growth[worst][0] <= 5)
    tell(f"slowest of these, {LONG // 1000} kB", f"{growth[slowest][1]:.1f} s ({slowest})")
    sentence = "In May 2020, " + "the two sides and their friends went on, " * 25_000 + "and they met."
    tell("a sentence of 1 MB", f"{seconds(sentence):.1f} s")


def test_a_corpus_on_two_cores(tell: Tell, tmp_path: Path) -> None:
    write_corpus(tmp_path / "pages", PAGES)
    command = [sys.executable, "-m", "bilateral", "facts", tmp_path / "pages", "--to", tmp_path / "out", "--workers", "2"]
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        while run.poll() is None:
            peak = max(peak, memory(run.pid))
            time.sleep(0.1)
        took = time.perf_counter() - start
        assert run.stdout
        assert run.stdout.read().startswith(f"{PAGES} pages read into ")
    tell(f"{PAGES} pages on two cores", f"{took:.0f} s", "under 60 s", took < 60)
    tell("their peak memory, all processes", f"{peak / 2**20:.0f} MiB", "under 1024 MiB", peak < 2**30)


def memory(pid: int) -> int:
    """Resident bytes of a process and all that it started; what they share counts in each."""
    try:
        process = psutil.Process(pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def test_what_importing_adds_to_pandas(tell: Tell) -> None:
    runs = [subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True) for _ in range(7)]
    took = median(float(run.stdout) for run in runs)
    tell("import bilateral beside import pandas", f"{took:.3f} s", "at most 0.15 s", took <= 0.15)
