"""Refusals that more than one rule raises, and what may be wrong with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks

Lack = Literal["", "blank", "bare", "too-short", "names-subject", "unreadable"]


def lack(checks: TextChecks | None, least_words: int = 1) -> Lack:
    """What a text lacks to count as said; empty when it lacks nothing.

    A text that is not there, names a ground without a reason, is shorter than asked, names a
    subject, or hides characters, counts as blank.
    """
    if checks is None or checks.blank:
        return "blank"
    if checks.bare:
        return "bare"
    if checks.names_subject:
        return "names-subject"
    if checks.unreadable:
        return "unreadable"
    return "too-short" if checks.words < least_words else ""


@dataclass(eq=False, kw_only=True)
class PurposeRequired(Refusal):
    """Sharing and asking have a clear and legitimate purpose, from the list and in words."""

    lack: str = "blank"
    code = "purpose-required"
    duty = "R-001, R-151"


@dataclass(eq=False, kw_only=True)
class PurposeRecipient(Refusal):
    """A purpose allows certain recipients, and some recipients certain purposes (R-434)."""

    purpose: str
    code = "purpose-recipient"
    duty = "R-001, R-434"


@dataclass(eq=False, kw_only=True)
class ReasonRequired(Refusal):
    """A step that needs a reason states it."""

    field: str
    lack: str = "blank"
    code = "reason-required"
    duty = "R-160"


@dataclass(eq=False, kw_only=True)
class RationaleRequired(Refusal):
    """Every decision, to share or not, records why (S.3 of the decision table; R-202)."""

    field: str
    lack: str = "blank"
    code = "rationale-required"
    duty = "R-009, R-102, R-121"


@dataclass(eq=False, kw_only=True)
class ShareRecordIncomplete(Refusal):
    """If shared: what, with whom, for what purpose, on what basis is recorded (R-201)."""

    field: str
    code = "share-record-incomplete"
    duty = "R-201"


@dataclass(eq=False, kw_only=True)
class NoShareReasonRequired(Refusal):
    """What is not shared has a ground and its reason in words (R-202)."""

    ground: str = ""
    lack: str = "blank"
    code = "no-share-reason-required"
    duty = "R-202"


@dataclass(eq=False, kw_only=True)
class RefusalGroundNotRecognised(Refusal):
    """A name of a law is no reason, and not every ground stands everywhere (R-101)."""

    ground: str
    lack: str = ""
    code = "refusal-ground-not-recognised"
    duty = "R-101"


@dataclass(eq=False, kw_only=True)
class AssumedSharedElsewhere(Refusal):
    """Never assume that someone else will pass it on: name the disclosure of it (R-013)."""

    code = "assumed-shared-elsewhere"
    duty = "R-013"


@dataclass(eq=False, kw_only=True)
class SearchNotStated(Refusal):
    """Nothing held says what was searched, and what was not (R-443)."""

    field: str = "search"
    code = "search-not-stated"
    duty = "R-443"


@dataclass(eq=False, kw_only=True)
class CompetentAdviceRequired(Refusal):
    """An unclear or grave case is decided by, or with advice of, the competent (R-016)."""

    code = "competent-advice-required"
    duty = "R-016"


@dataclass(eq=False, kw_only=True)
class RoleRequired(Refusal):
    """The step is for holders of certain roles, or bodies of a certain category (R-224)."""

    needed: str = ""
    code = "role-required"
    duty = "R-224"


@dataclass(eq=False, kw_only=True)
class RequestNotSpecific(Refusal):
    """A request names items, periods and persons, and why they are needed (R-062)."""

    field: str
    code = "request-not-specific"
    duty = "R-062, R-070"


@dataclass(eq=False, kw_only=True)
class GatewayNotAvailable(Refusal):
    """A power or duty is for the bodies that it names and the purposes it serves (R-085).

    The provision itself, which is among the facts, says which these are.
    """

    provision: str
    code = "gateway-not-available"
    duty = "R-085"


@dataclass(eq=False, kw_only=True)
class RecipientNotNamed(Refusal):
    """A named practitioner or a registered duty post receives; a mailbox does not (R-157)."""

    code = "recipient-not-named"
    duty = "R-157"


@dataclass(eq=False, kw_only=True)
class SensitivityUnset(Refusal):
    """Every item says how sensitive it is, and of what kind: unset is no answer (R-103)."""

    field: str
    item: UUID | None = None
    code = "sensitivity-unset"
    duty = "R-103, R-226"


@dataclass(eq=False, kw_only=True)
class FactOpinionUnset(Refusal):
    """Fact is distinguished from opinion for every item (R-186)."""

    item: UUID | None = None
    code = "fact-opinion-unset"
    duty = "R-186"
