"""What a person decides, against the outcome, and with what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hub_domain.law.decided import Happened, ItemDecided
from hub_domain.law.evidence import (
    ConsentStanding,
    Identifying,
    Lawful,
    NoConsent,
    NoLawfulReason,
    Receiver,
    WithoutConsent,
)
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.records import Record
from hub_domain.law.rows import RecordField
from hub_domain.text_checks import check_text
from tests.domain.law.cases import (
    HOUSING,
    ITEM,
    LAW,
    NOW,
    SAID,
    SEARCH,
    an_id,
    case_of,
    decision_of,
    full_record,
)
from tests.domain.law.deciding import (
    GOING,
    SECOND,
    STAYING,
    judge,
    neutral,
    part,
    recorded,
    refusals,
    two_items,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement


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


@requirement("R-122", "R-200")
def test_an_item_is_listed_once_and_answered_for_once() -> None:
    """Or else it would go by the one line, and be judged by the other."""
    case, share = neutral()
    otherwise = replace(GOING, kind="opinion")
    assert refusals(case, replace(share, items=(GOING, otherwise))) == {
        "ERR_ITEM_NOT_JUSTIFIED"
    }
    held_too = part(GOING, STAYING, replace(STAYING, item=GOING.item))
    assert "ERR_ITEM_NOT_JUSTIFIED" in refusals(two_items("D5"), held_too)
    twice = replace(case, answers=(*case.answers, *case.answers))
    assert refusals(twice, share) == {"ERR_ITEM_NOT_JUSTIFIED"}


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
