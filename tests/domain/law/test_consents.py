"""How each person stands to consent: what an override and an exception lack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.catalogue import LawOn
from hub_domain.law.consents import consent_standing, reason_recorded, sought_from_nobody
from hub_domain.law.evidence import (
    ConditionChosen,
    ConsentInForce,
    ConsentStanding,
    ExceptionRelied,
    ItemAnswers,
    Lawful,
    NoConsent,
    Unsure,
    WithoutConsent,
)
from hub_domain.refusal import Refusal
from tests.domain.law.cases import BARE, ITEM, LAW, PERSON, SAID, TODAY, UNSAID, an_id

OVERRIDING = WithoutConsent(code="practitioner-unable", text=SAID)
RELIED = ExceptionRelied(who=PERSON, what=SAID, why_seeking=SAID, limb="causes-harm")
EXCEPTION = WithoutConsent(code="exception", detail="E1", text=SAID, exception=RELIED)
CONDITION = ConditionChosen(code="sch1-18", why=SAID)

Found = list[tuple[str, dict[str, object]]]


def answers(
    status: str, reason: WithoutConsent | None, condition: ConditionChosen | None = None
) -> ItemAnswers:
    standing = ConsentStanding(status=status, person=PERSON, reason=reason)  # type: ignore[arg-type]  # one of the list
    return ItemAnswers(
        items=(ITEM,),
        consent=NoConsent(standings=(standing,)),
        lawful=Lawful(basis="public-task", condition=condition),
    )


def found(given: ItemAnswers, *, sharing: bool = True) -> Found:
    findings = consent_standing(given, LawOn(LAW, TODAY), sharing=sharing)
    return [(each.code, each.facts()) for each in findings if isinstance(each, Refusal)]


@pytest.mark.parametrize("status", ["refused", "withdrawn", "no-reply"])
@pytest.mark.parametrize(
    "reason",
    [
        None,
        replace(OVERRIDING, code="because"),
        replace(OVERRIDING, detail="E1"),
        replace(OVERRIDING, text=None),
        replace(OVERRIDING, text=BARE),
    ],
)
def test_an_override_has_a_reason_of_the_list_and_words(
    status: str, reason: WithoutConsent | None
) -> None:
    assert found(answers(status, reason)) == [("override-reason-required", {})]
    assert found(answers(status, reason), sharing=False) == []
    assert found(answers(status, OVERRIDING)) == []


@pytest.mark.parametrize(
    "relied",
    [
        None,
        replace(RELIED, who=None),
        replace(RELIED, what=UNSAID),
        replace(RELIED, why_seeking=UNSAID),
    ],
)
def test_an_exception_names_who_is_at_risk_of_what_and_why(
    relied: ExceptionRelied | None,
) -> None:
    reason = replace(EXCEPTION, exception=relied)
    assert found(answers("not-sought", reason)) == [("exception-required", {"exception": "E1"})]
    assert found(answers("not-sought", EXCEPTION)) == []


@pytest.mark.parametrize("detail", ["E1", "E2", "E3", "E4", "E-OTHER"])
def test_serious_crime_and_proceedings_name_their_limb(detail: str) -> None:
    reason = replace(EXCEPTION, detail=detail, exception=replace(RELIED, limb=""))
    needed = [("exception-required", {"exception": detail})] if detail in {"E3", "E4"} else []
    assert found(answers("not-sought", reason)) == needed


@pytest.mark.parametrize("status", ["refused", "not-sought"])
def test_limb_c_is_named_where_the_reason_does_not_say_it(status: str) -> None:
    unmapped = WithoutConsent(code="statutory-duty", text=SAID)
    wanted = [("condition-incomplete", {"limb": "c", "condition": "sch1-18"})]
    assert found(answers(status, unmapped, CONDITION)) == wanted
    assert found(answers(status, OVERRIDING, CONDITION)) == []
    for limb in ("a", "b", "c"):
        named = replace(CONDITION, limb=limb)
        assert found(answers(status, unmapped, named)) == []
    other = replace(CONDITION, code="health-or-social-care")
    assert found(answers(status, unmapped, other)) == []
    assert found(answers(status, unmapped)) == []


def test_consent_sought_from_all_is_sought_from_nobody_else() -> None:
    assert sought_from_nobody(answers("not-sought", OVERRIDING))
    assert not sought_from_nobody(answers("refused", OVERRIDING))
    agreed = ConsentInForce(consents=(an_id("consent"),))
    for consent in (agreed, Unsure(), None):
        asked = replace(answers("refused", None), consent=consent)
        assert not sought_from_nobody(asked)
        assert reason_recorded(asked) == ""


def test_the_first_reason_is_the_one_that_is_told() -> None:
    first = ConsentStanding(status="given", person=PERSON)
    second = ConsentStanding(status="refused", person=an_id("father"), reason=OVERRIDING)
    third = replace(second, reason=EXCEPTION)
    several = replace(
        answers("given", None), consent=NoConsent(standings=(first, second, third))
    )
    assert reason_recorded(several) == "practitioner-unable"
    assert reason_recorded(answers("refused", None)) == ""


def test_how_consent_stands_is_never_left_open() -> None:
    wanted: Found = [("no-consent-reason-required", {})]
    for sharing in (True, False):
        assert found(answers("", None), sharing=sharing) == wanted
        assert found(answers("given", OVERRIDING), sharing=sharing) == wanted
        nobody = replace(answers("", None), consent=NoConsent())
        assert found(nobody, sharing=sharing) == wanted


def test_each_person_is_judged_by_their_own_reason() -> None:
    asked = ConsentStanding(status="not-sought", person=PERSON, reason=OVERRIDING)
    refusing = ConsentStanding(status="refused", person=an_id("father"))
    both = replace(answers("", None), consent=NoConsent(standings=(asked, refusing)))
    assert found(both) == [("override-reason-required", {})]
    assert found(both, sharing=False) == []


@pytest.mark.parametrize(
    "reason",
    [
        None,
        replace(OVERRIDING, code="because"),
        replace(OVERRIDING, detail="E1"),
        replace(OVERRIDING, code="cannot-be-given"),
        replace(OVERRIDING, text=UNSAID),
    ],
)
def test_not_sought_has_a_reason_of_the_list_and_words(reason: WithoutConsent | None) -> None:
    assert found(answers("not-sought", reason)) == [("no-consent-reason-required", {})]
    assert found(answers("not-sought", OVERRIDING)) == []


@pytest.mark.parametrize(
    ("detail", "mapped"), [("E1", True), ("E2", True), ("E3", False), ("E4", False)]
)
def test_an_exception_says_limb_c_by_its_detail(detail: str, *, mapped: bool) -> None:
    reason = replace(EXCEPTION, detail=detail)
    unnamed = [("condition-incomplete", {"limb": "c", "condition": "sch1-18"})]
    assert found(answers("not-sought", reason, CONDITION)) == ([] if mapped else unnamed)
    assert found(answers("refused", reason, CONDITION)) == ([] if mapped else unnamed)
    assert found(answers("not-sought", reason, replace(CONDITION, limb="c"))) == []
