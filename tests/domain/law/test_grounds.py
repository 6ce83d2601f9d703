"""Grounds for not sharing: what each refusal says of the ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from hub_domain.law.catalogue import LawOn
from hub_domain.law.grounds import GroundGiven, Refusing, Told, duty_allows, grounds_stand
from hub_domain.refusal import Refusal
from tests.domain.law.cases import BARE, LAW, PERSON, SAID, TODAY, UNSAID, an_id, case_of
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

DUTY = LAW.provision_row("CA2004-16H", TODAY)
QUALIFIED = LAW.provision_row("SSWBA-164", TODAY)
POWER = LAW.provision_row("CDA1998-115", TODAY)
BY = Refusing(case=case_of(fill({})), row="D4", competent=False, whole=True, request=None)
ATTENDANCE = Told(person=PERSON, topic="attendance")
GRAVE = replace(BY, case=case_of(fill({"recipient": "PROTECTIVE", "harm": "ADULT_SERIOUS"})))
CHILD = replace(BY, case=case_of(fill({"cin": "yes"})))

Found = list[tuple[str, dict[str, object]]]


def given(code: str, **more: object) -> GroundGiven:
    return replace(GroundGiven(code=code, text=SAID), **more)  # type: ignore[arg-type]  # its fields


def found(grounds: Iterable[GroundGiven], by: Refusing = BY) -> Found:
    findings = grounds_stand(tuple(grounds), by, LawOn(LAW, TODAY))
    return [(each.code, each.facts()) for each in findings if isinstance(each, Refusal)]


def unrecognised(ground: str, lack: str = "") -> Found:
    return [("refusal-ground-not-recognised", {"ground": ground, "lack": lack})]


@requirement("R-176", "R-202")
def test_no_ground_is_no_reason() -> None:
    wanted = [("no-share-reason-required", {"ground": "", "lack": "blank"})]
    assert found([]) == wanted
    assert found([given("")]) == wanted


@requirement("R-101", "R-406")
@pytest.mark.parametrize(
    "code", ["data-protection", "human-rights", "system-cannot", "too-busy", "not-a-partner"]
)
def test_a_ground_that_is_not_one_is_named(code: str) -> None:
    assert found([given(code)]) == unrecognised(code)


def test_words_are_asked_for_and_a_bare_law_is_none() -> None:
    wanted = [("no-share-reason-required", {"ground": "not-relevant", "lack": "blank"})]
    assert found([given("not-relevant", text=UNSAID)]) == wanted
    assert found([given("not-relevant", text=None)]) == wanted
    assert found([given("not-relevant", text=BARE)]) == unrecognised("not-relevant", "bare")


@requirement("R-007", "R-016", "R-401")
def test_harm_outweighs_confidence_and_asks_for_competence() -> None:
    wanted = [("overriding-consideration", {"ground": "confidentiality"})]
    assert found([given("confidentiality")], GRAVE) == wanted
    assert found([given("more-detrimental")], GRAVE) == [("competent-advice-required", {})]
    assert found([given("more-detrimental")], replace(GRAVE, competent=True)) == []
    assert found([given("not-relevant")], GRAVE) == []


@requirement("R-013")
@pytest.mark.parametrize(
    ("before", "tells", "stands"),
    [
        ([], Told(person=PERSON), False),
        ([Told(person=PERSON)], Told(person=PERSON), True),
        ([Told(person=PERSON)], Told(person=PERSON, topic="attendance"), True),
        ([Told(person=PERSON, topic="attendance")], Told(person=PERSON), True),
        ([ATTENDANCE], ATTENDANCE, True),
        ([ATTENDANCE], Told(person=PERSON, topic="behaviour"), False),
        ([ATTENDANCE], Told(person=an_id("brother"), topic="attendance"), False),
        ([Told(person=an_id("brother")), ATTENDANCE], ATTENDANCE, True),
        ([ATTENDANCE], Told(), False),
        ([Told()], Told(), False),
    ],
)
def test_already_shared_is_proved_by_what_was_told_of_that_person(
    before: list[Told], tells: Told, *, stands: bool
) -> None:
    """R-013: on that topic, where both say on which."""
    ground = given("already-shared", before=frozenset(before))
    refused: Found = [] if stands else [("assumed-shared-elsewhere", {})]
    assert found([ground], replace(BY, tells=tells)) == refused


@requirement("R-405")
def test_a_bar_is_named_and_for_a_child_needs_competence_too() -> None:
    assert found([given("law-prohibits")]) == unrecognised("law-prohibits")
    assert found([given("law-prohibits", bar="PCSC2022-16")]) == []
    assert found([given("incompatible-purpose")]) == []
    assert found([given("incompatible-purpose")], CHILD) == unrecognised("incompatible-purpose")
    barred = given("incompatible-purpose", bar="PCSC2022-16")
    assert found([barred], CHILD) == unrecognised("incompatible-purpose")
    assert found([barred], replace(CHILD, competent=True)) == []


@pytest.mark.parametrize(
    ("code", "row"), [("no-purpose", "D1"), ("no-lawful-reason", "D5"), ("no-consent", "D5")]
)
def test_a_ground_of_the_table_stands_on_its_row_only(code: str, row: str) -> None:
    assert found([given(code)], replace(BY, row=row)) == []
    assert found([given(code)]) == unrecognised(code)


def test_a_duty_is_left_unanswered_on_its_own_grounds_only() -> None:
    on_duty = replace(BY, request=DUTY)
    assert found([given("not-relevant")], on_duty) == unrecognised("not-relevant")
    assert found([given("not-proportionate")], on_duty) == []
    assert found([given("not-relevant")], replace(on_duty, whole=False)) == []
    assert found([given("not-relevant")], replace(BY, request=POWER)) == []
    assert found([given("not-relevant")], replace(BY, request=QUALIFIED)) == []


def test_an_exit_belongs_to_its_provision() -> None:
    exit_ground = given("adverse-effect-on-functions")
    assert found([exit_ground], replace(BY, request=QUALIFIED)) == []
    assert found([exit_ground], replace(BY, request=DUTY)) == unrecognised(exit_ground.code)
    assert found([exit_ground]) == unrecognised(exit_ground.code)


def test_nothing_binds_where_there_is_no_request() -> None:
    assert duty_allows(given("not-relevant"), BY)
    assert not duty_allows(given("not-relevant"), replace(BY, request=DUTY))


def test_every_fallen_ground_says_why_when_none_is_left() -> None:
    assert found([given("data-protection"), given("not-relevant", text=UNSAID)]) == [
        *unrecognised("data-protection"),
        ("no-share-reason-required", {"ground": "not-relevant", "lack": "blank"}),
    ]
