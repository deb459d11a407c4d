"""How far two codings of the same sentences agree: percent agreement and Cohen's kappa.

Percent agreement is the share of units that both coders put into one category, p_o. Two coders who guessed with their
own shares of each category would agree in p_e of the cases; kappa = (p_o - p_e) / (1 - p_e) is the agreement beyond
that (Cohen, "A coefficient of agreement for nominal scales", *Educational and Psychological Measurement* 20, 1960).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from bilateral.analysis.wording import counted

CODED = ("kind", "direction", "level")
NOTHING_CODED = "Nothing is coded yet: write a code for each sentence, in the order of the sheet, and run the cell again."
NO_SENTENCES = "The page tells of no engagement in this window, so there is no sentence to code."


class Agreement(NamedTuple):
    """Units coded by both, the share that agrees (0 to 1), and kappa; None where kappa is not defined."""

    units: int
    percent: float
    kappa: float | None


def sheet(events: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """Sentences to code: up to `most` engagements spread evenly over the text, with their ids and words, without codes.

    Columns: `sentence` (1, 2, …), `event`, `words`. The same page gives the same sheet every time.
    """
    told = events.sort_values("start", kind="stable").drop_duplicates("quote")
    even = np.linspace(0, max(len(told) - 1, 0), min(most, len(told)))
    chosen = told.iloc[np.unique(even.round().astype(int))]
    words = [" ".join(quote.split()) for quote in chosen["quote"]]
    return pd.DataFrame({"sentence": range(1, len(chosen) + 1), "event": chosen["id"].to_numpy(), "words": words})


def codes(events: pd.DataFrame, coding: pd.DataFrame, column: str) -> list[str]:
    """How the tables code the sentences of a sheet in one column; `not stated` where the page leaves it open."""
    found = events.set_index("id")[column].reindex(list(coding["event"]))
    return [str(value) if pd.notna(value) else "not stated" for value in found]


def by_keyword(coding: pd.DataFrame, keywords: Mapping[str, str], otherwise: str) -> list[str]:
    """A coder who looks for one word only: the code of the first keyword (in their order) that a sentence has.

    >>> words = pd.DataFrame({"words": ["They met.", "He wrote a letter."]})
    >>> by_keyword(words, {"met": "meeting", "letter": "letter"}, "visit")
    ['meeting', 'letter']
    """
    return [next((code for word, code in keywords.items() if word in told.casefold()), otherwise) for told in coding["words"]]


def agreement(ours: Sequence[str], theirs: Sequence[str]) -> Agreement:
    """Percent agreement and Cohen's kappa of two codings of the same units, in the same order.

    Units that either coder left empty are left out. Kappa is None where both used one and the same category throughout,
    so that chance would agree always, or where no unit is left.

    >>> agreement(["visit", "visit", "call", "call"], ["visit", "visit", "call", "visit"])
    Agreement(units=4, percent=0.75, kappa=0.5)

    Raises ValueError where the codings are not of one length.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"Two codings of the same sentences have one length; these have {len(ours)} and {len(theirs)} codes.")
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one and other]
    if not pairs:
        return Agreement(0, 0.0, None)
    both = _table(pairs)
    whole = len(pairs)
    observed = float(np.trace(both)) / whole
    chance = float((both.sum(axis=0) * both.sum(axis=1)).sum()) / whole**2
    kappa = None if chance == 1 else (observed - chance) / (1 - chance)
    return Agreement(whole, observed, kappa)


def side_by_side(coding: pd.DataFrame, **codings: Sequence[str]) -> pd.DataFrame:
    """The sheet with several codings beside each other, one column each; an empty code is a dash."""
    told = {name.replace("_", " "): [code or "–" for code in codes_] for name, codes_ in codings.items()}
    return pd.DataFrame({"sentence": coding["sentence"], **told, "words of the page": coding["words"]}).set_index("sentence")


def reading(found: Agreement, what: str) -> str:
    """The agreement in a sentence, with how much weight so few sentences can bear."""
    if not found.units:
        return NOTHING_CODED
    start = f"Of {what}: {found.percent:.0%} agreement over {counted(found.units, 'sentence')}".replace("%", " %")
    if found.kappa is None:
        return f"{start}; kappa is not defined, because both put everything into one category."
    return (
        f"{start}, kappa {found.kappa:.2f}".replace("-", "−") + ". A few sentences show how to measure, not how good a coder is."
    )


def _table(pairs: Sequence[tuple[str, str]]) -> Any:
    """How often each pair of categories was given, with the same categories in rows and columns."""
    names = sorted({code for pair in pairs for code in pair})
    both = np.zeros((len(names), len(names)))
    for one, other in pairs:
        both[names.index(one), names.index(other)] += 1
    return both
