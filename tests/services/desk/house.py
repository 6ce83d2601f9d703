"""Desks for tests: real ones, with their keys and databases, before a real hub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx2

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
from hub_services.wiring.desk import DeskProcess, wire_desk
from tests.support.world import (
    Body,
    Caller,
    Office,
    World,
    begin_world,
    keys_facts,
    member_facts,
)

WHY = {
    "why-needed": "To learn why the pupils were absent in the weeks before the incident.",
    "necessity": "No other body records daily attendance at this school.",
    "proportionality": "Only attendance in one year is asked for, and no other school record.",
    "burden": "An export of the register answers it in a few minutes.",
    "function": "The review of a serious incident is a function of the safeguarding partners.",
}


class Line(httpx2.AsyncBaseTransport):
    """The line to the hub, on which calls are lost and answers changed.

    ``cut`` names the calls, by the end of their path, that get nowhere; ``deaf`` those that
    arrive and whose answers are lost. ``instead`` is what something else answers.
    """

    def __init__(self, world: World) -> None:
        self._through = httpx2.ASGITransport(world.process.app)
        self.cut: set[str] = set()
        self.deaf: set[str] = set()
        self.calls: list[str] = []
        self.instead: httpx2.Response | None = None
        self._lose: list[str] = []
        self._tamper: dict[str, tuple[bytes, bytes]] = {}

    def lose_next(self, end: str) -> None:
        """Lose the next answer of the calls whose path ends so."""
        self._lose.append(end)

    def tamper(self, end: str, old: bytes, new: bytes) -> None:
        """Change the answers of the calls whose path ends so."""
        self._tamper[end] = old, new

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.calls.append(f"{request.method} {path}")
        if any(path.endswith(end) for end in self.cut):
            raise httpx2.ConnectError("cut")
        if self.instead is not None:
            return httpx2.Response(self.instead.status_code, content=self.instead.content)
        response = await self._through.handle_async_request(request)
        for end in self._lose:
            if path.endswith(end):
                self._lose.remove(end)
                raise httpx2.ReadError("lost")
        if any(path.endswith(end) for end in self.deaf):
            raise httpx2.ReadError("lost")
        for end, (old, new) in self._tamper.items():
            if path.endswith(end):
                changed = (await response.aread()).replace(old, new)
                return httpx2.Response(response.status_code, content=changed)
        return response


@dataclass
class House:
    """One desk that hosts agencies of a world."""

    world: World
    process: DeskProcess
    line: Line

    @property
    def desk(self) -> Desk:
        return self.process.desk

    def agency(
        self,
        name: str,
        *categories: str,
        nation: str = "E",
        kind: str = "partner",
        under: Mapping[str, object] | None = None,
    ) -> Office:
        """Register an agency whose keys are at this desk, and record its arrangements."""
        agency = self.world.ids.stream()
        public = self.process.keystore.create(agency)
        body = Body(agency, name, self.process.keystore.private(agency), public)
        lead = uuid4()
        self.world.operator_lead.do(
            "register-agency",
            about=agency,
            version=0,
            facts={
                "name": name,
                "nation": nation,
                "kind": kind,
                "categories": list(categories),
                "under": dict(under or {}),
                "keys": keys_facts(public) | {"custody": "hosted"},
                "lead": member_facts(lead, f"Lead of {name}"),
            },
        ).ok()
        self.world.bodies[agency] = body
        office = Office(
            self.world, body, Caller(self.world, body, lead, "information-governance-lead")
        )
        if kind != "partner":
            return office
        office.arrange().ok()
        return office


def hat(caller: Caller) -> Hat:
    return Hat(
        agency=caller.body.id, practitioner=caller.id, role=caller.role, amr=("pwd", "otp")
    )


@asynccontextmanager
async def open_house(world: World, database_url: str, directory: Path) -> AsyncIterator[House]:
    """A desk of its own keystore, before the hub of the world."""
    line = Line(world)
    client = httpx2.AsyncClient(base_url="http://hub", transport=line)
    async with wire_desk(client, database_url, directory, world.clock) as process:
        yield House(world, process, line)


@dataclass
class Case:
    """Northshire ICB asks Hollins School about pupils, as SC-02 has it."""

    board_house: House
    school_house: House
    board: Office
    school: Office
    petra: Hat
    colleague: Hat
    bea: Hat
    ella: Hat

    async def pupils(self, *names: str) -> list[UUID]:
        """Write pupils down at the board's desk."""
        return [
            await self.board_house.desk.remember_person(
                self.petra, IdentityCard(names=name, born=date(2016, 3, 2))
            )
            for name in names
        ]

    def draft(self, *pupils: UUID, **other: object) -> RequestDraft:
        """A proper s.16H request about these pupils."""
        values: dict[str, object] = {
            "to": (To(agency=self.school.id),),
            "provision": "CA2004-16H",
            "function": "serious-incident-learning",
            "purpose": "learning-review",
            "persons": tuple(
                PersonAsked(id=pupil, scope=Scope(kind="under-18")) for pupil in pupils
            ),
            "items": (
                ItemAsked(
                    topic="attendance",
                    period_from=date(2025, 9, 1),
                    period_to=date(2026, 7, 31),
                    persons=pupils,
                ),
                ItemAsked(
                    topic="view-of-attendance",
                    period_from=date(2025, 9, 1),
                    period_to=date(2026, 7, 31),
                    persons=pupils,
                ),
            ),
            "told": "not-yet",
            "due_at": self.board.world.clock.now() + timedelta(days=10),
            "words": WHY,
        }
        return RequestDraft(**(values | other))  # type: ignore[arg-type]


async def asked(case: Case, *pupils: UUID, **other: object) -> UUID:
    """Issue the request and open it as the safeguarding lead; gives its id."""
    (issued,) = await case.board_house.desk.issue_round(
        case.petra, case.draft(*pupils, **other)
    )
    assert issued.request is not None, issued
    page = await case.school_house.desk.request(case.bea, issued.request)
    await case.school_house.desk.open_envelope(case.bea, page.request.envelope, "answer")
    return issued.request


@asynccontextmanager
async def open_case(database_url: str, directory: Path) -> AsyncIterator[Case]:
    """A hub, a desk for the board and another for the school, with their people."""
    world = begin_world(database_url, directory / "hub")
    with world.process:
        async with (
            open_house(world, database_url, directory / "board") as board_house,
            open_house(world, database_url, directory / "school") as school_house,
        ):
            board = board_house.agency("Northshire ICB", "E16E-ICB")
            school = school_house.agency("Hollins School", "EA175-MSGB")
            yield Case(
                board_house=board_house,
                school_house=school_house,
                board=board,
                school=school,
                petra=hat(board.hire("Petra", "partnership-officer")),
                colleague=hat(board.hire("Quin", "practitioner")),
                bea=hat(school.hire("Bea", "safeguarding-lead")),
                ella=hat(school.hire("Ella", "co-ordinator")),
            )
