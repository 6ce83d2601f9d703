"""The one writer of a process: takes whatever waits as a batch, and writes it durably.

A batch is one statement and one round trip: the append lock, the check that all is as the batch
trusts it to be, all rows, durable. Where it is not so, the batch is looked at under the lock
and the conflicting commands are left out. What the database refuses is tried again command
by command, so that a bad one fails alone. After a lost connection the log itself is asked,
under the lock, whether the batch is in it; nothing is guessed.

There is no timer: while a batch is on its way, those who wait become the next, which is planned
meanwhile.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Lock, Semaphore, Thread
from typing import NamedTuple

import psycopg
import structlog

from hub_domain.ports import Clock
from hub_infra.store.batch import Intake, Outcome, Pending, Plan, plan
from hub_infra.store.errors import (
    NotRecorded,
    OutcomeUnknown,
    StoreAway,
    StoreClosed,
    StoreError,
    StoreFull,
    StoreReadOnly,
    refusal_of,
)
from hub_infra.store.known import Known
from hub_infra.store.session import Session
from hub_infra.store.statements import (
    PREPARE,
    Statement,
    Written,
    begin_and_read,
    find,
    statement_of,
    write,
)

BATCH_COMMANDS = 512
BATCH_BYTES = 16 * 1024 * 1024
PATIENCE = 10.0
"""Seconds that commands wait for a server that went away: a restart is not even noticed."""
_PAUSE = 0.1
_LATELY = 10.0

log = structlog.get_logger()


class _Ready(NamedTuple):
    """A batch and its statement; without one it is settled under the lock."""

    batch: Sequence[Pending]
    statement: Statement | None = None


class Writer:
    """Records commands in groups, in the order they come.

    ``patience`` is how many seconds commands wait for a server that went away. A batch that
    was judged by a log that is no longer ``known`` to be there is refused. Raises
    ``StoreAway`` or ``NotDurable`` when it cannot begin.
    """

    def __init__(
        self, url: str, clock: Clock, known: Known, *, patience: float = PATIENCE
    ) -> None:
        self._url = url
        self._clock = clock
        self._known = known
        self._patience = patience
        self._away_since: float | None = None
        self._in_doubt: Plan | None = None
        self._full_at = -math.inf
        self._queue: SimpleQueue[Pending | None] = SimpleQueue()
        self._closing = Event()
        self._submitting = Lock()
        self._session = self._open()
        self._ready: SimpleQueue[_Ready | None] = SimpleQueue()
        self._none_ready = Semaphore(1)
        self._threads = [
            Thread(target=self._plan, name="store-planner", daemon=True),
            Thread(target=self._run, name="store-writer", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, pending: Pending) -> None:
        """Queue a command; its future is answered when it is durable, or left out."""
        with self._submitting:
            if self._closing.is_set():
                raise StoreClosed
            self._queue.put(pending)

    def assert_room(self) -> None:
        """Raise ``StoreFull`` where the last command found no room, and that was just now."""
        if time.monotonic() - self._full_at < _LATELY:
            raise StoreFull

    def close(self) -> None:
        """Write what waits, then stop. May be called again."""
        with self._submitting:
            if not self._closing.is_set():
                self._closing.set()
                self._queue.put(None)
        for thread in self._threads:
            thread.join()
        self._session.close()

    def _open(self) -> Session:
        session = Session(self._url, self._known)
        session.run(PREPARE)
        return session

    def _plan(self) -> None:
        """Plan one batch ahead of the one that is being written."""
        self._none_ready.acquire()
        while batch := self._take():
            self._ready.put(_planned(batch))
            self._none_ready.acquire()
        self._ready.put(None)

    def _run(self) -> None:
        while ready := self._ready.get():
            self._none_ready.release()
            self._record(ready)

    def _take(self) -> list[Pending]:
        """Wait for a command and take those behind it; empty when the writer closes."""
        batch: list[Pending] = []
        size = 0
        pending = self._queue.get()
        while pending is not None:
            batch.append(pending)
            size += pending.size
            if len(batch) == BATCH_COMMANDS or size >= BATCH_BYTES:
                return batch
            try:
                pending = self._queue.get_nowait()
            except Empty:
                return batch
        if batch:
            self._queue.put(None)
        return batch

    def _record(self, ready: _Ready) -> None:
        """Answer every command of a batch, whatever happens."""
        self._in_doubt = None
        batch = ready.batch
        try:
            outcome = self._write(ready)
        except StoreError as error:
            self._refuse(batch, OutcomeUnknown() if self._unknown else error)
        except Exception as error:
            self._session.roll_back()
            if self._unknown:
                self._refuse(batch, OutcomeUnknown())
            elif len(batch) == 1:
                log.warning("statement-failed", exc_info=error)
                self._refuse(batch, refusal_of(error) or NotRecorded.by(error))
            else:
                for pending in batch:
                    self._record(_Ready([pending]))
        else:
            self._full_at = -math.inf
            outcome.answer()

    @property
    def _unknown(self) -> bool:
        """Whether the log has the batch could not be asked."""
        return self._in_doubt is not None

    def _refuse(self, batch: Sequence[Pending], error: StoreError) -> None:
        log.warning("not-recorded", reason=error.code, count=len(batch))
        if isinstance(error, StoreFull):
            self._full_at = time.monotonic()
        for pending in batch:
            pending.positions.set_exception(error)

    def _write(self, ready: _Ready) -> Outcome:
        """Write a batch, over lost connections, until it is known what the log has of it."""
        while True:
            self._known.assert_believed()
            try:
                if self._session.lost:
                    self._session = self._open()
                outcome = (
                    self._found()
                    or self._written(ready.statement)
                    or self._settled(ready.batch)
                )
            except psycopg.errors.ReadOnlySqlTransaction as error:
                self._session.close()  # that of the next batch may write
                raise StoreReadOnly(type(error).__name__) from None
            except (psycopg.OperationalError, StoreAway) as error:
                if isinstance(error, psycopg.errors.DeadlockDetected):
                    self._session.roll_back()
                elif not self._session.lost:
                    raise
                else:
                    self._wait(error)
            else:
                self._away_since = None
                return outcome

    def _found(self) -> Outcome | None:
        """The batch that was on its way over a lost connection, if it is in the log."""
        if self._in_doubt is None:
            return None
        planned, found = self._in_doubt, find(self._session, self._in_doubt)
        self._in_doubt = None
        return None if found is None else self._outcome(planned, found)

    def _written(self, statement: Statement | None) -> Outcome | None:
        """A batch written at once, if nothing in it conflicts with the store."""
        if statement is None:
            return None
        self._in_doubt = statement.plan
        try:
            written = write(self._session, statement, self._clock.now())
        finally:
            if not self._session.lost:  # it is known whether it was written
                self._in_doubt = None
        return None if written is None else self._outcome(statement.plan, written)

    def _settled(self, batch: Sequence[Pending]) -> Outcome:
        """A batch written under the lock, without what conflicts."""
        intake = Intake(begin_and_read(self._session, batch))
        for pending in batch:
            intake.take(pending)
        planned, written = plan(intake), None
        if planned.placed:
            written = write(self._session, statement_of(planned), self._clock.now())
            self._in_doubt = planned
        self._session.run("commit")
        self._in_doubt = None
        return self._outcome(planned, written) if written else Outcome(planned, 0)

    def _outcome(self, planned: Plan, written: Written) -> Outcome:
        """What is in the log is known, before anybody is told."""
        events = sum(len(pending.events) for pending in planned.placed)
        self._known.saw(written.before + events, written.leaf_hash)
        return Outcome(planned, written.before)

    def _wait(self, error: Exception) -> None:
        """Give a server that went away a moment; once patience is at an end, give up."""
        now = time.monotonic()
        if self._away_since is None:
            self._away_since = now
        elif now - self._away_since >= self._patience or self._closing.wait(_PAUSE):
            given_up = StoreAway if self._in_doubt is None else OutcomeUnknown
            raise given_up(type(error).__name__) from None


def _planned(batch: Sequence[Pending]) -> _Ready:
    """A batch with its statement, if nothing in it conflicts with itself."""
    with suppress(Exception):  # raised again where its commands are answered
        intake = Intake()
        for pending in batch:
            intake.take(pending)
        if not intake.left_out:
            return _Ready(batch, statement_of(plan(intake)))
    return _Ready(batch)
