"""What every aggregate of the hub has in common.

Ids and time are handed in: ``create_id`` and ``create_timestamp`` are not defined, because the
library would otherwise take its own clock and say nothing. ``begin`` and ``record`` are the
only callers of ``_create`` and ``trigger_event``.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate

from hub_domain.acting import Acting


@dataclass(frozen=True)
class Acted:
    """What every event keeps of the one who acted."""

    practitioner: UUID
    agency: UUID
    role: str
    command_id: UUID
    catalogue_edition: int
    pack_edition: int


class Opening(Acted, AggregateCreated):
    """The event that begins an aggregate's history."""


def at_first_without(*, of_each: str = "", **facts: object) -> Callable[[dict[str, Any]], None]:
    """The upcast of an event that at first said nothing of these facts, here as unstated.

    ``of_each`` names the list of the event whose entries gained them. A fact that is there is
    left as it is: before the next release it was written without a new version.
    """

    def upcast(state: dict[str, Any]) -> None:
        for told in state[of_each] if of_each else [state]:
            for name, unstated in facts.items():
                told.setdefault(name, copy(unstated))

    return upcast


class Aggregate(BaseAggregate[UUID]):
    """A stream of events with the rules for what may happen next.

    Rules stand in commands; ``apply`` only assigns, so that what was lawful when it was
    recorded replays under any later rule.
    """

    class Event(Acted, AggregateEvent):
        """Something that happened to an aggregate."""

    @classmethod
    def begin(
        cls, event: type[Opening], acting: Acting, *, stream_id: UUID, **facts: object
    ) -> Self:
        """Begin the stream ``stream_id`` with one event."""
        return cls._create(event, id=stream_id, **acting.facts(), **facts)

    def working_copy(self) -> Self:
        """A copy for one command to work on; what it shares with this one never changes.

        ``apply`` assigns to attributes and changes no value in place.
        """
        copied = copy(self)
        copied._pending_events = []  # noqa: SLF001 - the copy is one of us
        return copied

    def record(self, event: type[Event], acting: Acting, **facts: object) -> None:
        """Add one event to the stream."""
        self.trigger_event(event, **acting.facts(), **facts)
