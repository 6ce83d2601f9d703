"""Databases of a test's own: empty ones, and copies of one that was filled once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg

from hub_infra.embedded import with_database

EMPTY = "template1"


@contextmanager
def own_database(server: str, like: str = EMPTY) -> Iterator[str]:
    """A database that nobody else writes to, empty or ``like`` another; then it is gone.

    To the other one nobody may be connected meanwhile.
    """
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {like}".encode())
    try:
        yield with_database(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)".encode())


def name_of(url: str) -> str:
    """What its server calls the database at a URL."""
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
