"""What the hub needs from outside, in the domain's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final, Protocol
from uuid import UUID


class Clock(Protocol):
    """The time, in UTC."""

    def now(self) -> datetime: ...


class Ids(Protocol):
    """New ids: UUIDv7 for streams and commands, UUIDv4 for persons and envelopes."""

    def stream(self) -> UUID: ...

    def opaque(self) -> UUID: ...


class Rows(Protocol):
    """Rows of the views. One repository binds the agency on every query.

    ``equals`` compares columns, None meaning null; ``among`` lists the values that one column
    may have; ``after`` and ``until`` bound one column, exclusively and inclusively; ``order``
    names columns (``-`` before one for descending).
    Rows come as plain mappings of column to value.
    """

    def of(
        self,
        agency: UUID,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: tuple[str, Sequence[object]] | None = None,
        after: tuple[str, object] | None = None,
        until: tuple[str, object] | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]: ...

    def of_every_agency(
        self,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: tuple[str, Sequence[object]] | None = None,
        after: tuple[str, object] | None = None,
        until: tuple[str, object] | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """For scrutineers, the directory, the law's editions and the ticker only."""
        ...


class OwnerKeys(Protocol):
    """Keys of the owners of segments: a person, or a record itself.

    Kept outside the database and its backups. A new key is durable, with one winner across
    processes, before ``wrap`` returns. ``context`` binds what is wrapped to its place.
    """

    def ensure(self, owners: Iterable[UUID]) -> None:
        """Make the keys that are missing, all in one durable write."""
        ...

    def wrap(self, owner: UUID, context: bytes, share: bytes) -> bytes: ...

    def unwrap(self, owner: UUID, context: bytes, wrapped: bytes) -> bytes: ...


TRY_AFTER: Final = 5
"""Seconds after which what was out of reach is worth trying again."""


class Away(Exception):
    """What is needed from outside cannot be reached now, or takes no more: try again later.

    Nothing was recorded, unless it is ``InDoubt``. ``code`` says what stands in the way.
    """

    code: ClassVar[str] = "away"


class InDoubt(Away):
    """It went away while it recorded, and whether it has recorded is not known.

    The same command id may be sent again: it is answered as first answered, or recorded then.
    """

    code = "in-doubt"


class OwnerKeyGone(Exception):
    """The owner has no key, or no longer: what was wrapped under it stays closed for ever."""


class NotRestored(Exception):
    """What is stored is no event that the hub can have written."""


class SealBroken(Exception):
    """An envelope, a share or a key is not what it should be. ``str()`` never says which.

    ``part`` is a code for which. The hub tells it to whoever sealed the envelope and sent it,
    of whom the hub knows that they did; no reader is told.
    """

    def __init__(self, part: str = "") -> None:
        super().__init__()
        self.part = part


class NotAuthentic(Exception):
    """A statement is not what an agency signed, or not in the one form it may have.

    ``wrong`` is the member that is not of this call, known once the signature was found good;
    before that nothing is said, since nothing is known of who asks.
    """

    def __init__(self, wrong: str = "") -> None:
        super().__init__()
        self.wrong = wrong


class Malformed(Exception):
    """Bytes are not JSON in the form the hub reads.

    ``fault`` is a code, and all that ``str()`` tells; ``pointer`` (RFC 6901) names the place as
    far as it is known, in the sender's own keys.
    """

    def __init__(self, fault: str, pointer: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.pointer = pointer
