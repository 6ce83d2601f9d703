"""The log as an auditor reads it: every event with what is needed to check it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hub_domain.agencies.agency import PublicKeys
from hub_domain.statement import Statement


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """The statement that is kept with a command: its bytes, and what they claim.

    ``claimed`` is None, and ``kid`` empty, where they are no statement. ``facts`` are those
    that are kept with it, None where none are, ``facts_hold`` whether it was made for them.
    """

    compact: bytes
    kid: str
    claimed: Statement | None
    facts: Mapping[str, Any] | None
    facts_hold: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """To whose key an envelope is sealed; the first of an envelope's is its publisher."""

    agency: UUID
    kid: str
    epoch: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptCommand:
    """What a command's row has beside its statement, by which it is found and answered.

    ``digest_holds``: the digest that it has is that of its statement.
    """

    agency: UUID
    about: UUID | None
    position: int
    version: int | None
    refusal: str | None
    digest_holds: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptEnvelope:
    """An envelope by what its publisher signed, its header; ``digest`` is the header's, in hex.

    ``readers`` are none where the kept bytes are no header, or the columns beside it are not
    of it. ``complete``: each segment that the header names is there. ``its_own``: each that is
    there is one of them, by its owner, group and item, by its ciphertext, and in its place.
    """

    id: UUID
    record: UUID
    digest: str
    readers: tuple[Reader, ...]
    header: bytes
    signatures: bytes
    complete: bool
    its_own: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One event as it stands in the log.

    ``event`` is None where the stored bytes are no event that the hub can have written;
    ``schema`` is the version of its kind under which it was stored, 0 where there is none.
    ``leaf_hash`` is what was kept, ``recomputed`` what follows from the row as it is now.
    ``stated`` is what the command's row has, ``commanded_at`` when that was recorded, and
    ``command`` the rest of it; all None where there is no such row.
    ``envelope`` is the one that the event names, if it is there.
    """

    position: int
    stream: UUID
    version: int
    topic: str
    recorded_at: datetime
    command_id: UUID
    leaf_hash: bytes
    recomputed: bytes
    stated: Stated | None
    commanded_at: datetime | None
    command: KeptCommand | None
    event: Any
    schema: int
    envelope: KeptEnvelope | None


class AuditedLog(Protocol):
    """Reads the log from its beginning, page by page, and verifies what was signed."""

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of positions."""
        ...

    def head(self) -> int:
        """The newest position; 0 for an empty log."""
        ...

    def without_events(self) -> Iterable[tuple[int, datetime]]:
        """Where, and of when, commands stand that no event names."""
        ...

    def signed(self, stated: Stated, keys: PublicKeys) -> bool:
        """Whether a statement was signed with these keys, by Ed25519."""
        ...

    def sealed(self, envelope: KeptEnvelope, keys: PublicKeys) -> bool:
        """Whether an envelope's header was, by Ed25519 and by ML-DSA-65, both."""
        ...

    def segments(self, envelope: UUID, owner: UUID, item: UUID | None) -> Collection[str]:
        """What an envelope's segments of this owner, and of this item if any, are called."""
        ...
