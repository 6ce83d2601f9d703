"""Sharing something more on a request, and what becomes of a draft when its work is done."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from hub_domain.ids import decision_id
from hub_domain.sharing.left import GAP_LEFT
from hub_domain.sharing.standing import Status
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import RequestPage, Supplied
from hub_services.desk.web.emergency_form import (
    completing,
    more,
    more_after,
    set_aside,
    went,
)
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.supply_form import STEPS, supplying_of, unsure
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


async def away_from_record(
    visit: Visit, found: RequestPage, draft: UUID | None, form: Form
) -> Response | None:
    """Away from a record that is complete, or that is a colleague's who decided since."""
    if not completing(form):
        return None
    request = found.request
    decided = decision_id(request.request_id, request.counterpart)
    try:
        made = await visit.desk.decision(visit.hat, decided)
    except HubRefused:
        return visit.go(f"/requests/{request.request_id}?done=theirs")
    if made.unrecorded_to(request.author):
        return None
    return await done_with(visit, draft, form, f"/decisions/{decided}?done=recorded")


async def after(
    visit: Visit,
    found: RequestPage,
    draft: UUID | None,
    form: Form,
    supplied: Supplied,
    *,
    emergency: bool,
) -> Response:
    """The draft stays while advice is awaited, or the record of an emergency is incomplete."""
    decided = f"/decisions/{supplied.decision}"
    if completing(form) and unsure(form):
        return visit.go(f"{decided}?done=question")
    if completing(form):
        return await _after_record(visit, found, draft, form, supplied.decision)
    if supplied.disclosure is None:
        return visit.go(f"{decided}?done=held")
    request = f"/requests/{found.request.request_id}"
    if emergency:
        went(form)
        kind = supplying_of(found.request.request_id)
        await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=draft)
        return visit.go(f"{request}?done=shared-now")
    return await done_with(visit, draft, form, f"{request}?done=answered")


async def _after_record(
    visit: Visit, found: RequestPage, draft: UUID | None, form: Form, decision: UUID
) -> Response:
    """It is said to be complete where it is; what went to another has a record of its own."""
    left = await visit.desk.decision(visit.hat, decision)
    gaps = [task for task in left.tasks if task.kind == GAP_LEFT and task.closed_at is None]
    done = "completed-in-part" if left.unrecorded or gaps else "completed"
    then = f"/decisions/{decision}?done={done}"
    if left.unrecorded_to(found.request.author):
        return visit.go(then)
    return await done_with(visit, draft, form, then)


async def _keep(visit: Visit, draft: UUID | None, form: Form) -> None:
    await _take_up(visit)
    kind = supplying_of(request_id(visit))
    await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=draft)


async def _take_up(visit: Visit) -> None:
    for step in STEPS:
        await visit.desk.taken_up(visit.hat, f"/requests/{request_id(visit)}/share/{step}")
