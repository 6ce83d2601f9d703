"""A task: something that somebody must still do, opened and closed by what happens.

A task is opened and closed in the same save as its cause. Its stream follows from its kind and
the event that caused it, so that there is one of it. A deadline task is opened by the event
that starts the clock and shown to nobody before it falls due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.ids import task_id
from hub_domain.need_to_know import RecordKind
from hub_domain.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task to open: its kind, its cause and subject, for whom, by when.

    ``agencies`` names first the agency that must act, then those that may see that it must.
    ``gap`` is the code fact of a kind that has one.
    """

    kind: str
    cause: UUID
    about: UUID
    about_kind: RecordKind
    agencies: tuple[UUID, ...]
    due_at: datetime | None = None
    shown_when_due: bool = False
    gap: str | None = None

    @property
    def id(self) -> UUID:
        """One task of a kind (and gap) for each cause."""
        return task_id(self.kind, self.cause, self.gap)


class Task(Aggregate):
    """One thing to do."""

    TOPIC = "task"

    class Opened(Opening):
        TOPIC = "task.opened"
        kind: str
        gap: str | None
        about: UUID
        about_kind: str
        agencies: list[UUID]
        due_at: datetime | None
        shown_when_due: bool

    class Closed(Aggregate.Event):
        TOPIC = "task.closed"
        agencies: list[UUID]

        def apply(self, aggregate: Task) -> None:
            aggregate.closed = True

    class FellDue(Aggregate.Event):
        TOPIC = "task.fell-due"
        kind: str
        about: UUID
        agencies: list[UUID]

        def apply(self, aggregate: Task) -> None:
            aggregate.fell_due = True

    def __init__(
        self,
        kind: str,
        gap: str | None,
        about: UUID,
        about_kind: str,
        agencies: list[UUID],
        due_at: datetime | None,
        shown_when_due: bool,  # noqa: FBT001 - the library hands the event's fields in
    ) -> None:
        self.kind = kind
        self.gap = gap
        self.about = about
        self.agencies = agencies
        self.due_at = due_at
        self.shown_when_due = shown_when_due
        self.closed = False
        self.fell_due = False

    @classmethod
    def open(cls, acting: Acting, task: NewTask) -> Self:
        """Open the task."""
        return cls.begin(
            cls.Opened,
            acting,
            stream_id=task.id,
            kind=task.kind,
            gap=task.gap,
            about=task.about,
            about_kind=task.about_kind.value,
            agencies=list(task.agencies),
            due_at=task.due_at,
            shown_when_due=task.shown_when_due,
        )

    def close(self, acting: Acting) -> None:
        """Close the task; a task closes once."""
        if self.closed:
            raise TaskClosed
        self.record(self.Closed, acting, agencies=self.agencies)

    def fall_due(self, acting: Acting) -> None:
        """State that the due time passed while the task was open; it is stated once."""
        if self.closed:
            raise TaskClosed
        if self.fell_due or self.due_at is None or acting.occurred_at < self.due_at:
            raise NotDue
        self.record(
            self.FellDue, acting, kind=self.kind, about=self.about, agencies=self.agencies
        )


class TaskClosed(Refusal):
    """A closed task stays closed."""

    code = "task-closed"
    duty = "R-380"


class NotDue(Refusal):
    """A task falls due once, at its due time and not before."""

    code = "not-due"
    duty = "R-188"
