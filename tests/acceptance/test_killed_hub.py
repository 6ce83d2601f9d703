"""A hub that is killed while it serves: what it acknowledged is there, and opens."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import psycopg
import uvicorn
from starlette.testclient import TestClient

from hub_infra.clock import FileClock
from hub_services.wiring.hub import wire_hub
from tests.support.casework import WHY, ask
from tests.support.doors import own_door
from tests.support.world import Caller, Office, World, begin_world

ROUNDS = int(os.environ.get("HUB_KILL_ROUNDS", "3"))
CLIENTS = 8

HALVES = """
select e.stream from events as e
where e.topic = 'share-request.issued' and (
    1 <> (select count(*) from commands as c where c.id = e.command_id)
    or 2 <> (select count(*) from events as x where x.command_id = e.command_id)
    or 2 <> (select count(*) from requests as r where r.request_id = e.stream)
    or 2 <> (select count(*) from tasks as t where t.about = e.stream)
    or 1 <> (select count(*) from envelopes as v where v.record = e.stream)
    or 2 <> (select count(*) from segments as s join envelopes as v
             on v.id = s.envelope_id where v.record = e.stream)
)
union all
select v.record from envelopes as v
where not exists (select from events as e where e.stream = v.record)
"""


def context() -> ForkServerContext:
    """Processes that start at once: what they import is loaded already."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.acceptance.test_killed_hub"])
    return forking


def serve(url: str, folder: Path, listening: socket.socket) -> None:
    """Serve the hub on a socket that is open already, until killed."""
    with wire_hub(url, folder / "keystore", FileClock(folder / "clock")) as hub:
        config = uvicorn.Config(hub.app, log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


def ask_until_the_hub_is_gone(
    gwen: Caller, school: Office, acknowledged: list[UUID], gone: threading.Event
) -> None:
    """Ask one thing after another, and keep what was acknowledged."""
    while not gone.is_set():
        pupil = uuid4()
        try:
            asked = ask(gwen, school.body, {pupil: "Kezia"}, {"attendance": [pupil]})
        except httpx2.TransportError:
            return
        if asked.answered.status == 201:
            acknowledged.append(asked.id)


def wait_until_it_answers(client: httpx2.Client) -> None:
    for _ in range(2000):
        try:
            client.get("/health/live")
        except httpx2.TransportError:
            time.sleep(0.005)
        else:
            return
    raise AssertionError("the hub does not answer")


def one_life(
    world: World, gwen: Caller, school: Office, where: tuple[str, Path], alive: float
) -> list[UUID]:
    """Serve, ask from many sides at once, kill; what was acknowledged meanwhile."""
    with own_door() as (listening, address):
        hub = context().Process(target=serve, args=(*where, listening))
        hub.start()
    acknowledged: list[UUID] = []
    gone = threading.Event()
    with httpx2.Client(base_url=address, timeout=30) as client:
        world.client = client
        wait_until_it_answers(client)
        with ThreadPoolExecutor(CLIENTS) as asking:
            for _ in range(CLIENTS):
                asking.submit(ask_until_the_hub_is_gone, gwen, school, acknowledged, gone)
            while not acknowledged:
                assert hub.is_alive()
                time.sleep(0.002)
            time.sleep(alive)
            assert hub.pid is not None
            os.kill(hub.pid, signal.SIGKILL)
            gone.set()
    hub.join(30)
    assert hub.exitcode == -signal.SIGKILL
    return acknowledged


def test_every_acknowledged_request_of_a_killed_hub_is_there_and_opens(
    database_url: str, tmp_path: Path
) -> None:
    world = begin_world(database_url, tmp_path)
    with world.process:
        icb = world.agency("Northshire ICB", "E16E-ICB")
        school = world.agency("Hollins School", "EA175-MSGB")
        gwen = icb.hire("Gwen", "partnership-officer")
        bea = school.hire("Bea", "safeguarding-lead")
    chance = random.Random(16)  # noqa: S311 - when to kill is no secret
    acknowledged: list[UUID] = []
    for _ in range(ROUNDS):
        where = (database_url, tmp_path)
        acknowledged += one_life(world, gwen, school, where, chance.uniform(0.01, 0.2))
        with psycopg.connect(database_url) as connection:
            assert connection.execute(HALVES).fetchall() == []

    assert len(acknowledged) >= ROUNDS
    with wire_hub(database_url, tmp_path / "keystore", world.clock) as hub:
        world.client = TestClient(hub.app)
        for request in acknowledged:
            row = bea.read(f"/v1/share-requests/{request}").ok()["request"]
            assert bea.open(UUID(row["envelope"]))[request, "why", None] == WHY
