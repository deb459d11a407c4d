"""The tables: every column once, with its type, meaning, unit and allowed values.

Everything that speaks of columns is made from here: the frames' dtypes (`tables.py`), the pandera schemas that check them
(`pandera_schema`) and the codebook. This module imports nothing heavy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandera.pandas as pa

TEXT, NUMBER, INTEGER, FLAG, DAY = "string", "Float64", "Int64", "boolean", "datetime64[s]"

PRECISIONS = ("day", "month", "season", "year", "decade", "interval")
OFFICES = (
    "head_of_state", "head_of_government", "deputy_head", "legislature", "foreign_minister", "minister", "vice_minister",
    "military", "party", "other",
)  # fmt: skip
EVENTS = ("visit", "meeting", "dialogue", "call", "letter", "attendance")
MILESTONES = (
    "relations_established", "relations_broken", "relations_started", "relations_upgraded", "agreement_signed",
    "agreement_in_force", "mechanism_founded", "initiative_launched", "framework_agreed", "programme_launched",
    "construction_started", "opened", "institution_announced", "institution_opened", "designated_year", "cultural_event",
    "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, pandas dtype, meaning, unit, allowed values, and whether a row must have it."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False


def _date(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(name, TEXT, f"{what}, as precise as the page says", "EDTF"),
        Column(f"{name}_start", DAY, f"first possible day of `{name}`; missing where open", "day"),
        Column(f"{name}_end", DAY, f"last possible day of `{name}`; missing where open", "day"),
        Column(f"{name}_precision", TEXT, f"how precise `{name}` is", allowed=PRECISIONS),
    )


_HEAD = (
    Column("id", TEXT, "the row's name, made of its content, so that two editions of a page compare", required=True),
    Column("page", TEXT, "id of the page", required=True),
)
_TAIL = (
    Column("section", TEXT, "number or slug of the heading that the words stand under"),
    Column("quote", TEXT, "the words of the page that carry the fact: `text[start:end]`", required=True),
    Column("start", INTEGER, "offset of the first character of the quote in the page", "code points", required=True),
    Column("end", INTEGER, "offset behind the last character of the quote", "code points", required=True),
    Column("rule", TEXT, "name of the rule that read the row", required=True),
)
_COUNTRY = "ISO 3166-1 alpha-3"

TABLES: dict[str, tuple[Column, ...]] = {
    "statistics": (
        *_HEAD,
        Column("indicator", TEXT, "what is measured (`trade.goods`, `jobs`, …); missing where no rule can name it"),
        Column("label", TEXT, "what is measured, in the words of the page"),
        Column("transform", TEXT, "level of a period, change on the year before, cumulative since a start, or stock at a date",
               allowed=("level", "change", "cumulative", "stock")),
        Column("reporter", TEXT, "country of the source that the text names", _COUNTRY),
        Column("subject", TEXT, "whose figure: exporter of `X`, importer of `M`, receiver of money, people's country", _COUNTRY),
        Column("partner", TEXT, "the other side", _COUNTRY),
        Column("flow", TEXT, "exports or imports seen from `subject`, or a printed total", allowed=("X", "M", "T")),
        Column("entity", TEXT, "slug of what is counted or measured"),
        *_date("period", "period of a flow, date of a stock, span of a cumulative figure"),
        Column("value", NUMBER, "the figure in the full unit; missing for a printed range", "see `unit`"),
        Column("low", NUMBER, "least true value that prints like this; missing where unbounded", "see `unit`"),
        Column("high", NUMBER, "greatest true value that prints like this; missing where unbounded", "see `unit`"),
        Column("unit", TEXT, "ISO 4217 code, measure (`km`, `MW`, `percent`, …) or plural noun of what is counted"),
        Column("qualifier", TEXT, "bound word of the figure", allowed=("about", "over", "at_least", "nearly", "under", "up_to")),
        Column("attribution", TEXT, "the source that the text names, verbatim"),
        Column("num_start", INTEGER, "offset of the number with its unit", "code points"),
        Column("num_end", INTEGER, "offset behind the number with its unit", "code points"),
        *_TAIL,
    ),
    "events": (
        *_HEAD,
        *_date("date", "when it was"),
        Column("date_basis", TEXT, "how the date got its year", allowed=("stated", "carried", "inferred")),
        Column("kind", TEXT, "what it was", allowed=EVENTS, required=True),
        Column("format", TEXT, "how they met", allowed=("in_person", "remote", "written")),
        Column("direction", TEXT, "`visitor>host`, `third_country`, `remote`, or missing"),
        Column("visitor", TEXT, "country that travelled", _COUNTRY),
        Column("host", TEXT, "country that received", _COUNTRY),
        Column("place", TEXT, "place as printed"),
        Column("place_country", TEXT, "country of the place", _COUNTRY),
        Column("place_basis", TEXT, "whether the page states the place", allowed=("stated", "inferred")),
        Column("level", TEXT, "highest office that took part", allowed=OFFICES),
        Column("grade", TEXT, "grade of a visit as printed (`state`, `official`, …)"),
        Column("occasion", TEXT, "what it was held for or at, as printed"),
        Column("multilateral", FLAG, "at or for a gathering of more than the two"),
        Column("mechanism", TEXT, "slug of the mechanism whose session it was"),
        Column("session", INTEGER, "number of the session", "sessions"),
        *_TAIL,
    ),
    "participants": (
        Column("event", TEXT, "`id` of the event", required=True),
        Column("page", TEXT, "id of the page", required=True),
        Column("seat", INTEGER, "number of the seat at the event, in the order of the text", "seats", required=True),
        Column("person", TEXT, "slug of the fullest form of the name on the page"),
        Column("name", TEXT, "name as printed there, without title"),
        Column("country", TEXT, "country of the person", _COUNTRY),
        Column("role", TEXT, "role at that time, verbatim"),
        Column("office", TEXT, "class of the highest office held in the clause", allowed=OFFICES),
        Column("side", TEXT, "side of the seat", allowed=("visitor", "host", "peer")),
        Column("named", FLAG, "whether the page names the holder", required=True),
        Column("basis", TEXT, "whether the words name the holder, or a pronoun or an elided subject does",
               allowed=("stated", "inferred"), required=True),
        *_TAIL,
    ),
    "milestones": (
        *_HEAD,
        Column("kind", TEXT, "what kind of step", allowed=MILESTONES, required=True),
        Column("title", TEXT, "what was signed, set up, opened, …, in the words of the page"),
        *_date("date", "when it was"),
        Column("thread", TEXT, "slug shared by the steps of one thing"),
        *_TAIL,
    ),
    "rankings": (
        *_HEAD,
        Column("subject", TEXT, "the country that holds the rank", _COUNTRY),
        Column("object", TEXT, "the country in whose order it stands", _COUNTRY),
        Column("measure", TEXT, "the order (`trading_partner`, `import_source`, `export_destination`, …)"),
        Column("rank", INTEGER, "place in the order", "rank"),
        Column("scope", TEXT, "the words that narrow the order"),
        *_date("since", "the year it is said of, or the open interval since when"),
        Column("attribution", TEXT, "the source that the text names, verbatim"),
        *_TAIL,
    ),
    "exercises": (
        *_HEAD,
        Column("series", TEXT, "name of the series or exercise", required=True),
        Column("service", TEXT, "armed service", allowed=("army", "air_force", "navy", "police", "joint")),
        *_date("date", "when a dated exercise was held"),
        *_TAIL,
    ),
    "ledger": (
        Column("page", TEXT, "id of the page", required=True),
        Column("start", INTEGER, "offset of the mention", "code points", required=True),
        Column("end", INTEGER, "offset behind the mention", "code points", required=True),
        Column("quote", TEXT, "the mention: `text[start:end]`", required=True),
        Column("kind", TEXT, "what is mentioned", allowed=("number", "ordinal", "date"), required=True),
        Column("status", TEXT, "whether a row uses it, a rule excuses it, or it was missed",
               allowed=("used", "excused", "missed"), required=True),
        Column("by", TEXT, "`table:id` of the row that uses it, or the reason that it is no fact"),
        Column("section", TEXT, "number or slug of the heading that the words stand under"),
    ),
}  # fmt: skip

MEANINGS = {
    "statistics": "one printed quantity, with its unit, its period, and the lowest and highest true value that print like this",
    "events": "one engagement between the two sides: a visit, meeting, dialogue, call, letter or attendance",
    "participants": "one seat at an event: who, in which role, for which side",
    "milestones": "one dated step: relations set up, an agreement signed or in force, a mechanism founded, an institution opened",
    "rankings": 'one claim about a place in an order, such as "largest trading partner"',
    "exercises": "one named series of joint exercises, or one dated exercise",
    "ledger": "one number or date of the page, and whether a row uses it, a rule excuses it, or it was missed",
}

KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, ("page", "id")),
    "participants": ("page", "event", "seat"),
    "ledger": ("page", "start", "end", "kind"),
}

# What travels beside the tables, so that each row's page can be found and cited: one row a page.
PAGES = (
    Column("id", TEXT, "id of the page: `page` of the other tables", required=True),
    Column("title", TEXT, "title on the page's card"),
    Column("publisher", TEXT, "who published it"),
    Column("home", TEXT, "country whose ministry speaks", _COUNTRY, required=True),
    Column("partner", TEXT, "the other country", _COUNTRY, required=True),
    Column("language", TEXT, "language of the text", "BCP 47"),
    Column("address", TEXT, "where it was published"),
    Column("licence", TEXT, "licence of the text, as stated"),
    Column("characters", INTEGER, "length of the text", "code points", required=True),
    Column("sha256", TEXT, "hash of the page's bytes as stored", required=True),
)

CHANGE_KINDS = ("added", "dropped", "vanished", "value", "counter", "precision", "stale", "reworded", "moved")

# What changed between two editions of a page: one row a change.
CHANGES = (
    Column("old_page", TEXT, "id of the older edition", required=True),
    Column("new_page", TEXT, "id of the newer edition", required=True),
    Column("table", TEXT, "table of the fact", allowed=tuple(table for table in TABLES if table != "ledger"), required=True),
    Column("change", TEXT, "what became of the fact", allowed=CHANGE_KINDS, required=True),
    Column("column", TEXT, "the column that changed, where one did"),
    Column("old", TEXT, "what it was; a figure with its bounds"),
    Column("new", TEXT, "what it is"),
    Column("old_id", TEXT, "the row in the older edition (a seat's event)"),
    Column("new_id", TEXT, "the row in the newer edition (a seat's event)"),
    *(
        column
        for side, edition in (("old", "older"), ("new", "newer"))
        for column in (
            Column(f"{side}_section", TEXT, f"section in the {edition} edition"),
            Column(f"{side}_quote", TEXT, f"the words in the {edition} edition"),
            Column(f"{side}_start", INTEGER, f"offset of the first character in the {edition} edition", "code points"),
            Column(f"{side}_end", INTEGER, f"offset behind the last character in the {edition} edition", "code points"),
        )
    ),
)

DATE_COLUMNS = {
    "statistics": "period",
    "events": "date",
    "milestones": "date",
    "rankings": "since",
    "exercises": "date",
}


def pandera_schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a table: dtypes, required values, allowed values, spans, bounds and unique ids."""
    import pandera.pandas as pa

    columns = {
        c.name: pa.Column(
            c.dtype,
            checks=[pa.Check.isin(c.allowed)] if c.allowed else [],
            nullable=not c.required,
            description=c.meaning,
            metadata={"unit": c.unit},
        )
        for c in TABLES[table]
    }
    checks = [pa.Check(lambda t: t["start"] < t["end"], name="start before end")]
    if "low" in columns:
        checks.append(pa.Check(lambda t: (t["low"] <= t["high"]).fillna(True), name="low not above high"))
        checks.append(pa.Check(lambda t: (t["low"] <= t["value"]).fillna(True), name="value not below low"))
        checks.append(pa.Check(lambda t: (t["value"] <= t["high"]).fillna(True), name="value not above high"))
    unique = ["page", "id"] if "id" in columns else None
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, unique=unique, name=table)
