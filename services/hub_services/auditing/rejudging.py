"""Every act judged again: what the rules make of what was signed for, against what is recorded.

Replay proves who said what. Here is what came of it: outcome, path and row of a decision,
whether a request is answered in full, warnings, tasks and clocks, what is escalated, and
whether an act was refused, and by which rule. Each act is judged by the edition of the law
that it names, upon the history as it was recorded before it; so one difference makes no others.

A difference is no forgery yet: an earlier release may have judged otherwise, or have taken a
form that is no longer taken. What cannot be judged again is told by why: a read that was
refused, for it changes nothing; a refusal for what sealed words were about, since they are
kept of no refusal; the making of a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import StoredEvent

from hub_domain.ids import caused_command_id
from hub_domain.keeping.release import WordsGone
from hub_domain.keeping.task import Task
from hub_domain.law.refusals import ShareRecordIncomplete
from hub_domain.ports import NotAuthentic, Rows
from hub_domain.recording import CommandKnown, EnvelopeRecord, NotTaken, VersionMoved
from hub_domain.refusal import Refusal
from hub_domain.refused_attempt import RefusedAttempt
from hub_domain.sharing.sealed import PersonNotNamed, SealedOutsideRecord
from hub_services.auditing.faults import OF_ANOTHER_FORM
from hub_services.hub.admission import Caller, viewer_of
from hub_services.hub.answers import Unparsable
from hub_services.hub.judging import (
    Given,
    judge,
    must_hold_role,
    read_facts,
    refused_attempt,
    work_of,
)
from hub_services.hub.means import Means
from hub_services.hub.registry import Command
from hub_services.hub.ticker import system_acting, unstated_tasks
from hub_services.hub.work import Find

Code = Literal[
    "judged-otherwise",
    "recorded-though-refused",
    "refused-though-allowed",
    "form-of-then",
    "not-stated",
]
"""How an act comes out otherwise; words stand in ``words.named.faults``."""
Why = Literal["read-refused", "words-not-kept", "store-begun", "not-restored"]
"""Why an act is not judged again."""

GRACE: Final = timedelta(minutes=10)
"""How long the hub may record other acts before it states that a task's time passed."""

STORE_BEGUN: Final = {1, 2}
"""The positions of the operator and of the first edition of the law, which nobody states."""

FOR_WORDS: Final = {
    *(SealedOutsideRecord.code, PersonNotNamed.code, ShareRecordIncomplete.code),
    WordsGone.code,
}
"""The refusals for what sealed words are about, or that they are gone."""

_DOES_NOT_FIT: Final = (
    *(VersionMoved, CommandKnown, NotTaken, AggregateNotFoundError),
    *OF_ANOTHER_FORM,
)
"""What comes of a record that is no longer one that the hub can have written."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One command and all that was recorded of it.

    ``events`` has None for what cannot be restored; ``statement`` is None for what the hub
    does by itself.
    """

    id: UUID
    position: int
    recorded_at: datetime
    statement: bytes | None
    facts: bytes | None
    envelope: EnvelopeRecord | None
    stored: tuple[StoredEvent, ...]
    events: tuple[Any, ...]


class ActedLog(Protocol):
    """A history by its acts."""

    def acts(self) -> Iterator[Act]:
        """Every act, in the order of positions."""
        ...


class Bench(Protocol):
    """A hub of its own, to which the history is brought act by act."""

    means: Means

    @property
    def find(self) -> Find:
        """Finds what was recorded so far."""
        ...

    def turn_to(self, act: Act) -> None:
        """It is the moment of this act, and its sealed words are at hand."""
        ...

    def record(self, act: Act) -> None:
        """Record what was recorded then, as far as it can be restored."""
        ...

    def differing(self, recorded: StoredEvent, made: object) -> Sequence[str]:
        """The facts in which an event that was made differs from one that was recorded."""
        ...


class WordsNotKept(Exception):
    """The judgement asks for sealed words that were not kept."""


class OtherWords(Exception):
    """The sealed words are for another record, author or recipient than the rules say."""


class CannotJudge(Exception):
    """The act is not judged again, for this reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """Where the rules come to something else: the position, and in which facts, or why not."""

    position: int
    code: Code
    what: str


@dataclass
class Rejudged:
    """How many acts were judged again, and which come out otherwise.

    ``left`` are the positions of those that were not judged, by why; ``position`` is how far
    the history was read.
    """

    acts: int = 0
    position: int = 0
    left: dict[Why, list[int]] = field(default_factory=dict)
    otherwise: list[Otherwise] = field(default_factory=list)


def rejudge(
    log: ActedLog,
    bench: Bench,
    commands: Callable[[str], Command | None],
    progress: Callable[[int], object] = lambda _position: None,
) -> Rejudged:
    """Judge a whole history again."""
    rejudged, rejudging = Rejudged(), Rejudging(bench, commands)
    overdue = Overdue(bench.means.rows)
    for act in log.acts():
        rejudged.otherwise += overdue.unstated(act)
        try:
            rejudged.otherwise += rejudging.judge(act)
            rejudged.acts += 1
        except CannotJudge as left:
            rejudged.left.setdefault(left.why, []).append(act.position)
        rejudged.position = act.position + len(act.stored) - 1
        progress(rejudged.position)
        try:
            bench.record(act)
        except _DOES_NOT_FIT:
            rejudged.otherwise.append(_otherwise(act, "judged-otherwise", "state"))
    return rejudged


class Rejudging:
    """Judges acts in the order of the log."""

    def __init__(self, bench: Bench, commands: Callable[[str], Command | None]) -> None:
        self._bench = bench
        self._commands = commands

    def judge(self, act: Act) -> list[Otherwise]:
        """Where an act comes out otherwise. Raises ``CannotJudge``."""
        if None in act.events:
            raise CannotJudge("not-restored")
        self._bench.turn_to(act)
        try:
            made = self._fell_due(act) if act.statement is None else self._made(act)
            return self._compared(act, made)
        except Refusal as refusal:  # of what the hub does by itself
            return [_otherwise(act, "recorded-though-refused", refusal.code)]
        except Unparsable:
            return [_otherwise(act, "form-of-then", "facts")]
        except WordsNotKept:
            return _for_words_alone(act)
        except (NotAuthentic, OtherWords, *_DOES_NOT_FIT) as found:
            what = {NotAuthentic: "statement", OtherWords: "sealed"}.get(type(found), "state")
            return [_otherwise(act, "judged-otherwise", what)]

    def _fell_due(self, act: Act) -> list[Any]:
        """The ticker states that a task fell due: at its time, of an open task, once."""
        (event, *_) = act.events
        if act.position in STORE_BEGUN:
            raise CannotJudge("store-begun")
        if not isinstance(event, Task.FellDue):
            raise NotAuthentic
        task = self._bench.find(event.originator_id)
        if isinstance(task, Task):
            law = self._bench.means.law.edition(event.catalogue_edition)
            at = min(task.due_at or act.recorded_at, act.recorded_at)
            command = caused_command_id(task.id, "fell-due")
            task.fall_due(system_acting(event.agency, at, command, law))
        return list(task.pending_events)

    def _made(self, act: Act) -> list[Any]:
        """The events that the rules make of what was signed for; a refusal is one."""
        caller = self._caller(act)
        command = self._commands(caller.statement.do)
        if command is None:
            raise CannotJudge("read-refused")
        try:
            must_hold_role(command, caller)
            return self._judged(act, command, caller)
        except Refusal as refusal:
            law = self._bench.means.law
            return list(refused_attempt(command, caller, refusal, law).pending_events)

    def _judged(self, act: Act, command: Command, caller: Caller) -> list[Any]:
        means = self._bench.means
        if act.facts is None:  # they are kept of all but what is said in a role that may not
            return []
        facts = read_facts(command, act.facts, means.law.edition(caller.edition))
        named = getattr(facts, "sealed", None)
        words = {} if named is None else {"envelope": named.digest.encode(), "shares": b""}
        given = Given(
            command=command, caller=caller, facts=facts, parts={"facts": act.facts, **words}
        )
        work = work_of(means, self._bench.find, given)
        judged = judge(work, given)
        return [event for aggregate in judged.saved for event in aggregate.pending_events]

    def _caller(self, act: Act) -> Caller:
        """Who stated it, in the roles and posts of that moment, under the edition it names."""
        compact = act.statement or b""
        kid, claimed = self._bench.means.statements.peek(compact)
        row = self._bench.means.admitter.admit(
            kid, claimed.agency, claimed.practitioner, claimed.id
        )
        return Caller(
            statement=claimed,
            compact=compact,
            viewer=viewer_of(claimed, row),
            edition=act.events[0].catalogue_edition,
            first=None,
        )

    def _compared(self, act: Act, made: list[Any]) -> list[Otherwise]:
        then, now = _refusal_of(act.events), _refusal_of(made)
        if now and not then:
            return [_otherwise(act, "recorded-though-refused", now)]
        if then and not now:
            return [_otherwise(act, "refused-though-allowed", then)]
        if len(made) != len(act.stored):
            names = sorted({*map(_name, made)} ^ {*map(_name, act.events)})
            return [_otherwise(act, "judged-otherwise", " ".join(names) or "events")]
        return [
            Otherwise(position=position, code="judged-otherwise", what=" ".join(differing))
            for position, (recorded, event) in enumerate(
                zip(act.stored, made, strict=True), act.position
            )
            if (differing := self._bench.differing(recorded, event))
        ]


class Overdue:
    """The tasks whose time passed, and the hub went on without stating it.

    A hub that was stopped states it when it runs again; so the time counts from the first act
    after a task's.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._since: dict[UUID, datetime] = {}
        self._told: set[UUID] = set()

    def unstated(self, act: Act) -> list[Otherwise]:
        """Those for which that has lasted too long by the time of this act, each once."""
        tasks = {row["task_id"]: row for row in unstated_tasks(self._rows, act.recorded_at)}
        self._since = {task: self._since.get(task, act.recorded_at) for task in tasks}
        late = {
            task
            for task, since in self._since.items()
            if act.recorded_at - since > GRACE and task not in self._told
        }
        self._told |= late
        return [_otherwise(act, "not-stated", tasks[task]["kind"]) for task in late]


def _for_words_alone(act: Act) -> list[Otherwise]:
    """The rules allow it, but for what its words are about, which are not kept."""
    code = _refusal_of(act.events)
    if not code:
        return [_otherwise(act, "judged-otherwise", "sealed")]
    if code in FOR_WORDS:
        raise CannotJudge("words-not-kept")
    return [_otherwise(act, "refused-though-allowed", code)]


def _refusal_of(events: Sequence[Any]) -> str:
    """The code with which an act was refused, if it was."""
    noted = (event.code for event in events if isinstance(event, RefusedAttempt.Noted))
    return next(noted, "")


def _name(event: Any) -> str:
    return str(event.TOPIC)


def _otherwise(act: Act, code: Code, what: str = "") -> Otherwise:
    return Otherwise(position=act.position, code=code, what=what)
