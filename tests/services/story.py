"""A short story at a hub, told through its API: asked, refused, challenged, shared, opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from hub_infra.sealing import Segment
from tests.support.casework import Asked, ask, decide, disclose, labelled
from tests.support.world import Caller, Office, World, checks

NAMES = ("Kezia Marlowe", "Owain O'Brien")
FACT = "Present on sixty-one days of one hundred and ninety, quandary plum."
REASONS = "One of the two pupils left before the period, quandary damson, and is not in it."
SECRETS = (*NAMES, FACT, REASONS)


@dataclass
class Story:
    """Who was in it, what was written, and when the parts of it ended."""

    world: World
    icb: Office
    school: Office
    gwen: Caller
    bea: Caller
    faye: Caller
    pupils: tuple[UUID, UUID]
    asked: Asked
    disclosure: UUID
    before_sharing: datetime
    before_opening: datetime


def tell(world: World) -> Story:
    """Two refusals, a request, a challenge, a narrower request, a disclosure, two openings."""
    icb = world.agency("Northshire ICB", "E16E-ICB")
    school = world.agency("Hollins School", "EA175-MSGB")
    scrutiny = world.agency("Partnership Audit", kind="scrutiny")
    gwen = icb.hire("Gwen Ffoulkes", "partnership-officer")
    bea = school.hire("Bea Sutton", "safeguarding-lead")
    faye = scrutiny.hire("Faye Iqbal", "auditor")
    pupils = (uuid4(), uuid4())
    named = dict(zip(pupils, NAMES, strict=True))

    ask(bea, icb.body, named, {"attendance": pupils})  # a school may not ask under s.16H
    asked = ask(gwen, school.body, named, {"attendance": pupils})
    asked.answered.ok()
    world.pass_time(hours=1)
    (received,) = bea.read("/v1/share-requests").ok()["requests"]
    bea.open(UUID(received["envelope"]), why="answer")
    for do, ground in (
        ("decline-share-request", "data-protection"),  # a duty is not declined
        ("challenge-share-request", "not-necessary"),
    ):
        words = {"reasons": REASONS}
        bea.do(
            do,
            about=asked.id,
            version=1,
            facts={"ground": ground, "texts": checks(words, NAMES)},
            sealed=bea.seal(asked.id, icb.body, Segment(asked.id, "reasons", None, words)),
        )
    world.pass_time(hours=1)
    gwen.do(
        "narrow-share-request",
        about=asked.id,
        version=2,
        facts={
            "persons": [str(pupils[0])],
            "items": [str(item) for item in asked.items.values()],
            "due_at": "2026-10-26T16:00:00Z",
        },
    ).ok()
    before_sharing = world.clock.now()
    world.pass_time(hours=1)
    fact = uuid4()
    line = {
        "item": str(fact),
        "asked": str(asked.items["attendance"]),
        "person": str(pupils[0]),
        "included": True,
        "kind": "fact",
    }
    decision, decided = decide(bea, asked.id, gwen, [line], decision="share")
    decided.ok()
    disclosure, disclosed = disclose(
        bea, decision, gwen, [labelled(fact, pupils[0], "fact")], {fact: FACT}
    )
    disclosed.ok()
    before_opening = world.clock.now()
    world.pass_time(hours=1)
    (sent,) = gwen.read("/v1/disclosures").ok()["disclosures"]
    gwen.open(UUID(sent["envelope"]))
    return Story(
        world=world,
        icb=icb,
        school=school,
        gwen=gwen,
        bea=bea,
        faye=faye,
        pupils=pupils,
        asked=asked,
        disclosure=disclosure,
        before_sharing=before_sharing,
        before_opening=before_opening,
    )
