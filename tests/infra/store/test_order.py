"""Followers of the log miss nothing, see nothing twice, and see it in the order of commits."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import psycopg

from hub_infra.store.connect import APPEND_LOCK, connect
from hub_infra.store.log import LogRow
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from tests.infra.store.cast import SCHOOL, VIEWS, StoppedClock, command
from tests.infra.store.processes import (
    CONTENDED,
    Written,
    context,
    follow,
    joined,
    read_written,
    write,
)
from tests.infra.store.reading import ALL_IN_ORDER, Reading, check

WRITERS, FOLLOWERS, COMMANDS = 8, 4, 60


def test_eight_writers_and_four_followers(database_url: str, tmp_path: Path) -> None:
    migrate(database_url, VIEWS)
    forking = context()
    start, done = forking.Barrier(WRITERS + FOLLOWERS), forking.Event()
    writers = [
        forking.Process(
            target=write, args=(database_url, n, COMMANDS, start, tmp_path / f"writer-{n}")
        )
        for n in range(WRITERS)
    ]
    followers = [
        forking.Process(
            target=follow,
            args=(database_url, 1 + 40 * n, start, done, tmp_path / f"follower-{n}"),
        )
        for n in range(FOLLOWERS)
    ]
    for process in (*writers, *followers):
        process.start()
    joined(writers)
    done.set()
    joined(followers)

    with Store(database_url, StoppedClock(), VIEWS) as store:
        stored = [row for page in store.log.pages() for row in page]
        ledger = [row["position"] for row in store.rows.of(SCHOOL, "ledger")]
    positions = [row.position for row in stored]
    assert positions == list(range(1, len(stored) + 1))
    assert ledger == positions
    assert all(one.recorded_at <= next_.recorded_at for one, next_ in pairwise(stored))
    for n in range(FOLLOWERS):
        seen = [int(line) for line in (tmp_path / f"follower-{n}").read_text().split()]
        assert check(seen, positions) == ALL_IN_ORDER
    answers = [read_written(tmp_path / f"writer-{n}") for n in range(WRITERS)]
    written = [each for _, some in answers for each in some]
    assert len(written) == WRITERS * COMMANDS
    assert_written_is_stored(written, stored)
    assert sum(conflicts for conflicts, _ in answers) > 0, "no two writers ever conflicted"


def assert_written_is_stored(written: list[Written], stored: list[LogRow]) -> None:
    """Each acknowledged command has just its events, and no event is of another command."""
    by_command: dict[UUID, list[LogRow]] = {}
    for row in stored:
        by_command.setdefault(row.command_id, []).append(row)
    assert by_command.keys() == {each.command for each in written}
    for each in written:
        rows = by_command[each.command]
        assert tuple(row.position for row in rows) == each.positions
        assert tuple((row.stream, row.version) for row in rows) == each.events
    contended = [row.version for row in stored if row.stream == CONTENDED]
    assert contended == list(range(1, len(contended) + 1))


def test_control_a_plain_serial_loses_the_event_of_a_slow_writer(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as follower:
        follower.execute("create table plain (position bigserial primary key, writer int)")
        seen: list[int] = []
        with psycopg.connect(database_url) as slow, psycopg.connect(database_url) as quick:
            slow.execute("insert into plain (writer) values (1)")
            quick.execute("insert into plain (writer) values (2)")
            quick.commit()
            seen += _poll(follower, 0)
            slow.commit()
        seen += _poll(follower, seen[-1])
        stored = _poll(follower, 0)
    assert check(seen, stored) == Reading(missed=[1], twice=[], late=[])


def _poll(connection: psycopg.Connection[tuple[int]], after: int) -> list[int]:
    query = "select position from plain where position > %s order by position"
    return [position for (position,) in connection.execute(query, (after,)).fetchall()]


def test_a_position_is_never_seen_before_one_that_precedes_it(
    store: Store, database_url: str
) -> None:
    seen: list[int] = []
    with connect(database_url) as slow:
        slow.execute("begin")
        slow.execute("select pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
        futures = [
            store.recorder.submit(made.events, made.save)
            for made in (command(UUID(int=n)) for n in range(1, 4))
        ]
        seen += [row.position for row in store.log.page()]
        assert not any(future.done() for future in futures)
        slow.execute("rollback")
    assert sorted(position for f in futures for position in f.result(30)) == [1, 2, 3]
    seen += [row.position for row in store.log.page()]
    assert check(seen, [1, 2, 3]) == ALL_IN_ORDER
