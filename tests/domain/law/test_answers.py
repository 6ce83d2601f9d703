"""Answering under each provision: what each refusal says, and what each answer opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.answers import Answer, judge_answer
from hub_domain.law.catalogue import Catalogue
from hub_domain.text_checks import TextChecks, check_text
from tests.domain.law.cases import BARE, LAW, SAID, SEARCH, TODAY, UNSAID
from tests.support.requirements import requirement

SHORT = check_text("other pupil")
BRIEF = check_text("our only clinician left on Friday")
PLAIN = Answer(code="supplied")

Facts = list[tuple[str, dict[str, object]]]


def refused(provision: str, answer: Answer) -> Facts:
    judged = judge_answer(LAW.provision_row(provision, TODAY), answer, LAW, TODAY)
    return [(each.code, each.facts()) for each in judged.refusals]


def opened(provision: str, answer: Answer) -> list[tuple[str, dict[str, str]]]:
    judged = judge_answer(LAW.provision_row(provision, TODAY), answer, LAW, TODAY).insist()
    return [(each.code, dict(each.facts)) for each in judged.tasks]


def declined(ground: str = "", text: TextChecks = SAID, **more: object) -> Answer:
    answer = replace(PLAIN, code="declined", ground=ground, texts={"reasons": text})
    return replace(answer, **more)  # type: ignore[arg-type]  # its fields


def challenged(ground: str, text: TextChecks = SAID) -> Answer:
    return replace(declined(ground, text), code="challenged")


def unrecognised(ground: str, lack: str = "") -> Facts:
    return [("refusal-ground-not-recognised", {"ground": ground, "lack": lack})]


def unreasoned(ground: str, lack: str) -> Facts:
    return [("no-share-reason-required", {"ground": ground, "lack": lack})]


@requirement("R-084", "R-101", "R-170")
@pytest.mark.parametrize("provision", ["CA2004-16H", "CA14-45", "COURT-ORDER"])
def test_a_duty_is_never_declined(provision: str) -> None:
    assert refused(provision, declined("not-relevant")) == unrecognised("not-relevant")


@requirement("R-064", "R-440")
def test_an_answer_that_a_provision_does_not_give_is_not_available() -> None:
    facts = {"answer": "not-known-here", "provision": "SSWBA-137"}
    answer = replace(PLAIN, code="not-known-here")
    assert refused("SSWBA-137", answer) == [("answer-not-available", facts)]
    assert refused("CA2004-16H", answer) == []


def test_a_report_duty_is_not_a_request_and_has_no_answers() -> None:
    assert refused("SSWBA-130", PLAIN)[0][0] == "answer-not-available"


@requirement("R-443")
def test_nothing_held_says_what_was_searched() -> None:
    nothing = replace(PLAIN, code="not-held")
    assert refused("CA1989-47", nothing) == [("search-not-stated", {"field": "search"})]
    assert refused("CA1989-47", replace(nothing, search=SEARCH)) == []


@requirement("R-064")
def test_a_challenge_of_a_statutory_request_is_escalated() -> None:
    assert opened("CA2004-16H", challenged("not-necessary")) == [
        ("escalate-16h", {"provision": "CA2004-16H"})
    ]
    assert opened("CA1989-47", challenged("not-necessary")) == []


@requirement("R-442")
@pytest.mark.parametrize(
    ("text", "lack"), [(UNSAID, "blank"), (BARE, "bare"), (SHORT, "too-short")]
)
def test_a_challenge_has_its_reasons(text: TextChecks, lack: str) -> None:
    wanted = unrecognised("not-specific", lack)
    assert refused("CA2004-16H", challenged("not-specific", text)) == wanted
    assert refused("CA2004-16H", replace(challenged("not-specific"), texts={})) == unrecognised(
        "not-specific", "blank"
    )


@requirement("R-441")
def test_a_challenge_on_another_ground_is_none() -> None:
    assert refused("CA2004-16H", challenged("too-busy")) == unrecognised("too-busy")
    assert refused("COURT-ORDER", challenged("not-necessary")) == unrecognised("not-necessary")


@requirement("R-064", "R-441")
def test_a_part_that_leaves_the_rest_unexplained_is_escalated_or_refused() -> None:
    part = replace(PLAIN, code="partly-supplied", ground="not-relevant")
    assert opened("CA2004-16H", part) == [("escalate-16h", {"provision": "CA2004-16H"})]
    assert opened("CA2004-16H", replace(part, rest_explained=True)) == []
    assert refused("COURT-ORDER", part) == unrecognised("not-relevant")
    assert refused("COURT-ORDER", replace(part, rest_explained=True)) == []
    assert refused("CDA1998-115", part) == []


@requirement("R-068", "R-069")
def test_who_declines_under_section_164_writes_reasons_that_are_delivered() -> None:
    ground = "adverse-effect-on-functions"
    due = [("deliver-reasons", {"provision": "SSWBA-164"})]
    assert opened("SSWBA-164", declined(ground)) == due
    assert opened("SSWBA-164", replace(declined(), code="partly-supplied")) == due
    for text, lack in ((UNSAID, "blank"), (BARE, "bare"), (BRIEF, "too-short")):
        wanted = [("written-reasons-required", {"lack": lack})]
        assert refused("SSWBA-164", declined(ground, text)) == wanted
    assert refused("SSWBA-164", declined("too-busy")) == [
        ("s164-ground", {"ground": "too-busy"})
    ]


def test_the_duty_to_share_about_a_child_has_one_exit() -> None:
    assert refused("CA2004-16LA", declined("more-detrimental")) == []
    assert refused("CA2004-16LA", declined("not-relevant")) == unrecognised("not-relevant")
    for text, lack in ((UNSAID, "blank"), (BARE, "bare"), (SHORT, "too-short")):
        wanted = unreasoned("more-detrimental", lack)
        assert refused("CA2004-16LA", declined("more-detrimental", text)) == wanted


@pytest.mark.parametrize("provision", ["CDA1998-115", "CL-POLICE", "CA1989-47", "CA1989-17"])
def test_a_power_is_declined_on_any_recognised_ground(provision: str) -> None:
    assert refused(provision, declined("not-relevant")) == []
    assert refused(provision, declined()) == unreasoned("", "blank")
    for ground in (
        "data-protection",
        "too-busy",
        "not-a-partner",
        "adverse-effect-on-functions",
    ):
        assert refused(provision, declined(ground)) == unrecognised(ground)


def test_a_board_may_be_declined_on_the_two_grounds_as_well() -> None:
    assert refused("SSWBA-137", declined("adverse-effect-on-functions")) == []
    assert refused("SSWBA-137", declined("not-relevant")) == []
    assert refused("SSWBA-137", declined("not-a-partner")) == unrecognised("not-a-partner")


def test_a_decline_says_why_in_words() -> None:
    assert refused("CDA1998-115", declined("not-relevant", BARE)) == unrecognised(
        "not-relevant", "bare"
    )
    for text, lack in ((UNSAID, "blank"), (SHORT, "too-short")):
        wanted = unreasoned("not-relevant", lack)
        assert refused("CDA1998-115", declined("not-relevant", text)) == wanted


@requirement("R-013")
def test_a_decline_proves_what_it_says() -> None:
    assert refused("CDA1998-115", declined("already-shared")) == [
        ("assumed-shared-elsewhere", {})
    ]
    assert refused("CDA1998-115", declined("already-shared", disclosure_known=True)) == []
    assert refused("CDA1998-115", declined("law-prohibits")) == unrecognised("law-prohibits")
    assert refused("CDA1998-115", declined("law-prohibits", bar="PCSC2022-16")) == []


def test_a_ground_that_has_ended_is_none_any_more() -> None:
    ended = [
        replace(row, valid_to=date(2026, 5, 31)) if row.id == "not-relevant" else row
        for row in LAW.rows
    ]
    power, answer = LAW.provision_row("CDA1998-115", TODAY), declined("not-relevant")
    judged = judge_answer(power, answer, Catalogue(2, 1, tuple(ended)), TODAY)
    assert [each.code for each in judged.refusals] == ["refusal-ground-not-recognised"]
    assert judge_answer(power, answer, LAW, TODAY).accepted
