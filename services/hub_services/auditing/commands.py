"""Each command's row against what came of it.

By its columns a command is found, by agency and record, and answered when it is sent again.
Nobody signs for them: they follow from the statement and from the command's events, which stand
together in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub_services.auditing.faults import Fault
from hub_services.auditing.log import Entry, KeptCommand
from hub_services.auditing.said import REFUSED


@dataclass(frozen=True, slots=True)
class _Came:
    """One event of a command, and the row that stands with it."""

    command: UUID
    position: int
    stream: UUID
    version: int
    kept: KeptCommand | None
    agency: UUID | None
    refused: bool
    refusal: str | None


class Commands:
    """Checks commands in the order of the log, each once all of it is read."""

    def __init__(self) -> None:
        self._came: list[_Came] = []

    def check(self, entry: Entry) -> Iterator[Fault]:
        """What is wrong with the command that ended before this entry."""
        yield from self.before(entry)
        self._came.append(_came(entry))

    def before(self, entry: Entry | None) -> Iterator[Fault]:
        """What is wrong with the command that was read last, if the entry is not of it too."""
        if not self._came or (entry and entry.command_id == self._came[0].command):
            return
        came, self._came = self._came, []
        if not _follows(came):
            yield Fault(position=came[-1].position, code="command-row-differs")


def _came(entry: Entry) -> _Came:
    event: Any = entry.event
    claimed = entry.stated.claimed if entry.stated else None
    said = claimed or event
    return _Came(
        command=entry.command_id,
        position=entry.position,
        stream=entry.stream,
        version=entry.version,
        kept=entry.command,
        agency=said and said.agency,
        refused=entry.topic == REFUSED,
        refusal=event.code if event and entry.topic == REFUSED else None,
    )


def _follows(came: list[_Came]) -> bool:
    """Whether a command's row is what it must be; what cannot be restored says nothing."""
    first, last = came[0], came[-1]
    kept = last.kept
    if kept is None:
        return False
    version = max(each.version for each in came if each.stream == first.stream)
    about = (None, None) if first.refused else (first.stream, version)
    return (
        (kept.about, kept.version) == about
        and kept.position == last.position
        and kept.digest_holds
        and (kept.refusal is not None) == first.refused
        and first.refusal in {None, kept.refusal}
        and last.agency in {None, kept.agency}
    )
