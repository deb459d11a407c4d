"""`bilateral verify`: reports run again."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from bilateral.door import FELL_SHORT
from bilateral.runs.process import import_quickly, stoppable
from bilateral.summary import count
from bilateral.workers import cores


@click.command(short_help="Run reports again and say what differs.")
@click.argument("reports", type=click.Path(path_type=Path), default=Path("reports"))
@click.option("--page", "pages", metavar="PAGE", multiple=True, help="Where a page of your own is now; may be repeated.")
@click.option(
    "--notebook", "notebooks", metavar="FILE", multiple=True, help="Where a notebook of your own is now; may be repeated."
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Runs at a time.  [default: one a core]")
def verify(reports: Path, pages: tuple[str, ...], notebooks: tuple[str, ...], workers: int | None) -> None:
    """Run every report in a folder again, and say what differs: the file, the cell, the row.

    The folder is left as it is. Bundled pages and notebooks are found by their ids and names; --page and --notebook
    name those of your own. Exit status 1: something differs, or a report could not be run again.

    \b
    Examples:
      bilateral verify
      bilateral verify out --page pages/kazakhstan.txt --notebook own/ports.ipynb
    """
    import_quickly()
    from bilateral.runs.execute import papermill
    from bilateral.runs.plan import source
    from bilateral.runs.verify import verify as verified

    papermill()
    sources = [source(page) for page in pages]
    with stoppable(lambda: "not all reports were run again"):
        found = verified(reports, sources, notebooks, workers=workers or cores())
    for place, verdict in found.items():
        click.echo(f"{place}: {verdict}")
        for line in [verdict.not_run] if verdict.not_run else verdict.differences:
            click.echo(f"  {line}")
    told = Counter(str(verdict).lower() for verdict in found.values())
    click.echo(f"{count(len(found), 'report')}: " + ", ".join(f"{number} {what}" for what, number in told.items()) + ".")
    if not all(verdict.same for verdict in found.values()):
        sys.exit(FELL_SHORT)
