"""Text of a page that a spreadsheet would run as a formula when it opens a CSV, kept text, and given back as it was.

An apostrophe before such a cell makes it text (OWASP, "CSV injection"). Only cells that start with `=`, `@`, a tab or a
carriage return are changed, and those that start with `+` or `-` and are no plain number.
"""

from __future__ import annotations

import re

FIRST = ("'", "=", "@", "\t", "\r", "+", "-")  # what a cell that has to be changed starts with
_FORMULA = re.compile(r"'*(?:[=@\t\r]|[+-](?!\d[\d.,]*%?\Z))")


def protected(text: str) -> str:
    """Text for a CSV cell that no spreadsheet runs.

    >>> protected("=1+1"), protected("'=1+1"), protected("-18.2%"), protected("17 percent")
    ("'=1+1", "''=1+1", '-18.2%', '17 percent')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unprotected(text: str) -> str:
    """The text that `protected` was given.

    >>> unprotected("'=1+1"), unprotected("''=1+1"), unprotected("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
