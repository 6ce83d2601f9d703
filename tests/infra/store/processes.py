"""What writers and followers do in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from hub_domain.recording import Bound, Upsert, VersionMoved
from hub_infra.clock import SystemClock
from hub_infra.store.connect import Pool
from hub_infra.store.log import Log
from hub_infra.store.opening import Store
from tests.infra.store.cast import SCHOOL, VIEWS, Command, envelope, event

CONTENDED = UUID("00000000-0000-4000-8000-0000000000ff")
_STREAMS = UUID("00000000-0000-4000-8000-0000000000fe")


def context() -> ForkServerContext:
    """Processes that begin as new ones, without the threads of the one that asks for them."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([__name__])
    return forking


class Written(NamedTuple):
    """One acknowledged command: its id, its positions, and the versions it appended."""

    command: UUID
    positions: tuple[int, ...]
    events: tuple[tuple[UUID, int], ...]


def write(url: str, writer: int, commands: int, start: Barrier, answers: Path) -> None:
    """Record commands of one to three events, some about a stream that all writers change."""
    chance = random.Random(writer)  # noqa: S311
    acknowledged: list[Written] = []
    conflicts = 0
    with Store(url, SystemClock(), VIEWS, readers=2) as store:
        start.wait(60)
        for number in range(commands):
            own = uuid5(_STREAMS, f"{writer}.{number}")
            while True:
                made = _command(store, own, chance)
                try:
                    positions = made.record(store)
                except VersionMoved:
                    conflicts += 1
                    continue
                break
            acknowledged.append(
                Written(made.id, tuple(positions), tuple(_versions(made))),
            )
    lines = [f"{conflicts}"]
    for each in acknowledged:
        events = " ".join(f"{stream}/{version}" for stream, version in each.events)
        lines.append(f"{each.command}|{' '.join(map(str, each.positions))}|{events}")
    answers.write_text("\n".join(lines))


def _command(store: Store, own: UUID, chance: random.Random) -> Command:
    events = [event(own, version) for version in range(1, chance.randint(1, 3) + 1)]
    if chance.random() < 0.3:
        newest = store.recorder.select_events(CONTENDED, desc=True, limit=1)
        events.append(event(CONTENDED, newest[0].originator_version + 1 if newest else 1))
    return Command(events=events, upserts=[ledger(n) for n in range(len(events))])


def ledger(number: int) -> Upsert:
    """A row for each event, in the same transaction."""
    key = {"agency_id": SCHOOL, "position": Bound.POSITION}
    return Upsert("ledger", {**key, "topic": "thing.done"}, event=number)


def _versions(made: Command) -> list[tuple[UUID, int]]:
    return [(UUID(str(e.originator_id)), e.originator_version) for e in made.events]


def read_written(answers: Path) -> tuple[int, list[Written]]:
    """The conflicts a writer met, and what was acknowledged to it."""
    first, *lines = answers.read_text().splitlines()
    written = []
    for line in lines:
        command, positions, events = line.split("|")
        pairs = [pair.split("/") for pair in events.split()]
        written.append(
            Written(
                UUID(command),
                tuple(map(int, positions.split())),
                tuple((UUID(stream), int(version)) for stream, version in pairs),
            )
        )
    return int(first), written


def follow(url: str, size: int, start: Barrier, done: Event, seen: Path) -> None:
    """Follow the log by pages until the writers are done and the end is reached."""
    pool = Pool(url, size=1)
    log, positions, after = Log(pool), list[int](), 0
    start.wait(60)
    while True:
        ending = done.is_set()
        page = log.page(after=after, limit=size)
        positions += [row.position for row in page]
        if page:
            after = page[-1].position
        elif ending:
            break
    pool.close()
    seen.write_text("\n".join(map(str, positions)))


def record_until_killed(url: str, acknowledged: Path) -> None:
    """Record from eight threads; whatever is acknowledged is on disk before the next.

    A command says in its refusal facts how many events and segments belong to it.
    """
    out = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def work(store: Store) -> None:
        chance = random.Random()  # noqa: S311
        while True:
            made = whole(chance)
            made.record(store)
            os.write(out, f"{made.id}\n".encode())

    with Store(url, SystemClock(), VIEWS, readers=1) as store:
        threads = [threading.Thread(target=work, args=(store,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def whole(chance: random.Random) -> Command:
    """A command with everything a command can have, which says how much that is."""
    stream = UUID(bytes=chance.randbytes(16), version=4)
    events = [event(stream, version) for version in range(1, chance.randint(1, 3) + 1)]
    tags = tuple(f"tag-{n}" for n in range(chance.randint(0, 3)))
    return Command(
        id=UUID(bytes=chance.randbytes(16), version=4),
        events=events,
        envelope=envelope(stream, tags=tags),
        upserts=[ledger(n) for n in range(len(events))],
        refusal_facts={"events": len(events), "segments": len(tags)},
    )


def joined(processes: Sequence[multiprocessing.process.BaseProcess]) -> None:
    """Wait for processes; none may have failed."""
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(processes)
