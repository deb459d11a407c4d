"""A file of any bytes gives tables or one sentence: never a traceback, and never a guess that the page does not bear out."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilateral import tables
from bilateral.cli import main
from tests.score_pages import golden_pages

PAGES = [page.text.encode() for page in golden_pages().values()]
SIDES = ("--home", "CHN", "--partner", "KAZ")
CODES = {"B102", "B103", "B104", "B106"}  # no UTF-8, empty, no text, sides unknown: what bytes alone may be refused for


def spoilt(raw: bytes, random: Random) -> bytes:
    """A piece of a page with some of its bytes lost, doubled or changed."""
    start = random.randrange(len(raw))
    piece = bytearray(raw[start : start + random.randint(1, 1500)])
    for _ in range(random.randint(0, 8)):
        at = random.randrange(len(piece))
        piece[at : at + random.randint(0, 3)] = random.choice(
            [b"", b"\n\n", b"\x00", b"\xff\xfe", bytes([random.randrange(256)])]
        )
        piece = piece or bytearray(b" ")
    return bytes(piece)


BYTES = st.one_of(
    st.binary(max_size=400),
    st.builds(spoilt, st.sampled_from(PAGES), st.randoms(use_true_random=False)),
    st.builds(
        lambda text, encoding: text.encode(encoding, "ignore"),
        st.text(max_size=200),
        st.sampled_from(["utf-8", "utf-16", "latin-1", "gb18030", "utf-8-sig", "utf-7"]),
    ),
)


def facts(raw: bytes, *options: str) -> tuple[Result, tables.Tables | None]:
    """What `bilateral facts` says of a file with these bytes, and the tables that it wrote."""
    with TemporaryDirectory() as folder:
        path, out = Path(folder, "page.txt"), Path(folder, "out")
        path.write_bytes(raw)
        result = CliRunner().invoke(main, ["facts", str(path), "--to", str(out), *options])
        return result, tables.read_csv(out) if out.exists() else None


def check(raw: bytes, options: tuple[str, ...]) -> None:
    result, written = facts(raw, *options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if result.exit_code == 0:
        assert written is not None
        text = raw.decode("utf-8")
        rows = ((row.start, row.end, row.quote) for _, frame in written.items() for row in frame.itertuples())
        assert all(text[start:end] == quote for start, end, quote in rows)
        return
    assert result.exit_code == 2
    assert result.stdout == ""
    assert written is None
    (line,) = result.stderr.splitlines()
    assert line.startswith("bilateral: page.txt ")
    assert line[-5:-1] in CODES
    assert not (options and line.endswith("[B106]"))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(BYTES, st.sampled_from([SIDES, ()]))
@example(b"", SIDES)
@example(b"\x00", SIDES)
@example(b"\xef\xbb\xbf", SIDES)
@example(b"\xf0\x9f\x92\xa9 1 2 3", ())
@example(b"\x1b[31mIn 2020, China and Kazakhstan signed \x07 two agreements.", ())
def test_any_bytes_give_tables_or_one_sentence(raw: bytes, options: tuple[str, ...]) -> None:
    check(raw, options)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True)
@given(BYTES, st.sampled_from([SIDES, ()]))
def test_many_files_of_any_bytes_give_tables_or_one_sentence(raw: bytes, options: tuple[str, ...]) -> None:
    check(raw, options)
