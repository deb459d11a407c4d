"""A mention of a person."""

from __future__ import annotations

from typing import NamedTuple

ELSEWHERE = "-"  # in place of a country: of a body of many countries


class Person(NamedTuple):
    """A person or, where `name` is empty, a holder of an office whom the page does not name, at tokens `start` to `end`.

    `role` and `name` are token spans, `text_name` the name single-spaced, `office` the class of the highest office in the role,
    `countries` those the role names, in order, `titles` the titles of heads in it, `held_in` the only countries that have such
    an office, where that is known. `plural` marks a group ("the foreign
    ministers of …").
    """

    start: int
    end: int
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    text_name: str = ""
    office: str = ""
    countries: tuple[str, ...] = ()
    plural: bool = False
    titles: tuple[str, ...] = ()
    held_in: frozenset[str] = frozenset()
