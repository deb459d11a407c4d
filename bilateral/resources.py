"""What travels with the package: pages, reference figures and notebooks, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import PageNotFound, UnknownReference, suggestion

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = Path(__file__).resolve().parent
_REFERENCE_NUMBERS = {
    "value": "Float64", "capacity_mw": "Float64", "low": "Float64", "high": "Float64", "session": "Int64", "rank": "Int64",
}  # fmt: skip


def page_ids() -> list[str]:
    """The ids of the bundled pages."""
    return sorted(path.stem for path in _folder("data/pages").glob("*.txt"))


def page_path(page_id: str) -> Path:
    """Where the text of a bundled page is; its card has the suffix `.toml`. Raises `PageNotFound`."""
    if page_id not in page_ids():
        raise PageNotFound(f"No bundled page has the id {page_id!r}; {suggestion(page_id, page_ids())}")
    return _folder("data/pages") / f"{page_id}.txt"


def reference_names() -> list[str]:
    """The names of the bundled tables of reference figures."""
    return sorted(path.stem for path in _folder("data/reference").glob("*.csv"))


def reference(name: str) -> pd.DataFrame:
    """What others report, to set beside the page: columns as in `data/reference/README.md`, a source in every row.

    `value`, `capacity_mw`, `low` and `high` are Float64, `session` and `rank` Int64, all else text; an empty cell is missing.
    Raises `UnknownReference`.
    """
    import pandas as pd

    if name not in reference_names():
        raise UnknownReference(f"No reference figures are called {name!r}; {suggestion(name, reference_names())}")
    frame = pd.read_csv(_folder("data/reference") / f"{name}.csv", dtype="string", keep_default_na=False, na_values=[""])
    return frame.astype({column: dtype for column, dtype in _REFERENCE_NUMBERS.items() if column in frame})


def reference_folder() -> Path:
    """Where the tables of reference figures are."""
    return _folder("data/reference")


def notebook_paths() -> dict[str, Path]:
    """The bundled notebooks by name."""
    return {path.stem: path for path in sorted(_folder("notebooks").glob("*.ipynb"))}


def _folder(name: str) -> Path:
    """`name` inside the package (a wheel puts it there) or beside it (a checkout)."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
