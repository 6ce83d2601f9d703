"""What went in an emergency is known as that, until its record is complete and ever after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hub_domain.law.decided import DecisionNeedsHuman
from hub_domain.law.evidence import ConditionChosen, Lawful
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.how import HowIncomplete
from hub_domain.law.lawful import ConditionRequired
from hub_domain.law.refusals import (
    PurposeRequired,
    SensitivityUnset,
    ShareRecordIncomplete,
)
from hub_domain.refusal import Refusal
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import (
    AsAtRequired,
    Disclosure,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.outstanding import GAP_LEFT
from hub_domain.sharing.refusals import (
    AnotherKind,
    MoreSensitiveThanDecided,
    NothingToCarryOut,
    WiderThanDecided,
)
from tests.domain.sharing.cast import BEA, BOARD, COLM, SAID
from tests.domain.sharing.cast import FIRST as FIRST_PUPIL
from tests.domain.sharing.cast import SECOND as SECOND_PUPIL
from tests.domain.sharing.test_decision import (
    A_FACT,
    CODES,
    FACT,
    HELD,
    IN_AN_EMERGENCY,
    LISTED,
    NOT_HELD,
    PART,
    Step,
    again,
    carry_out,
    deciding,
    make,
)
from tests.support.requirements import requirement
from tests.support.scenario import Given, an_id, given, happened

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


@requirement("R-189", "R-362")
def test_a_decision_knows_of_what_that_is_asked_it_speaks_given_or_not() -> None:
    """In an emergency it speaks of no more than it lists."""
    one, another = an_id("one asked"), an_id("another asked")
    asked = {FACT: one, NOT_HELD: another}
    ordinary = make(replace(deciding("share-part", PART), items_asked=asked))
    assert {(one, FIRST_PUPIL), (another, None)} <= ordinary.answers
    assert make(replace(about(FACT), items_asked=asked)).answers == {(one, FIRST_PUPIL)}


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


A_THREAT = an_id("a threat")
NOTHING = deciding(
    "do-not-share",
    tuple(
        replace(each, included=False, grounds=(GroundGiven(code="not-necessary", text=SAID),))
        for each in LISTED
    ),
)
WOUNDED = replace(A_FACT, special_category=True)
THREATENED = replace(A_FACT, id=A_THREAT)


def about(*items: UUID, urgent: bool = True, special: bool = False) -> Deciding:
    """The school decides that these go; in an emergency with nothing else answered."""
    base = IN_AN_EMERGENCY if urgent else deciding()
    listed = tuple(replace(LISTED[0], item=item) for item in items)
    answers = tuple(
        replace(each, items=items, special_category=special) for each in base.case.answers
    )
    decision = replace(base.decision, items=listed, considered=frozenset(items))
    runs = [{"items": [str(item) for item in items], "special_category": special}]
    return replace(
        base,
        case=replace(base.case, answers=answers),
        decision=decision,
        codes={**CODES, "runs": runs},
        item_persons=dict.fromkeys(items, FIRST_PUPIL),
    )


def record_of(*items: UUID, special: bool = False, condition: str = "") -> Deciding:
    """The record of an emergency, with everything answered that it left open."""
    put = about(*items, urgent=False, special=special)
    (run,) = put.case.answers
    assert isinstance(run.lawful, Lawful)
    chosen = ConditionChosen(code=condition, why=SAID) if condition else None
    run = replace(run, lawful=replace(run.lawful, condition=chosen))
    receiver = IN_AN_EMERGENCY.case.receiver
    case = replace(put.case, answers=(run,), receiver=receiver, immediate_risk=True)
    return replace(put, case=case)


def twice(*then: Step) -> Given[SharingDecision]:
    """A wound was told of in an emergency, in another what was threatened, and then."""
    return given(
        lambda: make(about(FACT)),
        carry_out(WOUNDED),
        again(about(A_THREAT), BEA, WOUNDED),
        carry_out(THREATENED, disclosure=SECOND),
        *then,
    )


def completing(put: Deciding) -> Step:
    return again(put, BEA, WOUNDED, THREATENED)


@requirement("R-362", "R-420")
def test_a_second_emergency_goes_at_once_and_leaves_open_what_the_first_did() -> None:
    past = twice()
    assert recorded(past) == [[]]
    assert past.now().urgent == past.now().unrecorded == (FIRST, SECOND)
    (_, _, second, _) = past.past
    assert second.completes == []
    assert [task for task in second.tasks if task[0] == GAP_LEFT] == [], "it is left once"


@requirement("R-362", "R-104")
def test_the_record_is_of_all_that_went_and_asks_the_condition_of_the_first() -> None:
    """Finding: it was of the second alone, and no condition was asked for the health data."""
    past = twice()
    past.when(completing(record_of(A_THREAT))).then_refused(
        ShareRecordIncomplete, field="items"
    )
    both = FACT, A_THREAT
    past.when(completing(record_of(*both))).then_refused(ConditionRequired)
    past.when(completing(record_of(*both, special=True))).then_refused(ConditionRequired)
    whole = record_of(*both, special=True, condition="vital-interests")
    complete = twice(completing(whole))
    assert complete.now().unrecorded == ()
    assert complete.now().recorded
    assert recorded(complete) == [[], [FIRST, SECOND]]


@requirement("R-362")
@pytest.mark.parametrize(
    ("lacks", "refusal"),
    [
        ({"how": None}, HowIncomplete),
        ({"answers": ()}, SensitivityUnset),
        ({"purpose": None}, PurposeRequired),
    ],
    ids=["how", "condition", "purpose"],
)
def test_what_an_emergency_leaves_as_a_task_refuses_its_record(
    lacks: dict[str, Any], refusal: type[Refusal]
) -> None:
    """Share first, record after: when it is recorded nothing waits for it any more."""
    whole = record_of(A_THREAT)
    lacking = replace(whole, case=replace(whole.case, **lacks))
    assert make(lacking).in_emergency
    went = given(lambda: make(about(A_THREAT)), carry_out(THREATENED))
    went.when(again(lacking, BEA, THREATENED)).then_refused(refusal)


@requirement("R-014", "R-362")
def test_the_record_is_confirmed_by_a_person() -> None:
    whole = record_of(A_THREAT)
    unread = replace(whole, decision=replace(whole.decision, confirmed=False))
    went = given(lambda: make(about(A_THREAT)), carry_out(THREATENED))
    went.when(again(unread, BEA, THREATENED)).then_refused(DecisionNeedsHuman)


@requirement("R-186", "R-362")
@pytest.mark.parametrize(
    ("went", "refusal"),
    [
        (replace(THREATENED, kind=ItemKind.OPINION), AnotherKind),
        (replace(THREATENED, person=SECOND_PUPIL), WiderThanDecided),
        (replace(THREATENED, sensitivity=Sensitivity.SENSITIVE), MoreSensitiveThanDecided),
        (replace(THREATENED, criminal_offence=True), ConditionRequired),
        (replace(THREATENED, as_at=None), AsAtRequired),
        (replace(THREATENED, sensitivity=None), SensitivityUnset),
    ],
    ids=["kind", "person", "sensitivity", "offence", "no date said", "no sensitivity said"],
)
def test_it_is_recorded_as_it_went_and_what_was_not_said_then_is_said_now(
    went: LabelledItem, refusal: type[Refusal]
) -> None:
    past = given(lambda: make(about(A_THREAT)), carry_out(THREATENED))
    past.when(again(record_of(A_THREAT), BEA, went)).then_refused(refusal)


@requirement("R-362", "R-420")
def test_an_open_record_holds_up_nothing_else_and_stays_open() -> None:
    """The ordinary way for something more, and the same once more to somebody else there."""
    colleague = Recipient(agency=BOARD, practitioner=COLM.id)
    for more in (
        completing(about(an_id("something more"), urgent=False)),
        again(replace(about(FACT), recipient=colleague), elsewhere=(FIRST, SECOND)),
    ):
        past = twice(more)
        assert recorded(past) == [[], []]
        assert past.now().unrecorded == (FIRST, SECOND)
        assert past.past[-1].completes == []


@requirement("R-157", "R-362")
def test_to_each_recipient_the_record_is_one_of_its_own() -> None:
    """Finding: a record that stated the need of one completed that of another."""
    tasks = [task for task in twice().now().left if task[0] == GAP_LEFT]
    one = twice(again(record_of(FACT), BEA, A_FACT, elsewhere=(SECOND,)))
    assert (recorded(one)[-1], one.now().unrecorded) == ([FIRST], (SECOND,))
    assert [task for task in one.now().left if task[0] == GAP_LEFT] == tasks
    both = twice(
        again(record_of(FACT), BEA, A_FACT, elsewhere=(SECOND,)),
        again(record_of(A_THREAT), BEA, THREATENED),
    )
    assert (recorded(both)[-1], both.now().unrecorded) == ([SECOND], ())
    assert both.now().recorded


@requirement("R-200", "R-362")
def test_a_decision_that_only_records_gives_nothing_anew() -> None:
    """Finding: other words went under it, of a special category, and stood as recorded."""
    past = twice(
        completing(record_of(FACT, A_THREAT, special=True, condition="vital-interests"))
    )
    past.when(carry_out(WOUNDED, THREATENED)).then_refused(NothingToCarryOut)


@requirement("R-104", "R-226")
def test_who_answered_everything_in_an_emergency_is_held_to_it() -> None:
    """Finding: what was answered with no went as health data, and no record was asked of it."""
    whole = given(lambda: make(record_of(FACT)))
    assert (whole.now().in_emergency, whole.now().recorded) == (True, True)
    whole.when(carry_out(WOUNDED)).then_refused(ConditionRequired)
    given(lambda: make(about(FACT))).when(carry_out(WOUNDED)).then(
        happened(SharingDecision.CarriedOut, disclosure=FIRST, completes=[], tasks=[])
    )


@requirement("R-362")
def test_what_is_said_only_as_it_goes_holds_up_no_emergency() -> None:
    put = about(FACT)
    unsaid = tuple(replace(each, kind="", sensitivity="") for each in put.decision.items)
    put = replace(put, decision=replace(put.decision, items=unsaid))
    went = replace(A_FACT, sensitivity=Sensitivity.HIGHLY_SENSITIVE)
    given(lambda: make(put)).when(carry_out(went)).then(
        happened(SharingDecision.CarriedOut, disclosure=FIRST, completes=[], tasks=[])
    )


@requirement("R-362")
@pytest.mark.parametrize(("code", "left"), [("do-not-share", False), ("hold", True)])
def test_where_nothing_went_there_is_nothing_to_record(code: str, *, left: bool) -> None:
    past = given(lambda: make(about(FACT)), again(NOTHING if code == "do-not-share" else HELD))
    after = past.now()
    assert any(kind == GAP_LEFT for kind, _ in after.left) is left


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
