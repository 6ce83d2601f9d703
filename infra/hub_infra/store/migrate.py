"""Making a store, and bringing one up to this release.

Numbered SQL files are applied once, in their order, and may never change afterwards.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from hub_domain.recording import ViewTable
from hub_infra.store.connect import MIGRATE_LOCK, Connection, connect
from hub_infra.store.errors import SchemaChanged
from hub_infra.store.kinds import KINDS
from hub_infra.store.views import Views, table_ddl

_MIGRATIONS = """
create table if not exists migrations (
    name text primary key,
    sha256 bytea not null,
    applied_at timestamptz not null default now()
)
"""

_COLUMNS = """
select a.attname, format_type(a.atttypid, a.atttypmod)
from pg_attribute a
where a.attrelid = to_regclass(%s) and a.attnum > 0 and not a.attisdropped
"""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was applied, and which views must be rebuilt before the hub serves them."""

    applied: tuple[str, ...]
    stale: tuple[str, ...]


def migrate(url: str, views: Iterable[ViewTable]) -> Migrated:
    """Make or update the store at ``url``. Safe to run at any time and by several at once.

    Raises ``SchemaChanged`` for an applied file that has changed since.
    """
    with connect(url) as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (MIGRATE_LOCK,))
        applied = apply_files(connection, resources.files("hub_infra.store") / "sql")
        connection.execute(
            "insert into store (log_salt) values (%s) on conflict do nothing",
            (secrets.token_bytes(32),),
        )
        return Migrated(applied, _make_views(connection, Views(views)))


def apply_files(connection: Connection, folder: Traversable) -> tuple[str, ...]:
    """Apply the numbered files of a folder that the connection's schema does not have yet.

    Raises ``SchemaChanged`` for an applied file that has changed since.
    """
    files = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir())
    connection.execute(_MIGRATIONS)
    known = {
        str(name): bytes(digest)
        for name, digest in connection.execute("select name, sha256 from migrations")
    }
    digests = {name: sha256(sql.encode()).digest() for name, sql in files}
    for name, digest in known.items():
        if digests.get(name) != digest:
            raise SchemaChanged(name)
    new = [(name, sql) for name, sql in files if name not in known]
    for name, sql in new:
        connection.execute(sql.encode())
        connection.execute(
            "insert into migrations (name, sha256) values (%s, %s)", (name, digests[name])
        )
    return tuple(name for name, _ in new)


def _make_views(connection: Connection, views: Views) -> tuple[str, ...]:
    """Make the views that are missing; name those that do not hold what the log says."""
    stale = []
    ((position,),) = connection.execute("select position from head").fetchall()
    for table in views:
        found = columns_found(connection, table)
        if not found:
            for statement in table_ddl(table, "public"):
                connection.execute(statement.encode())
        if found != columns_wanted(table) and (found or position):
            stale.append(table.name)
    return tuple(stale)


def columns_found(connection: Connection, table: ViewTable) -> dict[str, str]:
    """The columns that a view has in the database, by their types; none where it is missing."""
    return dict(connection.execute(_COLUMNS, (f'public."{table.name}"',)).fetchall())


def columns_wanted(table: ViewTable) -> dict[str, str]:
    """The columns that a view has in this release, by their types."""
    return {name: KINDS[kind].type for name, kind in table.columns.items()}
