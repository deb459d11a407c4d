"""The client of a Dask cluster, for pages and for reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bilateral.errors import ClusterError, MissingExtra

PATIENCE = 30  # seconds to wait for a scheduler, and for its first worker


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A `distributed.Client` of the scheduler at `address` (`tcp://host:port`), which has a worker at least.

    Raises `MissingExtra`, and `ClusterError` where nothing answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra(f"A scheduler needs {error.name}; install it with: pip install 'bilateral[cluster]'") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address} ({error}): is its address right? Start one, or leave --scheduler out."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ClusterError(
                f"The Dask scheduler at {address} has no workers: start some with: dask worker {address}"
            ) from None
        yield client
