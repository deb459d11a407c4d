"""Long work shown as it goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

Item = TypeVar("Item")


def progress(items: Sequence[Item], unit: str) -> Iterator[Item]:
    """The items one by one, with a bar on a terminal and a line each elsewhere; both on stderr."""
    if sys.stderr.isatty():
        from tqdm import tqdm

        with tqdm(total=len(items), unit=unit) as bar:
            for item in items:
                bar.set_description(str(item))
                yield item
                bar.update()
        return
    for number, item in enumerate(items, start=1):
        click.echo(f"{unit} {number} of {len(items)}: {item}", err=True)
        yield item
