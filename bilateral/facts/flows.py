"""Whose a figure is: exporter and importer, receiver of money, country of people and of things."""

from __future__ import annotations

from bilateral import lexicon
from bilateral.facts.counts import Counted
from bilateral.facts.figures import Figure, Reading
from bilateral.facts.lead_ins import heading_of
from bilateral.lexicon import Row
from bilateral.mentions import Mentions
from bilateral.mentions.amount import Amount
from bilateral.mentions.places import CITY, DEMONYM, NAME, Place
from bilateral.phrases import Match

FLOWS = frozenset({"X", "M"})
_DIVIDES = frozenset({";", "while", "whereas"})  # one clause from the next
_GIVEN = frozenset("granted provided gave lent offered to extended donated".split())
_RULERS = frozenset({"government", "side", "embassy"})
_OWNS = frozenset("has have had covers spans supplied sold shipped exported".split())
_CLAUSE = 24  # tokens from who gives or has something to how much it is
_GOT = frozenset("received obtained attracted borrowed secured".split())

_SOURCES = frozenset({"source", "donor", "provider", "lender", "creditor"})  # "Japan is the Philippines' largest source of aid"
_TRADED = frozenset({"imported", "exported"})
_FIRMS = frozenset("investment investments investors projects companies enterprises firms businesses contractors capital".split())


def set_flow(reader: Reading, figure: Figure, mark: Match[Row]) -> None:
    """Set whose exports or imports: "to" and "from" say it, else the possessor, else the flow before; a total is the home's."""
    last = next((f for f in reversed(reader.figures) if f.flow in FLOWS), None)
    owner = _possessor(reader, mark, last)
    figure.subject = reader.m.home
    if figure.flow in FLOWS:
        joined = (
            last is not None and reader.m.tokens.word(mark.start - 1) == "and" and reader.m.tokens.words[mark.start] in _TRADED
        )
        owner = "" if joined else owner  # "X exported goods to Y and imported goods worth …"
        former = last.subject if last else _trading_with(reader, mark) or reader.m.home
        figure.subject = _trader(reader, figure.flow, mark) or owner or former
    elif owner and figure.indicator == "trade.balance":
        figure.subject = owner
    figure.partner = reader.m.other(figure.subject)


def _trading_with(reader: Reading, mark: Match[Row]) -> str:
    """The side that a sentence or the heading over it speaks for: "Trade with Japan: exports …" are those of the other."""
    m, heading = reader.m, heading_of(reader.m, reader.sentence)
    for start, end in ((reader.sentence.start, mark.start), heading or (0, 0)):
        for place in m.within(m.places, start, end):
            if place.country in m.sides() and m.tokens.words[place.start - 2 : place.start] == ["trade", "with"]:
                return m.other(place.country)
    return ""


def _possessor(reader: Reading, mark: Match[Row], last: Figure | None) -> str:
    """The side right before a flow ("China's exports"), or the first of the sentence where it is "its"; empty where none is."""
    m, floor = reader.m, reader.sentence.start
    if m.tokens.word(mark.start - 1) == "our":
        return m.home
    sides = [p for p in m.within(m.places, floor, mark.start) if p.country in m.sides()]
    if last is None and {"its", "their"} & set(m.tokens.words[mark.start - 3 : mark.start]) and sides:
        return sides[0].country
    return sides[-1].country if sides and sides[-1].end + 2 >= mark.start else ""


def _trader(reader: Reading, flow: str, mark: Match[Row]) -> str:
    """The side whose flow the words behind it name: "exports to X", "imports by X", "exports of X"; empty where none is."""
    m, words = reader.m, reader.m.tokens.words
    toward, by = ("to", "from") if flow == "X" else ("from", "by")
    for place in m.within(m.places, mark.end, mark.end + 8):
        link = m.tokens.word_before(place.start)
        if place.country not in m.sides() or place.kind == DEMONYM:
            continue
        if link == toward and not {",", ";"} & set(words[mark.end : place.start]):
            return m.other(place.country)
        mixed = any(mark.end <= other.start < place.start for other in reader.marks)
        if not mixed and link in ("of", "by", by):
            return place.country
    return ""


def of_third_parties(reader: Reading, mark: Match[Row], amount: Amount) -> bool:
    """Whether a flow is with or among other countries ("trade between Mexico and Canada"), no fact of the two sides."""
    m, words = reader.m, reader.m.tokens.words
    near = [p for p in m.within(m.places, mark.end, min(mark.end + 9, max(amount.start, mark.end))) if p.kind == NAME]
    before = m.within(m.places, mark.start - 3, mark.start)
    if mark.row["flow"] in FLOWS and any(
        p.end + (words[p.end] == "'s") == mark.start and p.country not in m.sides() for p in before
    ):
        return True  # "India's exports", on a page of two others
    among = [i for i in range(mark.end, min(mark.end + 6, amount.start)) if words[i] == "countries"]
    if any(words[i - 2] in ("of", "to", "from", "with") and words[i - 1] not in ("two", "both", "the", "our") for i in among):
        return True  # "cancelled debts of African countries"
    if _with_a_region(m, mark.end, min(mark.end + 9, max(amount.start, mark.end))):
        return True
    linked = [p for p in near if words[p.start - 1] in ("to", "from", "with", "between", "and", "the")]
    return any(p.country not in m.sides() for p in linked) and not set(m.sides()) <= {p.country for p in near}


def _with_a_region(m: Mentions, start: int, end: int) -> bool:
    """Whether tokens tell of trade with many countries: "with Africa", "to the world", "to the EU"."""
    words = m.tokens.words
    for i in range(start, end - 1):
        if words[i] in ("with", "to", "from"):
            j = i + 1 + (words[i + 1] == "the")
            region = m.tokens.word(j) in lexicon.words("regions") or m.tokens.word(j) in ("world", "rest", "continent")
            if region and not m.within(m.places, j, j + 1):
                return True
    return False


def set_receiver(reader: Reading, figure: Figure, mark: Match[Row], stop: int) -> None:
    """Set who receives the money: "in X", "granted X", "X received"; else the other side of the giver."""
    m, words = reader.m, reader.m.tokens.words
    places = [p for p in m.within(m.places, reader.sentence.start, reader.sentence.end) if p.country in m.sides()]
    clause = [p for p in places if figure.start - 12 <= p.start < stop and not _divided(reader, figure, p)]
    receivers = _receivers(reader, figure, mark, places, clause)
    sources = [p for p in clause if words[p.start - 1] == "from"]
    givers = sources or [p for p in clause if p.end <= mark.start + 1 and p.kind != CITY][::-1]
    givers = givers or [p for p in places if p.kind == NAME and p.end <= figure.amount.start]
    owner = _economy_of(reader, mark) if figure.indicator == "gdp" else ""
    if owner or receivers:
        figure.subject = owner or receivers[0].country
    else:
        figure.subject = m.other(givers[0].country) if givers else m.partner
    figure.partner = m.other(figure.subject)


def _economy_of(reader: Reading, mark: Match[Row]) -> str:
    """Whose product is told: "the GDP of X", "X's GDP"; empty where neither says it."""
    m = reader.m
    around = [*m.within(m.places, mark.end, mark.end + 4), *m.within(m.places, mark.start - 4, mark.start)[::-1]]
    return next((p.country for p in around if p.country in m.sides()), "")


def _divided(reader: Reading, figure: Figure, place: Place) -> bool:
    """Whether a place stands in another clause than a figure."""
    return bool(_DIVIDES & set(reader.m.tokens.words[min(place.start, figure.end) : max(place.start, figure.end)]))


def _receivers(reader: Reading, figure: Figure, mark: Match[Row], places: list[Place], clause: list[Place]) -> list[Place]:
    """The places that receive money, of the first way in which the words tell it; `clause` are those of the figure's clause."""
    words, countries = reader.m.tokens.words, [p for p in clause if p.kind != DEMONYM]
    inside = [p for p in countries if words[p.start - 1] == "in"]
    behind = [p for p in places if words[p.start - 1] in ("in", "to") and p.kind != DEMONYM and p.start > figure.end]
    zones = [p for p in clause if p.kind == CITY and p.end <= mark.start]  # a gateway, zone or port there
    given = [p for p in countries if words[p.start - 1] in _GIVEN]
    got = [p for p in clause if reader.m.tokens.word(p.end) in _GOT]
    owed = [p for p in clause if reader.m.tokens.word(p.end) == "'s" and p.end + 1 == mark.start]
    named = [p for p in inside if mark.end < p.start <= mark.end + 2]  # "Portuguese investment in Angola reached …"
    ways = (named, [p for p in inside if p.start >= figure.amount.end], inside[::-1], behind, zones, given, got)
    told = next((way for way in ways if way), [])
    needy = [
        p for p in clause if reader.m.tokens.word(p.end) in ("'s", "'") and not _SOURCES.isdisjoint(words[p.end : p.end + 4])
    ]
    there = [p for p in clause if p.kind == CITY and p.start >= figure.amount.end]
    return needy or told or (owed if figure.indicator == "debt" else []) or there


def where_it_stands(reader: Reading, amount: Amount) -> tuple[str, str]:
    """Where things stand: "in X", of this clause or the sentence, else the partner's country, of which the page tells."""
    m, words = reader.m, reader.m.tokens.words
    places = [p for p in m.within(m.places, amount.end, reader.sentence.end) if p.country in m.sides() and p.kind != DEMONYM]
    here = [p for p in places if words[p.start - 1] in ("in", "to", "across") or m.tokens.word_before(p.start) == "in"]
    before = [
        p
        for p in m.within(m.places, reader.sentence.start, amount.start)
        if p.country in m.sides() and words[p.start - 1] == "in" and p.kind != CITY
    ]
    named = [p for p in m.within(m.places, reader.sentence.start, amount.start) if p.country in m.sides() and p.kind == CITY]
    beside = [p for p in places if p.kind == CITY and p.start <= amount.end + 1]  # "the 485-km Mombasa-Nairobi railway"
    chosen = here or beside or before[::-1] or named
    country = chosen[0].country if chosen else _abroad(reader, amount) or by_giver(reader, amount) or m.partner
    return country, m.other(country)


def by_giver(reader: Reading, amount: Amount) -> str:
    """Where things went that one side gave ("China donated 100 tonnes of rice"), or who has them ("Kenya has 580,367 km2")."""
    m = reader.m
    for place in m.within(m.places, max(reader.sentence.start, amount.bound - _CLAUSE), amount.bound)[::-1]:
        ruled = place.kind == DEMONYM and m.tokens.word(place.end) in _RULERS  # "the Thai Government donated"
        verb = m.tokens.words[place.end + ruled : place.end + ruled + 2]
        if not (place.kind == NAME or ruled) or place.country not in m.sides() or place.end >= amount.bound:
            continue
        if not _GIVEN.isdisjoint(verb):
            return m.other(place.country)
        if not _OWNS.isdisjoint(verb):
            return place.country
    return ""


def _abroad(reader: Reading, amount: Amount) -> str:
    """The other side, where a sentence speaks of one side's firms ("Chinese investment projects", which are not in China)."""
    m = reader.m
    owners = [
        p for p in m.within(m.places, reader.sentence.start, amount.end + 4) if p.kind == DEMONYM and p.country in m.sides()
    ]
    return next((m.other(p.country) for p in owners if not _FIRMS.isdisjoint(m.tokens.words[p.end : p.end + 2])), "")


def whose(reader: Reading, amount: Amount, counted: Counted) -> tuple[str, str]:
    """Whose people, where things stand, or the home side where they are joint."""
    m, words = reader.m, reader.m.tokens.words
    if counted.whose == "joint":
        return m.sides()
    if counted.whose.startswith("outside "):  # where they stand: a Confucius Institute, never in China
        home = counted.whose.removeprefix("outside ")
        country = m.other(home) if home in m.sides() else where_it_stands(reader, amount)[0]
        return country, m.other(country)
    if counted.whose == "people":
        first = amount.end if counted.before is None else counted.before
        places = [p for p in m.within(m.places, first, max(counted.label_end + 3, amount.bound)) if p.country in m.sides()]
        own = [p for p in places if p.kind == DEMONYM or words[p.start - 1] in ("from", "to") or words[p.start - 2] == "born"]
        country = own[0].country if own else m.home
        return country, m.other(country)
    return where_it_stands(reader, amount)
