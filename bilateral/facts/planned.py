"""What is planned, postponed or denied: the words before a verb that make it no event."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.mentions import Mentions
from bilateral.mentions.points import Date
from bilateral.phrases import Phrases

_DUE = frozenset({"is", "are"})
_NEXT_CLAUSE = frozenset({";", "who", "that", "while", "during", "where", "when"})
_MODAL = frozenset("will would shall may might could should".split())
_PARTED = frozenset({";", ":", ",", "and", "but", "while", "although"})
_HAPPENED = frozenset({"has", "have", "had", "was", "were"})
_AHEAD = 8  # tokens before a date in which it is said to be planned for it
_REACH = 40  # tokens: how far before a figure its "goal of" may stand


@cache
def _phrases() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("unplanned"))


def planned_or_denied(m: Mentions, start: int, verb: int) -> bool:
    """Whether the words before a verb make it planned or deny it ("will visit", "did not meet"), or it is a condition."""
    if _conditional(m, start, verb):
        return True
    i = max(start, verb - 10)
    for match in _phrases().find(m.tokens, i, verb):
        named = _named(m, match.start, start)  # "Foreign Minister May Tan"
        if not named and match.end >= verb - 1 and not any(word in ",;" for word in m.tokens.words[match.end : verb]):
            return True
    return False


@cache
def _pending() -> Phrases[str]:
    return Phrases((row["pattern"], row["pattern"]) for row in lexicon.table("pending"))


def pending(m: Mentions, noun: int, end: int) -> bool:
    """Whether an engagement that a noun tells ("A visit to X by A") is said to be planned in the words up to token `end`."""
    words = m.tokens.words
    stop = next((i for i in range(noun, end) if words[i] in _NEXT_CLAUSE), end)
    aside = m.tokens.first("which", noun, stop)  # "the visit, which will be remembered", but "which had been scheduled for May"
    return any(match.start < aside or words[match.start] not in _MODAL for match in _pending().find(m.tokens, noun, stop))


def planned_for(m: Mentions, date: Date, floor: int) -> bool:
    """Whether a date is one for which something is planned: "visited X, and a return visit is planned for 2027"."""
    return bool(_pending().find(m.tokens, max(floor, date.lead - _AHEAD), date.lead))


def intended(m: Mentions, start: int, amount: int) -> bool:
    """Whether a figure is a goal or an expectation ("the goal of raising trade to $100 billion by 2030"), no fact."""
    if _conditional(m, start, amount):
        return True
    words, start, intending = m.tokens.words, max(start, amount - _REACH), lexicon.words("intended")
    if _undecided(words, start, amount):
        return True
    if _DUE.isdisjoint(words[start:amount]) and intending.isdisjoint(words[start:amount]):
        return False
    opening = next((i + 1 for i in range(amount - 1, start, -1) if words[i] in (";", ":")), start)
    due = any(words[i] in _DUE and words[i + 1] == "to" for i in range(opening, amount - 1))
    goal = any(
        words[i] in intending and not _named(m, i, start) and words[i : i + 2] != ["task", "force"]
        for i in range(opening, amount)
    )
    return due or goal  # "is to draw $1 billion"; "the goal of …", and no "Colombo Plan"


def _undecided(words: list[str], start: int, amount: int) -> bool:
    """Whether the clause before a figure says that nothing of it has come about: "no decision has been taken on building …"."""
    opening = next((i + 1 for i in range(amount - 1, start, -1) if words[i] in _PARTED), start)
    return any(words[i] == "no" and not _HAPPENED.isdisjoint(words[i + 1 : i + 4]) for i in range(opening, amount - 2))


def _conditional(m: Mentions, start: int, i: int) -> bool:
    """Whether token `i` stands in the condition that opens a sentence: "If trade reached $20 billion, …"."""
    return m.tokens.words[start] == "if" and m.tokens.first(",", start, i) == i


def _named(m: Mentions, i: int, start: int) -> bool:
    """Whether a word is a name, as it is in capitals inside its sentence."""
    return m.tokens.capital(i) and i > start
