"""What a batch of commands writes, decided without touching the database.

The rule: a command whose id or envelope is known, or whose events do not follow the newest
version of their streams, is left out whole; all others are written in the order they came, with
positions without gaps. Earlier commands of the batch count.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_domain.recording import CommandKnown, Save
from hub_infra.store.errors import StreamMoved
from hub_infra.store.leaf import Leaves
from hub_infra.store.log_cells import LogCells, log_cells, stream_of
from hub_infra.store.shapes import Row, merged
from hub_infra.store.views import Views


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """A command that waits for the writer: its events and all that goes with them."""

    events: Sequence[StoredEvent]
    save: Save
    log: LogCells
    rows: Sequence[Row]
    size: int
    positions: Future[list[int]] = field(default_factory=Future)


def prepare(events: Sequence[StoredEvent], save: Save, leaves: Leaves, views: Views) -> Pending:
    """Do all that needs no lock: check the upserts, begin the leaves, write out every value.

    Raises ``ValueError`` for an upsert that fits no view.
    """
    rows = [row for upsert in save.upserts for row in views.rows(upsert)]
    if any(not 0 <= row.event < len(events) for row in rows):
        raise ValueError("an upsert speaks of an event that the command does not have")
    pending = Pending(
        events=events,
        save=save,
        log=log_cells(events, save, leaves),
        rows=rows,
        size=_size(events, save),
    )
    pending.positions.set_running_or_notify_cancel()  # whoever stops waiting undoes nothing
    return pending


def _size(events: Sequence[StoredEvent], save: Save) -> int:
    size = sum(len(event.state) for event in events)
    size += len(save.command.statement or b"") + len(save.command.facts or b"")
    if save.envelope is not None:
        size += sum(len(segment.ciphertext) for segment in save.envelope.segments)
    return size


@dataclass(frozen=True, slots=True)
class Head:
    """What the store holds of a batch, read under the append lock.

    ``versions`` has the newest version of every stream with events in the batch, 0 for a new
    one; ``commands`` and ``envelopes`` have those of the batch's ids that are taken.
    """

    versions: dict[UUID, int]
    commands: set[UUID]
    envelopes: set[UUID]


class Intake:
    """Takes commands in one after another, or leaves them out whole.

    Without a head each stream is trusted to be where the first command that changes it says;
    ``built_on`` names these versions, so that they can be checked under the lock.
    """

    def __init__(self, head: Head | None = None) -> None:
        self.admitted: list[Pending] = []
        self.left_out: list[tuple[Pending, Exception]] = []
        self.built_on: dict[UUID, int] = {}
        self._head = head
        self._versions: dict[UUID, int] = {}
        self._commands = set(head.commands) if head else set()
        self._envelopes = set(head.envelopes) if head else set()

    def take(self, pending: Pending) -> None:
        save = pending.save
        envelope = save.envelope.id if save.envelope is not None else None
        if save.command.id in self._commands or envelope in self._envelopes:
            self.left_out.append((pending, CommandKnown()))
        elif (moved := self._moved(pending)) is None:
            self.left_out.append((pending, StreamMoved()))
        else:
            self.admitted.append(pending)
            self._versions.update(moved)
            self._commands.add(save.command.id)
            if envelope is not None:
                self._envelopes.add(envelope)

    def _moved(self, pending: Pending) -> dict[UUID, int] | None:
        """The new versions of a command's streams, or None where its events do not follow."""
        moved: dict[UUID, int] = {}
        built_on: dict[UUID, int] = {}
        for event in pending.events:
            stream, version = stream_of(event), event.originator_version
            newest = moved.get(stream) or self._newest(stream)
            if newest is None:
                trusted = version - 1
                newest = built_on[stream] = (
                    self._head.versions[stream] if self._head else trusted
                )
            if version != newest + 1:
                return None
            moved[stream] = version
        for stream, version in pending.save.relied_on.items():
            newest = self._newest(stream)
            if newest is None:
                newest = built_on[stream] = (
                    self._head.versions[stream] if self._head else version
                )
            if version != newest:
                return None
        self.built_on.update(built_on)
        return moved

    def _newest(self, stream: UUID) -> int | None:
        """The version of a stream after the commands before, if one of them spoke of it."""
        return self._versions.get(stream) or self.built_on.get(stream)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one transaction writes, and whom it leaves out. ``rows`` are groups of one shape."""

    placed: Sequence[Pending]
    left_out: Sequence[tuple[Pending, Exception]]
    built_on: dict[UUID, int]
    rows: Sequence[Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: written after position ``before``, but for who was left out."""

    plan: Plan
    before: int

    def answer(self) -> None:
        """Answer every command: with the positions of its events, or why it was left out."""
        before = self.before
        for pending in self.plan.placed:
            after = before + len(pending.events)
            pending.positions.set_result(list(range(before + 1, after + 1)))
            before = after
        for pending, reason in self.plan.left_out:
            pending.positions.set_exception(reason)


def plan(intake: Intake) -> Plan:
    """Place what was taken in, from wherever the log will stand."""
    rows: list[Row] = []
    ordinal = 1
    for pending in intake.admitted:
        rows += [row.placed(ordinal + row.event) for row in pending.rows]
        ordinal += len(pending.events)
    return Plan(intake.admitted, intake.left_out, intake.built_on, merged(rows))
