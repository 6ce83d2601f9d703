"""The law has moved on: each act is judged by the law of its day, and keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_domain.ids import edition_id
from hub_domain.law.reading import to_plain
from hub_domain.law.shipped import shipped_catalogue
from hub_infra.sealing import AgencyPrivateKeys
from hub_services.wiring.audit import stored_log
from tests.support.casework import REASONS, ask, decide, lawful
from tests.support.world import (
    Answered,
    Caller,
    Office,
    World,
    begin_world,
    keys_facts,
    member_facts,
)

Beginning = Callable[[datetime], AbstractContextManager[World]]


@pytest.fixture
def begin(database_url: str, tmp_path: Path) -> Beginning:
    """A hub that begins on a day of the past."""

    @contextmanager
    def beginning(at: datetime) -> Iterator[World]:
        world = begin_world(database_url, tmp_path, at)
        with world.process:
            yield world

    return beginning


def moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def registering(world: World, category: str) -> Answered:
    """Register a body under a category."""
    about = world.ids.stream()
    return world.operator_lead.do(
        "register-agency",
        about=about,
        version=0,
        facts={
            "name": "Northshire",
            "nation": "E",
            "kind": "partner",
            "categories": [category],
            "keys": keys_facts(AgencyPrivateKeys.generate().public(about, 1)),
            "lead": member_facts(uuid4(), "Lead"),
        },
    )


def refused(answered: Answered, code: str) -> Mapping[str, Any]:
    assert (answered.status, answered.code) == (422, code), answered.body
    facts: Mapping[str, Any] = answered.body.get("facts", {})
    return facts


def publish(world: World, tables: Mapping[str, Any], *, after: int = 1) -> Answered:
    """Publish the rows of laws that change."""
    return world.operator_lead.do(
        "publish-edition",
        about=edition_id(after + 1),
        version=0,
        facts={"after": after, "tables": dict(tables)},
    )


def row_of(provision: str, **changed: object) -> dict[str, Any]:
    """The shipped row of a provision, as an operator sends it, with changes."""
    (row,) = (
        row
        for row in to_plain(shipped_catalogue())["tables"]["provision"]
        if row["id"] == provision
    )
    return {**row, **changed}


def asking(
    world: World, by: Caller, addressee: Office, provision: str, **other: Any
) -> tuple[UUID, Answered]:
    """Ask about one pupil's attendance."""
    pupil = uuid4()
    asked = ask(
        by,
        addressee.body,
        {pupil: "Kezia Marlowe"},
        {"attendance": [pupil]},
        provision=provision,
        due_at=world.clock.now().replace(hour=17),
        **{"function": None, "purpose": "child-protection", **other},
    )
    return asked.id, asked.answered


def test_a_commissioning_group_can_be_named_until_its_last_day(begin: Beginning) -> None:
    with begin(moment(2022, 6, 30)) as world:
        registering(world, "E11-CCG").ok()
        world.at(moment(2022, 7, 1))
        facts = refused(registering(world, "E11-CCG"), "category-not-in-force")
        assert facts["successor"] == "E11-ICB"
        registering(world, "E11-ICB").ok()


def test_the_day_of_the_law_is_the_day_in_london(begin: Beginning) -> None:
    """On 30 June 2022 at 23:30 UTC it is 1 July in London."""
    with begin(moment(2022, 6, 30, 22)) as world:
        registering(world, "E11-CCG").ok()
        world.pass_time(minutes=90)
        refused(registering(world, "E11-CCG"), "category-not-in-force")


def test_a_children_boards_request_is_refused_today_and_the_historic_one_replays(
    begin: Beginning, database_url: str
) -> None:
    with begin(moment(2019, 9, 27)) as world:
        board = world.agency("Northshire Safeguarding Children Board", "E-LSCB")
        school = world.agency("Hollins School", "EA175-MSGB")
        officer = board.hire("Gwen", "partnership-officer")
        auditor = world.agency("Audit", kind="scrutiny").hire("Faye", "auditor")
        historic, answered = asking(world, officer, school, "CA2004-14B")
        answered.ok()
        before = replayed(database_url)

        world.at(moment(2026, 10, 8))
        _, answered = asking(world, officer, school, "CA2004-14B")
        facts = refused(answered, "provision-not-in-force")
        assert facts["successor"] == "CA2004-16H"

        found = officer.read(f"/v1/share-requests/{historic}").ok()["request"]
        assert (found["provision"], found["edition"]) == ("CA2004-14B", 1)
        assert replayed(database_url)[: len(before)] == before
        events = auditor.read("/v1/audit/events?limit=1000").ok()["events"]
        assert [event["topic"] for event in events].count("share-request.issued") == 1


def replayed(database_url: str) -> list[tuple[int, str, bool]]:
    """Each event of the store with its topic, restored, and whether its leaf is as computed."""
    with stored_log(database_url) as log:
        return [
            (entry.position, entry.topic, entry.leaf_hash == entry.recomputed)
            for entry in log.entries()
            if entry.event is not None
        ]


def test_a_duty_that_is_announced_binds_nobody_until_an_operator_publishes_that_it_has_begun(
    begin: Beginning,
) -> None:
    with begin(moment(2026, 10, 8)) as world:
        council = world.agency("Northshire Council", "E11-LA")
        trust = world.agency("St Brannoc NHS FT", "E11-NHSFT")
        asha = council.hire("Asha", "practitioner")
        _, answered = asking(world, asha, trust, "CA2004-16LA")
        assert refused(answered, "provision-not-in-force")["status"] == "announced"

        begun = row_of("CA2004-16LA", status="in-force", valid_from="2026-10-12")
        answered = publish(world, {"provision": [begun]})
        assert answered.ok()["version"] == 1
        _, answered = asking(world, asha, trust, "CA2004-16LA")
        refused(answered, "provision-not-in-force")  # it begins on Monday

        world.at(moment(2026, 10, 12))
        request, answered = asking(world, asha, trust, "CA2004-16LA")
        answered.ok()
        found = asha.read(f"/v1/share-requests/{request}").ok()["request"]
        assert found["edition"] == 2

        editions = asha.read("/v1/law/editions").ok()["editions"]
        assert [each["edition"] for each in editions] == [1, 2]
        path = f"/v1/law/editions/{editions[1]['id']}"
        del begun["status"]  # in force, as rows are
        assert begun in asha.read(path).ok()["tables"]["provision"]


def test_an_edition_never_takes_the_law_from_under_what_was_done(begin: Beginning) -> None:
    with begin(moment(2026, 10, 8)) as world:
        council = world.agency("Northshire Council", "E11-LA")
        school = world.agency("Hollins School", "EA175-MSGB")
        asha = council.hire("Asha", "practitioner")
        _, answered = asking(world, asha, school, "CA1989-47")
        answered.ok()
        for withdrawn in (
            {"valid_to": "2026-10-07"},
            {"valid_from": "2026-10-09"},
            {"status": "announced"},
        ):
            answered = publish(world, {"provision": [row_of("CA1989-47", **withdrawn)]})
            facts = refused(answered, "edition-without-law")
            assert facts == {"provision": "CA1989-47", "on": "2026-10-08"}
        ended = row_of("CA1989-47", valid_to="2026-10-08", status="repealed")
        publish(world, {"provision": [ended]}).ok()
        world.at(moment(2026, 10, 9))
        _, answered = asking(world, asha, school, "CA1989-47")
        refused(answered, "provision-not-in-force")


def test_an_edition_is_refused_by_place_and_published_once(begin: Beginning) -> None:
    with begin(moment(2026, 10, 8)) as world:
        dangling = row_of("CA2004-16LA", successor="CA2004-16Z")
        facts = refused(publish(world, {"provision": [dangling]}), "edition-row-refused")
        assert facts == {"row": "provision CA2004-16LA", "field": "successor"}
        twice = [row_of("CA2004-16LA"), row_of("CA2004-16LA", valid_from="2026-10-01")]
        facts = refused(publish(world, {"provision": twice}), "edition-row-refused")
        assert facts["field"] == "valid_from"
        noted = {"provision": [row_of("CA2004-16LA", note="Begins by order")]}
        publish(world, noted).ok()
        assert publish(world, noted).status == 412
        assert publish(world, noted, after=7).status == 412
        publish(world, noted, after=2).ok()


@pytest.mark.parametrize(
    ("day", "category", "code"),
    [
        (moment(2026, 2, 4), "EW-VCS", "basis-not-available"),
        (moment(2026, 2, 5), "EW-VCS", ""),
        (moment(2026, 2, 5), "E11-CC", "basis-not-available"),
    ],
    ids=["before it begins", "a charity", "a police force for its own task"],
)
def test_recognised_legitimate_interest_is_for_some_from_a_day_on(
    begin: Beginning, day: datetime, category: str, code: str
) -> None:
    with begin(day) as world:
        council = world.agency("Northshire Council", "E11-LA")
        holder = world.agency("The holder", category)
        asha = council.hire("Asha", "practitioner")
        bea = holder.hire("Bea", "safeguarding-lead")
        request, answered = asking(world, asha, holder, "CA1989-47")
        answered.ok()
        _, answered = deciding(request, by=bea, to=asha)
        if code:
            refused(answered, code)
        else:
            answered.ok()


def deciding(request: UUID, *, by: Caller, to: Caller, **other: Any) -> tuple[UUID, Answered]:
    """Decide to share one fact on recognised legitimate interest, or on another basis."""
    found = by.read(f"/v1/share-requests/{request}").ok()["request"]
    (item,) = found["items"]
    line = {
        "item": str(uuid4()),
        "asked": item["id"],
        "person": found["persons"][0]["id"],
        "included": True,
        "kind": "fact",
    }
    return decide(
        by,
        request,
        to,
        [line],
        decision="share",
        purpose="child-protection",
        reason="consent-not-the-basis",
        words={**REASONS, "interests": "The child's safety outweighs the wish for privacy."},
        **{
            "grounds": lawful(
                "recognised-legitimate-interest", protected_person=found["persons"][0]["id"]
            ),
            **other,
        },
    )


@pytest.mark.parametrize(
    ("day", "packs"),
    [
        (moment(2024, 4, 30), {"E-GR-2018", "CALDICOTT-8"}),
        (moment(2024, 5, 1), {"E-GR-2024", "CALDICOTT-8"}),
    ],
    ids=["until 30 April 2024", "from 1 May 2024"],
)
def test_a_decision_is_shown_with_the_golden_rules_of_its_day(
    begin: Beginning, day: datetime, packs: set[str]
) -> None:
    with begin(day) as world:
        council = world.agency("Northshire Council", "E11-LA")
        school = world.agency("Hollins School", "EA175-MSGB")
        asha = council.hire("Asha", "practitioner")
        bea = school.hire("Bea", "safeguarding-lead")
        request, answered = asking(world, asha, school, "CA1989-47")
        answered.ok()
        grounds = lawful("public-task", provision="EA2002-175", limb="a")
        decision, answered = deciding(request, by=bea, to=asha, grounds=grounds)
        answered.ok()
        world.at(moment(2026, 10, 8))
        found = bea.read(f"/v1/sharing-decisions/{decision}").ok()
        assert set(found["packs"]) == packs
