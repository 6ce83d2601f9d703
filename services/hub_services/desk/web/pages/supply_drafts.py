"""The two drafts of an answer that supplies: what is to be shared, and the record of what went.

Each has pages of its own, so that neither waits for the other or is discarded with it.
"""

from __future__ import annotations

from uuid import UUID

from hub_domain.sharing.status import Status
from hub_services.desk.web.begun import RECORD, not_telling_of, recording_of, supplying_of
from hub_services.desk.web.emergency_form import went
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.kept import begun, done
from hub_services.desk.web.pages.matters import number
from hub_services.desk.web.supply_form import STEPS
from hub_services.desk.web.telling_form import KIND, Found, Telling, page_of, steps_of
from hub_services.desk.web.visit import PageNotFound, Visit


def of_a_record(visit: Visit) -> bool:
    """Whether the page is of the record of what went, and not of what is still to be shared."""
    return visit.request.url.path.split("/")[3] == RECORD


def base_of(visit: Visit, found: Found) -> str:
    """How the address of each page of the same draft begins."""
    return f"{page_of(found)}/{RECORD}" if of_a_record(visit) else steps_of(found)


async def draft_of(visit: Visit, found: Found) -> tuple[UUID | None, Form]:
    """The draft that the page is of, as it was typed; a new one where none was begun."""
    if isinstance(found, Telling):
        number(found.form, found, "")
        return found.draft, found.form
    if found.request.side != "addressee":
        raise PageNotFound
    draft, form = await begun(visit, _kind(visit, found))
    number(form, found, "")
    return draft, form


async def keep(visit: Visit, found: Found, draft: UUID | None, form: Form) -> None:
    """Keep the draft as it was typed."""
    await visit.desk.save_draft(visit.hat, _kind(visit, found), form.plain(), draft=draft)


async def record_left(visit: Visit, found: Found) -> bool:
    """Whether something went in an emergency whose record is still to be completed."""
    if isinstance(found, Telling):
        return False
    draft, _form = await begun(visit, recording_of(found.request.request_id))
    return draft is not None


async def keep_record(visit: Visit, found: Found, draft: UUID | None, form: Form) -> None:
    """It was shared: its record is to be completed, with that of what went before.

    What is told unasked is another matter each time, and its record stays in its draft.
    """
    if isinstance(found, Telling):
        went(form, Form())
        await keep(visit, found, draft, form)
        return
    kind = recording_of(found.request.request_id)
    record, before = await begun(visit, kind)
    went(form, before)
    await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=record)
    await done_with(visit, found, draft)


def more_at(found: Found) -> str:
    """Where something more is shared, also before the record of what went is complete.

    What was supplied in full is added to in an emergency alone (R-362).
    """
    if isinstance(found, Telling):
        return "/tell"
    if found.request.status == Status.SUPPLIED:
        return f"{page_of(found)}/emergency"
    return f"{steps_of(found)}/items"


async def done_with(visit: Visit, found: Found, draft: UUID | None) -> None:
    """The draft has done its work, or is discarded, and nothing waits on its pages."""
    pages = [f"{base_of(visit, found)}/{step}" for step in STEPS]
    for page in (*pages, f"{page_of(found)}/emergency"):
        await visit.desk.taken_up(visit.hat, page)
    if draft is not None:
        await visit.desk.discard_draft(visit.hat, draft)
    if isinstance(found, Telling):
        await done(visit, not_telling_of(found.draft))


def _kind(visit: Visit, found: Found) -> str:
    if isinstance(found, Telling):
        return KIND
    request = found.request.request_id
    return recording_of(request) if of_a_record(visit) else supplying_of(request)
