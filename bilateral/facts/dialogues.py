"""Sessions of mechanisms: which one, when and where, and who chaired it."""

from __future__ import annotations

from dataclasses import replace

from bilateral import lexicon
from bilateral.facts.entities import subject_start
from bilateral.facts.event import IN_PERSON, REMOTE, Event, Reading, Seat, new_event
from bilateral.facts.hosts import set_host
from bilateral.facts.mechanisms import Mechanism, mechanism_at, multilateral, named_mechanism
from bilateral.facts.seats import objects_of, set_counterparts, set_sides, split_group, subjects_of
from bilateral.facts.subjects import Clause
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.numbers import numeral_at, roman

_CONSULTING = frozenset({"consultations", "consultation", "dialogue"})
_JOINT = frozenset("joint mixed intergovernmental inter bilateral binational".split())
_TWO = frozenset("ministries sides countries parties governments both".split())
_ATTENDED = frozenset("attended chaired led headed".split())


def dialogue(reader: Reading, sentence: Sentence, clause: Clause, before: Clause | None) -> Event | None:
    """A session of a mechanism: "co-chaired the 5th … Dialogue", "the third meeting of the … Commission was held"."""
    if _chaired_by(reader, sentence, clause):
        return None
    named, last = _session(reader, sentence, clause), reader.last
    found = named or _attended(reader, clause, before)
    if found:
        reader.mechanism = found
    if not found or clause.date is None:
        return None
    passive = clause.verb.row["object"] == "subject"
    chairs = _taking_part(reader, found, clause) if passive else subjects_of(reader, clause, before)
    people = [seat for seat in chairs + objects_of(reader, clause, []) if not _inside(seat, found)]
    seats = split_group(reader, people)
    if len(seats) > 1:
        half = len(seats) // 2 if len(seats) % 2 == 0 else 1  # two ministers of each side in a "2+2"
        set_sides(reader, seats[:half], seats[half:])
    if len(seats) == 1 and not seats[0].country:
        seats = []  # of neither side for sure
    if not {seat.country for seat in seats} <= set(reader.m.sides()):
        return None
    set_counterparts(seats, [])
    event = replace(new_event(sentence, clause, seats), kind="dialogue", mechanism=found, occasion=None)
    event.start = min(event.start, found.start) if passive else event.start
    event.format = REMOTE if clause.remote else IN_PERSON
    if event.format == IN_PERSON:
        goes_on = (
            before is not None and clause.elided and clause.date is before.date
        )  # "visited X and co-chaired the 7th Meeting"
        set_host(reader, event, last if last and last.kind == "visit" and (goes_on or not named) else None)
    return None if event.third and not seats else event  # of two others, perhaps


def _taking_part(reader: Reading, found: Mechanism, clause: Clause) -> list[Seat]:
    """Those between a session and its passive verb: "The 5th Dialogue, attended by A and B, took place in X"."""
    m, words = reader.m, reader.m.tokens.words
    if not any(words[i] in _ATTENDED and words[i + 1] == "by" for i in range(found.end, min(found.end + 3, clause.verb.start))):
        return []
    people = m.within(m.people, found.end, clause.verb.start)
    return [Seat(p, reader.memory.side(p), span=(p.start, p.end)) for p in people if p.text_name]


def round_held_with(reader: Reading, clause: Clause) -> bool:
    """Whether the verb of a meeting names a session: "held the 4th round of political consultations with"."""
    verb = clause.verb
    if clause.kind != "meeting" or verb.end - verb.start <= 4:
        return False
    found = mechanism_at(reader.m, verb.start + 1, verb.end - 1, reader.mechanism)
    return found is not None and "-" in found.slug  # "a second round of talks with" names no mechanism


def _session(reader: Reading, sentence: Sentence, clause: Clause) -> Mechanism | None:
    """The session that a clause tells of: before a passive verb, behind any other, or the latest of the mechanism last named."""
    verb, known = clause.verb, reader.mechanism
    if verb.row["object"] == "latest":  # "with the most recent meeting held in May 2024 by video"
        if known and reader.m.tokens.words[verb.end - 2] == "recently" and known.start < sentence.start:
            return None  # "visited China, most recently in May 2010" tells of no session
        return known and known._replace(start=verb.start, end=verb.end, session=known.held)
    opened = reader.m.tokens.last(";", sentence.start, verb.start)  # "the first took place in May; the second was held in June"
    span = (opened, verb.start) if verb.row["object"] == "subject" else (verb.end, clause.end)
    words = reader.m.tokens.words
    which = [i for i in range(*span) if words[i] == "which"]
    if which and verb.row["object"] == "subject":  # "during which the 20th Summit was held"
        span = (which[-1] + 1, span[1])
    if words[verb.start] in ("hosted", "led", "had"):  # "hosted the 19th session of …"
        span = (verb.start + 1, clause.end)
    span = (verb.start + 1, verb.end - 1) if round_held_with(reader, clause) else span
    told = for_the_time(reader, sentence, clause) or mechanism_at(reader.m, *span, known)
    return told or _unnumbered(reader, sentence, clause)


def _attended(reader: Reading, clause: Clause, before: Clause | None) -> Mechanism | None:
    """The session that a visit was for, where a relative clause goes on: "for the 7th Meeting, which he co-chaired with"."""
    if before is None or not before.occasion or "chaired" not in reader.m.tokens.words[clause.verb.end - 1]:
        return None
    relative = "which" in reader.m.tokens.words[before.verb.end : clause.verb.start]
    return mechanism_at(reader.m, *before.occasion, None) if relative else None


def for_the_time(reader: Reading, sentence: Sentence, clause: Clause) -> Mechanism | None:
    """`The Joint Commission met for the third time`: the session of the mechanism that is the sentence's subject."""
    m, verb = reader.m, clause.verb
    held = m.tokens.words[verb.end - 1] == "meeting" and m.tokens.words[verb.start + 1] in ("its", "their")
    lately = m.tokens.words[verb.start] == "last"  # "The Commission last met in May 2023"
    if m.tokens.words[verb.end - 1] != "time" and not held and not lately:  # "The Commission held its fourth meeting in Lima"
        return None
    named = named_mechanism(m, subject_start(m, sentence), verb.start)
    read = (numeral_at(m.tokens, i, verb.end) for i in range(verb.start, verb.end))
    numbers = [int(n.value) for n in read if n and n.kind == "ordinal"]
    numbers += [roman()[m.tokens.words[i]] for i in range(verb.start, verb.end) if _roman(m, i)]  # "held its V Meeting"
    if not named and m.tokens.words[sentence.start] == "it" and held and reader.mechanism:
        named = reader.mechanism._replace(start=verb.start, end=verb.end)  # "It held its third meeting in X"
    if not named or not (numbers or lately) or "-" not in named.slug or multilateral(m, (named.start, named.end)):
        return None
    return named._replace(session=numbers[0] if numbers else None)


def _roman(m: Mentions, i: int) -> bool:
    """Whether token `i` is a Roman number."""
    return m.tokens.words[i] in roman() and m.tokens.shouted(i)


def _unnumbered(reader: Reading, sentence: Sentence, clause: Clause) -> Mechanism | None:
    """Consultations without a number: those that two persons co-chaired, or that were held in one of the two countries."""
    m, i = reader.m, clause.verb.end
    here = clause.place_country in m.sides()
    if clause.verb.row["object"] == "subject" and here:
        start = subject_start(m, sentence)
        return _consultations(m, start, clause.verb.start) or _meeting_of(m, start, clause.verb.start)
    if here and not clause.subjects and not _TWO.isdisjoint(m.tokens.words[sentence.start : clause.verb.start]):
        return _consultations(m, i, clause.end)  # "The two ministries held political consultations in X"
    if clause.verb.row["object"] != "mechanism" or len(clause.subjects) != 2 or "chaired" not in m.tokens.words[i - 1]:
        return None
    return _consultations(m, i, clause.end)


def _meeting_of(m: Mentions, start: int, end: int) -> Mechanism | None:
    """The mechanism of "A meeting of the Mixed Commission on Culture", where no number counts it."""
    words = m.tokens.words
    i = start + (words[start] in ("a", "the"))
    if i + 2 >= end or words[i] not in lexicon.words("session_nouns") or words[i + 1 : i + 3] != ["of", "the"]:
        return None
    named = named_mechanism(m, i, end)
    joint = named and not _JOINT.isdisjoint(named.slug.split("-")) and m.tokens.capital(i + 3)
    return named if named and joint and not multilateral(m, (named.start, named.end)) else None


def _consultations(m: Mentions, start: int, end: int) -> Mechanism | None:
    """The consultations that are named at tokens `start` to `end`, where no number counts them."""
    counts = [a for a in m.within(m.amounts, start, end) if m.tokens.word(a.start - 1) != "the"]  # "between the two ministries"
    named = None if counts else named_mechanism(m, start + (m.tokens.word(start) == "the"), end)
    told = named and not _CONSULTING.isdisjoint(named.slug.split("-"))
    return named if named and told and not multilateral(m, (named.start, named.end)) else None


def _chaired_by(reader: Reading, sentence: Sentence, clause: Clause) -> bool:
    """Add its seats to the session before where the clause goes on with "co-chaired by A and B"; say whether it does.

    The session stands in the same sentence, or in the one before where this one begins with "it".
    """
    last, words, k = reader.last, reader.m.tokens.words, reader.m.sentence_at(sentence.start)
    by = words[clause.verb.end : clause.verb.end + 1] == ["by"] or words[clause.verb.start] == "under"
    if last is None or last.kind != "dialogue" or last.seats or not by:
        return False
    former = reader.m.sentences[k - 1] if k else sentence
    goes_on = words[sentence.start] == "it" and last.end > former.start and former.paragraph == sentence.paragraph
    if last.end <= sentence.start and not goes_on:
        return False
    seats = split_group(reader, objects_of(reader, clause, []))
    if len(seats) > 1:
        set_sides(reader, seats[:1], seats[1:])
        last.seats, last.end = seats, max(last.end, clause.end)
    return True


def _inside(seat: Seat, found: Mechanism) -> bool:
    return found.start <= seat.span[0] < found.end
