"""The three routes of a decision: ordinary, in an emergency, and recorded afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.decided import Decision, Happened
from hub_domain.law.decisions import DecisionJudged, judge_decision
from hub_domain.law.evidence import Case, PurposeClear
from hub_domain.law.judgement import TaskDue
from hub_domain.law.records import Record
from hub_domain.law.rows import Purpose, RecordField
from tests.domain.law.cases import BARE, LAW, NOW, SAID, TODAY, decision_of, full_record
from tests.domain.law.deciding import (
    judge,
    neutral,
    recorded,
    refusals,
    told,
    two_items,
    withholding,
)
from tests.domain.law.filling import fill


def happened(case: Case, share: Decision, **change: object) -> DecisionJudged:
    facts = replace(Happened(at=NOW, recorded_at=NOW), **change)  # type: ignore[arg-type]  # its fields
    return judge(case, replace(share, happened=facts))


def test_what_was_shared_without_any_item_is_no_record_of_a_share() -> None:
    case, share = neutral()
    judged = happened(case, replace(share, items=()), at=None, recipient_known=False)
    assert [each.facts()["field"] for each in judged.refusals] == [
        "occurred-at",
        "recipient",
        "items",
    ]
    assert (judged.outcome, judged.path, judged.row) == ("unanswered", "P", "")


@pytest.mark.parametrize("row", ["D1", "D5", "D7"])
def test_what_should_not_have_gone_is_recorded_and_reviewed(row: str) -> None:
    case, share = neutral(table=row, decision="SHARE")
    judged = happened(replace(case, crime_suspected=True, police_notified=False), share)
    assert judged.accepted
    assert (judged.outcome, judged.path, judged.row) == (
        "unanswered",
        "OUTSIDE_PROCEDURE",
        "M5",
    )
    assert [each.code for each in judged.tasks] == ["breach-review", "share-with-police"]


def test_an_emergency_with_a_purpose_was_no_breach_whatever_the_table_said() -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE", table="D5", decision="SHARE")
    judged = happened(case, share)
    assert (judged.outcome, judged.path, judged.row) == ("share", "EMERGENCY", "M1")
    aimless = happened(replace(case, purpose=None), share)
    assert aimless.row == "M5"
    assert [each.code for each in aimless.tasks] == ["breach-review", "coordinator-file-note"]


def test_whether_it_serves_safeguarding_is_asked_without_a_purpose_too() -> None:
    case, share = neutral()
    aimless = replace(case, purpose=None)
    unhelpful = replace(share, record=recorded(supports_safeguarding="no"))
    assert "ERR_PURPOSE_NOT_SERVED" not in refusals(aimless, unhelpful)
    assert "ERR_PURPOSE_REQUIRED" in refusals(aimless, unhelpful)


def test_a_purpose_with_its_detail_is_as_much_for_safeguarding() -> None:
    rows = [
        replace(row, details=("at-home",))
        if isinstance(row, Purpose) and row.id == "child-protection"
        else row
        for row in LAW.rows
    ]
    case, share = neutral()
    detailed = replace(case, purpose=PurposeClear(code="child-protection/at-home", text=SAID))
    unhelpful = replace(share, record=recorded(supports_safeguarding="no"))
    judged = judge_decision(detailed, unhelpful, Catalogue(2, 1, tuple(rows)), TODAY)
    assert [each.code for each in judged.refusals] == ["purpose-not-served"]


@pytest.mark.parametrize(("row", "lacking"), [("D2", True), ("D3", False)])
def test_whom_to_tell_stays_open_where_an_emergency_identifies_someone(
    row: str, *, lacking: bool
) -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE", table=row, H5="NOT_IDENTIFIABLE")
    due = TaskDue("complete-emergency-record", {"gap": "how"})
    assert (due in judge(case, share).tasks) == lacking


def test_who_is_excluded_receives_nothing_and_may_be_refused() -> None:
    case, share = neutral(recipient="EXCLUDED")
    assert refusals(case, share) == {"ERR_RECIPIENT_NOT_AVAILABLE"}
    assert judge(case, withholding()).accepted


@pytest.mark.parametrize(
    "change", [{"text": None}, {"text": BARE}, {"role": ""}, {"due_at": None}]
)
def test_a_hold_says_what_it_waits_for_from_whom_and_until_when(
    change: dict[str, object],
) -> None:
    case, hold = neutral(table="D7")
    assert hold.question is not None
    wanted = [("reason-required", {"field": "question", "lack": "blank"})]
    lacking = replace(hold.question, **change)  # type: ignore[arg-type]  # its fields
    for question in (None, lacking):
        assert told(case, replace(hold, question=question)) == wanted
    assert judge(case, hold).accepted


def test_a_hold_needs_no_confirmation_and_no_clear_risk() -> None:
    case, hold = neutral(table="D7")
    for clarity in ("", "unclear"):
        unsure = replace(hold, confirmed=False, risk_clarity=clarity)
        assert judge(case, unsure).accepted
    case, share = neutral()
    wanted = {"ERR_DECISION_NEEDS_HUMAN"}
    assert refusals(case, replace(share, confirmed=False)) == wanted
    case, refusal = neutral(table="D5")
    assert refusals(case, replace(refusal, confirmed=False)) == wanted


@pytest.mark.parametrize("row", ["D4", "D5"])
def test_an_unclear_risk_is_for_the_competent(row: str) -> None:
    case, decision = neutral(table=row)
    blank = replace(decision, risk_clarity="")
    assert told(case, blank) == [("risk-unset", {"field": "risk_clarity"})]
    unclear = replace(decision, risk_clarity="unclear")
    assert told(case, unclear) == [("competent-advice-required", {})]
    assert judge(case, replace(unclear, decider_role="co-ordinator")).accepted
    advised = replace(unclear, adviser_roles=("practitioner", "senior-manager"))
    assert judge(case, advised).accepted


def test_a_question_reached_and_blank_is_asked_once_the_purpose_is_clear() -> None:
    case, share = neutral()
    (answers,) = case.answers
    blank = replace(case, answers=(replace(answers, consent=None),))
    assert told(blank, share) == [("principle-unanswered", {"check": "appropriate"})]
    aimless = replace(blank, purpose=None)
    assert told(aimless, share) == [("purpose-required", {"lack": "blank"})]


def test_a_decision_about_nothing_leads_nowhere() -> None:
    case, share = neutral()
    judged = judge(replace(case, answers=()), replace(share, items=(), considered=frozenset()))
    assert (judged.outcome, judged.path, judged.row) == ("unanswered", "P", "")


def test_whoever_refuses_need_not_say_how_it_would_have_been_shared() -> None:
    case, share = neutral(H4="U")
    refused = judge(case, withholding())
    assert refused.accepted
    assert (refused.outcome, refused.path) == ("may-share", "P>C>I>L")
    assert refusals(case, share) == {"ERR_ADVICE_OPEN"}
    held = judge(case, decision_of(fill({"decision": "HOLD"})))
    assert (held.accepted, held.path) == (True, "P>C>I>L>H4")


def test_what_is_refused_stores_no_warning_and_opens_no_task() -> None:
    case, share = neutral(profile="CONSENT_FIRST", crime="Y", police="not-notified")
    warned = replace(share, gaps=("training",))
    accepted = judge(case, warned)
    assert accepted.warnings
    assert accepted.opens("share-with-police")
    refused = judge(case, replace(warned, confirmed=False))
    assert (refused.warnings, refused.tasks) == ((), ())


def test_a_hold_records_only_what_cannot_wait() -> None:
    """The rest is recorded with the decision that follows the advice."""
    case, hold = neutral(table="D7")
    waiting = {row.id for row in LAW.every(RecordField) if row.on_hold}
    entries = {name: said for name, said in full_record().entries.items() if name in waiting}
    assert judge(case, replace(hold, record=Record(entries=entries))).accepted
    assert not judge(case, replace(hold, record=Record())).accepted
    mixed = two_items("D7")
    assert judge(mixed, replace(hold, record=Record(entries=entries))).accepted
