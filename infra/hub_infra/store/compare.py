"""The views as they stand, held against what the log makes of them.

They are made again in temporary tables, from the log as it was at one moment, and compared with
the live ones of that same moment, while commands go on being recorded. Nothing else is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg import IsolationLevel

from hub_domain.recording import ViewTable
from hub_infra.store.connect import REBUILD_LOCK, Connection, connect, log_salt
from hub_infra.store.errors import NoTemporaryTables, SchemaMissing, StoreAway, refusal_of
from hub_infra.store.migrate import columns_found, columns_wanted
from hub_infra.store.rebuild import Filling, Progress, Show, head_of
from hub_infra.store.views import Views

_ANEW = "pg_temp"


class Differing(NamedTuple):
    """Of one view and one agency: how many rows are missing, too many, or otherwise."""

    view: str
    agency: UUID
    missing: int
    extra: int
    otherwise: int


def compare(
    url: str,
    views: Iterable[ViewTable],
    show: Show,
    progress: Progress = lambda _done, _total: None,
    *,
    topics: Sequence[str] | None = None,
) -> tuple[int, list[Differing]]:
    """Where views differ from what ``show`` gives of each event, and up to which position.

    No view is rebuilt meanwhile. Raises ``StoreAway``, ``StoreReadOnly``, ``SchemaMissing`` and
    ``NoTemporaryTables``.
    """
    tables = list(views)
    try:
        with connect(url) as connection:
            log_salt(connection)
            connection.execute("select pg_advisory_lock(%s)", (REBUILD_LOCK,))
            connection.execute(f"set search_path to {_ANEW}, public")
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            with connection.transaction(force_rollback=True):
                return _compared(connection, tables, show, progress, topics)
    except psycopg.OperationalError as error:
        raise refusal_of(error) or StoreAway(type(error).__name__) from None
    except psycopg.Error as error:
        if refusal := refusal_of(error):
            raise refusal from None
        raise


def _compared(
    connection: Connection,
    tables: Sequence[ViewTable],
    show: Show,
    progress: Progress,
    topics: Sequence[str] | None,
) -> tuple[int, list[Differing]]:
    filling, head = Filling(Views(tables), show, topics, schema=_ANEW), head_of(connection)
    if any(columns_found(connection, table) != columns_wanted(table) for table in tables):
        raise SchemaMissing
    try:
        filling.begin(connection)
    except psycopg.errors.InsufficientPrivilege:
        raise NoTemporaryTables from None
    while filling.page(connection):
        progress(filling.position, head)
    found: list[Differing] = []
    for table in tables:
        connection.execute(f'analyze {_ANEW}."{table.name}"'.encode())
        rows = connection.execute(_differing(table).encode()).fetchall()
        found += [Differing(table.name, *row) for row in rows]
    return head, found


def _differing(table: ViewTable) -> str:
    """The query for a view: rows are compared whole, as their text."""
    live, anew = (
        ", ".join(f'{side}."{column}"' for column in table.columns) for side in ("live", "anew")
    )
    same_key = " and ".join(f'live."{column}" = anew."{column}"' for column in table.key)
    return (
        "select coalesce(live.agency_id, anew.agency_id) as agency, "  # noqa: S608 - our own
        "count(*) filter (where live.agency_id is null), "
        "count(*) filter (where anew.agency_id is null), "
        "count(*) filter (where live.agency_id = anew.agency_id) "
        f'from public."{table.name}" as live full join {_ANEW}."{table.name}" as anew '
        f"on {same_key} where row({live})::text is distinct from row({anew})::text "
        "group by agency order by agency"
    )
