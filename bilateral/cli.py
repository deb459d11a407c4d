"""The door: `bilateral check` and `report`, and the commands of `bilateral.commands`.

Exit status 0: done. 1: done, and something fell short. 2: the call or its input was wrong, said in one sentence.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilateral.commands import COMMANDS
from bilateral.door import FELL_SHORT, HOME, PAGES, PARTNER, STOPPED, WRONG_CALL, end_with, say
from bilateral.errors import BilateralError, DuplicatePage, UnknownNotebook
from bilateral.progress import progress
from bilateral.resources import notebook_paths, page_ids
from bilateral.summary import count, coverage, missed

if TYPE_CHECKING:
    from bilateral.page import Page
    from bilateral.runs.plan import Source


class Door(click.Group):
    """Says the package's errors in one sentence on stderr, with exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except BilateralError as error:
            say(error)
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


@main.command()
@PAGES
@click.option("--strict", is_flag=True, help="Exit status 1 if a figure is inconsistent or a number or date was missed.")
@HOME
@PARTNER
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
    end_with(bad)
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
    end_with(failed)


for command in COMMANDS:
    main.add_command(command)


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
        end_with(bad, WRONG_CALL)
    return list(good.values()), bad


def _source(name: str) -> Source:
    import bilateral
    from bilateral.runs.plan import Source

    page = bilateral.read(name)
    return Source(page.id, page.sha256, Path(name).resolve() if Path(name).is_file() else None)
