"""`bilateral facts`: pages into tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bilateral.door import HOME, PAGES, PARTNER, STOPPED, WRONG_CALL, end_with
from bilateral.errors import OutputFolder
from bilateral.summary import count

if TYPE_CHECKING:
    from bilateral.corpus import Corpus
    from bilateral.parts import Store

# Written out, so that the help needs neither pandas nor what reads pages; a test holds them to `bilateral.export`.
FORMATS = ("csv", "parquet", "xlsx", "jsonl", "stata", "annotations", "comtrade", "baci", "sdmx", "plover", "colt", "chinavisits")
PARTS = ".parts"  # the folder of what was read, below the output folder


@click.command(short_help="Read pages into tables.")
@PAGES
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Write the tables into this folder.")
@click.option("--format", "format_", type=click.Choice(FORMATS), show_default="csv", help="What to write (with --to).")
@HOME
@PARTNER
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Read many pages in N processes.  [default: one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Read them on a Dask cluster, such as tcp://host:8786 (with --to).")
def facts(
    pages: tuple[str, ...],
    to: Path | None,
    format_: str | None,
    home: str | None,
    partner: str | None,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Read pages into seven tables: statistics, events, participants, milestones, rankings, exercises and ledger.

    Without --to, a summary: rows a table, and which numbers and dates no rule could read. Many pages give one set of
    tables, where the column `page` tells the rows apart; a page that cannot be read is named on stderr and in DIR/issues.csv,
    and the others are read (exit status 1). A folder as PAGE means the text files in it (*.txt). The tables are the
    same for any number of workers. What was read of many pages is kept in DIR/.parts, a file a page: run again, the
    command reads only pages that are new or changed, and goes on where it was stopped.

    The formats from comtrade on give one CSV file in the names of that data set. Text that a spreadsheet would run as a
    formula (`=…`) has an apostrophe before it in CSV and is plain text in Excel.

    \b
    Examples:
      bilateral facts china-pakistan
      bilateral facts china-pakistan --to tables
      bilateral facts pages --to tables --format xlsx
      bilateral facts astana.txt --home CHN --partner KAZ
    """
    from bilateral import corpus
    from bilateral.page import files

    if scheduler and to is None:
        raise click.UsageError("--scheduler needs --to DIR, the folder that the tables go to.")
    if format_ and to is None:
        raise click.UsageError(f"--format {format_} needs --to DIR, the folder that the tables go to.")
    names = files(pages)
    with _stopping():
        if to is None:
            found = corpus.summarised(names, home=home, partner=partner, workers=workers)
            _refuse_nothing(found)
            click.echo("\n".join(found.summaries))
        else:
            with _store(to, kept=len(names) > 1) as store:
                found = corpus.Corpus()
                sides = {"home": home, "partner": partner}
                ids = corpus.reading(store, names, found, **sides, workers=workers, scheduler=scheduler)
                click.echo(_written(ids, found, store, to, format_ or "csv"))
    end_with([error for _, error in found.bad])


def _refuse_nothing(found: Corpus) -> None:
    if not found.ids:
        end_with([error for _, error in found.bad], WRONG_CALL)


def _written(ids: Iterator[str], found: Corpus, store: Store, to: Path, format_: str) -> str:
    """Write the tables while the pages are read, and what could not be read; returns what is said of it."""
    from bilateral.export import write_all, write_issues

    first = list(islice(ids, 1))  # nothing is written where no page can be read
    _refuse_nothing(found)
    files = [file.name for file in write_all(store.batches(chain(first, ids)), to, format_)]
    if store.folder == to / PARTS:
        files.append(write_issues(found.bad, to).name)
    before = f" ({found.kept} of them before)" if found.kept else ""
    return f"{count(len(found.ids), 'page')} read{before} into {', '.join(files)} in {to}"


@contextmanager
def _store(to: Path, *, kept: bool) -> Iterator[Store]:
    """Where the parts go: below the output folder, or nowhere that stays."""
    from bilateral.parts import Store

    if to.exists() and not to.is_dir():
        raise OutputFolder(f"The output folder {to} cannot be written (it is a file); choose another one.")
    if kept:
        yield Store(to / PARTS)
        return
    with TemporaryDirectory(prefix="bilateral-") as folder:
        yield Store(Path(folder))


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo("bilateral: stopped. Run it again to go on with the other pages.", err=True)
        sys.exit(STOPPED)
