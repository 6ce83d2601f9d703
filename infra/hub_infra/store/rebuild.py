"""Views made anew from the log, beside the live ones, and then put in their place.

The new generation is filled page by page while commands go on being recorded; the rest is
caught up under the append lock, and the tables change places in the same transaction. What is
rebuilt equals what was written live, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import StoredEvent

from hub_domain.recording import Upsert, ViewTable
from hub_infra.store.connect import APPEND_LOCK, REBUILD_LOCK, Connection, connect
from hub_infra.store.log import PAGE, LogRow
from hub_infra.store.session import execute
from hub_infra.store.shapes import merged
from hub_infra.store.views import Views, table_ddl

_NEXT = "next_generation"

_PAGE_OF_TOPICS = """
select position, stream, version, topic, state, command_id, recorded_at, leaf_hash, null
from events
where position > %(after)s and position <= %(head)s
    and (%(topics)s::text[] is null or topic = any(%(topics)s::text[]))
order by position limit %(limit)s
"""


class FromStored(Protocol):
    """Restores events: the store's mapper."""

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[Any]: ...


Project = Callable[[DomainEventProtocol[Any]], Iterable[Upsert]]
Show = Callable[[StoredEvent], Iterable[Upsert]]
Progress = Callable[[int, int], None]


def rebuild(
    url: str,
    views: Iterable[ViewTable],
    project: Project,
    mapper: FromStored,
    progress: Progress = lambda _done, _total: None,
    *,
    topics: Sequence[str] | None = None,
) -> int:
    """Rebuild these views from the whole log; other views stay as they are.

    ``project`` gives the upserts of one event, for all views; those of other views are left
    aside. ``topics`` are those of the events that these views show: no other event is read.
    ``progress`` is told the position reached and the newest one. Answers the position up to
    which the views now hold the log.
    """
    rebuilding = _Rebuilding(
        Views(views),
        lambda stored: project(mapper.to_domain_event(stored)),
        topics,
        schema=_NEXT,
    )
    with connect(url) as connection:
        connection.execute("select pg_advisory_lock(%s)", (REBUILD_LOCK,))
        connection.execute(f"set search_path to {_NEXT}, public")
        connection.execute("set synchronous_commit to off")
        rebuilding.begin(connection)
        while rebuilding.page(connection):
            progress(rebuilding.position, head_of(connection))
        with connection.transaction():
            rebuilding.lock(connection)
            while rebuilding.page(connection):
                pass
            rebuilding.swap(connection)
            connection.execute("set local synchronous_commit to on")
    progress(rebuilding.position, rebuilding.position)
    return rebuilding.position


def head_of(connection: Connection) -> int:
    """The newest position that this connection sees."""
    ((position,),) = connection.execute("select position from head").fetchall()
    return int(position)


def _exists(connection: Connection, name: str) -> bool:
    row = connection.execute("select to_regclass(%s)", (f'public."{name}"',)).fetchone()
    return row is not None and row[0] is not None


class Filling:
    """Views made from the log in the tables of a schema, which the search path begins with."""

    def __init__(
        self, views: Views, show: Show, topics: Sequence[str] | None, *, schema: str
    ) -> None:
        self.position = 0
        self._views = views
        self._show = show
        self._schema = schema
        self._topics = None if topics is None else list(topics)

    def begin(self, connection: Connection) -> None:
        """Make the empty tables."""
        for table in self._views:
            for statement in table_ddl(table, self._schema):
                connection.execute(statement.encode())

    def page(self, connection: Connection) -> bool:
        """Take the next page of the log; False at its end."""
        head = head_of(connection)
        if self.position == head:
            return False
        asked = {"after": self.position, "head": head, "topics": self._topics, "limit": PAGE}
        with connection.cursor(binary=True) as cursor:
            rows = [LogRow(*row) for row in cursor.execute(_PAGE_OF_TOPICS, asked).fetchall()]
        with connection.transaction():
            self._write(connection, rows)
        self.position = rows[-1].position if len(rows) == PAGE else head
        return True

    def _write(self, connection: Connection, rows: Sequence[LogRow]) -> None:
        written = [
            fresh.at(row.position, row.recorded_at)
            for row in rows
            for upsert in self._show(row.stored)
            if upsert.table in self._views.tables
            for fresh in self._views.rows(upsert)
        ]
        for group in merged(written):
            shape = group[0].shape
            execute(connection.pgconn, shape.sql(1), shape.arrays(group))


class _Rebuilding(Filling):
    def begin(self, connection: Connection) -> None:
        """Make the empty tables of the new generation, dropping an unfinished one."""
        with connection.transaction():
            connection.execute(f"drop schema if exists {_NEXT} cascade")
            connection.execute(f"create schema {_NEXT}")
            super().begin(connection)

    def lock(self, connection: Connection) -> None:
        """Let nobody write the views or the log.

        In the writers' order, or each would wait for the other: a statement has the tables it
        writes, by name, before it takes the append lock.
        """
        for name in sorted(self._views.tables):
            if _exists(connection, name):
                lock = f'lock table public."{name}" in share row exclusive mode'
                connection.execute(lock.encode())
        connection.execute("select pg_advisory_xact_lock(%s)", (APPEND_LOCK,))

    def swap(self, connection: Connection) -> None:
        """Put the new generation in the place of the old one."""
        for table in self._views:
            connection.execute(f'drop table if exists public."{table.name}"'.encode())
            connection.execute(
                f'alter table "{_NEXT}"."{table.name}" set schema public'.encode()
            )
        connection.execute(f"drop schema {_NEXT}")
