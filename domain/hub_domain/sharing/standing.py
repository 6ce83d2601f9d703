"""Where a share request stands, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Status(StrEnum):
    """Where a request stands."""

    ISSUED = "issued"
    CHALLENGED = "challenged"
    NARROWED = "narrowed"
    CLARIFICATION_SOUGHT = "clarification-sought"
    EXPLAINED = "explained"
    DECLINED = "declined"
    NOT_HELD = "not-held"
    NOT_KNOWN_HERE = "not-known-here"
    PARTLY_SUPPLIED = "partly-supplied"
    SUPPLIED = "supplied"
    WITHDRAWN = "withdrawn"


class Withdrawal(StrEnum):
    """Why the requester asks no longer."""

    WRONG_AGENCY = "wrong-agency"
    WRONG_PERSON = "wrong-person"
    ASKED_ANEW = "asked-anew"
    NOT_NEEDED = "no-longer-needed"


OWED: Final = frozenset({Status.ISSUED, Status.NARROWED, Status.EXPLAINED})
"""The addressee owes an answer, and the clock runs."""

ASKED_BACK: Final = frozenset({Status.CHALLENGED, Status.CLARIFICATION_SOUGHT})
"""The requester owes the next step, and the clock stands (P-32)."""


@dataclass(frozen=True)
class Reply:
    """What the addressee says to the request: it stops the clock that runs."""

    stops_clock: UUID | None
    escalates: bool
