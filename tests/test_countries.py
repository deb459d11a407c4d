"""The lexicon's countries, cities and currencies: every name stands for one place, every code is in force.

Left out on purpose, because a missing fact is better than a wrong one:

- names of two countries: the demonyms Congolese (COD, COG), Dominican (DMA, DOM), Korean (KOR, PRK), Virgin Islander
  (VGB, VIR), Saint-Martiner (MAF, SXM) and Central African (CAF, and the region); the names Korea, Virgin Islands,
  America, Republic of China, Gold Coast, and states that fell apart (Soviet Union, Yugoslavia, Czechoslovakia).
  "Congo" alone is COG, as in ISO 3166; its neighbour is always printed with more words.
- places that two countries have: George Town, Punjab (PAK has "Punjab Province", IND "State of Punjab"), Hyderabad,
  Córdoba, León, Mérida, Valencia, Trujillo, Concepción, Cambridge, Portland, Brest, Galicia, Turkestan;
- places whose country is in dispute: Kashmir, Ladakh, Arunachal Pradesh, Gilgit-Baltistan, Crimea, Donbas, the Golan
  Heights, Kosovo, Transnistria, Abkhazia, South Ossetia, Somaliland, Essequibo, Abyei, Ceuta, Melilla, and the islands
  of the East and South China Seas. Jerusalem and East Jerusalem stand with those who receive visitors there;
- places that are common words, given names or family names in most texts: Male (the capital is "Malé"), Reunion (the
  island is "Réunion"), Victoria, Hamilton, Stanley, Douglas, The Valley, Jamestown, Plymouth, Salisbury, Nice, Nancy,
  Split, Bar, Mary, Mobile, Buffalo, Austin, Darwin, Salvador, Santos, Mendoza, Rosario, Medina, Constantine, Sejong;
- adjectives of more than one people: Khmer, Persian, Malay, Bengali, Soviet;
- signs and bare names of money that are more often something else: real ("3 real estate firms"), mark, KM, and signs
  of one letter ("K2", "Q1"); and money that is no longer in force, such as the lev or the Deutsche mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import pycountry
import pytest

from bilateral.lexicon import table

COUNTRIES = {row["alpha3"]: row for row in table("countries")}
CURRENCIES = {row["code"]: row for row in table("currencies")}
COUNTRY_COLUMNS = ("name", "names", "former", "demonyms", "capitals")
# "COP 16", "SDG 13", "Macao SAR 25", "TOP 10" are no money: these stand alone only on pages of their own countries, or
# (COP, SDG) nowhere.
CODES_THAT_ARE_WORDS = {"ALL", "CDF", "COP", "CRC", "CUP", "SAR", "SDG", "SOS", "TOP"}


def entries(row: dict[str, str], *columns: str) -> list[str]:
    return [entry for column in columns for entry in row[column].split("|") if entry]


def entries_by_country() -> Iterator[tuple[str, str]]:
    for row in table("countries"):
        yield from ((entry, row["alpha3"]) for entry in entries(row, *COUNTRY_COLUMNS))
    for row in table("cities"):
        yield from ((entry, f"{row['alpha3']} {row['city']}") for entry in entries(row, "city", "names"))


def country_of(entry: str) -> str | None:
    """The alpha-3 code of the one country that an entry of either table stands for."""
    return next((owner[:3] for found, owner in entries_by_country() if found == entry), None)


def without_marks(text: str) -> str:
    plain = text.translate(str.maketrans("øØłŁıđ", "oOlLid"))
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def owners(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry, owner in pairs:
        found[entry].append(owner)
    return found


def test_every_country_of_iso_3166_has_one_row() -> None:
    codes = [row["alpha3"] for row in table("countries")]
    assert codes == sorted(country.alpha_3 for country in pycountry.countries)


def test_a_country_has_every_name_that_iso_gives_it() -> None:
    missing = {}
    for country in pycountry.countries:
        given = [getattr(country, kind, "") for kind in ("name", "official_name", "common_name")]
        wanted = {name.removeprefix("the ").replace("’", "'") for name in given if name}
        missing[country.alpha_3] = wanted - set(entries(COUNTRIES[country.alpha_3], "name", "names"))
    assert {code: names for code, names in missing.items() if names} == {}


def test_every_name_belongs_to_one_row_of_both_tables() -> None:
    assert {entry: rows for entry, rows in owners(entries_by_country()).items() if len(rows) > 1} == {}


def test_names_that_differ_in_accents_or_case_alone_belong_to_one_country() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for entry, owner in entries_by_country():
        found[without_marks(entry).casefold()].add(owner[:3])
    assert {entry: codes for entry, codes in found.items() if len(codes) > 1} == {}


def test_names_printed_with_accents_are_also_found_without() -> None:
    bare_would_be_a_word = {"Male", "Reunion", "Munster"}
    known = {entry for entry, _ in entries_by_country()}
    missing = {without_marks(entry) for entry in known if without_marks(entry) not in known}
    assert missing <= bare_would_be_a_word


@pytest.mark.parametrize("name", ["countries", "cities", "currencies"])
def test_entries_are_plain_text_as_the_reader_normalises_it(name: str) -> None:
    cells = [(next(iter(row.values())), entry) for row in table(name) for cell in row.values() for entry in cell.split("|")]
    assert [pair for pair in cells if re.search(r"[‘’“”‐–\xa0\u2002]|\s\s|^\s|\s$", pair[1])] == []
    assert [pair for pair in cells if pair[1] != unicodedata.normalize("NFC", pair[1])] == []


@pytest.mark.parametrize("name", ["countries", "cities", "currencies"])
def test_no_cell_has_an_empty_or_a_repeated_entry(name: str) -> None:
    cells = [cell.split("|") for row in table(name) for cell in row.values() if cell]
    assert [cell for cell in cells if "" in cell or len(set(cell)) != len(cell)] == []


def test_every_city_lies_in_a_country_of_the_table() -> None:
    assert {row["alpha3"] for row in table("cities")} <= set(COUNTRIES)


def test_fiscal_years_start_in_a_month_other_than_january() -> None:
    assert {row["fiscal"] for row in table("countries")} <= {"", *map(str, range(2, 13))}


@pytest.mark.parametrize(
    ("code", "month"),
    [("PAK", "7"), ("IND", "4"), ("EGY", "7"), ("USA", "10"), ("GBR", "4"), ("NZL", "7"), ("CHN", "")],
)
def test_fiscal_years_of_known_countries(code: str, month: str) -> None:
    assert COUNTRIES[code]["fiscal"] == month


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("Georgia", "GEO"),
        ("State of Georgia", "USA"),
        ("Jordan", "JOR"),
        ("New China", "CHN"),
        ("Cote d'Ivoire", "CIV"),
        ("Türkiye", "TUR"),
        ("Guinea", "GIN"),
        ("Papua New Guinea", "PNG"),
        ("Niger", "NER"),
        ("Nigerian", "NGA"),
        ("Niger Delta", "NGA"),
        ("Congo", "COG"),
        ("Democratic Republic of Congo", "COD"),
        ("ROK", "KOR"),
        ("Burma", "MMR"),
        ("Macedonia", "MKD"),
        ("Philippine", "PHL"),
        ("New Mexico", "USA"),
        ("Northern Ireland", "GBR"),
        ("Inner Mongolia", "CHN"),
        ("Gaza", "PSE"),
        ("Gaza Province", "MOZ"),
        ("Gwadar", "PAK"),
        ("Bali", "IDN"),
        ("Xi'an", "CHN"),
    ],
)
def test_a_name_stands_for_its_country(entry: str, code: str) -> None:
    assert country_of(entry) == code


@pytest.mark.parametrize(
    "entry",
    [
        "Korea",
        "Korean",
        "Congolese",
        "Dominican",
        "Male",
        "Reunion",
        "Victoria",
        "Punjab",
        "Kashmir",
        "Split",
        "May",
        "Khmer",
        "us",
    ],
)
def test_an_ambiguous_name_stands_for_nothing(entry: str) -> None:
    assert country_of(entry) is None


def test_a_demonym_is_no_other_countrys_name() -> None:
    names = {entry: row["alpha3"] for row in table("countries") for entry in entries(row, "name", "names", "former")}
    demonyms = [(entry, row["alpha3"]) for row in table("countries") for entry in entries(row, "demonyms")]
    assert [pair for pair in demonyms if names.get(pair[0], pair[1]) != pair[1]] == []


def test_every_currency_code_is_in_force_and_has_one_row() -> None:
    codes = [row["code"] for row in table("currencies")]
    assert codes == sorted(set(codes))
    assert set(codes) <= {currency.alpha_3 for currency in pycountry.currencies}


def test_a_currency_code_stands_among_its_symbols_unless_it_is_also_a_word() -> None:
    without = {code for code, row in CURRENCIES.items() if code not in row["symbols"].split("|")}
    assert without == CODES_THAT_ARE_WORDS


def test_a_currencys_name_or_sign_belongs_to_one_currency() -> None:
    for column in ("names", "symbols"):
        pairs = ((entry, code) for code, row in CURRENCIES.items() for entry in entries(row, column))
        assert {entry: codes for entry, codes in owners(pairs).items() if len(codes) > 1} == {}


def test_a_local_word_or_sign_belongs_to_one_currency_of_a_country() -> None:
    pairs = (
        (f"{entry} in {country}", code)
        for code, row in CURRENCIES.items()
        for entry in entries(row, "local", "local_symbols")
        for country in entries(row, "countries")
    )
    assert {entry: codes for entry, codes in owners(pairs).items() if len(codes) > 1} == {}


def test_every_country_but_antarctica_uses_a_currency() -> None:
    users = {code for row in table("currencies") for code in entries(row, "countries")}
    assert users == set(COUNTRIES) - {"ATA"}


@pytest.mark.parametrize(
    ("column", "entry", "codes"),
    [
        ("names", "US dollars", {"USD"}),
        ("names", "dollars", {"USD"}),
        ("names", "RMB yuan", {"CNY"}),
        ("names", "Pakistani rupees", {"PKR"}),
        ("names", "rupees", set()),
        ("names", "francs", set()),
        ("local", "rupees", {"INR", "PKR", "LKR", "NPR", "MUR", "SCR"}),
        ("local", "CFA francs", {"XAF", "XOF"}),
        ("symbols", "US$", {"USD"}),
        ("symbols", "C$", {"CAD"}),
        ("symbols", "¥", {"CNY"}),
        ("symbols", "Rs", set()),
        ("local_symbols", "¥", {"JPY"}),
        ("local_symbols", "SAR", {"SAR"}),
        ("local_symbols", "COP", set()),
        ("local", "real", set()),
    ],
)
def test_a_word_or_sign_stands_for_its_currencies(column: str, entry: str, codes: set[str]) -> None:
    assert {code for code, row in CURRENCIES.items() if entry in row[column].split("|")} == codes
