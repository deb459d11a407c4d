"""What `read` takes, what it refuses in a sentence, and how it tells between which two countries a page is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import bilateral
from bilateral import errors
from bilateral.page import sides
from tests.score_pages import BUNDLED, golden_pages

TEXT = "China and Kazakhstan\n\nIn May 2023, President Wang Yi of China visited Kazakhstan.\n"


def stored(folder: Path, raw: str | bytes, card: str | None = None) -> Path:
    """A page in a file, with its card where there is one."""
    path = folder / "page.txt"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    if card is not None:
        path.with_suffix(".toml").write_text(card, encoding="utf-8")
    return path


def refusal(error: type[errors.BilateralError], path: Path | str, **options: str) -> str:
    with pytest.raises(error) as raised:
        bilateral.read(path, **options)
    message = str(raised.value)
    assert "\n" not in message
    assert raised.value.code == error.code
    return message


def test_an_unknown_page_is_refused_with_the_nearest_id() -> None:
    message = refusal(errors.PageNotFound, "china-pakistn")
    assert "china-pakistn" in message
    assert "did you mean china-pakistan?" in message


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    assert "nowhere.txt" in refusal(errors.PageNotFound, tmp_path / "nowhere.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(errors.PageNotFound, tmp_path)


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n", "\u00a0\u2002\n".encode(), "\ufeff\n".encode(), "\u200b\n".encode()])
def test_a_page_without_words_is_refused(tmp_path: Path, raw: bytes) -> None:
    assert "page.txt" in refusal(errors.EmptyPage, stored(tmp_path, raw), home="CHN", partner="KAZ")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "gb18030"])
def test_a_page_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    raw = "Chine et Côte d'Ivoire: 中国".encode(encoding, "ignore")
    with pytest.raises((errors.NotUTF8, errors.BinaryPage)) as raised:
        bilateral.read(stored(tmp_path, raw), home="CHN", partner="CIV")
    assert "UTF-8" in str(raised.value)


def test_the_place_of_the_first_wrong_byte_is_told(tmp_path: Path) -> None:
    message = refusal(errors.NotUTF8, stored(tmp_path, b"China\nand C\xf4te d'Ivoire\n"), home="CHN", partner="CIV")
    assert "line 2" in message
    assert "11" in message


@pytest.mark.parametrize("raw", [b"%PDF-1.7 abc", b"PK\x03\x04abc", b"\x89PNG\r\n\x1a\n", b"a\x00b\x00", b"\x1f\x8b\x08"])
def test_a_binary_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    assert "text" in refusal(errors.BinaryPage, stored(tmp_path, raw), home="CHN", partner="KAZ")


@pytest.mark.parametrize(
    "card", ["home = CHN", 'home = "CHN"\nhome = "KAZ"', 'home = 3\npartner = "KAZ"', 'home = ["CHN"]', "\x00"]
)
def test_a_card_that_cannot_be_used_is_refused(tmp_path: Path, card: str) -> None:
    assert "page.toml" in refusal(errors.CardError, stored(tmp_path, TEXT, card))


def test_a_card_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, TEXT)
    path.with_suffix(".toml").write_bytes(b'title = "C\xf4te"\n')
    assert "page.toml" in refusal(errors.CardError, path)


@pytest.mark.parametrize(
    ("home", "partner", "wrong"),
    [("CHN", "XXX", "'XXX'"), ("china", "KAZ", "'china'"), ("CHN", "kaz", "'kaz'"), ("CN", "KAZ", "'CN'")],
)
def test_a_code_that_no_country_has_is_refused(tmp_path: Path, home: str, partner: str, wrong: str) -> None:
    assert wrong in refusal(errors.SidesUnknown, stored(tmp_path, TEXT), home=home, partner=partner)


def test_a_refused_name_of_a_country_is_told_its_code(tmp_path: Path) -> None:
    assert "Japan is JPN" in refusal(errors.SidesUnknown, stored(tmp_path, TEXT), home="Japan", partner="KAZ")


def test_only_the_side_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    message = refusal(errors.SidesUnknown, stored(tmp_path, "Country brief\n\nTrade rose in 2020.\n"), home="CHN")
    assert "--partner" in message
    assert "--home" not in message


def test_a_page_between_a_country_and_itself_is_refused(tmp_path: Path) -> None:
    assert "both CHN" in refusal(errors.SidesUnknown, stored(tmp_path, TEXT), home="CHN", partner="CHN")


def test_a_code_on_a_card_that_no_country_has_is_refused(tmp_path: Path) -> None:
    refusal(errors.SidesUnknown, stored(tmp_path, TEXT, 'home = "CHN"\npartner = "XKZ"\n'))


def test_options_go_before_the_card_and_the_card_before_the_text(tmp_path: Path) -> None:
    path = stored(tmp_path, TEXT, 'home = "CHN"\npartner = "PER"\ntitle = "A title"\n')
    assert (bilateral.read(path).card.home, bilateral.read(path).card.partner) == ("CHN", "PER")
    told = bilateral.read(path, home="EGY", partner="IND").card
    assert (told.home, told.partner, told.title) == ("EGY", "IND", "A title")
    path.with_suffix(".toml").unlink()
    assert (bilateral.read(path).card.home, bilateral.read(path).card.partner) == ("CHN", "KAZ")


def test_one_side_given_the_other_is_read_from_the_text(tmp_path: Path) -> None:
    card = bilateral.read(stored(tmp_path, TEXT), home="KAZ").card
    assert (card.home, card.partner) == ("KAZ", "CHN")
    card = bilateral.read(stored(tmp_path, TEXT), partner="CHN").card
    assert (card.home, card.partner) == ("KAZ", "CHN")


@pytest.mark.parametrize("page_id", sorted(golden_pages()))
def test_a_page_without_its_card_tells_its_two_sides(page_id: str, tmp_path: Path) -> None:
    page = golden_pages()[page_id]
    card = bilateral.read(stored(tmp_path, page.text)).card
    assert (card.home, card.partner) == (page.home, page.partner)


VARIANTS = {
    "China and Pakistan\n\nThe two countries are friends.": ("CHN", "PAK"),
    "China - Pakistan Relations\n\nThey are friends.": ("CHN", "PAK"),
    "China–Pakistan relations\n\nThey are friends.": ("CHN", "PAK"),
    "Relations between Norway and the Republic of Korea\n\nThey are good.": ("NOR", "KOR"),
    "Bilateral Relations\n\nChina and Peru established diplomatic relations in 1971.": ("CHN", "PER"),
    "Ministry of Foreign Affairs of Japan\nJapan-Malaysia Relations\n\nThey are good.": ("JPN", "MYS"),
    "Ministry of Foreign Affairs of Japan\nMalaysia-Japan Relations\n\nThey are good.": ("JPN", "MYS"),
    "Embassy of the Kingdom of Norway\n\nChina and Norway\n\nIt is so.": ("NOR", "CHN"),
    "Sri Lanka and New Zealand\n\nBoth are islands.": ("LKA", "NZL"),
    "China and Pakistan\n\nChina, Pakistan and India are in Asia.": ("CHN", "PAK"),
    "CHINA AND PAKISTAN\n\nThe two countries are friends.": ("CHN", "PAK"),
    "\n\nHome > Countries > Pakistan\n\nChina and Pakistan\n\nThe two countries are friends.": ("CHN", "PAK"),
}


@pytest.mark.parametrize("text", VARIANTS)
def test_the_two_sides_are_told_in_the_title_or_the_first_paragraph(text: str) -> None:
    assert sides(text) == VARIANTS[text]


@pytest.mark.parametrize(
    "text",
    [
        "Relations\n\nThe two countries are friends.",
        "China\n\nThe country is large.",
        "Asia\n\nChina, Pakistan and India are in Asia.",
        "1 2 3",
        "Turkey with rice\n\nA recipe.",
    ],
)
def test_a_page_that_does_not_tell_its_two_sides_is_refused(text: str, tmp_path: Path) -> None:
    message = refusal(errors.SidesUnknown, stored(tmp_path, text))
    assert "page.txt" in message
    assert "--home CHN --partner KAZ" in message


def test_the_text_is_kept_as_it_is_stored(tmp_path: Path) -> None:
    page = bilateral.read(BUNDLED)
    assert page.id == BUNDLED
    assert page.text == golden_pages()[BUNDLED].text
    assert page.sha256 == hashlib.sha256(page.text.encode()).hexdigest()


@pytest.mark.parametrize("change", ["crlf", "bom", "bom and crlf"])
def test_a_file_of_another_system_is_kept_as_it_is_stored_and_says_the_same(change: str, tmp_path: Path) -> None:
    page = golden_pages()[BUNDLED]
    ends = "\r\n" if "crlf" in change else "\n"
    text = "\ufeff" * ("bom" in change) + page.text.replace("\n", ends)
    read = bilateral.read(stored(tmp_path, text), home=page.home, partner=page.partner)
    assert read.text == text
    plain = bilateral.from_text(page.text, home=page.home, partner=page.partner, id="page").tables
    for name, frame in plain.items():
        found = getattr(read.tables, name)
        assert found["quote"].tolist() == frame["quote"].tolist(), name
        assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["quote"].tolist()
        same = frame.columns.drop(["start", "end"] + ["num_start", "num_end"] * (name == "statistics"))
        assert found[same].equals(frame[same]), name


@pytest.mark.parametrize("name", ["../../evil.txt", "a b/č.txt", "-rf.txt", "....txt", "CON.txt", "=1+1.txt"])
def test_a_pages_id_is_a_plain_word_whatever_the_file_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x" / "y" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT, encoding="utf-8")
    page_id = bilateral.read(path).id
    assert page_id
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in page_id)
