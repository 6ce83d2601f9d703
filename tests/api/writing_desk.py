"""A desk as a process of its own, which seals words, sends them, opens them and waits.

It is told of what to do line by line, so that the words stand in no argument of any process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx2

from hub_domain.agencies.agency import Custody, StaffMember
from hub_domain.law.shipped import shipped_catalogue
from hub_infra.clock import FileClock
from hub_infra.identifiers import RandomIds
from hub_infra.sealing import AgencyPrivateKeys
from hub_services.wiring.hub import HubProcess, migrate_store
from tests.support.casework import ask
from tests.support.world import Body, Caller, World


def told() -> dict[str, Any]:
    """The next line that one is told."""
    said: dict[str, Any] = json.loads(sys.stdin.readline())
    return said


def say(word: str) -> None:
    """Say how far one has come."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def begin(database_url: str, clock: FileClock) -> World:
    """Make the store of a hub that is not yet served."""
    ids = RandomIds(clock)
    private = AgencyPrivateKeys.generate()
    operator = ids.stream()
    body = Body(operator, "Operator", private, private.public(operator, 1))
    lead = uuid4()
    migrate_store(
        database_url,
        clock,
        operator=body.public,
        operator_name="Operator",
        lead=StaffMember(id=lead, name="Olu", post="Operator", contact="01632 960009"),
        custody=Custody.OWN,
        catalogue=shipped_catalogue(),
    )
    world = World(cast("HubProcess", None), httpx2.Client(), clock, ids, body)
    world.operator_lead = Caller(world, body, lead, "operator")
    world.bodies[operator] = body
    return world


def main() -> None:
    """Begin a store; once its hub is served, ask with words, and open what was asked."""
    task = told()
    world = begin(task["database"], FileClock(Path(task["clock"])))
    say("begun")
    world.client = httpx2.Client(base_url=told()["hub"], timeout=30)
    board = world.agency(task["in clear"], "E16E-ICB")
    school = world.agency("Hollins School", "EA175-MSGB")
    gwen = board.hire("Gwen", "partnership-officer")
    bea = school.hire("Bea", "safeguarding-lead")
    pupil, name, words = uuid4(), task["name"], task["words"]
    asked = ask(
        gwen,
        school.body,
        {pupil: name},
        {"attendance": [pupil]},
        words={
            "why-needed": f"The review must know of {words} and of what was seen.",
            "necessity": f"Nobody else holds what is said of {words} and the incident.",
            "proportionality": f"One pupil, {words}, one school year, and nothing of health.",
            "burden": f"One page about {words}; two weeks are given for it to be written.",
            "function": f"The partners review what happened to {words} to learn from it.",
        },
    )
    asked.answered.ok()
    row = bea.read(f"/v1/share-requests/{asked.id}").ok()["request"]
    opened = bea.open(UUID(row["envelope"]))
    say("opened" if opened[pupil, "identity", None] == {"name": name} else "not opened")
    sys.stdin.read()


if __name__ == "__main__":
    main()
