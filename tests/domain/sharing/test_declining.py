"""Declining a power: it rests on the agency's own decision not to share, and on what stands."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from hub_domain.ids import decision_id
from hub_domain.law.answers import NotDecided, Withheld
from hub_domain.law.decided import ItemDecided
from hub_domain.law.evidence import Lawful, PurposeClear, Receiver, ToPractitioner
from hub_domain.law.grounds import GroundGiven, OverridingConsideration
from hub_domain.law.refusals import RefusalGroundNotRecognised
from hub_domain.need_to_know import NotFound
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Recipient
from tests.domain.sharing.cast import (
    ASHA,
    BEA,
    BOARD,
    COUNCIL_BODY,
    GWEN,
    REASONED,
    REQUEST,
    SAID,
)
from tests.domain.sharing.test_decision import (
    CASE,
    FACT,
    HOW,
    LISTED,
    OPINION,
    again,
    deciding,
    make,
)
from tests.support.requirements import requirement
from tests.support.scenario import Actor, an_id, given

COUNCIL = COUNCIL_BODY.agency


def not_to_share(*grounds: str) -> Deciding:
    """The council may ask by a power, harm is likely, and it can protect."""
    return replace(
        deciding(
            "do-not-share",
            tuple(
                ItemDecided(
                    item=item,
                    included=False,
                    grounds=tuple(GroundGiven(code=code, text=REASONED) for code in grounds),
                )
                for item in (FACT, OPINION)
            ),
        ),
        recipient=Recipient(agency=COUNCIL, practitioner=ASHA.id),
        case=replace(
            CASE,
            receiver=Receiver(body=COUNCIL_BODY, post="csc"),
            purpose=PurposeClear(code="child-protection", text=SAID),
            answers=(
                replace(
                    CASE.answers[0],
                    lawful=Lawful(basis="public-task", provision="EA2002-175", limb="a"),
                ),
            ),
            request="CA1989-47",
            harm="likely",
            how=replace(HOW, individual=ToPractitioner(practitioner=ASHA.id, need=SAID)),
        ),
    )


NOT_TO_SHARE = not_to_share("confidentiality", "not-relevant")


def decided(put: Deciding = NOT_TO_SHARE) -> SharingDecision:
    return make(put, stream=decision_id(REQUEST, COUNCIL))


@requirement("R-007", "R-101")
def test_of_the_grounds_those_that_stand_are_kept_by_their_codes() -> None:
    """Or else the requester would be told one that gave way to the child's safety."""
    made = given(decided).past[0]
    assert [line["grounds"] for line in made.items] == [["not-relevant"], ["not-relevant"]]


def relied_on(
    put: Deciding = NOT_TO_SHARE,
    by: Actor = BEA,
    request: UUID = REQUEST,
    requester: UUID = COUNCIL,
    assigned: UUID | None = None,
) -> Withheld:
    return decided(put).rely_on(
        by.acting(), by.viewer, request=request, requester=requester, assigned=assigned
    )


@requirement("R-084")
def test_who_declines_relies_on_what_stands_of_their_own_decision() -> None:
    assert relied_on() == (("not-relevant",), ("not-relevant",))
    with pytest.raises(NotFound):
        relied_on(by=GWEN)
    with pytest.raises(NotFound):
        relied_on(request=an_id("another request"))
    with pytest.raises(NotFound):
        relied_on(requester=BOARD)
    with pytest.raises(NotFound):
        relied_on(assigned=an_id("who has the request now"))


@requirement("R-084", "R-200")
@pytest.mark.parametrize("code", ["share", "hold"])
def test_only_a_decision_not_to_share_is_relied_on_and_only_while_it_stands(code: str) -> None:
    other = replace(
        NOT_TO_SHARE, decision=deciding(code, () if code == "hold" else LISTED).decision
    )
    with pytest.raises(NotDecided):
        relied_on(other)
    decision = decided()
    again(other)(decision)
    with pytest.raises(NotDecided):
        decision.rely_on(
            BEA.acting(), BEA.viewer, request=REQUEST, requester=COUNCIL, assigned=None
        )


@requirement("R-007", "R-084")
@pytest.mark.parametrize(
    "ground", ["confidentiality", "no-consent", "no-purpose", "no-lawful-reason"]
)
def test_a_ground_that_gives_way_to_safety_declines_no_power_either(ground: str) -> None:
    with pytest.raises((OverridingConsideration, RefusalGroundNotRecognised)):
        decided(not_to_share(ground))
