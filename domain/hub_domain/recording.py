"""What is written in one transaction with the events of one command.

The store writes a command whole or not at all: its events with their leaf hashes, the command's
row with its statement, the sealed envelope, and the rows of every view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal
from uuid import UUID

ColumnKind = Literal[
    "uuid", "text", "int", "bool", "time", "date", "json", "uuids", "texts", "bytes"
]


class Bound(Enum):
    """A value that is known only under the append lock, and bound there.

    Of an event that a command appended: its ``position`` in the log, its ``recorded_at``.
    """

    POSITION = "position"
    RECORDED_AT = "recorded_at"


@dataclass(frozen=True, kw_only=True)
class ViewTable:
    """A view: its columns by kind, and its primary key, which begins with ``agency_id``."""

    name: str
    columns: Mapping[str, ColumnKind]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Upsert:
    """Set these columns of one row, inserting the row when its key is new.

    ``each`` makes it several rows: each has values of its own, of the same columns, beside the
    ``values`` that all have in common, bound ones among them; so one fact is shown to several
    agencies. Every key column is there. Columns not named keep what they held, or null.
    ``event`` is the index of the event, among those of its command, that a ``Bound`` value
    speaks of.
    """

    table: str
    values: Mapping[str, object]
    event: int = 0
    each: Sequence[Mapping[str, object]] = ({},)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRecord:
    """The row that answers a repeated command id, and the home of its statement.

    ``statement`` is the compact JWS and ``facts`` the canonical facts, both None for what the
    hub does by itself; ``facts`` also for a read, and for what is said in a role that may not
    say it. ``about`` is the stream whose version is answered. ``refusal`` is
    the code of a refused command and ``refusal_facts`` its typed facts.
    """

    id: UUID
    agency: UUID
    statement: bytes | None
    facts: bytes | None
    about: UUID | None
    refusal: str | None = None
    refusal_facts: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRecord:
    """One sealed segment, with its share wrapped under the owner's key."""

    tag: str
    owner: UUID
    group: str
    item: UUID | None
    ciphertext: bytes
    wrapped_share: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeRecord:
    """An envelope as the hub keeps it: header, seals and signatures, and its segments."""

    id: UUID
    record: UUID
    publisher: UUID
    counterpart: UUID | None
    header: bytes
    seals: bytes
    signatures: bytes
    segments: tuple[SegmentRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """All that goes with the events of one command.

    ``relied_on`` are streams that it does not change, at the versions by which it was judged:
    where one has moved on, nothing of the command is written (``VersionMoved``).
    """

    command: CommandRecord
    upserts: Sequence[Upsert] = ()
    envelope: EnvelopeRecord | None = None
    relied_on: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswer:
    """What a command id was answered first: where it stands, or why it was refused."""

    id: UUID
    agency: UUID
    statement_sha256: bytes
    position: int
    version: int | None
    refusal: str | None = None
    refusal_facts: Mapping[str, object] = field(default_factory=dict)


class VersionMoved(Exception):
    """Another command changed the stream first; nothing of this one was written."""


class NotTaken(Exception):
    """The store does not take what the command says; nothing of it was written."""


class CommandKnown(Exception):
    """The command id, or its envelope's id, is already in the store; nothing was written."""
