"""What stands in the way if a case were shared as put: of its purpose, its items, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import (
    Case,
    ConsentStanding,
    How,
    Lawful,
    NobodyIdentified,
    NoConsent,
    NoLawfulReason,
    PurposeClear,
)
from hub_domain.law.weighing import item_evidence, weigh
from hub_domain.refusal import Refusal
from tests.domain.law.cases import BARE, LAW, PERSON, POLICE, SAID, TODAY, body, case_of
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

GIVEN = case_of(fill({})).how or How()


def put(row: str) -> Case:
    return case_of(fill({"table": row}))


def test_consent_withdrawn_or_refused_is_asked_about_where_it_is_no_ground() -> None:
    """What the evidence of an item lacks, by the gap that it would leave in an emergency."""

    def lacking(row: str, *, sharing: bool, **change: object) -> dict[str, list[str]]:
        case = put(row)
        answers = replace(case.answers[0], **change)  # type: ignore[arg-type]  # its fields
        changed = replace(case, answers=(answers,))
        (item,) = weigh(changed, LAW, TODAY).items
        found = item_evidence(changed, item, LawOn(LAW, TODAY), sharing=sharing)
        return {
            gap: [each.code for each in findings if isinstance(each, Refusal)]
            for gap, findings in found.items()
        }

    none: dict[str, list[str]] = {"consent-status": [], "condition": [], "rationale": []}
    refused = NoConsent(standings=(ConsentStanding(status="refused", person=PERSON),))
    override = {**none, "consent-status": ["override-reason-required"]}
    assert lacking("D4", sharing=True, consent=refused) == override
    assert lacking("D4", sharing=False, consent=refused) == none
    assert lacking("D5", sharing=True, consent=refused) == none
    unsaid = {**none, "consent-status": ["no-consent-reason-required"]}
    for row in ("D4", "D5", "D7"):
        for sharing in (True, False):
            assert lacking(row, sharing=sharing, consent=NoConsent()) == unsaid
    assert lacking("D3", sharing=True, consent=NoConsent()) == none

    unlawful = Lawful(basis="because")
    assert lacking("D4", sharing=True, lawful=unlawful) == {
        **none,
        "rationale": ["basis-not-available"],
    }
    assert lacking("D4", sharing=False, lawful=unlawful) == none
    assert lacking("D2", sharing=True, lawful=unlawful) == none
    assert lacking("D4", sharing=True, special_category=True) == {
        **none,
        "condition": ["condition-required"],
    }
    assert lacking("D5", sharing=False, lawful=NoLawfulReason(bases_considered=())) == {
        **none,
        "rationale": ["share-record-incomplete"],
    }


def test_the_bases_that_were_considered_are_missed_by_name() -> None:
    answers = replace(put("D5").answers[0], lawful=NoLawfulReason(bases_considered=()))
    (refusal,) = weigh(replace(put("D5"), answers=(answers,)), LAW, TODAY).refusals
    assert refusal.facts() == {"field": "bases-considered"}


@pytest.mark.parametrize(
    ("purpose", "lack"),
    [
        (None, "blank"),
        (PurposeClear(code="child-protection", text=None), "blank"),
        (PurposeClear(code="child-protection", text=BARE), "bare"),
        (PurposeClear(code="", text=SAID), "blank"),
        (PurposeClear(code="curiosity", text=SAID), "unknown"),
    ],
)
def test_what_a_purpose_lacks_is_told(purpose: PurposeClear | None, lack: str) -> None:
    found = weigh(replace(put("D4"), purpose=purpose), LAW, TODAY).refusals
    assert [(each.code, each.facts()) for each in found] == [
        ("purpose-required", {"lack": lack})
    ]


def test_no_purpose_or_an_unsure_one_lacks_no_words() -> None:
    for row in ("D1", "D6"):
        assert weigh(put(row), LAW, TODAY).refusals == ()


def test_a_purpose_fits_the_request_that_is_answered() -> None:
    help_ = PurposeClear(code="early-help", text=SAID)
    case = replace(put("D2"), purpose=help_, request="CL-POLICE")
    (refusal,) = weigh(case, LAW, TODAY).refusals
    assert refusal.facts() == {"provision": "CL-POLICE"}
    assert weigh(replace(case, request=""), LAW, TODAY).refusals == ()


@pytest.mark.parametrize(
    ("risk", "crime", "warned", "due"),
    [
        (False, False, [], []),
        (False, True, [], ["share-with-police"]),
        (True, False, ["police-not-notified"], ["share-with-police"]),
        (True, True, ["police-not-notified"], ["share-with-police"]),
    ],
)
def test_the_police_are_told_of_risk_and_of_crime(
    *, risk: bool, crime: bool, warned: list[str], due: list[str]
) -> None:
    case = replace(put("D2"), immediate_risk=risk, crime_suspected=crime)
    untold = weigh(replace(case, police_notified=False), LAW, TODAY)
    assert [each.code for each in untold.warnings] == warned
    assert [each.code for each in untold.tasks] == due
    told = weigh(replace(case, police_notified=True), LAW, TODAY)
    assert (told.warnings, told.tasks) == ((), ())


@requirement("R-008", "R-018")
def test_the_police_need_not_tell_themselves() -> None:
    """R-008, R-018: the task is theirs who know of it while the police do not."""
    case = replace(put("D2"), immediate_risk=True, crime_suspected=True, police_notified=False)
    own = weigh(replace(case, holder=POLICE), LAW, TODAY)
    assert (own.warnings, own.tasks) == ((), ())
    governance = body("policing body", "E", "E11-LPB")
    assert weigh(replace(case, holder=governance), LAW, TODAY).opens("share-with-police")


def test_an_emergency_warns_and_refuses_nothing() -> None:
    case = case_of(fill({"E": "Y", "recipient": "PROTECTIVE", "table": "D4"}))
    lacking = replace(case, purpose=None, police_notified=False, how=How())
    weighing = weigh(lacking, LAW, TODAY)
    assert weighing.refusals == ()
    assert weighing.warns("police-not-notified")
    elsewhere = replace(lacking, receiver=replace(case.receiver, post="housing"))
    assert weigh(elsewhere, LAW, TODAY).refusals


def test_how_is_asked_for_what_may_be_shared_as_put() -> None:
    codes = {
        row: [each.code for each in weigh(replace(put(row), how=How()), LAW, TODAY).refusals]
        for row in ("D2", "D3", "D4", "D5", "D7")
    }
    asked = ["how-incomplete"] * 5
    assert codes == {"D2": asked, "D3": asked, "D4": asked, "D5": [], "D7": []}
    nobody = replace(put("D3"), how=replace(GIVEN, notice=NobodyIdentified()))
    assert weigh(nobody, LAW, TODAY).refusals == ()
    somebody = replace(put("D2"), how=replace(GIVEN, notice=NobodyIdentified()))
    assert [each.facts() for each in weigh(somebody, LAW, TODAY).refusals] == [
        {"question": "H5"}
    ]
