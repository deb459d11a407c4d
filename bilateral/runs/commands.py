"""The commands `bilateral report` and `bilateral verify`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilateral.corpus import cores
from bilateral.errors import BilateralError, RunsFile, UnknownNotebook
from bilateral.resources import notebook_paths, page_ids
from bilateral.summary import count

if TYPE_CHECKING:
    from bilateral.runs.batch import Result
    from bilateral.runs.plan import Run, Source

FELL_SHORT = 1


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
    _import_quickly()
    from bilateral.runs.batch import Batch, Result, run_batch
    from bilateral.runs.execute import Limits
    from bilateral.runs.schedule import Options

    runs = _planned(notebooks, pages, given, file)
    batch = Batch(to, Options(Limits(timeout, memory), show_code), workers or cores(), scheduler, force)
    if dry_run:
        for run in runs:
            click.echo(f"{run.folder.as_posix()}: {run}{', up to date' if batch.is_done(run) else ''}")
        return
    result = Result()
    with _stoppable(lambda: f"{result.ended} of {count(len(runs) - result.kept, 'run')} done"):
        run_batch(runs, batch, result)
    click.echo("\n".join(map(str, result.reports)))
    click.echo(_summary(len(runs), result), err=True)
    end_with(result.failed)


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
    _import_quickly()
    from bilateral.runs.execute import papermill
    from bilateral.runs.verify import verify as verified

    papermill()
    sources = [source(page) for page in pages]
    with _stoppable(lambda: "not all reports were run again"):
        found = verified(reports, sources, notebooks, workers=workers or cores())
    for place, differences in found.items():
        click.echo(f"{place}: {'the same' if not differences else 'DIFFERS'}")
        for line in differences:
            click.echo(f"  {line}")
    if any(found.values()):
        sys.exit(FELL_SHORT)


def say(error: Exception) -> None:
    """Say an error in one line on stderr, with its code."""
    code = f" [{error.code}]" if isinstance(error, BilateralError) else ""
    click.echo(f"bilateral: {error}{code}", err=True)


def end_with(errors: Sequence[Exception], status: int = FELL_SHORT) -> None:
    """Say what fell short, and leave with a status that tells of it; nothing where nothing did."""
    for error in errors:
        say(error)
    if errors:
        sys.exit(status)


def _import_quickly() -> None:
    """jsonschema imports a grammar of international addresses where there is one, and it takes longer to compile than a
    report to make. It is optional there, and no notebook has such an address.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: not to be found


def _planned(notebooks: Sequence[str], pages: Sequence[str], given: Sequence[tuple[str, str]], file: Path | None) -> list[Run]:
    from bilateral.runs.plan import plan
    from bilateral.runs.runs_file import runs_in

    asked: dict[str, list[str]] = {}
    for name, value in given:
        asked.setdefault(name, []).append(value)
    if file is not None:
        if notebooks or given:
            raise RunsFile("A file of runs names its notebooks and parameters itself; give --runs FILE without them.")
        return runs_in(file, source, pages=_sources(pages))
    runs = plan(notebooks, _sources(pages or page_ids()), asked)
    if not runs:
        raise UnknownNotebook("No notebooks travel with this installation; name a file: bilateral report my.ipynb")
    return runs


def _sources(pages: Sequence[str]) -> list[Source]:
    from bilateral.corpus import files

    return [source(page) for page in files(pages)]


def source(name: str) -> Source:
    """A page to report on, by its id or path. Raises what `bilateral.read` raises."""
    import bilateral
    from bilateral.runs.plan import Source

    page = bilateral.read(name)
    return Source(page.id, page.sha256, Path(name).resolve() if Path(name).is_file() else None)


def _summary(runs: int, result: Result) -> str:
    """`24 runs: 20 done, 1 failed, 3 up to date; the largest kernel held 231 MiB`."""
    parts = [f"{result.ended - len(result.failed)} done", f"{len(result.failed)} failed", f"{result.kept} up to date"]
    told = ", ".join(part for part in parts if not part.startswith("0 "))
    return f"{count(runs, 'run')}: {told}" + (f"; the largest kernel held {result.peak >> 20} MiB" if result.peak else "")


@contextmanager
def _stoppable(how_far: Callable[[], str]) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end kernels and leave nothing half-written; a second Ctrl-C changes nothing."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def stop(number: int, _: object) -> None:
        for name in names:
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        raise Stopped(128 + number)

    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    except Stopped as stopped:
        click.echo(f"bilateral: stopped; {how_far()}. Run it again for the others.", err=True)
        sys.exit(stopped.status)
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class Stopped(KeyboardInterrupt):
    """The batch was told to end, by a signal; `status` is the exit status that tells of it."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__()
