"""Words for a refusal: what happened, and what a tired practitioner does next.

Every code has a title and a detail that names the duty in plain words. A code that is not known
yet is answered by a sentence that is true of any refusal; nothing raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _, say
from hub_services.words.said import agencies, answering, asking, calls, deciding, disclosing

REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    **calls.SAID,
    **asking.SAID,
    **answering.SAID,
    **deciding.SAID,
    **disclosing.SAID,
    **agencies.SAID,
}
"""Title and detail by code, as they stand in the catalogue."""

FIELDS: Final[Mapping[str, str]] = {
    "why-needed": _("why you need it"),
    "burden": _("what it asks of those who must find it, and how you keep that small"),
    "necessity": _("why each item is necessary"),
    "proportionality": _("why you do not ask for more than you need"),
    "function": _("which function it serves, and how"),
    "board-consideration": _("why this body is likely to have it"),
    "necessary-or-expedient": _("why it is necessary or expedient"),
    "kind": _("whether you ask for co-operation, information or both"),
    "items": _("the items"),
    "topic": _("the topic of each item"),
    "period": _("the period of each item"),
    "persons": _("the people each item is about"),
    "order": _("the reference of the court's order"),
    "search": _("the search"),
    "systems": _("the systems searched"),
    "identifiers": _("what you searched by"),
    "reasons": _("your reasons"),
    "purpose": _("the purpose in your own words"),
    "rationale": _("why you decide so"),
    "balance": _("the person's rights, weighed against the need to share"),
    "effect": _("the effect of sharing and of not sharing on their safety"),
    "effect-of-not-sharing": _("the effect of not sharing on their safety"),
    "best-interests": _("the child's best interests"),
    "impact": _("how it affects the person and others"),
    "supports-safeguarding": _("how it supports safeguarding"),
    "facts": _("the facts of the case"),
    "basis": _("the lawful basis"),
    "provision": _("the law relied on"),
    "recipient": _("the recipient"),
    "openness": _("what the family is told"),
    "necessity-of-sharing": _("why sharing is necessary"),
    "P": _("is there a clear and legitimate purpose?"),
    "C": _("is there consent?"),
    "I": _("does it identify someone?"),
    "L": _("is there a lawful reason?"),
    "H1": _("how much"),
    "H2": _("fact from opinion"),
    "H3": _("the right person"),
    "H4": _("securely"),
    "H5": _("telling the family"),
}
"""What a ``field`` or ``question`` of a refusal's facts is called."""

LACKS: Final[Mapping[str, str]] = {
    "blank": "",
    "bare": _("What is written only names a law, or would fit any case. Say what is so here."),
    "too-short": _("It is too short to be understood."),
    "names-subject": _("It names the person. Write it without the name."),
    "unreadable": _("It holds characters that cannot be seen or printed. Type it again."),
    "unknown": _("Choose one that is in the list."),
}
"""What a text lacks to count as said."""

_ANY_REFUSAL: Final = (
    _("The rules do not allow this step"),
    _(
        "Nothing was recorded but the attempt. Ask your co-ordinator, or the information "
        "governance lead of your agency, and give them the code {code}."
    ),
)
_SOMETHING: Final = _("what is missing")


def words_for(code: str, facts: Mapping[str, object], lang: str = "en") -> tuple[str, str]:
    """Title and detail of a refusal, in a language. Raises nothing."""
    title, detail = REFUSALS.get(code, _ANY_REFUSAL)
    field = facts.get("field") or facts.get("question") or facts.get("lacking")
    values = {
        "field": say(FIELDS.get(str(field), _SOMETHING), lang),
        "code": code,
    }
    hint = say(LACKS.get(str(facts.get("lack", "")), ""), lang)
    said = say(detail, lang).format_map(values)
    return say(title, lang).format_map(values), f"{said} {hint}".strip()
