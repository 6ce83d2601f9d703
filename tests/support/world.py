"""A world for tests: a hub on a fresh database, with agencies, people and a clock of its own.

Callers speak to the hub as any agency's system would: over HTTP, with signed statements and
sealed envelopes. Nothing here reaches behind the API.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
from starlette.testclient import TestClient

from hub_domain.agencies.agency import Custody, StaffMember
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.statement import AUDIENCE, Statement
from hub_domain.text_checks import check_text
from hub_infra import canonical, statements
from hub_infra.clock import FileClock
from hub_infra.identifiers import RandomIds
from hub_infra.sealing import (
    AgencyPrivateKeys,
    AgencyPublicKeys,
    Place,
    Sealed,
    Segment,
    open_,
    seal,
)
from hub_services.hub.uses import COMMANDS
from hub_services.wiring.hub import HubProcess, migrate_store, wire_hub

MORNING = datetime(2026, 10, 8, 8, 30, tzinfo=UTC)
FLOOR = 0.005


def base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Answered:
    """What the hub answered."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        return str(self.body.get("code", ""))

    def ok(self) -> dict[str, Any]:
        assert self.status in {200, 201}, self.body
        return self.body


@dataclass
class Body:
    """An agency with its private keys; ``made`` are those that it may yet publish, by id."""

    id: UUID
    name: str
    private: AgencyPrivateKeys
    public: AgencyPublicKeys
    made: dict[str, AgencyPrivateKeys] = field(default_factory=dict)

    def make_keys(self, epoch: int) -> AgencyPublicKeys:
        """Keys of a later epoch, to be published; from then on nothing else signs."""
        private = AgencyPrivateKeys.generate()
        public = private.public(self.id, epoch)
        self.made[public.statement_kid] = private
        return public

    def go_by(self, kid: str, epoch: int) -> None:
        """Use the keys that were published last, where they were made here."""
        if kid in self.made:
            self.private = self.made.pop(kid)
            self.public = self.private.public(self.id, epoch)


@dataclass
class World:
    """The hub, its clock, and everybody who may speak to it."""

    process: HubProcess
    client: httpx2.Client
    clock: FileClock
    ids: RandomIds
    operator: Body
    operator_lead: Caller = field(init=False)
    bodies: dict[UUID, Body] = field(default_factory=dict)

    def at(self, moment: datetime) -> None:
        """Set the clock."""
        self.clock.set(moment)

    def pass_time(self, **delta: int) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**delta))

    def tick(self) -> int:
        """Let the ticker look at the clock once."""
        return self.process.ticker.tick()

    def agency(
        self,
        name: str,
        *categories: str,
        nation: str = "E",
        kind: str = "partner",
        arrangements: bool = True,
    ) -> Office:
        """Register an agency through its operator; its lead is the first of its people."""
        private = AgencyPrivateKeys.generate()
        agency = self.ids.stream()
        public = private.public(agency, 1)
        lead = uuid4()
        body = Body(agency, name, private, public)
        self.operator_lead.do(
            "register-agency",
            about=agency,
            version=0,
            facts={
                "name": name,
                "nation": nation,
                "kind": kind,
                "categories": list(categories),
                "keys": keys_facts(public),
                "lead": member_facts(lead, f"Lead of {name}"),
            },
        ).ok()
        self.bodies[agency] = body
        office = Office(self, body, Caller(self, body, lead, "information-governance-lead"))
        if arrangements and kind == "partner":
            office.arrange().ok()
        return office


@dataclass
class Office:
    """An agency at work: its lead, and the people and posts that the lead registers."""

    world: World
    body: Body
    lead: Caller

    @property
    def id(self) -> UUID:
        return self.body.id

    def administer(self, command: str, **facts: Any) -> Answered:
        """The lead's command about the agency, at whatever version it stands."""
        version = self.version()
        return self.lead.do(command, about=self.id, version=version, facts=facts)

    def version(self) -> int:
        """At what version the agency stands."""
        return int(self.lead.read(f"/v1/agencies/{self.id}").ok()["agency"]["version"])

    def arrange(self, **other: Any) -> Answered:
        """Record the agency's arrangements (Children Act 2004 s.11)."""
        facts = {
            "own_functions": "Safeguarding children and adults at risk",
            "services_by_others": "Contracts carry the same duties",
            "sharing_process": "Through the duty desk",
            "owner": str(self.lead.id),
            "review_due": "2027-10-01",
        }
        return self.administer("record-arrangement", **facts | other)

    def hire(self, name: str, *roles: str) -> Caller:
        """Register a practitioner with roles; they act in the first."""
        practitioner = uuid4()
        member = member_facts(practitioner, name)
        self.administer("register-practitioner", member=member, roles=list(roles)).ok()
        return Caller(self.world, self.body, practitioner, roles[0])

    def post(self, name: str, *holders: Caller) -> UUID:
        """Register a duty post."""
        post = uuid4()
        self.administer(
            "register-duty-post",
            post=str(post),
            name=name,
            contact="01632 960000",
            holders=[str(holder.id) for holder in holders],
        ).ok()
        return post


@dataclass
class Caller:
    """One practitioner at one agency's desk."""

    world: World
    body: Body
    id: UUID
    role: str

    def as_role(self, role: str) -> Caller:
        """The same person in another of their roles."""
        return Caller(self.world, self.body, self.id, role)

    def statement(
        self,
        do: str,
        *,
        about: UUID | None,
        version: int | None,
        target: str,
        facts: object,
        **other: Any,
    ) -> bytes:
        """A signed statement of one call."""
        digest = None
        if facts is not None:
            digest = hashlib.sha256(canonical.write(facts)).hexdigest()
        said: dict[str, Any] = {
            "aud": AUDIENCE,
            "agency": self.body.id,
            "practitioner": self.id,
            "role": self.role,
            "amr": ("pwd",),
            "do": do,
            "about": about,
            "version": version,
            "id": self.world.ids.stream(),
            "at": self.world.clock.now(),
            "target": target,
            "facts": digest,
        } | other
        if self.body.made:
            rows = self.world.process.store.rows
            for row in rows.of(self.body.id, "signing_keys", order=("-epoch",), limit=1):
                self.body.go_by(row["kid"], row["epoch"])
        key = self.body.private.ed25519
        return statements.sign(Statement(**said), key, self.body.public.statement_kid)

    def do(
        self,
        name: str,
        *,
        about: UUID,
        version: int,
        facts: Mapping[str, Any],
        sealed: Sealed | None = None,
        **other: Any,
    ) -> Answered:
        """Do one command."""
        command = COMMANDS[name]
        body: dict[str, Any] = {"facts": dict(facts)}
        if sealed is not None:
            body["facts"]["sealed"] = {
                "envelope": str(sealed_id(sealed)),
                "digest": sealed.digest,
            }
            body |= {"envelope": sealed.envelope, "shares": sealed.shares}
        target = command.target(about)
        compact = self.statement(
            name, about=about, version=version, target=target, facts=body["facts"], **other
        )
        return self.send(compact, target, body)

    def send(self, compact: bytes, target: str, body: object) -> Answered:
        """Send a statement with a body, as it is."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        method, _, path = target.partition(" ")
        response = self.world.client.request(
            method,
            path,
            content=raw,
            headers={
                "Authorization": f"Hub {compact.decode()}",
                "Content-Type": "application/json",
            },
        )
        return Answered(response.status_code, response.json(), response.headers)

    def read(self, path: str) -> Answered:
        """Read something."""
        target = f"GET {path}"
        compact = self.statement("read", about=None, version=None, target=target, facts=None)
        response = self.world.client.get(
            path, headers={"Authorization": f"Hub {compact.decode()}"}
        )
        return Answered(response.status_code, response.json(), response.headers)

    def seal(self, record: UUID, counterpart: Body | None, *segments: Segment) -> Sealed:
        """Seal words of a record to one's own agency, and to a counterpart."""
        return seal(
            envelope_id=uuid4(),
            record=record,
            author_keys=self.body.private,
            author_public=self.body.public,
            counterpart=counterpart.public if counterpart else None,
            segments=segments,
        )

    def open(self, envelope: UUID, *, why: str = "casework") -> dict[Place, dict[str, str]]:
        """Open all of an envelope in the two steps."""
        found = self.read(f"/v1/envelopes/{envelope}").ok()
        wire = found["envelope"]
        publisher = self.world.bodies[UUID(found["writing"]["author_agency"])]
        released = self.do(
            "release-shares",
            about=envelope,
            version=0,
            facts={"segments": [each["tag"] for each in wire["segments"]], "why": why},
        ).ok()
        return open_(
            wire,
            released["shares"],
            reader=self.body.private,
            reader_public=self.body.public,
            publisher=publisher.public,
            record=UUID(found["writing"]["record"]),
        )


def sealed_id(sealed: Sealed) -> UUID:
    header: Any = sealed.envelope["header"]
    return UUID(str(header["eid"]))


def keys_facts(public: AgencyPublicKeys) -> dict[str, Any]:
    return {
        "epoch": public.epoch,
        "custody": "own",
        "sealing": base64url(public.sealing),
        "ed25519": base64url(public.ed25519),
        "ml_dsa_65": base64url(public.ml_dsa_65),
    }


def member_facts(member: UUID, name: str) -> dict[str, Any]:
    return {"id": str(member), "name": name, "post": "Officer", "contact": "01632 960001"}


def checks(words: Mapping[str, str], subjects: Iterable[str] = ()) -> dict[str, Any]:
    """The text checks of these words, as a desk signs them."""
    return {
        name: check_text(text, subjects=subjects).to_plain() for name, text in words.items()
    }


def begin_world(database_url: str, directory: Path, at: datetime = MORNING) -> World:
    """A hub on an empty database, with its operator and the shipped catalogue."""
    directory.mkdir(parents=True, exist_ok=True)
    clock = FileClock(directory / "clock")
    clock.set(at)
    ids = RandomIds(clock)
    private = AgencyPrivateKeys.generate()
    operator_id = ids.stream()
    operator = Body(operator_id, "Operator", private, private.public(operator_id, 1))
    lead = uuid4()
    migrate_store(
        database_url,
        clock,
        operator=operator.public,
        operator_name="Operator",
        lead=StaffMember(id=lead, name="Olu", post="Operator", contact="01632 960009"),
        custody=Custody.OWN,
        catalogue=shipped_catalogue(),
    )
    process = wire_hub(database_url, directory / "keystore", clock, not_found_floor=FLOOR)
    client = TestClient(process.app, raise_server_exceptions=False)
    world = World(process, client, clock, ids, operator)
    world.operator_lead = Caller(world, operator, lead, "operator")
    world.bodies[operator_id] = operator
    return world
