"""The log as it stands in the table: raw rows in the order of commits, by pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_infra.store.connect import Pool, fetch

PAGE = 1000

_IN_A_CALENDAR = "least(greatest({}.recorded_at, '0001-01-02'), '9999-12-30')"

_ROW = f"""
select e.position, e.stream, e.version, e.topic, e.state, e.command_id,
    {_IN_A_CALENDAR.format("e")}, e.leaf_hash"""

SELECT_PAGE = f"""
{_ROW} from events as e where e.position > %s order by e.position limit %s
"""

_FOUND = f"""
{_ROW} from events as e {{of_agency}}
where e.position > %(after)s {{conditions}}
order by {{order}} limit %(limit)s
"""

_OF_AGENCY = """
join commands as c
    on c.id = e.command_id and c.agency = %(agency)s and c.position > %(after)s
"""

_CONDITIONS = {
    "streams": "and e.stream = any(%(streams)s)",
    "topic": "and e.topic = %(topic)s",
    "since": """and e.position >= (
    select f.position from events as f where f.recorded_at >= %(since)s
    order by f.recorded_at, f.position limit 1)""",
}

_WITH_COMMANDS = f"""
{_ROW}, c.statement, c.facts, {_IN_A_CALENDAR.format("c")},
    c.agency, c.statement_sha256, c.about, c.position, c.version, c.refusal
from events as e left join commands as c on c.id = e.command_id
where e.position > %s order by e.position limit %s
"""

_WITHOUT_EVENTS = f"""
select c.position, {_IN_A_CALENDAR.format("c")} from commands as c
where not exists (select from events as e where e.command_id = c.id) order by c.position
"""  # noqa: S608 - our own table


class CommandRow(NamedTuple):
    """What the row of a command has beside its statement: by this it is found and answered."""

    agency: UUID
    statement_sha256: bytes | None
    about: UUID | None
    position: int
    version: int | None
    refusal: str | None


class LogRow(NamedTuple):
    """One recorded event. A time that no calendar here has is told as its end.

    ``statement``, its facts, the time of its command and the rest of the command's row are
    None unless asked for, and where there are none.
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
    command: CommandRow | None = None

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
        if not statements:
            return [LogRow(*row) for row in fetch(self._pool, SELECT_PAGE, (after, limit))]
        return [_commanded(row) for row in fetch(self._pool, _WITH_COMMANDS, (after, limit))]

    def found(
        self,
        *,
        after: int = 0,
        limit: int = PAGE,
        streams: Sequence[UUID] | None = None,
        agency: UUID | None = None,
        topic: str | None = None,
        since: datetime | None = None,
    ) -> list[LogRow]:
        """At most ``limit`` rows after a position that are so; what is left out, each may be.

        ``agency`` is that of the command; ``since`` when it was recorded at the earliest.
        """
        asked = {"streams": streams, "topic": topic, "since": since}
        query = _FOUND.format(
            of_agency=_OF_AGENCY if agency else "",
            conditions="\n".join(
                _CONDITIONS[name] for name in asked if asked[name] is not None
            ),
            order="c.position, e.position" if agency else "e.position",
        )
        bound = {**asked, "agency": agency, "after": after, "limit": limit}
        return [LogRow(*row) for row in fetch(self._pool, query, bound)]

    def pages(
        self, after: int = 0, *, statements: bool = False, size: int = PAGE
    ) -> Iterator[list[LogRow]]:
        """All rows after a position, page by page, up to the end of the log."""
        while page := self.page(after=after, limit=size, statements=statements):
            yield page
            after = page[-1].position

    def without_events(self) -> list[tuple[int, datetime]]:
        """Where, and of when, commands stand in the log that no event names."""
        return [(int(at), when) for at, when in fetch(self._pool, _WITHOUT_EVENTS)]

    def head(self) -> int:
        """The newest position, 0 when nothing is recorded."""
        ((position,),) = fetch(self._pool, "select position from head")
        return int(position)


def _commanded(row: tuple[Any, ...]) -> LogRow:
    """A row with that of its command, if there is one."""
    event, command = LogRow(*row[:_OF_COMMAND]), row[_OF_COMMAND:]
    return event if command[0] is None else event._replace(command=CommandRow(*command))


_OF_COMMAND = len(LogRow._fields) - 1
"""Where the columns of the command's own row begin."""
