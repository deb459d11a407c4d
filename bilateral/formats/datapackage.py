"""The data package beside CSV files: what each column means, how the tables join, and of which pages they tell.

After the Data Package standard of the Frictionless project (datapackage.org).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from bilateral.schema import DAY, FLAG, INTEGER, KEYS, MEANINGS, NUMBER, TEXT, Column

_TYPES = {TEXT: "string", NUMBER: "number", INTEGER: "integer", FLAG: "boolean", DAY: "date"}
_LICENCE_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")  # as "CC-BY-4.0"; the standard allows no other name
_LISTED = 50  # pages; the sources of a larger corpus are the rows of its table of pages


@dataclass(frozen=True)
class Resource:
    """One CSV file of the package: its table, the table's columns, and where the file is."""

    name: str
    columns: Sequence[Column]
    path: Path


def descriptor(resources: Sequence[Resource], pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What `datapackage.json` holds. `pages` are the rows of the table of pages; without them the sources stay unsaid."""
    from bilateral import __version__

    joined = bool(pages)
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bilateral-facts",
        "title": "Facts of foreign ministries' country pages",
        "description": "Tables read from country pages; each row has the words that carry it and their offsets in the page.",
        "version": __version__,
        "sources": _sources(pages),
        "licenses": _licences(pages),
        "resources": [_resource(resource, joined=joined) for resource in resources],
    }
    return {name: value for name, value in package.items() if value}


def field(column: Column) -> dict[str, Any]:
    """One column as a field of a table schema; `unit` is a property of ours."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.dtype == INTEGER:
        constraints["minimum"] = 0
    told: dict[str, Any] = {"name": column.name, "type": _TYPES[column.dtype], "description": column.meaning}
    if column.unit:
        told["unit"] = column.unit
    if constraints:
        told["constraints"] = constraints
    return told


def _resource(resource: Resource, *, joined: bool) -> dict[str, Any]:
    with resource.path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    schema: dict[str, Any] = {
        "fields": [field(column) for column in resource.columns],
        "missingValues": [""],
        "primaryKey": list(KEYS.get(resource.name, ("id",))),
    }
    foreign = _foreign_keys(resource.name, joined=joined)
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": resource.name,
        "type": "table",
        "path": resource.path.name,
        "description": MEANINGS.get(resource.name, "one page that was read").capitalize(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _foreign_keys(name: str, *, joined: bool) -> list[dict[str, Any]]:
    keys = []
    if joined and name != "pages":
        keys.append({"fields": ["page"], "reference": {"resource": "pages", "fields": ["id"]}})
    if name == "participants":
        keys.append({"fields": ["page", "event"], "reference": {"resource": "events", "fields": ["page", "id"]}})
    return keys


def _sources(pages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if len(pages) > _LISTED:
        return [{"title": f"{len(pages)} pages, listed in pages.csv", "path": "pages.csv"}]
    return [_source(page) for page in pages]


def _source(page: Mapping[str, Any]) -> dict[str, Any]:
    told = ", ".join(filter(None, (page["title"] or page["id"], page["publisher"])))
    source = {"title": told, "sha256": page["sha256"]}
    if str(page["address"] or "").startswith(("https://", "http://")):
        source["path"] = page["address"]
    if page["licence"]:
        source["licence"] = page["licence"]
    return source


def _licences(pages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The licences that cards name by a name of a licence; "not stated" is none, and stays with its page."""
    stated = dict.fromkeys(str(page["licence"] or "") for page in pages)
    return [{"name": licence} for licence in stated if _LICENCE_NAME.fullmatch(licence)]
