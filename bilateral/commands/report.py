"""`bilateral report`: notebooks run on pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilateral.door import end_with
from bilateral.errors import BilateralError, RunsFile, UnknownNotebook
from bilateral.resources import notebook_paths, page_ids
from bilateral.runs.process import import_quickly, stoppable
from bilateral.summary import count
from bilateral.workers import cores

if TYPE_CHECKING:
    from bilateral.runs.batch import Result
    from bilateral.runs.plan import Run, Source


class ReportCommand(click.Command):
    """Its help names the notebooks asked about, or the bundled ones, with their parameters as their cells have them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words of the call for its help, which click gives before it tells notebooks from options."""
        ctx.meta[ReportCommand.__name__] = list(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the notebooks below the options."""
        from bilateral.runs.parameters import read
        from bilateral.runs.plan import notebook_path

        words = ctx.meta.get(ReportCommand.__name__, ())
        asked = {word: notebook_path(word) for word in words if word in notebook_paths() or word.endswith(".ipynb")}
        for name, path in (asked or notebook_paths()).items():
            rows = [(f"{p.name} ({p.type}, {p.default})", p.help) for p in read(path) if p.name != "page"]
            with formatter.section(f"Parameters of {name}"):
                formatter.write_dl(rows or [("none but page", "")])


@click.command(cls=ReportCommand, short_help="Run notebooks on pages.")
@click.argument("notebooks", metavar="[NOTEBOOK]...", nargs=-1)
@click.option(
    "--page",
    "pages",
    metavar="PAGE",
    multiple=True,
    help="Page to report on, or a folder of pages; may be repeated.  [default: the bundled]",
)
@click.option(
    "-p",
    "given",
    type=(str, str),
    metavar="NAME VALUE",
    multiple=True,
    help="Set a parameter; with several values for one name, a run of each.",
)
@click.option(
    "--runs",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read notebooks, pages and parameters from a file of runs (TOML).",
)
@click.option("--dry-run", is_flag=True, help="Print the runs and whether they are up to date, and do nothing.")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("reports"),
    show_default=True,
    help="Where the reports go.",
)
@click.option("--show-code", is_flag=True, help="Show the notebooks' code in the reports.")
@click.option("--force", is_flag=True, help="Run what is up to date, too.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Runs at a time.  [default: one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler, such as tcp://host:8786.")
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    default=600,
    show_default=True,
    help="End a run when one cell takes longer.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=0),
    metavar="MIB",
    default=2048,
    show_default=True,
    help="Memory a run may use; 0: no bound.",
)
def report(
    notebooks: tuple[str, ...],
    pages: tuple[str, ...],
    given: tuple[tuple[str, str], ...],
    file: Path | None,
    dry_run: bool,
    to: Path,
    show_code: bool,
    force: bool,
    workers: int | None,
    scheduler: str | None,
    timeout: int,
    memory: int,
) -> None:
    """Run notebooks on pages: each run gets a folder DIR/PAGE/NOTEBOOK[/PARAMETERS], and DIR/index.html lists them.

    NOTEBOOK is the name of a bundled notebook or a file (.ipynb) with a `parameters` cell; without one, all bundled
    notebooks are run. A parameter goes to the notebooks that have it. What is up to date (same notebook, page, parameters
    and versions) is not run again. A notebook that fails leaves failed.html, not report.html; the other runs go on
    (exit status 1). The same page, parameters and versions give the same bytes.

    \b
    Examples:
      bilateral report
      bilateral report trade --page china-pakistan -p window_start 2022 -p window_start 2023-01
      bilateral report exchanges --page pages --workers 4 --to out --show-code
      bilateral report --runs runs.toml --dry-run
      bilateral report trade --help
    """
    import_quickly()
    from bilateral.runs.batch import Batch, Result, run_batch
    from bilateral.runs.execute import Limits
    from bilateral.runs.schedule import Options

    sources, bad = _sources(pages or ([] if file else page_ids()))
    runs = _planned(notebooks, sources, given, file)
    batch = Batch(to, Options(Limits(timeout, memory), show_code), workers or cores(), scheduler, force)
    if dry_run:
        for run in runs:
            click.echo(f"{run.folder.as_posix()}: {run}{', up to date' if batch.is_done(run) else ''}")
        end_with(bad)
        return
    result = Result()
    with stoppable(lambda: f"{result.ended} of {count(len(runs) - result.kept, 'run')} done"):
        run_batch(runs, batch, result)
    click.echo("\n".join(map(str, result.reports)))
    click.echo(_summary(len(runs), result), err=True)
    end_with([*bad, *result.failed])


def _planned(notebooks: Sequence[str], pages: Sequence[Source], given: Sequence[tuple[str, str]], file: Path | None) -> list[Run]:
    from bilateral.runs.plan import plan, source
    from bilateral.runs.runs_file import runs_in

    asked: dict[str, list[str]] = {}
    for name, value in given:
        asked.setdefault(name, []).append(value)
    if file is not None:
        if notebooks or given:
            raise RunsFile("A file of runs names its notebooks and parameters itself; give --runs FILE without them.")
        return runs_in(file, source, pages=pages)
    runs = plan(notebooks, pages, asked)
    if not runs:
        raise UnknownNotebook("No notebooks travel with this installation; name a file: bilateral report my.ipynb")
    return runs


def _sources(pages: Sequence[str]) -> tuple[list[Source], list[BilateralError]]:
    """The pages that can be read, and why the others cannot. Raises what is wrong where none can."""
    from bilateral.page import files
    from bilateral.runs.plan import source

    good: list[Source] = []
    bad: list[BilateralError] = []
    for page in files(pages):
        try:
            good.append(source(page))
        except BilateralError as error:
            bad.append(error)
    if bad and not good:
        raise bad[0]
    return good, bad


def _summary(runs: int, result: Result) -> str:
    """`24 runs: 20 done, 1 failed, 3 up to date; the largest kernel held 231 MiB`."""
    parts = [f"{result.ended - len(result.failed)} done", f"{len(result.failed)} failed", f"{result.kept} up to date"]
    told = ", ".join(part for part in parts if not part.startswith("0 "))
    return f"{count(runs, 'run')}: {told}" + (f"; the largest kernel held {result.peak >> 20} MiB" if result.peak else "")
