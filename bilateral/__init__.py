"""bilateral reads the facts of a foreign ministry's country page into tidy dataframes, every row tied to its exact words."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bilateral.citation import Citation, cite
    from bilateral.editions import diff
    from bilateral.page import Page, from_text, load, read
    from bilateral.tables import Tables

__all__ = ["Citation", "Page", "Tables", "cite", "diff", "from_text", "load", "read"]
__version__ = "0.1.0"

# Imported when asked for: a command that starts processes, or tells of itself, has no time to wait for pandas.
_HOMES = {
    "Citation": "citation",
    "Page": "page",
    "Tables": "tables",
    "cite": "citation",
    "diff": "editions",
    "from_text": "page",
    "load": "page",
    "read": "page",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
