"""`bilateral codebook`: what each column of each table means."""

from __future__ import annotations

import click


@click.command(short_help="Print what each column means.")
def codebook() -> None:
    """Print the documentation of the tables as Markdown: every column's type, unit, meaning and allowed values.

    \b
    Example:
      bilateral codebook > codebook.md
    """
    from bilateral.codebook import markdown

    click.echo(markdown(), nl=False)
