"""The desk's database on PostgreSQL: one schema for each agency, one for sessions."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any, Final, Self
from uuid import UUID

import msgspec
import psycopg
from psycopg import sql
from psycopg.abc import Params
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from hub_infra.desk_store.vault import Vault
from hub_infra.store.connect import connect, reached_within
from hub_infra.store.errors import StoreAway, refusal_of
from hub_infra.store.migrate import apply_files

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=10)
KNOWN: Final = timedelta(hours=24)
"""How long it is known whose a session was, though nobody is signed in by it any more."""

_PATIENCE: Final = 3.0
"""Seconds that a call waits for a database that is away."""
_TRIED_AGAIN: Final = 0.5
"""Seconds in which the pool itself tries again; after that, whoever next asks for it does."""

_MIGRATE_LOCK: Final = 0x6465_736B
_DESK: Final = "desk"
_EVERYBODY: Final = UUID(int=0)

_BROUGHT: Final = "brought"
_REMEMBERED: Final = timedelta(days=30)
"""How long it is known what has brought something."""

AsyncPool = AsyncConnectionPool[psycopg.AsyncConnection[Any]]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing that is kept: its key, when it was kept, and what it is."""

    key: str
    at: datetime
    value: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SessionKept:
    """A session: who is signed in as what, since when, and what is kept with it."""

    agency: UUID
    practitioner: UUID
    role: str
    amr: tuple[str, ...]
    data: Mapping[str, str] = field(repr=False)
    begun_at: datetime
    seen_at: datetime


class PostgresDesk:
    """What agencies keep at this desk, and its sessions. Raises ``Away``."""

    def __init__(self, url: str, vault: Vault, *, connections: int = 8) -> None:
        self._url = url
        self._vault = vault
        self._pool: AsyncPool = AsyncConnectionPool(
            url,
            kwargs={"autocommit": True, **reached_within(url)},
            min_size=1,
            max_size=connections,
            timeout=_PATIENCE,
            reconnect_timeout=_TRIED_AGAIN,
            open=False,
        )
        self._made: set[str] = set()
        self._making = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._make(_DESK)
        await self._pool.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    async def put(
        self,
        agency: UUID,
        shelf: str,
        key: str,
        value: bytes,
        *,
        holder: UUID | None,
        at: datetime,
    ) -> None:
        """Keep a thing, in place of one of the same key; durable on return."""
        owner = holder or _EVERYBODY
        locked = self._vault.lock(agency, (shelf, str(owner), key), value)
        await self._of_agency(
            agency,
            "insert into {kept} (shelf, holder, key, kept_at, value)"
            " values (%s, %s, %s, %s, %s)"
            " on conflict (shelf, holder, key)"
            " do update set kept_at = excluded.kept_at, value = excluded.value",
            (shelf, owner, key, at, locked),
        )

    async def put_once(
        self,
        agency: UUID,
        shelf: str,
        key: str,
        value: bytes,
        *,
        by: str,
        holder: UUID | None,
        at: datetime,
    ) -> str:
        """Keep a thing, unless ``by`` has brought one already; the key of the one it brought.

        Of several at once the first alone brings it.
        """
        owner = holder or _EVERYBODY
        brought, taken = (_BROUGHT, str(owner), by), (shelf, str(owner), key)
        new = await self._of_agency(
            agency,
            "with brought as (insert into {kept} (shelf, holder, key, kept_at, value)"
            " values (%s, %s, %s, %s, %s) on conflict (shelf, holder, key) do nothing"
            " returning kept_at)"
            " insert into {kept} (shelf, holder, key, kept_at, value)"
            " select %s, %s, %s, kept_at, %s from brought returning key",
            (
                *(_BROUGHT, owner, by, at, self._vault.lock(agency, brought, key.encode())),
                *(shelf, owner, key, self._vault.lock(agency, taken, value)),
            ),
        )
        if new:
            await self.remove_older(agency, _BROUGHT, than=at - _REMEMBERED)
            return key
        kept = await self.get(agency, _BROUGHT, by, holder=holder)
        return kept.value.decode() if kept else key

    async def get(
        self, agency: UUID, shelf: str, key: str, *, holder: UUID | None
    ) -> Kept | None:
        """The thing of this key, if it is kept."""
        found = await self.all(agency, shelf, holder=holder, keys=[key])
        return found[0] if found else None

    async def all(
        self,
        agency: UUID,
        shelf: str,
        *,
        holder: UUID | None,
        keys: Collection[str] | None = None,
    ) -> list[Kept]:
        """The newest first; of these keys only, when they are named."""
        owner = holder or _EVERYBODY
        rows = await self._of_agency(
            agency,
            "select key, kept_at, value from {kept} where shelf = %s and holder = %s"
            " and (%s::text[] is null or key = any(%s)) order by kept_at desc, key",
            (shelf, owner, *(2 * (None if keys is None else list(keys),))),
        )
        return [
            Kept(
                key=key,
                at=at.astimezone(UTC),
                value=self._vault.unlock(agency, (shelf, str(owner), key), bytes(value)),
            )
            for key, at, value in rows
        ]

    async def remove(self, agency: UUID, shelf: str, key: str, *, holder: UUID | None) -> bool:
        """Keep it no longer; whether it was there. Of several at once, one is told so."""
        removed = await self._of_agency(
            agency,
            "delete from {kept} where shelf = %s and holder = %s and key = %s returning key",
            (shelf, holder or _EVERYBODY, key),
        )
        return bool(removed)

    async def remove_older(self, agency: UUID, shelf: str, *, than: datetime) -> None:
        """Keep nothing of a shelf that is older, whoever's it is."""
        await self._of_agency(
            agency, "delete from {kept} where shelf = %s and kept_at < %s", (shelf, than)
        )

    async def begin_session(
        self,
        *,
        agency: UUID,
        practitioner: UUID,
        role: str,
        amr: tuple[str, ...],
        data: Mapping[str, str],
        at: datetime,
    ) -> str:
        """Begin a session and give its id: 256 random bits."""
        session_id = secrets.token_urlsafe(32)
        digest = _digest(session_id)
        await self._run("delete from desk.sessions where begun_at < %s", (at - KNOWN,))
        await self._run(
            "insert into desk.sessions"
            " (id_sha256, agency, practitioner, role, amr, data, begun_at, seen_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            (
                digest,
                agency,
                practitioner,
                role,
                list(amr),
                self._locked_data(agency, digest, data),
                at,
                at,
            ),
        )
        return session_id

    async def find_session(self, session_id: str, *, at: datetime) -> SessionKept | None:
        """The session, if it is idle for 30 minutes and 10 hours old at the most."""
        digest = _digest(session_id)
        rows = await self._run(
            "update desk.sessions set seen_at = %s"
            " where id_sha256 = %s and seen_at >= %s and begun_at >= %s"
            " returning agency, practitioner, role, amr, data, begun_at, seen_at",
            (at, digest, at - IDLE, at - LONGEST),
        )
        for agency, practitioner, role, amr, data, begun_at, seen_at in rows:
            plain = self._vault.unlock(agency, ("session", digest.hex()), bytes(data))
            return SessionKept(
                agency=agency,
                practitioner=practitioner,
                role=role,
                amr=tuple(amr),
                data=msgspec.json.decode(plain, type=dict[str, str]),
                begun_at=begun_at.astimezone(UTC),
                seen_at=seen_at.astimezone(UTC),
            )
        return None

    async def whose_session(
        self, session_id: str, *, at: datetime
    ) -> tuple[UUID, UUID, str, tuple[str, ...]] | None:
        """Agency, practitioner, role and ``amr`` of a session that is over or is not."""
        rows = await self._run(
            "select agency, practitioner, role, amr from desk.sessions"
            " where id_sha256 = %s and begun_at >= %s",
            (_digest(session_id), at - KNOWN),
        )
        for agency, practitioner, role, amr in rows:
            return agency, practitioner, role, tuple(amr)
        return None

    async def end_session(self, session_id: str) -> None:
        """Forget a session."""
        await self._run(
            "delete from desk.sessions where id_sha256 = %s", (_digest(session_id),)
        )

    def _locked_data(self, agency: UUID, digest: bytes, data: Mapping[str, str]) -> bytes:
        plain = msgspec.json.encode(dict(data))
        return self._vault.lock(agency, ("session", digest.hex()), plain)

    async def _of_agency(self, agency: UUID, query: str, parameters: Params) -> list[Any]:
        schema = f"agency_{agency.hex}"
        await self._make(schema)
        return await self._run(
            sql.SQL(query).format(kept=sql.Identifier(schema, "kept")),
            parameters,
        )

    async def _run(self, query: str | sql.Composed, parameters: Params) -> list[Any]:
        """Run one statement; again over a new connection where the server had dropped one.

        Each leaves the same behind however often it is run.
        """
        with _in_own_words():
            try:
                return await self._run_once(query, parameters)
            except PoolTimeout:
                raise
            except psycopg.OperationalError:
                await self._pool.check()
                return await self._run_once(query, parameters)

    async def _run_once(self, query: str | sql.Composed, parameters: Params) -> list[Any]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(query, parameters)
            return await cursor.fetchall() if cursor.description else []

    async def _make(self, schema: str) -> None:
        if schema in self._made:
            return
        async with self._making:
            if schema not in self._made:
                with _in_own_words():
                    await asyncio.to_thread(migrate_schema, self._url, schema)
                self._made.add(schema)


@contextmanager
def _in_own_words() -> Iterator[None]:
    """What the database says when it is away, or takes nothing now, is an ``Away``."""
    try:
        yield
    except psycopg.Error as error:
        if refusal := refusal_of(error):
            raise refusal from None
        if isinstance(error, psycopg.OperationalError):
            raise StoreAway(type(error).__name__) from None
        raise


def migrate_schema(url: str, schema: str) -> None:
    """Make the schema of the desk or of one agency, or bring it up to this release."""
    folder = resources.files("hub_infra.desk_store") / "sql"
    with connect(url) as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (_MIGRATE_LOCK,))
        name = sql.Identifier(schema)
        connection.execute(sql.SQL("create schema if not exists {}").format(name))
        connection.execute(sql.SQL("set local search_path to {}").format(name))
        apply_files(connection, folder / (_DESK if schema == _DESK else "agency"))


def _digest(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode("utf-8", "replace")).digest()
