"""An executed notebook as one HTML file: no network, no script, figures inside, code hidden unless asked for."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from bilateral.errors import MissingExtra, RunFailed
from bilateral.runs.plan import Run
from bilateral.runs.versions import package_version

TEMPLATES = Path(__file__).resolve().parent / "template"


def html(run: Run, notebook: Any, failure: RunFailed | None = None, *, show_code: bool = False) -> str:
    """The report as HTML. A failed run says so in its title and above its first line.

    The page's content-security policy forbids scripts and every request, so nothing that a page's text could bring
    into an output is run or fetched.
    """
    body, _ = exporter().from_notebook_node(
        notebook,
        resources={
            "title": title(notebook) or run.notebook,
            "run": run,
            "failure": failure,
            "show_code": show_code,
            "version": package_version("bilateral"),
        },
    )
    return "\n".join(line.rstrip() for line in str(body).splitlines()) + "\n"


def title(notebook: Any) -> str | None:
    """The heading that the run gave itself in its first output, else the first heading of the notebook."""
    outputs = [out["data"] for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out]
    first = "".join(data.get("text/markdown", "") for data in outputs[:1])
    said = [re.sub(r"\\(.)", r"\1", unescape(line)) for line in first.splitlines() if line.startswith("## ")]
    written = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ") for line in (*said, *written) if line in said or line.startswith("# ")), None)


@cache
def exporter() -> Any:
    """What makes HTML of a notebook. Raises `MissingExtra` where reports were not installed."""
    try:
        from nbconvert.exporters import HTMLExporter
        from nbconvert.exporters.templateexporter import TemplateExporter
        from nbconvert.filters import Highlight2HTML
    except ImportError as error:
        raise MissingExtra(f"Reports need {error.name}; install it with: pip install 'bilateral[reports]'") from None
    from pygments.formatters import HtmlFormatter

    class ReportExporter(HTMLExporter):
        """Writes what the template says; nbconvert would parse the whole report to look for images without a text."""

        def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
            return TemplateExporter.from_notebook_node(self, nb, resources, **options)

    exporter: Any = ReportExporter(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        default_preprocessors=["nbconvert.preprocessors.HighlightMagicsPreprocessor"],  # the template does without the others
    )
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=exporter))
    exporter.environment.globals.update(
        pygments_light=HtmlFormatter(style="default").get_style_defs(".highlight"),
        pygments_dark=HtmlFormatter(style="github-dark").get_style_defs(".highlight"),
    )
    return exporter
