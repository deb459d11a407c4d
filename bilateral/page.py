"""A page: its text as stored, its card, and the tables that are read from it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import BinaryPage, CardError, EmptyPage, MissingExtra, NotUTF8, PageNotFound, SidesUnknown, suggestion
from bilateral.layout import Paragraph, paragraphs
from bilateral.lines import is_way
from bilateral.mentions.places import country_code, country_name, known_country, places
from bilateral.resources import page_ids, page_path
from bilateral.tokens import Tokens, clean, slug, tokenize

if TYPE_CHECKING:
    from bilateral.tables import Tables

_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")

_PUBLISHER = re.compile(r"(?i)\b(ministry|government|department|embassy|consulate|high commission)\b")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a page beside its text; `home` and `partner` are ISO 3166-1 alpha-3 codes."""

    home: str
    partner: str
    title: str = ""
    publisher: str = ""
    language: str = "en"
    address: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Page:
    """A country page: `text` is what is stored, character for character; `tables` is what it says."""

    id: str
    text: str
    card: Card
    sha256: str = field(repr=False, default="")

    @cached_property
    def tables(self) -> Tables:
        """The seven tables of the page (see `bilateral.schema`)."""
        from bilateral.facts.rows import rows
        from bilateral.mentions import mentions
        from bilateral.tables import build

        return build(rows(mentions(self.text, self.card.home, self.card.partner), self.id))

    def _repr_html_(self) -> str | None:
        """The page with every fact marked, for Jupyter; the plain repr where Jinja2 is missing."""
        from bilateral.view import frame

        try:
            return frame(self)
        except MissingExtra:
            return None

    def __repr__(self) -> str:
        return (
            f"Page({self.id}: {country_name(self.card.home)} and {country_name(self.card.partner)}, {len(self.text)} characters)"
        )


def read(path: str | Path, *, home: str | None = None, partner: str | None = None) -> Page:
    """The page in a file, or the bundled page of this id.

    `home` and `partner` (ISO 3166-1 alpha-3) go before the card beside the page (`<page>.toml`), and the card
    before what the title and the first paragraph say. Raises `PageNotFound`, `NotUTF8`, `EmptyPage`, `BinaryPage`,
    `CardError`, `SidesUnknown`.
    """
    file = Path(path)
    if not file.exists():
        if str(path) not in page_ids():
            raise PageNotFound(
                f"There is no page {str(path)!r}: no file of this name, and of bundled pages {suggestion(str(path), page_ids())}"
            )
        file = page_path(str(path))
    raw = _bytes(file)
    text = _decoded(raw, file.name)
    card = _card(file, text, home, partner)
    return Page(page_id(file), text, card, hashlib.sha256(raw).hexdigest())


def page_id(path: str | Path) -> str:
    """The id of the page in a file: the file's name as a slug, without its suffix.

    >>> page_id("pages/China & Peru (2024).txt")
    'china-peru-2024'
    """
    return slug(Path(path).stem) or "page"


def files(names: Sequence[str]) -> list[str]:
    """The pages that are meant: a folder stands for its text files (`*.txt`), sorted. Raises `PageNotFound` where it has none."""
    found: list[str] = []
    for name in names:
        inside = sorted(str(path) for path in Path(name).glob("*.txt") if path.is_file()) if Path(name).is_dir() else [name]
        if not inside:
            raise PageNotFound(f"The folder {name} holds no page: a page is a text file (*.txt) in it.")
        found += inside
    return found


def from_text(text: str, *, home: str, partner: str, id: str = "text") -> Page:
    """A page from a string, between two countries (ISO 3166-1 alpha-3)."""
    return Page(id, text, Card(home, partner), hashlib.sha256(text.encode()).hexdigest())


def load(id: str = "china-pakistan") -> Tables:
    """The tables of a bundled page."""
    return read(page_path(id)).tables


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except IsADirectoryError:
        raise PageNotFound(f"{file} is a folder, not a page: name the text file in it.") from None
    except OSError as error:
        raise PageNotFound(f"{file} cannot be read: {error.strerror or error}.") from None


def _decoded(raw: bytes, name: str) -> str:
    if not raw.strip():
        raise EmptyPage(f"{name} is empty: a page is a text file with the words of the page.")
    if raw.startswith(_BINARY) or b"\x00" in raw[:4096]:
        raise BinaryPage(f"{name} is no text file (its first bytes are {raw[:4]!r}): save the page as plain text in UTF-8.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NotUTF8(
            f"{name} is not UTF-8: byte {error.start} (line {line}) is {raw[error.start : error.start + 1]!r}; save it as UTF-8."
        ) from None
    if not clean(text).strip():
        raise EmptyPage(f"{name} is blank: a page is a text file with the words of the page.")
    return text


def _card(file: Path, text: str, home: str | None, partner: str | None) -> Card:
    card = _stored_card(file.with_suffix(".toml"))
    home, partner = home or card.home, partner or card.partner
    if not (home and partner):
        told = sides(text)
        home = home or next((c for c in told if c != partner), "")
        partner = partner or next((c for c in told if c != home), "")
    for option, code in (("home", home), ("partner", partner)):
        if code and not known_country(code):
            meant = country_code(code)
            do = f"{country_name(meant)} is {meant}" if meant else f"write --{option} like CHN or KAZ"
            raise SidesUnknown(f"{code!r} is no ISO 3166-1 alpha-3 code of a country; {do}.")
    missing = [
        f"--{option} {example}" for option, code, example in (("home", home, "CHN"), ("partner", partner, "KAZ")) if not code
    ]
    if missing:
        raise SidesUnknown(
            f"{file.name} does not say in its title or first paragraph between which two countries it is: "
            f"tell it with {' '.join(missing)}, or in a card {file.with_suffix('.toml').name} beside it."
        )
    if home == partner:
        raise SidesUnknown(f"Home and partner of {file.name} are both {home}; a page is between two countries.")
    return replace(card, home=home, partner=partner)


def _stored_card(path: Path) -> Card:
    if not path.is_file():
        return Card("", "")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CardError(f"The card {path.name} cannot be read: {error}.") from None
    fields = {name: value for name, value in data.items() if name in Card.__slots__}
    wrong = [name for name, value in fields.items() if not isinstance(value, str)]
    if wrong:
        raise CardError(f"In the card {path.name}, {wrong[0]} should be a text in quotation marks, not {fields[wrong[0]]!r}.")
    return Card(**{"home": "", "partner": "", **fields})


def sides(text: str) -> tuple[str, ...]:
    """Home and partner as the title and the first paragraph name them; empty where they do not name just two countries.

    The home side is the publisher's, where the lines above the title name a country; else the one that the title names first. A
    title that names one country alone ("Chile country brief") names the partner.
    """
    tokens = tokenize(clean(text))
    head = [line for line in _head(tokens) if not (line.kind == "furniture" and is_way(tokens.text[line.start : line.end]))]
    named_in_full = tuple(dict.fromkeys(place.country for place in places(tokens)))  # which "Korea" the page is of
    found = [place for place in places(tokens, named_in_full) if place.kind != "city"]
    named: list[str] = []
    publisher, alone = "", ""
    for line in head:
        here = list(dict.fromkeys(p.country for p in found if line.start <= tokens.starts[p.start] < line.end))
        published = line.kind != "prose" and bool(_PUBLISHER.search(tokens.text[line.start : line.end]))
        if published:
            publisher = publisher or (here[0] if here else "")
        elif len(here) == 1 and line.kind in ("title", "heading"):
            alone = alone or here[0]
        named += [country for country in here if country not in named]
        if len(here) == 2 and not published:
            named, alone = here, alone if line.kind == "prose" else ""
            break
    if len(named) != 2:
        return ()
    second = publisher in named and named[0] != publisher
    first_is_partner = not publisher and alone in named and head[-1].kind == "prose" and named[0] == alone
    return (named[1], named[0]) if second or first_is_partner else (named[0], named[1])


def _head(tokens: Tokens) -> list[Paragraph]:
    """The lines before the first paragraph of prose, and that paragraph."""
    lines = paragraphs(tokens.text)
    first = next((i for i, line in enumerate(lines) if line.kind == "prose"), len(lines))
    return [line for line in lines[:first] if line.kind in ("title", "heading", "furniture")][:8] + lines[first : first + 1]
