"""The log as it stands in the table: raw rows in the order of commits, by pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_infra.store.connect import Pool, fetch

PAGE = 1000

SELECT_PAGE = """
select position, stream, version, topic, state, command_id,
    least(greatest(recorded_at, '0001-01-02'), '9999-12-30'), leaf_hash
from events where position > %s order by position limit %s
"""

_WITH_STATEMENTS = """
select e.position, e.stream, e.version, e.topic, e.state, e.command_id,
    least(greatest(e.recorded_at, '0001-01-02'), '9999-12-30'),
    e.leaf_hash, c.statement, c.facts,
    least(greatest(c.recorded_at, '0001-01-02'), '9999-12-30')
from events as e left join commands as c on c.id = e.command_id
where e.position > %s order by e.position limit %s
"""


class LogRow(NamedTuple):
    """One recorded event. A time that no calendar here has is told as its end.

    ``statement``, its facts and the time of its command are None unless asked for, and where
    there are none.
    """

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes
    command_id: UUID
    recorded_at: datetime
    leaf_hash: bytes
    statement: bytes | None = None
    facts: bytes | None = None
    commanded_at: datetime | None = None

    @property
    def stored(self) -> StoredEvent:
        return StoredEvent(self.stream, self.version, self.topic, self.state)


class Log:
    """Reads the log. A position once read is never followed by one before it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def page(
        self, *, after: int = 0, limit: int = PAGE, statements: bool = False
    ) -> list[LogRow]:
        """At most ``limit`` rows with positions greater than ``after``."""
        query = _WITH_STATEMENTS if statements else SELECT_PAGE
        return [LogRow(*row) for row in fetch(self._pool, query, (after, limit))]

    def pages(
        self, after: int = 0, *, statements: bool = False, size: int = PAGE
    ) -> Iterator[list[LogRow]]:
        """All rows after a position, page by page, up to the end of the log."""
        while page := self.page(after=after, limit=size, statements=statements):
            yield page
            after = page[-1].position

    def head(self) -> int:
        """The newest position, 0 when nothing is recorded."""
        ((position,),) = fetch(self._pool, "select position from head")
        return int(position)
