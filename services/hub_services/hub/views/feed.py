"""The feed of notices: when and for whom something happened, never about whom.

A notice holds the event's id, its class, the agency, the record to look up and the day
(threats T8, T23). The announcer carries the same notices to Kafka.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.ids import event_id
from hub_domain.keeping.release import Release
from hub_domain.keeping.task import Task
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.views.projecting import POSITION, Handlers, of_each, rows

TABLES = (
    ViewTable(
        name="feed",
        columns={
            "agency_id": "uuid",
            "position": "int",
            "event_id": "uuid",
            "class": "text",
            "record": "uuid",
            "record_kind": "text",
            "day": "date",
        },
        key=("agency_id", "position"),
    ),
)

Concerned = Callable[[Any], tuple[Iterable[UUID], UUID, str]]


def _of_request(event: Any) -> tuple[Iterable[UUID], UUID, str]:
    return (event.requester, event.addressee), event.originator_id, "share-request"


def _of_disclosure(event: Disclosure.Made) -> tuple[Iterable[UUID], UUID, str]:
    return (event.agency, event.recipient), event.originator_id, "disclosure"


def _of_received(
    event: Disclosure.Acknowledged | Disclosure.TakenOver,
) -> tuple[Iterable[UUID], UUID, str]:
    return (event.agency, event.discloser), event.originator_id, "disclosure"


def _of_release(event: Release.Released) -> tuple[Iterable[UUID], UUID, str]:
    return (event.publisher, event.agency), event.record, event.record_kind


def _of_task(event: Task.Opened | Task.Closed) -> tuple[Iterable[UUID], UUID, str]:
    return event.agencies, event.originator_id, "task"


def _of_task_opened(event: Task.Opened) -> tuple[Iterable[UUID], UUID, str]:
    agencies = () if event.shown_when_due else event.agencies
    return agencies, event.originator_id, "task"


_CONCERNED: Mapping[type, Concerned] = {
    ShareRequest.Issued: _of_request,
    ShareRequest.Assigned: lambda event: (
        (event.addressee,),
        event.originator_id,
        "share-request",
    ),
    ShareRequest.TakenOver: _of_request,
    ShareRequest.Challenged: _of_request,
    ShareRequest.Declined: _of_request,
    ShareRequest.Narrowed: _of_request,
    ShareRequest.Withdrawn: _of_request,
    ShareRequest.Explained: _of_request,
    ShareRequest.Answered: _of_request,
    Disclosure.Made: _of_disclosure,
    Disclosure.Acknowledged: _of_received,
    Disclosure.TakenOver: _of_received,
    Release.Released: _of_release,
    Task.Opened: _of_task_opened,
    Task.FellDue: _of_task,
}


def notices(event: Any) -> Iterable[Upsert]:
    """The notices of one event: one for each agency that it concerns."""
    concerned = _CONCERNED.get(type(event))
    if concerned is None:
        return
    agencies, record, kind = concerned(event)
    yield rows(
        "feed",
        of_each(*sorted(set(agencies))),
        position=POSITION,
        event_id=event_id(event.originator_id, event.originator_version),
        **{"class": type(event).TOPIC},
        record=record,
        record_kind=kind,
        day=event.timestamp.date(),
    )


CLASSES = tuple(sorted(event.TOPIC for event in _CONCERNED))  # type: ignore[attr-defined]  # events
"""Of what notices are: the topics of their events."""

HANDLERS: Handlers = dict.fromkeys(_CONCERNED, notices)
