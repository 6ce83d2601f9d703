"""Declining a power is an ordinary decision not to share, and no way past one (R-084)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.town import WITHHELD, Matter, Town, problem, reasons
from tests.support.casework import lawful
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller, checks

ASKED = {"provision": "CA1989-47", "function": None, "purpose": "child-protection"}
SHARING: dict[str, Any] = {
    "purpose": "child-protection",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
}


def asked(town: Town) -> Matter:
    """The council asks the school by its power."""
    return town.asked(town.asha, **ASKED)


def declined(
    town: Town,
    matter: Matter,
    decision: UUID | None,
    ground: str = "not-relevant",
    by: Caller | None = None,
) -> Answered:
    by = by or town.bea
    return by.do(
        "decline-share-request",
        about=matter.request,
        version=1,
        facts={
            "ground": ground,
            "decision": str(decision) if decision else None,
            "texts": checks(WITHHELD),
        },
        sealed=reasons(by, matter.request, town.council.body, WITHHELD),
    )


def decided(town: Town, matter: Matter, **other: Any) -> UUID:
    decision, answered = town.withholding(matter, **other)
    answered.ok()
    return decision


@requirement("R-084")
@pytest.mark.parametrize("ground", ["confidentiality", "no-consent", "not-relevant"])
def test_four_words_on_a_ground_decline_nothing(town: Town, ground: str) -> None:
    problem(declined(town, asked(town), None, ground), 422, "not-decided")


@requirement("R-007", "R-084")
def test_what_gives_way_to_safety_in_a_decision_gives_way(town: Town) -> None:
    matter = asked(town)
    _, answered = town.withholding(
        matter, ground="confidentiality", harm="likely", recipient_post="csc"
    )
    problem(answered, 422, "overriding-consideration")


@requirement("R-084", "R-200")
def test_a_power_is_declined_by_a_decision_which_both_sides_find_again(town: Town) -> None:
    matter = asked(town)
    decision = decided(town, matter)
    declined(town, matter, decision).ok()
    for side in (town.bea, town.asha):
        row = side.read(f"/v1/share-requests/{matter.request}").ok()["request"]
        assert (row["status"], row["ground"]) == ("declined", "not-relevant")
        assert row["decision"] == str(decision)


def test_the_requester_is_told_no_other_ground(town: Town) -> None:
    matter = asked(town)
    decision = decided(town, matter)
    problem(
        declined(town, matter, decision, "more-detrimental"),
        422,
        "refusal-ground-not-recognised",
    )


def test_a_decision_to_share_or_to_wait_declines_nothing(town: Town) -> None:
    matter = asked(town)
    decision, answered = town.deciding(matter, to=town.asha, **SHARING)
    answered.ok()
    problem(declined(town, matter, decision), 422, "not-decided")


def test_what_was_decided_otherwise_since_declines_nothing(town: Town) -> None:
    matter = asked(town)
    decision = decided(town, matter)
    _, answered = town.deciding(matter, to=town.asha, **SHARING, version=1)
    answered.ok()
    problem(declined(town, matter, decision), 422, "not-decided")


def test_another_requests_decision_declines_nothing(town: Town) -> None:
    elsewhere = decided(town, asked(town))
    for decision in (elsewhere, uuid4()):
        problem(declined(town, asked(town), decision), 404, "not-found")
