"""How to cite a page, this package and the methods that it uses, as text and as BibTeX."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.resources import PACKAGE

if TYPE_CHECKING:
    from bilateral.page import Page

AUTHORS, TITLE = "the bilateral developers", "bilateral: foreign ministries' country pages as data"
_SPECIAL = {**{c: f"\\{c}" for c in "&%$#_{}"}, "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


@dataclass(frozen=True)
class Reference:
    """One thing to cite. `of` says what of this package goes back to it; `kind` is BibTeX's."""

    key: str
    kind: str
    author: str
    title: str
    where: str
    year: str = ""
    address: str = ""
    of: str = ""

    def __str__(self) -> str:
        """The reference in one line."""
        dated = f"{self.author} ({self.year})" if self.year else self.author
        told = ". ".join(filter(None, (dated, self.title, self.where, self.address and f"<{self.address}>")))
        return f"{told}. [{self.of}]" if self.of else f"{told}."

    @property
    def bibtex(self) -> str:
        """The reference as a BibTeX entry."""
        fields = {"author": self.author, "title": self.title, "year": self.year, "howpublished": self.where, "note": self.of}
        lines = [f"  {name} = {{{{{_latex(value)}}}}}" for name, value in fields.items() if value]
        lines += [f"  url = {{{self.address}}}"] if re.fullmatch(r"https?://[^\s{}]+", self.address) else []
        return f"@{self.kind}{{{self.key},\n" + ",\n".join(lines) + "\n}"


@dataclass(frozen=True)
class Citation:
    """What to cite; prints as text, and `bibtex` has the same for a bibliography."""

    references: tuple[Reference, ...]

    @property
    def text(self) -> str:
        """A line each."""
        return "\n".join(map(str, self.references))

    @property
    def bibtex(self) -> str:
        """An entry each."""
        return "\n\n".join(reference.bibtex for reference in self.references) + "\n"

    def __repr__(self) -> str:
        return self.text


def cite(page: Page | None = None) -> Citation:
    """What to cite: the page where one is given, the package in this version, and the methods behind its figures.

    The page's hash names the edition that was read, since such pages change under one address; the day of reading is
    yours to add.

    >>> import bilateral
    >>> print(bilateral.cite(bilateral.read("china-pakistan")).references[0])  # doctest: +ELLIPSIS
    Ministry of Foreign Affairs of the People's Republic of China. China and Pakistan. Text with sha256 d3a69490ff74....
    """
    from bilateral import __version__

    package = Reference("bilateral", "software", AUTHORS, TITLE, f"version {__version__}")
    return Citation((*([_page(page)] if page else []), package, *methods()))


@cache
def methods() -> tuple[Reference, ...]:
    """The methods that the package uses, each with what it is used for (`methods.csv`)."""
    with (PACKAGE / "methods.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Reference(**row) for row in csv.DictReader(lines))


def _page(page: Page) -> Reference:
    licence = f"; licence: {page.card.licence}" if page.card.licence else ""
    return Reference(
        key=page.id,
        kind="misc",
        author=page.card.publisher or "publisher not stated",
        title=page.card.title or page.id,
        where=f"Text with sha256 {page.sha256}{licence}",
        address=page.card.address,
    )


def _latex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
