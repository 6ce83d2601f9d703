"""The recorder behind eventsourcing's port: writes in groups, reads by pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    NotSupportedError,
    StoredEvent,
    Subscription,
)

from hub_domain.ports import Clock
from hub_domain.recording import Save
from hub_infra.store.batch import prepare
from hub_infra.store.connect import Pool, connect, fetch, log_salt
from hub_infra.store.known import assert_head
from hub_infra.store.leaf import Leaves
from hub_infra.store.views import Views
from hub_infra.store.writer import PATIENCE, Writer

_NEWEST = 2**63 - 1


class GroupCommitRecorder(ApplicationRecorder):
    """Records the events of one command with all that goes with them, or nothing of it.

    Positions start at 1, have no gaps and are in the order of commits.
    """

    def __init__(
        self,
        url: str,
        pool: Pool,
        clock: Clock,
        views: Views,
        *,
        patience: float = PATIENCE,
    ) -> None:
        with connect(url) as connection:
            self._leaves = Leaves(log_salt(connection))
            assert_head(connection)
        self._pool = pool
        self._views = views
        self._writer = Writer(url, clock, pool.known, patience=patience)

    def close(self) -> None:
        """Write what waits, then stop taking more."""
        self._writer.close()

    def assert_room(self) -> None:
        """Raise ``StoreFull`` where the last command found no room, and that was just now."""
        self._writer.assert_room()

    def submit(self, stored_events: Sequence[StoredEvent], save: Save) -> Future[list[int]]:
        """Hand a command to the writer; the future has the positions once it is durable.

        The future fails with ``VersionMoved`` or ``CommandKnown`` when the command was left
        out, with ``NotRecorded`` when the database refused it, with an ``Away`` when the
        database went away or takes nothing now. Raises ``ValueError`` for an upsert that fits
        no view, and ``StoreClosed``.
        """
        if not stored_events:
            raise ValueError("a command records at least one event")
        pending = prepare(stored_events, save, self._leaves, self._views)
        self._writer.submit(pending)
        return pending.positions

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, save: Save | None = None, **kwargs: Any
    ) -> Sequence[int]:
        """Record the events of one command and wait until they are durable.

        Raises what ``submit`` raises and what its future fails with.
        """
        if kwargs.get("tracking") is not None:
            raise NotSupportedError("the hub tracks no other application")
        if not stored_events:
            return []
        if save is None:
            raise ValueError("events are recorded with the command that made them")
        return self.submit(stored_events, save).result()

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        rows = fetch(
            self._pool,
            _SELECT_NEWEST_FIRST if desc else _SELECT_EVENTS,
            (originator_id, gt or 0, _NEWEST if lte is None else lte, limit),
        )
        if rows:
            *_, position, leaf_hash = rows[0 if desc else -1]
            self._pool.known.saw(position, leaf_hash)
        return [StoredEvent(*event) for *event, _position, _leaf_hash in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - inclusive_of_start
        rows = fetch(
            self._pool,
            _SELECT_NOTIFICATIONS,
            (after, _NEWEST if stop is None else stop, list(topics), list(topics), limit),
        )
        return [Notification(*row) for row in rows]

    def max_notification_id(self) -> int | None:
        ((position,),) = fetch(self._pool, "select position from head")
        return position or None

    def subscribe(
        self,
        gt: int | None = None,  # noqa: ARG002
        topics: Sequence[str] = (),  # noqa: ARG002
    ) -> Subscription[ApplicationRecorder]:
        """Not supported: views are written with the events; who follows, reads pages."""
        raise NotSupportedError("read the log by pages instead")


_SELECT_EVENTS = """
select stream, version, topic, state, position, leaf_hash from events
where stream = %s and version > %s and version <= %s order by version limit %s
"""

_SELECT_NEWEST_FIRST = _SELECT_EVENTS.replace("order by version", "order by version desc")

_SELECT_NOTIFICATIONS = """
select stream, version, topic, state, position from events
where position > %s and position <= %s
    and (cardinality(%s::text[]) = 0 or topic = any(%s::text[]))
order by position limit %s
"""
