"""What the sentences of `genre` are made of: countries, invented persons, offices, dates, sums and rates, with their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bilateral import lexicon
from tests.exchange import MONTHS, bounds, ordinal

Draw = Callable[..., Any]
Facts = dict[str, list[dict[str, Any]]]

GIVEN = "Tarik|Belo|Nadira|Oskar|Wen|Ana-Lucía|Jørgen|Ismet|Thabo|Li|Kassim|Maren|Dušan|A.|J. P.|Nguyễn|Chandra|Yusra".split("|")
FAMILY = (
    "Holmberg|Zarkova|al-Fassi|bin Rashad|de la Cruz|Okonjo|Weimin|O'Rourke|Tembo|Kallas-Berg|Ndiaye|Sorin|Abdelaziz|van Dijk|"
    "Petrosyan|Qureshi|Tanaka|Łukasik|Moreau|Haldane"
).split("|")
TOPICS = "Agriculture|Fisheries|Science and Technology|Tourism|Civil Aviation|Water Conservancy|Public Health".split("|")
OFFICES = {
    "President": "head_of_state", "King": "head_of_state", "Emir": "head_of_state", "Governor-General": "head_of_state",
    "Prime Minister": "head_of_government", "Chancellor": "head_of_government", "Premier": "head_of_government",
    "Vice President": "deputy_head", "Deputy Prime Minister": "deputy_head", "Crown Prince": "deputy_head",
    "Speaker of Parliament": "legislature", "Foreign Minister": "foreign_minister",
    "Minister of Foreign Affairs": "foreign_minister", "Minister of Agriculture": "minister", "Trade Minister": "minister",
    "Minister of Education": "minister", "Vice Foreign Minister": "vice_minister",
}  # fmt: skip
COUNTRIES = {row["alpha3"]: row for row in lexicon.table("countries") if row["demonyms"] and row["capitals"]}
# Whose ministry may mean its own dollars by a bare "$".
DOLLARS = {
    code for row in lexicon.table("currencies") if "$" in row["local_symbols"].split("|") for code in row["countries"].split("|")
}
THE = ("United", "Bahamas", "Gambia", "Maldives", "Netherlands", "Philippines", "Comoros", "Seychelles", "Czech")


@dataclass
class Page:
    """A page while it is drawn: its two countries, its sections, and the facts told so far."""

    home: str
    partner: str
    text: str = ""
    facts: Facts = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def seat(self, name: str, country: str, role: str) -> None:
        """Tell of a person who took part."""
        self.tell("participants", name=name, country=country, office=OFFICES[role])

    def tell(self, table: str, **row: Any) -> None:
        self.facts.setdefault(table, []).append(row)


def country(code: str) -> str:
    """The country's name within a sentence."""
    name: str = COUNTRIES[code]["name"]
    the = name.startswith(THE) or name.endswith(("Islands", "Republic"))
    return f"the {name}" if the else name


def owner(code: str) -> str:
    """The country's name as the owner of what follows."""
    return f"{country(code)}'" if country(code).endswith("s") else f"{country(code)}'s"


def demonym(code: str) -> str:
    return str(COUNTRIES[code]["demonyms"].split("|")[0])


def capital(code: str) -> str:
    return str(COUNTRIES[code]["capitals"].split("|")[0])


def person(draw: Draw, page: Page) -> str:
    """A name that nobody on the page has, nor any part of it."""
    free = [name for name in FAMILY if name not in page.used]
    family, given = draw(st.sampled_from(free)), draw(st.sampled_from([n for n in GIVEN if n not in page.used]))
    page.used |= {family, given}
    return f"{given} {family[0].upper()}{family[1:]}" if given.endswith(".") else f"{given} {family}"


def office(draw: Draw, code: str) -> str:
    """An office that the country may have."""
    never = {title for row in lexicon.table("never_held") if row["alpha3"] == code for title in row["titles"].split("|")}
    others = [row["pattern"] for row in lexicon.table("only_held") if code not in row["countries"].split("|")]
    never |= {title for pattern in others for title in pattern.replace(" - ", "-").split("|")}
    return str(draw(st.sampled_from([title for title in sorted(OFFICES) if title.lower() not in never])))


def seated(draw: Draw, page: Page, *people: tuple[str, str]) -> list[str]:
    """An office for each person, with the seats told."""
    roles = [office(draw, of) for _, of in people]
    for (name, of), role in zip(people, roles, strict=True):
        page.seat(name, of, role)
    return roles


def when(draw: Draw, years: tuple[int, int] = (1955, 2024), ordinals: bool = True) -> tuple[str, str]:
    """A date as a sentence prints it ("On 3 May 2012"), and in EDTF."""
    year, month, day = draw(st.integers(*years)), draw(st.integers(1, 12)), draw(st.integers(1, 25))
    name, last = MONTHS[month - 1], day + draw(st.integers(1, 3))
    one, several = f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}/{year}-{month:02}-{last:02}"
    forms = [
        (f"In {name} {year}", f"{year}-{month:02}"),
        (f"In {name}, {year}", f"{year}-{month:02}"),
        (f"On {day} {name} {year}", one),
        (f"On {name} {day}, {year}", one),
        (f"From {day} to {last} {name} {year}", several),
        (f"From {name} {day} to {last}, {year}", several),
        (f"On {name} {ordinal(day)}, {year}", one),
        (f"On the {ordinal(day)} of {name} {year}", one),
    ]
    said, date = draw(st.sampled_from(forms if ordinals else forms[:-2]))
    return said, date


def money(draw: Draw, page: Page) -> tuple[str, dict[str, Any]]:
    """A sum as printed, and the columns that it fills."""
    number = draw(st.sampled_from(["{}.{}", "{}.{}{}", "{}"])).format(*(draw(st.integers(1, 9)) for _ in range(3)))
    word, scale = draw(st.sampled_from([("million", 6), ("billion", 9)]))
    forms = [("${} {}", "USD")] if page.home not in DOLLARS else []
    forms += [("US${} {}", "USD"), ("US$ {} {}", "USD"), ("{} {} US dollars", "USD"), ("USD {} {}", "USD"),
             ("{} {} yuan", "CNY"), ("RMB {} {}", "CNY"), ("€{} {}", "EUR"), ("{} {} euros", "EUR")]  # fmt: skip
    form, unit = draw(st.sampled_from(forms))
    return form.format(number, word), measured(number, Decimal(10) ** scale, unit)


def percent(draw: Draw, fall: bool) -> tuple[str, dict[str, Any]]:
    """A rate of change as printed, and the columns that it fills; a fall is negative."""
    number = draw(st.sampled_from(["{}", "{}.{}", "1{}.{}", "2{}.{}{}"])).format(*(draw(st.integers(1, 9)) for _ in range(3)))
    row = measured(number, Decimal(1), "percent")
    if fall:
        row |= {"value": -row["value"], "low": -row["high"], "high": -row["low"]}
    return draw(st.sampled_from(["{}%", "{} percent", "{} per cent"])).format(number), row


def measured(number: str, scale: Decimal, unit: str) -> dict[str, Any]:
    low, high = bounds(number, scale, unit, None)
    value = float(Decimal(number.replace(",", "")) * scale)
    return {"value": value, "low": float(low), "high": float(high), "unit": unit}
