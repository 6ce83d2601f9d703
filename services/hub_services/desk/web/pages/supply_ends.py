"""Where somebody is led once they have supplied, or completed the record of what went."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from hub_domain.sharing.outstanding import GAP_LEFT
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.matters import decided_by
from hub_services.desk.records import Supplied
from hub_services.desk.web.emergency_form import completing
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.supply_drafts import done_with, keep_record
from hub_services.desk.web.supply_form import unsure
from hub_services.desk.web.telling_form import Found, Telling, afterwards
from hub_services.desk.web.visit import Visit


async def away_from_record(
    visit: Visit, found: Found, draft: UUID | None, form: Form
) -> Response | None:
    """Away from a record that is complete, or that is a colleague's who decided since."""
    if not completing(form):
        return None
    decided = decided_by(found.request)
    try:
        made = await visit.desk.decision(visit.hat, decided)
    except HubRefused:
        return visit.go(f"{afterwards(found)}done=theirs")
    if made.unrecorded_to(found.request.author):
        return None
    await done_with(visit, found, draft)
    return visit.go(f"/decisions/{decided}?done=recorded")


async def after(
    visit: Visit,
    found: Found,
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
        return await _after_record(visit, found, draft, supplied.decision)
    if supplied.disclosure is None:
        return visit.go(f"{decided}?done=held")
    then = afterwards(found, supplied)
    if emergency:
        await keep_record(visit, found, draft, form)
        return visit.go(f"{then}done=shared-now")
    await done_with(visit, found, draft)
    return visit.go(f"{then}done={'told' if isinstance(found, Telling) else 'answered'}")


async def _after_record(
    visit: Visit, found: Found, draft: UUID | None, decision: UUID
) -> Response:
    """It is said to be complete where it is; what went to another has a record of its own."""
    left = await visit.desk.decision(visit.hat, decision)
    gaps = [task for task in left.tasks if task.kind == GAP_LEFT and task.closed_at is None]
    done = "completed-in-part" if left.unrecorded or gaps else "completed"
    if not left.unrecorded_to(found.request.author):
        await done_with(visit, found, draft)
    return visit.go(f"/decisions/{decision}?done={done}")
