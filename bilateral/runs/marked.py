"""The page beside a report: marked up, and linked from the tables that quote it."""

from __future__ import annotations

from bilateral.errors import BilateralError
from bilateral.page import read
from bilateral.runs.plan import Run
from bilateral.view import html
from bilateral.view.links import FILE, linked


def with_page(run: Run, outputs: dict[str, str], report: str) -> dict[str, str]:
    """A run's outputs with the marked-up page among them, and the links to it in its report.

    `report` names the report among the outputs. Where the page cannot be read, which the report then tells of, the
    outputs stay as they are.
    """
    try:
        page = read(run.page.file or run.page.id)
    except BilateralError:
        return outputs
    return {**outputs, report: linked(outputs[report], page), FILE: html(page)}
