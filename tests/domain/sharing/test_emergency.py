"""What went in an emergency is known as that, until its record is complete and ever after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from hub_domain.sharing.decision import Deciding, SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from tests.domain.sharing.test_decision import (
    HELD,
    IN_AN_EMERGENCY,
    Step,
    again,
    carry_out,
    deciding,
    make,
)
from tests.support.requirements import requirement
from tests.support.scenario import Given, an_id, given

FIRST, SECOND = an_id("disclosure"), an_id("a second disclosure")


def shared(put: Deciding = IN_AN_EMERGENCY, *then: Step) -> Given[SharingDecision]:
    """It was decided and carried out, and what came then."""
    return given(lambda: make(put), carry_out(), *then)


def recorded(past: Given[SharingDecision]) -> list[list[UUID]]:
    """Of each decision made anew, whose record it completed."""
    return [
        event.recorded for event in past.past if isinstance(event, SharingDecision.MadeAgain)
    ]


@requirement("R-362")
def test_a_decision_knows_that_it_is_an_emergency_and_whether_its_record_is_open() -> None:
    urgent, usual = shared().now(), shared(deciding()).now()
    assert (urgent.in_emergency, urgent.recorded, urgent.urgent) == (True, False, (FIRST,))
    assert (usual.in_emergency, usual.recorded, usual.urgent) == (False, True, ())


@requirement("R-362")
def test_deciding_anew_on_everything_completes_the_record_of_what_went() -> None:
    past = shared(IN_AN_EMERGENCY, again())
    assert recorded(past) == [[FIRST]]
    assert past.now().recorded
    assert past.now().urgent == (FIRST,), "it did go by an emergency"


@requirement("R-362")
def test_to_hold_completes_no_record_and_it_is_completed_once() -> None:
    assert recorded(shared(IN_AN_EMERGENCY, again(HELD), again(), again())) == [[], [FIRST], []]


@requirement("R-362")
def test_what_the_agency_lacks_leaves_the_record_open() -> None:
    lacking = replace(
        IN_AN_EMERGENCY,
        decision=replace(IN_AN_EMERGENCY.decision, gaps=("arrangements",)),
    )
    whole = deciding()
    still = replace(whole, decision=replace(whole.decision, gaps=("arrangements",)))
    assert recorded(shared(lacking, again(still), again())) == [[], [FIRST]]


@requirement("R-362", "R-420")
def test_a_second_emergency_goes_at_once_and_the_records_are_completed_together() -> None:
    second = again(IN_AN_EMERGENCY), carry_out(disclosure=SECOND)
    past = shared(IN_AN_EMERGENCY, *second)
    assert recorded(past) == [[]], "the second leaves open what the first did"
    assert past.now().urgent == (FIRST, SECOND)
    assert recorded(shared(IN_AN_EMERGENCY, *second, again())) == [[], [FIRST, SECOND]]


@requirement("R-362")
def test_what_went_with_its_record_complete_is_not_completed_later() -> None:
    whole = replace(
        deciding(),
        case=replace(
            IN_AN_EMERGENCY.case, how=deciding().case.how, answers=deciding().case.answers
        ),
    )
    past = shared(whole, again())
    assert past.past[0].path == "EMERGENCY"
    assert recorded(past) == [[]]
    assert past.now().urgent == (FIRST,)


def test_of_what_was_disclosed_before_it_is_not_claimed_that_it_was_none() -> None:
    old: dict[str, Any] = {}
    Disclosure.Made.upcast_v3_v4(old)
    assert old == {"emergency": None, "recorded": None}
    again_: dict[str, Any] = {}
    SharingDecision.MadeAgain.upcast_v4_v5(again_)
    assert again_ == {"recorded": []}
