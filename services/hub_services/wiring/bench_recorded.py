"""What a workload had recorded: given to a recorder alone, or written out as plain SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from hub_domain.recording import CommandRecord, Save
from hub_infra.clock import SystemClock
from hub_infra.store.connect import Connection, Pool, connect
from hub_infra.store.envelopes import Envelopes
from hub_infra.store.kinds import KINDS
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from hub_infra.store.session import execute
from hub_infra.store.shapes import merged
from hub_infra.store.views import Views
from hub_services.benching.limit import Cell, Row
from hub_services.benching.workload import Step, Workload
from hub_services.hub.views import TABLES, project_all

_EVENTS = """
select stream, version, topic, state, command_id from events
where command_id = any(%s) order by position
"""

_COMMANDS = """
select id, agency, statement, facts, about, position, recorded_at from commands
where id = any(%s)
"""

_COLUMNS = """
select attname, format_type(atttypid, atttypmod) from pg_attribute
where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum
"""

Saved = tuple[Sequence[StoredEvent], Save]


class Recorded(NamedTuple):
    """Commands by workload, as the hub handed them to its recorder."""

    saved: Sequence[Saved]


def recorded(url: str, workloads: Sequence[Workload]) -> list[Recorded]:
    """Read back what the hub recorded of these workloads."""
    steps = [step for workload in workloads for step in workload.steps]
    ids = [step.prepared.id for step in steps]
    mapper = MsgpackMapper()
    events: defaultdict[UUID, list[StoredEvent]] = defaultdict(list)
    pool = Pool(url, size=1)
    try:
        with pool.connection() as connection:
            for *stored, command in connection.execute(_EVENTS, (ids,)):
                events[command].append(StoredEvent(*stored))
            commands = {
                row[0]: CommandRecord(
                    id=row[0], agency=row[1], statement=row[2], facts=row[3], about=row[4]
                )
                for row in connection.execute(_COMMANDS, (ids,))
            }
        envelopes = Envelopes(pool)
        saved = {
            step.prepared.id: (
                events[step.prepared.id],
                Save(
                    command=commands[step.prepared.id],
                    upserts=project_all(
                        [mapper.to_domain_event(event) for event in events[step.prepared.id]]
                    ),
                    envelope=envelopes.get(_envelope(step)),
                ),
            )
            for step in steps
        }
    finally:
        pool.close()
    return [Recorded([saved[step.prepared.id] for step in w.steps]) for w in workloads]


def _envelope(step: Step) -> UUID:
    return UUID(msgspec.json.decode(step.prepared.body)["facts"]["sealed"]["envelope"])


class BareRecorder:
    """The hub's recorder on a store of its own, with nothing before it."""

    def __init__(self, url: str) -> None:
        migrate(url, TABLES)
        self._store = Store(url, SystemClock(), TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def record(self, workload: Recorded) -> None:
        """One workload's commands, each durable before the next."""
        for events, save in workload.saved:
            self._store.recorder.submit(events, save).result()


def make_tables(url: str) -> None:
    """The same tables and indexes, for the limit."""
    migrate(url, TABLES)


def rows_of(url: str, workload: Workload) -> tuple[list[list[Row]], int]:
    """The rows that each command of a workload wrote, and the position of its first event."""
    (held,) = recorded(url, [workload])
    with connect(url) as connection:
        at = {row[0]: row for row in connection.execute(_COMMANDS, (_ids(workload),))}
        commands = []
        for step, (events, save) in zip(workload.steps, held.saved, strict=True):
            *_, last, recorded_at = at[step.prepared.id]
            first = last - len(events) + 1
            rows = [
                *_table(connection, "events", "command_id", step.prepared.id),
                *_table(connection, "commands", "id", step.prepared.id),
                *_table(connection, "envelopes", "id", _envelope(step)),
                *_table(connection, "segments", "envelope_id", _envelope(step)),
                *_view_rows(connection, save, first, recorded_at),
            ]
            commands.append(rows)
        first = at[workload.steps[0].prepared.id][5] - len(held.saved[0][0]) + 1
    return commands, first


def own_ids(commands: Sequence[Sequence[Row]], shared: frozenset[UUID]) -> list[UUID]:
    """The ids that this workload alone has."""
    found = {
        UUID(cell.text)
        for rows in commands
        for row in rows
        for cell in row.cells.values()
        if cell.type == "uuid" and cell.text is not None
    }
    return sorted(found - shared)


def _ids(workload: Workload) -> list[UUID]:
    return [step.prepared.id for step in workload.steps]


def _table(connection: Connection, table: str, column: str, id_: UUID) -> list[Row]:
    types: dict[str, str] = dict(connection.execute(_COLUMNS, (table,)).fetchall())
    as_text = ", ".join(f'"{name}"::text' for name in types)
    query = f'select {as_text} from "{table}" where "{column}" = %s'  # noqa: S608
    return [
        Row(table=table, cells=_cells(types, row))
        for row in connection.execute(query.encode(), (id_,))
    ]


def _view_rows(connection: Connection, save: Save, first: int, recorded_at: Any) -> list[Row]:
    """The rows written to views, read back from empty tables of the same form."""
    views = Views(TABLES)
    bound = [
        row.at(first + u.event, recorded_at) for u in save.upserts for row in views.rows(u)
    ]
    written = []
    for group in merged(bound):
        shape, view = group[0].shape, group[0].shape.table
        types = {column: KINDS[view.columns[column]].type for column in shape.columns}
        with connection.transaction(force_rollback=True):
            alike = f'create temp table "{view.name}" (like "{view.name}" including all)'
            connection.execute(alike.encode())
            execute(connection.pgconn, shape.sql(1), shape.arrays(group))
            as_text = ", ".join(f'"{name}"::text' for name in types)
            query = f'select {as_text} from "{view.name}"'  # noqa: S608
            written += [
                Row(table=view.name, cells=_cells(types, row), key=view.key)
                for row in connection.execute(query.encode())
            ]
    return written


def _cells(types: Mapping[str, str], row: Sequence[str | None]) -> dict[str, Cell]:
    return {
        name: Cell(text=text, type=kind)
        for (name, kind), text in zip(types.items(), row, strict=True)
    }
