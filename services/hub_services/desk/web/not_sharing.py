"""A decision not to share, in as few questions as the rules allow (R-202).

The reasons and what not sharing does are written once, and stand in the record of the decision
wherever it asks for them; what nobody needs to judge is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from hub_domain.law.capacity import OTHER
from hub_services.desk.matters import Either
from hub_services.desk.web.asking_form import SAY_FUNCTION
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.answering import CHOOSE_GROUND, SAY_WHY
from hub_services.desk.web.supply_case import case_of
from hub_services.desk.web.supply_form import ADVISERS, BASES, check_risk
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called

_AS_REASONED: Final = ("facts-of-case", "supports-safeguarding-why", "balance-considered")
_AS_AFFECTED: Final = (
    "effect-of-not-sharing",
    "effect-on-safety-and-welfare",
    "individual-safety-wellbeing",
    "best-interests",
    "outcomes-for-child",
)
_RECORDED: Final[Mapping[str, str]] = {
    "need-level": "d-need-level",
    "risk-level": "d-risk-level",
    "urgency": "d-urgency",
    "supports-safeguarding": "d-supports",
}


def check_not_shared(form: Form, grounds: Sequence[str], functions: Sequence[str]) -> None:
    """What a person says of a decision not to share, on one of these grounds."""
    form.chosen("ground", grounds, CHOOSE_GROUND)
    form.needed("reasons", SAY_WHY)
    form.needed("effect", _("Say what not sharing does to their safety and welfare"))
    form.chosen("d-supports", ("yes", "no"), _("Say whether sharing would help to protect"))
    check_risk(form)
    form.chosen("d-basis", BASES, _("Choose the lawful reason"))
    if functions:
        form.chosen("d-exercising", (*functions, OTHER), SAY_FUNCTION)
    if form.text("d-confirmed") != "yes":
        form.wrong("d-confirmed", _("Confirm that these answers are yours"))


def not_shared_by(
    form: Form,
    request: Either,
    sentences: Mapping[str, str],
    came_from: Mapping[str, str],
    by: UUID,
) -> dict[str, Any]:
    """The decision, its case and its words; ``sentences`` are what no person needs to write."""
    form.set("d-consent", "not-sought")
    form.set("d-reason", "consent-not-the-basis")
    form.set("d-identifies", "yes")
    record = {code: form.text(field) for code, field in _RECORDED.items()}
    return {
        "decision": "do-not-share",
        "case": case_of(form, request, (), came_from, by) | {"how": None, "record": record},
        "words": {
            **sentences,
            **dict.fromkeys(_AS_REASONED, form.text("reasons")),
            **dict.fromkeys(_AS_AFFECTED, form.text("effect")),
            f"ground-{form.text('ground')}": form.text("reasons"),
        },
    }


async def asked_of_not_sharing(visit: Visit) -> dict[str, Any]:
    """What the form lets one choose, whatever it is that is not shared."""
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    ours = directory.agency(visit.hat.agency)
    return {
        "directory": directory,
        "functions": law.functions_of(ours),
        "bases": [(code, called("basis", code, visit.lang)) for code in BASES],
        "advisers": [(role, called("role", role, visit.lang)) for role in ADVISERS],
        "police": law.body(ours).is_police,
    }
