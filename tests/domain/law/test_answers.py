"""Answering under each provision: what each refusal says, and what each answer opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub_domain.law.answers import Answer, judge_answer
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


def declined(ground: str = "", text: TextChecks = SAID) -> Answer:
    """On a ground, which a decision not to share rests on."""
    withheld = ((ground,),) if ground else ((),)
    return Answer(code="declined", ground=ground, texts={"reasons": text}, withheld=withheld)


def challenged(ground: str, text: TextChecks = SAID) -> Answer:
    return replace(declined(ground, text), code="challenged")


def partly(*withheld: str, text: TextChecks = SAID) -> Answer:
    """A part is supplied, and each of these items withheld: on those grounds, or on none."""
    return Answer(
        code="partly-supplied",
        texts={"reasons": text},
        withheld=tuple(tuple(grounds.split()) for grounds in withheld),
    )


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


@requirement("R-443")
@pytest.mark.parametrize(
    ("begins", "ends", "lacking"),
    [
        (TODAY, TODAY, ""),
        (TODAY, TODAY + timedelta(days=1), ""),
        (TODAY, TODAY - timedelta(days=1), "period"),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=2), "period"),
        (None, TODAY, "period"),
        (TODAY, None, "period"),
    ],
)
def test_a_search_is_of_a_period_that_has_begun_and_does_not_run_backwards(
    begins: date | None, ends: date | None, lacking: str
) -> None:
    searched = replace(SEARCH, period_from=begins, period_to=ends)
    wanted = [("search-not-stated", {"field": lacking})] if lacking else []
    assert refused("CA1989-47", replace(PLAIN, code="not-held", search=searched)) == wanted


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
def test_a_part_that_leaves_the_rest_unchallenged_is_escalated_or_refused() -> None:
    escalated = [("escalate-16h", {"provision": "CA2004-16H"})]
    for unexplained in (
        partly("not-relevant"),
        partly("confidentiality no-need-to-know"),
        partly("not-necessary", "not-relevant"),
        partly(""),
    ):
        assert opened("CA2004-16H", unexplained) == escalated
    assert opened("CA2004-16H", partly("not-relevant not-necessary", "not-specific")) == []
    assert opened("CA2004-16H", partly()) == []
    assert refused("COURT-ORDER", partly("not-relevant")) == unrecognised("not-relevant")
    assert refused("COURT-ORDER", partly("")) == unrecognised("")
    assert refused("COURT-ORDER", partly("application-to-court")) == []
    assert refused("CA2004-14B", partly("not-relevant")) == []
    assert refused("CA2004-14B", partly("")) == unrecognised("")
    assert refused("CDA1998-115", partly("not-relevant", "")) == []


@requirement("R-064")
def test_what_is_escalated_follows_from_the_row_of_the_provision() -> None:
    row = replace(LAW.provision_row("CA2004-16H", TODAY), escalation="")
    for answer in (challenged("not-necessary"), partly()):
        assert not judge_answer(row, answer, LAW, TODAY).escalates
    row = LAW.provision_row("CA2004-16H", TODAY)
    assert judge_answer(row, challenged("not-necessary"), LAW, TODAY).escalates
    assert not judge_answer(row, partly("not-necessary"), LAW, TODAY).escalates


@requirement("R-068", "R-069")
def test_who_declines_under_section_164_writes_reasons_that_are_delivered() -> None:
    ground = "adverse-effect-on-functions"
    due = [("deliver-reasons", {"provision": "SSWBA-164"})]
    assert opened("SSWBA-164", declined(ground)) == due
    assert opened("SSWBA-164", partly("not-relevant")) == due
    for text, lack in ((UNSAID, "blank"), (BARE, "bare"), (BRIEF, "too-short")):
        wanted = [("written-reasons-required", {"lack": lack})]
        assert refused("SSWBA-164", declined(ground, text)) == wanted
        assert refused("SSWBA-164", partly("not-relevant", text=text)) == wanted
    assert refused("SSWBA-164", declined("too-busy")) == [
        ("s164-ground", {"ground": "too-busy"})
    ]


@requirement("R-069")
def test_a_part_of_which_the_rest_is_not_held_needs_no_reasons() -> None:
    for provision in ("SSWBA-164", "CA14-7", "CA2004-16LA"):
        assert opened(provision, partly(text=UNSAID)) == []


def test_a_part_under_the_duty_to_share_about_a_child_is_withheld_on_its_own_exit() -> None:
    part = partly("more-detrimental", "confidentiality more-detrimental")
    assert refused("CA2004-16LA", part) == []
    assert refused("CA2004-16LA", partly("more-detrimental", "not-relevant")) == unrecognised(
        "not-relevant"
    )
    assert refused("CA2004-16LA", partly("")) == unrecognised("")
    for text, lack in ((UNSAID, "blank"), (BARE, "bare"), (SHORT, "too-short")):
        wanted = unreasoned("more-detrimental", lack)
        assert refused("CA2004-16LA", partly("more-detrimental", text=text)) == wanted


def test_the_duty_to_share_about_a_child_has_one_exit() -> None:
    assert refused("CA2004-16LA", declined("more-detrimental")) == []
    assert refused("CA2004-16LA", declined("not-relevant")) == unrecognised("not-relevant")
    for text, lack in ((UNSAID, "blank"), (BARE, "bare"), (SHORT, "too-short")):
        wanted = unreasoned("more-detrimental", lack)
        assert refused("CA2004-16LA", declined("more-detrimental", text)) == wanted


@requirement("R-084")
@pytest.mark.parametrize(
    "provision", ["CDA1998-115", "CL-POLICE", "CA1989-47", "CA1989-17", "SSWBA-137"]
)
def test_who_declines_a_power_has_decided_not_to_share(provision: str) -> None:
    undecided = replace(declined("not-relevant"), withheld=None)
    assert refused(provision, undecided) == [("not-decided", {})]
    assert refused(provision, declined("not-relevant")) == []


@requirement("R-084")
def test_what_the_requester_is_told_is_a_ground_that_stood_in_the_decision() -> None:
    assert refused("CA1989-47", declined()) == unreasoned("", "blank")
    answer = replace(declined("confidentiality"), withheld=(("not-relevant",), ()))
    assert refused("CA1989-47", answer) == unrecognised("confidentiality")
    assert refused("CA1989-47", replace(answer, ground="not-relevant")) == []
    narrow = replace(
        LAW.provision_row("CA1989-47", TODAY), decline_grounds=("confidentiality",)
    )
    judged = judge_answer(narrow, declined("not-relevant"), LAW, TODAY)
    assert [each.code for each in judged.refusals] == ["refusal-ground-not-recognised"]
    assert judge_answer(narrow, declined("confidentiality"), LAW, TODAY).accepted
    assert refused("CA1989-47", replace(answer, withheld=())) == unrecognised("confidentiality")


def test_a_decline_says_why_in_words() -> None:
    assert refused("CDA1998-115", declined("not-relevant", BARE)) == unrecognised(
        "not-relevant", "bare"
    )
    for text, lack in ((UNSAID, "blank"), (SHORT, "too-short")):
        wanted = unreasoned("not-relevant", lack)
        assert refused("CDA1998-115", declined("not-relevant", text)) == wanted
