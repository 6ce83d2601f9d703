"""Which tasks an event opens, and which it closes: one table.

Tasks are appended in the same save as their cause, so that nothing happens without its
follow-up and no follow-up without its cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate
from hub_domain.ids import event_id, task_id
from hub_domain.keeping.task import NewTask, Task
from hub_domain.need_to_know import RecordKind
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import Reply

DECISION_OVERDUE = "decision-overdue"
ESCALATE_16H = "escalate-16h"
CO_ORDINATOR_FILE_NOTE = "coordinator-file-note"

Opens = Callable[[Any], Iterable[NewTask]]
Closes = Callable[[Any], Iterable[UUID]]


def _id(event: Any) -> UUID:
    return event_id(event.originator_id, event.originator_version)


def _clock(
    event: ShareRequest.Issued | ShareRequest.Narrowed | ShareRequest.Explained,
) -> Iterable[NewTask]:
    """Silence past due is stated to both sides (R-069, R-188)."""
    yield NewTask(
        kind=DECISION_OVERDUE,
        cause=_id(event),
        about=event.originator_id,
        about_kind=RecordKind.SHARE_REQUEST,
        agencies=(event.addressee, event.requester),
        due_at=event.due_at,
        shown_when_due=True,
    )


def _escalated(event: ShareRequest.Challenged | ShareRequest.Answered) -> Iterable[NewTask]:
    """A challenge of a duty, and a gap in its answer, is escalated by the requester (R-064)."""
    if event.escalates:
        yield NewTask(
            kind=ESCALATE_16H,
            cause=_id(event),
            about=event.originator_id,
            about_kind=RecordKind.SHARE_REQUEST,
            agencies=(event.requester,),
        )


def _decided(
    event: SharingDecision.Made | SharingDecision.MadeAgain | SharingDecision.CarriedOut,
) -> Iterable[NewTask]:
    """The co-ordinator notes every final decision; gaps and labels are tasks (R-209, R-362)."""
    for kind, gap in event.tasks:
        yield NewTask(
            kind=kind,
            gap=gap or None,
            cause=_id(event),
            about=event.originator_id,
            about_kind=RecordKind.SHARING_DECISION,
            agencies=(event.agency,),
        )


def _completed(
    event: SharingDecision.MadeAgain | SharingDecision.CarriedOut,
) -> Iterable[UUID]:
    """What a decision left to be done is done by deciding anew, or by disclosing.

    An emergency's record is completed (R-362), what was under advice decided (R-200), the
    police are told (R-008).
    """
    yield from event.completes


def _stopped(
    event: Reply | ShareRequest.Narrowed | ShareRequest.Explained | ShareRequest.Withdrawn,
) -> Iterable[UUID]:
    if event.stops_clock is not None:
        yield task_id(DECISION_OVERDUE, event.stops_clock)


def _ended(
    event: ShareRequest.Answered | ShareRequest.Narrowed | ShareRequest.Withdrawn,
) -> Iterable[UUID]:
    yield from _stopped(event)
    if event.ends_escalation is not None:
        yield task_id(ESCALATE_16H, event.ends_escalation)


def _noted(event: SharingDecision.NoteFiled) -> Iterable[UUID]:
    for made in event.of:
        yield task_id(CO_ORDINATOR_FILE_NOTE, made)


OPENS: Mapping[type, Opens] = {
    ShareRequest.Issued: _clock,
    ShareRequest.Narrowed: _clock,
    ShareRequest.Explained: _clock,
    ShareRequest.Challenged: _escalated,
    ShareRequest.Answered: _escalated,
    SharingDecision.Made: _decided,
    SharingDecision.MadeAgain: _decided,
    SharingDecision.CarriedOut: _decided,
}

CLOSES: Mapping[type, Closes] = {
    ShareRequest.Challenged: _stopped,
    ShareRequest.Declined: _stopped,
    ShareRequest.Answered: _ended,
    ShareRequest.Narrowed: _ended,
    ShareRequest.Explained: _stopped,
    ShareRequest.Withdrawn: _ended,
    SharingDecision.MadeAgain: _completed,
    SharingDecision.CarriedOut: _completed,
    SharingDecision.NoteFiled: _noted,
}


def follow_up(
    acting: Acting, saved: Iterable[Aggregate], find: Callable[[UUID], Aggregate]
) -> list[Aggregate]:
    """The tasks that the pending events of these aggregates open and close."""
    tasks: list[Aggregate] = []
    for aggregate in saved:
        for event in aggregate.pending_events:
            kind = type(event)
            if kind in CLOSES:
                for task in map(find, CLOSES[kind](event)):
                    if isinstance(task, Task) and not task.closed:
                        task.close(acting)
                        tasks.append(task)
            if kind in OPENS:
                tasks.extend(Task.open(acting, new) for new in OPENS[kind](event))
    return tasks
