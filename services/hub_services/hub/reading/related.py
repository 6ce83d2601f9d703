"""To which other records a record belongs: a request, what was decided on it, and what went."""

from __future__ import annotations

from uuid import UUID

from hub_domain.keeping.release import Release
from hub_domain.keeping.task import Task
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.reading.read import Reading
from hub_services.hub.restoring import restored


def related(reading: Reading, record: UUID) -> list[UUID]:
    """The record, with the request, the decision and the disclosures that it belongs to.

    A task, and an opening, lead to what they are about. Of what is none of them, and of what
    cannot be restored, itself alone.
    """
    first = reading.means.log.found(streams=[record], limit=1)
    event = restored(first[0].stored, reading.hub.mapper) if first else None
    match event:
        case ShareRequest.Issued():
            return _of(reading, event.addressee, request=record)
        case SharingDecision.Made():
            return _of(reading, event.agency, request=event.request, decision=record)
        case Disclosure.Made():
            return _of(reading, event.agency, request=event.request, decision=event.decision)
        case Task.Opened():
            return [record, *related(reading, event.about)]
        case Release.Released():
            return [record, *related(reading, event.record)]
        case _:
            return [record]


def _of(
    reading: Reading, holder: UUID, *, request: UUID | None, decision: UUID | None = None
) -> list[UUID]:
    """All of one matter, as the agency has it that was asked, or told of its own motion."""
    rows = reading.means.rows
    about: dict[str, object] = {"request": request}
    if request is None:
        about["decision"] = decision
    went = rows.of(holder, "disclosures", equals=about)
    decided = rows.of(holder, "decisions", equals={"request": request}) if request else []
    found = {
        request,
        decision,
        *(row["disclosure_id"] for row in went),
        *(row["decision_id"] for row in decided),
    }
    return sorted(each for each in found if each is not None)
