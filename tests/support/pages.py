"""A desk with its pages for tests: a real hub, real sign-in, a real server on its own port.

One desk hosts all agencies of the story, as the demonstration does. The story is that of SC-02,
with a council and the police beside it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from hub_services.desk.desk import Desk
from hub_services.desk.drafts import (
    IdentityCard,
    ItemAsked,
    PersonAsked,
    RequestDraft,
    Scope,
    To,
)
from hub_services.desk.means import Hat
from hub_services.identity.provider import Persona, Provider, WornHat
from hub_services.wiring.pages import wire_pages
from tests.services.desk.house import WHY, House, hat, open_house
from tests.support.doors import own_door
from tests.support.world import Caller, Office, World, begin_world

CLIENT = "sharing-hub"
T = TypeVar("T")

PUPILS = ("Kai O\u2019Brien", "Siân Parry", "Tomos Rees")


@dataclass
class Served:
    """The desk's pages at an address, with the people who may come to them."""

    address: str
    world: World
    house: House
    loop: asyncio.AbstractEventLoop
    offices: dict[str, Office]
    people: dict[str, Caller]
    personas: list[str]
    database_url: str
    pupils: dict[str, UUID] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.house.desk

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something at the desk, in the loop that serves it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def hat(self, name: str) -> Hat:
        """Someone's hat."""
        return hat(self.people[name])

    def remember(self, name: str, *names: str) -> list[UUID]:
        """Write people down at someone's desk."""
        found = [
            self.run(
                self.desk.remember_person(
                    self.hat(name), IdentityCard(names=each, born=date(2016, 3, 2))
                )
            )
            for each in names
        ]
        self.pupils |= dict(zip(names, found, strict=True))
        return found

    def ask(self, **other: Any) -> UUID:
        """A proper s.16H request of the board to the school; gives its id."""
        if PUPILS[0] not in self.pupils:
            self.remember("Petra", *PUPILS)
        return self.ask_as("Petra", *PUPILS, **other)

    def ask_as(self, name: str, *pupils: str, **other: Any) -> UUID:
        """A request of someone's agency to the school about people at their desk."""
        draft = request_draft(self, [self.pupils[each] for each in pupils], **other)
        (issued,) = self.run(self.desk.issue_round(self.hat(name), draft))
        assert issued.request is not None, issued
        return issued.request


def request_draft(served: Served, pupils: list[UUID], **other: Any) -> RequestDraft:
    """Attendance of the pupils in one school year, and the school's view of it."""
    values: dict[str, Any] = {
        "to": (To(agency=served.offices["Hollins School"].id),),
        "provision": "CA2004-16H",
        "function": "serious-incident-learning",
        "purpose": "learning-review",
        "persons": tuple(
            PersonAsked(id=pupil, scope=Scope(kind="under-18")) for pupil in pupils
        ),
        "items": tuple(
            ItemAsked(
                topic=topic,
                period_from=date(2025, 9, 1),
                period_to=date(2026, 7, 20),
                persons=tuple(pupils),
            )
            for topic in ("attendance", "view-of-attendance")
        ),
        "told": "not-yet",
        "due_at": served.world.clock.now() + timedelta(hours=6),
        "words": WHY,
    }
    return RequestDraft(**(values | other))


@contextmanager
def serve_pages(database_url: str, directory: Path) -> Iterator[Served]:
    """Serve a desk of five agencies and the auditor in a thread of its own."""
    world = begin_world(database_url, directory / "hub")
    running: list[Served] = []
    failed: list[BaseException] = []
    ready = threading.Event()
    stop: list[Callable[[], None]] = []

    def started(served: Served, end: Callable[[], None]) -> None:
        running.append(served)
        stop.append(end)
        ready.set()

    def work() -> None:
        try:
            asyncio.run(_serve(world, database_url, directory, started))
        except BaseException as error:  # noqa: BLE001 - told to the test that waits
            failed.append(error)
            ready.set()

    with world.process:
        thread = threading.Thread(target=work, name="desk")
        thread.start()
        ready.wait(60)
        try:
            if failed:
                raise failed[0]
            yield running[0]
        finally:
            for end in stop:
                end()
            thread.join(30)


async def _serve(
    world: World,
    database_url: str,
    directory: Path,
    started: Callable[[Served, Callable[[], None]], None],
) -> None:
    with own_door() as (listening, address):
        async with open_house(world, database_url, directory / "desk") as house:
            offices, people = await asyncio.to_thread(_cast, house)
            personas = _personas(offices, people)
            identity = Provider(
                environment="test",
                issuer=f"{address}/identity",
                client_id=CLIENT,
                redirect_uris=[f"{address}/sign-in/back"],
                personas=personas,
            ).app()
            whole = Starlette(routes=[Mount("/identity", identity)])
            pages = wire_pages(
                house.process,
                origin=address,
                issuer=f"{address}/identity",
                client_id=CLIENT,
                identity=httpx2.ASGITransport(whole),
                demonstration=True,
            )
            whole.routes.append(Mount("/", pages))
            server = uvicorn.Server(
                uvicorn.Config(whole, log_config=None, access_log=False, lifespan="off")
            )

            def end() -> None:
                server.should_exit = True

            loop = asyncio.get_running_loop()
            names = [persona.name for persona in personas]
            served = Served(address, world, house, loop, offices, people, names, database_url)
            started(served, end)
            await server.serve(sockets=[listening])


def _cast(house: House) -> tuple[dict[str, Office], dict[str, Caller]]:
    board = house.agency("Northshire ICB", "E16E-ICB")
    school = house.agency("Hollins School", "EA175-MSGB")
    council = house.agency("Northshire Council", "E16E-LA", "E11-LA")
    police = house.agency("Northshire Police", "E16E-CC", "E11-CC")
    learning = house.agency(
        "Westmere Council",
        "E16E-LA",
        "E11-LA",
        "EA175-LA",
        under={"EA175-LA": {"functions": ["education"]}},
    )
    review = house.agency("Northshire Scrutiny", kind="scrutiny")
    everyone = (board, school, council, police, learning, review)
    offices = {office.body.name: office for office in everyone}
    people = {
        "Petra": board.hire("Petra Novak", "partnership-officer"),
        "Quin": board.hire("Quin Abara", "practitioner"),
        "Bea": school.hire("Bea Lloyd", "safeguarding-lead"),
        "Ella": school.hire("Ella Marsh", "co-ordinator"),
        "Mair": school.hire("Mair Tudor", "manager"),
        "Asha": council.hire("Asha Patel", "practitioner"),
        "Cole": police.hire("Cole Byrne", "safeguarding-lead"),
        "Morwenna": learning.hire("Morwenna Tull", "safeguarding-lead"),
        "Faye": review.hire("Faye Okoro", "auditor"),
    }
    return offices, people


def _personas(offices: dict[str, Office], people: dict[str, Caller]) -> list[Persona]:
    """Everyone of the cast, one with two hats, and two who have none at this desk."""
    nia = [people["Bea"], people["Asha"]]
    stranger = WornHat(
        agency=offices["Hollins School"].id, practitioner=uuid4(), role="practitioner"
    )
    return [
        *(_persona(name, _worn(who)) for name, who in people.items()),
        _persona("Nia", *map(_worn, nia)),
        _persona("Nobody", stranger),
        _persona(
            "Elsewhere", WornHat(agency=uuid4(), practitioner=uuid4(), role="practitioner")
        ),
    ]


def _worn(who: Caller) -> WornHat:
    return WornHat(agency=who.body.id, practitioner=who.id, role=who.role)


def _persona(name: str, *hats: WornHat) -> Persona:
    return Persona(
        name=name,
        post=hats[0].role,
        agency_name="The tests' cast",
        about="Invented for the tests",
        hats=hats,
    )
