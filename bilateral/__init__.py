"""bilateral reads the facts of a foreign ministry's country page into tidy dataframes, every row tied to its exact words."""

from bilateral.citation import Citation, cite
from bilateral.editions import diff
from bilateral.page import Page, from_text, load, read
from bilateral.tables import Tables

__all__ = ["Citation", "Page", "Tables", "cite", "diff", "from_text", "load", "read"]
__version__ = "0.1.0"
