"""What it takes to answer that there is a lawful reason without consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.catalogue import Body, Catalogue, key_of
from hub_domain.law.decisions import judge_decision
from hub_domain.law.evidence import (
    Case,
    ConditionChosen,
    GateMet,
    Lawful,
    PurposeClear,
    Scope,
)
from hub_domain.law.rows import Basis
from hub_domain.law.weighing import weigh
from tests.domain.law.cases import (
    BARE,
    COUNCIL,
    HOUSING,
    LAW,
    PERSON,
    POLICE,
    SAID,
    SCHOOL,
    TODAY,
    WELSH_COUNCIL,
    body,
    case_of,
    decision_of,
    named,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

ORDINARY = case_of(fill({}))
AT_RISK_OF_NOTHING = Scope(stated_by=PERSON, kind="adult-at-risk")
SERIOUS = Scope(stated_by=PERSON, kind="adult-at-risk-of-serious-harm")
AT_RISK = ("care-and-support", "neglect-or-harm", "unable-to-protect")
SAFEGUARDING = ConditionChosen(
    code="sch1-18",
    why=SAID,
    harm="neglect",
    scope=Scope(stated_by=PERSON, kind="under-18"),
    public_interest=SAID,
)


def with_lawful(
    lawful: Lawful, *, holder: Body = SCHOOL, purpose: str = "child-protection", flag: str = ""
) -> Case:
    (answers,) = ORDINARY.answers
    changed = replace(answers, lawful=lawful)
    if flag:
        changed = replace(changed, **{flag: True})  # type: ignore[arg-type]  # a flag by name
    clear = PurposeClear(code=purpose, text=SAID)
    return replace(ORDINARY, holder=holder, answers=(changed,), purpose=clear)


def refusals(case: Case, on: date = TODAY) -> set[str]:
    return {named(each) for each in weigh(case, LAW, on).refusals}


def task(provision: str = "EA2002-175", limb: str = "a") -> Lawful:
    return Lawful(basis="public-task", provision=provision, limb=limb, protected_person=PERSON)


def duty(provision: str) -> Lawful:
    return Lawful(basis="legal-obligation", provision=provision)


@requirement("R-085", "R-112", "R-113", "R-404", "R-417", "R-418", "R-430")
@pytest.mark.parametrize(
    ("lawful", "holder", "wanted"),
    [
        (task(), SCHOOL, None),
        (task("CA1989-47", "b"), COUNCIL, None),
        (task("CDA1998-115", "b"), COUNCIL, "ERR_S115_RECIPIENT"),
        (task("", "a"), SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        (task("EA2002-175", ""), SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        (task("CA1989-47"), SCHOOL, "ERR_BASIS_NOT_AVAILABLE"),
        (task("SSWBA-164"), COUNCIL, "ERR_PROVISION_JURISDICTION"),
        (task("DPA1998"), COUNCIL, "ERR_PROVISION_NOT_IN_FORCE"),
        (task("CA2004-16LA"), COUNCIL, "ERR_PROVISION_NOT_IN_FORCE"),
        (task("WT-2026"), COUNCIL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("CA2004-16H"), SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("COURT-ORDER"), HOUSING, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("CA14-45"), COUNCIL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("CDA1998-115"), SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("CA2004-11"), COUNCIL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty(""), SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        (duty("CA2004-14B"), SCHOOL, "ERR_PROVISION_NOT_IN_FORCE"),
        (duty("SSWBA-130"), WELSH_COUNCIL, "ERR_BASIS_NOT_AVAILABLE"),
        (Lawful(basis=""), SCHOOL, "ERR_SHARE_RECORD_INCOMPLETE"),
        (Lawful(basis="because"), SCHOOL, "ERR_BASIS_NOT_AVAILABLE"),
        (Lawful(basis="consent"), SCHOOL, "ERR_BASIS_NOT_AVAILABLE"),
        (Lawful(basis="necessary-for-task"), POLICE, "ERR_BASIS_NOT_AVAILABLE"),
        (Lawful(basis="contract", contract="C1"), SCHOOL, "ERR_BASIS_NOT_AVAILABLE"),
        (Lawful(basis="vital-interests", protected_person=PERSON), SCHOOL, None),
        (Lawful(basis="vital-interests"), SCHOOL, "ERR_SHARE_RECORD_INCOMPLETE"),
        (Lawful(basis="legitimate-interests", balance=SAID), HOUSING, None),
        (Lawful(basis="legitimate-interests"), HOUSING, "ERR_SHARE_RECORD_INCOMPLETE"),
        (
            Lawful(basis="legitimate-interests", balance=SAID),
            COUNCIL,
            "ERR_BASIS_NOT_AVAILABLE",
        ),
    ],
)
def test_a_basis_is_for_who_may_use_it(
    lawful: Lawful, holder: Body, wanted: str | None
) -> None:
    assert refusals(with_lawful(lawful, holder=holder)) == ({wanted} if wanted else set())


def test_a_contract_serves_early_help_only_with_its_reference() -> None:
    contract = Lawful(basis="contract", contract="C1")
    assert refusals(with_lawful(contract, holder=HOUSING, purpose="early-help")) == set()
    without = replace(contract, contract="")
    wanted = {"ERR_SHARE_RECORD_INCOMPLETE"}
    assert refusals(with_lawful(without, holder=HOUSING, purpose="early-help")) == wanted


@requirement("R-418")
def test_the_recognised_interest_begins_in_2026_and_is_not_for_the_police() -> None:
    interest = Lawful(basis="recognised-legitimate-interest", protected_person=PERSON)
    mine = with_lawful(interest, holder=HOUSING)
    assert refusals(mine, date(2026, 2, 4)) == {"ERR_BASIS_NOT_AVAILABLE"}
    assert refusals(mine, date(2026, 2, 5)) == set()
    assert refusals(with_lawful(interest, holder=POLICE)) == {"ERR_BASIS_NOT_AVAILABLE"}


@requirement("R-104", "R-428")
@pytest.mark.parametrize("flag", ["special_category", "criminal_offence"])
def test_sensitive_data_needs_a_condition(flag: str) -> None:
    assert refusals(with_lawful(task(), flag=flag)) == {"ERR_CONDITION_REQUIRED"}
    met = replace(task(), condition=SAFEGUARDING)
    assert refusals(with_lawful(met, flag=flag)) == set()


@requirement("R-105", "R-106", "R-107", "R-109", "R-480", "R-481")
@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"why": None}, "ERR_CONDITION_REQUIRED"),
        ({"why": BARE}, "ERR_CONDITION_REQUIRED"),
        ({"code": "sch1-99"}, "ERR_CONDITION_REQUIRED"),
        ({"code": "explicit-consent"}, "ERR_CONDITION_REQUIRED"),
        ({"code": "sch8-4"}, "ERR_CONDITION_WRONG_REGIME"),
        ({"harm": ""}, "ERR_CONDITION_INCOMPLETE(a)"),
        ({"harm": "boredom"}, "ERR_CONDITION_INCOMPLETE(a)"),
        ({"scope": None}, "ERR_EVIDENCE_MISSING"),
        (
            {"scope": AT_RISK_OF_NOTHING},
            "ERR_CONDITION_INCOMPLETE(b)",
        ),
        (
            {"scope": Scope(stated_by=PERSON, kind="adult-at-risk", limbs=AT_RISK[:2])},
            "ERR_CONDITION_INCOMPLETE(b)",
        ),
        (
            {"scope": SERIOUS},
            "ERR_CONDITION_INCOMPLETE(b)",
        ),
        ({"public_interest": None}, "ERR_CONDITION_INCOMPLETE(d)"),
        ({"scope": Scope(stated_by=PERSON, kind="adult-at-risk", limbs=AT_RISK)}, None),
        ({"scope": Scope(stated_by=PERSON, kind="unborn")}, None),
        ({"code": "health-or-social-care", "harm": "", "scope": None}, None),
    ],
)
def test_every_limb_of_the_safeguarding_condition_is_met(
    change: dict[str, object], wanted: str | None
) -> None:
    chosen = replace(SAFEGUARDING, **change)  # type: ignore[arg-type]  # fields of the condition
    case = with_lawful(replace(task(), condition=chosen), flag="special_category")
    assert refusals(case) == ({wanted} if wanted else set())


@requirement("R-106")
def test_the_safeguarding_condition_names_whom_it_protects() -> None:
    """R-106: necessary to protect an individual, so one is named."""
    nobody = replace(task(), condition=SAFEGUARDING, protected_person=None)
    case = with_lawful(nobody, flag="special_category")
    assert refusals(case) == {"ERR_CONDITION_INCOMPLETE(a)"}
    other = replace(nobody, condition=replace(SAFEGUARDING, code="health-or-social-care"))
    assert refusals(with_lawful(other, flag="special_category")) == set()


def test_insurance_alone_is_not_safeguarding() -> None:
    insurer = body("insurer", "E", "EW-INSURER")
    lawful = Lawful(
        basis="legitimate-interests",
        balance=SAID,
        protected_person=PERSON,
        condition=SAFEGUARDING,
    )
    case = with_lawful(lawful, holder=HOUSING, purpose="insurance", flag="special_category")
    case = replace(case, receiver=replace(case.receiver, body=insurer))
    assert refusals(case) == {"ERR_CONDITION_INCOMPLETE(a)"}


@requirement("R-120")
@pytest.mark.parametrize(
    "gate",
    [None, GateMet(code="gut-feeling", text=SAID), GateMet(code="public-interest", text=BARE)],
)
def test_a_confidential_item_needs_its_gate(gate: GateMet | None) -> None:
    lawful = replace(task(), gate=gate)
    wanted = {"ERR_CONFIDENCE_GATE_REQUIRED"}
    assert refusals(with_lawful(lawful, flag="confidential")) == wanted
    met = replace(task(), gate=GateMet(code="public-interest", text=SAID))
    assert refusals(with_lawful(met, flag="confidential")) == set()


@requirement("R-110", "R-111")
def test_law_enforcement_is_for_the_police_and_for_crime() -> None:
    lawful = Lawful(basis="necessary-for-task", regime="law-enforcement")
    assert refusals(with_lawful(lawful, holder=POLICE, purpose="crime/detection")) == set()
    for holder, purpose in ((SCHOOL, "crime/detection"), (POLICE, "child-protection")):
        wrong = with_lawful(lawful, holder=holder, purpose=purpose)
        assert refusals(wrong) == {"ERR_CONDITION_WRONG_REGIME"}
    safeguarding = replace(SAFEGUARDING, code="sch8-4")
    sensitive = replace(lawful, condition=safeguarding, protected_person=PERSON)
    case = with_lawful(sensitive, holder=POLICE, purpose="crime/detection", flag="sensitive")
    assert refusals(case) == set()


@requirement("R-001")
@pytest.mark.parametrize("purpose", ["crime", "crime/fun", "fun", "", "child-protection/x"])
def test_a_purpose_is_one_of_the_list(purpose: str) -> None:
    assert refusals(with_lawful(task(), purpose=purpose)) == {"ERR_PURPOSE_REQUIRED"}


@requirement("R-001", "R-434")
def test_an_insurer_receives_for_insurance_or_proceedings_only() -> None:
    insurer = body("insurer", "E", "EW-INSURER")
    case = replace(ORDINARY, receiver=replace(ORDINARY.receiver, body=insurer))
    assert refusals(case) == {"ERR_PURPOSE_RECIPIENT"}
    insurance = PurposeClear(code="insurance", text=SAID)
    wanted = {"ERR_PURPOSE_RECIPIENT", "ERR_BASIS_NOT_AVAILABLE"}
    assert refusals(replace(ORDINARY, purpose=insurance)) == wanted


def test_risk_never_makes_a_reason_lawful() -> None:
    """Changing only risk, need or harm changes no answer (R-417)."""
    calm = weigh(ORDINARY, LAW, TODAY)
    grave = weigh(replace(ORDINARY, harm="suffered", crime_suspected=True), LAW, TODAY)
    assert (calm.outcome, calm.path) == (grave.outcome, grave.path)
    no_reason = case_of(fill({"table": "D5"}))
    assert weigh(replace(no_reason, harm="suffered"), LAW, TODAY).outcome == "do-not-share"


def test_evidence_that_is_missing_stops_a_share_and_not_a_refusal_to_share() -> None:
    filled = fill({})
    bad = with_lawful(Lawful(basis="because"))
    assert not judge_decision(bad, decision_of(filled), LAW, TODAY).accepted
    withheld = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    assert judge_decision(bad, withheld, LAW, TODAY).accepted


def told(case: Case, law: Catalogue = LAW) -> list[tuple[str, dict[str, object]]]:
    return [(each.code, each.facts()) for each in weigh(case, law, TODAY).refusals]


@pytest.mark.parametrize(
    ("lawful", "holder", "code", "facts"),
    [
        (Lawful(basis=""), SCHOOL, "share-record-incomplete", {"field": "basis"}),
        (
            Lawful(basis="vital-interests"),
            SCHOOL,
            "share-record-incomplete",
            {"field": "protected-person"},
        ),
        (
            Lawful(basis="legitimate-interests"),
            HOUSING,
            "share-record-incomplete",
            {"field": "balance"},
        ),
        (Lawful(basis="because"), SCHOOL, "basis-not-available", {"basis": "because"}),
        (task("CA1989-47"), SCHOOL, "basis-not-available", {"basis": "public-task"}),
        (
            duty("SSWBA-130"),
            WELSH_COUNCIL,
            "basis-not-available",
            {"basis": "legal-obligation"},
        ),
        (
            duty(""),
            SCHOOL,
            "basis-without-provision",
            {"basis": "legal-obligation", "provision": ""},
        ),
        (
            task("WT-2026"),
            COUNCIL,
            "basis-without-provision",
            {"basis": "public-task", "provision": "WT-2026"},
        ),
        (
            duty("CDA1998-115"),
            SCHOOL,
            "basis-without-provision",
            {"basis": "legal-obligation", "provision": "CDA1998-115"},
        ),
        (
            task(limb=""),
            SCHOOL,
            "basis-without-provision",
            {"basis": "public-task", "provision": "EA2002-175"},
        ),
    ],
)
def test_who_may_not_use_a_basis_is_told_which_and_why(
    lawful: Lawful, holder: Body, code: str, facts: dict[str, object]
) -> None:
    assert told(with_lawful(lawful, holder=holder)) == [(code, facts)]


def test_a_contract_without_its_reference_is_missed_by_name() -> None:
    case = with_lawful(Lawful(basis="contract"), holder=HOUSING, purpose="early-help")
    assert told(case) == [("share-record-incomplete", {"field": "contract"})]


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        ({"why": None}, "condition-required", {"condition": "sch1-18"}),
        ({"code": "sch8-4"}, "condition-wrong-regime", {"condition": "sch8-4"}),
        ({"harm": ""}, "condition-incomplete", {"limb": "a", "condition": "sch1-18"}),
        ({"scope": None}, "evidence-missing", {"kind": "scope"}),
        (
            {"scope": AT_RISK_OF_NOTHING},
            "condition-incomplete",
            {"limb": "b", "condition": "sch1-18"},
        ),
        (
            {"public_interest": None},
            "condition-incomplete",
            {"limb": "d", "condition": "sch1-18"},
        ),
    ],
)
def test_a_condition_that_is_not_met_is_named_with_its_limb(
    change: dict[str, object], code: str, facts: dict[str, object]
) -> None:
    chosen = replace(SAFEGUARDING, **change)  # type: ignore[arg-type]  # fields of the condition
    case = with_lawful(replace(task(), condition=chosen), flag="special_category")
    assert told(case) == [(code, facts)]


def test_a_condition_is_judged_where_none_was_needed_too() -> None:
    unneeded = replace(SAFEGUARDING, harm="")
    assert refusals(with_lawful(replace(task(), condition=unneeded))) == {
        "ERR_CONDITION_INCOMPLETE(a)"
    }


ENFORCING = Lawful(basis="necessary-for-task", regime="law-enforcement")


def test_law_enforcement_of_sensitive_data_needs_its_own_condition() -> None:
    def of_police(flag: str) -> Case:
        return with_lawful(ENFORCING, holder=POLICE, purpose="crime/detection", flag=flag)

    assert told(of_police("sensitive")) == [("condition-required", {"condition": ""})]
    assert told(of_police("special_category")) == []


def test_law_enforcement_says_which_crime_purpose_it_serves() -> None:
    crime = with_lawful(ENFORCING, holder=POLICE, purpose="crime")
    assert refusals(crime) == {"ERR_PURPOSE_REQUIRED"}
    help_ = with_lawful(ENFORCING, holder=POLICE, purpose="early-help")
    assert told(help_) == [("condition-wrong-regime", {"condition": "law-enforcement"})]


def test_a_purpose_with_its_detail_allows_the_same_bases() -> None:
    contract = Lawful(basis="contract", contract="C1")
    case = with_lawful(contract, holder=HOUSING, purpose="crime/prevention")
    assert told(case) == [("basis-not-available", {"basis": "contract"})]


def test_a_basis_for_competent_authorities_is_theirs_in_any_regime() -> None:
    """Whatever an operator publishes: the police may use it, a school may not."""
    published = Basis(
        id="vital-interests",
        title="A basis",
        source="An Act",
        regime="general",
        used_by="competent",
    )
    rows = [
        published if isinstance(row, Basis) and key_of(row) == key_of(published) else row
        for row in LAW.rows
    ]
    law = Catalogue(2, 1, tuple(rows))
    vital = Lawful(basis="vital-interests")
    assert told(with_lawful(vital, holder=POLICE), law) == []
    wanted = [("basis-not-available", {"basis": "vital-interests"})]
    assert told(with_lawful(vital), law) == wanted
