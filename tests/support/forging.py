"""A forger: whoever can write to the hub's database, and computes every digest and leaf anew.

What they cannot do is sign for an agency whose keys they do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub_domain.statement import Statement
from hub_infra import canonical, statements
from hub_infra.sealing.keys import AgencyPrivateKeys
from hub_infra.store.codec import decode, encode
from hub_infra.store.connect import log_salt
from hub_infra.store.leaf import Leaves, leaf_hash
from hub_services.auditing.replay import Replay
from hub_services.auditing.signers import Root, Signers
from hub_services.wiring.audit import StoredLog
from tests.support.world import Office

_ROW = """
select e.position, e.stream, e.version, e.topic, e.state, e.recorded_at, e.command_id,
    c.statement, c.facts
from events as e join commands as c on c.id = e.command_id where e.position = %s
"""

Change = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Row:
    """An event with its command, as the tables hold it."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: dict[str, Any]
    recorded_at: Any
    command: UUID
    statement: bytes
    facts: bytes

    @property
    def said(self) -> Statement:
        return statements.peek(self.statement)[1]


class Forger:
    """Writes to the tables of one hub."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def sql(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Do or ask whatever the database does."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def newest(self, topic: str) -> Row:
        """The newest event of a topic."""
        query = "select max(position) from events where topic = %s"
        ((position,),) = self.sql(query, topic)
        assert position, topic
        return self.at(position)

    def at(self, position: int) -> Row:
        """The event at a position."""
        ((place, stream, version, topic, state, *rest),) = self.sql(_ROW, position)
        return Row(place, stream, version, topic, decode(state), *rest)

    def event(self, row: Row, change: Change) -> None:
        """Have an event say something else."""
        change(row.state)
        self.sql(
            "update events set state = %s where position = %s", encode(row.state), row.position
        )
        self._leaves_of(row.command)

    def statement(self, row: Row, compact: bytes | None, facts: bytes | None) -> None:
        """Keep another statement with an event, and with all others of its command."""
        self.sql(
            "update commands set statement = %s, facts = %s, statement_sha256 = %s "
            "where id = %s",
            compact,
            facts,
            compact and sha256(compact).digest(),
            row.command,
        )
        self._leaves_of(row.command)

    def state_anew(
        self, row: Row, keys: AgencyPrivateKeys, change: Change = bool, **claims: Any
    ) -> None:
        """Keep a statement that these keys sign, with other claims, for other facts.

        It names the key that signs it, unless ``kid`` says another.
        """
        facts: dict[str, Any] = canonical.read(row.facts)  # type: ignore[assignment]
        change(facts)
        written = canonical.write(facts)
        kid = claims.pop("kid", key_id(keys.ed25519))
        said = replace(row.said, facts=sha256(written).hexdigest(), **claims)
        self.statement(row, statements.sign(said, keys.ed25519, kid), written)

    def record_at(self, row: Row, seconds: int) -> None:
        """Move a command to another time."""
        for table, column in (("events", "command_id"), ("commands", "id")):
            self.sql(
                f"update {table} set recorded_at = recorded_at + %s * interval '1 s' "  # noqa: S608
                f"where {column} = %s",
                seconds,
                row.command,
            )
        self._leaves_of(row.command)

    def once_more(self, row: Row, stream: UUID, facts: Mapping[str, Any]) -> int:
        """Add an event to what a command once did, at the end of the log."""
        ((end,),) = self.sql("update head set position = position + 1 returning position")
        self.sql(
            "insert into events select %s, %s, 1, topic, %s, command_id, "
            "(select recorded_at from head), leaf_hash from events where position = %s",
            end,
            stream,
            encode({**row.state, **facts}),
            row.position,
        )
        self._leaves_of(row.command)
        return int(end)

    def _leaves_of(self, command: UUID) -> None:
        """Compute the leaves of a command's events anew."""
        query = "select position from events where command_id = %s"
        with psycopg.connect(self._url) as connection:
            leaves = Leaves(log_salt(connection))
        for (position,) in self.sql(query, command):
            row = self.at(position)
            digest = row.statement and sha256(row.statement).digest()
            state = encode(row.state)
            prepared = leaves.prepare(row.stream, row.version, row.topic, state, digest)
            leaf = leaf_hash(prepared, row.recorded_at)
            self.sql("update events set leaf_hash = %s where position = %s", leaf, position)


def key_id(key: Ed25519PrivateKey) -> str:
    """The id under which a key signs."""
    return statements.key_id(key.public_key().public_bytes_raw())


def found(log: StoredLog, root: Root | None = None) -> set[tuple[int, str]]:
    """What is wrong with the history, by position."""
    replay = Replay(Signers(root))
    for _ in replay.run(log):
        pass
    return {(fault.position, fault.code) for fault in replay.faults}


def registered(forger: Forger, office: Office) -> Row:
    """The event that registered an agency."""
    query = "select position from events where stream = %s and version = 1"
    ((position,),) = forger.sql(query, office.id)
    return forger.at(position)


def put(name: str, value: object) -> Change:
    """Have a fact say something else."""
    return lambda facts: facts.update({name: value})


def put_in(name: str, *path: str | int, value: object) -> Change:
    """Have a part of a fact say something else."""

    def change(facts: dict[str, Any]) -> None:
        inner = facts[name]
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change
