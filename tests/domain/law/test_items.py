"""Item by item: what each refusal says of what goes and of what stays."""

from __future__ import annotations

from dataclasses import replace

from hub_domain.law.decided import ItemDecided
from hub_domain.law.evidence import Lawful, NoConsent, NoLawfulReason
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.judgement import TaskDue, Warned
from tests.domain.law.cases import ITEM, SAID, SEARCH, an_id, case_of
from tests.domain.law.deciding import (
    GOING,
    SECOND,
    STAYING,
    judge,
    neutral,
    part,
    refusals,
    told,
    two_items,
    withholding,
)
from tests.domain.law.filling import fill


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
