"""No fact of the page is in the reader: names, figures, months, years and countries exchanged, the tables follow."""

from __future__ import annotations

import re
from random import Random

import pytest

import bilateral
from bilateral import lexicon
from tests.exchange import Exchange, differences
from tests.score_pages import BUNDLED, golden_pages, read_golden

TEXT = golden_pages()[BUNDLED].text
COUNTRIES = {row["alpha3"]: row for row in lexicon.table("countries")}
# A city of each country that the page's partner is exchanged for.
CITIES = {"KEN": "Mombasa", "BGD": "Chittagong", "CAN": "Toronto", "EGY": "Alexandria", "NPL": "Pokhara", "JPN": "Osaka"}

PERSONS = {
    2: (
        ["Imran Khan", "Shehbaz Sharif", "Ishaq Dar", "Xi Jinping", "Li Keqiang", "Li Qiang", "Wang Yi", "He Lifeng"],
        ["Samir Haddad", "Peter Mwangi", "Tang Zhiyuan", "Guo Peilin", "Hu Ruicheng", "Deng Haoran", "Farida Nassar",
         "He Wenbo", "Arturo Salas", "Lena Brandt", "Li Anping", "Wang Weiguo"],
    ),
    3: (
        ["Bilawal Bhutto Zardari", "Asif Ali Zardari", "Jalil Abbas Jilani"],
        ["Amina Wambui Njoroge", "Daniel Kiprop Cheruiyot", "Lucas Otieno Cheruiyot", "Rafael Ortega Lobo"],
    ),
    1: (["Anwaar-ul-Haq Kakar"], ["Noor-ud-Din Barlas", "Abd-ul-Karim Seif"]),
}  # fmt: skip
NUMBER_WORDS = {"second": "fourth", "four": "six", "eight": "seven", "Five": "Nine"}
MECHANISMS = {
    "Joint Economic Committee": "Mixed Commercial Commission",
    "Joint Cooperation Committee": "Supreme Planning Council",
    "JCC": "SPC",
    "Strategic Dialogue": "Regular Consultation",
    "Joint Committee on Science and Technology Cooperation": "Joint Commission on Ocean and Polar Research",
    "Youth Visiting Program": "Teacher Exchange Scheme",
    "Space Cooperation Outline": "Forestry Research Outline",
    "Grandhara Art Exhibition": "Riverside Ceramics Exhibition",
    "Friendship": "Comrade",
    "Warrior": "Sentinel",
    "Shaheen": "Falcon",
    "Sea Guardian": "Blue Anchor",
}
ORDINALS = {"3", "4", "5", "10", "23"}  # of sessions and anniversaries: below a thousand
HOME = {
    "China": "Finland",
    "Chinese": "Finnish",
    "Beijing": "Helsinki",
    "People's Republic of China": "Republic of Finland",
    "People’s Republic of China": "Republic of Finland",
    "Xizang": "Tampere",
    "State Councilor": "Trade Minister",  # an office that only one country has
    "CPC": "LDP",
}


def same_form(printed: str, random: Random) -> str:
    """Another number of as many digits, decimals and closing zeros."""
    core = printed if "." in printed else printed.rstrip("0,")
    return "".join(random.choice("123456789") if c.isdigit() else c for c in core) + printed[len(core) :]


def other_form(printed: str, random: Random) -> str:
    """Another number of other length."""
    if "." in printed:
        decimals = random.choice([n for n in (1, 2, 3) if n != len(printed.partition(".")[2])])
        return f"{random.randint(2, 400)}.{random.randrange(1, 10**decimals, 2):0{decimals}}"
    lengths = (1, 2, 3) if printed in ORDINALS else (1, 2, 3, 4, 6)
    length = random.choice([n for n in lengths if n != len(printed.replace(",", ""))])
    return f"{random.randint(2 * 10 ** (length - 1), 10**length - 1):,}"


def distinct(old: set[str], make, random: Random) -> dict[str, str]:
    """A substitute for each number, all different; 2 or more, as what is counted is in the plural."""
    new: dict[str, str] = {}
    for printed in sorted(old):
        choices = (make(printed, random) for _ in range(1000))
        new[printed] = next(c for c in choices if c not in ("1", printed) and c not in new.values())
    return new


def rising(old: set[int], pool: range, random: Random) -> dict[int, int]:
    """Other numbers of a pool, in the same order."""
    return dict(zip(sorted(old), sorted(random.sample(pool, len(old))), strict=True))


def partner_names(code: str) -> dict[str, str]:
    new = COUNTRIES[code]
    return {
        "Pakistan": new["name"],
        "Pakistani": new["demonyms"].split("|")[0],
        "Islamabad": new["capitals"].split("|")[0],
        "Gwadar": CITIES[code],
        "CPEC": f"C{new['name'][0]}EC",
        "New York": "Geneva",
    }


def person_names(random: Random) -> dict[str, str]:
    return {old: new for olds, news in PERSONS.values() for old, new in zip(olds, random.sample(news, len(olds)), strict=True)}


def exchange(seed: int, partner: str, form=same_form, names: dict[str, str] | None = None, home: str = "CHN") -> Exchange:
    """Everything of the bundled page exchanged, by the seed."""
    random = Random(seed)
    years = {int(year) for year in re.findall(r"(?<![\d,.])(?:19|20)\d\d(?![\d,]*\d)(?!’?s)", TEXT)} - {2016}
    new_years = rising(years, range(1931, 2069), random)
    months = dict.fromkeys(PRINTED_MONTHS, 0)
    for year in {year for year, _ in months}:
        of_year = {month for other, month in months if other == year}
        months |= {(year, old): new for old, new in rising(of_year, range(1, 13), random).items()}
    return Exchange(
        names=partner_names(partner) | person_names(random) | NUMBER_WORDS | (names or {}),
        numbers=distinct(set(PRINTED_NUMBERS), form, random),
        years=new_years,
        months=months,
        days={30: random.randint(15, 28), 21: random.randint(2, 28), 1: random.randint(2, 14)},
        decades={1950: 1930, 1960: 1980},
        countries={"PAK": partner, "USA": "CHE", "CHN": home},
        ranks={2: 4},
        fiscal_month=int(COUNTRIES[partner]["fiscal"]),
    )


# The months that the page prints, each with the year that it is of.
PRINTED_MONTHS = [
    (1951, 5), (1963, 1), (1982, 10), (2007, 7), (2009, 2), (2015, 4), (2020, 1), (2020, 5),
    *((2022, month) for month in (2, 3, 5, 9, 11)),
    *((2023, month) for month in (1, 3, 4, 5, 6, 7, 8, 10)),
    *((2024, month) for month in (5, 6, 8, 10)), (2025, 2),
]  # fmt: skip
PRINTED_NUMBERS = "1 2 3 4 5 10 13 14 15 17 18 19 23 510 886 8,000 1,500 261,000 23.06 20.23 2.82 25.93 11.1 18.2".split()


def found_otherwise(change: Exchange) -> str:
    """Where the tables of the exchanged page are not the exchanged tables, one line a cell."""
    page = bilateral.from_text(change.text(TEXT), home=change.countries["CHN"], partner=change.countries["PAK"], id=BUNDLED)
    return "\n".join(["", *differences(change.tables(read_golden(BUNDLED).tables, TEXT), page.tables)]).rstrip()


def test_no_name_figure_or_date_of_the_page_is_left_after_the_exchange() -> None:
    text = exchange(1, "KEN").text(TEXT)
    left = [name for name in exchange(1, "KEN").names if re.search(rf"(?<!\w){name}(?!\w)", text)]
    assert not left
    assert not set(re.findall(r"\$[\d.]+", text)) & set(re.findall(r"\$[\d.]+", TEXT))
    assert len(text.splitlines()) == len(TEXT.splitlines())


@pytest.mark.parametrize(("seed", "partner"), [(1, "KEN"), (2, "BGD"), (3, "CAN"), (4, "EGY"), (5, "NPL"), (6, "JPN")])
def test_partner_persons_figures_months_and_years_are_read_whatever_they_are(seed: int, partner: str) -> None:
    assert not found_otherwise(exchange(seed, partner))


@pytest.mark.parametrize(
    "name",
    [
        "Tan Zhiyuan", "Helen May", "May Thandar", "Will Ellis", "Jordan Ellis", "Ban Ki-moon", "Moon Jae-in",
        "O’Brien Kelly", "Øystein Ås", "Nguyễn Phú", "Al-Khalifa Hamad", "Van Dung", "An Sang", "Mark Price",
    ],
)  # fmt: skip
def test_a_person_may_be_called_what_is_also_another_word(name: str) -> None:
    assert not found_otherwise(exchange(41, "KEN", names={"Shehbaz Sharif": name}))


@pytest.mark.parametrize("seed", [11, 12])
def test_figures_of_any_length_keep_their_bounds(seed: int) -> None:
    assert not found_otherwise(exchange(seed, "KEN", form=other_form))


def test_mechanisms_programmes_and_exercises_are_read_whatever_they_are_called() -> None:
    assert not found_otherwise(exchange(21, "KEN", names=MECHANISMS))


def test_the_home_country_is_read_whatever_it_is() -> None:
    assert not found_otherwise(exchange(31, "KEN", names=HOME, home="FIN"))


def test_steps_rankings_and_exercises_do_not_depend_on_who_is_at_home() -> None:
    """Who "Premier Li" is does: an office without a country is the home side's."""
    page = golden_pages()[BUNDLED]
    turned = bilateral.from_text(TEXT, home=page.partner, partner=page.home, id=BUNDLED)
    for table in ("milestones", "rankings", "exercises"):
        assert getattr(turned.tables, table).equals(getattr(read_golden(BUNDLED).tables, table)), table
    figures, before = turned.tables.statistics, read_golden(BUNDLED).tables.statistics
    same = ["indicator", "transform", "flow", "period", "value", "low", "high", "unit", "attribution", "start", "end"]
    assert figures[same].equals(before[same])
