"""The door: `bilateral facts` and `check`; the others are in `bilateral.commands`.

Exit status 0: done. 1: done, and something fell short. 2: the call or its input was wrong, said in one sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilateral.commands import COMMANDS
from bilateral.door import FELL_SHORT, HOME, PAGES, PARTNER, WRONG_CALL, end_with, say
from bilateral.errors import BilateralError, DuplicatePage
from bilateral.progress import progress
from bilateral.summary import count, coverage, missed

if TYPE_CHECKING:
    from bilateral.page import Page


class Door(click.Group):
    """Says the package's errors in one sentence on stderr, with exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except BilateralError as error:
            say(error)
            ctx.exit(WRONG_CALL)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="bilateral")
def main() -> None:
    """Read foreign ministries' country pages into tidy tables, every row tied to its exact words.

    PAGE is a text file in UTF-8, or the id of a bundled page. A card beside it (page.toml beside page.txt) names home
    and partner; without one they are read from the title and first paragraph, or given with --home and --partner.
    """


@main.command(short_help="Read pages into tables.")
@PAGES
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Write the tables into this folder.")
@click.option("--format", "format_", type=click.Choice(["csv", "parquet", "xlsx", "jsonl"]), default="csv", show_default=True)
@HOME
@PARTNER
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
        end_with(found.bad, WRONG_CALL)
    if to is None:
        click.echo("\n".join(found.summaries))
    else:
        from bilateral.export import write

        files = write(found.tables, to, format_)
        click.echo(f"{count(found.read, 'page')} read into {', '.join(file.name for file in files)} in {to}")
    end_with(found.bad)


@main.command()
@PAGES
@click.option("--strict", is_flag=True, help="Exit status 1 if a figure is inconsistent or a number or date was missed.")
@HOME
@PARTNER
def check(pages: tuple[str, ...], strict: bool, home: str | None, partner: str | None) -> None:
    """Tell how much of a page was read, and whether its figures agree with each other.

    \b
    Examples:
      bilateral check china-pakistan
      bilateral check pages/*.txt --strict
    """
    from bilateral.analysis.checks import check as findings

    read, bad = _read_all(pages, home, partner)
    short = False
    for page in read:
        found = findings(page)
        click.echo(f"{page.id}: {coverage(page.tables.ledger)}")
        for row in found.itertuples():
            click.echo(f"  {str(row.verdict).replace('_', ' '):<13} {row.check}: {row.why}")
        for words in missed(page):
            click.echo(f"  missed        {words}")
        short |= "inconsistent" in set(found["verdict"]) or bool(missed(page))
    end_with(bad)
    if strict and short:
        sys.exit(FELL_SHORT)


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
