"""Whether there is a sign of harm, where nobody has said: no emergency waits for it (R-018)."""

from __future__ import annotations

from dataclasses import replace

from hub_domain.law.cautions import case_cautions
from hub_domain.law.evidence import Case
from hub_domain.law.grounds import GroundGiven
from tests.domain.law.cases import HOUSING, SAID, case_of, decision_of
from tests.domain.law.deciding import judge, neutral, refusals
from tests.domain.law.filling import fill
from tests.support.requirements import requirement


def unsaid(**other: str) -> Case:
    return replace(case_of(fill(other)), harm=None)


@requirement("R-018", "R-362")
def test_an_emergency_leaves_it_to_the_record_which_is_not_complete_without() -> None:
    """Finding: it was recorded that there was no sign of harm, and nobody had been asked."""
    case = replace(neutral(recipient="PROTECTIVE")[0], harm=None, immediate_risk=True)
    _case, share = neutral()
    at_once = judge(case, share)
    assert at_once.accepted
    gap = ("complete-emergency-record", {"gap": "rationale"})
    assert gap in [(task.code, task.facts) for task in at_once.tasks]
    said = judge(replace(case, harm="none"), share)
    assert gap not in [(task.code, task.facts) for task in said.tasks]
    completes = replace(share, records=True)
    assert refusals(case, completes) == {"ERR_SHARE_RECORD_INCOMPLETE"}
    assert judge(replace(case, harm="none"), completes).accepted


@requirement("R-014")
def test_any_other_decision_says_it_but_for_one_that_waits_for_advice() -> None:
    case, share = neutral()
    assert refusals(replace(case, harm=None), share) == {"ERR_SHARE_RECORD_INCOMPLETE"}


@requirement("R-007")
def test_unsaid_there_may_be_harm_and_safety_comes_before_the_ground() -> None:
    confidential = (GroundGiven(code="confidentiality", text=SAID),)
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    only = replace(decision, items=(replace(decision.items[0], grounds=confidential),))
    case = unsaid(table="D4", decision="DO_NOT_SHARE", recipient="PROTECTIVE")
    assert "ERR_OVERRIDING_CONSIDERATION" in refusals(case, only)
    assert "ERR_OVERRIDING_CONSIDERATION" not in refusals(replace(case, harm="none"), only)


@requirement("R-017", "R-405")
def test_unsaid_a_child_may_be_at_risk_except_that_an_emergency_is_judged_by_its_risk() -> None:
    case = unsaid(recipient="PROTECTIVE")
    assert case.child_at_risk
    assert not replace(case, child=False).child_at_risk
    assert not replace(case, immediate_risk=True).child_at_risk
    alone = replace(case, receiver=replace(case.receiver, body=HOUSING, post=""))
    untold = replace(alone, police_notified=False, social_care_notified=False)
    assert [each.code for each in case_cautions(untold, told=True)] == [
        "no-statutory-recipient"
    ]
