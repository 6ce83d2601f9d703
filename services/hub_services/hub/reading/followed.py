"""What became of the requests about a person, which their own events do not tell by person.

Given to a colleague, narrowed so that this person is no longer asked about, withdrawn: about
whom a request then was follows from its events before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from hub_domain.roles import Role
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import Withdrawal
from hub_services.hub.means import LogEntry
from hub_services.hub.reading.described import ID, MOMENT, NUMBER, named, one_of, or_none
from hub_services.hub.reading.read import Reading
from hub_services.hub.restoring import restored

HOW_IT_WENT_ON: Final = ("assigned", "no-longer-asked", "withdrew")

FOLLOWED: Final = named(
    {
        "agency_id": ID,
        "position": NUMBER,
        "how": one_of(HOW_IT_WENT_ON),
        "practitioner": ID,
        "role": one_of(Role),
        "holder": or_none(ID),
        "other_agency": ID,
        "record": ID,
        "record_kind": one_of(("share-request",)),
        "why": or_none(one_of(Withdrawal)),
        "occurred_at": MOMENT,
        "recorded_at": MOMENT,
    }
)

_PAGE: Final = 1000


def followed(
    reading: Reading, person: UUID, requests: Iterable[UUID], as_of: datetime | None
) -> Iterator[dict[str, object]]:
    """In the order of the log, for as long as each request was about the person."""
    about = set(requests)
    for entry in _entries(reading, sorted(about)):
        event = restored(entry.stored, reading.hub.mapper)
        if event is None or (as_of is not None and event.timestamp > as_of):
            continue
        how = _how(event, person)
        if how is None or event.originator_id not in about:
            continue
        if how != "assigned":
            about.discard(event.originator_id)
        yield {
            "agency_id": event.agency,
            "position": entry.position,
            "how": how,
            "practitioner": event.practitioner,
            "role": event.role,
            "holder": getattr(event, "to", None),
            "other_agency": (
                event.addressee if event.agency == event.requester else event.requester
            ),
            "record": event.originator_id,
            "record_kind": "share-request",
            "why": getattr(event, "why", None),
            "occurred_at": event.timestamp,
            "recorded_at": entry.recorded_at,
        }


def _how(event: Any, person: UUID) -> str | None:
    match event:
        case ShareRequest.TakenOver():
            return None  # it stands in what is known
        case ShareRequest.Assigned():
            return "assigned"
        case ShareRequest.Narrowed(persons=persons) if person not in persons:
            return "no-longer-asked"
        case ShareRequest.Withdrawn():
            return "withdrew"
    return None


def _entries(reading: Reading, streams: list[UUID]) -> Iterator[LogEntry]:
    after, page = 0, list[LogEntry]()
    while streams and (not after or len(page) == _PAGE):
        page = list(reading.means.log.found(after=after, limit=_PAGE, streams=streams))
        yield from page
        after = page[-1].position if page else 1
