"""What changed between editions of a page.

A page is rewritten under one address: a visit rolls off, a counter goes up, a figure is revised, and a date that should
have moved stands still. Rows are matched by their ids, which are made of content, then by what tells facts of their
table apart; two rows are never taken for one fact because their words are alike.
"""

from bilateral.editions.changes import diff
from bilateral.editions.history import appearances, figures
from bilateral.editions.order import editions

__all__ = ["appearances", "diff", "editions", "figures"]
