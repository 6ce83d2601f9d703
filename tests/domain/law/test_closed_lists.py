"""The closed lists, written out a second time by hand: what stands in them, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from hub_domain.law.rows import (
    Basis,
    Condition,
    ConfidenceGate,
    Deadline,
    Ground,
    Identifier,
    LocalDefault,
    NoConsentReason,
    Purpose,
    Question,
    RoleCompetence,
    Row,
    RulePack,
    System,
    Topic,
)
from tests.domain.law.cases import LAW, TODAY, body
from tests.support.requirements import requirement

GENERAL = "consent legal-obligation public-task vital-interests legitimate-interests"
RECOGNISED = f"{GENERAL} recognised-legitimate-interest"

PURPOSES = {
    "establish-need": (True, RECOGNISED),
    "early-help": (True, f"{RECOGNISED} contract"),
    "child-in-need": (True, RECOGNISED),
    "child-protection": (True, RECOGNISED),
    "adult-protection": (True, RECOGNISED),
    "crime": (False, f"{GENERAL} necessary-for-task"),
    "court-legal": (False, GENERAL),
    "insurance": (False, "legal-obligation legitimate-interests consent contract"),
    "learning-review": (False, RECOGNISED),
}


def ids(kind: type[Row]) -> set[str]:
    return {row.id for row in LAW.every(kind, on=TODAY)}


@requirement("3.1", "R-402")
def test_a_purpose_allows_its_bases_and_some_are_safeguarding() -> None:
    held = {row.id: (row.safeguarding, set(row.bases)) for row in LAW.every(Purpose, on=TODAY)}
    assert held == {
        code: (safe, set(bases.split())) for code, (safe, bases) in PURPOSES.items()
    }


@requirement("3.1")
def test_crime_is_prevented_detected_reduced_or_prosecuted() -> None:
    (crime,) = LAW.versions(Purpose, "crime")
    assert set(crime.details) == {"prevention", "detection", "reduction", "prosecution"}


@requirement("3.1")
def test_insurance_is_for_insurers_and_legal_advisers() -> None:
    (insurance,) = LAW.versions(Purpose, "insurance")
    assert body("insurer", "E", "EW-INSURER").among(insurance.recipients)
    assert body("adviser", "E", "EW-LEGAL").among(insurance.recipients)
    assert not body("school", "E", "EA175-MSGB").among(insurance.recipients)


@requirement("3.2", "R-112", "R-113", "R-418")
def test_a_basis_is_for_certain_agencies_and_needs_certain_things() -> None:
    held = {
        f"{row.regime}/{row.id}": (row.used_by, *row.evidence)
        for row in LAW.every(Basis, on=TODAY)
    }
    assert held == {
        "general/consent": ("any",),
        "general/legal-obligation": ("duty-addressed", "provision"),
        "general/public-task": ("task-vested", "provision", "limb"),
        "general/vital-interests": ("any", "protected-person"),
        "general/legitimate-interests": ("not-public", "balance"),
        "general/recognised-legitimate-interest": ("not-public", "protected-person"),
        "general/contract": ("any", "contract"),
        "law-enforcement/consent": ("competent",),
        "law-enforcement/necessary-for-task": ("competent",),
    }


@requirement("3.3", "R-108", "R-116", "R-190")
def test_a_reason_for_no_consent_maps_to_a_limb_or_to_none() -> None:
    held = {
        f"{row.id} {detail}".strip(): row.limb_of(detail)
        for row in LAW.every(NoConsentReason, on=TODAY)
        for detail in row.details or ("",)
    }
    assert held == {
        "cannot-be-given cannot-reach": "a",
        "cannot-be-given lacks-capacity": "a",
        "practitioner-unable": "b",
        "not-reasonable-to-obtain": "b",
        "could-place-child-at-risk": "c",
        "exception E1": "c",
        "exception E2": "c",
        "exception E3": "",
        "exception E4": "",
        "exception E-OTHER": "",
        "emergency-delay": "b",
        "statutory-duty": "",
        "court-order": "",
        "consent-not-the-basis": "",
    }


@requirement("3.4", "R-101", "R-405", "R-406")
def test_a_ground_is_recognised_never_or_under_its_provision_only() -> None:
    held: dict[str, set[str]] = {"always": set(), "never": set(), "own": set()}
    for row in LAW.every(Ground, on=TODAY):
        stands = "own" if row.provision_only else "always" if row.recognised else "never"
        held[stands].add(" ".join((row.id, *(need for need in row.needs if need != "text"))))
    assert held["always"] == {
        "no-purpose purpose-no",
        "no-lawful-reason lawful-no",
        "no-consent lawful-no",
        "no-need-to-know",
        "not-relevant",
        "not-necessary",
        "third-party-impact",
        "more-detrimental",
        "confidentiality",
        "duty-to-another",
        "already-shared disclosure",
        "law-prohibits bar",
        "incompatible-purpose bar-for-child",
    }
    assert held["never"] == {
        "data-protection", "human-rights", "collected-for-another-body", "system-cannot",
    }  # fmt: skip
    assert held["own"] == {
        "not-a-partner", "wrong-purpose", "not-specific", "not-proportionate",
        "incompatible-with-duties", "adverse-effect-on-functions", "conditions-not-met",
        "application-to-court",
    }  # fmt: skip


@requirement("R-120", "R-408")
def test_confidence_is_met_in_six_ways() -> None:
    assert ids(ConfidenceGate) == {
        "informed-consent", "overwhelming-interest", "public-interest", "court-order",
        "legal-obligation", "statutory-exemption",
    }  # fmt: skip


@requirement("R-062", "R-443")
def test_what_is_asked_for_and_how_it_is_searched_for_is_listed() -> None:
    assert ids(Topic) == {
        "attendance", "view-of-attendance", "behaviour", "exclusions", "concerns-recorded",
        "child-voice", "injuries", "health-appointments", "development",
        "emergency-attendances", "mental-health", "substance-use", "domestic-abuse",
        "police-call-outs", "convictions", "missing-episodes", "household", "housing",
        "previous-involvement", "professionals-involved", "known-to-you",
    }  # fmt: skip
    assert ids(System) == {
        "case-management", "management-information-system", "attendance-register",
        "safeguarding-file", "health-record", "hospital-record", "police-records",
        "tenancy-file", "email", "paper-archive",
    }  # fmt: skip
    assert ids(Identifier) == {
        "name", "former-names", "date-of-birth", "address", "former-addresses", "nhs-number",
        "upn", "telephone",
    }  # fmt: skip


@requirement("R-104", "R-106", "R-110", "R-419")
def test_a_condition_belongs_to_its_regime_and_two_have_limbs() -> None:
    held = {row.id: (row.regime, "".join(row.limbs)) for row in LAW.every(Condition, on=TODAY)}
    general = "explicit-consent health-or-social-care legal-claims protecting-public"
    general += " statutory-functions unlawful-acts vital-interests"
    assert held == {
        **dict.fromkeys(general.split(), ("general", "")),
        "sch1-18": ("general", "abcd"),
        "sch8-1": ("law-enforcement", ""),
        "sch8-3": ("law-enforcement", ""),
        "sch8-4": ("law-enforcement", "abcd"),
    }


@requirement("R-150")
def test_the_questions_are_asked_in_one_order_each_with_its_authority() -> None:
    asked = sorted(LAW.every(Question, on=TODAY), key=lambda question: question.order)
    assert [row.id for row in asked] == ["P", "C", "I", "L", "H1", "H2", "H3", "H4", "H5"]
    assert all(row.source for row in asked)


@requirement("R-016")
def test_the_competent_are_the_named_the_designated_senior_managers_and_co_ordinators() -> None:
    competent = {
        row.id
        for row in LAW.every(RoleCompetence, on=TODAY)
        if row.competent_in_child_protection
    }
    named = {"named-professional", "designated-professional"}
    assert competent == {*named, "senior-manager", "co-ordinator"}


@requirement("R-170", "R-177")
@pytest.mark.parametrize(
    ("pack", "first", "nation", "rules"),
    [
        ("E-GR-2018", date(2018, 7, 1), ("E",), 7),
        ("E-GR-2024", date(2024, 5, 1), ("E",), 7),
        ("W-GR-2019", date(2019, 7, 1), ("W",), 7),
        ("CALDICOTT-7", date(2013, 4, 26), ("E", "W"), 7),
        ("CALDICOTT-8", date(2020, 12, 8), ("E", "W"), 8),
    ],
)
def test_the_golden_rules_are_worded_for_a_nation_from_a_day_on(
    pack: str, first: date, nation: tuple[str, ...], rules: int
) -> None:
    held = LAW.find(RulePack, pack, first)
    assert held is not None
    assert (held.nation, len(held.rules)) == (nation, rules)


@requirement("R-125")
def test_a_complaint_is_acknowledged_within_thirty_days() -> None:
    clock = LAW.find(Deadline, "complaint-acknowledgement", TODAY)
    begun = LAW.find(Deadline, "complaint-acknowledgement", date(2026, 6, 19))
    assert clock is None
    assert begun is not None
    assert (begun.limit, begun.counts) == ("P30D", "calendar-days")


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        pytest.param("barrier-open-days", 30, marks=requirement("R-051")),
        pytest.param("stale-months", 12, marks=requirement("R-185")),
        pytest.param("written-reasons-words", 8, marks=requirement("R-069")),
        pytest.param("late-record-hours", 24, marks=requirement("M3")),
    ],
)
def test_local_policy_has_a_default(figure: str, value: int) -> None:
    (row,) = LAW.versions(LocalDefault, figure)
    assert row.value == value
