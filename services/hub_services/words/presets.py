"""Sentences that an ordinary answer begins with, for a person to read and to change (P-01).

They say only what follows from the request itself. What a person must judge has no sentence
here: which items, of what kind, how great the risk, and what the family is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _, say

SENTENCES: Final[Mapping[str, str]] = {
    "purpose": _(
        "{requester} asked for this under {law}. It is shared so that they can use it for what "
        "they asked it for."
    ),
    "facts-of-case": _(
        "{requester} asked for named information about the people in the request and gave "
        "reasons for it. This agency holds what is shared here."
    ),
    "supports-safeguarding-why": _(
        "What is shared helps {requester} to understand what happened and to protect the "
        "people it is about."
    ),
    "effect-on-safety-and-welfare": _(
        "Sharing lets {requester} act on what is known here. Not sharing would leave a gap in "
        "what they know."
    ),
    "effect-of-not-sharing": _(
        "{requester} would have to decide without what this agency knows about the people in "
        "the request."
    ),
    "best-interests": _(
        "It is better for the child that those who work with the family know what is known "
        "here."
    ),
    "outcomes-for-child": _("Help can be planned on what is known instead of on guesses."),
    "balance-considered": _(
        "Their private life was weighed against the reasons given. Only what was asked for is "
        "shared, and only with the person who asked."
    ),
    "impact-subject": _(
        "What is shared becomes known to the named recipient, who may use it only for what it "
        "was asked for."
    ),
    "impact-third-parties": _(
        "What concerns other people was left out unless it cannot be separated."
    ),
    "individual-safety-wellbeing": _(
        "It is sealed for the named recipient, so that nobody who might do harm learns of it "
        "by this sharing."
    ),
    "others-affected": _("Those whom it mentions, and those who live with them."),
    "necessity": _(
        "This agency holds the information, and the question cannot be answered without it."
    ),
    "less-intrusive-considered": _(
        "Numbers without names and fewer details were thought of; they would not answer what "
        "was asked."
    ),
    "collected-for": _(
        "It was recorded to provide this agency's services and to keep people safe."
    ),
    "need": _("They asked for it by name and need it for what they say in their request."),
    "needed-for": _("It answers what was asked for."),
}
"""By the code of the text of a decision."""

STATUTORY_DUTY: Final = _(
    "The law requires an answer whether or not the people concerned agree to it."
)
"""Why consent was not sought, where a duty obliges."""


def preset(code: str, lang: str, **facts: str) -> str:
    """The sentence of a text, in a language, with the facts of the request in it."""
    return say(SENTENCES[code], lang).format_map(facts)
