"""A rebuilt view is byte for byte the one that was written live."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import psycopg
import pytest

from hub_domain.recording import ViewTable
from hub_infra.store.connect import connect
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from hub_infra.store.rebuild import rebuild
from hub_infra.store.views import dump
from tests.infra.store.cast import INBOX, LEDGER, SCHOOL, VIEWS, count, opened
from tests.infra.store.parcels import project, record, sent

REBUILT = (INBOX, LEDGER)


def dumps(url: str, views: Sequence[ViewTable] = REBUILT) -> dict[str, bytes]:
    with connect(url) as connection:
        return {view.name: dump(connection, view) for view in views}


def rebuilt(url: str) -> int:
    return rebuild(url, REBUILT, project, MsgpackMapper())


def test_a_rebuilt_view_equals_the_live_one(store: Store, database_url: str) -> None:
    for _ in range(20):
        record(store, sent("office", "school"))
    live = dumps(database_url)
    assert rebuilt(database_url) == 60
    assert dumps(database_url) == live
    assert live["inbox"].count(b"\n") == 40


def test_a_rebuild_mends_what_was_changed_by_hand(store: Store, database_url: str) -> None:
    record(store, sent("office"))
    live = dumps(database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("update inbox set status = 'other'")
        connection.execute("delete from ledger")
    assert dumps(database_url) != live
    rebuilt(database_url)
    assert dumps(database_url) == live


def test_rebuilding_while_commands_are_recorded_misses_none(
    store: Store, database_url: str
) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            record(store, sent("office", "school"))

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        reached = [rebuilt(database_url) for _ in range(4)]
        store.rows.of(SCHOOL, "inbox", limit=1)  # its plan was made for a table now gone
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    live = dumps(database_url)
    assert reached == sorted(set(reached))
    assert rebuilt(database_url) == store.log.head() > reached[-1]
    assert dumps(database_url) == live
    assert count(database_url, "ledger") == store.log.head()


def test_other_views_stay_as_they_are(store: Store, database_url: str) -> None:
    record(store, sent("office"))
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from ledger")
    rebuild(database_url, (INBOX,), project, MsgpackMapper())
    assert dumps(database_url, (LEDGER,)) == {"ledger": b""}


def test_a_rebuild_that_was_broken_off_is_begun_anew(store: Store, database_url: str) -> None:
    record(store, sent("office"))
    live = dumps(database_url)

    class BrokenOff(Exception):
        pass

    def broken(done: int, total: int) -> None:
        raise BrokenOff(done, total)

    with pytest.raises(BrokenOff):
        rebuild(database_url, REBUILT, project, MsgpackMapper(), broken)
    assert dumps(database_url) == live
    rebuilt(database_url)
    assert dumps(database_url) == live


def test_progress_is_told_up_to_the_end(store: Store, database_url: str) -> None:
    record(store, sent("office"))
    told: list[tuple[int, int]] = []
    rebuild(
        database_url,
        REBUILT,
        project,
        MsgpackMapper(),
        lambda done, all_: told.append((done, all_)),
    )
    assert told == [(2, 2), (2, 2)]


def test_a_view_of_the_next_release_is_stale_until_it_is_rebuilt(database_url: str) -> None:
    columns = {**INBOX.columns, "colour": "text"}
    changed = ViewTable(name="inbox", columns=columns, key=INBOX.key)
    new = ViewTable(name="ledger_too", columns=LEDGER.columns, key=LEDGER.key)
    others = tuple(view for view in VIEWS if view is not INBOX)
    with opened(database_url) as store:
        record(store, sent("office"))
    assert migrate(database_url, (changed, new, *others)).stale == ("inbox", "ledger_too")
    rebuild(database_url, (changed, new), project, MsgpackMapper())
    assert migrate(database_url, (changed, *others)).stale == ()
    assert count(database_url, "inbox") == 2
