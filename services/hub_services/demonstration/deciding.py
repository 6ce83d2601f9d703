"""What a holder decides when it shares: the answers in codes, and the words for its own record.

A decision to share without consent records a good deal (R-102 to R-209); its words stand in
``reasons.toml``, as a practitioner would write them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """On what a holder shares: basis, provision, limb, and the data's own conditions.

    ``special`` for data of the special categories, held in confidence; ``offences`` for data
    about offences. Both need a condition, confidence a gate as well.
    """

    basis: str
    provision: str
    limb: str | None = None
    special: bool = False
    offences: bool = False
    consent: str = "could-place-child-at-risk"

    @property
    def conditioned(self) -> bool:
        """Whether a condition is needed (UK GDPR Arts. 9 and 10)."""
        return self.special or self.offences


POLICE: Final = Grounds(basis="public-task", provision="CL-POLICE", limb="b", offences=True)
HOSPITAL: Final = Grounds(basis="public-task", provision="CA2004-11", limb="a", special=True)
COUNCIL: Final = Grounds(basis="public-task", provision="CA2004-11", limb="a")
SCHOOL: Final = Grounds(basis="public-task", provision="EA2002-175", limb="a")
POLICE_WALES: Final = Grounds(
    basis="public-task", provision="CA2004-28", limb="a", offences=True
)
HEALTH_BOARD: Final = Grounds(
    basis="legal-obligation", provision="SSWBA-164", special=True, consent="statutory-duty"
)
PARTNER_DUTY: Final = Grounds(
    basis="legal-obligation", provision="CA2004-16H", consent="statutory-duty"
)

_RECORD: Final[Mapping[str, str]] = {
    "need-level": "high",
    "risk-level": "some",
    "urgency": "routine",
    "supports-safeguarding": "yes",
    "child-voice": "not-obtainable",
    "privacy-notice": "covers",
    "understanding": "understood",
    "expected-by-subject": "yes",
    "openness-told": "family",
    "article-8-lawful": "yes",
    "article-8-aim": "rights-of-others",
    "article-8-necessary": "yes",
    "compatible": "yes",
    **dict.fromkeys(
        ("necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"),
        "met",
    ),
}

_REASONS: Final = tomllib.loads(files(__package__).joinpath("reasons.toml").read_text("utf-8"))


def words_for(grounds: Grounds) -> dict[str, str]:
    """The words of the decision, for the holder's own record."""
    words: dict[str, str] = dict(_REASONS["always"])
    if grounds == PARTNER_DUTY:
        words |= _REASONS["partner-duty"]
    if grounds.conditioned:
        words |= _REASONS["condition"]
    if grounds.special:
        words |= _REASONS["confidence"]
    return words


def words_to_decline(grounds: Grounds, ground: str, reasons: str) -> dict[str, str]:
    """The words of a decision not to share, for the holder's own record."""
    return {**words_for(grounds), **_REASONS["declined"], f"ground-{ground}": reasons}


def words_to_tell(grounds: Grounds) -> dict[str, str]:
    """The words of a decision to tell what nobody asked, but for what it is for and why."""
    return {**words_for(grounds), **_REASONS["unasked"]}


def case_for(
    grounds: Grounds, purpose: str, decider: UUID, protected: UUID | None
) -> dict[str, Any]:
    """The answers P, C, I, L and H1 to H5 in codes, as the hub takes them."""
    code, _, detail = purpose.partition("/")
    lawful: dict[str, Any] = {
        "answer": "yes",
        "basis": grounds.basis,
        "provision": grounds.provision,
        "limb": grounds.limb,
        "protected_person": protected,
    }
    if grounds.conditioned:
        lawful["condition"] = {
            "code": "sch1-18",
            "harm": "neglect",
            "limb": "c",
            "scope": {"kind": "under-18", "stated_by": decider, "estimated": False},
        }
    if grounds.special:
        lawful["gate"] = "public-interest"
    return {
        "purpose": {"answer": "yes", "code": code, "detail": detail or None},
        "runs": [
            {
                "consent": {
                    "answer": "no",
                    "standings": [{"status": "not-sought", "reason": grounds.consent}],
                },
                "identifies": {"answer": "yes"},
                "lawful": lawful,
                "special_category": grounds.special,
                "criminal_offence": grounds.offences,
                "sensitive": grounds.special,
                "confidential": grounds.special,
            }
        ],
        "how": {
            "amount": "items",
            "kinds": "typed",
            "individual": {"answer": "practitioner"},
            "channel": {"answer": "secure", "channel": "secure-system"},
            "notice": {"answer": "planned"},
        },
        "harm": "none" if grounds == PARTNER_DUTY else "may-be-at-risk",
        "risk_clarity": "clear",
        "record": dict(_RECORD),
        "confirmed": True,
    }
