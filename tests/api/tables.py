"""Everything that a hub's database holds, row by row, to be compared before and after."""

from __future__ import annotations

import psycopg
from psycopg import sql

LOG = frozenset({"events", "commands", "head", "envelopes", "segments", "store", "cursors"})
REFUSAL_TOUCHES = frozenset({"events", "commands", "head", "attempts"})
"""What a refused command may change: its event, its command's row, and the attempts."""


def dump(database_url: str) -> dict[str, frozenset[str]]:
    """Each table's rows, as PostgreSQL writes a row."""
    return _of_each_row(database_url, sql.SQL("t::text"))


def versions(database_url: str) -> dict[str, frozenset[str]]:
    """Each table's rows, by where they stand and what wrote them: one written anew is another.

    That is told at once, however much there is to be read.
    """
    return _of_each_row(database_url, sql.SQL("t.ctid::text || ' ' || t.xmin::text"))


def _of_each_row(database_url: str, said: sql.SQL) -> dict[str, frozenset[str]]:
    with psycopg.connect(database_url) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "select tablename from pg_tables where schemaname = 'public'"
            ).fetchall()
        ]
        return {
            name: frozenset(
                row
                for (row,) in connection.execute(
                    sql.SQL("select {} from {} t").format(said, sql.Identifier(name))
                ).fetchall()
            )
            for name in names
        }


def changed(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> set[str]:
    """The names of the tables that differ."""
    assert before.keys() == after.keys()
    return {name for name, rows in after.items() if rows != before[name]}


def topics_after(database_url: str, position: int) -> list[str]:
    """The topics of the events after a position, in their order."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "select topic from events where position > %s order by position", (position,)
        ).fetchall()
    return [topic for (topic,) in rows]


def position(database_url: str) -> int:
    """The newest position."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("select coalesce(max(position), 0) from events").fetchone()
    assert row is not None
    return int(row[0])
