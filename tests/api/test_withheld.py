"""What an agency knew and decided not to share stands in what is known of the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_services.auditing.replay import who_knew
from hub_services.wiring.audit import stored_log
from tests.api.town import Matter, Town
from tests.support.casework import REASONS, decide, lawful, not_held_search
from tests.support.requirements import requirement

ENQUIRY: dict[str, Any] = {
    "purpose": "child-protection",
    "reason": "consent-not-the-basis",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
}


@pytest.fixture
def matter(town: Town) -> Matter:
    """The council asks the school about a child."""
    return town.asked(
        by=town.asha, provision="CA1989-47", function=None, purpose="child-protection"
    )


def known(town: Town, pupil: UUID) -> list[dict[str, Any]]:
    """What the hub's view says that was known of a child."""
    found: list[dict[str, Any]] = town.faye.read(f"/v1/audit/who-knew/{pupil}").ok()["known"]
    return found


@requirement("R-200", "R-202")
def test_the_auditor_of_a_child_sees_who_decided_not_to_share_what_with_whom_and_why(
    town: Town, matter: Matter, town_url: str
) -> None:
    decision, answered = town.withholding(matter)
    answered.ok()
    (withheld,) = [each for each in known(town, matter.pupil) if each["how"] == "withheld"]
    assert withheld["agency_id"] == str(town.school.id)
    assert withheld["other_agency"] == str(town.council.id)
    assert withheld["practitioner"] == str(town.bea.id)
    assert (withheld["record"], withheld["record_kind"]) == (str(decision), "sharing-decision")
    assert withheld["items"] == [str(matter.fact)]
    assert withheld["grounds"] == ["not-relevant"]
    with stored_log(town_url) as log:
        replayed = who_knew(log, matter.pupil).known[-1]
    assert replayed.how == "withheld"
    for name in ("agency_id", "other_agency", "practitioner", "record"):
        assert str(getattr(replayed, name)) == withheld[name]
    assert [str(item) for item in replayed.items] == withheld["items"]
    assert list(replayed.grounds) == withheld["grounds"]


def test_what_is_not_held_is_not_withheld(town: Town, matter: Matter, town_url: str) -> None:
    line = {
        "item": str(uuid4()),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": False,
        "not_held": True,
        "search": not_held_search(),
    }
    also = {**line, "item": str(matter.fact), "included": True, "kind": "fact"}
    del also["not_held"], also["search"]
    _, answered = decide(town.bea, matter.request, town.asha, [also, line], **ENQUIRY)
    answered.ok()
    assert {each["how"] for each in known(town, matter.pupil)} == {"asked", "was-asked"}
    with stored_log(town_url) as log:
        assert len(who_knew(log, matter.pupil).known) == 2


def test_what_waits_for_advice_is_not_withheld_and_what_is_decided_after_it_is(
    town: Town, matter: Matter, town_url: str
) -> None:
    unsure = {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": False,
        "kind": "fact",
    }
    asking: dict[str, Any] = {
        "decision": "hold",
        "words": {**REASONS, "question": REASONS["balance-considered"]},
        "question": {"role": "manager", "due_at": "2026-10-20T16:00:00Z"},
    }
    decide(town.bea, matter.request, town.asha, [unsure], **ENQUIRY, **asking)[1].ok()
    assert {each["how"] for each in known(town, matter.pupil)} == {"asked", "was-asked"}
    town.withholding(matter, version=1)[1].ok()
    assert known(town, matter.pupil)[-1]["how"] == "withheld"
    with stored_log(town_url) as log:
        hows = [each.how for each in who_knew(log, matter.pupil).known]
    assert hows == ["asked", "was-asked", "withheld"]
