"""What every command has in common: exit statuses, how it says what fell short, and the options that tell of pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bilateral.errors import BilateralError

FELL_SHORT, WRONG_CALL, STOPPED = 1, 2, 130

PAGES = click.argument("pages", metavar="PAGE...", nargs=-1, required=True)
HOME = click.option("--home", metavar="CODE", help="Country whose ministry speaks, ISO 3166 alpha-3, such as CHN.")
PARTNER = click.option("--partner", metavar="CODE", help="The other country, such as KAZ.")


def end_with(errors: Sequence[Exception], status: int = FELL_SHORT) -> None:
    """Say what fell short, and leave with a status that tells of it; nothing where nothing did."""
    for error in errors:
        say(error)
    if errors:
        sys.exit(status)


def say(error: Exception) -> None:
    """One error in one line on stderr, with its code."""
    code = f" [{error.code}]" if isinstance(error, BilateralError) else ""
    click.echo(f"bilateral: {error}{code}", err=True)
