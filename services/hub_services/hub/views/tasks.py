"""Tasks as the agencies that may see them do, and the refused attempts for scrutineers."""

from __future__ import annotations

from collections.abc import Iterable

from hub_domain.keeping.task import Task
from hub_domain.recording import Upsert, ViewTable
from hub_domain.refused_attempt import RefusedAttempt
from hub_services.hub.views.projecting import (
    POSITION,
    RECORDED_AT,
    Handlers,
    of_each,
    row,
    rows,
)

TABLES = (
    ViewTable(
        name="tasks",
        columns={
            "agency_id": "uuid",
            "task_id": "uuid",
            "kind": "text",
            "gap": "text",
            "about": "uuid",
            "about_kind": "text",
            "owner": "uuid",
            "opened_at": "time",
            "due_at": "time",
            "shown_when_due": "bool",
            "fell_due_at": "time",
            "closed_at": "time",
            "version": "int",
        },
        key=("agency_id", "task_id"),
        indexes=(("due_at",), ("agency_id", "about")),
    ),
    ViewTable(
        name="attempts",
        columns={
            "agency_id": "uuid",
            "command_id": "uuid",
            "step": "text",
            "code": "text",
            "about": "uuid",
            "practitioner": "uuid",
            "role": "text",
            "occurred_at": "time",
            "recorded_at": "time",
            "position": "int",
        },
        key=("agency_id", "command_id"),
        indexes=(("position",), ("agency_id", "position")),
    ),
)


def _opened(event: Task.Opened) -> Iterable[Upsert]:
    yield rows(
        "tasks",
        of_each(*event.agencies),
        task_id=event.originator_id,
        kind=event.kind,
        gap=event.gap,
        about=event.about,
        about_kind=event.about_kind,
        owner=event.agencies[0],
        opened_at=event.timestamp,
        due_at=event.due_at,
        shown_when_due=event.shown_when_due,
        version=event.originator_version,
    )


def _closed(event: Task.Closed) -> Iterable[Upsert]:
    yield rows(
        "tasks",
        of_each(*event.agencies),
        task_id=event.originator_id,
        closed_at=event.timestamp,
        version=event.originator_version,
    )


def _fell_due(event: Task.FellDue) -> Iterable[Upsert]:
    yield rows(
        "tasks",
        of_each(*event.agencies),
        task_id=event.originator_id,
        fell_due_at=event.timestamp,
        version=event.originator_version,
    )


def _attempt(event: RefusedAttempt.Noted) -> Iterable[Upsert]:
    yield row(
        "attempts",
        agency_id=event.agency,
        command_id=event.command_id,
        step=event.step,
        code=event.code,
        about=event.about,
        practitioner=event.practitioner,
        role=event.role,
        occurred_at=event.timestamp,
        recorded_at=RECORDED_AT,
        position=POSITION,
    )


HANDLERS: Handlers = {
    Task.Opened: _opened,
    Task.Closed: _closed,
    Task.FellDue: _fell_due,
    RefusedAttempt.Noted: _attempt,
}
