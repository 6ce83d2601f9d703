"""Which records changed hands, and which of them were taken over, from whom and for whom.

Of a take-over both sides are told, and why the agency that received it alone: it speaks of one
of its own people. That work was given to a colleague is told to that agency alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.views.projecting import POSITION, Handlers, row, rows

TABLES = (
    ViewTable(
        name="takeovers",
        columns={
            "agency_id": "uuid",
            "record": "uuid",
            "position": "int",
            "formerly": "uuid",
            "holder": "uuid",
            "taken_by": "uuid",
            "role": "text",
            "why": "text",
            "taken_at": "time",
        },
        key=("agency_id", "record", "position"),
    ),
    ViewTable(
        name="handovers",
        columns={
            "agency_id": "uuid",
            "record": "uuid",
            "position": "int",
            "given_by": "uuid",
            "holder": "uuid",
            "given_at": "time",
        },
        key=("agency_id", "record", "position"),
    ),
)


def _handed(
    event: ShareRequest.Assigned | ShareRequest.TakenOver | Disclosure.TakenOver,
) -> Iterable[Upsert]:
    yield row(
        "handovers",
        agency_id=event.agency,
        record=event.originator_id,
        position=POSITION,
        given_by=event.practitioner,
        holder=event.to,
        given_at=event.timestamp,
    )


def _taken_over(event: ShareRequest.TakenOver | Disclosure.TakenOver) -> Iterable[Upsert]:
    author = event.discloser if isinstance(event, Disclosure.TakenOver) else event.requester
    yield rows(
        "takeovers",
        [{"agency_id": event.agency, "why": event.why}, {"agency_id": author, "why": None}],
        record=event.originator_id,
        position=POSITION,
        formerly=event.formerly,
        holder=event.to,
        taken_by=event.practitioner,
        role=event.role,
        taken_at=event.timestamp,
    )
    yield from _handed(event)


HANDLERS: Handlers = {
    ShareRequest.Assigned: _handed,
    ShareRequest.TakenOver: _taken_over,
    Disclosure.TakenOver: _taken_over,
}
