"""Who had a record and has it no longer: where it went, and what they wrote, to copy from."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import msgspec
from starlette.responses import Response

from hub_domain.need_to_know import HandedOver
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.rows import HandoverRow
from hub_services.desk.web.begun import kinds_of, request_of
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.pages.discarding import DISCARDED, ask_before_discarding
from hub_services.desk.web.pages.requests import contacts, request_id
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
    directory = await visit.desk.directory(visit.hat)
    forms = [form for record, form in await _written(visit) if record == request_id(visit)]
    return visit.page(
        "handed-over.html",
        status=refusal.status,
        went=went,
        own=visit.hat.practitioner,
        record=request_id(visit),
        begun=bool(forms),
        written=dict.fromkeys(text for form in forms for text in form.words()),
        people=[
            each
            for each in contacts(directory, visit.hat.agency, went.to)
            if each != directory.staff.get(visit.hat.practitioner)
        ],
        directory=directory,
    )


async def begun(visit: Visit, theirs: Collection[UUID]) -> list[tuple[UUID, HandoverRow]]:
    """For which requests they had written something that a colleague has now.

    ``theirs``: those that they still see, and so find by themselves.
    """
    wrote = dict.fromkeys(
        record for record, form in await _written(visit) if form.words() and record
    )
    went = []
    for record in wrote:
        if record in theirs:
            continue
        try:
            await visit.desk.request(visit.hat, record)
        except HubRefused as refusal:
            if refusal.code == HandedOver.code:
                went.append((record, msgspec.convert(refusal.facts, HandoverRow)))
    return went


async def discard(visit: Visit) -> Response:
    """Discard what they had written for it, once they have said so twice."""
    form = await visit.form()
    if form.text("do") != DISCARDED:
        return ask_before_discarding(visit)
    request = request_id(visit)
    for draft in await visit.desk.drafts(visit.hat):
        if draft.kind in kinds_of(request):
            await visit.desk.discard_draft(visit.hat, draft.id)
    for page in await visit.desk.all_left(visit.hat):
        if _record(page) == request:
            await visit.desk.taken_up(visit.hat, page)
    return visit.go("/inbox?done=discarded")


async def _written(visit: Visit) -> list[tuple[UUID | None, Form]]:
    """What they wrote and have not sent, on its pages or as a draft, by the request."""
    left = (await visit.desk.all_left(visit.hat)).items()
    drafts = await visit.desk.drafts(visit.hat)
    return [
        *((_record(page), Form.kept(content)) for page, content in left),
        *((request_of(draft.kind), Form.kept(draft.content)) for draft in drafts),
    ]


def _record(page: str) -> UUID | None:
    """The request to which a page belongs."""
    parts = page.split("/")
    return read_id(parts[2]) if parts[1:2] == ["requests"] else None
