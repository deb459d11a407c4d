"""The door: `bilateral check`, and the commands of `bilateral.commands`.

Exit status 0: done. 1: done, and something fell short. 2: the call or its input was wrong, said in one sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bilateral.commands import COMMANDS
from bilateral.door import FELL_SHORT, HOME, PAGES, PARTNER, WRONG_CALL, end_with, say
from bilateral.errors import BilateralError, DuplicatePage
from bilateral.progress import progress
from bilateral.summary import coverage, missed

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


for command in COMMANDS:
    main.add_command(command)


def _read_all(pages: Sequence[str], home: str | None, partner: str | None) -> tuple[list[Page], list[BilateralError]]:
    """The pages that can be read, and why the others cannot. One page alone, or all of them, is an error."""
    import bilateral
    from bilateral.page import files

    pages = files(pages)
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
