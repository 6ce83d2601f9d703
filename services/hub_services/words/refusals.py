"""Words for a refusal: what happened, and what a tired practitioner does next.

Every code has a title and a detail that names the duty in plain words. A code that is not known
yet is answered by a sentence that is true of any refusal; nothing raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _, say
from hub_services.words.named.deciding import RECORD_CODES, RECORD_TEXTS
from hub_services.words.said import (
    agencies,
    answering,
    asking,
    calls,
    deciding,
    disclosing,
    publishing,
)

REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    **calls.SAID,
    **asking.SAID,
    **answering.SAID,
    **deciding.SAID,
    **disclosing.SAID,
    **agencies.SAID,
    **publishing.SAID,
}
"""Title and detail by code, as they stand in the catalogue."""

FIELDS: Final[Mapping[str, str]] = {
    **RECORD_TEXTS,
    **RECORD_CODES,
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
    "balance": _("the person's rights, weighed against the need to share"),
    "basis": _("the lawful basis"),
    "appropriate": _("whether it is appropriate to share"),
    "bases-considered": _("which lawful reasons you considered"),
    "notice": _("why the person is not told"),
    "protected-person": _("who is protected"),
    "harm": _("whether there is a sign of harm"),
    "contract": _("the contract"),
    "question": _("the open question, whom you ask, and by when"),
    "sensitivity": _("how sensitive it is"),
    "special-category": _("whether it is about health, ethnicity, religion or the like"),
    "criminal-offence": _("whether it is about offences, convictions or allegations of them"),
    "sensitive": _("whether handling it is sensitive processing by law enforcement"),
    "confidential": _("whether it was told or is kept in confidence"),
    "a": _("whom it protects, and from which harm"),
    "b": _("that they are under 18, or an adult at risk"),
    "c": _(
        "why it is done without consent: it cannot be given, cannot reasonably be obtained, or "
        "asking for it would put someone at risk"
    ),
    "d": _("why it is in the substantial public interest"),
    "H1": _("how much"),
    "H2": _("fact from opinion"),
    "H3": _("the right person"),
    "H4": _("securely"),
    "H5": _("telling the family"),
}
"""What a ``field``, ``question``, ``check`` or ``limb`` of a refusal's facts is called."""

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
_NAMES_SUBJECT: Final = (_("The person is named: {field}"), "")
_NAMES_OF_FIELDS: Final = ("field", "question", "check", "limb")
_SOMETHING: Final = _("what is missing")


def words_for(code: str, facts: Mapping[str, object], lang: str = "en") -> tuple[str, str]:
    """Title and detail of a refusal, in a language. Raises nothing."""
    title, detail = REFUSALS.get(code, _ANY_REFUSAL)
    field = next((facts[name] for name in _NAMES_OF_FIELDS if facts.get(name)), "")
    if facts.get("lack") == "names-subject":
        title, detail = _NAMES_SUBJECT
        field = field or "reasons"
    values = {
        "field": say(FIELDS.get(str(field), _SOMETHING), lang),
        "code": code,
    }
    hint = say(LACKS.get(str(facts.get("lack", "")), ""), lang)
    said = say(detail, lang).format_map(values)
    return say(title, lang).format_map(values), f"{said} {hint}".strip()
