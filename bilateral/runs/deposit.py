"""Where reports go: a run's folder is written aside and put in place whole, or what was there stays."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from bilateral.errors import OutputFolder
from bilateral.runs.plan import Run
from bilateral.runs.record import RECORD, inputs

ASIDE = ".bilateral-"
LOCK = "lock"


@contextmanager
def outbox(to: Path) -> Iterator[Path]:
    """A folder below `to` to write aside in, gone afterwards; `to` is made where it is missing.

    What a run that was killed left there is taken away. Raises `OutputFolder` where nothing can be written.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
        _sweep(to)
        folder = TemporaryDirectory(prefix=ASIDE, dir=to, ignore_cleanup_errors=True)
    except OSError as error:
        raise refusal(to, error) from None
    with folder as name, _locked(Path(name, LOCK)):
        yield Path(name)


def place(files: Mapping[str, bytes], target: Path, aside: Path) -> None:
    """Put a run's files in the place of `target`; after an error `target` is as it was. Raises `OutputFolder`.

    Runs of the same notebook with other parameters, whose folders are in that of the run without, stay in it.
    """
    try:
        own = Path(mkdtemp(dir=aside))
        new, old = own / "new", own / "old"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            _swap(new, target, old)
        else:
            new.rename(target)
    except OSError as error:
        raise refusal(target, error) from None
    finally:
        with suppress(UnboundLocalError):
            shutil.rmtree(own, ignore_errors=True)


def write(file: Path, data: bytes, aside: Path) -> None:
    """Put one file in place, whole. Raises `OutputFolder`."""
    try:
        new = aside / file.name
        new.write_bytes(data)
        new.replace(file)
    except OSError as error:
        raise refusal(file, error) from None


def record(folder: Path) -> dict[str, Any] | None:
    """What a run's folder says of itself; None where it holds no record that can be read."""
    try:
        found = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def up_to_date(run: Run, folder: Path, *, show_code: bool) -> bool:
    """Whether a run's folder holds what the run would give: same notebook, page, parameters, versions; all files whole."""
    found = record(folder)
    asked = inputs(run, show_code=show_code)
    if found is None or found.get("status") != "done" or any(found.get(name) != value for name, value in asked.items()):
        return False
    return not changed_files(folder, found)


def changed_files(folder: Path, found: Mapping[str, Any]) -> list[str]:
    """The outputs of a run that are missing or not what its record says."""
    return [name for name, digest in found.get("outputs", {}).items() if _digest(folder / name) != digest]


def refusal(folder: Path, error: OSError) -> OutputFolder:
    """The sentence about a folder that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return OutputFolder(f"The output folder {folder} cannot be written ({reason}); choose another one with --to.")


def _swap(new: Path, target: Path, old: Path) -> None:
    others = [path for path in target.iterdir() if (path / RECORD).is_file()]
    try:
        for path in others:
            path.rename(new / path.name)
        target.rename(old)
        new.rename(target)
    except BaseException:  # a full disk, and Ctrl-C
        if old.exists():
            old.rename(target)
        for path in others:
            if (new / path.name).exists():
                (new / path.name).rename(path)
        raise


def _digest(file: Path) -> str | None:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """While this process lives, nobody else takes the folder of this file for one that was left behind."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: nobody sweeps there either
        yield
        return
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(to: Path) -> None:
    """Take away folders whose process is gone."""
    with suppress(ImportError):
        import fcntl

        for folder in to.glob(f"{ASIDE}*"):
            with suppress(OSError):
                descriptor = os.open(folder / LOCK, os.O_RDWR)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(descriptor)
