"""`bilateral view`: a page with every fact marked, as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral.door import HOME, PARTNER


@click.command(short_help="Write a page with its facts marked, as HTML.")
@click.argument("page", metavar="PAGE")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.html", help="The file to write.  [default: <page>.html]")
@HOME
@PARTNER
def view(page: str, to: Path | None, home: str | None, partner: str | None) -> None:
    """Write a page as one HTML file: its own text with every fact marked, what was excused in grey, what was missed in red.

    The file needs no network and no script. A fact's words lead to its row and back; FILE.html#statistics:ID shows one.

    \b
    Examples:
      bilateral view china-pakistan
      bilateral view astana.txt --to astana.html
    """
    from bilateral.export import write_file
    from bilateral.page import read
    from bilateral.view import html

    read_page = read(page, home=home, partner=partner)
    click.echo(write_file(to or Path(f"{read_page.id}.html"), html(read_page)))
