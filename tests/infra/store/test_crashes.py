"""Whatever dies and whenever: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.pq.abc import PGresult

from hub_domain.recording import CommandKnown, VersionMoved
from hub_infra.clock import SystemClock
from hub_infra.embedded import embedded_postgres
from hub_infra.store.errors import OutcomeUnknown, StoreAway
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from hub_infra.store.session import Session
from tests.infra.store.cast import VIEWS, command, in_one_batch, opened, written
from tests.infra.store.processes import context, record_until_killed, whole
from tests.support.outage import own_server

ROUNDS = int(os.environ.get("HUB_KILL_ROUNDS", "5"))

HALVES = """
with said as (
    select id, about, position, (refusal_facts ->> 'events')::int as events,
        (refusal_facts ->> 'segments')::int as segments
    from commands
), appended as (
    select command_id as id, count(*) as events, max(position) as position,
        count(l.position) as rows
    from events left join ledger as l using (position) group by command_id
), sealed as (
    select v.record as about, count(distinct v.id) as envelopes,
        count(s.envelope_id) as segments
    from envelopes as v left join segments as s on s.envelope_id = v.id group by v.record
)
select id from said left join appended using (id) left join sealed using (about)
where (said.events, said.events, said.position, said.segments, 1)
    is distinct from
    (appended.events, appended.rows, appended.position, coalesce(sealed.segments, 0), envelopes)
"""

STRAYS = """
select 'event' from events where command_id not in (select id from commands)
union all select 'envelope' from envelopes where record not in (select about from commands)
union all select 'segment' from segments where envelope_id not in (select id from envelopes)
union all select 'row' from ledger where position not in (select position from events)
union all select 'gap' from head where position <> (select count(*) from events)
    or position <> (select coalesce(max(position), 0) from events)
"""


def assert_nothing_is_half_there(url: str) -> None:
    with psycopg.connect(url) as connection:
        assert connection.execute(HALVES).fetchall() == []
        assert connection.execute(STRAYS).fetchall() == []


@pytest.mark.parametrize(
    "half",
    [
        "delete from events where position = 2",
        "delete from events where position = (select max(position) from events)",
        "delete from commands where position = (select min(position) from commands)",
        "delete from envelopes",
        "delete from segments where tag = 'tag-0'",
        "delete from ledger where position = 1",
        "update head set position = position + 1",
    ],
)
def test_control_the_checker_finds_each_half(
    store: Store, database_url: str, half: LiteralString
) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(8):
        whole(chance).record(store)
    assert_nothing_is_half_there(database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute(half)
    with pytest.raises(AssertionError):
        assert_nothing_is_half_there(database_url)


def recorded(url: str) -> set[UUID]:
    with psycopg.connect(url) as connection:
        return {id_ for (id_,) in connection.execute("select id from commands").fetchall()}


def test_a_hub_killed_in_mid_batch_loses_nothing_acknowledged(
    database_url: str, tmp_path: Path
) -> None:
    migrate(database_url, VIEWS)
    forking, chance = context(), random.Random()  # noqa: S311
    acknowledged = tmp_path / "acknowledged"
    for _ in range(ROUNDS):
        before = acknowledged.stat().st_size if acknowledged.exists() else 0
        hub = forking.Process(target=record_until_killed, args=(database_url, acknowledged))
        hub.start()
        while not acknowledged.exists() or acknowledged.stat().st_size == before:
            assert hub.is_alive()
            time.sleep(0.005)
        time.sleep(chance.uniform(0.01, 0.15))
        assert hub.pid is not None
        os.kill(hub.pid, signal.SIGKILL)
        hub.join(30)
        assert hub.exitcode == -signal.SIGKILL
        with Store(database_url, SystemClock(), VIEWS) as store:
            whole(chance).record(store)  # waits for what the dead one left under way
        ids = {UUID(line) for line in acknowledged.read_text().split()}
        assert ids <= recorded(database_url)
        assert_nothing_is_half_there(database_url)
    assert len(ids) >= ROUNDS


def test_a_connection_cut_again_and_again_loses_nothing_and_doubles_nothing(
    database_url: str,
) -> None:
    with (
        opened(database_url, patience=60) as store,  # on a busy machine it is cut very often
        ThreadPoolExecutor(5) as threads,
    ):
        ends = [threads.submit(_record, store, 40) for _ in range(4)]
        cut, pause = 0, 0.02
        with psycopg.connect(database_url, autocommit=True) as other:
            while not all(end.done() for end in ends):
                cut += len(other.execute(CUT).fetchall())
                time.sleep(pause)
                pause *= 1.02  # a machine so busy that it never connects in time is let on
    ids = {id_ for end in ends for id_ in end.result()}
    assert cut > 0
    assert recorded(database_url) == ids
    assert len(ids) == 160
    assert_nothing_is_half_there(database_url)


CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


def _record(store: Store, commands: int) -> list[UUID]:
    chance = random.Random()  # noqa: S311
    made = [whole(chance) for _ in range(commands)]
    for each in made:
        each.record(store)
    return [each.id for each in made]


Spoil = Callable[[Session], None]


def spoil_one_write(
    monkeypatch: pytest.MonkeyPatch, before: Spoil | None = None, after: Spoil | None = None
) -> None:
    """Once, do something just before a batch is sent, or when it is done but not answered."""
    execute = Session.execute
    spoilt: list[str] = []

    def spoiling(
        session: Session,
        kind: Hashable,
        statement: Callable[[], str],
        parameters: Sequence[bytes],
    ) -> PGresult:
        first = "write" in str(kind) and not spoilt
        if first:
            spoilt.append(str(kind))
            if before is not None:
                before(session)
        result = execute(session, kind, statement, parameters)
        if first and after is not None:
            after(session)
            raise psycopg.OperationalError
        return result

    monkeypatch.setattr(Session, "execute", spoiling)


def test_a_batch_whose_answer_was_lost_is_found_in_the_log(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(uuid4()).record(store)
    spoil_one_write(monkeypatch, after=Session.close)
    assert command(uuid4(), 1, 2).record(store) == [2, 3]
    assert written(database_url)["events"] == 3


def test_a_batch_that_never_arrived_is_written_again(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(uuid4()).record(store)
    spoil_one_write(monkeypatch, before=Session.close)
    assert command(uuid4(), 1, 2).record(store) == [2, 3]
    assert written(database_url)["events"] == 3


def test_where_the_log_could_not_be_asked_nobody_says_what_it_has(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise psycopg.errors.LockNotAvailable

    command(uuid4()).record(store)
    spoil_one_write(monkeypatch, after=Session.close)
    monkeypatch.setattr("hub_infra.store.writer.find", refuse)
    with pytest.raises(OutcomeUnknown):
        command(uuid4()).record(store)
    assert command(uuid4()).record(store) == [3]


def test_who_was_left_out_of_a_batch_is_told_though_its_commit_was_not_answered(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, run = uuid4(), Session.run
    cut: list[str] = []
    command(stream, 1).record(store)

    def cutting(session: Session, script: str) -> PGresult:
        result = run(session, script)
        if script == "commit" and not cut:
            cut.append(script)
            session.close()
            raise psycopg.OperationalError
        return result

    monkeypatch.setattr(Session, "run", cutting)
    kept, left_out = in_one_batch(store, database_url, command(uuid4()), command(stream, 1))
    assert cut
    assert kept.result(0) == [3]
    assert isinstance(left_out.exception(0), VersionMoved)


def test_what_another_process_wrote_meanwhile_is_not_taken_for_ones_own(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = uuid4()
    with opened(database_url) as elsewhere:

        def forestall(session: Session) -> None:
            session.close()
            monkeypatch.undo()
            command(stream, 1).record(elsewhere)

        spoil_one_write(monkeypatch, before=forestall)
        with pytest.raises(VersionMoved):
            command(stream, 1).record(store)
    assert written(database_url)["events"] == 1


def test_a_server_that_stays_away_is_said_to_be_away(server_directory: Path) -> None:
    with ExitStack() as server:
        url = server.enter_context(embedded_postgres(server_directory))
        with opened(url, patience=0.3) as store:
            command(uuid4()).record(store)
            server.close()
            with pytest.raises(OutcomeUnknown):
                command(uuid4()).record(store)  # it was sent before anyone could know
            with pytest.raises(StoreAway):
                command(uuid4()).record(store)
            with pytest.raises(StoreAway):
                store.log.head()


def test_an_outcome_that_cannot_be_asked_for_is_unknown_and_the_id_may_be_sent_again(
    server_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as server:
        url = server.enter_context(embedded_postgres(server_directory))
        made = command(uuid4())
        with opened(url, patience=0.3) as store:

            def cut(session: Session) -> None:
                session.close()
                server.close()

            spoil_one_write(monkeypatch, after=cut)
            with pytest.raises(OutcomeUnknown):
                made.record(store)
    with (
        embedded_postgres(server_directory) as url,
        opened(url) as store,
        pytest.raises(CommandKnown),
    ):
        made.record(store)


def test_a_server_that_crashed_between_two_commands_is_not_even_noticed(
    server_directory: Path,
) -> None:
    with own_server(server_directory) as server, opened(server.rise(), patience=30) as store:
        for position in (1, 2, 3):
            assert command(uuid4()).record(store) == [position]
            assert store.log.head() == position
            server.fall()
            server.rise()


def test_the_writer_goes_on_when_the_server_is_back(server_directory: Path) -> None:
    with ExitStack() as server:
        url = server.enter_context(embedded_postgres(server_directory))
        with opened(url, patience=30) as store:
            command(uuid4()).record(store)
            server.close()
            waiting = command(uuid4())
            future = store.recorder.submit(waiting.events, waiting.save)
            with embedded_postgres(server_directory):
                assert future.result(timeout=30) == [2]
                assert store.log.head() == 2
