"""The two drafts of an answer that supplies: what is to be shared, and the record of what went.

Each has pages of its own, so that neither waits for the other or is discarded with it.
"""

from __future__ import annotations

from uuid import UUID

from hub_domain.sharing.standing import Status
from hub_services.desk.records import RequestPage
from hub_services.desk.web.emergency_form import went
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.statements import number_statements
from hub_services.desk.web.supply_form import STEPS, recording_of, supplying_of
from hub_services.desk.web.visit import PageNotFound, Visit

RECORD = "record"
"""The button that leads to the record, and how the address of its pages goes on."""


def of_a_record(visit: Visit) -> bool:
    """Whether the page is of the record of what went, and not of what is still to be shared."""
    return visit.request.url.path.split("/")[3] == RECORD


def base_of(visit: Visit) -> str:
    """How the address of each page of the same draft begins."""
    return f"/requests/{request_id(visit)}/{RECORD if of_a_record(visit) else 'share'}"


async def draft_of(visit: Visit, found: RequestPage) -> tuple[UUID | None, Form]:
    """The draft that the page is of, as it was typed; a new one where none was begun."""
    if found.request.side != "addressee":
        raise PageNotFound
    draft, form = await _begun(visit, _kind(visit))
    number_statements(form, found, "")
    return draft, form


async def keep(visit: Visit, draft: UUID | None, form: Form) -> None:
    """Keep the draft as it was typed."""
    await visit.desk.save_draft(visit.hat, _kind(visit), form.plain(), draft=draft)


async def record_left(visit: Visit) -> bool:
    """Whether something went in an emergency whose record is still to be completed."""
    draft, _form = await _begun(visit, recording_of(request_id(visit)))
    return draft is not None


async def keep_record(visit: Visit, draft: UUID | None, form: Form) -> None:
    """It was shared: its record is to be completed, with that of what went before."""
    kind = recording_of(request_id(visit))
    record, before = await _begun(visit, kind)
    went(form, before)
    await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=record)
    await done_with(visit, draft)


def more_at(found: RequestPage) -> str:
    """Where something more is shared, also before the record of what went is complete.

    What was supplied in full is added to in an emergency alone (R-362).
    """
    request = found.request
    step = "emergency" if request.status == Status.SUPPLIED else "share/items"
    return f"/requests/{request.request_id}/{step}"


async def done_with(visit: Visit, draft: UUID | None) -> None:
    """The draft has done its work, or is discarded, and nothing waits on its pages."""
    pages = [f"{base_of(visit)}/{step}" for step in STEPS]
    for page in (*pages, f"/requests/{request_id(visit)}/emergency"):
        await visit.desk.taken_up(visit.hat, page)
    if draft is not None:
        await visit.desk.discard_draft(visit.hat, draft)


def _kind(visit: Visit) -> str:
    request = request_id(visit)
    return recording_of(request) if of_a_record(visit) else supplying_of(request)


async def _begun(visit: Visit, kind: str) -> tuple[UUID | None, Form]:
    drafts = await visit.desk.drafts(visit.hat, kind)
    return (drafts[0].id, Form.kept(drafts[0].content)) if drafts else (None, Form())
