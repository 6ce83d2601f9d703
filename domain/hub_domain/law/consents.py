"""How each person stands to consent where sharing does not rest on it (R-135, R-136, R-416).

Not sought needs a reason of the list, and words; an exception its three facts. Refused,
withdrawn or not answered needs a reason to override it before anything is shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import (
    ConsentStanding,
    ItemAnswers,
    Lawful,
    NoConsent,
    WithoutConsent,
)
from hub_domain.law.judgement import Finding
from hub_domain.law.lawful import ConditionIncomplete
from hub_domain.law.refusals import lack
from hub_domain.law.rows import Condition, NoConsentReason
from hub_domain.refusal import Refusal

EXCEPTION_LIMBS: Final = frozenset(
    {
        "causes-harm",
        "likely-harm",
        "dishonesty",
        "unfitness",
        "incompetence",
        "improper-conduct",
        "seek-advice",
        "enable-advice",
        "legal-proceedings",
        "regulatory-proceedings",
    }
)
"""What makes a crime serious (E3), or what of legal advice is undermined (E4)."""

_NEEDS_LIMB = frozenset({"E3", "E4"})


def consent_standing(answers: ItemAnswers, law: LawOn, *, sharing: bool) -> Iterator[Finding]:
    """What the record of consent lacks. An override is asked for only where it is shared."""
    if not isinstance(answers.consent, NoConsent):
        return
    standings = answers.consent.standings or (ConsentStanding(status=""),)
    for standing in standings:
        if standing.status in {"", "given"}:
            yield NoConsentReasonRequired()
        elif standing.status == "not-sought":
            yield from _not_sought(standing.reason, answers, law)
        elif sharing:
            yield from _overridden(standing.reason, answers, law)


def _not_sought(
    reason: WithoutConsent | None, answers: ItemAnswers, law: LawOn
) -> Iterator[Finding]:
    row = law.find(NoConsentReason, reason.code) if reason else None
    if reason is None or row is None or not _detailed(reason, row):
        yield NoConsentReasonRequired()
    elif row.facts:
        if _exception_incomplete(reason):
            yield ExceptionRequired(exception=reason.detail)
        else:
            yield from _limb(reason, row, answers, law)
    elif lack(reason.text):
        yield NoConsentReasonRequired()
    else:
        yield from _limb(reason, row, answers, law)


def _overridden(
    reason: WithoutConsent | None, answers: ItemAnswers, law: LawOn
) -> Iterator[Finding]:
    row = law.find(NoConsentReason, reason.code) if reason else None
    if reason is None or row is None or not _detailed(reason, row) or lack(reason.text):
        yield OverrideReasonRequired()
    else:
        yield from _limb(reason, row, answers, law)


def _detailed(reason: WithoutConsent, row: NoConsentReason) -> bool:
    return reason.detail in row.details if row.details else not reason.detail


def _exception_incomplete(reason: WithoutConsent) -> bool:
    relied = reason.exception
    if relied is None or relied.who is None or lack(relied.what) or lack(relied.why_seeking):
        return True
    return reason.detail in _NEEDS_LIMB and not relied.limb


def _limb(
    reason: WithoutConsent, row: NoConsentReason, answers: ItemAnswers, law: LawOn
) -> Iterator[Finding]:
    """Limb (c) of the safeguarding condition: by the reason, or named beside it (R-108)."""
    chosen = answers.lawful.condition if isinstance(answers.lawful, Lawful) else None
    condition = law.find(Condition, chosen.code) if chosen else None
    if chosen is None or condition is None or "c" not in condition.limbs:
        return
    if not row.limb_of(reason.detail) and chosen.limb not in {"a", "b", "c"}:
        yield ConditionIncomplete(limb="c", condition=chosen.code)


def reason_recorded(answers: ItemAnswers) -> str:
    """The code of the first reason for going without consent, or empty."""
    if isinstance(answers.consent, NoConsent):
        for standing in answers.consent.standings:
            if standing.reason:
                return standing.reason.code
    return ""


def sought_from_nobody(answers: ItemAnswers) -> bool:
    """Whether consent was not sought from one of those identified."""
    consent = answers.consent
    return isinstance(consent, NoConsent) and any(
        standing.status == "not-sought" for standing in consent.standings
    )


class NoConsentReasonRequired(Refusal):
    """How consent stands is recorded; not sought, with one reason and words (R-136, R-416)."""

    code = "no-consent-reason-required"
    duty = "R-136, R-416"


@dataclass(eq=False, kw_only=True)
class ExceptionRequired(Refusal):
    """An exception says who is at risk, of what, and why seeking consent would cause it."""

    exception: str
    code = "exception-required"
    duty = "R-138, R-139, R-140, R-141"


class OverrideReasonRequired(Refusal):
    """A refusal is respected where possible, and overridden only with a reason (R-135)."""

    code = "override-reason-required"
    duty = "R-135"


class ConsentWithdrawn(Refusal):
    """Nothing new rests on consent that was withdrawn (R-133)."""

    code = "consent-withdrawn"
    duty = "R-133"
