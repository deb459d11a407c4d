"""The rows of a frame, one at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary from column to value, in order."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
