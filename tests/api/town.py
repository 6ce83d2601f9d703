"""A partnership with one person for each part that is played, on a hub of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hub_domain.roles import Role
from hub_infra import statements
from hub_infra.sealing import Sealed, Segment
from tests.support.casework import REASONS, ask, decide, disclose, labelled, lawful
from tests.support.world import Answered, Body, Caller, Office, World, begin_world

NOTE = {"note": "Supplied in part under the duty; what is not held was looked for."}
WITHHELD = {"reasons": "The pupil left two years ago, and what we held went with the pupil."}
CHALLENGE = {"reasons": "One pupil on the list left before the period and is not in the case."}


@dataclass(frozen=True)
class Matter:
    """A request about one pupil and one item, and the fact that answers it."""

    request: UUID
    pupil: UUID
    item: UUID
    fact: UUID = field(default_factory=uuid4)


@dataclass
class Town:
    """A board that asks, a school that holds, a council beside them, and their auditor."""

    world: World
    board: Office
    school: Office
    council: Office
    audit: Office
    parish: Office  # which only governs itself
    gwen: Caller  # the board's officer, who asks
    colm: Caller  # her colleague
    mona: Caller  # their manager
    bea: Caller  # the school's safeguarding lead
    ella: Caller  # the school's co-ordinator
    asha: Caller  # the council's social worker
    faye: Caller  # the auditor
    pip: Caller  # a teacher there, to whom nothing is given
    sam: Caller  # of the parish, to whom things are done

    @property
    def operator(self) -> Caller:
        """Who runs the hub."""
        return self.world.operator_lead

    def asking(self, by: Caller | None = None, **other: Any) -> tuple[Matter, Answered]:
        """Ask the school about pupils, and what the hub answers."""
        pupils = [uuid4() for _ in range(other.pop("pupils", 1))]
        name = other.pop("name", "Kezia Marlowe")
        asked = ask(
            by or self.gwen,
            self.school.body,
            dict.fromkeys(pupils, name),
            {"attendance": pupils},
            **other,
        )
        return Matter(asked.id, pupils[0], asked.items["attendance"]), asked.answered

    def asked(self, by: Caller | None = None, **other: Any) -> Matter:
        """A fresh request to the school, about one pupil or more."""
        matter, answered = self.asking(by, **other)
        answered.ok()
        return matter

    def envelope(self, reader: Caller, path: str) -> UUID:
        """The envelope that came with the request or the disclosure at a path."""
        found = reader.read(path).ok()
        return UUID((found.get("request") or found["disclosure"])["envelope"])

    def deciding(
        self, matter: Matter, by: Caller | None = None, to: Caller | None = None, **other: Any
    ) -> tuple[UUID, Answered]:
        """The school decides to share one fact: the decision, and what the hub answers."""
        line = {
            "item": str(matter.fact),
            "asked": str(matter.item),
            "person": str(matter.pupil),
            "included": True,
            "kind": "fact",
        }
        return decide(
            by or self.bea,
            matter.request,
            to or self.gwen,
            [line],
            **{"decision": "share", **other},
        )

    def decided(
        self, matter: Matter, by: Caller | None = None, to: Caller | None = None
    ) -> UUID:
        """A decision to share one fact."""
        decision, answered = self.deciding(matter, by, to)
        answered.ok()
        return decision

    def withholding(
        self,
        matter: Matter,
        by: Caller | None = None,
        ground: str = "not-relevant",
        **other: Any,
    ) -> tuple[UUID, Answered]:
        """The school decides not to share what the council asks by its power."""
        line = {
            "item": str(matter.fact),
            "asked": str(matter.item),
            "person": str(matter.pupil),
            "included": False,
            "grounds": [{"code": ground}],
        }
        return decide(
            by or self.bea,
            matter.request,
            self.asha,
            [line],
            decision="do-not-share",
            purpose="child-protection",
            reason="consent-not-the-basis",
            grounds=lawful("public-task", provision="EA2002-175", limb="a"),
            words={**REASONS, f"ground-{ground}": WITHHELD["reasons"]},
            **other,
        )

    def disclosing(
        self, matter: Matter, decision: UUID, by: Caller | None = None, to: Caller | None = None
    ) -> tuple[UUID, Answered]:
        """The school gives that fact to the officer who asked, or to a colleague."""
        return disclose(
            by or self.bea,
            decision,
            to or self.gwen,
            [labelled(matter.fact, matter.pupil, "fact")],
            {matter.fact: "Present 61 of 190 days."},
        )

    def disclosed(
        self, matter: Matter, by: Caller | None = None, to: Caller | None = None
    ) -> UUID:
        """The disclosure that carries such a decision out."""
        decision = self.decided(matter, by, to)
        disclosure, answered = self.disclosing(matter, decision, by, to)
        answered.ok()
        return disclosure


def reasons(
    author: Caller, record: UUID, counterpart: Body | None, words: Mapping[str, str]
) -> Sealed:
    """A sealed writing of one text."""
    return author.seal(record, counterpart, Segment(record, "reasons", None, dict(words)))


def in_every_role(office: Office, roles: Sequence[Role]) -> dict[Role, Caller]:
    """One of the agency's people for each role, holding that role and no other."""
    return {role: newcomer(office, role) for role in roles}


def newcomer(office: Office, role: str) -> Caller:
    """One of the agency's people in that role and no other."""
    return office.hire(f"Holder of {role}", role)


@contextmanager
def begin_town(database_url: str, directory: Path) -> Iterator[Town]:
    """Register the partnership on an empty database."""
    world = begin_world(database_url, directory)
    with world.process:
        board = world.agency("Northshire ICB", "E16E-ICB")
        school = world.agency("Hollins School", "EA175-MSGB")
        council = world.agency("Northshire Council", "E11-LA", "E16E-LA")
        audit = world.agency("Partnership Audit", kind="scrutiny")
        parish = world.agency("Little Hollins Charity", "EW-VCS", arrangements=False)
        yield Town(
            world=world,
            board=board,
            school=school,
            council=council,
            audit=audit,
            parish=parish,
            gwen=board.hire("Gwen", "partnership-officer"),
            colm=board.hire("Colm", "partnership-officer"),
            mona=board.hire("Mona", "manager"),
            bea=school.hire("Bea", "safeguarding-lead"),
            ella=school.hire("Ella", "co-ordinator"),
            asha=council.hire("Asha", "practitioner"),
            faye=audit.hire("Faye", "auditor"),
            pip=school.hire("Pip", "practitioner"),
            sam=parish.hire("Sam", "practitioner"),
        )


def said_otherwise(by: Caller, compact: bytes, **other: Any) -> bytes:
    """The same statement with other members, signed again by the same agency."""
    kid, statement = statements.peek(compact)
    return statements.sign(replace(statement, **other), by.body.private.ed25519, kid)


def problem(answered: Answered, status: int, code: str) -> dict[str, Any]:
    """Assert a problem document (RFC 9457) of this code; its typed facts."""
    assert (answered.status, answered.code) == (status, code), answered.body
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.headers["cache-control"] == "no-store"
    assert answered.body["type"] == f"/problems/{code}"
    assert answered.body["status"] == status
    assert answered.body["title"]
    assert answered.body["detail"]
    facts: dict[str, Any] = answered.body.get("facts", {})
    return facts


def malformed(answered: Answered) -> list[tuple[str, str]]:
    """Assert that it is malformed; where it is wrong (RFC 6901), and how."""
    facts = problem(answered, 400, "malformed")
    return [(each["at"], each["code"]) for each in facts["errors"]]


def put(value: Any, path: tuple[str | int, ...], other: object) -> Any:
    """A JSON value with something else in one place."""
    if not path:
        return other
    spoiled: Any = dict(value) if isinstance(value, dict) else list(value)
    spoiled[path[0]] = put(value[path[0]], path[1:], other)
    return spoiled
