"""A store is made once, brought up without surprises, and never on a server that forgets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from hub_domain.recording import ViewTable
from hub_infra.clock import SystemClock
from hub_infra.embedded import with_database
from hub_infra.store.connect import TICKER_LOCK, HeldLock, assert_durable, connect, log_salt
from hub_infra.store.errors import NotDurable, SchemaChanged, SchemaMissing, StoreAway
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from hub_infra.store.views import Views
from tests.infra.store.cast import INBOX, VIEWS, written

SQL = ("0001_log.sql", "0002_keystore.sql", "0003_head.sql", "0004_finding.sql")


def salt(url: str) -> bytes:
    with connect(url) as connection:
        return log_salt(connection)


def test_a_new_store_is_made_and_a_made_one_stays(database_url: str) -> None:
    assert migrate(database_url, VIEWS).applied == SQL
    first = salt(database_url)
    again = migrate(database_url, VIEWS)
    assert (again.applied, again.stale) == ((), ())
    assert salt(database_url) == first
    assert set(written(database_url).values()) == {0}


def test_processes_that_start_together_make_one_store(database_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda _: migrate(database_url, VIEWS), range(6)))
    assert sorted(each.applied for each in made) == [()] * 5 + [SQL]


def test_a_migration_changed_after_it_was_applied_is_refused(database_url: str) -> None:
    migrate(database_url, ())
    with psycopg.connect(database_url) as connection:
        connection.execute("update migrations set sha256 = '\\x00'")
    with pytest.raises(SchemaChanged):
        migrate(database_url, ())


def test_a_store_of_a_later_release_is_refused(database_url: str) -> None:
    migrate(database_url, ())
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into migrations (name, sha256) values ('9999.sql', '\\x00')")
    with pytest.raises(SchemaChanged):
        migrate(database_url, ())


def test_a_database_that_was_never_migrated_is_refused(database_url: str) -> None:
    with pytest.raises(SchemaMissing):
        Store(database_url, SystemClock(), VIEWS)


def test_a_server_that_is_not_there_is_said_to_be_away() -> None:
    with pytest.raises(StoreAway):
        Store("postgresql://nobody@/nothing?host=/nonexistent", SystemClock(), VIEWS)


@pytest.mark.parametrize("setting", ["off", "local", "remote_write"])
def test_a_server_that_acknowledges_too_early_is_refused(
    database_url: str, setting: str
) -> None:
    migrate(database_url, VIEWS)
    early = (
        f"{database_url}{'&' if '?' in database_url else '?'}options=-csynchronous_commit%3D"
    )
    with pytest.raises(NotDurable, match="synchronous_commit"):
        Store(f"{early}{setting}", SystemClock(), VIEWS)


def test_a_server_that_writes_through_is_accepted(database_url: str) -> None:
    with connect(database_url) as connection:
        assert_durable(connection)


@pytest.mark.parametrize(
    "table",
    [
        ViewTable(
            name='inbox"; drop table events', columns={"agency_id": "uuid"}, key=("agency_id",)
        ),
        ViewTable(name="a", columns={"agency_id": "uuid", "B": "text"}, key=("agency_id",)),
        ViewTable(name="a", columns={"agency_id": "uuid", "b": "text"}, key=("b", "agency_id")),
        ViewTable(name="a", columns={"agency_id": "uuid"}, key=("agency_id", "b")),
        ViewTable(
            name="a", columns={"agency_id": "uuid"}, key=("agency_id",), indexes=(("b",),)
        ),
        ViewTable(name="a", columns={"agency_id": "uuid"}, key=()),
    ],
)
def test_a_view_with_names_or_keys_that_cannot_be_is_refused(table: ViewTable) -> None:
    with pytest.raises(ValueError, match=r"."):
        Views([table])


def test_keys_of_a_view_are_never_null(database_url: str) -> None:
    migrate(database_url, (INBOX,))
    with (
        psycopg.connect(database_url) as connection,
        pytest.raises(psycopg.errors.NotNullViolation),
    ):
        connection.execute("insert into inbox (agency_id) values (gen_random_uuid())")


def test_events_are_not_compressed_and_stand_in_their_row(database_url: str) -> None:
    migrate(database_url, ())
    query = (
        "select attstorage::text, reloptions from pg_attribute join pg_class on oid = attrelid"
        " where relname = 'events' and attname = 'state'"
    )
    with psycopg.connect(database_url) as connection:
        assert connection.execute(query).fetchall() == [("e", ["toast_tuple_target=8160"])]


def test_one_process_holds_a_lock_until_it_lets_go(database_url: str) -> None:
    first, second = HeldLock(database_url, TICKER_LOCK), HeldLock(database_url, TICKER_LOCK)
    assert first.held()
    assert first.held()
    assert not second.held()
    first.release()
    assert second.held()
    second.release()


def test_a_lock_is_lost_with_its_connection_and_taken_again(database_url: str) -> None:
    lock = HeldLock(database_url, TICKER_LOCK)
    assert lock.held()
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            " and database = (select oid from pg_database where datname = current_database())"
        )
    assert lock.held()
    lock.release()


def test_a_url_or_a_conninfo_can_name_another_database() -> None:
    assert with_database("postgresql://u@/one?host=/s", "two") == "postgresql://u@/two?host=/s"
    conninfo = conninfo_to_dict(with_database("host=/s dbname=one", "two"))
    assert conninfo == {"host": "/s", "dbname": "two"}
