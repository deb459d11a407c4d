"""Dated steps in a relationship: what was established, signed, founded, opened, launched, upgraded, and when."""

from __future__ import annotations

from functools import cache

from bilateral import lexicon
from bilateral.facts.entities import abbreviated
from bilateral.facts.mechanisms import mechanism_slug
from bilateral.facts.noun_phrases import noun_phrase
from bilateral.facts.others import with_others
from bilateral.facts.quotes import clause_start
from bilateral.facts.step import Step, listed_agreements, listed_works
from bilateral.facts.step_dates import step_date
from bilateral.facts.step_verbs import step_verbs
from bilateral.facts.titles import PRONOUNS, class_of, subject_of, title_of, without_article, year_named
from bilateral.facts.verbless_steps import dated_agreements, designated_years, first_twins, further_steps, gapped_steps
from bilateral.layout import Sentence
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.places import DEMONYM, NAME
from bilateral.mentions.points import Date
from bilateral.phrases import Match
from bilateral.tokens import slug


@cache
def _kinds() -> dict[tuple[str, str], str]:
    return {(row["step"], row["class"]): row["kind"] for row in lexicon.table("step_kinds")}


def _kind(step: str, noun: str) -> str | None:
    """The kind of a step with a thing of some class; empty or None where it is none."""
    return _kinds().get((step, noun), _kinds().get((step, "")))


_COUNTED = 12  # tokens: how far behind a verb stands how much was given
_VERBLESS = (dated_agreements, designated_years, first_twins)
_ONLY_RELATIONS = frozenset({"establish", "resume", "break"})
_LAST_TOLD = 3  # sentences: how far back the agreement may stand that "it" takes up
_NEVER_IN_FORCE = frozenset({"construction", "institution", "partnership", "exhibition", "relations"})
_EMBASSIES = frozenset("embassy embassies ambassador ambassadors ambassadorial".split())
_ONCE = frozenset({"relations_established", "relations_broken"})
_REMEMBERED = frozenset({"anniversary", "anniversaries", "eve"})
_JOINT = frozenset({"joint", "common", "bilateral"})


def milestones(m: Mentions) -> list[Step]:
    """The dated steps of a page, in the order of the text."""
    found: list[Step] = []
    for sentence in m.sentences:
        found.extend(listed_agreements(m, sentence) or listed_works(m, sentence) or _in_sentence(m, sentence, found))
    return _told_once(found)


def _told_once(found: list[Step]) -> list[Step]:
    """The steps without those between the two states that were told before: they happen once in a year."""
    first: dict[tuple[str, str], Step] = {}
    for step in found:
        first.setdefault((step.kind, step.edtf[:4]), step)
    return [step for step in found if step.kind not in _ONCE or first[step.kind, step.edtf[:4]] is step]


def _in_sentence(m: Mentions, sentence: Sentence, before: list[Step]) -> list[Step]:
    verbs = m.once(step_verbs, sentence)
    found: list[Step] = []
    for k, verb in enumerate(verbs):
        signing = k + 1 < len(verbs) and m.tokens.words[verbs[k + 1].start] == "signing"  # "set up ties with the signing of …"
        after = verbs[k + 1 + signing :]
        stop = after[0].start if after else sentence.end
        floor = verbs[k - 1].end if k else sentence.start
        if _spoken_of(m, sentence, verb, found):
            continue
        step = _read(m, sentence, verb, floor, stop, before[-1:] + found)
        if step:
            found.append(step)
            found.extend(further_steps(m, step, sentence.end) or gapped_steps(m, step, stop))
    told = before + found
    return found + [step for rule in _VERBLESS for step in rule(m, sentence, told)]


def _spoken_of(m: Mentions, sentence: Sentence, verb: Match[Row], found: list[Step]) -> bool:
    """Whether a step is only named: in an anniversary, in the title of another, by countries of which neither side is one."""
    before = m.tokens.words[max(sentence.start, verb.start - 4) : verb.start]
    relative = "which" in m.tokens.words[verb.start : verb.end]  # "the 60th anniversary of ties, which were established on …"
    if not _REMEMBERED.isdisjoint(before) and not relative:
        return True
    if found and found[-1].title[0] <= verb.start < found[-1].title[1]:
        return True
    sides = m.sides()
    if with_others(m, verb.end, min(verb.end + 14, sentence.end)):
        return True
    subjects = [p for p in m.within(m.places, max(sentence.start, verb.start - 12), verb.start) if p.kind == NAME]
    if all(p.country in sides for p in subjects):
        return False
    near = [p for p in subjects if not m.dates_between(p.end, verb.start) and m.tokens.words[p.end] not in ("'s", "-")]
    near = [p for p in near if m.tokens.word(p.start - 1) != "-"]  # "the Addis Ababa-Djibouti Railway"
    parties = {p.country for p in m.within(m.places, max(sentence.start, verb.start - 24), verb.start)}  # demonyms, too
    return any(p.country not in sides for p in near) and not set(sides) <= parties


def _read(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, stop: int, before: list[Step]) -> Step | None:
    step = verb.row["step"]
    taken_up = _antecedent(m, sentence, verb, floor, before)
    title = taken_up.title if taken_up else title_of(m, sentence, verb, stop, floor)
    if (
        verb.row["voice"] == "passive"
        and step not in _ONLY_RELATIONS
        and (title is None or _kind(step, class_of(m, title)) is None)
    ):
        title = _subject_taken_up(m, sentence, verb) or title
    if title is None and step == "force" and before and before[-1].start >= sentence.start:
        taken_up, title = before[-1], before[-1].title  # "the Agreement, signed in April 2008, came into force on …"
    if step == "upgrade":
        counted = [a.start - 1 for a in m.within(m.amounts, verb.end, stop) if m.tokens.words[a.start - 1] == "and"]
        title = noun_phrase(m, verb.end, min([stop, *counted]))  # "elevated to a strategic partnership and 15 agreements were …"
        title = without_article(m, title) if title else None
        if title and m.tokens.words[title[0] : title[0] + 2] == [
            "level",
            "of",
        ]:  # "raised to the level of a strategic partnership"
            title = without_article(m, (title[0] + 2, title[1]))
    if title is None or _of_others(m, verb, title):
        return None
    noun = class_of(m, title)
    if step == "upgrade" and not _EMBASSIES.isdisjoint(m.tokens.words[slice(*title)]):
        noun = "relations"  # "raised to embassy level"
    if step == "announce" and verb.row["voice"] == "passive" and noun != "partnership":
        return None  # "The closure of the embassy was announced"
    if step == "force" and noun in _NEVER_IN_FORCE:
        return None
    if noun == "year" and step != "designate" and not year_named(m, title):
        return None  # "the academic year was opened"
    if step == "agree" and noun == "agreement" and _JOINT.isdisjoint(m.tokens.words[slice(*title)]):
        return None  # "the National Plan was adopted" is of one side
    kind = _kind(step, noun)
    date = step_date(m, sentence, verb, floor, stop, {found.date.start for found in before}) if kind else None
    if not kind or date is None or (step == "start" and _counts(m, verb, date)):
        return None
    carried = date.end <= sentence.start or date.relation == "since"
    if carried and m.within(m.amounts, title[0], title[0] + 1):
        return None  # "At the end of the visit, 18 documents were signed", "have signed 11 programmes since 1973": a count
    own = title[0] if floor <= title[0] < stop and not (taken_up and title == taken_up.title) else verb.start
    start, end = min(own, verb.start), max(verb.end, title[1] if own == title[0] else 0)
    if date.start > verb.start:
        end = max(end, date.end)
    elif date.start >= floor or date.lead <= sentence.start + 1:
        start = min(start, date.lead if date.start >= sentence.start else start)
    relative = m.tokens.word(verb.start - 1) in ("which", "that")
    start = start if relative else clause_start(m, sentence, start, min(start, floor))
    edtf = (
        f"{date.edtf}/.."
        if date.relation == "since"
        and step not in ("start", "found", "twin", "establish", "waive", "date_back")
        and "/" not in date.edtf
        else date.edtf
    )
    found = Step(_sharpened(m, kind, title), step, start, min(end, sentence.end), title, date, edtf, sentence.section)
    found.thread = _thread(m, found, taken_up, sentence)
    return found


def _of_others(m: Mentions, verb: Match[Row], title: tuple[int, int]) -> bool:
    """Whether a step is of countries of which neither side is one: "the canal between Peru and Ecuador".

    Sister cities, and what was sent or taken up, are so where one of the countries is another.
    """
    found = m.within(m.places, *title)
    named = {p.country for p in found if p.kind == NAME and m.tokens.word(p.end) != "-"}
    if verb.row["step"] == "twin" or (verb.row["step"] == "start" and verb.row["voice"] == "active"):
        return not {p.country for p in found if p.kind != DEMONYM} <= set(m.sides())
    ours = any(p.country in m.sides() for p in found)  # a city, too
    return bool(named) and not ours


def _counts(m: Mentions, verb: Match[Row], date: Date) -> bool:
    """Whether "has sent" tells how much since a date, or of no beginning at all ("has accepted an invitation for 2026")."""
    perfect = m.tokens.words[verb.start] in ("has", "have")
    told = m.within(m.amounts, verb.end, min(m.tokens.first(mark, verb.end, verb.end + _COUNTED) for mark in (",", ".", "and")))
    return perfect and (date.relation != "since" or bool(told))


def _subject_taken_up(m: Mentions, sentence: Sentence, verb: Match[Row]) -> tuple[int, int] | None:
    """What a verb behind "and" is said of, or "it" that opens a sentence: its own subject, or that of the sentence before."""
    words, k = m.tokens.words, m.sentence_at(sentence.start)
    subject = subject_of(m, sentence)
    if words[verb.start - 1] == "and":
        return subject
    thing = subject is not None and class_of(m, subject) in ("construction", "institution", "exhibition")
    aside = subject is not None and (m.tokens.word(subject[1]), words[verb.start - 1]) == (",", ",")  # "The Railway, …, began …"
    if subject and thing and (aside or subject[1] == verb.start):  # "The plant with a capacity of 240 MW and … was opened"
        return subject[0], m.tokens.first("with", *subject)
    former = m.sentences[k - 1]
    opens = verb.start == sentence.start + 1 and words[sentence.start] == "it"
    title = subject_of(m, former) if opens and k and former.paragraph == sentence.paragraph else None
    return title if title and class_of(m, title) in ("construction", "institution") else None


def _sharpened(m: Mentions, kind: str, title: tuple[int, int]) -> str:
    """Relations are established where they are diplomatic, and started where they are of trade or exchange."""
    words = m.tokens.words[title[0] : title[1]]
    if kind in ("relations_started", "relations_upgraded") and "diplomatic" in words:
        return "relations_established"
    return kind


def _antecedent(m: Mentions, sentence: Sentence, verb: Match[Row], floor: int, before: list[Step]) -> Step | None:
    """The step before, where "it" or "which" takes it up: "and it came into force", "began to implement it"."""
    words, i = m.tokens.words, verb.start - 1
    while i >= floor and words[i] in ("also", "then", "later", "subsequently", "has", "had", "have"):
        i -= 1
    if not before or (before[-1].start < sentence.start and before[-1].section != sentence.section):
        return None
    if verb.row["step"] == "force" and not _can_be_in_force(m, before[-1], sentence):
        return None
    if words[i] == "(" and before[-1].start >= sentence.start and verb.row["step"] == "force":
        return before[-1]  # "signed on 31 August 1994 (entered into force on 28 January 1996)"
    if words[i] == "which" and i >= floor:  # of the noun right before it, unless that is the step's own words
        return (
            before[-1]
            if before[-1].start >= sentence.start and i - before[-1].end <= 2 and verb.row["step"] in ("force", "upgrade")
            else None
        )
    passive = verb.row["voice"] == "passive"  # "They signed a treaty" has an object of its own
    pronoun = (passive and i >= floor and words[i] in PRONOUNS) or any(
        word in ("it", "them") for word in words[verb.start : verb.end]
    )
    elided = words[i] in ("and", "but") or words[verb.start] == "and"
    if elided and i >= floor - 1 and passive and before[-1].start >= sentence.start:
        return before[-1]
    return before[-1] if pronoun else None


def _can_be_in_force(m: Mentions, step: Step, sentence: Sentence) -> bool:
    """Whether what a step is about can be what came into force: an agreement, told of in the last few sentences."""
    near = m.sentence_at(sentence.start) - m.sentence_at(step.start) <= _LAST_TOLD
    return near and class_of(m, step.title) in ("agreement", "programme")


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
