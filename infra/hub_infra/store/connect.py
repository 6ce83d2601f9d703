"""Connections to PostgreSQL, and what a server must promise before the hub relies on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from psycopg.abc import Params
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import Composed
from psycopg_pool import ConnectionPool, PoolTimeout

from hub_infra.store.errors import NotDurable, SchemaMissing, StoreAway

Connection = psycopg.Connection[Any]
Pool = ConnectionPool[Connection]
T = TypeVar("T")

# Advisory locks of the hub, each one per database.
APPEND_LOCK = 0x6875_6201
MIGRATE_LOCK = 0x6875_6202
REBUILD_LOCK = 0x6875_6203
TICKER_LOCK = 0x6875_6204

_DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
}


def connect(url: str) -> Connection:
    """Open one connection in autocommit mode and UTC. ``url`` is any libpq URL or conninfo.

    Raises ``StoreAway`` when the server cannot be reached.
    """
    try:
        return psycopg.connect(url, **_settings(url))
    except psycopg.OperationalError as error:
        raise StoreAway(f"no connection to PostgreSQL ({type(error).__name__})") from None


def open_pool(url: str, *, size: int = 8, timeout: float = 5.0) -> Pool:
    """Open a pool of at most ``size`` connections for reading, in autocommit mode and UTC.

    Whoever finds none free waits at most ``timeout`` seconds.
    """
    return ConnectionPool(
        url,
        kwargs=_settings(url),
        min_size=1,
        max_size=size,
        timeout=timeout,
        open=True,
    )


def fetch(
    pool: Pool, query: str | Composed, parameters: Params | None = None
) -> list[tuple[Any, ...]]:
    """Read rows by one statement. Raises ``StoreAway`` when the server cannot be reached."""

    def read(connection: Connection) -> list[tuple[Any, ...]]:
        with connection.cursor(binary=True) as cursor:
            text = query.encode() if isinstance(query, str) else query
            return cursor.execute(text, parameters, prepare=True).fetchall()

    return reading(pool, read)


def reading(pool: Pool, read: Callable[[Connection], T]) -> T:
    """Read on a connection of the pool.

    A connection that the server has dropped is replaced and the reading done again, once.
    Raises ``StoreAway`` when the server cannot be reached.
    """
    try:
        try:
            with pool.connection() as connection:
                return read(connection)
        except PoolTimeout:
            raise
        except psycopg.OperationalError:
            pool.check()
            with pool.connection() as connection:
                return read(connection)
    except psycopg.OperationalError as error:
        raise StoreAway(f"no answer from PostgreSQL ({type(error).__name__})") from None


def _settings(url: str) -> dict[str, Any]:
    options = conninfo_to_dict(url).get("options") or ""
    return {"autocommit": True, "options": f"{options} -c timezone=UTC".strip()}


class HeldLock:
    """A lock that one process of a hub holds for as long as it and its connection live."""

    def __init__(self, url: str, lock: int) -> None:
        self._url = url
        self._lock = lock
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Whether this process holds the lock, after trying for it where it does not.

        Raises ``StoreAway`` when the server cannot be reached.
        """
        try:
            if self._connection is not None:
                self._connection.execute("select")
                return True
        except psycopg.OperationalError:
            self.release()
        return self._take()

    def _take(self) -> bool:
        connection = connect(self._url)
        row = connection.execute("select pg_try_advisory_lock(%s)", (self._lock,)).fetchone()
        if row is not None and row[0]:
            self._connection = connection
            return True
        connection.close()
        return False

    def release(self) -> None:
        """Let another process have the lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def assert_durable(connection: Connection) -> None:
    """Refuse a server that acknowledges what a crash may take back (``NotDurable``).

    ``fsync`` and ``full_page_writes`` must be on, and ``synchronous_commit`` on or stricter.
    """
    for setting, accepted in _DURABLE.items():
        row = connection.execute("select current_setting(%s)", (setting,)).fetchone()
        value = str(row[0]) if row else "unknown"
        if value not in accepted:
            raise NotDurable(setting, value)


def log_salt(connection: Connection) -> bytes:
    """The store's own 32 random bytes, which keep stream tags in leaves from being guessed."""
    try:
        row = connection.execute("select log_salt from store").fetchone()
    except psycopg.errors.UndefinedTable:
        raise SchemaMissing from None
    if row is None:
        raise SchemaMissing
    return bytes(row[0])
