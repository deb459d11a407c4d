"""`bilateral diff`: what changed between editions of a page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from bilateral.door import HOME, PARTNER
from bilateral.summary import count


@click.command(short_help="Tell what changed between editions of a page.")
@click.argument("pages", metavar="OLD NEW | FOLDER", nargs=-1, required=True)
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write the changes as a table.")
@HOME
@PARTNER
def diff(pages: tuple[str, ...], to: Path | None, home: str | None, partner: str | None) -> None:
    """Tell what changed from each edition of a page to the next, with both quotes and where they stand.

    OLD and NEW are pages, the older one first; more than two are compared one after the other, and a FOLDER means the
    text files in it, the oldest first by name. Facts are compared, not lines: added, dropped, vanished (an event that
    the new edition has no longer although it still tells of that time), value, counter (a running figure went on),
    precision, stale (its date stood still while others moved), reworded, moved.

    \b
    Examples:
      bilateral diff astana-2023.txt astana-2024.txt
      bilateral diff editions --to changes.csv
    """
    from bilateral.editions import diff as changes
    from bilateral.editions import editions
    from bilateral.errors import EditionsError
    from bilateral.export import write_file
    from bilateral.formats.text import csv_text, records

    found = editions(*pages, home=home, partner=partner)
    if len(found) < 2:
        raise EditionsError(f"There is only one edition, {found[0].id}: name the older and the newer one, or a folder of them.")
    frame = changes(*found)
    if to:
        write_file(to, csv_text(frame))
        click.echo(f"{count(len(frame), 'change')} written into {to}")
        return
    for old, new in pairwise(found):
        rows = [row for row in records(frame) if (row["old_page"], row["new_page"]) == (old.id, new.id)]
        click.echo(f"{old.id} → {new.id}: {count(len(rows), 'change')}")
        for row in rows:
            click.echo("\n".join(_lines(row)))


def _lines(row: dict[str, Any]) -> list[str]:
    values = f": {row['old'] or 'not stated'} → {row['new'] or 'not stated'}" if row["column"] else ""
    named = f"{row['column']} of " if row["column"] else ""
    lines = [f"  {row['change']:<9} {named}{row['table']}:{row['new_id'] or row['old_id']}{values}"]
    quotes = [(side, row[f"{side}_start"], row[f"{side}_end"], row[f"{side}_quote"]) for side in ("old", "new")]
    return lines + [f"      {side} {start}–{end}: {' '.join(quote.split())}" for side, start, end, quote in quotes if quote]
