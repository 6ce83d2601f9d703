"""The ticker: states that a task fell due, once, when its time has passed.

One for each hub, under an advisory lock; it acts as the operator agency with the role *system*
and no statement. ``occurred_at`` is the due time itself, and the task's own stream makes a
second statement of it a version conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Any
from uuid import UUID

import structlog

from hub_domain.acting import NOBODY, SYSTEM_ROLE, Acting
from hub_domain.ids import caused_command_id
from hub_domain.keeping.task import Task
from hub_domain.law.catalogue import Catalogue
from hub_domain.ports import Rows
from hub_domain.recording import CommandKnown, CommandRecord, VersionMoved
from hub_domain.refusal import Refusal
from hub_services.hub.application import Hub
from hub_services.hub.means import Means

log = structlog.get_logger()

EVERY = 1.0
"""Seconds between two looks at the clock."""


def system_acting(operator: UUID, at: datetime, command: UUID, law: Catalogue) -> Acting:
    """The hub itself, acting by the operator agency."""
    return Acting(
        practitioner=NOBODY,
        agency=operator,
        role=SYSTEM_ROLE,
        occurred_at=at,
        command_id=command,
        catalogue_edition=law.edition,
        pack_edition=law.pack_edition,
    )


def unstated_tasks(rows: Rows, now: datetime) -> list[dict[str, Any]]:
    """The open tasks whose time has passed by now without its being stated; at most 1,000."""
    found = rows.of_every_agency(
        "tasks",
        equals={"closed_at": None, "fell_due_at": None},
        until=("due_at", now),
        order=("due_at", "task_id"),
        limit=1000,
    )
    return [row for row in found if row["agency_id"] == row["owner"]]


class Ticker:
    """Looks for tasks whose due time has passed."""

    def __init__(self, hub: Hub, means: Means, hold: Callable[[], bool]) -> None:
        self._hub = hub
        self._means = means
        self._hold = hold
        self._stop = Event()

    def run(self) -> None:
        """Tick until stopped; whatever goes wrong is logged and tried again."""
        while not self._stop.wait(EVERY):
            try:
                if self._hold():
                    self.tick()
            except Exception as error:
                log.warning("tick-failed", exc_info=error)

    def stop(self) -> None:
        """Stop after the present tick."""
        self._stop.set()

    def tick(self) -> int:
        """State each task that fell due by now; answers how many."""
        unstated = unstated_tasks(self._means.rows, self._means.clock.now())
        return sum(self._fall_due(row["task_id"], row["due_at"]) for row in unstated)

    def _fall_due(self, task_id: UUID, due_at: datetime) -> bool:
        editions = self._means.rows.of_every_agency("editions", order=("-edition",), limit=1)
        operator = editions[0]["agency_id"]
        law = self._means.law.edition(int(editions[0]["edition"]))
        command = caused_command_id(task_id, "fell-due")
        self._hub.forget(task_id)
        task = self._hub.find(task_id)
        if not isinstance(task, Task):
            return False
        try:
            task.fall_due(system_acting(operator, due_at, command, law))
            self._hub.commit(
                task,
                command=CommandRecord(
                    id=command, agency=operator, statement=None, facts=None, about=task_id
                ),
            )
        except (Refusal, VersionMoved, CommandKnown):
            return False  # closed, or stated, by somebody else meanwhile
        return True
