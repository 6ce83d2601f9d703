"""What a batch of commands writes, decided without touching the database.

The rule: a command whose id or envelope is known, or whose events do not follow the newest
version of their streams, is left out whole; all others are written in the order they came, with
positions without gaps. Earlier commands of the batch count.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_domain.recording import CommandKnown, Save
from hub_infra.store.errors import StreamMoved
from hub_infra.store.leaf import Leaves, leaf_hash
from hub_infra.store.views import Merged, Row, RowGroup, Views


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """A command that waits for the writer: its events and all that goes with them."""

    events: Sequence[StoredEvent]
    save: Save
    statement_sha256: bytes | None
    leaves: Sequence[bytes]
    rows: Sequence[Row]
    size: int
    positions: Future[list[int]] = field(default_factory=Future)


def prepare(events: Sequence[StoredEvent], save: Save, leaves: Leaves, views: Views) -> Pending:
    """Do all that needs no lock: check the upserts, hash the statement, begin the leaves.

    Raises ``ValueError`` for an upsert that fits no view.
    """
    rows = [views.row(upsert) for upsert in save.upserts]
    if any(not 0 <= row.event < len(events) for row in rows):
        raise ValueError("an upsert speaks of an event that the command does not have")
    statement = save.command.statement
    digest = None if statement is None else sha256(statement).digest()
    pending = Pending(
        events=events,
        save=save,
        statement_sha256=digest,
        leaves=[
            leaves.prepare(stream_of(e), e.originator_version, e.topic, e.state, digest)
            for e in events
        ],
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


def stream_of(event: StoredEvent) -> UUID:
    """The stream of an event; the hub's are UUIDs."""
    return cast("UUID", event.originator_id)


@dataclass(slots=True)
class Head:
    """What the store holds under the append lock, as far as a batch needs to know it.

    ``versions`` has the newest version of every stream the batch speaks of, 0 for a new one;
    ``commands`` and ``envelopes`` have those of the batch's ids that are taken.
    """

    position: int
    recorded_at: datetime
    versions: dict[UUID, int]
    commands: set[UUID]
    envelopes: set[UUID]

    def admit(self, pending: Pending) -> Exception | None:
        """Take a command in, or say why it is left out."""
        save = pending.save
        if save.command.id in self.commands:
            return CommandKnown()
        if save.envelope is not None and save.envelope.id in self.envelopes:
            return CommandKnown()
        moved: dict[UUID, int] = {}
        for event in pending.events:
            stream = stream_of(event)
            version = moved.get(stream, self.versions[stream]) + 1
            if event.originator_version != version:
                return StreamMoved()
            moved[stream] = version
        self.versions.update(moved)
        self.commands.add(save.command.id)
        if save.envelope is not None:
            self.envelopes.add(save.envelope.id)
        return None


@dataclass(frozen=True, slots=True)
class Placed:
    """A command with the position of its first event and the version its row answers."""

    pending: Pending
    first: int
    version: int | None

    @property
    def last(self) -> int:
        return self.first + len(self.pending.events) - 1

    def acknowledge(self) -> None:
        """Answer the waiting command with the positions of its events."""
        self.pending.positions.set_result(list(range(self.first, self.last + 1)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What one transaction writes, and which commands it leaves out and why."""

    placed: Sequence[Placed]
    left_out: Sequence[tuple[Pending, Exception]]
    recorded_at: datetime
    last: int
    leaf_hashes: list[bytes]
    rows: Sequence[RowGroup]


def plan(batch: Sequence[Pending], head: Head, now: datetime) -> Plan:
    """Place a batch after ``head``, at ``now`` or the newest event's time if that is later."""
    recorded_at = max(now, head.recorded_at)
    placed: list[Placed] = []
    left_out: list[tuple[Pending, Exception]] = []
    leaf_hashes: list[bytes] = []
    merged = Merged()
    position = head.position
    for pending in batch:
        if (reason := head.admit(pending)) is not None:
            left_out.append((pending, reason))
            continue
        first = position + 1
        position += len(pending.events)
        about = pending.save.command.about
        version = head.versions[about] or None if about is not None else None
        placed.append(Placed(pending, first, version))
        leaf_hashes.extend(leaf_hash(leaf, recorded_at) for leaf in pending.leaves)
        for row in pending.rows:
            merged.add(row, first + row.event, recorded_at)
    return Plan(placed, left_out, recorded_at, position, leaf_hashes, merged.groups())
