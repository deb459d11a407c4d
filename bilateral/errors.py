"""Every error that the package raises. Each has a code, and its message is a sentence for people.

B1xx: a page, B2xx: a notebook and its parameters, B3xx: what was asked for, B4xx: a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class BilateralError(Exception):
    """What every error of the package is; `code` names the kind, the message says what to do."""

    code: ClassVar[str] = "B000"


class PageNotFound(BilateralError):
    """Neither a file nor the id of a bundled page."""

    code = "B101"


class NotUTF8(BilateralError):
    """The page is text in another encoding than UTF-8."""

    code = "B102"


class EmptyPage(BilateralError):
    """The page has no text."""

    code = "B103"


class BinaryPage(BilateralError):
    """The file is no text (PDF, Word, a picture, …)."""

    code = "B104"


class CardError(BilateralError):
    """The card beside the page (`<page>.toml`) cannot be used as it stands."""

    code = "B105"


class SidesUnknown(BilateralError):
    """Home and partner can be told neither from the card nor from the page's title and first paragraph."""

    code = "B106"


class SpanError(BilateralError):
    """A row's words are not what the page has at the row's offsets.

    Attributes: `page_id`; `start`, `end` (code points); `expected`, the words of the row; `found`, those of the page.
    """

    code = "B107"

    def __init__(self, page_id: str, start: int, end: int, expected: str, found: str) -> None:
        self.page_id, self.start, self.end = page_id, start, end
        self.expected, self.found = expected, found
        super().__init__(f"Page {page_id} has {found!r} at {start}:{end}, where the row quotes {expected!r}.")

    def __reduce__(self) -> tuple[type[SpanError], tuple[str, int, int, str, str]]:
        return type(self), (self.page_id, self.start, self.end, self.expected, self.found)


class DuplicatePage(BilateralError):
    """Two pages of one call have the same id, so that their rows could not be told apart."""

    code = "B108"


class WorkerEnded(BilateralError):
    """A process that read pages of a corpus was ended from outside."""

    code = "B109"


class ReaderFault(BilateralError):
    """The reader broke on a page: a defect of the package, told as one so that a corpus is read to its end."""

    code = "B110"


class ClusterError(BilateralError):
    """A Dask cluster does not answer, has no workers, or lost its work."""

    code = "B111"


class UnknownNotebook(BilateralError):
    """Neither a notebook file nor the name of a bundled notebook."""

    code = "B201"


class ParametersCell(BilateralError):
    """The notebook is no notebook, or its `parameters` cell is missing, double or more than plain typed literals."""

    code = "B202"


class UnknownParameter(BilateralError):
    """No chosen notebook has a parameter of this name."""

    code = "B203"


class ParameterType(BilateralError):
    """The value is not of the type that the `parameters` cell declares."""

    code = "B204"


class RunsFile(BilateralError):
    """The file of runs is missing, no TOML, or says something that a file of runs does not."""

    code = "B205"


class UnknownReference(BilateralError):
    """No reference figures of this name are bundled."""

    code = "B301"


class OutputFolder(BilateralError):
    """The output folder cannot be made or written."""

    code = "B302"


class MissingExtra(BilateralError):
    """A part of the package that this needs was not installed with it."""

    code = "B303"


class TooLarge(BilateralError):
    """There is more of something than the format that was asked for can hold."""

    code = "B304"


class EditionsError(BilateralError):
    """Pages that are no editions of one page, or a folder without one."""

    code = "B305"


class RunFailed(BilateralError):
    """A notebook did not run to its end.

    Attributes: `cell`, the number of the cell counted from 1 (`None` where no cell was reached); `source`, its code;
    `reason`, the error in one line; `lines`, the last lines of what the cell wrote.
    """

    code = "B401"

    def __init__(self, notebook: str, cell: int | None, source: str, reason: str, lines: str = "") -> None:
        self.notebook, self.cell, self.source, self.reason, self.lines = notebook, cell, source, reason, lines
        line = next((line.strip() for line in source.splitlines() if line.strip()), "")
        where = f"in cell {cell} ({line})" if cell is not None else "before its first cell"
        super().__init__(f"Notebook {notebook} failed {where}: {reason}")

    def __reduce__(self) -> tuple[type[RunFailed], tuple[str, int | None, str, str, str]]:
        return type(self), (self.notebook, self.cell, self.source, self.reason, self.lines)


class NotTheSame(BilateralError):
    """The machines of a cluster would not give the same bytes: they have other versions."""

    code = "B402"


def suggestion(name: str, names: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the nearest names there are, or all of them.

    >>> suggestion("trde", ["trade", "exchanges"])
    'did you mean trade?'
    >>> suggestion("x", ["trade", "exchanges"])
    'there are: exchanges, trade.'
    """
    names = sorted(names)
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there are: {', '.join(names)}." if names else "there are none."
