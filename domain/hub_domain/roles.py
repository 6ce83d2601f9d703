"""The roles in which a practitioner acts for an agency."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A hat that an agency's information-governance-lead has given to one of its people."""

    PRACTITIONER = "practitioner"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    NAMED_PROFESSIONAL = "named-professional"
    DESIGNATED_PROFESSIONAL = "designated-professional"
    SENIOR_MANAGER = "senior-manager"
    MANAGER = "manager"
    CO_ORDINATOR = "co-ordinator"
    CALDICOTT_GUARDIAN = "caldicott-guardian"
    INFORMATION_GOVERNANCE_LEAD = "information-governance-lead"
    PARTNERSHIP_OFFICER = "partnership-officer"
    MASH_SCREENER = "mash-screener"
    POLICE_SCHEME_OFFICER = "police-scheme-officer"
    DUTY_WORKER = "duty-worker"
    AUDITOR = "auditor"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


CASEWORK = frozenset(
    {
        Role.PRACTITIONER,
        Role.SAFEGUARDING_LEAD,
        Role.NAMED_PROFESSIONAL,
        Role.DESIGNATED_PROFESSIONAL,
        Role.SENIOR_MANAGER,
        Role.MANAGER,
        Role.CO_ORDINATOR,
        Role.PARTNERSHIP_OFFICER,
        Role.MASH_SCREENER,
        Role.DUTY_WORKER,
    }
)
"""Roles that ask, answer, decide and disclose."""

SCRUTINY = frozenset({Role.AUDITOR, Role.REVIEWER})
"""Roles that see codes and never words."""
