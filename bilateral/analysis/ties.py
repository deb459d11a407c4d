"""What ties the two beside the meetings of officials: people, culture, science, education, exercises, mechanisms.

A row belongs to a theme by the words that the page uses for it (THEMES); a row that speaks of none, or of trade and
money, is left to the other notebooks.
"""

from __future__ import annotations

import re

import pandas as pd

from bilateral.tables import Tables

# Patterns of word beginnings. The first theme whose words a row has takes it: a "university of science" is education.
THEMES: dict[str, tuple[str, ...]] = {
    "education": ("student", "scholar", "universit", "confucius", "education", "school", "training", "language"),
    "science": ("scien", "technolog", "space", "research"),
    "culture": ("cultur", r"arts?\b", "exhibit", "museum", "film", "festival", "treasures", "tourism", "literat",
                "heritage"),
    "people": ("youth", "young people", "people to people", "people (?:participants|batches)", "persons", "visitor",
               "tourist", "visa", "designated year", "twin", "sister", "resident", "volunteer", "diaspora"),
}  # fmt: skip
_MONEY = ("trade", "investment", "contracts", "loans", "aid", "swap", "project", "jobs", "companies", "mechanism")
FIGURES = ["theme", "figure", "of", "value", "low", "high", "unit", "as of", "words of the page"]
STEPS = ["theme", "date", "kind", "what", "words of the page"]
MECHANISMS = ["mechanism", "founded", "sessions", "highest number", "last session", "words of the page"]


def theme(words: str) -> str | None:
    """The theme that words speak of, or None.

    >>> theme("pairs of sister cities")
    'people'
    >>> theme("party congress") is None
    True
    """
    told = words.casefold()
    return next((name for name, starts in THEMES.items() if re.search(rf"\b(?:{'|'.join(starts)})", told)), None)


def figures(tables: Tables) -> pd.DataFrame:
    """Printed figures of people and institutions with bounds: FIGURES; `of` is whose, `as of` the printed period."""
    stock = tables.statistics
    stock = stock[~stock["indicator"].fillna("").str.startswith(_MONEY)]
    words = _words(stock, ["indicator", "entity", "label", "unit", "quote"])
    told = stock.assign(theme=words.map(theme).astype("string")).dropna(subset=["theme"]).sort_values(["theme", "start"])
    names = {"label": "figure", "subject": "of", "period": "as of", "quote": "words of the page"}
    return told.rename(columns=names)[FIGURES].reset_index(drop=True)


def steps(tables: Tables) -> pd.DataFrame:
    """Dated steps of culture, science, education and people, in the order of time within a theme: STEPS."""
    made = tables.milestones
    words = _words(made, ["kind", "title", "thread"])
    told = made.assign(theme=words.map(theme).astype("string")).dropna(subset=["theme"])
    told = told.sort_values(["theme", "date_start", "date_end", "start"])
    return told.rename(columns={"title": "what", "quote": "words of the page"})[STEPS].reset_index(drop=True)


def exercises(tables: Tables) -> pd.DataFrame:
    """The exercises in the order of the text: series, service, date (where the page gives one), words."""
    told = tables.exercises.sort_values("start")[["series", "service", "date", "quote"]]
    return told.rename(columns={"quote": "words of the page"}).reset_index(drop=True)


def mechanisms(tables: Tables) -> pd.DataFrame:
    """One row a mechanism, joined from three tables: MECHANISMS.

    `founded`: date of the milestone; `sessions`: the count that the page prints; `highest number` and `last session`:
    number and date of its dated sessions. What the page does not say is missing.
    """
    founded = tables.milestones.query("kind == 'mechanism_founded'").rename(columns={"thread": "name"})
    counted = tables.statistics.query("indicator == 'mechanism.sessions'").rename(columns={"entity": "name"})
    held = tables.events.dropna(subset=["mechanism"]).rename(columns={"mechanism": "name"}).sort_values("date_start")
    told = pd.concat([frame[["name", "start", "quote"]] for frame in (founded, counted, held)]).dropna(subset=["name"])
    told = told.sort_values("start")
    rows = [
        {
            "mechanism": str(name).replace("-", " "),
            "founded": _last(founded, name, "date"),
            "sessions": _last(counted, name, "value"),
            "highest number": held.loc[held["name"] == name, "session"].max(),
            "last session": _last(held, name, "date"),
            "words of the page": " … ".join(dict.fromkeys(words["quote"])),
        }
        for name, words in told.groupby("name", sort=False)
    ]
    frame = pd.DataFrame(rows, columns=MECHANISMS)
    return frame.astype({"founded": "string", "sessions": "Int64", "highest number": "Int64", "last session": "string"})


def _last(frame: pd.DataFrame, name: object, column: str) -> object:
    values = frame.loc[frame["name"] == name, column].dropna()
    return values.iloc[-1] if len(values) else pd.NA


def _words(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    joined = frame[columns].fillna("").agg(" ".join, axis=1) if len(frame) else pd.Series(dtype="string")
    return joined.str.replace(r"[-_.]", " ", regex=True)
