"""The versions of all that can change a byte of a report: Python, packages, and a digest of this package's own code."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bilateral.resources import PACKAGE, reference_folder

PACKAGES = (
    "bilateral",
    "pandas",
    "pandera",
    "numpy",
    "matplotlib",
    "pillow",
    "networkx",
    "papermill",
    "nbclient",
    "nbconvert",
    "nbformat",
    "ipykernel",
    "ipython",
    "jinja2",
    "mistune",
    "pygments",
)


@cache
def versions() -> dict[str, str | None]:
    """The versions of all that can change a byte of a report; `code` is a digest of this package's own files."""
    own = {"python": platform.python_version(), "code": _code()}
    return own | {name: package_version(name) for name in PACKAGES}


def package_version(name: str) -> str | None:
    """The installed version of a package; None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@cache
def _code() -> str:
    """A digest of the package's code, vocabulary and reference figures: an edit makes reports out of date."""
    digest = sha256()
    kinds = (".py", ".csv", ".j2", ".css", ".json")
    for folder in (PACKAGE, reference_folder()):
        for path in _files(folder, kinds):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path, kinds: Iterable[str]) -> list[Path]:
    left_out = ("data", "notebooks")  # inside a wheel: pages and notebooks are told of by hashes of their own
    paths = (path for path in folder.rglob("*") if path.suffix in kinds and path.relative_to(folder).parts[0] not in left_out)
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix())
