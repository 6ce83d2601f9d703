"""The log as an auditor reads it: every event with what is needed to check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One event as it stands in the log.

    ``event`` is None where the stored bytes are no event that the hub can have written.
    ``leaf_hash`` is what was kept, ``recomputed`` what follows from the row as it is now,
    ``signed`` whether the command's statement is there, ``facts_hold`` whether the facts that
    are kept with it are those it was made for.
    """

    position: int
    stream: UUID
    version: int
    topic: str
    recorded_at: datetime
    command_id: UUID
    leaf_hash: bytes
    recomputed: bytes
    signed: bool
    facts_hold: bool
    event: Any


class AuditedLog(Protocol):
    """Reads the log from its beginning, page by page."""

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of positions."""
        ...

    def head(self) -> int:
        """The newest position; 0 for an empty log."""
        ...
