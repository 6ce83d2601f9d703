"""What it takes to answer that there is a lawful reason (R-103 to R-120, R-417 to R-419).

A basis that this agency may use and the purpose allows; a provision for two of the bases; a
condition where the data is special category, about offences or sensitive; a gate where it is
confidential. Never derived from risk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hub_domain.law.catalogue import (
    Body,
    LawOn,
    ProvisionJurisdiction,
    ProvisionNotInForce,
)
from hub_domain.law.evidence import (
    Case,
    ConditionChosen,
    ItemAnswers,
    Lawful,
    Scope,
)
from hub_domain.law.judgement import Finding
from hub_domain.law.refusals import ShareRecordIncomplete, lack
from hub_domain.law.requests import S115Recipient
from hub_domain.law.rows import Basis, Condition, ConfidenceGate, Provision, Purpose, Regime
from hub_domain.refusal import Refusal

HARMS: Final = frozenset(
    {
        "neglect",
        "physical-harm",
        "mental-harm",
        "emotional-harm",
        "physical-wellbeing",
        "mental-wellbeing",
        "emotional-wellbeing",
    }
)
"""From what, or for what, the safeguarding condition protects: limb (a)."""

AT_RISK_LIMBS: Final = frozenset({"care-and-support", "neglect-or-harm", "unable-to-protect"})
"""All three make an adult one at risk: limb (b)."""

FACING_SERIOUS_HARM: Final = "adult-at-risk-of-serious-harm"
"""An adult whom a request may protect without those limbs, by another condition (R-011)."""


def lawful_evidence(
    case: Case, answers: ItemAnswers, lawful: Lawful, law: LawOn
) -> Iterator[Finding]:
    """What the answer "yes, another lawful reason" lacks."""
    if lawful.regime == "law-enforcement" and not _law_enforcement(case):
        yield ConditionWrongRegime(condition=lawful.regime)
        return
    yield from _basis(case, lawful, law)
    yield from _condition(case, answers, lawful, law)
    yield from _gate(answers, lawful, law)


def _law_enforcement(case: Case) -> bool:
    """Part 3 is for competent authorities and for law enforcement purposes only (R-111)."""
    return "CA" in case.holder.flags and case.purpose_code.partition("/")[0] == "crime"


def _basis(case: Case, lawful: Lawful, law: LawOn) -> Iterator[Finding]:
    if not lawful.basis:
        yield ShareRecordIncomplete(field="basis")
        return
    basis = law.find(Basis, f"{lawful.regime}/{lawful.basis}")
    purpose = law.find(Purpose, case.purpose_code.partition("/")[0])
    belongs_to_c = lawful.basis == "consent" and lawful.regime == "general"
    barred = purpose is not None and lawful.basis not in purpose.bases
    if basis is None or barred or belongs_to_c or not _may_use(case, basis):
        yield BasisNotAvailable(basis=lawful.basis)
        return
    if "provision" in basis.evidence or lawful.provision:
        yield from _provision(case, lawful, basis, law)
    if "protected-person" in basis.evidence and lawful.protected_person is None:
        yield ShareRecordIncomplete(field="protected-person")
    if "balance" in basis.evidence and lack(lawful.balance):
        yield ShareRecordIncomplete(field="balance")
    if "contract" in basis.evidence and not lawful.contract:
        yield ShareRecordIncomplete(field="contract")


def may_rest_on(case: Case, basis: str, provision: str, law: LawOn) -> bool:
    """Whether the holder may rest on this law at all, whatever else that takes."""
    regimes: list[Regime] = ["general"]
    if _law_enforcement(case):
        regimes.append("law-enforcement")
    put = (Lawful(basis=basis, regime=each, provision=provision, limb="a") for each in regimes)
    return any(
        all(isinstance(lacking, ShareRecordIncomplete) for lacking in _basis(case, each, law))
        for each in put
    )


def _may_use(case: Case, basis: Basis) -> bool:
    if basis.used_by == "not-public":
        return "PA" not in case.holder.flags
    return basis.used_by != "competent" or "CA" in case.holder.flags


def _provision(case: Case, lawful: Lawful, basis: Basis, law: LawOn) -> Iterator[Finding]:
    known = law.catalogue.versions(Provision, lawful.provision)
    if not lawful.provision or any(row.kind == "guidance" for row in known):
        yield BasisWithoutProvision(basis=lawful.basis, provision=lawful.provision)
        return
    try:
        provision = law.provision(lawful.provision, case.holder)
    except (ProvisionNotInForce, ProvisionJurisdiction) as refusal:
        yield refusal
    else:
        yield from _cited(case, lawful, basis, provision)


def _cited(case: Case, lawful: Lawful, basis: Basis, provision: Provision) -> Iterator[Finding]:
    """What this law lacks to serve that basis here: whom it binds, and who is told of whom."""
    unavailable = BasisNotAvailable(basis=lawful.basis)
    if provision.of_a_child and not case.child:
        yield unavailable
    elif not _serves(case, lawful, basis, provision):
        yield BasisWithoutProvision(basis=lawful.basis, provision=provision.id)
    elif not _is_for_the_holder(case, basis, provision):
        yield unavailable
    elif not receives_by(provision, case.receiver.body):
        yield unavailable if provision.told else S115Recipient()


def _serves(case: Case, lawful: Lawful, basis: Basis, provision: Provision) -> bool:
    """An obligation is a duty, asked under or not; a task is named by its limb.

    Beside another basis stands a law under which the holder was asked, or one that binds it
    unasked, lays a task down for it, or lets it tell those whom it names.
    """
    asked = case.request == provision.id
    unasked = provision.is_duty and not provision.binds_when_asked
    match basis.used_by:
        case "duty-addressed":
            return unasked or (provision.is_duty and asked)
        case "task-vested":
            return lawful.limb in {"a", "b"}
    lets_tell = unasked or bool(_named(provision))
    addressed = lets_tell and case.holder.among(provision.addressee)
    return asked or addressed or case.holder.among(provision.vests)


def _is_for_the_holder(case: Case, basis: Basis, provision: Provision) -> bool:
    match basis.used_by:
        case "duty-addressed":
            return case.holder.among(provision.addressee)
        case "task-vested":
            return case.holder.among(provision.vests)
    return True


def receives_by(provision: Provision, receiver: Body) -> bool:
    """Whether the provision lets this body receive: some name those to whom (R-077, R-080).

    A duty to report names who is told; section 115 those that may ask under it as well; another
    law names nobody to be told.
    """
    named = _named(provision)
    return not named or receiver.among(named)


def _named(provision: Provision) -> tuple[str, ...]:
    if provision.told or provision.wrong_requester != S115Recipient.code:
        return provision.told
    return provision.requester


def _condition(
    case: Case, answers: ItemAnswers, lawful: Lawful, law: LawOn
) -> Iterator[Finding]:
    if lawful.regime == "law-enforcement":
        needed = answers.sensitive
    else:
        needed = answers.special_category or answers.criminal_offence
    chosen = lawful.condition
    if chosen is None:
        if needed:
            yield ConditionRequired()
        return
    row = law.find(Condition, chosen.code)
    if row is None or row.id == "explicit-consent" or lack(chosen.why):
        yield ConditionRequired(condition=chosen.code)
        return
    if row.regime != lawful.regime:
        yield ConditionWrongRegime(condition=chosen.code)
        return
    if row.limbs:
        yield from _limbs(case, lawful, chosen)


def _limbs(case: Case, lawful: Lawful, chosen: ConditionChosen) -> Iterator[Finding]:
    """Limbs (a), (b) and (d); limb (c) is judged with the reason for no consent.

    Limb (a) names whom it protects, and from or for what; insurance alone protects nobody.
    """
    whom = lawful.protected_person
    if whom is None or chosen.harm not in HARMS or case.purpose_code == "insurance":
        yield ConditionIncomplete(limb="a", condition=chosen.code)
    if chosen.scope is None:
        yield EvidenceMissing(kind="scope")
    elif not child_or_at_risk(chosen.scope):
        yield ConditionIncomplete(limb="b", condition=chosen.code)
    if lack(chosen.public_interest):
        yield ConditionIncomplete(limb="d", condition=chosen.code)


def child_or_at_risk(scope: Scope) -> bool:
    """Under 18, or 18 and over and at risk by all three limbs (R-107)."""
    if scope.kind == "adult-at-risk":
        return set(scope.limbs) >= AT_RISK_LIMBS
    return scope.of_a_child


def _gate(answers: ItemAnswers, lawful: Lawful, law: LawOn) -> Iterator[Finding]:
    if not answers.confidential:
        return
    gate = lawful.gate
    if gate is None or law.find(ConfidenceGate, gate.code) is None or lack(gate.text):
        yield ConfidenceGateRequired()


@dataclass(eq=False, kw_only=True)
class BasisNotAvailable(Refusal):
    """Each basis is for certain agencies, purposes and dates (R-417, R-418).

    A duty to report is one towards those whom it names, and one about a child is none about an
    adult (R-077).
    """

    basis: str
    code = "basis-not-available"
    duty = "R-417, R-418"


@dataclass(eq=False, kw_only=True)
class BasisWithoutProvision(Refusal):
    """A legal obligation or public task rests on law, not on guidance (R-112, R-113).

    Nor on a duty to answer what nobody has asked. And no basis names a law that has nothing to
    do with who holds it: one that neither binds nor empowers it, nor was it asked under it.
    """

    basis: str
    provision: str
    code = "basis-without-provision"
    duty = "R-112, R-113, R-430"


@dataclass(eq=False, kw_only=True)
class ConditionRequired(Refusal):
    """Special category, offence and sensitive data needs a condition, and why this one."""

    condition: str = ""
    code = "condition-required"
    duty = "R-104, R-105"


@dataclass(eq=False, kw_only=True)
class ConditionIncomplete(Refusal):
    """Every limb of a condition is met (R-106 to R-109)."""

    limb: str
    condition: str
    code = "condition-incomplete"
    duty = "R-106, R-107, R-108, R-109"


@dataclass(eq=False, kw_only=True)
class ConditionWrongRegime(Refusal):
    """Law enforcement rules are for competent authorities and their purposes (R-110, R-111)."""

    condition: str
    code = "condition-wrong-regime"
    duty = "R-110, R-111"


@dataclass(eq=False, kw_only=True)
class EvidenceMissing(Refusal):
    """What only a desk can know comes as its signed evidence (R-480, R-481)."""

    kind: str
    code = "evidence-missing"
    duty = "R-480, R-481"


class ConfidenceGateRequired(Refusal):
    """A confidential item needs one of the ways in which confidence is met (R-120)."""

    code = "confidence-gate-required"
    duty = "R-120"
