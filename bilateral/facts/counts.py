"""Counted things: the noun behind a number, its unit, and what it indicates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral import lexicon
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.amount import COUNT, PERCENT, TIMES, Amount
from bilateral.mentions.places import DEMONYM
from bilateral.mentions.points import year_at
from bilateral.phrases import Phrases
from bilateral.tokens import MARK, NUMBER, WORD

_BREAKS = frozenset(
    ("of in to from for and with by at on who that were was have had has are is under the a an between or which as held").split()
)
_DEFINITE = frozenset("the these those its their all both".split())
_PARTIES = _DEFINITE | {"between"}  # "an agreement between two universities"
_TOLD_BEFORE = 4  # tokens: how far before persons the word may stand that gives them jobs
_EMPLOYS = frozenset("employ employs employed employing".split())
_SIZED = frozenset("estimated numbers numbering totals counts comprises of about some".split())
_LABEL = 14  # tokens: the longest label before a colon
_RESIDENTS = frozenset({"residing", "residents", "nationals", "resident"})
_TELLING = 8  # tokens: how far behind persons the word may stand that tells what they are
_REACH = 6  # tokens: how far behind a number its noun may stand
_OF_PEOPLE = frozenset(
    "have has were are live living who study studied visited".split()
)  # "4 thousand Vietnamese have graduated"
_ADJECTIVE = ("al", "ic", "ary", "ive", "ese", "ish", "an")
_SENT = frozenset("medical health aid relief agricultural".split())
_MOVED = frozenset(
    "rose risen fell fallen grew grown increased decreased dropped declined climbed recovered jumped surged".split()
)
_PUT = frozenset({"put", "estimated"})
_AMOUNTS_TO = frozenset("numbers reached totaled totalled exceeded numbered stood was were hit topped surpassed".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts; `end` is the token behind the noun, `label_end` behind the words that belong to it.

    `before` is the token of a noun that stands before the number.
    """

    end: int
    label_end: int
    label: str
    unit: str
    indicator: str
    transform: str
    whose: str
    before: int | None = None


@cache
def _nouns() -> dict[str, dict[str, str]]:
    return {row["noun"]: row for row in lexicon.table("counts")}


@cache
def _named() -> Phrases[dict[str, str]]:
    return Phrases((row["pattern"], row) for row in lexicon.table("counted_phrases"))


def counted_at(m: Mentions, amount: Amount, sentence: Sentence) -> Counted | None:
    """The noun that an amount counts, within a few words behind it; None where it counts nothing (a definite set, a name)."""
    spelled = amount.numeral is not None and not amount.numeral.digits
    if (spelled and m.tokens.word(amount.bound - 1) in _PARTIES) or _model(m, amount.start):
        return None
    phrase = _named().at(m.tokens, amount.end, sentence.end) if amount.end < sentence.end else None
    noun = _noun_end(m, amount, sentence)
    if phrase and phrase.end > noun:  # "30 sister-city relationships", "58 scholarship holders"
        row, end = phrase.row, _label_end(m, phrase.end, sentence)
        label = m.tokens.span_text(amount.end, end)
        return Counted(phrase.end, end, label, row["unit"], row["indicator"], row["transform"], row["whose"])
    employed = m.tokens.word(amount.bound - 1) in _EMPLOYS or m.tokens.words[amount.bound - 2 : amount.bound] == [
        "workforce",
        "of",
    ]
    if not noun and employed and m.tokens.kinds[min(amount.end, len(m.tokens) - 1)] == MARK:
        return Counted(amount.end, amount.end, "", "jobs", "jobs", "stock", "place")  # "75 companies, employing 15,000, …"
    if not noun:
        return _nationals(m, amount, sentence) or _counted_before(m, amount, sentence) or _plural_noun(m, amount, sentence)
    row = _nouns()[m.tokens.words[noun - 1]]
    label_end = _label_end(m, noun, sentence)
    row = row | _sharpened(m, row, amount, noun, sentence)
    for match in _named().find(m.tokens, amount.end, label_end):
        near = _told_by_neighbours(m, amount, noun, sentence) if match.row["unit"] == "persons" else {}
        row = row | {key: value for key, value in match.row.items() if value and key != "pattern"}
        row = row | (near if near.get("indicator") == "students" else {})  # "4,500 young people study at …"
    label = m.tokens.span_text(amount.end, label_end)
    told = max(sentence.start, amount.bound - _LABEL) if _residing(m.tokens.words, sentence, amount) else None
    return Counted(noun, label_end, label, row["unit"], row["indicator"], row["transform"], row["whose"], told)


def _model(m: Mentions, i: int) -> bool:
    """Whether a number is glued to a name: "AK-203 rifles"."""
    tokens = m.tokens
    return i > 1 and tokens.glued(i) and tokens.words[i - 1] == "-" and tokens.glued(i - 1) and tokens.kinds[i - 2] == WORD


def _noun_end(m: Mentions, amount: Amount, sentence: Sentence) -> int:
    """The token behind the last noun of the lexicon that directly goes on from an amount; 0 where there is none."""
    words, noun = m.tokens.words, 0
    for i in range(amount.end, min(amount.end + _REACH, sentence.end)):
        if words[i] == "-" and i > amount.end and m.tokens.glued(i) and m.tokens.glued(min(i + 1, sentence.end - 1)):
            continue  # "83,800 Thai-born people"
        if words[i] == "and" and not noun and _joins_adjectives(m, amount, i, sentence.end):
            continue  # "eight intergovernmental and interagency documents"
        compound = words[i - 1] == "-" and i > amount.end + 1  # "three government-to-government projects"
        if m.tokens.kinds[i] in (MARK, NUMBER) or (words[i] in _BREAKS and not compound) or words[i].endswith("'s"):
            break
        if words[i] in _nouns():
            noun = i + 1
        elif noun and not (m.tokens.capital(i) and m.tokens.capital(noun - 1)):
            break  # but "563 High Impact Community Development Projects"
    return noun


def _joins_adjectives(m: Mentions, amount: Amount, i: int, end: int) -> bool:
    """Whether "and" at token `i` joins two adjectives of one counted noun."""
    words = m.tokens.words
    adjective = i > amount.end and words[i - 1].endswith(_ADJECTIVE) and amount.value != 1
    return adjective and i + 2 < end and words[i + 1] not in _nouns() and words[i + 2] in _nouns()


def _sharpened(m: Mentions, row: dict[str, str], amount: Amount, noun: int, sentence: Sentence) -> dict[str, str]:
    """What the words around a noun make of its row: persons without an indicator of their own get one, workers may be sent."""
    if row["noun"] == "workers" and not _EMPLOYS & set(m.tokens.words[max(sentence.start, amount.bound - 6) : amount.bound]):
        own = m.tokens.words[noun - 2] if noun - 2 >= amount.end else ""
        created = {"jobs", "created", "hired"} & set(m.tokens.words[max(sentence.start, amount.bound - 6) : amount.bound])
        if own in _SENT:
            return {"unit": "persons", "indicator": "", "transform": "cumulative", "whose": "people"}
        if not created and m.within(m.places, noun - 2, noun - 1):  # "There are 8,600 Chinese workers in X"
            return {"unit": "persons", "indicator": "residents", "transform": "stock", "whose": "people"}
    general = row["unit"] == "persons" and row["indicator"] in ("", "residents")
    return _told_by_neighbours(m, amount, noun, sentence) if general else {}


def _told_by_neighbours(m: Mentions, amount: Amount, noun: int, sentence: Sentence) -> dict[str, str]:
    """What the words around persons make of them: jobs before them ("employs 2,000 people"), else what they did or are."""
    words = m.tokens.words
    before = words[max(sentence.start, amount.bound - _TOLD_BEFORE) : amount.bound]
    if (
        before[-2:] == ["workforce", "of"]
        or _EMPLOYS & set(before)
        or ({"jobs", "employment"} & set(before) and {"for", "to"} & set(before))
    ):
        return {"indicator": "jobs", "unit": "jobs", "transform": "stock", "whose": "place"}
    if "trained" in before:  # "has trained over 10,000 Kenyans"
        return {"indicator": "people.participants", "transform": "cumulative"}
    if _residing(words, sentence, amount):
        return {"indicator": "residents", "transform": "stock"}
    if before[-2:] in (["community", "of"], ["diaspora", "of"]) or _of_community(words, sentence, amount):
        return {"indicator": "residents", "transform": "stock"}
    behind = words[noun : min(noun + _TELLING, sentence.end)]
    stop = next((k for k, word in enumerate(behind) if word in (",", ";")), len(behind))
    told = next((_persons()[word] for word in behind[:stop] if word in _persons()), None)
    return {key: told[key] for key in ("indicator", "transform")} if told else {}


def _residing(words: list[str], sentence: Sentence, amount: Amount) -> bool:
    """Whether persons stand behind the label of residents: "Number of residing Japanese nationals: 633 persons"."""
    label = words[max(sentence.start, amount.bound - _LABEL) : amount.bound]
    return label[-1:] == [":"] and not _RESIDENTS.isdisjoint(label)


def _of_community(words: list[str], sentence: Sentence, amount: Amount) -> bool:
    """Whether persons are those of a community whose size is told: "The Chinese community is estimated at 30 thousand people"."""
    near = words[max(sentence.start, amount.bound - 12) : amount.start]
    return bool({"community", "diaspora", "minority"} & set(near)) and bool(_SIZED & set(near))


@cache
def _persons() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in lexicon.table("persons")}


def _nationals(m: Mentions, amount: Amount, sentence: Sentence) -> Counted | None:
    """`120,000 Indonesians`: a demonym in the plural counts persons, residents unless the words behind tell more."""
    place = next((p for p in m.within(m.places, amount.end, amount.end + 1) if p.kind == DEMONYM), None)
    plural = place is not None and (m.tokens.words[place.end - 1].endswith("s") or m.tokens.word(place.end) in _OF_PEOPLE)
    if place is None or not plural or m.tokens.capital(min(place.end, len(m.tokens) - 1)):
        return None
    told = _told_by_neighbours(m, amount, place.end, sentence)
    if not told and not m.tokens.words[place.end - 1].endswith("s"):
        return None  # "77 Chinese were arrested"
    done = m.tokens.word(place.end) in ("have", "has", "were")  # "228 Mexicans have been honoured" are no residents
    row = {"unit": "persons", "indicator": "" if done else "residents", "transform": "level" if done else "stock"} | told
    label = m.tokens.span_text(amount.end, place.end)
    return Counted(place.end, place.end, label, row["unit"], row["indicator"], row["transform"], "people")


def _counted_before(m: Mentions, amount: Amount, sentence: Sentence) -> Counted | None:
    """`the number of tourists reached 6.3 million`: the noun stands before a verb of amounting."""
    words, i = m.tokens.words, amount.bound - 1
    labelled = words[i] == ":" and i > sentence.start  # "Japanese nationals residing in X: 72,308"
    moved = words[i] in ("to", "from") and (words[i - 1] in _MOVED or (words[i] == "to" and _moved_by(m, i, sentence)))
    sized = m.tokens.word(amount.end) == "strong" and words[i] == "is"  # "The community is about 8,000 strong"
    sized = sized or (words[i] == "at" and words[i - 1] in _PUT)  # "is put at about 3,500"
    sized = sized or (words[i] in ("is", "are") and words[i + 1] == "estimated")  # whose "at" is a word of the bound
    sized = sized or (words[i] in ("is", "are") and "number" in words[max(sentence.start, i - 8) : i])
    if i <= sentence.start or not (labelled or moved or sized or words[i] in _AMOUNTS_TO or words[i - 1] in _AMOUNTS_TO):
        return None
    aside = next(
        (k for k in range(i - 1, max(sentence.start, i - 4), -1) if words[k] == ","), None
    )  # "A, including B, is put at"
    opening = next((k for k in range(aside - 1, sentence.start, -1) if words[k] == ","), None) if aside else None
    for k in range(opening - 1 if opening else i, max(sentence.start - 1, i - 14), -1):
        if words[k] in (",", ";"):
            break
        if words[k] in _nouns():
            row = _nouns()[words[k]]
            start = k - 1 if m.tokens.kinds[k - 1] == "word" and words[k - 1] not in _BREAKS else k
            label = m.tokens.span_text(start, k + 1)
            row = row | _sharpened(m, row, amount, k + 1, sentence)
            return Counted(amount.end, amount.end, label, row["unit"], row["indicator"], row["transform"], row["whose"], start)
    return None


def number_of(m: Mentions, start: int, end: int) -> Counted | None:
    """What "the number of" tells of in tokens `start` to `end`: "the number of Egyptian students in France"."""
    words = m.tokens.words
    at = next((i + 2 for i in range(start, end - 2) if words[i : i + 2] == ["number", "of"]), None)
    noun = next((k for k in range(at, min(at + _REACH, end)) if words[k] in _nouns()), None) if at else None
    if at is None or noun is None:
        return None
    row, label = _nouns()[words[noun]], m.tokens.span_text(at, noun + 1)
    return Counted(noun + 1, noun + 1, label, row["unit"], row["indicator"], row["transform"], row["whose"], at)


def _moved_by(m: Mentions, i: int, sentence: Sentence) -> bool:
    """Whether "to" follows by how much a count has moved: "has risen by 35% in five years to 2,800"."""
    words, rate = m.tokens.words, m.within(m.amounts, max(sentence.start, i - 9), i)
    percent = next((a for a in rate if a.kind == PERCENT), None)
    k = percent.bound - 1 if percent else i
    k -= words[k] == "by"
    return percent is not None and words[k] in _MOVED and not {",", ";", "to"} & set(words[k:i])


def _plural_noun(m: Mentions, amount: Amount, sentence: Sentence) -> Counted | None:
    """`12 bridges`, `53,000 test kits`: any other plural that digits count keeps its row, without an indicator."""
    words, kinds = m.tokens.words, m.tokens.kinds
    if amount.numeral is None or not amount.numeral.digits or amount.end >= sentence.end or m.tokens.glued(amount.end):
        return None
    named = amount.bound > sentence.start + 1 and m.tokens.capital(amount.start - 1)  # "Highway 8 links"
    if named or year_at(m.tokens, amount.start, amount.end) is not None:
        return None
    end = amount.end
    while (
        end < min(amount.end + 3, sentence.end) and kinds[end] == WORD and words[end] not in _BREAKS and not m.tokens.capital(end)
    ):
        end += 1
        if (
            words[end - 1].endswith("s")
            and not words[end - 1].endswith("ss")
            and (end == sentence.end or kinds[end] != WORD or words[end] in _BREAKS)
        ):
            break
    noun = words[end - 1] if end > amount.end else ""
    if not noun.endswith("s") or noun.endswith("ss") or len(noun) < 4 or noun in lexicon.words("uncounted", "noun"):
        return None
    return Counted(end, end, m.tokens.span_text(amount.end, end), noun, "", "level", "place")


def _label_end(m: Mentions, noun: int, sentence: Sentence) -> int:
    """`pairs of twin provinces and cities`: the words behind "of" belong to the label."""
    words, i = m.tokens.words, noun
    if m.tokens.word(i) != "of" or i >= sentence.end:
        return noun
    i += 1
    while (
        i < sentence.end
        and i - noun < 8
        and m.tokens.kinds[i] != MARK
        and words[i] not in ("between", "in", "with", "were", "was", "have", "took", "to", "under")
    ):
        if words[i] == "and" and i + 1 < sentence.end and (m.tokens.kinds[i + 1] != "word" or words[i + 1] in _BREAKS):
            break
        i += 1
    return i


def sessions_held(m: Mentions, sentence: Sentence) -> int | None:
    """The number of sessions that a sentence says a mechanism has held."""
    for amount in m.within(m.amounts, sentence.start, sentence.end):
        counted = counted_at(m, amount, sentence) if amount.kind in (COUNT, TIMES) else None
        if counted and counted.unit == "sessions" and amount.value is not None:
            return int(amount.value)
    return None
