"""Sentences that an ordinary answer begins with, for a person to read and to change (P-01).

They say only what follows from the request itself. What a person must judge has no sentence
here: who needs to know, why it is necessary, what it does to whom, and how that was weighed
(R-220).
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
    "collected-for": _(
        "It was recorded to provide this agency's services and to keep people safe."
    ),
}
"""By the code of the text of a decision."""

STATUTORY_DUTY: Final = _(
    "The law requires an answer whether or not the people concerned agree to it."
)
"""Why consent was not sought, where a duty obliges."""


UNASKED: Final[Mapping[str, str]] = {
    **SENTENCES,
    "purpose": _(
        "This agency tells {recipient} of its own accord, so that they can use it for the "
        "purpose that is chosen."
    ),
    "facts-of-case": _(
        "The facts are those that are told here: this agency saw them or was told of them, and "
        "{recipient} has not asked for them."
    ),
}
"""By the code of the text, where nobody asked."""

NOT_SHARED: Final[Mapping[str, str]] = {
    "purpose": _("{requester} asked for this under {law}. It was decided not to share it."),
    "impact-subject": _("Nothing becomes known to {requester} by this decision."),
    "impact-third-parties": _("Nothing that concerns other people is passed on."),
    "others-affected": _("Nobody else: nothing is passed on by this decision."),
    "no-consent": _("Consent was not asked for, because nothing is shared."),
}
"""By the code of the text, where nothing is shared."""


NOT_TOLD: Final[Mapping[str, str]] = {
    **NOT_SHARED,
    "purpose": _(
        "This agency weighed whether to tell {requester} of its own accord. It was decided not "
        "to."
    ),
}
"""By the code of the text, where nobody asked and it was decided not to tell."""


def preset(code: str, lang: str, **facts: str) -> str:
    """The sentence of a text, in a language, with the facts of the request in it."""
    return say(SENTENCES[code], lang).format_map(facts)


def unasked_presets(rests_on: tuple[str, str], recipient: str, lang: str) -> dict[str, str]:
    """What telling unasked and the law chosen for it answer, for a person to confirm."""
    basis, provision = rests_on
    return {
        **{
            f"d-text-{code}": say(text, lang).format(recipient=recipient)
            for code, text in UNASKED.items()
        },
        "d-identifies": "yes",
        "d-basis": basis,
        "d-provision": provision,
    }


def not_shared(lang: str, **facts: str) -> dict[str, str]:
    """The sentences of a decision not to share, which no person needs to write."""
    return {code: say(text, lang).format_map(facts) for code, text in NOT_SHARED.items()}


def not_told(lang: str, **facts: str) -> dict[str, str]:
    """Those of a decision not to tell what nobody asked."""
    return {code: say(text, lang).format_map(facts) for code, text in NOT_TOLD.items()}
