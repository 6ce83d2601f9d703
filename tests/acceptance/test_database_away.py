"""A hub whose database goes away: it says so, records nothing by halves, and goes on alone."""

from __future__ import annotations

import io
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from hub_infra.logging import WITHHELD
from hub_infra.store.session import Session
from hub_services.hub import ticker
from hub_services.hub.uses import COMMANDS
from hub_services.wiring.hub import wire_hub
from tests.acceptance.test_killed_hub import HALVES
from tests.api.town import problem
from tests.infra.store.test_crashes import spoil_one_write
from tests.support.casework import ask
from tests.support.log import lines
from tests.support.outage import Server, own_server, serving, until
from tests.support.world import Answered, Caller, Office, World, begin_world

PATIENCE = 0.5
CLIENTS = 6
FALLS = 3


@dataclass
class Scene:
    """A school, an officer who asks it, their hub and the server that it stands on."""

    world: World
    server: Server
    url: str
    school: Office
    gwen: Caller
    bea: Caller

    def health(self, what: str) -> Answered:
        response = self.world.client.get(f"/health/{what}")
        return Answered(response.status_code, response.json(), response.headers)

    def ready(self) -> bool:
        return self.health("ready").status == 200

    def reason(self) -> object:
        """Why the hub is not ready."""
        return problem(self.health("ready"), 503, "not-ready")["reason"]

    def asks(self) -> Answered:
        pupil = uuid4()
        return ask(
            self.gwen, self.school.body, {pupil: "Kezia"}, {"attendance": [pupil]}
        ).answered

    def assigning(self, request: UUID) -> Callable[[], Answered]:
        """The very same call, whenever it is made: Bea assigns the request to herself."""
        target = COMMANDS["assign-share-request"].target(request)
        facts = {"to": str(self.bea.id)}
        compact = self.bea.statement(
            "assign-share-request", about=request, version=1, target=target, facts=facts
        )
        return lambda: self.bea.send(compact, target, {"facts": facts})

    def requested(self) -> UUID:
        """A request that the school has not dealt with."""
        pupil = uuid4()
        asked = ask(self.gwen, self.school.body, {pupil: "Kezia"}, {"attendance": [pupil]})
        asked.answered.ok()
        return asked.id

    def look(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def change(self, *statements: LiteralString) -> None:
        """Change something in the database, as its operator would."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture
def scene(server_directory: Path, tmp_path: Path) -> Iterator[Scene]:
    with own_server(server_directory) as server:
        url = server.rise()
        world = begin_world(url, tmp_path)
        world.process.close()
        process = wire_hub(url, tmp_path / "keystore", world.clock, patience=PATIENCE)
        with process, serving(process.app) as client:
            world.process, world.client = process, client
            board = world.agency("Northshire ICB", "E16E-ICB")
            school = world.agency("Hollins School", "EA175-MSGB")
            yield Scene(
                world=world,
                server=server,
                url=url,
                school=school,
                gwen=board.hire("Gwen", "partnership-officer"),
                bea=school.hire("Bea", "safeguarding-lead"),
            )


def events(scene: Scene) -> int:
    ((count,),) = scene.look("select count(*) from events")
    return int(count)


def test_calls_are_answered_503_while_the_database_is_away_and_as_ever_when_it_is_back(
    scene: Scene,
) -> None:
    request = scene.requested()
    before = events(scene)
    assign = scene.assigning(request)
    scene.server.fall()

    for answered in (assign(), scene.asks(), scene.bea.read(f"/v1/share-requests/{request}")):
        assert problem(answered, 503, "not-ready") == {"reason": "store-away"}
        assert int(answered.headers["retry-after"]) > 0
        assert "Nothing was recorded" in answered.body["detail"]
    assert scene.reason() == "store-away"
    assert scene.health("live").ok() == {"status": "live"}

    scene.server.rise()
    assert scene.ready(), "at once, and without being started anew"
    assert events(scene) == before
    assert assign().ok()["version"] == 2
    scene.bea.read(f"/v1/share-requests/{request}").ok()


def test_the_away_is_told_soon_however_many_ask(scene: Scene) -> None:
    scene.server.fall()
    began = time.monotonic()
    with ThreadPoolExecutor(60) as callers:
        answers = list(callers.map(lambda _: scene.gwen.read("/v1/me").status, range(60)))
    assert answers == [503] * 60
    assert scene.reason() == "store-away"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_command_in_doubt_is_answered_by_its_id_when_the_database_is_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    assign = scene.assigning(scene.requested())
    before = events(scene)

    def fall(session: Session) -> None:
        scene.server.fall()
        if when == "after":
            session.close()

    spoil_one_write(monkeypatch, **{when: fall})
    answered = assign()
    problem(answered, 503, "outcome-unknown")
    assert int(answered.headers["retry-after"]) > 0
    assert "the very same call again" in answered.body["detail"]

    scene.server.rise()
    assert (events(scene) > before) is (when == "after")
    first = assign().ok()
    assert first["version"] == 2
    assert assign().ok() == first
    assert scene.look("select count(*) from events where topic = 'share-request.assigned'") == [
        (1,)
    ]


@dataclass
class Untiring(Caller):
    """Sends the very same bytes again until the hub can answer them."""

    told: Counter[tuple[int, str]] = field(default_factory=Counter)

    def send(self, compact: bytes, target: str, body: object) -> Answered:
        while True:
            answered = super().send(compact, target, body)
            self.told[answered.status, answered.code] += 1
            if answered.status != 503:
                return answered
            time.sleep(0.05)


def test_a_database_that_falls_again_and_again_under_load_loses_and_doubles_nothing(
    scene: Scene,
) -> None:
    gwen = Untiring(scene.world, scene.gwen.body, scene.gwen.id, scene.gwen.role)
    stop = threading.Event()
    asked: list[UUID] = []

    def ask_and_ask() -> None:
        while not stop.is_set():
            pupil = uuid4()
            made = ask(gwen, scene.school.body, {pupil: "Kezia"}, {"attendance": [pupil]})
            made.answered.ok()
            asked.append(made.id)

    def wait_for_some() -> None:
        already = len(asked)
        until(lambda: len(asked) > already + CLIENTS)

    chance = random.Random(19)  # noqa: S311 - when to fall is no secret
    with ThreadPoolExecutor(CLIENTS) as clients:
        asking = [clients.submit(ask_and_ask) for _ in range(CLIENTS)]
        for _ in range(FALLS):
            wait_for_some()
            time.sleep(chance.uniform(0, 0.2))
            scene.server.fall()
            time.sleep(2 * PATIENCE)
            scene.server.rise()
        wait_for_some()
        stop.set()
    for each in asking:
        each.result()
    told = {(201, ""), (503, "not-ready"), (503, "outcome-unknown")}
    assert {(201, ""), (503, "not-ready")} <= gwen.told.keys() <= told
    issued = scene.look("select stream from events where topic = 'share-request.issued'")
    assert sorted(issued) == sorted((request,) for request in asked)
    assert scene.look(HALVES) == []


def test_the_ticker_goes_on_when_the_database_is_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr(ticker, "EVERY", 0.05)
    scene.requested()
    scene.world.process.start_ticking()
    until(lambda: scene.look("select from pg_locks where locktype = 'advisory'"))
    scene.server.fall()
    scene.world.pass_time(days=30)
    time.sleep(0.3)
    scene.server.rise()
    fallen_due = "select count(*) from events where topic = 'task.fell-due'"
    until(lambda: scene.look(fallen_due) != [(0,)])
    failed = [line for line in lines(log) if line["event"] == "tick-failed"]
    assert failed
    assert all(line["raised"] and WITHHELD not in line for line in failed), "it says why"


READ_ONLY = (
    "alter system set default_transaction_read_only = on",
    "select pg_reload_conf()",
)


def test_a_database_that_may_only_be_read_is_read_and_nothing_is_recorded(
    scene: Scene,
) -> None:
    request = scene.requested()
    assign = scene.assigning(request)
    scene.change(*READ_ONLY)
    until(lambda: not scene.ready())
    assert scene.reason() == "store-read-only"
    assert problem(assign(), 503, "not-ready") == {"reason": "store-read-only"}
    scene.bea.read(f"/v1/share-requests/{request}").ok()
    scene.change(
        "alter system reset default_transaction_read_only",
        "select pg_reload_conf()",
    )
    until(scene.ready)
    assert assign().ok()["version"] == 2


NO_ROOM = """
create function no_room() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
create trigger no_room before insert on events execute function no_room()
"""


def test_a_database_without_room_records_nothing_until_it_has_some(scene: Scene) -> None:
    assign = scene.assigning(scene.requested())
    before = events(scene)
    scene.change(NO_ROOM)
    assert problem(assign(), 503, "not-ready") == {"reason": "store-full"}
    assert scene.reason() == "store-full"
    assert events(scene) == before
    scene.change("drop trigger no_room on events")
    assert assign().ok()["version"] == 2
    assert scene.ready()


def test_a_store_without_an_edition_says_that_it_is_not_ready(scene: Scene) -> None:
    scene.change("delete from editions")
    assert scene.reason() == "no-edition"
