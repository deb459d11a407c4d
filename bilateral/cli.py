"""The door: `bilateral facts`, `check` and `report`.

Exit status 0: done. 1: done, and something fell short. 2: the call or its input was wrong, said in one sentence.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilateral.errors import BilateralError, DuplicatePage, UnknownNotebook
from bilateral.progress import progress
from bilateral.resources import notebook_paths, page_ids
from bilateral.summary import count, coverage, missed

if TYPE_CHECKING:
    from bilateral.page import Page
    from bilateral.runs.plan import Source

FELL_SHORT, WRONG_CALL, STOPPED = 1, 2, 130


class Door(click.Group):
    """Says the package's errors in one sentence on stderr, with exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except BilateralError as error:
            _say(error)
            ctx.exit(WRONG_CALL)


class ReportCommand(click.Command):
    """Its help names the bundled notebooks with their parameters, as their cells have them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the notebooks below the options."""
        from bilateral.runs.parameters import read

        for name, path in notebook_paths().items():
            rows = [(f"{p.name} ({p.type}, {p.default})", p.help) for p in read(path) if p.name != "page"]
            with formatter.section(f"Parameters of {name}"):
                formatter.write_dl(rows)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="bilateral")
def main() -> None:
    """Read foreign ministries' country pages into tidy tables, every row tied to its exact words.

    PAGE is a text file in UTF-8, or the id of a bundled page. A card beside it (page.toml beside page.txt) names home
    and partner; without one they are read from the title and first paragraph, or given with --home and --partner.
    """


_PAGES = click.argument("pages", metavar="PAGE...", nargs=-1, required=True)
_HOME = click.option("--home", metavar="CODE", help="Country whose ministry speaks, ISO 3166 alpha-3, such as CHN.")
_PARTNER = click.option("--partner", metavar="CODE", help="The other country, such as KAZ.")


@main.command(short_help="Read pages into tables.")
@_PAGES
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Write the tables into this folder.")
@click.option("--format", "format_", type=click.Choice(["csv", "parquet", "xlsx", "jsonl"]), default="csv", show_default=True)
@_HOME
@_PARTNER
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Read many pages in N processes.  [default: one a core]")
def facts(
    pages: tuple[str, ...], to: Path | None, format_: str, home: str | None, partner: str | None, workers: int | None
) -> None:
    """Read pages into seven tables: statistics, events, participants, milestones, rankings, exercises and ledger.

    Without --to, a summary: rows a table, and which numbers and dates no rule could read. Many pages give one set of
    tables, where the column `page` tells the rows apart; a page that cannot be read is named, and the others are read
    (exit status 1). A folder as PAGE means the text files in it (*.txt). The tables are the same for any number of workers.

    Text that a spreadsheet would run as a formula (`=…`) has an apostrophe before it in CSV and is plain text in Excel.

    \b
    Examples:
      bilateral facts china-pakistan
      bilateral facts china-pakistan --to tables
      bilateral facts pages --to tables --format xlsx
      bilateral facts astana.txt --home CHN --partner KAZ
    """
    from bilateral import corpus

    found = corpus.read_all(corpus.files(pages), home=home, partner=partner, workers=workers, summed=to is None)
    if not found.read:
        _end_with(found.bad, WRONG_CALL)
    if to is None:
        click.echo("\n".join(found.summaries))
    else:
        from bilateral.export import write

        files = write(found.tables, to, format_)
        click.echo(f"{count(found.read, 'page')} read into {', '.join(file.name for file in files)} in {to}")
    _end_with(found.bad)


@main.command()
@_PAGES
@click.option("--strict", is_flag=True, help="Exit status 1 if a figure is inconsistent or a number or date was missed.")
@_HOME
@_PARTNER
def check(pages: tuple[str, ...], strict: bool, home: str | None, partner: str | None) -> None:
    """Tell how much of a page was read, and whether its figures and dates agree with each other.

    Each finding says consistent, inconsistent or cannot tell, and why, with the rows of the tables and their words.

    \b
    Examples:
      bilateral check china-pakistan
      bilateral check pages/*.txt --strict
    """
    from bilateral.analysis.checks import check as findings
    from bilateral.analysis.checks import lines

    read, bad = _read_all(pages, home, partner)
    short = False
    for page in read:
        found = findings(page)
        click.echo(f"{page.id}: {coverage(page.tables.ledger)}")
        for line in lines(found):
            click.echo(f"  {line}")
        for words in missed(page):
            click.echo(f"  missed        {words}")
        short |= "inconsistent" in set(found["verdict"]) or bool(missed(page))
    _end_with(bad)
    if strict and short:
        sys.exit(FELL_SHORT)


@main.command(cls=ReportCommand, short_help="Run notebooks on pages.")
@click.argument("notebooks", metavar="[NOTEBOOK]...", nargs=-1)
@click.option(
    "--page", "pages", metavar="PAGE", multiple=True, help="Page to report on; may be repeated.  [default: the bundled]"
)
@click.option(
    "-p",
    "given",
    type=(str, str),
    metavar="NAME VALUE",
    multiple=True,
    help="Set a parameter of the notebooks; may be repeated.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("reports"),
    show_default=True,
    help="Where the reports go.",
)
@click.option("--show-code", is_flag=True, help="Show the notebooks' code in the reports.")
def report(
    notebooks: tuple[str, ...], pages: tuple[str, ...], given: tuple[tuple[str, str], ...], to: Path, show_code: bool
) -> None:
    """Run notebooks on pages: DIR/PAGE/NOTEBOOK/ gets report.html, notebook.ipynb and run.json.

    NOTEBOOK is the name of a bundled notebook or a file (.ipynb) with a `parameters` cell; without one, all bundled
    notebooks are run. A parameter goes to the notebooks that have it. A notebook that fails leaves failed.html, not
    report.html; the other runs go on (exit status 1). The same page and parameters give the same bytes.

    \b
    Examples:
      bilateral report
      bilateral report trade --page china-pakistan -p window_start 2023-01
      bilateral report exchanges --page astana.txt --to out --show-code
    """
    from bilateral.runs.deposit import deposit, writable
    from bilateral.runs.execute import execute, papermill
    from bilateral.runs.plan import plan

    runs = plan(notebooks, [_source(page) for page in pages or page_ids()], dict(given))
    if not runs:
        raise UnknownNotebook("No notebooks travel with this installation; name a file: bilateral report my.ipynb")
    papermill()  # where it is missing, this is said before a folder is made
    writable(to)
    reports: list[Path] = []
    failed: list[Exception] = []
    try:
        for run in progress(runs, "report"):
            executed = execute(run)
            reports.append(deposit(run, executed, to, show_code=show_code))
            if executed.failure:
                failed.append(executed.failure)
    except KeyboardInterrupt:
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would tell of the kernel that was stopped
        click.echo(
            f"bilateral: stopped; {len(reports)} of {count(len(runs), 'run')} done. Run it again for the others.",
            err=True,
        )
        sys.exit(STOPPED)
    click.echo("\n".join(map(str, reports)))
    _end_with(failed)


def _read_all(pages: Sequence[str], home: str | None, partner: str | None) -> tuple[list[Page], list[BilateralError]]:
    """The pages that can be read, and why the others cannot. One page alone, or all of them, is an error."""
    import bilateral

    good: dict[str, Page] = {}
    bad: list[BilateralError] = []
    for name in progress(pages, "page") if len(pages) > 1 else pages:
        try:
            page = bilateral.read(name, home=home, partner=partner)
            if page.id in good:
                raise DuplicatePage(f"{name} has the id {page.id!r} of a page before it; rename the file.")
            page.tables  # noqa: B018  # read here, where what goes wrong is told of this page
            good[page.id] = page
        except BilateralError as error:
            if len(pages) == 1:
                raise
            bad.append(error)
    if not good:
        _end_with(bad, WRONG_CALL)
    return list(good.values()), bad


def _source(name: str) -> Source:
    import bilateral
    from bilateral.runs.plan import Source

    page = bilateral.read(name)
    return Source(page.id, page.sha256, Path(name).resolve() if Path(name).is_file() else None)


def _end_with(errors: Sequence[Exception], status: int = FELL_SHORT) -> None:
    """Say what fell short, and leave with a status that tells of it; nothing where nothing did."""
    for error in errors:
        _say(error)
    if errors:
        sys.exit(status)


def _say(error: Exception) -> None:
    code = f" [{error.code}]" if isinstance(error, BilateralError) else ""
    click.echo(f"bilateral: {error}{code}", err=True)
