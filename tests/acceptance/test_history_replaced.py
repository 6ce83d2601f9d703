"""A hub whose database is restored, or changed by hand: nothing is decided by what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from starlette.testclient import TestClient

from hub_services.wiring.hub import HubProcess, wire_hub
from hub_services.wiring.troubles import Trouble, said
from tests.api.town import Matter, Town, begin_town, problem
from tests.support.outage import until
from tests.support.world import Answered, Caller

REPLACED = {"reason": "history-replaced"}


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with begin_town(database_url, tmp_path) as town:
        yield town


@dataclass
class Operator:
    """Who looks after the databases of a server."""

    server: psycopg.Connection[tuple[object, ...]]
    database: str

    def back_up(self) -> None:
        with self.nobody_connected():
            self.do("create database {copy} template {name}")

    def restore(self) -> None:
        """Put the database back as it was; whoever is connected loses the connection."""
        with self.nobody_connected():
            self.do("alter database {name} rename to {lost}")
            self.do("alter database {copy} rename to {name}")

    @contextmanager
    def nobody_connected(self) -> Iterator[None]:
        self.do("alter database {name} allow_connections false")
        self.server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            [self.database],
        )
        connected = "select from pg_stat_activity where datname = %s"
        until(lambda: not self.server.execute(connected, [self.database]).fetchall())
        yield
        self.do("alter database {name} allow_connections true")

    def do(self, statement: LiteralString) -> None:
        named = {"name": "", "copy": "_copy", "lost": "_lost"}
        self.server.execute(
            sql.SQL(statement).format(
                **{name: sql.Identifier(self.database + end) for name, end in named.items()}
            )
        )


@pytest.fixture
def operator(postgres: str, database_url: str) -> Iterator[Operator]:
    with psycopg.connect(postgres, autocommit=True) as server:
        operator = Operator(server, str(conninfo_to_dict(database_url)["dbname"]))
        yield operator
        operator.do("drop database if exists {lost} with (force)")


def through(process: HubProcess, who: Caller) -> Caller:
    """Who asks by that process of the hub."""
    world = replace(who.world, process=process, client=TestClient(process.app))
    return replace(who, world=world)


def assigning(by: Caller, matter: Matter, to: Caller) -> Answered:
    facts = {"to": str(to.id)}
    return by.do("assign-share-request", about=matter.request, version=1, facts=facts)


def test_after_a_restore_every_process_refuses_all_until_it_is_started_again(
    town: Town, database_url: str, tmp_path: Path, operator: Operator
) -> None:
    def begun() -> HubProcess:
        return wire_hub(database_url, tmp_path / "keystore", town.world.clock)

    matter = town.asked()
    operator.back_up()
    with begun() as reading:
        assigning(town.bea, matter, town.pip).ok()
        through(reading, town.gwen).read("/v1/me").ok()
        operator.restore()
        with begun() as anew:
            assigning(through(anew, town.bea), matter, town.ella).ok()
            for process in (town.world.process, reading):
                pip = through(process, town.pip)
                for answered in (
                    town.deciding(matter, by=pip)[1],
                    pip.read(f"/v1/share-requests/{matter.request}"),
                    pip.read("/v1/me"),
                ):
                    assert problem(answered, 503, "not-ready") == REPLACED
                ready = pip.world.client.get("/health/ready")
                assert (ready.status_code, ready.json()["facts"]) == (503, REPLACED)
                assert pip.world.client.get("/health/live").status_code == 200
            through(anew, town.ella).read(f"/v1/share-requests/{matter.request}").ok()
            refused = town.deciding(matter, by=through(anew, town.pip))[1]
            assert refused.status in {403, 404}, "it was never his"


def test_a_head_that_was_moved_is_said_by_command_readiness_and_start(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    matter = town.asked()
    with psycopg.connect(database_url) as connection:
        connection.execute("update head set position = position + 50")
    _, answered = town.asking()
    assert problem(answered, 503, "not-ready") == {"reason": "log-head-wrong"}
    ready = town.world.client.get("/health/ready")
    assert (ready.status_code, ready.json()["facts"]) == (503, {"reason": "log-head-wrong"})
    with pytest.raises(Trouble, match="head of the log"), said(tmp_path):
        wire_hub(database_url, tmp_path / "keystore", town.world.clock)
    town.bea.read(f"/v1/share-requests/{matter.request}").ok()
