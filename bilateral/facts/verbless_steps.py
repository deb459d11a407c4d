"""Steps without a verb of their own: those that share one, the agreements of a legal basis, named years, the first twinnings."""

from __future__ import annotations

from dataclasses import replace

from bilateral.facts.noun_phrases import noun_phrase
from bilateral.facts.step import Step
from bilateral.facts.step_dates import of_next_thing
from bilateral.facts.titles import agreement_before, class_of, without_article, year_named
from bilateral.layout import Sentence
from bilateral.mentions import Mentions
from bilateral.mentions.places import NAME
from bilateral.phrases import Phrases

_BASIS = frozenset("basis base framework legal fundamental governs govern governed regulated based foundation".split())
_BORNE = Phrases((words, words) for words in ("was|is", "was|is *1 as", "was|is *1 designated|declared|named|proclaimed"))
_FIRST = Phrases((words, words) for words in ("the first|oldest|earliest", "the first|oldest|earliest of? which|these|pair|link"))
_TWINNED = frozenset("sister twin twinned twinning friendship partner".split())
_BETWEEN = frozenset({",", "between", "-", "being", "linking", "(", "that"})
_NEAR = 12  # tokens: from "the first" to its pair, and from the pair to its date
_OF_ALL = frozenset({"international", "european", "un", "united", "world"})  # "the International Year of Peace"
_VERBS = frozenset("was were is are has have had held signed established opened became came went moved turned".split())


def further_steps(m: Mentions, step: Step, end: int) -> list[Step]:
    """Further steps of the kind without a verb of their own: "signed A in 1986, B in 1985 and C in 1993"."""
    words, found = m.tokens.words, [step]
    while True:
        i = found[-1].date.end
        i += m.tokens.word(i) == ","
        i += m.tokens.word(i) == "and"
        if i == found[-1].date.end or found[-1].date.start < found[-1].title[0]:
            break
        dates = [d for d in m.dates_between(i, min(i + 24, end)) if d.known and d.relation in ("", step.date.relation)]
        if (
            not dates
            or not (i < dates[0].lead or step.step == "upgrade")
            or any(word in ",;" for word in words[i : dates[0].lead])
        ):
            break
        if step.step == "upgrade" and dates[0].lead == i and m.tokens.word(dates[0].end) == "to":
            phrase = noun_phrase(
                m, dates[0].end + 1, end
            )  # "to a strategic partnership in 2013 and in June 2018 to a comprehensive one"
            title = without_article(m, phrase) if phrase else None
            if title and class_of(m, title) == "partnership":
                found.append(replace(step, start=i, end=title[1], title=title, date=dates[0], edtf=dates[0].edtf))
            break
        doer = m.within(m.places, i, i + 1)  # "X opened its embassy in 2001 and Y its embassy in 2008"
        i = doer[0].end if doer and m.tokens.word(doer[0].end) in ("its", "their") else i
        title = without_article(m, (i, dates[0].lead - (words[dates[0].lead - 1] == "-")))  # "A since 1992, B – since 1993"
        alike = title and (
            class_of(m, title) == class_of(m, step.title)
            or words[title[0]] in ("in", "one", "another", "at")
            or m.tokens.word(title[0] + 1) == "'s"
        )
        if (
            not title
            or not alike
            or (words[title[0]].endswith("ing") and not m.tokens.capital(title[0]))  # "replacing the agreement of 1996"
            or any(word in _VERBS for word in words[i : dates[0].lead])
            or m.within(m.people, i, dates[0].lead)
        ):
            break
        edtf = dates[0].edtf + ("/.." if step.edtf.endswith("/..") else "")
        found.append(replace(step, start=i, end=dates[0].end, title=title, date=dates[0], edtf=edtf))
    return found[1:]


def gapped_steps(m: Mentions, step: Step, end: int) -> list[Step]:
    """A step whose date stands before it, without a verb of its own: "… and in 2012 a consulate in B", "… and in 2018 to a …"."""
    opens = ("to",) if step.step == "upgrade" else ("a", "an")
    for date in m.dates_between(step.title[1], end):
        if date.known and of_next_thing(m, date, end) and m.tokens.words[date.end] in opens:
            start = date.end + (opens == ("to",))
            start += 2 if m.tokens.words[start : start + 2] in (["that", "of"], ["the", "level"]) else 0
            phrase = noun_phrase(m, start + (m.tokens.word(start) == "of"), end)
            title = without_article(m, phrase) if phrase else None
            if title and class_of(m, title) and class_of(m, title) == class_of(m, step.title):
                return [replace(step, start=date.lead, end=title[1], title=title, date=date, edtf=date.edtf, thread="")]
            return []
    return []


def dated_agreements(m: Mentions, sentence: Sentence, before: list[Step]) -> list[Step]:
    """The agreements that a legal basis is made of, each with its day: "… is the Treaty on Friendship of 8 May 1996"."""
    words, found = m.tokens.words, list[Step]()
    if _BASIS.isdisjoint(words[sentence.start : sentence.end]):
        return []
    dates = [d for d in m.dates_between(sentence.start, sentence.end) if d.known and not d.last and not d.relation]
    for date in dates:
        i = date.lead - (words[date.lead - 1] == "of")
        if not date.first.day or i == date.lead:
            continue
        title = agreement_before(m, sentence.start, i)
        told = any(step.edtf == date.edtf or step.start <= i < step.end for step in before)
        if title and not told and not _of_third(m, title):
            found.append(Step("agreement_signed", "sign", title[0], date.end, title, date, date.edtf, sentence.section))
    return found


def designated_years(m: Mentions, sentence: Sentence, before: list[Step]) -> list[Step]:
    """The years that are told with the name they bear: "2015 was the China-Greece Year of Maritime Cooperation"."""
    words, found = m.tokens.words, list[Step]()
    if m.tokens.first("year", sentence.start, sentence.end) == sentence.end:
        return []
    for date in m.dates_between(sentence.start, sentence.end):
        opening = _BORNE.at(m.tokens, date.end, sentence.end) if date.end < sentence.end else None
        phrase = noun_phrase(m, opening.end, sentence.end) if opening else None
        title = without_article(m, phrase) if phrase and date.edtf.isdigit() and not date.relation else None
        named = title and words[title[0]] not in _OF_ALL and year_named(m, title)
        if title and named and not _of_third(m, title) and not any(step.date is date for step in before):
            found.append(Step("designated_year", "designate", date.start, title[1], title, date, date.edtf, sentence.section))
    return found


def first_twins(m: Mentions, sentence: Sentence, before: list[Step]) -> list[Step]:
    """The first of several twinnings: "four pairs of sister cities; the oldest, Guilin and Hastings, was formed in 1981"."""
    words, found = m.tokens.words, list[Step]()
    if sentence.start not in m.once_a_page(_of_twins):
        return []
    for i in range(sentence.start, sentence.end):
        opening = _FIRST.at(m.tokens, i, sentence.end) if words[i] == "the" else None
        title = _pair(m, opening.end, sentence.end) if opening else None
        if not title:
            continue
        dates = [d for d in m.dates_between(title[1], min(title[1] + _NEAR, sentence.end)) if d.known and not d.relation]
        told = any(step.start <= title[0] < step.end for step in before)
        if dates and not told and not {",", ";", "and"} & set(words[title[1] + 1 : dates[0].lead]):
            found.append(Step("other", "twin", title[0], dates[0].end, title, dates[0], dates[0].edtf, sentence.section))
    return found


def _of_twins(m: Mentions) -> set[int]:
    """The first tokens of the sentences that may tell of twinnings."""
    return {sentence.start for sentence in m.sentences_at(m.tokens.standing(_TWINNED))}


def _pair(m: Mentions, i: int, end: int) -> tuple[int, int] | None:
    """Two names joined by "and" at token `i` or behind "between": "Guilin and Hastings"."""
    words = m.tokens.words
    while i < end and words[i] in _BETWEEN:
        i += 1
    link = next((k for k in range(i, end) if not m.tokens.capital(k)), end)
    stop = next((k for k in range(link + 1, end) if not m.tokens.capital(k)), end)
    return (i, stop) if i < link < stop - 1 and words[link] == "and" else None


def _of_third(m: Mentions, title: tuple[int, int]) -> bool:
    """Whether an agreement names a country of which neither side is one."""
    return any(p.country not in m.sides() and p.kind == NAME for p in m.within(m.places, *title))
