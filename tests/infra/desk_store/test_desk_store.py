"""The desk's database: apart for each agency, encrypted for its place, gone in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from hub_domain.ports import Away
from hub_infra.custody import KeystoreBroken
from hub_infra.desk_store import PostgresDesk, Vault
from hub_infra.store.errors import SchemaChanged
from tests.support.outage import own_server

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
AGENCY, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[PostgresDesk]:
    async with PostgresDesk(database_url, Vault(tmp_path / "keys")) as opened:
        yield opened


async def keep(
    store: PostgresDesk,
    key: str,
    value: bytes,
    *,
    agency: UUID = AGENCY,
    holder: UUID | None = None,
    at: datetime = NOON,
) -> None:
    await store.put(agency, "drafts", key, value, holder=holder, at=at)


async def test_what_another_agency_or_holder_keeps_is_not_found(store: PostgresDesk) -> None:
    holder = uuid4()
    await keep(store, "a", b"mine", holder=holder)
    assert await store.get(AGENCY, "drafts", "a", holder=None) is None
    assert await store.get(AGENCY, "drafts", "a", holder=uuid4()) is None
    assert await store.get(AGENCY, "people", "a", holder=holder) is None
    assert await store.get(OTHER, "drafts", "a", holder=holder) is None
    kept = await store.get(AGENCY, "drafts", "a", holder=holder)
    assert kept is not None
    assert (kept.key, kept.at, kept.value) == ("a", NOON, b"mine")


async def test_the_newest_comes_first_and_is_what_was_kept_last(store: PostgresDesk) -> None:
    await keep(store, "a", b"first")
    await keep(store, "b", b"second", at=NOON + timedelta(hours=1))
    await keep(store, "a", b"third", at=NOON + timedelta(hours=2))
    assert [kept.value for kept in await store.all(AGENCY, "drafts", holder=None)] == [
        b"third",
        b"second",
    ]
    some = await store.all(AGENCY, "drafts", holder=None, keys=["b", "c"])
    assert [kept.key for kept in some] == ["b"]
    assert await store.all(AGENCY, "drafts", holder=None, keys=[]) == []


async def test_what_one_form_brings_it_brings_once_and_the_first_stays(
    store: PostgresDesk,
) -> None:
    async def bring(key: str, by: str = "a form", holder: UUID | None = None) -> str:
        return await store.put_once(
            AGENCY, "drafts", key, key.encode(), by=by, holder=holder, at=NOON
        )

    brought = await asyncio.gather(*(bring(f"draft {number}") for number in range(8)))
    (kept,) = await store.all(AGENCY, "drafts", holder=None)
    assert set(brought) == {kept.key}
    assert kept.value == kept.key.encode()
    await store.remove(AGENCY, "drafts", kept.key, holder=None)
    assert await bring("later") == kept.key, "what is discarded is not brought again"
    assert await store.all(AGENCY, "drafts", holder=None) == []
    assert await bring("other", by="another form") == "other"
    assert await bring("mine", holder=uuid4()) == "mine"


async def test_what_is_removed_is_gone_and_nothing_else(store: PostgresDesk) -> None:
    await keep(store, "old", b"1")
    await keep(store, "new", b"2", at=NOON + timedelta(days=1))
    await keep(store, "old", b"3", agency=OTHER)
    await store.remove_older(AGENCY, "drafts", than=NOON + timedelta(hours=1))
    assert [kept.key for kept in await store.all(AGENCY, "drafts", holder=None)] == ["new"]
    await store.remove(AGENCY, "drafts", "new", holder=None)
    assert await store.all(AGENCY, "drafts", holder=None) == []
    assert len(await store.all(OTHER, "drafts", holder=None)) == 1


async def test_a_value_moved_to_another_place_does_not_open(
    store: PostgresDesk, database_url: str
) -> None:
    await keep(store, "a", b"of one")
    with psycopg.connect(database_url) as connection:
        change = sql.SQL("update {} set key = 'b'")
        connection.execute(change.format(sql.Identifier(f"agency_{AGENCY.hex}", "kept")))
    with pytest.raises(KeystoreBroken):
        await store.get(AGENCY, "drafts", "b", holder=None)


async def test_with_other_keys_nothing_opens(
    store: PostgresDesk, database_url: str, tmp_path: Path
) -> None:
    await keep(store, "a", b"words")
    async with PostgresDesk(database_url, Vault(tmp_path / "others")) as other:
        with pytest.raises(KeystoreBroken):
            await other.get(AGENCY, "drafts", "a", holder=None)
    async with PostgresDesk(database_url, Vault(tmp_path / "keys")) as again:
        kept = await again.get(AGENCY, "drafts", "a", holder=None)
        assert kept is not None
        assert kept.value == b"words"


def test_a_lost_key_is_not_made_anew(tmp_path: Path) -> None:
    Vault(tmp_path)
    (tmp_path / "desk-1").unlink()
    with pytest.raises(KeystoreBroken):
        Vault(tmp_path)


def test_a_passphrase_is_needed_ever_after(tmp_path: Path) -> None:
    locked = Vault(tmp_path, passphrase=b"correct horse").lock(AGENCY, ("a",), b"words")
    with pytest.raises(KeystoreBroken):
        Vault(tmp_path)
    assert (
        Vault(tmp_path, passphrase=b"correct horse").unlock(AGENCY, ("a",), locked) == b"words"
    )


def test_one_agencys_key_does_not_open_what_anothers_locked(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    locked = vault.lock(AGENCY, ("drafts", "a"), b"words")
    with pytest.raises(KeystoreBroken):
        vault.unlock(OTHER, ("drafts", "a"), locked)
    with pytest.raises(KeystoreBroken):
        vault.unlock(AGENCY, ("drafts", "b"), locked)


async def test_the_id_of_a_session_is_not_in_the_database(
    store: PostgresDesk, database_url: str
) -> None:
    session_id = await store.begin_session(
        agency=AGENCY, practitioner=OTHER, role="manager", amr=("pwd",), data={}, at=NOON
    )
    with psycopg.connect(database_url) as connection:
        (row,) = connection.execute("select * from desk.sessions").fetchall()
    assert session_id not in repr(row)
    found = await store.find_session(session_id, at=NOON)
    assert found is not None
    assert (found.practitioner, found.role, found.amr) == (OTHER, "manager", ("pwd",))


async def test_sessions_that_ran_out_are_cleared_away(
    store: PostgresDesk, database_url: str
) -> None:
    for at in (NOON, NOON + timedelta(hours=23), NOON + timedelta(hours=25)):
        await store.begin_session(
            agency=AGENCY, practitioner=OTHER, role="manager", amr=(), data={}, at=at
        )
    with psycopg.connect(database_url) as connection:
        found = connection.execute("select count(*) from desk.sessions").fetchone()
    assert found == (2,)


async def test_a_schema_that_was_changed_since_is_not_worked_on(
    database_url: str, tmp_path: Path
) -> None:
    vault = Vault(tmp_path)
    async with PostgresDesk(database_url, vault) as store:
        await keep(store, "a", b"words")
    with psycopg.connect(database_url) as connection:
        change = sql.SQL("update {} set sha256 = decode('00', 'hex')")
        connection.execute(change.format(sql.Identifier(f"agency_{AGENCY.hex}", "migrations")))
    async with PostgresDesk(database_url, vault) as store:
        with pytest.raises(SchemaChanged):
            await keep(store, "b", b"words")


async def test_a_connection_that_the_server_cut_is_not_even_noticed(
    store: PostgresDesk, database_url: str
) -> None:
    await keep(store, "a", b"words")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert await store.get(AGENCY, "drafts", "a", holder=None) is not None


async def test_a_database_that_fell_is_away_and_used_by_the_next_call_when_it_is_back(
    server_directory: Path, tmp_path: Path
) -> None:
    with own_server(server_directory) as server:
        async with PostgresDesk(server.rise(), Vault(tmp_path)) as store:
            await keep(store, "a", b"words")
            server.fall()
            for agency in (AGENCY, UUID(int=7)):  # of which it has no schema yet
                with pytest.raises(Away):
                    await store.get(agency, "drafts", "a", holder=None)
            server.rise()
            assert await store.get(AGENCY, "drafts", "a", holder=None) is not None


async def test_a_database_that_may_only_be_read_is_away_to_who_writes(
    store: PostgresDesk, database_url: str
) -> None:
    await keep(store, "a", b"words")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "do $$ begin execute 'alter database ' || quote_ident(current_database())"
            " || ' set default_transaction_read_only = on'; end $$"
        )
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    with pytest.raises(Away) as refused:
        await keep(store, "b", b"words")
    assert refused.value.code == "store-read-only"
    assert await store.get(AGENCY, "drafts", "a", holder=None) is not None
