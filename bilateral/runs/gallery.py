"""All figures of a folder of reports on one page, each with its heading and a link to its report.

The figures are those of the executed notebooks, so a gallery shows what the reports show: nothing is drawn again.
`python -m bilateral.runs.gallery reports` writes `reports/gallery.html`.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from bilateral.errors import OutputFolder
from bilateral.runs.index import run_folders
from bilateral.runs.record import NOTEBOOK, REPORT
from bilateral.runs.site import TEMPLATES

GALLERY = "gallery.html"
_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Gallery of figures</title>
<style>
{style}
main {{ max-width: 72rem; }}
.figures {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: 1rem 1.5rem; align-items: start; }}
.figures figure {{ margin: 0; break-inside: avoid; }}
figcaption {{ color: var(--quiet); font: 0.82rem/1.4 system-ui, sans-serif; }}
</style>
</head>
<body>
<main>
<h1>Gallery of figures</h1>
<p>Every figure of the reports beside this page, at half its size; each leads to its report.</p>
"""


@dataclass(frozen=True)
class Picture:
    """A figure: the report that it stands in (below the folder), the heading before it, its SVG."""

    report: Path
    heading: str
    svg: str


def gallery(folder: Path) -> Path:
    """Write the gallery of the reports in a folder and return its path; the same reports give the same bytes.

    Raises `OutputFolder` where the folder has no report with a figure, or cannot be written to.
    """
    found = list(pictures(folder))
    if not found:
        raise OutputFolder(
            f"There is no report with a figure in {folder}; write some there first: bilateral report --to {folder}"
        )
    html = _HEAD.format(style=(TEMPLATES / "report" / "style.css").read_text(encoding="utf-8"))
    for report in dict.fromkeys(picture.report for picture in found):
        name = escape(" · ".join(report.parent.parts))
        html += f'<h2><a href="{escape(report.as_posix())}">{name}</a></h2>\n<div class="figures">\n'
        html += "".join(_figure(picture) for picture in found if picture.report == report) + "</div>\n"
    try:
        with TemporaryDirectory(prefix=".bilateral-", dir=folder) as aside:
            page = Path(aside, GALLERY)
            page.write_text(f"{html}</main>\n</body>\n</html>\n", encoding="utf-8", newline="\n")
            return page.replace(folder / GALLERY)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFolder(f"The gallery cannot be written to {folder} ({reason}); choose another folder.") from None


def pictures(folder: Path) -> Iterator[Picture]:
    """The figures of the reports in a folder, page by page and notebook by notebook, in the order of the reports."""
    import nbformat

    for path in sorted(run / NOTEBOOK for run in run_folders(folder)):
        report = path.with_name(REPORT)
        if not report.exists():
            continue
        heading = ""
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                heading = next((line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")), heading)
            for output in cell.get("outputs", ()):
                if svg := output.get("data", {}).get("image/svg+xml"):
                    yield Picture(report.relative_to(folder), heading, svg)


def _figure(picture: Picture) -> str:
    image = b64encode(picture.svg.encode()).decode()
    return (
        f'<figure><a href="{escape(picture.report.as_posix())}"><img alt="{escape(picture.heading)}" '
        f'src="data:image/svg+xml;base64,{image}"></a><figcaption>{escape(picture.heading)}</figcaption></figure>\n'
    )


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{gallery(Path(sys.argv[1] if len(sys.argv) > 1 else 'reports'))}\n")
    except OutputFolder as error:
        sys.exit(f"bilateral: {error}")
