"""The rows of one command in the tables of the log, written out before the lock.

What is known only under the lock is not among them: positions, the time, and what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from hub_domain.recording import CommandRecord, EnvelopeRecord, Save
from hub_infra.store import cells
from hub_infra.store.leaf import Leaves

Cells = Sequence[bytes]

EVENT = (cells.UUID_OID, cells.INT_OID, cells.TEXT_OID, *[cells.BYTEA_OID] * 2, cells.UUID_OID)
"""Stream, version, topic, state, leaf, command."""
COMMAND = (
    *[cells.UUID_OID] * 2,
    *[cells.BYTEA_OID] * 3,
    cells.UUID_OID,
    cells.INT_OID,
    *[cells.TEXT_OID] * 2,
)
"""Id, agency, statement, facts, statement_sha256, about, version, refusal, refusal_facts."""
ENVELOPE = (*[cells.UUID_OID] * 4, *[cells.BYTEA_OID] * 3)
"""Id, record, publisher, counterpart, header, seals, signatures."""
SEGMENT = (
    cells.UUID_OID,
    cells.TEXT_OID,
    cells.INT_OID,
    cells.UUID_OID,
    cells.TEXT_OID,
    cells.UUID_OID,
    *[cells.BYTEA_OID] * 2,
)
"""Envelope, tag, ordinal, owner, group, item, ciphertext, wrapped share."""


class LogCells(NamedTuple):
    """What a command writes there: events, its own row, and its envelope, if it has one."""

    events: Sequence[Cells]
    command: Cells
    envelope: Cells | None
    segments: Sequence[Cells]


def stream_of(event: StoredEvent) -> UUID:
    """The stream of an event; the hub's are UUIDs."""
    return cast("UUID", event.originator_id)


def log_cells(events: Sequence[StoredEvent], save: Save, leaves: Leaves) -> LogCells:
    """All of a command that goes into the tables of the log."""
    command, envelope = save.command, save.envelope
    statement = command.statement
    digest = None if statement is None else sha256(statement).digest()
    return LogCells(
        events=[_event(event, command.id, leaves, digest) for event in events],
        command=_command(command, digest, events),
        envelope=None if envelope is None else _envelope(envelope),
        segments=[] if envelope is None else _segments(envelope),
    )


def _event(event: StoredEvent, command: UUID, leaves: Leaves, statement: bytes | None) -> Cells:
    stream, version, state = stream_of(event), event.originator_version, event.state
    return (
        cells.uuid(stream),
        cells.integer(version),
        cells.text(event.topic),
        cells.bytea(state),
        cells.bytea(leaves.prepare(stream, version, event.topic, state, statement)),
        cells.uuid(command),
    )


def _command(
    command: CommandRecord, digest: bytes | None, events: Sequence[StoredEvent]
) -> Cells:
    about, refusal, facts = command.about, command.refusal, command.refusal_facts
    versions = [event.originator_version for event in events if event.originator_id == about]
    return (
        cells.uuid(command.id),
        cells.uuid(command.agency),
        cells.or_null(command.statement),
        cells.or_null(command.facts),
        cells.or_null(digest),
        cells.NULL if about is None else cells.uuid(about),
        cells.integer(max(versions)) if versions else cells.NULL,
        cells.NULL if refusal is None else cells.text(refusal),
        cells.or_null(None if facts is None else msgspec.json.encode(facts)),
    )


def _envelope(envelope: EnvelopeRecord) -> Cells:
    counterpart = envelope.counterpart
    return (
        cells.uuid(envelope.id),
        cells.uuid(envelope.record),
        cells.uuid(envelope.publisher),
        cells.NULL if counterpart is None else cells.uuid(counterpart),
        cells.bytea(envelope.header),
        cells.bytea(envelope.seals),
        cells.bytea(envelope.signatures),
    )


def _segments(envelope: EnvelopeRecord) -> list[Cells]:
    own_id = cells.uuid(envelope.id)
    return [
        (
            own_id,
            cells.text(segment.tag),
            cells.integer(ordinal),
            cells.uuid(segment.owner),
            cells.text(segment.group),
            cells.NULL if segment.item is None else cells.uuid(segment.item),
            cells.bytea(segment.ciphertext),
            cells.bytea(segment.wrapped_share),
        )
        for ordinal, segment in enumerate(envelope.segments)
    ]
