"""What must hold of every entry of the log, checked while it is read.

A fault is a code and the position where it shows. That nothing was removed from the end, and
the log's own head with it, is for witnesses to say; a gap, a change or a swap shows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from hub_domain.acting import SYSTEM_ROLE
from hub_services.auditing.log import Entry

UNSIGNED: Final = frozenset(
    {"agency.registered", "catalogue.edition-published", "task.fell-due"}
)
"""What the hub does by itself, without a statement (design section 3)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something in the log is not as it was recorded, or cannot have been recorded so.

    position-gap: an event is missing here or before. version-gap: one of its stream is.
    time-went-back: recorded before the event ahead of it. leaf-differs: event, time or
    statement were changed. state-corrupt: the bytes are no event. command-differs: the event
    names another command than its row. statement-missing: nobody signed for it. facts-differ:
    what was signed for is not what is kept.
    """

    position: int
    code: str


class Checking:
    """Checks entries in the order of the log."""

    def __init__(self) -> None:
        self._position = 0
        self._recorded_at: datetime | None = None
        self._versions: dict[UUID, int] = {}

    def check(self, entry: Entry) -> Iterator[Fault]:
        """The faults of the next entry."""
        for code in self._codes(entry):
            yield Fault(position=entry.position, code=code)
        self._position = entry.position
        self._recorded_at = entry.recorded_at
        self._versions[entry.stream] = entry.version

    def _codes(self, entry: Entry) -> Iterator[str]:
        if entry.position != self._position + 1:
            yield "position-gap"
        if entry.version != self._versions.get(entry.stream, 0) + 1:
            yield "version-gap"
        if self._recorded_at is not None and entry.recorded_at < self._recorded_at:
            yield "time-went-back"
        if entry.leaf_hash != entry.recomputed:
            yield "leaf-differs"
        if not entry.facts_hold:
            yield "facts-differ"
        if entry.event is None:
            yield "state-corrupt"
            return
        if entry.event.command_id != entry.command_id:
            yield "command-differs"
        if not entry.signed and not _by_the_hub_itself(entry):
            yield "statement-missing"


def _by_the_hub_itself(entry: Entry) -> bool:
    return entry.topic in UNSIGNED and entry.event.role == SYSTEM_ROLE
