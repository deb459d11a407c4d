"""The mechanism that a sentence sets up, with the sessions it has held since."""

from __future__ import annotations

from bilateral.facts.counts import sessions_held
from bilateral.facts.mechanisms import Mechanism, mechanism_slug
from bilateral.facts.step_verbs import step_verbs
from bilateral.facts.titles import class_of, title_of
from bilateral.layout import Sentence
from bilateral.mentions import Mentions


def founded_mechanism(m: Mentions, sentence: Sentence) -> Mechanism | None:
    """The mechanism that a sentence sets up, with the sessions it says were held."""
    for verb in m.once(step_verbs, sentence):
        title = title_of(m, sentence, verb, sentence.end) if verb.row["step"] in ("found", "launch") else None
        if title and class_of(m, title) == "mechanism":
            return Mechanism(*title, mechanism_slug(m, *title), held=sessions_held(m, sentence))
    return None
