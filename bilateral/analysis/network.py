"""Who met whom: the network of the persons who held a seat at the engagements, and the offices they held.

A tie joins two persons of different countries who sat at one engagement. A holder of an office whom the page does not
name is a node of its own ("foreign minister of … (not named)"), never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from bilateral.analysis.rows import plain_records
from bilateral.analysis.wording import country
from bilateral.schema import OFFICES

if TYPE_CHECKING:
    import networkx as nx

_SWEEPS = 8
DEGREES = ["person", "country", "office", "engagements", "met", "encounters", "first", "last"]


def network(events: pd.DataFrame, participants: pd.DataFrame) -> nx.Graph:
    """The graph of persons: nodes with `name`, `country`, `office` (the highest), `engagements`, edges with `weight`.

    `weight` counts the engagements that two persons shared. Persons without a counterpart are nodes without an edge.
    """
    import networkx as nx

    graph = nx.Graph()
    seats = plain_records(_seats(events, participants))
    for node, held in _by(seats, "node").items():
        graph.add_node(
            node,
            name=held[0]["shown"],
            country=held[0]["country"] or "",
            office=_highest({seat["office"] for seat in held}),
            engagements=len({seat["event"] for seat in held}),
        )
    for table in _by(seats, "event").values():
        sides = {node: held[0]["country"] for node, held in _by(table, "node").items() if held[0]["country"]}
        for (one, home), (other, away) in combinations(sides.items(), 2):
            if home != away:
                weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
                graph.add_edge(one, other, weight=weight + 1)
    return graph


def degrees(events: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """One row a person: `engagements` sat at, `met` (persons: the degree), `encounters` (the weighted degree).

    `office` is the highest class of office held in the rows, `first` and `last` are the dates of the first and last
    engagement as printed. Most encounters first.
    """
    graph = network(events, participants)
    seats = _by(plain_records(_seats(events, participants)), "node")
    rows = [
        {
            "person": data["name"],
            "country": data["country"],
            "office": data["office"],
            "engagements": data["engagements"],
            "met": graph.degree(node),
            "encounters": graph.degree(node, weight="weight"),
            **_first_and_last(seats[node]),
        }
        for node, data in graph.nodes(data=True)
    ]
    frame = pd.DataFrame(rows, columns=DEGREES)
    order = ["encounters", "engagements", "person"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)


def ties(events: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """One row a pair who met: `one`, `other` (names), `encounters`; most first."""
    graph = network(events, participants)
    names = graph.nodes(data="name")
    rows = [(*sorted((names[a], names[b])), weight) for a, b, weight in graph.edges(data="weight")]
    frame = pd.DataFrame(rows, columns=["one", "other", "encounters"])
    return frame.sort_values(["encounters", "one", "other"], ascending=[False, True, True], ignore_index=True)


def layout(graph: nx.Graph, home: str) -> dict[str, tuple[float, float]]:
    """A place for each node: persons of `home` on the left, the others on the right, those with most encounters on top.

    Each side stands in the order of its counterparts' mean height, in turn until both rest, which keeps most ties
    from crossing (the barycentre method: Sugiyama, Tagawa and Toda, *IEEE Trans. SMC* 11, 1981). Persons without a
    tie stand below. Nothing is random.
    """
    left = [node for node, country in graph.nodes(data="country") if country == home]
    right = [node for node in graph if node not in set(left)]
    for side in (left, right):
        side.sort(key=lambda node: (-graph.degree(node, weight="weight"), graph.nodes[node]["name"]))
    for _ in range(_SWEEPS):
        right = _barycentre(graph, right, left)
        left = _barycentre(graph, left, right)
    rows = max(len(left), len(right))
    return {
        node: (float(x), -(place + 0.5) * rows / len(side))
        for x, side in enumerate((left, right))
        for place, node in enumerate(side)
    }


def _barycentre(graph: nx.Graph, nodes: list[str], opposite: list[str]) -> list[str]:
    """The nodes in the order of the mean place of those that they are tied to on the opposite side."""
    place = {node: number for number, node in enumerate(opposite)}

    def height(node: str) -> float:
        tied = [place[other] for other in graph[node] if other in place]
        return sum(tied) / len(tied) if tied else float(len(opposite))

    return sorted(nodes, key=height)  # stable: equals keep the order they had


def holders(events: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """Who held which office when mentioned: country, office, person, roles as printed, mentions, first, last.

    Two persons in one row's office and country one after the other are a change of its holder between two mentions,
    on a day that the page does not give.
    """
    seats = plain_records(_seats(events, participants).dropna(subset=["office", "country"]))
    rows = [
        {
            "country": country,
            "office": office,
            "person": held[0]["shown"],
            "roles": "; ".join(dict.fromkeys(seat["role"] for seat in held if seat["role"] is not None)),
            "mentions": len({seat["event"] for seat in held}),
            **_first_and_last(held),
        }
        for (country, office, _), held in _by(seats, "country", "office", "node").items()
    ]
    frame = pd.DataFrame(rows, columns=["country", "office", "person", "roles", "mentions", "first", "last"])
    rank = frame["office"].map({office: place for place, office in enumerate(OFFICES)})
    return frame.assign(rank=rank).sort_values(["country", "rank", "first", "person"]).drop(columns="rank").reset_index(drop=True)


def _seats(events: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """The seats with their engagement's date, in the order of time; `node` names the holder, `shown` is its label."""
    dates = events[["id", "date", "date_start", "start"]].rename(columns={"id": "event", "start": "told"})
    seats = participants.drop(columns="start").merge(dates, on="event").sort_values(["date_start", "told", "seat"])
    seats = seats[seats["person"].notna() | seats["office"].notna()]
    office = seats["office"].str.replace("_", " ").fillna("holder of an office")
    unnamed = (
        office + " of " + seats["country"].map(country, na_action="ignore").fillna("a side that is not told") + " (not named)"
    )
    known = seats.dropna(subset=["person", "name"]).groupby("person")["name"]
    longest = seats["person"].map({person: max(names, key=len) for person, names in known}).astype("string")
    return seats.assign(node=seats["person"].fillna(unnamed), shown=longest.fillna(seats["name"]).fillna(unnamed))


def _by(seats: Sequence[dict[str, Any]], *columns: str) -> dict[Any, list[dict[str, Any]]]:
    """The seats of each value of a column, or of several, in the order of the values."""
    found: dict[Any, list[dict[str, Any]]] = {}
    of = itemgetter(*columns)
    for seat in seats:
        found.setdefault(of(seat), []).append(seat)
    return dict(sorted(found.items()))


def _highest(offices: set[str | None]) -> str:
    return next((office for office in OFFICES if office in offices), "")


def _first_and_last(seats: Sequence[dict[str, Any]]) -> dict[str, str]:
    dates = [seat["date"] for seat in seats if seat["date"] is not None] or [""]
    return {"first": dates[0], "last": dates[-1]}
