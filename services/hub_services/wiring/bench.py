"""The bench, composed: what is measured, beside what, in which order.

Everything runs on one embedded PostgreSQL, each store in a database of its own. Cases take
turns round by round. Afterwards everything is checked against what was sent.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx2

from hub_infra.embedded import embedded_postgres, ensure_database, pgbench
from hub_infra.store.connect import connect
from hub_infra.store.log import PAGE, SELECT_PAGE
from hub_services.benching import shipped
from hub_services.benching.law import law_measures
from hub_services.benching.limit import limit_rate, script
from hub_services.benching.loads import http_rate, rate
from hub_services.benching.measures import Measure, Rounds, percentiles
from hub_services.benching.memory import family, memory
from hub_services.benching.report import Told
from hub_services.benching.stages import STAGES, Stages
from hub_services.benching.workload import Workload
from hub_services.desk.hub_client import HubClient
from hub_services.wiring import bench_checks as checks
from hub_services.wiring.bench_recorded import (
    BareRecorder,
    make_tables,
    own_ids,
    recorded,
    rows_of,
)
from hub_services.wiring.bench_stages import TimedHandler
from hub_services.wiring.bench_stand import Desks, Served, Stand, served
from hub_services.wiring.desk import HostedKeys
from hub_services.wiring.hub import rebuild_views

CLIENTS: Final = 8
CONNECTIONS: Final = 32
_PROCESSES: Final = 2
_ONE_VIEW: Final = "disclosures"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is done. Workloads of a round, but for the last four."""

    rounds: int
    one: int
    many: int
    limit: int
    shipped: int
    stages: int
    openings: int
    replayed: int
    weighings: int


QUICK: Final = Size(
    rounds=1,
    one=5,
    many=32,
    limit=200,
    shipped=40,
    stages=10,
    openings=20,
    replayed=32,
    weighings=50,
)
FULL: Final = Size(
    rounds=5,
    one=50,
    many=256,
    limit=2000,
    shipped=400,
    stages=100,
    openings=200,
    replayed=1000,
    weighings=1000,
)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """All that the groups of measures share."""

    size: Size
    told: Told
    directory: Path
    new_database: Callable[[], str]
    stand: Stand
    desks: Desks
    hub: Served
    done: list[Workload] = field(default_factory=list)
    """Every workload that the hub has carried out."""

    def prepare(self, count: int) -> list[Workload]:
        """Workloads that the hub is about to carry out."""
        workloads = self.desks.prepare(count)
        self.done.extend(workloads)
        return workloads

    def ensure_done(self, count: int) -> None:
        """Carry out what is missing of so many workloads."""
        missing = count - len(self.done)
        if missing > 0:
            rate(self.stand.carry_out, self.prepare(missing), CLIENTS)


def run_bench(name: str | None, *, quick: bool, as_json: bool, data: Path | None) -> None:
    """Measure all, or the group of this name, and print the measures.

    ``quick`` does little of everything, to see that it works. ``data`` is a folder for the
    database, where the disk matters; a temporary one otherwise. ``LookupError`` for a name
    that is no group's; ``Wrong`` when what was measured was not done.
    """
    chosen = GROUPS if name is None else {name: GROUPS[name]}
    size = QUICK if quick else FULL
    told = Told(as_json=as_json, steps=len(chosen) + 2)
    with told.telling(), ExitStack() as stack:
        told.begin("starting")
        bench = stack.enter_context(_bench(size, told, data))
        at_rest = _memory(bench, "at-rest")
        told.done()
        for title, measure in chosen.items():
            told.begin(title)
            told.tell(title, measure(bench))
            told.done()
        at_the_end = _memory(bench, "at-the-end")
        told.begin("checking what was recorded")
        told.tell("processes", at_rest + at_the_end)
        _check(bench)
        told.done()


@contextmanager
def _bench(size: Size, told: Told, data: Path | None) -> Iterator[Bench]:
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=data)))
        server = stack.enter_context(embedded_postgres(directory / "postgres"))

        def new_database() -> str:
            return ensure_database(server, f"bench_{uuid4().hex}")

        stand = stack.enter_context(Stand(new_database(), directory))
        yield Bench(
            size=size,
            told=told,
            directory=directory,
            new_database=new_database,
            stand=stand,
            desks=stack.enter_context(Desks(stand.cast, _PROCESSES)),
            hub=stack.enter_context(served(stand)),
        )


def _memory(bench: Bench, when: str) -> list[Measure]:
    """Of the served hub; of this process, which is hub and clients in one; of the server."""
    server, *_ = (bench.directory / "postgres" / "postmaster.pid").read_text().split()
    return [
        *memory(f"memory-hub-{when}", [bench.hub.pid]),
        *memory(f"memory-bench-{when}", [os.getpid()]),
        *memory(f"memory-postgresql-{when}", family(int(server))),
    ]


def _check(bench: Bench) -> None:
    url, cast = bench.stand.url, bench.stand.cast
    checks.check_log(url)
    checks.check_commands(url, bench.done)
    checks.check_views(url, bench.done, cast.asking, cast.holding)
    live = checks.views_as_they_stand(url)
    rebuild_views(url)
    if live != checks.views_as_they_stand(url):
        raise checks.Wrong("a view that is rebuilt is not the live one")


def commands(bench: Bench) -> list[Measure]:
    """The comparable workload, by all who do it, in turn."""
    rounds, size = Rounds(), bench.size
    with ExitStack() as stack:
        bare_url, limit = bench.new_database(), _Limit(bench)
        bare = stack.enter_context(BareRecorder(bare_url))
        shares = stack.enter_context(_shipped(bench.new_database()))
        for _ in range(size.rounds):
            rounds.add("limit-1", limit.rate(1, size.limit // 4))
            rounds.add("hub-1", rate(bench.stand.carry_out, bench.prepare(size.one), 1))
            rounds.add("limit-8", limit.rate(CLIENTS, size.limit))
            workloads = bench.prepare(size.many)
            rounds.add("hub-8", rate(bench.stand.carry_out, workloads, CLIENTS))
            held = recorded(bench.stand.url, workloads)
            rounds.add("recorder-8", rate(bare.record, held, CLIENTS))
            rounds.add("eventsourcing-8", shares(size.shipped))
            served = bench.prepare(size.many)
            rounds.add(
                "http-32", http_rate(bench.hub.host, bench.hub.port, served, CONNECTIONS)
            )
        checks.check_log(bare_url)
        checks.check_same_rows(limit.url, limit.done, bare_url, size.rounds * size.many)
    unit = "workloads/s"
    return [
        rounds.measure("limit-1", unit),
        rounds.measure("hub-1", unit, against="limit-1"),
        rounds.measure("limit-8", unit),
        rounds.measure("recorder-8", unit, against="limit-8"),
        rounds.measure("hub-8", unit, against="limit-8"),
        rounds.measure("http-32", unit, against="hub-8"),
        rounds.measure("eventsourcing-8", unit, against="limit-8"),
        rounds.measure("hub-8", unit, against="eventsourcing-8"),
    ]


class _Limit:
    """The same rows by plain SQL, on a database of its own."""

    def __init__(self, bench: Bench) -> None:
        self.url = bench.new_database()
        make_tables(self.url)
        (workload,) = bench.prepare(1)
        bench.stand.carry_out(workload)
        rows, first = rows_of(bench.stand.url, workload)
        own = own_ids(rows, bench.stand.cast.shared_ids)
        self._script = bench.directory / "limit.sql"
        self._script.write_text(script(rows, own, first), "utf-8")
        self.done = 0

    def rate(self, clients: int, workloads: int) -> float:
        """Workloads done in a second; the count is a multiple of the clients."""
        before, self.done = self.done, self.done + workloads
        return limit_rate(
            pgbench(),
            self.url,
            self._script,
            clients=clients,
            workloads=workloads,
            before=before,
        )


@contextmanager
def _shipped(url: str) -> Iterator[Callable[[int], float]]:
    """The library as it comes, its projection in a process of its own."""
    context = get_context("spawn")
    running, stop = context.Event(), context.Event()
    projecting = context.Process(target=shipped.project, args=(url, running, stop))
    projecting.start()
    running.wait(shipped.PATIENCE)
    shares = shipped.Shares(shipped.environment(url, connections=CLIENTS))
    done = 0

    def run(workloads: int) -> float:
        nonlocal done
        done += workloads
        saved = rate(lambda _: shipped.share(shares), range(workloads), CLIENTS)
        return workloads / (workloads / saved + shipped.seconds_until_seen(url, done))

    try:
        yield run
    finally:
        shares.close()
        stop.set()
        projecting.join()


def stages(bench: Bench) -> list[Measure]:
    """Microseconds of each stage of a command, one client, in a pass of its own.

    Stages are processor time of the client's thread; all the rest of the time is waiting for
    the database and for the writer.
    """
    counted = Stages()
    handler = TimedHandler(bench.stand.process, counted)
    steps = [step for w in bench.prepare(bench.size.stages) for step in w.steps]
    began = time.perf_counter()
    for step in steps:
        handler.carry_out(step)
    whole = (time.perf_counter() - began) / len(steps)
    seconds = {stage: counted.seconds[stage] / len(steps) for stage in STAGES}
    seconds["wait"] = whole - sum(seconds.values())
    return [
        Measure(
            name=f"stage-{stage}",
            value=spent * 1e6,
            unit="us/command",
            ratio=spent / whole,
            against="stage-whole",
        )
        for stage, spent in (seconds | {"whole": whole}).items()
    ]


def opening(bench: Bench) -> list[Measure]:
    """A desk opens disclosures: found, release committed, shares answered, decrypted."""
    bench.ensure_done(bench.size.openings)
    seconds = asyncio.run(_open(bench, bench.done[: bench.size.openings]))
    return percentiles("opening", seconds)


async def _open(bench: Bench, workloads: list[Workload]) -> list[float]:
    cast = bench.stand.cast
    hat, keys = cast.asking.hat, cast.holding.keys
    hosted = HostedKeys(cast.agency_keys())
    async with httpx2.AsyncClient(base_url=bench.hub.url) as http:
        client: HubClient = cast.client(http)
        moments = [time.perf_counter()]
        for workload in workloads:
            found = await client.read(hat, f"/v1/envelopes/{workload.disclosed}")
            wire = found["envelope"]
            shares = await client.release(
                hat,
                workload.disclosed,
                segments=[segment["tag"] for segment in wire["segments"]],
                why="casework",
            )
            hosted.open(
                wire, shares, reader=hat.agency, publisher=[keys], record=workload.disclosure
            )
            moments.append(time.perf_counter())
    return [ended - began for began, ended in pairwise(moments)]


def replay(bench: Bench) -> list[Measure]:
    """The history read raw, and replayed into one empty view and into all."""
    bench.ensure_done(bench.size.replayed)
    url, rounds = bench.stand.url, Rounds()
    for _ in range(bench.size.rounds):
        rounds.add("raw-read", _events_a_second(partial(_read_raw, url)))
        rounds.add(
            "replay-one-view", _events_a_second(partial(rebuild_views, url, [_ONE_VIEW]))
        )
        rounds.add("replay-all-views", _events_a_second(partial(rebuild_views, url)))
    return [
        rounds.measure("raw-read", "events/s"),
        rounds.measure("replay-one-view", "events/s", against="raw-read"),
        rounds.measure("replay-all-views", "events/s", against="raw-read"),
    ]


def _events_a_second(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    events = work()
    return events / (time.perf_counter() - began)


def _read_raw(url: str) -> int:
    """Read the rows of the log in order, in binary, and do nothing with them."""
    position = 0
    with connect(url) as connection, connection.cursor(binary=True) as cursor:
        while rows := cursor.execute(SELECT_PAGE, (position, PAGE)).fetchall():
            position = rows[-1][0]
    return position


def law(bench: Bench) -> list[Measure]:
    """The law: a case weighed, and the catalogue read."""
    return law_measures(rounds=bench.size.rounds, weighings=bench.size.weighings)


GROUPS: Final[Mapping[str, Callable[[Bench], list[Measure]]]] = {
    "commands": commands,
    "stages": stages,
    "opening": opening,
    "replay": replay,
    "law": law,
}
"""The groups of measures by name."""
