"""A decision not to share, in as few questions as the rules allow (R-202).

The reasons and what not sharing does are written once, and stand in the record of the decision
wherever it asks for them; what nobody needs to judge is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from starlette.responses import Response

from hub_domain.law.capacity import OTHER
from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.cautions import case_cautions
from hub_domain.law.evidence import Case, Receiver
from hub_domain.law.grounds import Refusing
from hub_domain.law.rows import Provision
from hub_services.desk.drafts import SupplyDraft
from hub_services.desk.matters import Either
from hub_services.desk.records import Person
from hub_services.desk.web.asking_form import SAY_FUNCTION
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.answering import CHOOSE_GROUND, SAY_WHY
from hub_services.desk.web.supply_case import case_of
from hub_services.desk.web.supply_form import (
    ADVISERS,
    BASES,
    about_a_child,
    check_reasons,
    check_risk,
)
from hub_services.desk.web.supply_rules import check_ground
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called
from hub_services.words.named.deciding import CONSENTS, WITHOUT_CONSENT

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

_NOT_ASKED: Final[Mapping[str, str]] = {
    "d-consent": "not-sought",
    "d-reason": "consent-not-the-basis",
}

_PAGE: Final = (
    *("ground", "reasons", "effect", "d-supports", "d-need-level", "d-risk-level", "d-clarity"),
    *("d-urgency", "d-harm", "d-exercising", "d-basis", "d-adviser", "d-confirmed"),
)
"""The fields in the order in which the page asks them."""

BACK: Final = "back"
ALL_THE_SAME: Final = "all-the-same"
"""The buttons beside what is to be minded: back to the form, or on in spite of it."""


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


async def check_rules(
    visit: Visit,
    form: Form,
    request: Either,
    persons: Sequence[Person],
    power: Provision | None = None,
) -> None:
    """What the rules refuse of it, in one round with all else that is wrong (R-202).

    ``power``: on which it is asked. Nothing here waits for a sign of harm to be said.
    """
    names = [name for person in persons if person.card for name in person.card.called]
    check_reasons(form, ("reasons", "effect"), persons)
    holder, receiver = await _bodies(visit, request.counterpart)
    case = Case(
        holder=holder,
        receiver=Receiver(body=receiver),
        purpose=None,
        answers=(),
        harm=form.text("d-harm") or "none",  # type: ignore[arg-type]  # a code of the list
        child=about_a_child(request),
    )
    law = LawOn(visit.law().catalogue, visit.law().day)
    roles = (visit.hat.role, *form.texts("d-adviser"))
    competent = any(law.competent(role) for role in roles)
    by = Refusing(case=case, row="", competent=competent, whole=True, request=power)
    check_ground(form, names, by, law)
    form.arrange(_PAGE)


async def _bodies(visit: Visit, counterpart: UUID) -> tuple[Body, Body]:
    """Who decides and who would receive it, as the law sees them."""
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    ours, theirs = directory.agency(visit.hat.agency), directory.agency(counterpart)
    return law.body(ours), law.body(theirs)


def of_consent(form: Form, persons: Sequence[Person]) -> dict[str, str]:
    """What a person said of consent, where all of it is said that the rules ask."""
    said = Form(form.fields)
    answers = {
        "d-consent": said.chosen("d-consent", CONSENTS.keys() - {"unsure"}),
        "d-reason": said.chosen("d-reason", WITHOUT_CONSENT),
        "d-no-consent": said.needed("d-no-consent"),
    }
    check_reasons(said, ["d-no-consent"], persons)
    return {} if said.errors else answers


def not_shared_by(
    form: Form,
    request: Either,
    sentences: Mapping[str, str],
    came_from: Mapping[str, str],
    by: UUID,
    *,
    consent: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The decision, its case and its words; ``sentences`` are what no person needs to write.

    ``consent``: what a person said of it; if nothing, that it was not asked for.
    """
    for name, value in {**(consent or _NOT_ASKED), "d-identifies": "yes"}.items():
        form.set(name, value)
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


async def mind_first(
    visit: Visit, form: Form, draft: SupplyDraft, counterpart: UUID
) -> Response | None:
    """What is to be minded before it is recorded; nothing, once it is to be all the same.

    What was typed travels with the page: nothing is recorded until then.
    """
    if form.text("do") == ALL_THE_SAME:
        return None
    minded = _minded(draft, *await _bodies(visit, counterpart))
    if not minded:
        return None
    return visit.page(
        "mind-first.html",
        form=form,
        minded=minded,
        declines=draft.request is not None,
        back=BACK,
        all_the_same=ALL_THE_SAME,
    )


def _minded(draft: SupplyDraft, holder: Body, receiver: Body) -> list[str]:
    """What the decision is warned of for what it says; who asked knows of the concern."""
    said = draft.case
    case = Case(
        holder=holder,
        receiver=Receiver(body=receiver),
        purpose=None,
        answers=(),
        police_notified=said["police_notified"],
        social_care_notified=said["social_care_notified"],
        harm=said["harm"],
    )
    return [found.code for found in case_cautions(case, told=draft.request is not None)]


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
