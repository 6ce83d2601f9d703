"""Sharing something more on a request, and what becomes of a draft when its work is done."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from hub_domain.sharing.standing import Status
from hub_services.desk.records import RequestPage
from hub_services.desk.web.emergency_form import completing, more, more_after, set_aside
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.supply_form import STEPS, supplying_of
from hub_services.desk.web.visit import Visit


async def share_more(
    visit: Visit, found: RequestPage, draft: UUID | None, form: Form
) -> Response:
    """On to something more, also before the record of what went in an emergency is complete.

    What was supplied in full is added to in an emergency alone (R-362).
    """
    if found.request.status == Status.SUPPLIED:
        return visit.go(f"/requests/{request_id(visit)}/emergency")
    await _keep(visit, draft, form if more(form) else more_after(form))
    return visit.go(f"/requests/{request_id(visit)}/share/items")


async def done_with(visit: Visit, draft: UUID | None, form: Form, then: str) -> Response:
    """The draft has done its work; of what went before it, the record can be completed."""
    before = set_aside(form)
    if completing(before):
        await _keep(visit, draft, before)
        return visit.go(then)
    await _take_up(visit)
    if draft is not None:
        await visit.desk.discard_draft(visit.hat, draft)
    return visit.go(then)


async def _keep(visit: Visit, draft: UUID | None, form: Form) -> None:
    await _take_up(visit)
    kind = supplying_of(request_id(visit))
    await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=draft)


async def _take_up(visit: Visit) -> None:
    for step in STEPS:
        await visit.desk.taken_up(visit.hat, f"/requests/{request_id(visit)}/share/{step}")
