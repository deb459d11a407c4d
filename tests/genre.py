"""A grammar of the genre: country pages about two countries, with invented persons, figures and dates, and what they say.

A sentence is drawn together with its facts, which are rows as `test_reader_cases` compares them: only the columns named
count, but every row of a table must be told. Nothing here is asked of the reader: bounds, dates and sides are worked out anew.
Names, demonyms, capitals and offices are those of the lexicon; an office is one that the country may have.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from textwrap import fill
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.exchange import MONTHS, ordinal
from tests.genre_words import (
    COUNTRIES,
    OFFICES,
    TOPICS,
    Draw,
    Page,
    capital,
    country,
    demonym,
    measured,
    money,
    office,
    owner,
    percent,
    person,
    seated,
    when,
)


def visit(draw: Draw, page: Page) -> str:
    """A visit, and perhaps a meeting on it."""
    guest, host = draw(st.permutations([page.home, page.partner]))
    (said, date), who, role = when(draw), person(draw, page), office(draw, guest)
    grade = draw(st.sampled_from(["", "state", "official", "working"]))
    verb = (
        f"paid {'an' if grade == 'official' else 'a'} {grade} visit to"
        if grade
        else draw(st.sampled_from(["visited", "paid a visit to"]))
    )
    subjects = [f"{role} {who} of {country(guest)}", f"{demonym(guest)} {role} {who}", f"{who}, {role} of {country(guest)},"]
    subject = draw(st.sampled_from(subjects))
    after = f"{subject} {verb} {country(host)} {said[0].lower()}{said[1:]}"
    text = draw(st.sampled_from([f"{said}, {subject} {verb} {country(host)}", after[0].upper() + after[1:]]))
    level = OFFICES[role]
    page.tell("events", kind="visit", date=date, visitor=guest, host=host, level=level, grade=grade, seats=[who])
    page.seat(who, guest, role)
    if draw(st.booleans()):
        other, other_role = person(draw, page), office(draw, host)
        page.seat(who, guest, role)
        page.seat(other, host, other_role)
        text += f", during which he {draw(st.sampled_from(['met with', 'held talks with']))} {demonym(host)} {other_role} {other}"
        page.tell("events", kind="meeting", date=date, visitor=guest, seats=[who, other])
    return f"{text}."


def year_of_visits(draw: Draw, page: Page) -> str:
    """A year stated once and carried by the months after it, and the same month said so."""
    year, (first, second) = (
        draw(st.integers(1955, 2024)),
        sorted(draw(st.lists(st.integers(1, 12), min_size=2, max_size=2, unique=True))),
    )
    guest, host = draw(st.permutations([page.home, page.partner]))
    people = [person(draw, page) for _ in range(3)]
    roles = [office(draw, guest) for _ in people]
    months = [(f"In {MONTHS[first - 1]} {year}", first), (f"In {MONTHS[second - 1]}", second)]
    months.append((draw(st.sampled_from(["In the same month", "Also in that month"])), second))
    told = []
    for who, role, (said, month) in list(zip(people, roles, months, strict=True))[: draw(st.integers(2, 3))]:
        date = f"{year}-{month:02}"
        told.append(f"{said}, {role} {who} of {country(guest)} visited {country(host)}.")
        page.tell("events", kind="visit", date=date, visitor=guest, host=host, level=OFFICES[role], seats=[who])
        page.seat(who, guest, role)
    return " ".join(told)


def abroad(draw: Draw, page: Page) -> str:
    """A meeting in a third country, beside a gathering."""
    (said, date), a, b = when(draw, (1990, 2024)), person(draw, page), person(draw, page)
    city = draw(
        st.sampled_from([c for c in ("Geneva", "Nairobi", "Lima", "Vienna") if c not in map(capital, (page.home, page.partner))])
    )
    page.tell("events", kind="meeting", date=date, direction="third_country", place=city, multilateral=True, seats=[a, b])
    side = draw(st.sampled_from(["on the sidelines of", "on the margins of"]))
    roles = seated(draw, page, (a, page.home), (b, page.partner))
    pair = f"{roles[0]} {a} of {country(page.home)} met with {demonym(page.partner)} {roles[1]} {b}"
    return f"{said}, {pair} {side} the World Health Summit in {city}."


def meeting(draw: Draw, page: Page) -> str:
    """A meeting in one of the capitals: the side that is at home is the host."""
    host, guest = draw(st.permutations([page.home, page.partner]))
    (said, date), a, b = when(draw), person(draw, page), person(draw, page)
    verb = draw(st.sampled_from(["met with", "held talks with", "had a meeting with"]))
    page.tell(
        "events", kind="meeting", date=date, visitor=guest, host=host, place=capital(host), place_country=host, seats=[a, b]
    )
    roles = seated(draw, page, (a, host), (b, guest))
    first, second = f"{demonym(host)} {roles[0]} {a}", f"{roles[1]} {b} of {country(guest)}"
    return f"{said}, {first} {verb} {second} in {capital(host)}."


def remote(draw: Draw, page: Page) -> str:
    """A call or a message."""
    (said, date), a, b = when(draw, (1990, 2024)), person(draw, page), person(draw, page)
    verb, kind, format_ = draw(st.sampled_from([
        ("had a phone call with", "call", "remote"), ("spoke by telephone with", "call", "remote"),
        ("held a video meeting with", "meeting", "remote"), ("sent a message of congratulations to", "letter", "written"),
    ]))  # fmt: skip
    page.tell("events", kind=kind, date=date, format=format_, seats=[a, b])
    roles = seated(draw, page, (a, page.home), (b, page.partner))
    return f"{said}, {roles[0]} {a} of {country(page.home)} {verb} {demonym(page.partner)} {roles[1]} {b}."


def session(draw: Draw, page: Page) -> str:
    """A numbered session of a joint committee."""
    (said, date), number = when(draw, (1990, 2024), ordinals=False), draw(st.integers(2, 30))
    city = capital(draw(st.sampled_from([page.home, page.partner])))
    topic = free(draw, page, TOPICS)
    page.tell("events", kind="dialogue", date=date, session=number, place=city, seats=[])
    noun = draw(st.sampled_from(["session", "meeting"]))
    return f"{said}, the {ordinal(number)} {noun} of the Joint Committee on {topic} was held in {city}."


def nothing(draw: Draw, page: Page) -> str:
    """What is planned, denied or wished is no event."""
    who, year = f"{office(draw, page.partner)} {person(draw, page)} of {country(page.partner)}", draw(st.integers(2025, 2035))
    return str(draw(st.sampled_from([
        f"{who} is expected to visit {country(page.home)} in {year}.",
        f"{who} is scheduled to visit {country(page.home)} in May {year}.",
        f"{who} will visit {country(page.home)} in {year}.",
        f"{who} did not visit {country(page.home)} in {year - 15}.",
        f"{who} has never visited {country(page.home)}.",
    ])))  # fmt: skip


def trade(draw: Draw, page: Page) -> str:
    """The volume of trade, and perhaps its growth."""
    year, (said, row), fall = draw(st.integers(1990, 2024)), money(draw, page), draw(st.booleans())
    noun = draw(
        st.sampled_from(
            ["bilateral trade", "two-way trade", "the trade volume between the two countries", "the bilateral trade volume"]
        )
    )
    verb = draw(st.sampled_from(["reached", "stood at", "amounted to", "was", "totaled"]))
    page.tell("statistics", indicator="trade.goods", transform="level", flow="T", period=str(year), **row)
    text = f"In {year}, {noun} {verb} {said}"
    if draw(st.booleans()):
        rate, change = percent(draw, fall)
        ways = (
            [f"down {rate}", f"down by {rate}", f"a decrease of {rate}"]
            if fall
            else [f"up {rate}", f"up by {rate}", f"an increase of {rate}"]
        )
        text += f", {draw(st.sampled_from(ways))}{draw(st.sampled_from([' year on year', '', ' over the previous year']))}"
        page.tell("statistics", indicator="trade.goods.change", transform="change", flow="T", period=str(year), **change)
    return f"{text}."


def flows(draw: Draw, page: Page) -> str:
    """Exports and imports of one side."""
    one, other = draw(st.permutations([page.home, page.partner]))
    year, (x_said, x), (m_said, m) = draw(st.integers(1990, 2024)), money(draw, page), money(draw, page)
    for flow, row in (("X", x), ("M", m)):
        page.tell("statistics", indicator="trade.goods", flow=flow, subject=one, partner=other, period=str(year), **row)
    verb = draw(st.sampled_from(["were", "reached", "amounted to"]))
    return (
        f"In {year}, {owner(one)} exports to {country(other)} {verb} {x_said} "
        f"and its imports from {country(other)} {verb} {m_said}."
    )


def bounded(draw: Draw, page: Page) -> str:
    """A sum that is only bounded, or a range of sums."""
    year, a, b = draw(st.integers(1990, 2024)), draw(st.integers(1, 4)), draw(st.integers(5, 9))
    low, high = a * 1e9, b * 1e9
    said, row = draw(st.sampled_from([
        (f"more than US${a} billion", {"value": low, "low": low, "high": "", "qualifier": "over"}),
        (f"over US${a} billion", {"value": low, "low": low, "high": "", "qualifier": "over"}),
        (f"at least US${a} billion", {"value": low, "low": low, "high": "", "qualifier": "at_least"}),
        (f"nearly US${a} billion", {"value": low, "low": "", "high": low, "qualifier": "nearly"}),
        (f"up to US${a} billion", {"value": low, "low": "", "high": low, "qualifier": "up_to"}),
        (f"about US${a} billion", {"value": low, "low": low - 5e8, "high": low + 5e8, "qualifier": "about"}),
        (f"US${a}-{b} billion", {"value": "", "low": low, "high": high}),
        (f"US${a} to {b} billion", {"value": "", "low": low, "high": high}),
    ]))  # fmt: skip
    page.tell("statistics", indicator="trade.goods", transform="level", flow="T", period=str(year), unit="USD", **row)
    return f"In {year}, bilateral trade was {said}."


def levels(draw: Draw, page: Page) -> str:
    """A level and that of the year before, which is no rate."""
    year, (said, row), (before, old) = draw(st.integers(1990, 2024)), money(draw, page), money(draw, page)
    page.tell("statistics", indicator="trade.goods", transform="level", flow="T", period=str(year), **row)
    page.tell("statistics", indicator="trade.goods", transform="level", flow="T", period=str(year - 1), **old)
    return f"Bilateral trade reached {said} in {year}, up from {before} in {year - 1}."


def rise(draw: Draw, page: Page) -> str:
    """Two levels, of which only the second has a date; or both, of the ends of a span."""
    low, high, year = draw(st.integers(1, 4)), draw(st.integers(5, 9)), draw(st.integers(1995, 2024))
    before = draw(st.sampled_from(["", str(year - 5)]))
    for number, period in ((low, before), (high, str(year))):
        row = {"value": number * 1e9, "unit": "USD", "period": period}
        page.tell("statistics", indicator="trade.goods", transform="level", flow="T", **row)
    verb = draw(st.sampled_from(["rose", "grew", "increased"]))
    if before:
        return f"From {before} to {year}, bilateral trade {verb} from US${low} billion to US${high} billion."
    return f"Bilateral trade {verb} from US${low} billion to US${high} billion in {year}."


def respective(draw: Draw, page: Page) -> str:
    """Exports and imports with their rates, dealt out by "respectively"."""
    year = draw(st.integers(1990, 2024))
    one, other = sorted((page.home, page.partner), key=lambda code: len(country(code).split()))
    assume(len(country(one).split()) <= 4)  # longer names are beyond the reader
    (x_said, x), (m_said, m) = money(draw, page), money(draw, page)
    (x_rate, x_up), (m_rate, m_up) = percent(draw, False), percent(draw, False)
    for flow, row, change in (("X", x, x_up), ("M", m, m_up)):
        page.tell("statistics", indicator="trade.goods", flow=flow, subject=one, partner=other, period=str(year), **row)
        page.tell("statistics", indicator="trade.goods.change", flow=flow, subject=one, partner=other, **change)
    return (
        f"In {year}, {owner(one)} exports to and imports from {country(other)} were {x_said} and {m_said}, "
        f"up {x_rate} and {m_rate} respectively."
    )


def stock(draw: Draw, page: Page) -> str:
    """What stood at the end of a year."""
    year = draw(st.integers(1995, 2024))
    number = draw(st.sampled_from([draw(st.integers(2, 999)), draw(st.integers(1001, 99_999))]))
    row = measured(f"{number:,}", Decimal(1), "things")
    what, unit = draw(st.sampled_from([("students from {} in {}", "persons"), ("Confucius Institutes in {1}", "institutes")]))
    page.tell("statistics", transform="stock", period=f"{year}-12-31", **(row | {"unit": unit}))
    return f"By the end of {year}, there were {number:,} {what.format(country(page.partner), country(page.home))}."


def relations(draw: Draw, page: Page) -> str:
    """How the relations stand in law: each step is told once a page."""
    said, date = when(draw)
    kind, text = free(draw, page, [
        ("relations_established", "the two countries established diplomatic relations"),
        ("relations_upgraded", "the two sides upgraded their relations to a strategic partnership"),
        ("relations_established", f"{country(page.home)} and {country(page.partner)} established diplomatic relations"),
    ])  # fmt: skip
    page.tell("milestones", kind=kind, date=date)
    return f"{said}, {text}."


def signing(draw: Draw, page: Page) -> str:
    """A treaty signed."""
    (said, date), topic = when(draw), free(draw, page, TOPICS)
    what = draw(st.sampled_from(["Agreement on {} Cooperation", "Memorandum of Understanding on {}", "Protocol on {}"])).format(
        topic
    )
    page.tell("milestones", kind="agreement_signed", date=date)
    return f"{said}, the two {draw(st.sampled_from(['sides', 'countries', 'governments']))} signed the {what}."


def in_force(draw: Draw, page: Page) -> str:
    """A treaty signed and in force."""
    (signed, date), topic, year = when(draw, (1980, 2000)), free(draw, page, TOPICS), draw(st.integers(2001, 2024))
    page.tell("milestones", kind="agreement_signed", date=date)
    page.tell("milestones", kind="agreement_in_force", date=str(year))
    return f"{signed}, the two sides signed the Treaty on {topic}, which entered into force in {year}."


def visits_listed(draw: Draw, page: Page) -> str:
    """Visits in a list, one entry a line, under a line that tells who went where."""
    guest, host = draw(st.permutations([page.home, page.partner]))
    lead = draw(st.sampled_from([
        f"Visits by {demonym(guest)} leaders to {country(host)}:", f"Visits from {country(guest)} to {country(host)}:",
    ]))  # fmt: skip
    bullet, entries = draw(st.sampled_from(["- ", "• ", "* "])), [lead]
    for _ in range(draw(st.integers(1, 3))):
        who, role = person(draw, page), office(draw, guest)
        month, year = draw(st.integers(1, 12)), draw(st.integers(1960, 2024))
        said, date = draw(st.sampled_from([(f"{MONTHS[month - 1]} {year}", f"{year}-{month:02}"), (str(year), str(year))]))
        entries.append(f"{bullet}{role} {who} ({said})")
        page.tell("events", kind="visit", date=date, visitor=guest, host=host, level=OFFICES[role], seats=[who])
        page.seat(who, guest, role)
    return "\n\n".join(entries)


def rank(draw: Draw, page: Page) -> str:
    """A place in an order."""
    one, other = draw(st.permutations([page.home, page.partner]))
    measure, noun = draw(st.sampled_from([
        ("trading_partner", "trading partner"), ("export_destination", "export market"), ("import_source", "source of imports"),
    ]))  # fmt: skip
    place = draw(st.integers(1, 6))
    word = ["", "second-", "third-", "fourth-", "fifth-", "sixth-"][place - 1]
    page.tell("rankings", subject=one, object=other, measure=measure, rank=place)
    name = country(one)
    return f"{name[0].upper()}{name[1:]} is {owner(other)} {word.replace('-', draw(st.sampled_from(['-', ' '])))}largest {noun}."


def free(draw: Draw, page: Page, choices: list[Any]) -> Any:
    """One of the choices that the page has not had."""
    choice = draw(st.sampled_from([one for one in choices if str(one) not in page.used]))
    page.used.add(str(choice))
    return choice


SECTIONS = {
    "Political Relations": [visit, meeting, remote, nothing, year_of_visits, abroad],
    "Diplomatic Relations": [relations, signing, in_force, nothing],
    "Economic and Trade Cooperation": [trade, flows, rank, bounded, levels, rise, respective],
    "Exchange of Visits": [visits_listed],
    "Other Exchanges": [stock, session, visit],
}
MARKS = [
    "{roman}. {heading}",
    "{Roman}. {heading}",
    "{n}. {heading}",
    "({n}) {heading}",
    "{n}.{heading}",
    "{heading}",
    "[{heading}]",
    "",
]


def wrapped(text: str) -> str:
    """The text in lines of 60 characters, broken within names and figures too, but not beside an initial: it could be part P."""
    kept = re.sub(r"(?<=\b[A-Z]\.) | (?=[A-Z]\. )", "\0", text)
    return "\n\n".join(fill(paragraph, 60, break_on_hyphens=False) for paragraph in kept.split("\n\n")).replace("\0", " ")


def curled(value: Any) -> Any:
    """A value of a row with the apostrophes that the page has."""
    if isinstance(value, list):
        return [curled(one) for one in value]
    return value.replace("'", "’") if isinstance(value, str) else value


MANNERS: list[Callable[[str], str]] = [
    str,
    wrapped,
    lambda text: text.replace(" ", "\u2002"),
    lambda text: text.replace(". ", ".  ").replace("'", "’"),
    lambda text: text.replace("\n", "\r\n"),
]


@st.composite
def pages(draw: Draw) -> Page:
    """A country page with the facts that it tells."""
    home, partner = draw(st.lists(st.sampled_from(sorted(COUNTRIES)), min_size=2, max_size=2, unique=True))
    page, mark = Page(home, partner), draw(st.sampled_from(MARKS))
    parts = [f"{country(home)} and {country(partner)}".removeprefix("the ")]
    for n, heading in enumerate(draw(st.permutations(sorted(SECTIONS)))[: draw(st.integers(1, 3))], start=1):
        roman = ["i", "ii", "iii"][n - 1]
        parts += [mark.format(n=n, roman=roman, Roman=roman.upper(), heading=heading)] if mark else []
        kinds = draw(st.lists(st.sampled_from(SECTIONS[heading]), min_size=1, max_size=3, unique=True))
        sentences = [kind(draw, page) for kind in kinds]
        parts.append(draw(st.sampled_from([" ", "\n\n"])).join(sentences))
    page.text = draw(st.sampled_from(MANNERS))("\n\n".join(parts) + "\n")
    if "’" in page.text:
        page.facts = {
            table: [{key: curled(value) for key, value in row.items()} for row in rows] for table, rows in page.facts.items()
        }
    return page
