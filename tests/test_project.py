"""The project as it is delivered: data, versions, addresses, the wheel."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bilateral import resources

CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def direct(root: Path) -> dict[str, Requirement]:
    """What pyproject.toml names, with all its extras."""
    table = project(root)
    texts = [*table["dependencies"], *(text for extra in table["optional-dependencies"].values() for text in extra)]
    wanted = [Requirement(text) for text in texts]
    return {canonicalize_name(w.name): w for w in wanted if w.name != "bilateral"}


def locked(root: Path) -> dict[str, str]:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)}


def conda(root: Path) -> dict[str, str]:
    entries = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    assert "--editable ." in pip
    pinned = [entry for entry in [*entries, *pip] if isinstance(entry, str) and "==" in entry]
    pairs = [entry.split("==") for entry in pinned]
    return {canonicalize_name(CONDA_NAMES.get(name, name)): version for name, version in pairs}


def delivered(root: Path) -> Iterator[Path]:
    """The files that are committed: all but what .gitignore names."""
    ignored = {line.rstrip("/") for line in (root / ".gitignore").read_text().splitlines()} | {".git"}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in ignored]
        yield from (Path(folder, name) for name in files if name not in ignored)  # in a worktree .git is a file


def test_the_page_is_the_one_on_its_card():
    path = resources.page_path("china-pakistan")
    card = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    data = path.read_bytes()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (card["bytes"], card["sha256"])
    assert len(data.decode("utf-8")) == 9180
    assert data.decode("utf-8").count("\u2002") == 30
    for name in ("title", "publisher", "home", "partner", "language", "address", "licence"):
        assert card[name], name


def test_reference_figures_each_name_their_source():
    assert resources.reference_names()
    for name in resources.reference_names():
        frame = resources.reference(name)
        assert len(frame), name
        assert frame["source"].notna().all(), name


@pytest.mark.parametrize("path", resources.notebook_paths().values(), ids=lambda path: path.stem)
def test_each_notebook_is_committed_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_the_lock_holds_what_pyproject_asks_for(root):
    versions = locked(root)
    for name, wanted in direct(root).items():
        assert wanted.specifier.contains(versions[name]), f"{wanted} against {versions[name]}"


def test_conda_gets_the_versions_of_the_lock(root):
    versions = locked(root)
    assert conda(root) == {name: versions[name] for name in direct(root)}


def test_every_locked_version_has_its_hashes(root):
    blocks = re.split(r"^(?=[\w-]+==)", (root / "requirements.lock").read_text(encoding="utf-8"), flags=re.M)
    for block in filter(None, blocks):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def test_no_file_holds_a_registry_address_or_a_path_of_this_machine(root):
    patterns = [
        rb"https?://[^ \"']*(pypi|pythonhosted|npmjs|anaconda|debian)[.]",
        rb"(^|[^.a-z])/(work|farm|root)/",
        rb"[.][.]/shared",
    ]
    here = str(root).encode()
    found = []
    for path in delivered(root):
        data = path.read_bytes()
        found += [(path.name, pattern) for pattern in patterns if re.search(pattern, data, re.M)]
        found += [(path.name, here)] if here in data else []
    assert found == []


def test_the_version_is_the_same_everywhere(root):
    version = project(root)["version"]
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_importing_the_package_loads_nothing_heavy():
    code = "import bilateral, bilateral.cli, json, sys; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert set(loaded) & {"papermill", "matplotlib", "nbconvert", "pandera", "networkx", "IPython"} == set()


@pytest.mark.slow
def test_the_wheel_alone_loads_the_bundled_page(root, tmp_path):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=root, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import bilateral, json; from bilateral import resources as r; "
        "print(json.dumps([r.__file__, str(r.page_path('china-pakistan')), sorted(r.notebook_paths()), "
        "r.reference_names(), len(bilateral.load().ledger)]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    module, page, notebooks, references, mentions = json.loads(run.stdout)
    inside = str(tmp_path / "site")
    assert module.startswith(inside)
    assert page.startswith(inside)
    assert notebooks == sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
    assert references == resources.reference_names()
    assert mentions > 0
