"""The gallery shows the figures of the reports beside it, and nothing that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bilateral.errors import OutputFolder
from bilateral.runs.gallery import gallery, pictures

FIGURE = """
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>one</title></svg>')
"""


@pytest.mark.slow
def test_the_gallery_shows_every_figure_with_its_heading(bilateral_command: Any, make_notebook: Any, tmp_path: Path) -> None:
    notebook = make_notebook(FIGURE, "1 + 1", FIGURE)
    assert bilateral_command("report", notebook, "--to", tmp_path / "out").exit_code == 0
    found = list(pictures(tmp_path / "out"))
    assert [(picture.report.as_posix(), picture.heading) for picture in found] == [
        ("china-pakistan/tiny/report.html", "A tiny report")
    ] * 2
    page = gallery(tmp_path / "out")
    html = page.read_text(encoding="utf-8")
    assert page == tmp_path / "out" / "gallery.html"
    assert html.count("<figure>") == 2
    assert 'href="china-pakistan/tiny/report.html"' in html
    assert "<script" not in html
    before = page.read_bytes()
    assert gallery(tmp_path / "out").read_bytes() == before
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["china-pakistan", "gallery.html", "index.html"]


def test_a_folder_without_reports_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputFolder, match="bilateral report --to"):
        gallery(tmp_path)
    assert list(tmp_path.iterdir()) == []
