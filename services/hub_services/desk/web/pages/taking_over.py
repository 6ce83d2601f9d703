"""What waits for somebody who is away or has left: seen by codes alone, and taken over."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec.structs import replace
from starlette.responses import Response

from hub_domain.need_to_know import TAKES_OVER, RecordKind
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.rows import WaitingRow
from hub_services.desk.web.begun import kinds_of
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.kept import once
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.visit import PageNotFound, Visit
from hub_services.words.catalogue import _
from hub_services.words.named.casework import TAKEN_OVER_WHY

SAY_WHY: Final = _("Say why it changes hands")
SAY_WHOSE: Final = _("Choose who has it from now on")
GIVE: Final = "give"
"""The button that gives it to a colleague; the other takes it over."""

BAD_REQUEST: Final = 400
"""The address says no place in the list."""

PAGE: Final = 100
"""How much one page shows; the next goes on after it."""


async def waiting(visit: Visit) -> Response:
    """What came in an emergency, then what nobody is left to read, is not opened, not done."""
    after = visit.request.query_params.get("after")
    try:
        found = await visit.desk.waiting(visit.hat, after=after, limit=PAGE)
    except HubRefused as refusal:
        if after is None or refusal.status != BAD_REQUEST:
            raise
        return visit.go("/waiting")
    rows = [row for row in found.waiting if not row.emergency]
    return visit.page(
        "waiting.html",
        groups=[
            (_("Shared in an emergency"), [row for row in found.waiting if row.emergency]),
            (_("For somebody who has left"), [row for row in rows if row.left]),
            (_("Not opened yet"), [row for row in rows if not row.left and not row.opened]),
            (_("Opened, not finished"), [row for row in rows if not row.left and row.opened]),
        ],
        acknowledged=visit.hat.role in TAKES_OVER[RecordKind.DISCLOSURE]
        or any(row.record_kind == RecordKind.DISCLOSURE for row in found.waiting),
        after=after,
        next=found.next,
        own=visit.hat.practitioner,
        now=found.now,
        directory=await visit.desk.directory(visit.hat),
    )


async def show(visit: Visit) -> Response:
    """One of them, to be taken over."""
    row, now = await _waits(visit)
    return await _page(visit, row, now, await visit.left())


@once
async def send(visit: Visit) -> Response:
    """Take it over, and go on to read it; or give it to a colleague."""
    form = await visit.form()
    row, now = await _waits(visit)
    why = form.chosen("why", TAKEN_OVER_WHY, SAY_WHY)
    gives = form.text("do") == GIVE
    to = form.identifier("to") if gives else visit.hat.practitioner
    if to is None:
        form.wrong("to", SAY_WHOSE)
    if form.errors:
        return await _page(visit, row, now, form)
    try:
        await visit.desk.take_over(visit.hat, _as_shown(row, form), why=why, to=to)
    except HubRefused as refusal:
        return await _page(visit, row, now, form, refusal)
    begun = "-begun" if await _begun(visit, row) else ""
    if to != visit.hat.practitioner:
        return visit.go(f"/waiting?done=given{begun}&of=/waiting/{row.record}")
    kind = "requests" if row.record_kind == RecordKind.SHARE_REQUEST else "disclosures"
    return visit.go(f"/{kind}/{row.record}?done=taken-over{begun}")


async def _begun(visit: Visit, row: WaitingRow) -> bool:
    """Whether who had it before had begun to answer it."""
    if row.whose is None or row.whose == visit.hat.practitioner:
        return False
    page = f"/requests/{row.record}/"
    return await visit.desk.begun_by(visit.hat, row.whose, kinds_of(row.record), page)


def _as_shown(row: WaitingRow, form: Form) -> WaitingRow:
    """The record as the page showed it; it may have gone to somebody else since."""
    return replace(row, version=form.version_seen)


async def _waits(visit: Visit) -> tuple[WaitingRow, datetime]:
    found = await visit.desk.waiting(visit.hat, record=request_id(visit))
    if not found.waiting:
        raise PageNotFound
    return found.waiting[0], found.now


async def _page(
    visit: Visit, row: WaitingRow, now: datetime, form: Form, refusal: HubRefused | None = None
) -> Response:
    directory = await visit.desk.directory(visit.hat)
    own = visit.hat.practitioner
    people = [
        person
        for person in directory.receivers_of(visit.hat.agency)
        if person.practitioner_id not in {row.whose, own}
    ]
    context = {
        "row": row,
        "own": own,
        "people": people,
        "form": form,
        "now": now,
        "directory": directory,
    }
    if refusal is not None:
        return visit.refused("take-over.html", refusal, **context)
    return visit.page("take-over.html", status=422 if form.errors else 200, **context)
