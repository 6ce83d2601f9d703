"""What the hub is given by its wiring: the ports it works through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_domain.law.catalogue import Catalogue
from hub_domain.ports import Clock, Rows
from hub_domain.recording import EnvelopeRecord, FirstAnswer
from hub_domain.statement import Statement


class Statements(Protocol):
    """Reading and checking compact JWS statements; ``NotAuthentic`` when one is not."""

    def peek(self, compact: bytes) -> tuple[str, Statement]:
        """The key id and the claims, not yet to be trusted."""
        ...

    def verify(self, compact: bytes, ed25519: bytes) -> Statement: ...

    def members(self, body: bytes) -> Mapping[str, bytes]:
        """The members of a JSON object, each in canonical form (RFC 8785).

        Read strictly: duplicate keys, lone surrogates and the like are ``Malformed``.
        """
        ...


class Admitted(Protocol):
    """What one query tells of a caller.

    ``ed25519`` and ``key_agency`` are None where the agency never published that key.
    ``edition`` is the newest catalogue edition published, ``directory_changed_at`` the position
    of the newest event that changed the directory.
    """

    @property
    def ed25519(self) -> bytes | None: ...
    @property
    def key_agency(self) -> UUID | None: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def posts(self) -> frozenset[UUID]: ...
    @property
    def first(self) -> FirstAnswer | None: ...
    @property
    def edition(self) -> int: ...
    @property
    def directory_changed_at(self) -> int: ...


class Admitter(Protocol):
    """Reads, in one query, what admits a statement."""

    def admit(self, kid: str, agency: UUID, practitioner: UUID, command: UUID) -> Admitted: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedParties:
    """Who sealed a record for whom, as the envelope must say."""

    envelope: UUID
    record: UUID
    publisher: UUID
    counterpart: UUID | None


class Sealing(Protocol):
    """Takes an envelope in without being able to read it. Raises ``SealBroken``.

    Envelope and shares come as canonical JSON.
    """

    def digest(self, envelope: bytes) -> str:
        """SHA-256 of the canonical header, in hex."""
        ...

    def take_in(self, envelope: bytes, shares: bytes, parties: SealedParties) -> EnvelopeRecord:
        """Check the whole envelope and wrap its shares under their owners' keys."""
        ...

    def shares(self, envelope: EnvelopeRecord, tags: frozenset[str]) -> dict[str, str]:
        """The shares of these segments, for release. ``WordsGone`` where a key is no more."""
        ...

    def wire(self, envelope: EnvelopeRecord) -> dict[str, object]:
        """The envelope as it travels, without any share."""
        ...


class Envelopes(Protocol):
    """Envelopes as they were taken in."""

    def get(self, envelope: UUID) -> EnvelopeRecord | None: ...


class LogEntry(Protocol):
    """One event as it stands in the log."""

    @property
    def position(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def leaf_hash(self) -> bytes: ...
    @property
    def stored(self) -> StoredEvent: ...


class Log(Protocol):
    """The whole history in the order of its commits."""

    def page(self, *, after: int = 0, limit: int = 1000) -> Sequence[LogEntry]: ...
    def found(
        self,
        *,
        after: int = 0,
        limit: int = 1000,
        streams: Sequence[UUID] | None = None,
        agency: UUID | None = None,
        topic: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[LogEntry]: ...
    def head(self) -> int: ...


class Law(Protocol):
    """The catalogue of an edition that was published to this store."""

    def edition(self, edition: int) -> Catalogue: ...


@dataclass(frozen=True, kw_only=True)
class Means:
    """All of them."""

    clock: Clock
    statements: Statements
    admitter: Admitter
    sealing: Sealing
    envelopes: Envelopes
    rows: Rows
    log: Log
    law: Law
