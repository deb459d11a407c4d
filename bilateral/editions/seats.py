"""Who sat at an event that both editions tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bilateral.editions.change import change
from bilateral.editions.pairing import Row
from bilateral.formats.text import records
from bilateral.tables import Tables

_SAID = ("country", "office", "side", "named")


def seat_changes(
    old: Tables, new: Tables, events: Sequence[tuple[Row, Row]], reworded: Callable[[Row, Row], bool]
) -> Iterator[dict[str, Any]]:
    """Seats that were added or dropped, whose holder has another class of office, or whose words changed."""
    before, after = _seats(old), _seats(new)
    for one, other in events:
        yield from _at(before.get(one["id"], []), after.get(other["id"], []), reworded)


def _seats(tables: Tables) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in records(tables.participants):
        found.setdefault(row["event"], []).append(row)
    return found


def _at(old: list[Row], new: list[Row], reworded: Callable[[Row, Row], bool]) -> Iterator[dict[str, Any]]:
    waiting = list(new)
    for one in old:
        other = next((seat for same in (_same_holder, _same_name) for seat in waiting if same(one, seat)), None)
        if other is None:
            yield change("participants", "dropped", one, None)
            continue
        waiting.remove(other)
        found = [change("participants", "value", one, other, name) for name in _SAID if one[name] != other[name]]
        if not found and reworded(one, other):
            found = [change("participants", "reworded", one, other)]
        yield from found
    for other in waiting:
        yield change("participants", "added", None, other)


def _same_holder(one: Row, other: Row) -> bool:
    """Whether the person is the same, or where none is named, what the page says of the seat."""
    names = ("person",) if one["person"] else ("person", "country", "office")
    return all(one[name] == other[name] for name in names)


def _same_name(one: Row, other: Row) -> bool:
    """Whether one name is a shorter form of the other: an edition that prints less of it has a shorter slug."""
    if not one["person"] or not other["person"] or one["country"] != other["country"]:
        return False
    names = set(one["person"].split("-")), set(other["person"].split("-"))
    return names[0] <= names[1] or names[1] <= names[0]
