"""Titles of steps: what was signed, founded, opened, in the words around the verb; and the class of its noun."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.mechanisms import abbreviations
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.places import NAME
from bilateral.phrases import Match
from bilateral.tokens import WORD

_ARTICLES = frozenset({"the", "a", "an", "their", "its", "his"})


_RELATIONS = [[*kind, noun] for kind in ([], ["diplomatic"]) for noun in ("relations", "ties")]
_OTHER_RELATIONS = frozenset("trade economic commercial consular military cultural working business trading".split())
_SPEAKERS = frozenset({"it", "they", "both", "we"})
PRONOUNS = frozenset({"it", "which", "this", "they", "that"})


_LONGEST_SUBJECT = 20  # tokens
_BEFORE_TITLE = frozenset({"jointly", "also", "and", "up", "after", "before", "once"})
_FINITE = frozenset("is was are were has have had will went came began links connects covers runs".split())
_QUALIFYING = frozenset("of on for to in between at establishing creating concerning regarding governing".split())
_NAME_LINKS = frozenset("of and for in at on the - 's".split())
_CUT = frozenset({",", ";", ":", "(", "while", "when", "where", "which", "during", "that", "."})


@cache
def _nouns() -> dict[str, str]:
    return {row["word"]: row["class"] for row in lexicon.table("step_nouns")}


@cache
def _last_words() -> frozenset[str]:
    """The last words of the nouns: all but a few are single words."""
    return frozenset(noun.split()[-1] for noun in _nouns())


def title_of(m: Mentions, sentence: Sentence, verb: Match[Row], stop: int, floor: int | None = None) -> tuple[int, int] | None:
    """What the step is about: the noun phrase behind an active verb, or before a passive one."""
    words, step = m.tokens.words, verb.row["step"]
    if step in ("establish", "resume", "break"):
        at = next((i for i in range(verb.start, verb.end) if words[i] in ("relations", "ties")), None)
        if at is not None:
            of_trade = at == verb.start and at > sentence.start and words[at - 1] in _OTHER_RELATIONS
            return None if of_trade else (max(verb.start, at - 1), at + 1)
        before = _before(m, sentence.start, verb.start) if verb.row["voice"] == "passive" else None
        told = before and (words[before[0] : before[1]] in _RELATIONS or (step == "resume" and "direct" in words[slice(*before)]))
        return before if told else None  # "Direct flights were resumed", too
    if step == "waive":  # "have enjoyed visa-free entry into X", "lifted the visa requirement"
        at = next((i for i in range(verb.start, verb.end) if words[i] in ("visa", "visas")), verb.start)
        return noun_phrase(m, at, stop) or (at, verb.end)
    if step == "begin" and words[verb.start] in ("construction", "work"):
        return verb.start, verb.end - 1
    dated = step == "begin" and bool(m.dates_between(verb.end, verb.end + 1))  # "the project broke ground on 5 May"
    if verb.row["voice"] == "active" and not dated and verb.end < sentence.end:
        phrase = noun_phrase(m, verb.end, stop)
        if phrase and step == "start" and words[verb.end - 1] not in ("established", "maintained"):
            at = next(i for i in range(verb.start, verb.end) if words[i] not in ("have", "has", "been", "began", "started"))
            return at, phrase[1]
        return _named_in_full(m, without_article(m, phrase), stop) if phrase else None
    if verb.start == sentence.start and "year" in verb.slots:
        return _behind_participle(m, verb.end, stop)
    title = _before(m, sentence.start if floor is None else floor, verb.start)
    if title and words[title[0]] in _SPEAKERS and (articles := [i for i in range(*title) if words[i] in _ARTICLES]):
        title = articles[-1] + 1, title[1]  # "They maintain a consultation mechanism, established in 2010"
    if title and "year" in verb.slots and verb.row["voice"] == "passive" and words[verb.start - 1] != ",":
        nouns = [i for i in range(*title) if words[i] in ("the", "a", "an")]
        return (nouns[-1] + 1, title[1]) if nouns else title  # "toured the railway opened in 2017": the railway alone
    return title


def _behind_participle(m: Mentions, end: int, stop: int) -> tuple[int, int] | None:
    """The name behind a participle that opens a sentence: "Opened in May 2010, the Confucius Institute in Lima has …"."""
    if m.tokens.word(end) != ",":
        return None
    i = j = end + 1 + (m.tokens.word(end + 1) == "the")
    while j < stop and (m.tokens.capital(j) or m.tokens.words[j] in _NAME_LINKS):
        j += 1
    while j > i and not m.tokens.capital(j - 1):
        j -= 1
    return (i, j) if j > i else None


def _before(m: Mentions, floor: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before a passive verb: behind the last mark, date or "and"; None where it is a pronoun."""
    words = m.tokens.words
    relative = words[end - 1] in ("which", "that")
    while end > floor and words[end - 1] in ("which", "that", "also", "then", "and"):
        end -= 1
    if end > floor and words[end - 1] == ",":  # "the project, invested in by …, was completed"
        opening = next((i for i in range(end - 2, floor, -1) if words[i] == ","), None)
        aside = opening is not None and opening > floor + 1 and not _opens(m, floor, opening)
        if aside and opening is not None and (class_of(m, (floor, opening)) or not class_of(m, (opening + 1, end - 1))):
            end = opening
            while earlier := _apposition(m, floor, end):  # "The Tunnel, the first in the South, costing $1 billion, was …"
                end = earlier
        else:  # "one of these, the … railway, was completed"
            end -= 1
    i, depth = end, 0
    while i > floor:
        word = words[i - 1]
        depth += (word == ")") - (word == "(")
        if (depth < 0 or (depth == 0 and word != "(")) and (
            (word in _CUT and not (word == "," and _listed_name(m, floor, i)))
            or (word == "and" and not m.tokens.capital(i) and not _continues(m, floor, i) and not _between(m, floor, i))
        ):
            break
        i -= 1
    leading = [d for d in m.dates_between(i, end) if d.lead <= i]
    if leading:
        i = leading[0].end
        i += m.tokens.word(i) == ","
    if i >= end or (end - i == 1 and words[i] in PRONOUNS):
        return None
    finite = [k for k in range(i, end) if words[k] in _FINITE] if relative else []
    articles = [k for k in range(finite[-1], end) if words[k] in _ARTICLES] if finite else []
    if articles:  # "the grant was used for the rail link, which was opened in 2023"
        return without_article(m, (articles[-1], end))
    return without_article(m, (_capital_start(m, i, end) if relative else i, end))


def _apposition(m: Mentions, floor: int, end: int) -> int | None:
    """The comma before token `end` behind which a thing that is already named is told again; None where there is none."""
    comma = next((i for i in range(end - 1, floor, -1) if m.tokens.words[i] == ","), None)
    named = comma is not None and m.tokens.capital(comma - 1) and not _opens(m, floor, comma)
    again = named and comma is not None and m.tokens.words[comma + 1] in ("the", "a", "an") and class_of(m, (floor, comma))
    return comma if again else None


def agreement_before(m: Mentions, floor: int, end: int) -> tuple[int, int] | None:
    """The proper name of an agreement that ends before token `end`; None where none does."""
    i, plain = _capital_start(m, floor, end), m.tokens.words[max(floor, end - 2) : end]
    if end - 2 >= floor and plain[-1:] == ["agreement"] and plain[0] not in _ARTICLES:
        i = end - 2  # "the cooperation agreement"
    return (i, end) if class_of(m, (i, end)) == "agreement" and (m.tokens.capital(i) or i == end - 2) else None


def subject_of(m: Mentions, sentence: Sentence) -> tuple[int, int] | None:
    """The noun phrase that a sentence starts with, up to its first comma or verb; None where that is far."""
    words, i = m.tokens.words, sentence.start
    leading = [d for d in m.dates_between(i, sentence.end) if d.lead <= i + 1]
    if leading:
        i = leading[0].end
        i += m.tokens.word(i) == ","
    stop = next((k for k in range(i, min(i + _LONGEST_SUBJECT, sentence.end)) if words[k] in _CUT or words[k] in _FINITE), i)
    return without_article(m, (i, stop)) if stop > i and words[i] not in PRONOUNS else None


def _capital_start(m: Mentions, floor: int, end: int) -> int:
    """Where the proper name before "which" begins; `floor` where none stands there."""
    i = end
    while i > floor and (m.tokens.capital(i - 1) or m.tokens.words[i - 1] in ("-", "of", "and", "for", "on", "in", "at", "'s")):
        i -= 1
    while i < end and not m.tokens.capital(i):
        i += 1
    return i if i < end else floor


def _named_in_full(m: Mentions, title: tuple[int, int] | None, stop: int) -> tuple[int, int] | None:
    """A title with the place or the parties that follow it: "in Beijing", "at the National Museum", "between A and B"."""
    if title is None:
        return None
    words, (i, j) = m.tokens.words, title
    link = m.tokens.word(j)
    if link == "between":
        places = m.within(m.places, j, min(j + 9, stop))
        return (i, places[1].end) if len(places) > 1 and words[places[0].end : places[0].end + 1] == ["and"] else title
    if link in ("in", "at"):
        k = j + 1 + (m.tokens.word(j + 1) == "the")
        end = k
        while end < stop and m.tokens.capital(end) and not m.dates_between(end, end + 1):
            end += 1
        return (i, end) if end > k else title
    return title


def _listed_name(m: Mentions, floor: int, i: int) -> bool:
    """Whether a comma stands inside a capital name ("Committee on Trade, Investment and Cooperation"), between no countries."""
    names = m.tokens.capital(i - 2) and m.tokens.capital(i) if i - 2 >= floor else False
    return names and not m.within(m.places, i - 2, i + 1) and not m.dates_between(max(floor, i - 4), i)


def _opens(m: Mentions, floor: int, comma: int) -> bool:
    """Whether a comma closes what opens the sentence ("In 2006, …") rather than an apposition."""
    return any(d.end >= comma - 1 for d in m.dates_between(floor, comma))


def _between(m: Mentions, floor: int, i: int) -> bool:
    """Whether an "and" joins two countries ("relations between the Republic of A and the Republic of B")."""
    country = any(place.kind == NAME for place in m.within(m.places, i, i + 2))
    return country and "between" in m.tokens.words[max(floor, i - 12) : i]


def _continues(m: Mentions, floor: int, i: int) -> bool:
    """Whether an "and" joins parts of one name ("exchanges in science and technology")."""
    counted = bool(m.within(m.amounts, i, i + 1)) and i + 1 < len(m.tokens) and m.tokens.kinds[i + 1] == WORD
    new = m.tokens.words[i] in ("the", "it", "a") or counted  # "a partnership and 15 agreements"
    return not new and any(word in _nouns() for word in m.tokens.words[floor : i - 1])


def without_article(m: Mentions, span: tuple[int, int]) -> tuple[int, int] | None:
    """A title without its article."""
    i, j = span
    while i < j and (m.tokens.words[i] in _ARTICLES or m.tokens.words[i] in _BEFORE_TITLE):
        i += 1
    return (i, j) if i < j else None


def class_of(m: Mentions, title: tuple[int, int]) -> str:
    """The class of the noun that heads a title: the first that counts, as what follows "on" or "of" only qualifies it."""
    nouns, words, (start, end), found = _nouns(), m.tokens.words, title, ""
    if words[start : start + 2] in (["work", "on"], ["works", "on"]):
        return "works" if class_of(m, (start + 2, end)) == "construction" else "work"
    if end == start + 1 and m.tokens.capital(start) and words[start] in m.once_a_page(abbreviations):
        return "mechanism"
    for i in range(start, end):
        word = words[i]
        if found and word in _QUALIFYING:
            later = [nouns.get(words[k]) for k in range(i, end) if m.tokens.capital(k)]
            return "agreement" if found == "relations" and "agreement" in later else found  # "a Trade in Goods Agreement"
        if word in _last_words():
            found = nouns.get(f"{words[i - 1]} {word}") or nouns.get(word) or found  # a "high commission" is no commission
    if found:
        return found
    named = m.within(m.places, start, min(start + 2, end))
    return "country" if any(p.country in m.sides() and p.kind == NAME for p in named) else ""


def year_named(m: Mentions, title: tuple[int, int]) -> bool:
    """Whether a title is that of a year with a name of its own: "the Year of Culture", and no "academic year"."""
    return any(m.tokens.words[i] == "year" and m.tokens.capital(i) for i in range(*title))
