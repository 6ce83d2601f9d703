"""Sharing in an emergency: one short page, open from every page of a request (R-362).

It asks what is given, that someone is or may be at immediate risk, and how they who receive it
can protect them. Everything else is asked when the record is completed.
"""

from __future__ import annotations

from starlette.responses import Response

from hub_services.desk.web.emergency_form import (
    EMERGENCY,
    ROUTE,
    check_emergency,
    merged_now,
    posts_of,
    preset_service,
    show_own_why,
)
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.matters import found_of, there_of
from hub_services.desk.web.pages.requests import contacts, not_read
from hub_services.desk.web.pages.supply_drafts import draft_of, keep
from hub_services.desk.web.pages.supply_written import ready_of
from hub_services.desk.web.statements import room_for_each, urgent_of
from hub_services.desk.web.supply_form import check_reasons, scopes_of, unconfirmed
from hub_services.desk.web.telling_form import Found, Telling, page_of, steps_of
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called


async def show(visit: Visit) -> Response:
    """The page, with what was written already of what is asked."""
    found = await found_of(visit)
    _draft, form = await draft_of(visit, found)
    left = await visit.left()
    if visit.found_again:
        form = merged_now(form, left, await ready_of(visit, found))
    return await _page(visit, found, form)


async def send(visit: Visit) -> Response:
    """On to the last look, when what is demanded is there; it is kept as it was typed."""
    found = await found_of(visit)
    draft, kept = await draft_of(visit, found)
    sent, before = await visit.form(), kept.plain()
    kept.take_in(sent)
    form = merged_now(kept, sent, await ready_of(visit, found))
    unconfirmed(form, before, "-text")
    form.set(ROUTE, EMERGENCY)
    await keep(visit, found, draft, form)
    _check_given(form, found)
    check_emergency(form, await there_of(visit, found), scopes_of(found.request))
    check_reasons(form, ["d-able"], found.persons)
    if form.errors:
        return await _page(visit, found, form)
    return visit.go(f"{steps_of(found)}/check")


def _check_given(form: Form, found: Found) -> None:
    """Something is given, of at least one person."""
    said = urgent_of(form, found.request)
    if not any(each.words(form) for each in said):
        first = said[0].number if said else 1
        form.wrong(f"say-{first}-text", _("Write what they must know now"))


async def _page(visit: Visit, found: Found, form: Form) -> Response:
    room_for_each(form, found.request)
    show_own_why(form, await ready_of(visit, found))
    directory, there = await visit.desk.directory(visit.hat), await there_of(visit, found)
    request = found.request
    posts = posts_of(there, scopes_of(request))
    if not isinstance(found, Telling):
        preset_service(form, request.provision, posts)
    return visit.page(
        "share-now.html",
        status=422 if form.errors else 200,
        found=found,
        request=request,
        people={person.id: person for person in found.persons},
        said=urgent_of(form, request),
        form=form,
        unread=not isinstance(found, Telling) and not_read(found, visit.hat),
        telling=isinstance(found, Telling),
        page=page_of(found),
        directory=directory,
        tells_police=there.is_police,
        police=visit.law().body(directory.agency(visit.hat.agency)).is_police,
        posts=[(code, called("weigh-post", code, visit.lang)) for code in posts],
        protects=there.protects_at(""),
        whom_to_ring=contacts(directory, request.counterpart, request.author),
    )
