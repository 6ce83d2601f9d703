"""Declining a power: a decision not to share, and the decline by it (R-084)."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from hub_domain.law.rows import Provision
from hub_services.desk.drafts import Declining, Ground, SupplyDraft, Withheld
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import RequestPage
from hub_services.desk.web.begun import DECLINE, kept_as
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.kept import done, kept, once, typed_on
from hub_services.desk.web.pages.not_sharing import (
    BACK,
    asked_of_not_sharing,
    check_not_shared,
    check_rules,
    mind_first,
    not_shared_by,
)
from hub_services.desk.web.pages.requests import not_read, request_id, share_begun
from hub_services.desk.web.supply_form import pairs_of
from hub_services.desk.web.visit import PageNotFound, Visit
from hub_services.words.codes import law_in_plain_words
from hub_services.words.presets import not_shared

_PRESET: Final = ("purpose-code", "consent", "reason", "no-consent", "identifies")


async def show(visit: Visit) -> Response:
    """The form."""
    found = await visit.desk.request(visit.hat, request_id(visit))
    return await _page(visit, found, await typed_on(visit, _kept_as(found)))


def _kept_as(found: RequestPage) -> str:
    return kept_as(DECLINE, found.request.request_id)


@once
async def send(visit: Visit) -> Response:
    """Decide not to share and decline, or show the form again with what is wrong.

    What the decision is warned of is minded first.
    Where the decline did not get through, the same form sent again declines by the decision
    that is recorded.
    """
    form = await visit.form()
    found = await visit.desk.request(visit.hat, request_id(visit))
    power, page = _power(visit, found), f"/requests/{found.request.request_id}"
    if answer := await kept(visit, _kept_as(found), form, away=page):
        return answer
    if form.text("do") == BACK:
        return await _page(visit, found, form)
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    functions = law.functions_of(directory.agency(visit.hat.agency))
    check_not_shared(form, law.declines(power), functions)
    await check_rules(visit, form, found.request, found.persons, power)
    if form.errors:
        return await _page(visit, found, form)
    decided = await _written(visit, found, form)
    if first := await mind_first(visit, form, decided, found.request.counterpart):
        return first
    try:
        await visit.desk.supply(visit.hat, decided)
    except HubRefused as refusal:
        return await _page(visit, found, form, refusal)
    await done(visit, _kept_as(found))
    return visit.go(f"{page}?done=answered")


def _power(visit: Visit, found: RequestPage) -> Provision:
    """The provision of the request, which is declined by a decision not to share."""
    provision = visit.law().provision(found.request.provision)
    declined = provision is not None and "declined" in provision.answers
    if provision is None or not declined or provision.reasons != "ground":
        raise PageNotFound
    if found.request.side != "addressee":
        raise PageNotFound
    return provision


async def _written(visit: Visit, found: RequestPage, form: Form) -> SupplyDraft:
    """The decision not to share anything that is asked, and the decline by it."""
    request, ground = found.request, form.text("ground")
    sentences = await _sentences(visit, found)
    form.set("d-purpose-code", request.purpose or "")
    basis = await _basis(visit, found)
    came_from = dict.fromkeys(_PRESET, "request")
    if form.text("d-basis") == basis.get("d-basis"):
        came_from |= {"basis": "request", "provision": "request"}
    return SupplyDraft(
        request=request.request_id,
        withheld=tuple(
            Withheld(answers=pair.item.id, person=pair.person, grounds=(Ground(code=ground),))
            for pair in pairs_of(request)
        ),
        reasons=form.text("reasons"),
        declines=Declining(ground=ground, version=form.version_seen),
        **not_shared_by(form, request, sentences, came_from, visit.hat.practitioner),
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
    for name, value in (await _basis(visit, found)).items():
        form.preset(name, value)
    context: dict[str, Any] = {
        "found": found,
        "request": found.request,
        "now": found.now,
        "form": form,
        "grounds": visit.law().declines(_power(visit, found)),
        "unread": not_read(found, visit.hat),
        "sharing": await share_begun(visit, found.request),
        "sentences": await _sentences(visit, found),
        **await asked_of_not_sharing(visit),
    }
    if refusal is not None:
        return visit.refused("decline.html", refusal, **context)
    return visit.page("decline.html", status=422 if form.errors else 200, **context)
