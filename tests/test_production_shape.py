"""The compose file's own services, on a real PostgreSQL and a real Kafka, carry a request."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
from kafka import KafkaConsumer, TopicPartition

from hub_infra.clock import SystemClock
from hub_infra.custody import FileAgencyKeystore
from hub_infra.embedded import ensure_database
from hub_infra.identifiers import RandomIds
from hub_infra.kafka import topic_of
from hub_services.desk.drafts import (
    IdentityCard,
    ItemAsked,
    PersonAsked,
    RequestDraft,
    Scope,
    To,
)
from hub_services.desk.means import Hat
from hub_services.identity.provider import Persona, WornHat
from hub_services.wiring.desk import DeskProcess, wire_desk
from infra import machine
from infra.server import server
from tests.services.desk.house import WHY
from tests.support import compose
from tests.support.compose import Stack, free_port
from tests.support.identity import Issuer, issuing
from tests.support.world import keys_facts
from tests.web.browsing import Reader
from tests.web.steps import FACT, day, decide, link

PUPIL = "Anwen Canary-O\u2019Brien"
BOARD, SCHOOL = "Northshire ICB", "Hollins School"
OFFICER, LEAD = "Petra Novak", "Bea Lloyd"
ACKNOWLEDGED = 30
"""How many requests are acknowledged before the hub is told to end, with more under way."""

pytestmark = pytest.mark.timeout(300)


@dataclass
class Agency:
    """An agency whose keys are at the desk, its governance lead, and the one who acts."""

    name: str
    category: str
    member: str
    role: str
    id: UUID = field(default_factory=lambda: RandomIds(SystemClock()).stream())
    lead: UUID = field(default_factory=uuid4)
    practitioner: UUID = field(default_factory=uuid4)

    @property
    def hat(self) -> Hat:
        return Hat(
            agency=self.id, practitioner=self.practitioner, role=self.role, amr=("pwd", "otp")
        )

    def persona(self) -> Persona:
        worn = WornHat(agency=self.id, practitioner=self.practitioner, role=self.role)
        return Persona(
            name=self.member, post="Officer", agency_name=self.name, about="", hats=(worn,)
        )


@dataclass
class Shape:
    """The stack as it stands in the files, and the agencies that use it."""

    stack: Stack
    board: Agency
    school: Agency
    databases: dict[str, str]

    def desk(self) -> Any:
        """The desk's own means, beside its process: its database and its keys."""
        return wire_desk(
            httpx2.AsyncClient(base_url=self.stack.address("hub"), timeout=30.0),
            self.databases["desk"],
            self.stack.volume("desk-keystore"),
            SystemClock(),
        )

    def register(self, agency: Agency) -> None:
        """By the operator, with the keys that ``store migrate`` made; then by its own lead."""
        public = FileAgencyKeystore(self.stack.volume("desk-keystore")).create(agency.id)
        self._send(
            {
                "do": "register-agency",
                "about": str(agency.id),
                "facts": {
                    "name": agency.name,
                    "nation": "E",
                    "kind": "partner",
                    "categories": [agency.category],
                    "keys": keys_facts(public) | {"custody": "hosted"},
                    "lead": _member(agency.lead, f"Lead of {agency.name}"),
                },
            },
            "operator", "--as", "Operator of the hub",
        )  # fmt: skip
        by_the_lead = (
            "desk", "--as", agency.lead, "--agency", agency.id,
            "--role", "information-governance-lead",
        )  # fmt: skip
        about = {"about": str(agency.id)}
        arrangement = {
            "own_functions": "Safeguarding children",
            "services_by_others": "Contracts carry the same duties",
            "sharing_process": "Through the duty desk",
            "owner": str(agency.lead),
            "review_due": f"{_today().year + 1}-10-01",
        }
        self._send({"do": "record-arrangement", "facts": arrangement, **about}, *by_the_lead)
        member = {
            "member": _member(agency.practitioner, agency.member),
            "roles": [agency.role],
        }
        self._send({"do": "register-practitioner", "facts": member, **about}, *by_the_lead)

    def _send(self, command: dict[str, Any], service: str, *who: str | UUID) -> None:
        file = self.stack.folder / "command.json"
        file.write_text(json.dumps(command))
        self.stack.run(service, "send", file, *map(str, who))


def _member(member: UUID, name: str) -> dict[str, str]:
    return {"id": str(member), "name": name, "post": "Officer", "contact": "01632 960001"}


@pytest.fixture
def shape(kafka: str, tmp_path: Path) -> Iterator[Shape]:
    """The stack, not yet started: a database server by URL, the broker, who signs people in."""
    programs = machine.postgres_server()
    if programs is None:
        pytest.skip(f"no PostgreSQL server here: {machine.missing()['postgres-server']}")
    with ExitStack() as stands:
        url = stands.enter_context(server(programs))
        password = secrets.token_urlsafe(24)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"create role desk login password '{password}'".encode())
            connection.execute("create database desk owner desk")
        ensure_database(url, "hub")
        parts = urlsplit(url)
        ports = {service: free_port() for service in ("hub", "desk", "announcer")}
        board = Agency(BOARD, "E16E-ICB", OFFICER, "partnership-officer")
        school = Agency(SCHOOL, "EA175-MSGB", LEAD, "safeguarding-lead")
        origin = f"http://127.0.0.1:{ports['desk']}"
        issuer = Issuer(
            port=free_port(),
            client_id="sharing-hub",
            redirect_uri=f"{origin}/sign-in/back",
            personas=[board.persona(), school.persona()],
        )
        stands.enter_context(issuing(issuer, tmp_path / "issuer.json"))
        given = {
            "HUB_DATABASE_PASSWORD": str(parts.password),
            "DESK_DATABASE_PASSWORD": password,
            "DESK_OIDC_ISSUER": issuer.address,
            "DESK_ORIGIN": origin,
        }
        here = f"127.0.0.1:{parts.port}"
        backing = {"postgres:5432": here, "desk-postgres:5432": here, "kafka:9092": kafka}
        stack = Stack(tmp_path, compose.services(given), backing, ports)
        stands.enter_context(stack)
        databases = {
            "hub": stack.environment("hub")["HUB_DATABASE_URL"],
            "desk": stack.environment("desk")["DESK_DATABASE_URL"],
        }
        yield Shape(stack, board, school, databases)


def test_what_stands_in_the_compose_file_carries_a_request_and_ends_losing_nothing(
    shape: Shape, kafka: str
) -> None:
    stack = shape.stack
    for service in stack.ours():
        stack.start(service)
    assert stack.done == {"migrate"}
    assert stack.running.keys() == {"hub", "desk", "announcer"}
    for service in ("hub", "desk", "announcer"):
        stack.until_healthy(service)
    _production_is_what_runs(stack)

    for agency in (shape.board, shape.school):
        shape.register(agency)
    petra, disclosure = _from_desk_to_desk(shape)
    _what_a_practitioner_sees_at_the_command_line(shape)

    acknowledged = asyncio.run(_ask_until_the_hub_ends(shape))
    _everything_is_there_when_it_is_started_again(shape, acknowledged, petra, disclosure)
    _each_agency_heard_all_of_its_feed(shape, kafka)

    for service in list(stack.running):
        assert stack.stop(service) == 0, stack.log(service).read_text()
    _the_logs_are_json_and_name_nobody(stack)
    assert not list((stack.folder / "root").iterdir()), "written beside the volumes"


def _production_is_what_runs(stack: Stack) -> None:
    for service, running in stack.running.items():
        environment = Path(f"/proc/{running.pid}/environ").read_bytes().split(b"\0")
        assert b"HUB_ENV=production" in environment, service
    page = httpx2.get(f"{stack.address('desk')}/sign-in", follow_redirects=True)
    assert page.status_code == 200
    assert f"Be {OFFICER}" in page.text, "the identity provider's page"
    assert httpx2.get(f"{stack.address('hub')}/v1/agencies").status_code == 401


def _from_desk_to_desk(shape: Shape) -> tuple[Reader, str]:
    """One asks, the other opens it, answers and discloses, the first opens that: by pages."""
    petra = Reader(shape.stack.address("desk")).sign_in(OFFICER)
    bea = Reader(shape.stack.address("desk")).sign_in(LEAD)
    assert "demonstration" not in petra.text
    _ask(petra, shape.school)
    assert "This is exactly what Hollins School will see" in petra.text
    petra.press("Send the request")
    assert petra.page.url.path == "/sent", petra.text

    bea.get("/inbox").press("Open and read")
    assert PUPIL in bea.text
    assert WHY["why-needed"] in bea.text
    request = bea.page.url.path
    said = {
        "pair_1_do": "share",
        "say_1_text": FACT,
        "say_1_kind": "fact",
        "say_1_about": "child-health-development-exposure",
        "say_1_sensitivity": "ordinary",
        "say_1_nature": "none",
        **day("say_1_as_at", _written(_today())),
    }
    bea.get(f"{request}/share").press("Continue", **said)
    assert bea.page.url.path == f"{request}/share/decision", bea.text
    decide(bea)
    bea.press("Decide and send")
    assert "Your answer has been sent" in bea.text

    disclosure = link(petra.get(request), "disclosures")
    assert FACT not in petra.get(disclosure).text
    assert FACT in petra.press("Open and read").text
    bea.client.close()
    return petra, disclosure


def _ask(petra: Reader, school: Agency) -> None:
    petra.get("/ask").press("Continue", provision="CA2004-16H", to=[str(school.id)])
    petra.press("Add", new_names=PUPIL, **day("new_born", "2 3 2016"))
    (scope,) = set(re.findall(r'name="(scope-[0-9a-f-]{36})"', petra.text))
    petra.press("Continue", **{scope.replace("-", "_"): "under-18"})
    petra.press(
        "Continue",
        function="serious-incident-learning",
        purpose="learning-review",
        told="not-yet",
        item_1_topic="attendance",
        **day("due", _written(_today() + timedelta(days=14))),
        **day("item_1_from", "1 9 2025"),
        **day("item_1_to", "20 7 2026"),
        **{f"word_{code.replace('-', '_')}": text for code, text in WHY.items()},
    )


def _today() -> date:
    return datetime.now(UTC).date()


def _written(when: date) -> str:
    return f"{when.day} {when.month} {when.year}"


def _what_a_practitioner_sees_at_the_command_line(shape: Shape) -> None:
    bea = shape.school
    inbox = shape.stack.run(
        "desk", "inbox", "--json", "--as", str(bea.practitioner), "--agency", str(bea.id),
        "--role", bea.role,
    )  # fmt: skip
    assert [row["status"] for row in json.loads(inbox)] == ["supplied"]


async def _ask_until_the_hub_ends(shape: Shape) -> set[UUID]:
    """Requests acknowledged while announcer and hub are told to end, under load."""
    acknowledged: set[UUID] = set()
    enough = asyncio.Event()
    async with AsyncExitStack() as stands:
        desk: DeskProcess = await stands.enter_async_context(shape.desk())
        pupil = await desk.desk.remember_person(shape.board.hat, IdentityCard(names=PUPIL))
        draft = _draft(shape.school, pupil)

        async def ask() -> None:
            while True:
                (issued,) = await desk.desk.issue_round(shape.board.hat, draft)
                if issued.request is None:
                    assert issued.refusal == "hub-away"
                    return
                acknowledged.add(issued.request)
                if len(acknowledged) >= ACKNOWLEDGED:
                    enough.set()

        asking = [asyncio.create_task(ask()) for _ in range(4)]
        await asyncio.wait_for(enough.wait(), compose.SECONDS)
        for service in ("announcer", "hub"):
            ended = await asyncio.to_thread(shape.stack.stop, service)
            assert ended == 0, shape.stack.log(service).read_text()
        await asyncio.gather(*asking)
    return acknowledged


def _draft(school: Agency, pupil: UUID) -> RequestDraft:
    return RequestDraft(
        to=(To(agency=school.id),),
        provision="CA2004-16H",
        function="serious-incident-learning",
        purpose="learning-review",
        persons=(PersonAsked(id=pupil, scope=Scope(kind="under-18")),),
        items=(
            ItemAsked(
                topic="attendance",
                period_from=date(2025, 9, 1),
                period_to=date(2026, 7, 20),
                persons=(pupil,),
            ),
        ),
        told="not-yet",
        due_at=datetime.now(UTC) + timedelta(days=14),
        words=WHY,
    )


def _everything_is_there_when_it_is_started_again(
    shape: Shape, acknowledged: set[UUID], petra: Reader, disclosure: str
) -> None:
    stack = shape.stack
    assert stack.stop("desk") == 0
    stack.start("desk")  # and with it the hub, on which it waits
    stack.until_healthy("desk")
    stack.start("announcer")

    async def received() -> set[UUID]:
        async with shape.desk() as desk:
            found = await desk.desk.inbox(shape.school.hat)
            return {row.request_id for row in found.requests}

    assert len(acknowledged) >= ACKNOWLEDGED
    assert acknowledged <= asyncio.run(received())
    assert FACT in petra.get(disclosure).text, "still signed in, and what was opened is open"
    petra.client.close()


def _each_agency_heard_all_of_its_feed(shape: Shape, kafka: str) -> None:
    """Repeats at worst: the first copies are the feed, in the order of the log."""
    awaited_by = (shape.board, "disclosure.made"), (shape.school, "share-request.issued")
    for agency, awaited in awaited_by:
        with psycopg.connect(shape.databases["hub"]) as connection:
            rows = connection.execute(
                "select event_id, class from feed where agency_id = %s order by position",
                (agency.id,),
            ).fetchall()
        assert awaited in {topic for _, topic in rows}
        heard = _heard(kafka, agency.id, until=str(rows[-1][0]))
        assert list(dict.fromkeys(heard)) == [str(event) for event, _ in rows]


def _heard(kafka: str, agency: UUID, *, until: str) -> list[str]:
    consumer = KafkaConsumer(
        bootstrap_servers=kafka,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        group_id=None,
        consumer_timeout_ms=compose.SECONDS * 1000,
    )
    consumer.assign([TopicPartition(topic_of(agency), 0)])
    heard = []
    for record in consumer:
        notice = json.loads(record.value)
        assert notice["agency"] == str(agency)
        heard.append(notice["id"])
        if heard[-1] == until:
            break
    consumer.close()
    return heard


def _the_logs_are_json_and_name_nobody(stack: Stack) -> None:
    said: dict[str, list[str]] = {}
    for service, line in stack.said():
        if service != "migrate":
            said.setdefault(service, []).append(str(json.loads(line)["event"]))
        for word in (PUPIL, "Canary", FACT, *WHY.values(), OFFICER, LEAD, BOARD, SCHOOL):
            assert word not in line, service
    assert said["hub"].count("serving") == 2, "what was looked through is what they said"
    assert said["desk"].count("ended") == 2
    assert "announced" in said["announcer"]
