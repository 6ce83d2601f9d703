"""A process knows its log again: it does nothing by a history that another has replaced."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from hub_infra.clock import SystemClock
from hub_infra.store.errors import (
    HistoryReplaced,
    LogHeadWrong,
    OutcomeUnknown,
    StoreAway,
    StoreReadOnly,
)
from hub_infra.store.known import Known
from hub_infra.store.opening import Store
from hub_infra.store.session import Session
from tests.infra.store.cast import VIEWS, command, opened, written
from tests.infra.store.test_crashes import CUT, spoil_one_write
from tests.support.log import lines


def do(url: str, *statements: LiteralString) -> None:
    """Do something to the database, as its operator would."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


LOSE_ONE = (
    CUT,
    "delete from events where position = (select position from head)",
    "update head set position = position - 1",
)


def replaced(url: str, stream: UUID, version: int) -> None:
    """The newest event is lost, with every connection; another process writes another one."""
    do(url, *LOSE_ONE)
    with opened(url) as elsewhere:
        command(stream, version).record(elsewhere)


def wrote(store: Store, _: Store, stream: UUID) -> None:
    command(stream, 2).record(store)


def read(store: Store, elsewhere: Store, stream: UUID) -> None:
    command(stream, 2).record(elsewhere)
    store.recorder.select_events(stream)


def read_newest_first(store: Store, elsewhere: Store, stream: UUID) -> None:
    command(stream, 2).record(elsewhere)
    store.recorder.select_events(stream, desc=True)


Knows = Callable[[Store, Store, UUID], None]


@pytest.mark.parametrize("knows", [wrote, read, read_newest_first])
def test_a_process_whose_history_was_replaced_neither_reads_nor_writes(
    store: Store, database_url: str, knows: Knows, log: io.StringIO
) -> None:
    stream = uuid4()
    command(stream, 1).record(store)
    with opened(database_url) as elsewhere:
        knows(store, elsewhere, stream)
    replaced(database_url, stream, 2)
    before = written(database_url)
    for _ in range(2):
        with pytest.raises(HistoryReplaced):
            store.recorder.select_events(stream)
        with pytest.raises(HistoryReplaced):
            store.assert_recording()
        with pytest.raises(HistoryReplaced):
            command(stream, 3).record(store)
    assert written(database_url) == before
    critical = [line for line in lines(log) if line["level"] == "critical"]
    assert [line["event"] for line in critical] == ["history-replaced"]


def test_the_writer_sees_for_itself_that_its_history_was_replaced(
    store: Store, database_url: str
) -> None:
    stream = uuid4()
    command(stream, 1).record(store)
    replaced(database_url, stream, 1)
    with pytest.raises((HistoryReplaced, OutcomeUnknown)):
        command(stream, 2).record(store)
    with pytest.raises(HistoryReplaced):
        command(stream, 2).record(store)
    assert written(database_url)["events"] == 1


def test_what_a_reader_found_replaced_the_writer_does_not_write(
    store: Store, database_url: str
) -> None:
    command(uuid4()).record(store)
    writing = store.recorder._writer._session  # noqa: SLF001
    with store.pool.connection(), store.pool.connection():
        pass  # one of them is kept
    do(database_url, *LOSE_ONE[1:])
    with pytest.raises(HistoryReplaced), store.pool.connection(fresh=True):
        pass
    assert not writing.lost
    with pytest.raises(HistoryReplaced):
        store.log.head()
    with pytest.raises(HistoryReplaced):
        command(uuid4()).record(store)
    assert written(database_url)["events"] == 0


def test_a_command_judged_by_the_lost_history_is_not_written_after_it(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = uuid4()
    command(stream, 1).record(store)

    def lose(session: Session) -> None:
        monkeypatch.undo()
        replaced(database_url, stream, 1)
        session.close()

    spoil_one_write(monkeypatch, before=lose)
    with pytest.raises(OutcomeUnknown):
        command(stream, 2).record(store)
    assert written(database_url)["events"] == 1


@pytest.mark.parametrize("left_out", [False, True], ids=["at once", "under the lock"])
def test_a_batch_found_in_the_log_or_written_under_the_lock_is_known(
    store: Store,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    left_out: bool,  # noqa: FBT001
) -> None:
    command(uuid4()).record(store)
    if left_out:
        monkeypatch.setattr(store.recorder._writer, "_written", lambda _: None)  # noqa: SLF001
    else:
        spoil_one_write(monkeypatch, after=Session.close)
    command(uuid4(), 1, 2).record(store)
    monkeypatch.undo()
    do(database_url, CUT)
    assert store.log.head() == 3
    do(database_url, *LOSE_ONE)
    with pytest.raises(HistoryReplaced):
        store.log.head()


def test_a_process_that_lost_nothing_goes_on_over_new_connections(
    store: Store, database_url: str
) -> None:
    stream = uuid4()
    for version in (1, 2, 3):
        command(stream, version).record(store)
        do(database_url, CUT)
        assert len(store.recorder.select_events(stream)) == version
        store.assert_recording()


def test_a_standby_that_is_behind_is_only_away() -> None:
    class Standby:
        def execute(self, *_: object) -> Standby:
            return self

        def fetchall(self) -> list[tuple[bool, bool]]:
            return [(False, True)]

    standby: Any = Standby()
    known = Known()
    known.saw(1, b"leaf")
    with pytest.raises(StoreAway):
        known.assert_held(standby)
    known.assert_believed()


@pytest.mark.parametrize(
    "moved",
    [
        "update head set position = position - 1",
        "update head set position = 0",
        "update head set position = position + 50",
    ],
)
def test_nothing_is_written_after_a_head_that_is_not_at_the_newest_event(
    store: Store, database_url: str, moved: LiteralString
) -> None:
    stream = uuid4()
    for version in (1, 2, 3):
        command(stream, version).record(store)
    do(database_url, moved)
    with pytest.raises(LogHeadWrong):
        command(stream, 4).record(store)
    with pytest.raises(LogHeadWrong):
        store.assert_recording()
    with pytest.raises(LogHeadWrong):
        Store(database_url, SystemClock(), VIEWS)
    assert len(store.recorder.select_events(stream)) == 3
    do(database_url, "update head set position = 3")
    store.assert_recording()
    assert command(stream, 4).record(store) == [4]


def test_a_database_that_may_be_written_again_is_written_by_the_next_command(
    store: Store, database_url: str
) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(database_url)["dbname"])
    setting = psycopg.sql.SQL("alter database {} set default_transaction_read_only = {}")
    for value, may_write in (("on", False), ("off", True)):
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("set default_transaction_read_only = off")
            connection.execute(setting.format(psycopg.sql.Identifier(name), value))
            if not may_write:
                connection.execute(CUT)
        if may_write:
            store.assert_recording()
            assert command(uuid4()).record(store) == [1]
        else:
            with pytest.raises(StoreReadOnly):
                store.assert_recording()
            with pytest.raises(StoreReadOnly):
                command(uuid4()).record(store)
