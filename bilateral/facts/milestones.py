"""Dated steps in a relationship: what was established, signed, founded, opened, launched, upgraded, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from bilateral import lexicon
from bilateral.facts.clauses import noun_phrase, unplanned
from bilateral.facts.entities import abbreviated
from bilateral.facts.mechanisms import Mechanism, mechanism_slug
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.dates import Date
from bilateral.phrases import Match, Phrases
from bilateral.tokens import slug

Row = dict[str, str]
_ARTICLES = frozenset({"the", "a", "an", "their", "its", "his"})
_PRONOUNS = frozenset({"it", "which", "this", "they", "that"})
_CUT = frozenset({",", ";", ":", "(", "while", "when", "which", "during", "that", "."})


@dataclass(slots=True)
class Step:
    """One dated step; `title` is a token span, `start` and `end` the words that carry it."""

    kind: str
    step: str
    start: int
    end: int
    title: tuple[int, int]
    date: Date
    edtf: str
    section: str
    thread: str = ""


@lru_cache(maxsize=1)
def _steps() -> Phrases[Row]:
    return Phrases((row["pattern"], row) for row in lexicon.table("steps"))


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    return {row["word"]: row["class"] for row in lexicon.table("step_nouns")}


@lru_cache(maxsize=1)
def _kinds() -> dict[tuple[str, str], str]:
    return {(row["step"], row["class"]): row["kind"] for row in lexicon.table("step_kinds")}


def milestones(m: Mentions) -> list[Step]:
    """The dated steps of a page, in the order of the text."""
    found: list[Step] = []
    for sentence in m.sentences:
        found.extend(_in_sentence(m, sentence, found))
    return found


def founded_mechanism(m: Mentions, sentence: Sentence) -> Mechanism | None:
    """The mechanism that a sentence sets up, with the sessions it says were held."""
    for verb in _verbs(m, sentence):
        title = _title(m, sentence, verb, sentence.end)
        if title and verb.row["step"] in ("found", "launch") and _class(m, title) == "mechanism":
            from bilateral.facts.statistics import sessions_held

            return Mechanism(*title, mechanism_slug(m, *title), held=sessions_held(m, sentence))
    return None


def _verbs(m: Mentions, sentence: Sentence) -> list[Match[Row]]:
    found = list(_steps().find(m.tokens, sentence.start, sentence.end, _slot(m)))
    return [
        verb
        for verb in found
        if not unplanned(m, sentence.start, verb.start) or verb.row["step"] in ("agree", "upgrade")
    ]


def _slot(m: Mentions):  # type: ignore[no-untyped-def]
    def slot(name: str, i: int) -> int | None:
        found = m.within(m.dates, i, i + 1)
        return found[0].end if found and name == "year" else None

    return slot


def _in_sentence(m: Mentions, sentence: Sentence, before: list[Step]) -> list[Step]:
    verbs = _verbs(m, sentence)
    found: list[Step] = []
    for k, verb in enumerate(verbs):
        stop = verbs[k + 1].start if k + 1 < len(verbs) else sentence.end
        floor = verbs[k - 1].end if k else sentence.start
        step = _read(m, sentence, verb, floor, stop, before + found)
        if step:
            found.append(step)
            again = _another(m, step, stop) if verb.row["voice"] == "passive" else None
            found.extend([again] if again else [])
    return found


def _another(m: Mentions, step: Step, stop: int) -> Step | None:
    """`was opened in 2007 and the one at X in 2008`: a second step of the kind, without its verb."""
    words, i = m.tokens.words, step.date.end
    if words[i : i + 2] not in (["and", "the"], ["and", "one"], ["and", "another"]) or words[i + 2 : i + 3] not in (
        ["one"],
        ["at"],
        ["in"],
    ):
        return None
    dates = [d for d in m.dates_between(i, stop) if d.known]
    if not dates or dates[0].lead <= i + 2:
        return None
    return replace(
        step, start=i + 1, end=dates[0].end, title=(i + 1, dates[0].lead), date=dates[0], edtf=dates[0].edtf, thread=""
    )


def _read(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, stop: int, before: list[Step]) -> Step | None:
    step = verb.row["step"]
    taken_up = _antecedent(m, sentence, verb, floor, before)
    title = taken_up.title if taken_up else _title(m, sentence, verb, stop, floor)
    if step == "upgrade":
        title = noun_phrase(m, verb.end, stop)
        title = _without_article(m, title) if title else None
    if title is None:
        return None
    noun = _class(m, title)
    kind = _kinds().get((step, noun)) or _kinds().get((step, ""))
    date = _date(m, sentence, verb, floor, stop, {found.date.start for found in before}) if kind else None
    if not kind or date is None:
        return None
    own = title[0] if floor <= title[0] < stop and not (taken_up and title == taken_up.title) else verb.start
    start, end = min(own, verb.start), max(verb.end, title[1] if own == title[0] else 0)
    if date.start > verb.start:
        end = max(end, date.end)
    elif date.start >= floor or date.lead <= sentence.start + 1:
        start = min(start, date.lead if date.start >= sentence.start else start)
    edtf = (
        f"{date.edtf}/.."
        if date.relation == "since" and step not in ("start", "found") and "/" not in date.edtf
        else date.edtf
    )
    found = Step(_sharpened(m, kind, title), step, start, min(end, sentence.end), title, date, edtf, sentence.section)
    found.thread = _thread(m, found, taken_up, sentence)
    return found


def _sharpened(m: Mentions, kind: str, title: tuple[int, int]) -> str:
    """Relations are established where they are diplomatic, and started where they are of trade or exchange."""
    words = m.tokens.words[title[0] : title[1]]
    if kind == "relations_started" and "diplomatic" in words:
        return "relations_established"
    return kind


def _title(
    m: Mentions, sentence: Sentence, verb: Match[Row], stop: int, floor: int | None = None
) -> tuple[int, int] | None:
    """What the step is about: the noun phrase behind an active verb, or before a passive one."""
    words = m.tokens.words
    if verb.row["step"] in ("establish", "resume", "break"):
        at = next((i for i in range(verb.start, verb.end) if words[i] in ("relations", "ties")), verb.end - 1)
        return max(verb.start, at - 1), at + 1
    if verb.row["step"] == "begin" and words[verb.start] == "construction":
        return verb.start, verb.end - 1
    if verb.row["voice"] == "active":
        phrase = noun_phrase(m, verb.end, stop)
        if phrase and verb.row["step"] == "start" and words[verb.end - 1] not in ("established", "maintained"):
            at = next(
                i for i in range(verb.start, verb.end) if words[i] not in ("have", "has", "been", "began", "started")
            )
            return at, phrase[1]
        return _named_in_full(m, _without_article(m, phrase), stop) if phrase else None
    return _before(m, sentence.start if floor is None else floor, verb.start)


def _before(m: Mentions, floor: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before a passive verb: behind the last mark, date or "and"; None where it is a pronoun."""
    words = m.tokens.words
    relative = words[end - 1] in ("which", "that")
    while end > floor and words[end - 1] in ("which", "that", "also", "then", "and"):
        end -= 1
    if end > floor and words[end - 1] == ",":  # "the project, invested in by …, was completed"
        opening = next((i for i in range(end - 2, floor, -1) if words[i] == ","), None)
        end = opening if opening is not None and opening > floor + 1 and not _opens(m, floor, opening) else end - 1
    i, depth = end, 0
    while i > floor:
        word = words[i - 1]
        depth += (word == ")") - (word == "(")
        if (depth < 0 or (depth == 0 and word != "(")) and (
            word in _CUT or (word == "and" and not m.tokens.capital(i) and not _continues(m, floor, i))
        ):
            break
        i -= 1
    leading = [d for d in m.dates_between(i, end) if d.lead <= i]
    if leading:
        i = leading[0].end
        i += words[i : i + 1] == [","]
    if i >= end or (end - i == 1 and words[i] in _PRONOUNS):
        return None
    return _without_article(m, (_capital_start(m, i, end) if relative else i, end))


def _capital_start(m: Mentions, floor: int, end: int) -> int:
    """Where the proper name before "which" begins ("took part in the Youth Visiting Program which …"); `floor` where none stands there."""
    i = end
    while i > floor and (m.tokens.capital(i - 1) or m.tokens.words[i - 1] in ("-", "of", "and", "for", "on", "'s")):
        i -= 1
    while i < end and not m.tokens.capital(i):
        i += 1
    return i if i < end else floor


def _named_in_full(m: Mentions, title: tuple[int, int] | None, stop: int) -> tuple[int, int] | None:
    """A title with the place or the parties that follow it: "in Islamabad", "at the Palace Museum", "between A and B"."""
    if title is None:
        return None
    words, (i, j) = m.tokens.words, title
    if words[j : j + 1] == ["between"]:
        places = m.within(m.places, j, min(j + 9, stop))
        return (i, places[1].end) if len(places) > 1 and words[places[0].end : places[0].end + 1] == ["and"] else title
    if words[j : j + 1] in (["in"], ["at"]):
        k = j + 1 + (words[j + 1] == "the")
        end = k
        while end < stop and m.tokens.capital(end) and not m.dates_between(end, end + 1):
            end += 1
        return (i, end) if end > k else title
    return title


def _opens(m: Mentions, floor: int, comma: int) -> bool:
    """Whether a comma closes what opens the sentence ("In 2006, …") rather than an apposition."""
    return any(d.end >= comma - 1 for d in m.dates_between(floor, comma))


def _continues(m: Mentions, floor: int, i: int) -> bool:
    """Whether an "and" joins parts of one name ("exchanges in science and technology")."""
    return any(word in _nouns() for word in m.tokens.words[floor : i - 1]) and m.tokens.words[i] not in (
        "the",
        "it",
        "a",
    )


def _without_article(m: Mentions, span: tuple[int, int]) -> tuple[int, int] | None:
    i, j = span
    while i < j and (m.tokens.words[i] in _ARTICLES or m.tokens.words[i] in ("jointly", "also", "and", "up")):
        i += 1
    return (i, j) if i < j else None


def _class(m: Mentions, title: tuple[int, int]) -> str:
    """The class of the noun that heads a title: the first that counts, as what follows "on" or "of" only qualifies it."""
    classes: list[str] = []
    for i in range(*title):
        word = m.tokens.words[i]
        if classes and word in ("of", "on", "for", "to", "in", "between", "at"):
            break
        if word in _nouns():
            classes.append(_nouns()[word])
    return classes[-1] if classes else ""


def _antecedent(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, before: list[Step]) -> Step | None:
    """The step before, where "it" or "which" takes it up ("and it came into force", "It was upgraded to", "began to implement it")."""
    words, i = m.tokens.words, verb.start - 1
    while i >= floor and words[i] in ("also", "then", "later", "subsequently", "has", "had", "have"):
        i -= 1
    if not before or (before[-1].start < sentence.start and before[-1].section != sentence.section):
        return None
    if words[i] == "which" and i >= floor:  # of the noun right before it, unless that is the step's own words
        return (
            before[-1]
            if before[-1].start >= sentence.start
            and i - before[-1].end <= 2
            and verb.row["step"] in ("force", "upgrade")
            else None
        )
    pronoun = (i >= floor and words[i] in _PRONOUNS) or "it" in words[verb.start : verb.end]
    return before[-1] if pronoun else None


def _date(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, stop: int, taken: set[int]) -> Date | None:
    """The date behind the verb, else the one before it in the clause, else the one that opens the sentence or the one before.

    `taken` are the tokens of the dates of the steps before.
    """
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and not d.relation.startswith("until")]
    if "year" in verb.slots:
        return next((d for d in dates if d.start == verb.slots["year"][0]), None)
    words = m.tokens.words
    clause = next(
        (
            i
            for i in range(verb.end, stop - 1)
            if words[i] == "," and words[i + 1] in ("and", "while", "which") and words[i + 2 : i + 4] != ["it", "did"]
        ),
        stop,
    )
    behind = [d for d in dates if verb.start <= d.start < clause]
    ahead = [d for d in dates if floor <= d.start < verb.start and d.start not in taken]
    if not behind and words[verb.start - 1] in ("have", "has", "had") and not any(d.relation == "since" for d in ahead):
        return None  # "have concluded 6 programmes so far" is a count, no step
    opening = [d for d in dates if d.lead <= sentence.start + 1]
    for found in (behind[:1], ahead[-1:], opening[:1]):
        if found:
            return found[0]
    return _date_before(m, sentence)


def _date_before(m: Mentions, sentence: Sentence) -> Date | None:
    """The date of the sentence before, for one in which the two leaders go on ("The two presidents announced …")."""
    k = m.sentences.index(sentence)
    words = m.tokens.words[sentence.start : sentence.start + 3]
    if words[:2] not in (["the", "two"], ["both", "leaders"]) or words[2] not in lexicon.words(
        "role_words", part="head"
    ):
        return None
    while k > 0 and m.sentences[k - 1].paragraph == sentence.paragraph:
        k -= 1
        opening = [
            d
            for d in m.dates_between(m.sentences[k].start, m.sentences[k].end)
            if d.known and d.lead <= m.sentences[k].start + 1
        ]
        if opening:
            return opening[0]
    return None


def _thread(m: Mentions, step: Step, taken_up: Step | None, sentence: Sentence) -> str:
    """The slug that the steps of one thing share; a step that is taken up later gets it too."""
    if step.kind == "agreement_in_force":
        thread = (taken_up and taken_up.thread) or _short(m, step.title)
        if taken_up:
            taken_up.thread = thread
        return thread
    if step.kind == "relations_upgraded":
        return "partnership"
    if step.kind in ("mechanism_founded", "programme_launched"):
        return _short(m, step.title)
    if step.kind in ("initiative_launched", "framework_agreed", "construction_started", "opened"):
        return abbreviated(m, sentence.start, sentence.end)
    return ""


def _short(m: Mentions, title: tuple[int, int]) -> str:
    return mechanism_slug(m, *title) or slug(m.tokens.span_text(*title))
