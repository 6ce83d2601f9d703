"""Connections to PostgreSQL, and what a server must promise before the hub relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import Params
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.sql import Composed

from hub_infra.store.errors import (
    NotDurable,
    SchemaMissing,
    StoreAway,
    StoreClosed,
    refusal_of,
)
from hub_infra.store.known import Known

Connection = psycopg.Connection[Any]
T = TypeVar("T")

# Advisory locks of the hub, each one per database.
APPEND_LOCK = 0x6875_6201
MIGRATE_LOCK = 0x6875_6202
REBUILD_LOCK = 0x6875_6203
TICKER_LOCK = 0x6875_6204

_REACHED: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Seconds, and milliseconds: a server that has gone without a word is noticed."""

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


def connect_knowing(url: str, known: Known) -> Connection:
    """Connect to the log that this process knows. Raises what ``Known.assert_held`` raises."""
    connection = connect(url)
    try:
        known.assert_held(connection)
    except BaseException:
        connection.close()
        raise
    return connection


class Pool:
    """At most ``size`` connections for reading, in autocommit mode and UTC.

    What is read on them is ``known``; each new one is asked whether its log still holds that.

    Each is made by whoever first needs it, so that a server that is away is known at once, and
    used again by the very next call when it is back. Whoever finds none free waits at most
    ``timeout`` seconds.
    """

    def __init__(self, url: str, *, size: int = 8, timeout: float = 5.0) -> None:
        self.known = Known()
        self._url = url
        self._timeout = timeout
        self._closed = False
        self._places: LifoQueue[Connection | None] = LifoQueue()
        for _ in range(size):
            self._places.put(None)

    @contextmanager
    def connection(self, *, fresh: bool = False) -> Iterator[Connection]:
        """A connection, for the length of a block; a ``fresh`` one was made just now.

        Raises ``StoreAway`` when the server cannot be reached or no connection is free,
        ``HistoryReplaced`` and ``StoreClosed``.
        """
        if self._closed:
            raise StoreClosed
        self.known.assert_believed()
        try:
            connection = self._places.get(timeout=self._timeout)
        except Empty:
            raise StoreAway("no connection is free") from None
        try:
            if self._closed:  # while it waited
                raise StoreClosed
            if connection is not None and fresh:
                connection.close()
                connection = None
            connection = connection or connect_knowing(self._url, self.known)
            yield connection
        finally:
            self._give_back(connection)

    def _give_back(self, connection: Connection | None) -> None:
        """Keep a connection that works and is at rest; else only its place."""
        if connection is not None:
            idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
            if self._closed or not idle:
                connection.close()
                connection = None
        self._places.put(connection)

    def close(self) -> None:
        """Close what is not in use; what is, when it is given back."""
        self._closed = True
        with suppress(Empty):
            while True:
                connection = self._places.get_nowait()
                if connection is not None:
                    connection.close()


def fetch(
    pool: Pool, query: str | Composed, parameters: Params | None = None
) -> list[tuple[Any, ...]]:
    """Read rows by one statement. Raises what ``reading`` raises."""

    def read(connection: Connection) -> list[tuple[Any, ...]]:
        with connection.cursor(binary=True) as cursor:
            text = query.encode() if isinstance(query, str) else query
            return cursor.execute(text, parameters, prepare=True).fetchall()

    return reading(pool, read)


def reading(pool: Pool, read: Callable[[Connection], T]) -> T:
    """Read on a connection of the pool.

    What failed on a connection that was kept, which the server may have dropped since, is done
    again on a fresh one. Raises ``Away`` when the server cannot be reached, or does not read.
    """
    try:
        try:
            with pool.connection() as connection:
                return read(connection)
        except psycopg.OperationalError:
            with pool.connection(fresh=True) as connection:
                return read(connection)
    except psycopg.OperationalError as error:
        raise refusal_of(error) or StoreAway(type(error).__name__) from None


def _settings(url: str) -> dict[str, Any]:
    options = conninfo_to_dict(url).get("options") or ""
    options = f"{options} -c timezone=UTC".strip()
    return {"autocommit": True, "options": options, **reached_within(url)}


def reached_within(url: str) -> dict[str, int]:
    """After how long a silent server counts as away, as far as the URL does not say it."""
    said = conninfo_to_dict(url)
    return {name: value for name, value in _REACHED.items() if name not in said}


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
