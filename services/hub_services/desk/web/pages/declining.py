"""Declining a power: a decision not to share, in as few questions as the rules allow (R-084).

The reasons and what not sharing does are written once, and stand in the record of the decision
wherever it asks for them; what nobody needs to judge is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from hub_domain.law.capacity import OTHER
from hub_domain.law.rows import Provision
from hub_services.desk.drafts import Declining, Ground, SupplyDraft, Withheld
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import RequestPage
from hub_services.desk.web.asking_form import SAY_FUNCTION
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.answering import CHOOSE_GROUND, SAY_WHY
from hub_services.desk.web.pages.requests import not_read, request_id
from hub_services.desk.web.supply_case import case_of
from hub_services.desk.web.supply_form import ADVISERS, BASES, check_risk, pairs_of
from hub_services.desk.web.visit import PageNotFound, Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called, law_in_plain_words
from hub_services.words.presets import not_shared

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
_PRESET: Final = ("purpose-code", "consent", "reason", "no-consent", "identifies")


async def show(visit: Visit) -> Response:
    """The form."""
    found = await visit.desk.request(visit.hat, request_id(visit))
    return await _page(visit, found, await visit.left())


async def send(visit: Visit) -> Response:
    """Decide not to share and decline, or show the form again with what is wrong.

    Where the decline did not get through, the same form sent again declines by the decision
    that is recorded.
    """
    form = await visit.form()
    found = await visit.desk.request(visit.hat, request_id(visit))
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    functions = law.functions_of(directory.agency(visit.hat.agency))
    _check(form, law.declines(_power(visit, found)), functions)
    if form.errors:
        return await _page(visit, found, form)
    try:
        await visit.desk.supply(visit.hat, await _written(visit, found, form))
    except HubRefused as refusal:
        return await _page(visit, found, form, refusal)
    return visit.go(f"/requests/{found.request.request_id}?done=answered")


def _power(visit: Visit, found: RequestPage) -> Provision:
    """The provision of the request, which is declined by a decision not to share."""
    provision = visit.law().provision(found.request.provision)
    declined = provision is not None and "declined" in provision.answers
    if provision is None or not declined or provision.reasons != "ground":
        raise PageNotFound
    if found.request.side != "addressee":
        raise PageNotFound
    return provision


def _check(form: Form, grounds: Sequence[str], functions: Sequence[str]) -> None:
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


async def _written(visit: Visit, found: RequestPage, form: Form) -> SupplyDraft:
    """The decision not to share anything that is asked, and the decline by it."""
    request, ground = found.request, form.text("ground")
    sentences = await _sentences(visit, found)
    form.set("d-purpose-code", request.purpose or "")
    form.set("d-consent", "not-sought")
    form.set("d-reason", "consent-not-the-basis")
    form.set("d-identifies", "yes")
    basis = await _basis(visit, found)
    came_from = dict.fromkeys(_PRESET, "request")
    if form.text("d-basis") == basis.get("d-basis"):
        came_from |= {"basis": "request", "provision": "request"}
    case = case_of(form, request, (), came_from, visit.hat.practitioner)
    record = {code: form.text(field) for code, field in _RECORDED.items()}
    return SupplyDraft(
        request=request.request_id,
        decision="do-not-share",
        case=case | {"how": None, "record": record},
        words={
            **sentences,
            **dict.fromkeys(_AS_REASONED, form.text("reasons")),
            **dict.fromkeys(_AS_AFFECTED, form.text("effect")),
            f"ground-{ground}": form.text("reasons"),
        },
        withheld=tuple(
            Withheld(answers=pair.item.id, person=pair.person, grounds=(Ground(code=ground),))
            for pair in pairs_of(request)
        ),
        reasons=form.text("reasons"),
        declines=Declining(ground=ground, version=request.version),
    )


async def _sentences(visit: Visit, found: RequestPage) -> dict[str, str]:
    directory = await visit.desk.directory(visit.hat)
    request, provision = found.request, _power(visit, found)
    cited = law_in_plain_words(request.provision, provision.title, visit.lang).cited
    return not_shared(visit.lang, requester=directory.name(request.counterpart), law=cited)


async def _basis(visit: Visit, found: RequestPage) -> dict[str, str]:
    """The lawful reason on which it could have been shared, as far as the law suggests one."""
    directory = await visit.desk.directory(visit.hat)
    basis, provision = visit.law().basis_for(
        directory.agency(visit.hat.agency), _power(visit, found)
    )
    return {"d-basis": basis, "d-provision": provision}


async def _page(
    visit: Visit, found: RequestPage, form: Form, refusal: HubRefused | None = None
) -> Response:
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    ours = directory.agency(visit.hat.agency)
    for name, value in (await _basis(visit, found)).items():
        form.preset(name, value)
    context: dict[str, Any] = {
        "found": found,
        "request": found.request,
        "now": found.now,
        "form": form,
        "grounds": law.declines(_power(visit, found)),
        "unread": not_read(found, visit.hat),
        "directory": directory,
        "sentences": await _sentences(visit, found),
        "functions": law.functions_of(ours),
        "bases": [(code, called("basis", code, visit.lang)) for code in BASES],
        "advisers": [(role, called("role", role, visit.lang)) for role in ADVISERS],
        "police": law.body(ours).is_police,
    }
    if refusal is not None:
        return visit.refused("decline.html", refusal, **context)
    return visit.page("decline.html", status=422 if form.errors else 200, **context)
