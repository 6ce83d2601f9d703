"""SC-01-three-partners: a council's round of three requests on CA1989-47, with due times."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from hub_infra.sealing import Segment
from tests.support.casework import (
    REASONS,
    ask,
    decide,
    disclose,
    labelled,
    lawful,
    not_held_search,
)
from tests.support.world import World, checks

FIVE = datetime(2026, 10, 8, 16, 0, tzinfo=UTC)
WORDS = {
    "why-needed": "Bruises were seen at nursery this morning; what is known of the household?",
}
PERSONS = {"K": "Kit Penhallow", "P": "Piers Lovell"}


def test_sc_01_three_partners_each_answer_in_their_own_way(  # noqa: PLR0915 - one journey
    world: World,
) -> None:
    council = world.agency("Northshire", "E16E-LA", "E11-LA")
    police = world.agency("Northshire Police", "E16E-CC", "E11-CC")
    school = world.agency("Hollins School", "EA175-MSGB")
    health = world.agency("St Brannoc NHS FT", "E11-NHSFT")
    asha = council.hire("Asha", "practitioner")
    cole = police.hire("Cole", "safeguarding-lead")
    bea = school.hire("Bea", "safeguarding-lead")
    dev = health.hire("Dev", "safeguarding-lead")
    child, partner = uuid4(), uuid4()
    persons = {child: PERSONS["K"], partner: PERSONS["P"]}
    round_id = world.ids.stream()

    wanted = {
        office.id: {"concerns-recorded": [child, partner], **only_there}
        for office, only_there in (
            (police, {}),
            (school, {"attendance": [child]}),
            (health, {"injuries": [child]}),
        )
    }
    asked = {
        office.id: ask(
            asha,
            office.body,
            persons,
            wanted[office.id],
            provision="CA1989-47",
            function=None,
            purpose="child-protection",
            words=WORDS,
            due_at=FIVE,
            round_id=round_id,
        )
        for office in (police, school, health)
    }
    for each in asked.values():
        each.answered.ok()

    # the police answer with two items
    to_police = asked[police.id]
    conviction, view = uuid4(), uuid4()
    topic = str(to_police.items["concerns-recorded"])
    lines = [
        {
            "item": str(item),
            "asked": topic,
            "person": str(person),
            "included": True,
            "kind": kind,
        }
        for item, person, kind in ((conviction, partner, "fact"), (view, child, "opinion"))
    ]
    decision, decided = decide(
        cole,
        to_police.id,
        asha,
        lines,
        decision="share",
        purpose="child-protection",
        reason="could-place-child-at-risk",
        grounds=lawful("public-task", provision="CL-POLICE", limb="b"),
        words=REASONS,
        harm="may-be-at-risk",
    )
    decided.ok()
    given = {conviction: "Convicted of assault in 2024.", view: "The officer was uneasy."}
    _, disclosed = disclose(
        cole,
        decision,
        asha,
        [
            labelled(conviction, partner, "fact", about="person-posing-risk"),
            labelled(view, child, "opinion"),
        ],
        given,
    )
    disclosed.ok()

    # the school holds nothing, and says what it searched; without a search it is refused
    to_school = asked[school.id]
    refused = bea.do(
        "answer-share-request",
        about=to_school.id,
        version=1,
        facts={"answer": "not-held"},
    )
    assert (refused.status, refused.code) == (422, "search-not-stated")
    notes = {"reasons": "No pupil of that name or of a like spelling is on roll."}
    bea.do(
        "answer-share-request",
        about=to_school.id,
        version=1,
        facts={"answer": "not-held", "search": not_held_search(), "texts": checks(notes)},
        sealed=bea.seal(
            to_school.id, council.body, Segment(to_school.id, "reasons", None, notes)
        ),
    ).ok()

    # the trust stays silent: nobody is told before it falls due, then both sides are
    assert world.tick() == 0
    to_health = asked[health.id]
    assert asha.read(f"/v1/share-requests/{to_health.id}").ok()["tasks"] == []
    world.at(datetime(2026, 10, 8, 16, 0, 1, tzinfo=UTC))
    assert world.tick() == 1
    assert world.tick() == 0

    # the requester's page shows each state
    page = asha.read(f"/v1/rounds/{round_id}").ok()
    states = {row["counterpart"]: row["status"] for row in page["requests"]}
    assert states == {
        str(police.id): "supplied",
        str(school.id): "not-held",
        str(health.id): "issued",
    }
    (overdue,) = page["tasks"]
    assert (overdue["kind"], overdue["about"]) == ("decision-overdue", str(to_health.id))
    assert overdue["fell_due_at"] == "2026-10-08T16:00:00Z"
    assert overdue["closed_at"] is None
    (row,) = [row for row in page["requests"] if row["counterpart"] == str(school.id)]
    assert row["search"]["not_searched"] == ["paper-archive"]

    # each partner sees its own request, and nothing of the others'
    for lead, office in ((cole, police), (bea, school), (dev, health)):
        seen = lead.read("/v1/share-requests").ok()["requests"]
        assert [row["request_id"] for row in seen] == [str(asked[office.id].id)]
        assert seen[0]["round"] is None
        assert {item["topic"] for item in seen[0]["items"]} == wanted[office.id].keys()
    assert bea.read(f"/v1/share-requests/{to_police.id}").status == 404

    # the late answer closes that task
    world.at(datetime(2026, 10, 8, 18, 5, tzinfo=UTC))
    dev.do(
        "answer-share-request",
        about=to_health.id,
        version=1,
        facts={"answer": "not-known-here"},
    ).ok()
    page = asha.read(f"/v1/rounds/{round_id}").ok()
    (overdue,) = page["tasks"]
    assert overdue["closed_at"] == "2026-10-08T18:05:00Z"
    assert world.tick() == 0
