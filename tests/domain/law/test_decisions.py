"""What a person decides, against the outcome, and with what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.decided import Decision, Happened, ItemDecided
from hub_domain.law.decisions import DecisionJudged, judge_decision
from hub_domain.law.evidence import (
    Case,
    ConsentStanding,
    Identifying,
    Lawful,
    NoConsent,
    NoLawfulReason,
    PurposeClear,
    Receiver,
    WithoutConsent,
)
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.judgement import TaskDue, Warned
from hub_domain.law.records import Record
from hub_domain.law.rows import Purpose, RecordField
from hub_domain.text_checks import check_text
from tests.domain.law.cases import (
    BARE,
    HOUSING,
    ITEM,
    LAW,
    NOW,
    SAID,
    SEARCH,
    TODAY,
    an_id,
    case_of,
    decision_of,
    full_record,
    named,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

SECOND = an_id("second item")
GOING = ItemDecided(item=ITEM, included=True, kind="fact", needed_for=SAID)
STAYING = ItemDecided(
    item=SECOND, included=False, grounds=(GroundGiven(code="not-relevant", text=SAID),)
)


def judge(case: Case, decision: Decision) -> DecisionJudged:
    return judge_decision(case, decision, LAW, TODAY)


def refusals(case: Case, decision: Decision) -> set[str]:
    return {named(each) for each in judge(case, decision).refusals}


def neutral(**cells: str) -> tuple[Case, Decision]:
    filled = fill(cells)
    return case_of(filled), decision_of(filled)


def two_items(second: str) -> Case:
    """One item on D4, another on the row named."""
    case = case_of(fill({}))
    (other,) = case_of(fill({"table": second})).answers
    return replace(case, answers=(*case.answers, replace(other, items=(SECOND,))))


def part(*items: ItemDecided) -> Decision:
    decision = decision_of(fill({"decision": "SHARE_PART"}))
    return replace(decision, items=items, considered=frozenset({ITEM, SECOND}))


def test_part_goes_and_part_stays_with_its_ground() -> None:
    judged = judge(two_items("D5"), part(GOING, STAYING))
    assert judged.accepted
    assert (judged.outcome, judged.path) == ("may-share", "P>C>I>L")


def test_what_is_not_held_stays_with_its_search_and_needs_no_answers() -> None:
    case = case_of(fill({}))
    not_held = ItemDecided(item=SECOND, included=False, not_held=True, search=SEARCH)
    assert judge(case, part(GOING, not_held)).accepted
    unsearched = replace(not_held, search=None)
    assert refusals(case, part(GOING, unsearched)) == {"ERR_SEARCH_NOT_STATED"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"systems": ()}, "systems"),
        ({"period_to": None}, "period"),
        ({"identifiers": ()}, "identifiers"),
    ],
)
def test_a_search_says_where_when_and_by_what(change: dict[str, object], field: str) -> None:
    search = replace(SEARCH, **change)  # type: ignore[arg-type]  # fields of the search
    not_held = ItemDecided(item=SECOND, included=False, not_held=True, search=search)
    (refusal,) = judge(case_of(fill({})), part(GOING, not_held)).refusals
    assert refusal.facts() == {"field": field}


@requirement("R-161", "R-172", "R-262")
def test_one_unsure_item_does_not_delay_the_rest() -> None:
    asked = ItemDecided(item=SECOND, included=False, advice=an_id("advice"))
    judged = judge(two_items("D7"), part(GOING, asked))
    assert judged.accepted
    assert judged.opens("redecide")
    assert refusals(two_items("D7"), part(GOING, STAYING)) == {"ERR_ADVICE_OPEN"}


@requirement("R-154", "R-200")
def test_an_item_that_must_stay_cannot_go_with_the_rest() -> None:
    both = part(GOING, replace(GOING, item=SECOND))
    assert refusals(two_items("D5"), both) == {"ERR_OUTCOME_NOT_SHARE"}


@requirement("R-122", "R-200")
def test_every_item_considered_is_listed_and_answered_for() -> None:
    assert refusals(two_items("D4"), part(GOING)) == {"ERR_ITEM_NOT_JUSTIFIED"}
    unanswered = part(GOING, replace(GOING, item=SECOND))
    assert refusals(case_of(fill({})), unanswered) == {"ERR_ITEM_NOT_JUSTIFIED"}
    withheld = part(GOING, STAYING)
    assert refusals(case_of(fill({})), withheld) == {"ERR_ITEM_NOT_JUSTIFIED"}


def test_a_whole_share_withholds_nothing_and_a_refusal_shares_nothing() -> None:
    case, share = neutral()
    withheld = replace(STAYING, item=ITEM)
    assert "ERR_ITEM_NOT_JUSTIFIED" in refusals(case, replace(share, items=(withheld,)))
    nothing = replace(share, code="do-not-share")
    assert "ERR_ITEM_NOT_JUSTIFIED" in refusals(case, nothing)


@requirement("R-176", "R-201")
def test_a_decision_about_nothing_is_none() -> None:
    case, share = neutral()
    empty = replace(share, items=(), considered=frozenset())
    bare = replace(case, answers=())
    assert "ERR_SHARE_RECORD_INCOMPLETE" in refusals(bare, empty)
    assert "ERR_NO_SHARE_REASON_REQUIRED" in refusals(bare, replace(empty, code="do-not-share"))


@requirement("R-180")
def test_an_item_says_what_it_is_needed_for() -> None:
    case, share = neutral()
    unneeded = replace(share, items=(replace(GOING, needed_for=None),))
    assert refusals(case, unneeded) == {"ERR_ITEM_NOT_JUSTIFIED"}


@requirement("R-014")
@pytest.mark.parametrize("role", ["", "system"])
def test_the_hub_itself_never_decides(role: str) -> None:
    case, share = neutral()
    assert refusals(case, replace(share, decider_role=role)) == {"ERR_DECISION_NEEDS_HUMAN"}


@requirement("R-007")
def test_one_ground_that_stands_is_enough() -> None:
    case, _ = neutral(
        table="D4", decision="DO_NOT_SHARE", recipient="PROTECTIVE", harm="LIKELY"
    )
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    confidential = GroundGiven(code="confidentiality", text=SAID)
    only = replace(decision, items=(replace(STAYING, item=ITEM, grounds=(confidential,)),))
    assert refusals(case, only) == {"ERR_OVERRIDING_CONSIDERATION"}
    irrelevant = GroundGiven(code="not-relevant", text=SAID)
    grounds = (confidential, irrelevant)
    both = replace(decision, items=(replace(STAYING, item=ITEM, grounds=grounds),))
    assert judge(case, both).accepted


def test_a_reason_of_two_words_is_too_short() -> None:
    case, _ = neutral(decision="DO_NOT_SHARE")
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    short = GroundGiven(code="not-relevant", text=check_text("other pupil"))
    only = replace(decision, items=(replace(STAYING, item=ITEM, grounds=(short,)),))
    (refusal,) = judge(case, only).refusals
    assert refusal.facts() == {"ground": "not-relevant", "lack": "too-short"}


def test_a_reason_that_names_the_child_is_no_reason_to_keep() -> None:
    case, _ = neutral(decision="DO_NOT_SHARE")
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    text = check_text("Siân is not the pupil you ask about", subjects=["Sian"])
    naming = GroundGiven(code="not-relevant", text=text)
    only = replace(decision, items=(replace(STAYING, item=ITEM, grounds=(naming,)),))
    (refusal,) = judge(case, only).refusals
    assert refusal.facts()["lack"] == "names-subject"


SHARED_FIELDS = [
    each.id
    for each in LAW.every(RecordField)
    if "D4" in each.rows
    and each.when not in {"confidential", "no-provision"}
    and each.blank not in {"warned", "nothing"}
]


@pytest.mark.parametrize("field", SHARED_FIELDS)
def test_each_field_of_the_record_is_asked_for(field: str) -> None:
    case, share = neutral()
    entries = {name: entry for name, entry in full_record().entries.items() if name != field}
    judged = judge(case, replace(share, record=Record(entries=entries)))
    (row,) = LAW.versions(RecordField, field)
    assert [each.code for each in judged.refusals] == [row.blank]
    assert field in judged.weighing.still_to_record


def test_a_share_with_no_statute_says_its_good_reason() -> None:
    case, share = neutral()
    (answers,) = case.answers
    housing = replace(case, holder=HOUSING)
    lawful = Lawful(basis="legitimate-interests", balance=SAID)
    case = replace(housing, answers=(replace(answers, lawful=lawful),))
    assert judge(case, share).accepted
    entries = {
        name: text for name, text in full_record().entries.items() if name != "timeliness"
    }
    short = replace(share, record=Record(entries=entries))
    assert refusals(case, short) == {"ERR_SHARE_RECORD_INCOMPLETE"}


def test_a_duty_of_confidence_is_weighed_where_something_confidential_stays() -> None:
    case, decision = neutral(table="D5")
    (answers,) = case.answers
    case = replace(case, answers=(replace(answers, confidential=True),))
    entries = dict(full_record().entries)
    del entries["duty-to-share-considered"]
    lacking = replace(decision, record=Record(entries=entries))
    assert refusals(case, lacking) == {"ERR_RATIONALE_REQUIRED"}
    assert judge(case, decision).accepted


def recorded(**codes: str) -> Record:
    changed = {name.replace("_", "-"): code for name, code in codes.items()}
    return Record(entries={**full_record().entries, **changed})


@requirement("R-117")
def test_a_use_that_is_not_compatible_is_refused() -> None:
    case, share = neutral()
    wanted = {"ERR_INCOMPATIBLE_PURPOSE"}
    assert refusals(case, replace(share, record=recorded(compatible="no"))) == wanted


@requirement("R-009")
def test_a_share_that_serves_no_safeguarding_needs_another_purpose_or_a_duty() -> None:
    case, share = neutral()
    unhelpful = replace(share, record=recorded(supports_safeguarding="no"))
    assert refusals(case, unhelpful) == {"ERR_PURPOSE_NOT_SERVED"}
    answering = judge(replace(case, request="CA2004-16H"), unhelpful)
    assert answering.accepted
    assert answering.warns("support-not-shown")


@requirement("R-134")
def test_sharing_what_nobody_expects_unasked_warns() -> None:
    case, share = neutral()
    unexpected = replace(share, record=recorded(expected_by_subject="no"))
    assert judge(case, unexpected).warns("unexpected-share")
    assert not judge(case, share).warns("unexpected-share")


@requirement("R-136", "R-416")
def test_each_person_identified_has_a_standing_of_their_own() -> None:
    case, share = neutral()
    (answers,) = case.answers
    asked = ConsentStanding(
        status="not-sought",
        person=an_id("mother"),
        reason=WithoutConsent(code="could-place-child-at-risk", text=SAID),
    )
    forgotten = ConsentStanding(status="", person=an_id("partner"))
    consent = NoConsent(standings=(asked, forgotten))
    mixed = replace(
        case, answers=(replace(answers, consent=consent, identifies=Identifying()),)
    )
    assert refusals(mixed, share) == {"ERR_NO_CONSENT_REASON_REQUIRED"}


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("cannot-be-given", ""),
        ("exception", ""),
        ("exception", "E9"),
        ("statutory-duty", "E1"),
        ("x", ""),
    ],
)
def test_a_reason_without_its_detail_is_none(code: str, detail: str) -> None:
    case, share = neutral()
    (answers,) = case.answers
    standing = ConsentStanding(
        status="not-sought", reason=WithoutConsent(code=code, detail=detail, text=SAID)
    )
    consent = NoConsent(standings=(standing,))
    changed = replace(case, answers=(replace(answers, consent=consent),))
    assert refusals(changed, share) == {"ERR_NO_CONSENT_REASON_REQUIRED"}


def test_bases_considered_are_named_where_none_applies() -> None:
    case, decision = neutral(table="D5")
    (answers,) = case.answers
    unnamed = NoLawfulReason(bases_considered=())
    changed = replace(case, answers=(replace(answers, lawful=unnamed),))
    assert refusals(changed, decision) == {"ERR_SHARE_RECORD_INCOMPLETE"}


def test_who_can_protect_is_a_role_or_is_said_why() -> None:
    neighbour = Receiver(body=HOUSING)
    assert not neighbour.protective
    assert replace(neighbour, able_to_protect=SAID).protective
    assert not replace(neighbour, able_to_protect=SAID, excluded=True).protective
    assert not replace(neighbour, able_to_protect=check_text("safeguarding")).protective


def test_an_emergency_told_at_once_is_not_late() -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE")
    for hours, late in ((23, False), (24, False), (25, True)):
        happened = Happened(at=NOW - timedelta(hours=hours), recorded_at=NOW)
        assert judge(case, replace(share, happened=happened)).warns("late-record") == late


@pytest.mark.parametrize(
    ("change", "field"),
    [({"at": None}, "occurred-at"), ({"recipient_known": False}, "recipient")],
)
def test_only_when_to_whom_and_what_are_demanded(change: dict[str, object], field: str) -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE")
    happened = replace(Happened(at=NOW, recorded_at=NOW), **change)  # type: ignore[arg-type]  # its fields
    (refusal,) = judge(case, replace(share, happened=happened)).refusals
    assert refusal.facts() == {"field": field}


def test_a_telephone_call_that_was_allowed_is_recorded_like_any_share() -> None:
    case, share = neutral()
    happened = Happened(at=NOW, recorded_at=NOW)
    judged = judge(case, replace(share, happened=happened))
    assert judged.accepted
    assert judged.path == "P>C>I>L"


def told(case: Case, decision: Decision) -> list[tuple[str, dict[str, object]]]:
    return [(each.code, each.facts()) for each in judge(case, decision).refusals]


def withholding(**change: object) -> Decision:
    """Nothing is shared, and the one item of the case stays."""
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    item = replace(STAYING, item=ITEM, **change)  # type: ignore[arg-type]  # its fields
    return replace(decision, items=(item,))


def test_an_item_that_was_not_weighed_is_named() -> None:
    case = case_of(fill({}))
    wanted = [("item-not-justified", {"item": SECOND})]
    assert told(case, part(GOING, replace(GOING, item=SECOND))) == wanted
    assert told(case, part(GOING, STAYING)) == wanted


def test_an_item_that_may_not_go_says_on_which_row_and_path() -> None:
    both = part(GOING, replace(GOING, item=SECOND))
    assert told(two_items("D5"), both) == [("outcome-not-share", {"row": "D5"})]
    assert told(two_items("D7"), both) == [("advice-open", {"path": "P>C>I>L"})]
    assert told(two_items("D7"), part(GOING, STAYING)) == [("advice-open", {"path": "P>C>I>L"})]


def test_the_question_that_is_open_is_decided_anew_for_its_item() -> None:
    asked = ItemDecided(item=SECOND, included=False, advice=an_id("advice"))
    tasks = judge(two_items("D7"), part(GOING, asked)).tasks
    assert TaskDue("redecide", {"item": str(SECOND)}) in tasks


def test_not_held_and_under_advice_are_no_grounds_to_share_nothing() -> None:
    case = case_of(fill({}))
    for change, ground in (
        ({"not_held": True}, "not-held"),
        ({"advice": an_id("advice")}, "under-advice"),
    ):
        wanted = [("refusal-ground-not-recognised", {"ground": ground, "lack": ""})]
        assert told(case, withholding(**change)) == wanted


def test_what_nobody_weighed_is_not_held_only_with_its_search() -> None:
    nothing = replace(case_of(fill({})), answers=())
    for search, wanted in ((None, ["search-not-stated"]), (SEARCH, [])):
        decision = withholding(not_held=True, grounds=(), search=search)
        assert [each.code for each in judge(nothing, decision).refusals] == wanted


def test_a_duty_is_kept_on_its_own_grounds_while_advice_is_open() -> None:
    case = replace(case_of(fill({"table": "D7"})), request="CA2004-16H")
    for ground, stands in (("not-relevant", False), ("not-proportionate", True)):
        grounds = (GroundGiven(code=ground, text=SAID),)
        codes = told(case, withholding(grounds=grounds))
        refused = ("refusal-ground-not-recognised", {"ground": ground, "lack": ""})
        assert (refused not in codes) == stands
        assert ("advice-open", {"path": "P>C>I>L"}) in codes


def test_a_ground_is_asked_for_once_the_questions_are_answered() -> None:
    case = case_of(fill({"table": "D4"}))
    (answers,) = case.answers
    unanswered = replace(case, answers=(replace(answers, lawful=None),))
    codes = [code for code, _ in told(unanswered, withholding(grounds=()))]
    assert codes == ["principle-unanswered"]
    codes = [code for code, _ in told(case, withholding(grounds=()))]
    assert codes == ["no-share-reason-required"]


def test_where_consent_comes_first_the_reason_for_going_without_is_told() -> None:
    case, share = neutral(profile="CONSENT_FIRST")
    wanted = Warned("consent-first", {"reason": "not-reasonable-to-obtain"})
    assert wanted in judge(case, share).warnings


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


def test_an_item_without_its_kind_or_its_need_is_named() -> None:
    case, share = neutral()
    untyped = replace(share, items=(replace(GOING, kind=""),))
    assert told(case, untyped) == [("fact-opinion-unset", {"item": ITEM})]
    unneeded = replace(share, items=(replace(GOING, needed_for=None),))
    assert told(case, unneeded) == [("item-not-justified", {"item": ITEM})]


def test_the_evidence_of_what_stays_is_not_asked_for() -> None:
    case = two_items("D4")
    first, second = case.answers
    unlawful = replace(second, lawful=Lawful(basis="because"))
    case = replace(case, answers=(first, unlawful))
    assert judge(case, part(GOING, STAYING)).accepted
    both = part(GOING, replace(GOING, item=SECOND))
    assert refusals(case, both) == {"ERR_BASIS_NOT_AVAILABLE"}


def test_whoever_is_identified_is_told_or_it_is_said_why_not() -> None:
    case, share = neutral(table="D2", H5="NOT_IDENTIFIABLE")
    assert told(case, share) == [("how-incomplete", {"question": "H5"})]
    case, share = neutral(table="D3", H5="NOT_IDENTIFIABLE")
    assert judge(case, share).accepted


def test_an_item_that_is_left_out_is_missed_whoever_named_it() -> None:
    unlisted: list[tuple[str, dict[str, object]]] = [("item-not-justified", {"item": None})]
    asked = replace(part(GOING), considered=frozenset({ITEM, SECOND}))
    assert told(case_of(fill({})), asked) == unlisted
    answered = replace(part(GOING), considered=frozenset({ITEM}))
    assert told(two_items("D4"), answered) == unlisted


def test_a_decision_about_nothing_says_what_it_lacks() -> None:
    bare = replace(case_of(fill({})), answers=())
    nothing = replace(neutral()[1], items=(), considered=frozenset())
    assert told(bare, nothing) == [("share-record-incomplete", {"field": "items"})]
    wanted = [("no-share-reason-required", {"ground": "", "lack": "blank"})]
    assert told(bare, replace(nothing, code="do-not-share")) == wanted


def test_what_contradicts_the_decision_is_named() -> None:
    case, share = neutral()
    withheld = replace(share, items=(replace(STAYING, item=ITEM),))
    assert ("item-not-justified", {"item": ITEM}) in told(case, withheld)


def test_a_hold_asks_how_consent_stands_but_not_yet_for_bases() -> None:
    case, hold = two_items("D7"), neutral(table="D7")[1]
    open_question, other = case.answers
    unnamed = replace(other, lawful=NoLawfulReason(bases_considered=()))
    undecided = replace(case, answers=(open_question, unnamed))
    assert judge(undecided, hold).accepted
    unrecorded = replace(other, consent=NoConsent())
    waiting = replace(case, answers=(open_question, unrecorded))
    assert refusals(waiting, hold) == {"ERR_NO_CONSENT_REASON_REQUIRED"}
