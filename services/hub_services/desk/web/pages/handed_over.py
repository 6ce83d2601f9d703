"""Who had a record and has it no longer: where it went, and what they wrote, to copy from."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from hub_domain.need_to_know import HandedOver
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import DraftKept, HandoverRow
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.discarding import DISCARDED, ask_before_discarding
from hub_services.desk.web.pages.requests import contacts, request_id
from hub_services.desk.web.supply_form import recording_of, supplying_of
from hub_services.desk.web.visit import Page, Visit, leave


def to_who_has_it(handler: Page) -> Page:
    """A page of a record: who had it and has it no longer is told whom to ring instead."""

    async def told(visit: Visit) -> Response:
        try:
            return await handler(visit)
        except HubRefused as refusal:
            if refusal.code != HandedOver.code:
                raise
            return await _page(visit, refusal)

    return told


async def _page(visit: Visit, refusal: HubRefused) -> Response:
    """What they had just written is left here for a day, beside the draft they had begun."""
    went = msgspec.convert(refusal.facts, HandoverRow)
    if visit.request.method == "POST":
        await leave(visit.web, visit.hat, visit.request)
    drafts = await _drafts(visit)
    directory = await visit.desk.directory(visit.hat)
    forms = [await visit.left(), *(Form.kept(draft.content) for draft in drafts)]
    return visit.page(
        "handed-over.html",
        status=refusal.status,
        went=went,
        own=visit.hat.practitioner,
        record=request_id(visit),
        begun=bool(drafts),
        written=dict.fromkeys(text for form in forms for text in form.words()),
        people=[
            each
            for each in contacts(directory, visit.hat.agency, went.to)
            if each != directory.staff.get(visit.hat.practitioner)
        ],
        directory=directory,
        found_again=False,
    )


async def discard(visit: Visit) -> Response:
    """Discard the draft that they had begun for it, once they have said so twice."""
    form = await visit.form()
    if form.text("do") != DISCARDED:
        return ask_before_discarding(visit)
    for draft in await _drafts(visit):
        await visit.desk.discard_draft(visit.hat, draft.id)
    return visit.go("/inbox?done=discarded")


async def _drafts(visit: Visit) -> list[DraftKept]:
    request = request_id(visit)
    return [
        draft
        for kind in (supplying_of(request), recording_of(request))
        for draft in await visit.desk.drafts(visit.hat, kind)
    ]
