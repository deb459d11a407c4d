"""What to cite: the page in its edition, the package in its version, the methods."""

from __future__ import annotations

from pathlib import Path

import yaml

import bilateral
from bilateral import citation


def test_the_package_is_cited_as_its_citation_file_says(root: Path) -> None:
    told = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    (package,) = (reference for reference in bilateral.cite().references if reference.key == "bilateral")
    assert (package.title, package.author) == (told["title"], told["authors"][0]["name"])
    assert package.where == f"version {told['version']}"


def test_the_page_is_cited_first_with_its_edition() -> None:
    page = bilateral.read("china-pakistan")
    cited = bilateral.cite(page)
    assert len(cited.references) == len(bilateral.cite().references) + 1
    assert cited.text.startswith(page.card.publisher)
    assert page.sha256 in cited.text.splitlines()[0]
    assert page.card.address in cited.bibtex.split("\n\n")[0]
    assert repr(cited) == cited.text


def test_bibtex_is_whole_whatever_a_title_holds() -> None:
    page = bilateral.from_text("x", home="CHN", partner="PER", id="a")
    page = bilateral.Page(page.id, page.text, bilateral.page.Card("CHN", "PER", title="100% {A} & B_\\ $"), "0" * 64)
    entry = bilateral.cite(page).bibtex.split("\n\n")[0]
    assert r"title = {{100\% \{A\} \& B\_\textbackslash{} \$}}" in entry
    assert entry.replace(r"\{", "").replace(r"\}", "").count("{") == entry.replace(r"\{", "").replace(r"\}", "").count("}")


def test_every_method_says_what_it_is_for() -> None:
    keys = [reference.key for reference in citation.methods()]
    assert len(set(keys)) == len(keys)
    assert all(reference.of and reference.author and reference.title for reference in citation.methods())
