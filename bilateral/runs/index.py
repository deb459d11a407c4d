"""reports/index.html: every run of a folder of reports, as its run.json tells of it."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bilateral.errors import MissingExtra
from bilateral.runs.deposit import ASIDE, record
from bilateral.runs.plan import shown
from bilateral.runs.record import FAILED, FIGURES, RECORD, REPORT
from bilateral.runs.versions import package_version

INDEX = "index.html"
TEMPLATES = Path(__file__).resolve().parent / "template" / "index"
DEPTHS = ("*/*", "*/*/*")  # <page>/<notebook>[/<parameters>]


def index(to: Path) -> str:
    """The page as HTML, the same for the same runs. Its pictures are files of the runs; nothing else is fetched."""
    rows = [_row(to, folder) for folder in run_folders(to)]
    script = (TEMPLATES / "find.js").read_text(encoding="utf-8")
    return str(_template().render(rows=rows, script=script, digest=_digest(script), version=package_version("bilateral")))


def run_folders(to: Path) -> list[Path]:
    """The folders of runs in a folder of reports."""
    folders = {path.parent for depth in DEPTHS for path in to.glob(f"{depth}/{RECORD}") if not _aside(path, to)}
    return sorted(folders, key=lambda folder: folder.relative_to(to).parts)


def _row(to: Path, folder: Path) -> dict[str, Any]:
    """A line of the table; a folder whose record cannot be read says so."""
    found = record(folder) or {"status": "unreadable"}
    failed = found["status"] != "done"
    place = folder.relative_to(to)
    figures = [figure for figure in found.get("figures", ()) if (folder / FIGURES / f"{figure['name']}.png").is_file()]
    parameters = {name: shown(found["parameters"][name]) for name in found.get("changed", ())}
    return {
        "page": found.get("page", {}).get("id", place.parts[0]),
        "notebook": found.get("notebook", {}).get("name", place.parts[1]),
        "title": found.get("title", ""),
        "parameters": parameters,
        "status": found["status"],
        "failed": failed,
        "why": found.get("failure", {}).get("reason", ""),
        "cell": found.get("failure", {}).get("cell"),
        "place": place.as_posix(),
        "report": f"{place.as_posix()}/{FAILED if failed else REPORT}",
        "picture": f"{place.as_posix()}/{FIGURES}/{figures[0]['name']}.png" if figures else None,
        "findings": [figure["title"] for figure in found.get("figures", ()) if figure.get("title")],
        "figures": len(found.get("figures", ())),
        "tables": len(found.get("tables", ())),
        "rows": sum(table.get("rows", 0) for table in found.get("tables", ())),
    }


def _aside(path: Path, to: Path) -> bool:
    return path.relative_to(to).parts[0].startswith(ASIDE)


def _digest(script: str) -> str:
    """What a content-security policy knows a script by."""
    return b64encode(sha256(script.encode()).digest()).decode()


@cache
def _template() -> Any:
    try:
        from jinja2 import Environment, FileSystemLoader
    except ImportError as error:
        raise MissingExtra(f"Reports need {error.name}; install it with: pip install 'bilateral[reports]'") from None
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2")
