"""What a weighing tells besides its outcome: why, by what authority, what would alter it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.evidence import (
    Case,
    ConsentInForce,
    Deidentified,
    How,
    ItemAnswers,
    PurposeClear,
    Unsure,
)
from hub_domain.law.table import follow
from hub_domain.law.weighing import Turn, weigh
from tests.domain.law.cases import BARE, LAW, PERSON, TODAY, UNSAID, case_of, named
from tests.domain.law.filling import LETTERS, fill
from tests.support.requirements import requirement

ROWS = sorted(LETTERS)
QUESTION = {"D1": "R-151", "D2": "R-152", "D3": "R-153", "D4": "R-154", "D5": "R-154"}
QUESTION |= dict.fromkeys(("D6", "D7", "D8", "D9"), "R-161")


def put(row: str) -> Case:
    return case_of(fill({"table": row}))


@pytest.mark.parametrize(
    "row", [pytest.param(row, marks=requirement(row, QUESTION[row])) for row in ROWS]
)
def test_a_case_reaches_its_row(row: str) -> None:
    weighing = weigh(put(row), LAW, TODAY)
    assert weighing.row == row
    reached = [asked.question for asked in weighing.questions if asked.effect != "not-reached"]
    assert [name for name in reached if name in "PCIL"] == weighing.path.split(">")


@pytest.mark.parametrize("row", ROWS)
def test_each_question_names_its_authority(row: str) -> None:
    for asked in weigh(put(row), LAW, TODAY).questions:
        assert asked.authority
        assert (asked.answer == "") == (asked.effect == "not-reached")


def test_the_last_question_reached_is_the_one_that_decides() -> None:
    effects = {
        row: [
            asked.effect
            for asked in weigh(put(row), LAW, TODAY).questions
            if asked.question in "PCIL"
        ]
        for row in ROWS
    }
    assert effects["D1"] == ["stop", "not-reached", "not-reached", "not-reached"]
    assert effects["D4"] == ["goes-on", "goes-on", "goes-on", "share"]
    assert effects["D5"] == ["goes-on", "goes-on", "goes-on", "stop"]
    assert effects["D8"] == ["goes-on", "hold", "not-reached", "not-reached"]


def test_a_single_change_that_alters_the_outcome_is_named() -> None:
    (item,) = weigh(put("D5"), LAW, TODAY).items
    assert Turn(question="C", answer="Y", outcome="may-share") in item.turns
    assert Turn(question="L", answer="Y", outcome="may-share") in item.turns
    assert Turn(question="I", answer="N", outcome="may-share") in item.turns
    assert Turn(question="L", answer="U", outcome="hold-seek-advice") in item.turns
    assert not any(
        turn.question == "P" and turn.outcome == "do-not-share" for turn in item.turns
    )


def test_what_must_be_recorded_follows_from_the_row() -> None:
    shared = weigh(put("D4"), LAW, TODAY).still_to_record
    nothing = weigh(put("D1"), LAW, TODAY).still_to_record
    held = weigh(put("D6"), LAW, TODAY).still_to_record
    assert {"facts-of-case", "article-8-aim", "openness", "necessity"} <= set(shared)
    assert "article-8-aim" not in nothing
    assert {"balance-considered", "effect-of-not-sharing", "impact-subject"} <= set(nothing)
    assert "balance-considered" in held
    assert "impact-subject" not in held


def test_the_child_is_asked_about_only_where_there_is_one() -> None:
    adult = replace(put("D4"), child=False)
    assert "best-interests" not in weigh(adult, LAW, TODAY).still_to_record
    assert "best-interests" in weigh(put("D4"), LAW, TODAY).still_to_record


@requirement("R-001", "R-151")
@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"purpose": None}, "P"),
        ({"purpose": PurposeClear(code="", text=None)}, "P"),
        ({"purpose": PurposeClear(code="child-protection", text=UNSAID)}, "P"),
        ({"purpose": PurposeClear(code="child-protection", text=BARE)}, "P"),
    ],
)
def test_a_purpose_without_words_is_no_answer(change: dict[str, object], path: str) -> None:
    weighing = weigh(replace(put("D4"), **change), LAW, TODAY)  # type: ignore[arg-type]  # a purpose
    assert (weighing.outcome, weighing.path) == ("unanswered", path)
    assert "ERR_PURPOSE_REQUIRED" in {named(each) for each in weighing.refusals}


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        (ItemAnswers(items=(PERSON,), consent=None), "P>C"),
        (ItemAnswers(items=(PERSON,), consent=ConsentInForce(consents=())), "P>C"),
    ],
)
def test_evidence_that_is_empty_is_no_answer(answers: ItemAnswers, path: str) -> None:
    weighing = weigh(replace(put("D4"), answers=(answers,)), LAW, TODAY)
    assert (weighing.outcome, weighing.path) == ("unanswered", path)


@pytest.mark.parametrize(("method", "risk"), [("", "remote"), ("aggregated", "")])
def test_de_identified_says_how_and_at_what_risk(method: str, risk: str) -> None:
    case = put("D3")
    (answers,) = case.answers
    changed = replace(answers, identifies=Deidentified(method=method, risk=risk))
    assert weigh(replace(case, answers=(changed,)), LAW, TODAY).path == "P>C>I"
    assert weigh(replace(case, answers=(changed,)), LAW, TODAY).outcome == "unanswered"


def test_items_are_weighed_one_by_one_and_part_may_go() -> None:
    goes, stays = put("D4").answers[0], put("D5").answers[0]
    weighing = weigh(replace(put("D4"), answers=(stays, goes)), LAW, TODAY)
    assert [item.row for item in weighing.items] == ["D5", "D4"]
    assert (weighing.outcome, weighing.row) == ("may-share", "D4")


def test_being_unsure_how_is_being_unsure() -> None:
    weighing = weigh(replace(put("D4"), how=How(channel=Unsure())), LAW, TODAY)
    assert (weighing.outcome, weighing.path) == ("hold-seek-advice", "P>C>I>L>H4")


@requirement("M1", "M8", "R-190")
def test_an_emergency_is_shared_and_the_answers_are_kept() -> None:
    case = case_of(fill({"E": "Y", "recipient": "PROTECTIVE", "table": "D2"}))
    weighing = weigh(case, LAW, TODAY)
    assert (weighing.outcome, weighing.path, weighing.row) == ("share", "EMERGENCY", "M1")
    assert weighing.items[0].row == "D2"
    assert weighing.refusals == ()


def test_a_case_without_items_has_an_outcome_as_well() -> None:
    assert weigh(replace(put("D4"), answers=()), LAW, TODAY).outcome == "unanswered"


def test_the_same_case_weighs_the_same() -> None:
    assert weigh(put("D4"), LAW, TODAY) == weigh(put("D4"), LAW, TODAY)


RESTRICTIONS = {"Y": ("N", "U"), "N": ("U",), "U": ()}
MORE_IDENTIFYING = {"N": ("Y", "U"), "Y": ("U",), "U": ()}


@given(st.sampled_from(list(product("YNU", repeat=4))), st.sampled_from(range(4)))
def test_a_restriction_never_allows_what_was_not_allowed(
    combination: tuple[str, ...], place: int
) -> None:
    """Less consent, less purpose, less reason, more identifying: never do-not-share to may."""
    before = dict(zip("PCIL", combination, strict=True))
    question = "PCIL"[place]
    stricter = MORE_IDENTIFYING if question == "I" else RESTRICTIONS
    for other in stricter[before[question]]:
        after = {**before, question: other}
        if follow(before).outcome != "may-share":  # type: ignore[arg-type]  # letters
            assert follow(after).outcome != "may-share"  # type: ignore[arg-type]  # letters


def questions(case: Case) -> list[tuple[str, str, str]]:
    return [
        (asked.question, asked.answer, asked.effect)
        for asked in weigh(case, LAW, TODAY).questions
    ]


ANSWERED = [
    ("H1", "items", "goes-on"),
    ("H2", "typed", "goes-on"),
    ("H3", "practitioner", "goes-on"),
    ("H4", "secure", "goes-on"),
    ("H5", "given", "goes-on"),
]


def test_what_was_asked_and_answered_is_told_in_the_order_of_the_chart() -> None:
    assert questions(put("D4")) == [
        ("P", "Y", "goes-on"),
        ("C", "N", "goes-on"),
        ("I", "Y", "goes-on"),
        ("L", "Y", "share"),
        *ANSWERED,
    ]
    assert questions(put("D2")) == [
        ("P", "Y", "goes-on"),
        ("C", "Y", "share"),
        ("I", "", "not-reached"),
        ("L", "", "not-reached"),
        *ANSWERED,
    ]
    backwards = Catalogue(2, 1, tuple(reversed(LAW.rows)))
    told = [asked.question for asked in weigh(put("D4"), backwards, TODAY).questions]
    assert told == ["P", "C", "I", "L", "H1", "H2", "H3", "H4", "H5"]


def test_how_is_not_asked_of_what_may_not_go() -> None:
    assert questions(put("D5")) == [
        ("P", "Y", "goes-on"),
        ("C", "N", "goes-on"),
        ("I", "Y", "goes-on"),
        ("L", "N", "stop"),
    ]
    assert [
        asked for asked in questions(replace(put("D4"), how=None)) if asked[0][0] == "H"
    ] == []


def test_how_is_told_question_by_question() -> None:
    blank = questions(replace(put("D4"), how=How()))
    assert [asked for asked in blank if asked[0][0] == "H"] == [
        (f"H{number}", "", "goes-on") for number in range(1, 6)
    ]
    unsure = questions(replace(put("D4"), how=How(individual=Unsure(), notice=Unsure())))
    assert ("L", "Y", "goes-on") in unsure
    assert ("H3", "U", "hold") in unsure
    assert ("H5", "U", "goes-on") in unsure


def test_being_unsure_how_matters_only_where_it_may_be_shared() -> None:
    weighing = weigh(replace(put("D5"), how=How(channel=Unsure())), LAW, TODAY)
    assert (weighing.outcome, weighing.path) == ("do-not-share", "P>C>I>L")


def turns(case: Case) -> set[tuple[str, str, str]]:
    (item,) = weigh(case, LAW, TODAY).items
    return {(turn.question, turn.answer, turn.outcome) for turn in item.turns}


def test_every_single_answer_that_would_alter_the_outcome_is_told() -> None:
    assert turns(put("D4")) == {
        ("P", "N", "do-not-share"),
        ("P", "U", "hold-seek-advice"),
        ("C", "U", "hold-seek-advice"),
        ("I", "U", "hold-seek-advice"),
        ("L", "N", "do-not-share"),
        ("L", "U", "hold-seek-advice"),
    }
    assert turns(put("D6")) == {("P", "N", "do-not-share")}


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        (("D5", "D4"), "D4"),
        (("D5", "D7"), "D7"),
        (("D7", "D4"), "D4"),
        (("D7", "D2", "D4"), "D2"),
    ],
)
def test_the_best_of_its_items_is_the_outcome_of_the_case(
    rows: tuple[str, ...], best: str
) -> None:
    answers = tuple(put(row).answers[0] for row in rows)
    weighing = weigh(replace(put("D4"), answers=answers), LAW, TODAY)
    alone = weigh(put(best), LAW, TODAY)
    assert (weighing.row, weighing.outcome, weighing.path) == (best, alone.outcome, alone.path)
    assert weighing.questions == alone.questions


def test_an_item_without_an_answer_comes_after_all_others() -> None:
    blank = replace(put("D4").answers[0], consent=None)
    case = replace(put("D4"), answers=(blank, put("D5").answers[0]))
    assert weigh(case, LAW, TODAY).row == "D5"


def test_a_case_without_items_leads_nowhere() -> None:
    weighing = weigh(replace(put("D4"), answers=()), LAW, TODAY)
    assert (weighing.row, weighing.outcome, weighing.path) == ("", "unanswered", "P")
    assert weighing.questions == ()


def test_an_answer_to_a_question_that_is_not_reached_is_not_told() -> None:
    reason = put("D4").answers[0]
    answers = replace(put("D2").answers[0], identifies=reason.identifies, lawful=reason.lawful)
    told = questions(replace(put("D2"), answers=(answers,)))
    assert told[1:4] == [
        ("C", "Y", "share"),
        ("I", "", "not-reached"),
        ("L", "", "not-reached"),
    ]


def test_an_answer_without_its_evidence_is_told_as_blank() -> None:
    def last(case: Case) -> tuple[str, str, str]:
        return next(told for told in questions(case) if told[2] == "blank")

    vague = PurposeClear(code="child-protection", text=BARE)
    assert last(replace(put("D4"), purpose=vague)) == ("P", "", "blank")
    for answers, question in (
        (replace(put("D2").answers[0], consent=ConsentInForce(consents=())), "C"),
        (replace(put("D3").answers[0], identifies=Deidentified(method="", risk="")), "I"),
        (replace(put("D4").answers[0], lawful=None), "L"),
    ):
        assert last(replace(put("D4"), answers=(answers,))) == (question, "", "blank")
