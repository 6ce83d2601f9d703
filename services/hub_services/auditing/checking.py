"""What must hold of every entry of the log, checked while it is read.

A fault is a code and the position where it shows. Here is whether the log hangs together: a
gap, a change or a swap shows. Who said what in it is for ``proving``; that nothing was removed
from the end, and the log's own head with it, is for witnesses to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from hub_services.auditing.faults import Code, Fault
from hub_services.auditing.log import Entry


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

    def _codes(self, entry: Entry) -> Iterator[Code]:
        if entry.position != self._position + 1:
            yield "position-gap"
        if entry.version != self._versions.get(entry.stream, 0) + 1:
            yield "version-gap"
        if self._recorded_at is not None and entry.recorded_at < self._recorded_at:
            yield "time-went-back"
        if entry.leaf_hash != entry.recomputed:
            yield "leaf-differs"
        if entry.event is None:
            yield "state-corrupt"
        elif entry.event.command_id != entry.command_id:
            yield "command-differs"
