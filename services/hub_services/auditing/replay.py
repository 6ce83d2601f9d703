"""Replay: the history from its beginning, checked and folded, up to a time or a position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hub_services.auditing.checking import Checking
from hub_services.auditing.commands import Commands
from hub_services.auditing.faults import OF_ANOTHER_FORM, Fault
from hub_services.auditing.following import Following
from hub_services.auditing.knowledge import Knew, Learning
from hub_services.auditing.log import AuditedLog, Entry
from hub_services.auditing.offices import Offices
from hub_services.auditing.proving import Proving, Verified
from hub_services.auditing.signers import Root, Signers
from hub_services.auditing.state import State

E = TypeVar("E", Entry, Knew)
T = TypeVar("T")
Progress = Callable[[int], None]
"""Told the position that was reached."""
Check = Callable[[Entry], Iterable[Fault]]
"""Finds what is wrong with the next entry."""


@dataclass(frozen=True, kw_only=True)
class Until:
    """Up to where: what was recorded no later than a time, and no further than a position."""

    as_of: datetime | None = None
    position: int | None = None

    def passed_by(self, position: int, recorded_at: datetime) -> bool:
        """Whether what stands at this position, recorded then, is past it."""
        if self.position is not None and position > self.position:
            return True
        return self.as_of is not None and recorded_at > self.as_of


@dataclass
class Replay:
    """The history replayed so far: what stands, who is in office, what is wrong with it.

    ``signers`` may know the operator from elsewhere; or else it is the log's own word.
    """

    signers: Signers = field(default_factory=Signers)
    verified: Verified = field(default_factory=Verified)
    state: State = field(default_factory=State)
    offices: Offices = field(default_factory=Offices)
    faults: list[Fault] = field(default_factory=list)
    position: int = 0
    _broken: set[UUID] = field(default_factory=set)
    _misread: set[int] = field(default_factory=set)

    def run(
        self,
        log: AuditedLog,
        until: Until | None = None,
        progress: Progress = lambda _position: None,
    ) -> Iterator[Entry]:
        """Replay the log, giving each entry once it is taken in.

        A stream with an event that is missing or cannot be restored is told as far as that;
        the rest of the history goes on, to where the log says that it ends.
        """
        proving = Proving(log, self.signers, self.verified)
        following, commands = Following(log, self.state), Commands()
        checks = (Checking().check, proving.check, following.check, commands.check)
        end = log.head()
        if until is not None and until.position is not None:
            end = min(end, until.position)
        for entry in log.entries():
            if until is not None and until.passed_by(entry.position, entry.recorded_at):
                self.faults += commands.before(entry)
                break
            taken = self._take(entry, _found(entry, checks))
            progress(entry.position)
            yield taken
        else:
            self.faults += commands.before(None)
            if self.position < end:
                self.faults.append(Fault(position=end, code="position-gap"))
        self.faults += _without_events(log, until)

    def told(self, of: E, tell: Callable[[E], Iterable[T]]) -> list[T]:
        """What is told of an event; nothing, and a fault, where it says what none can."""
        try:
            return list(tell(of))
        except OF_ANOTHER_FORM:
            self.misread(of.position)
            return []

    def misread(self, position: int) -> None:
        """What an event says cannot be read, and no event can have said it."""
        if position not in self._misread:
            self._misread.add(position)
            self.faults.append(Fault(position=position, code="state-corrupt"))

    def _take(self, entry: Entry, found: list[Fault]) -> Entry:
        """Take an entry in, and give it; without its event where that cannot be applied."""
        self.faults += found
        self.position = entry.position
        codes = {fault.code for fault in found}
        if not codes.isdisjoint({"state-corrupt", "version-gap"}):
            self._broken.add(entry.stream)
        if "state-corrupt" in codes:
            return replace(entry, event=None)
        if entry.stream in self._broken:
            return entry
        try:
            self.state.take(entry)
            self.offices.take(entry.event)
        except OF_ANOTHER_FORM:
            self.misread(entry.position)
            self._broken.add(entry.stream)
            return replace(entry, event=None)
        return entry


def _without_events(log: AuditedLog, until: Until | None) -> Iterator[Fault]:
    for position, recorded_at in log.without_events():
        if until is None or not until.passed_by(position, recorded_at):
            yield Fault(position=position, code="command-without-event")


def _found(entry: Entry, checks: Iterable[Check]) -> list[Fault]:
    """What each check finds; that it cannot read the event is a finding too."""
    found: list[Fault] = []
    for check in checks:
        try:
            found.extend(check(entry))
        except OF_ANOTHER_FORM:
            found.append(Fault(position=entry.position, code="state-corrupt"))
    return found


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Who knew what about one person: the entries, and the replay that they come from."""

    person: UUID
    as_of: datetime | None
    known: tuple[Knew, ...]
    replay: Replay


def who_knew(
    log: AuditedLog,
    person: UUID,
    as_of: datetime | None = None,
    progress: Progress = lambda _position: None,
    root: Root | None = None,
) -> Knowledge:
    """What each agency knew about a person by a moment, from the whole history.

    What had happened by then counts, whenever it was recorded.
    """
    replay, learning = Replay(Signers(root)), Learning()
    known = [
        knew
        for entry in replay.run(log, progress=progress)
        for knew in replay.told(entry, learning.learnt)
        if knew.person_id == person and (as_of is None or knew.occurred_at <= as_of)
    ]
    return Knowledge(person=person, as_of=as_of, known=tuple(known), replay=replay)
