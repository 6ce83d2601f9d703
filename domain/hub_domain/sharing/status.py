"""Where a share request stands, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from hub_domain.aggregate import at_first_without


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

REPLIED: Final = ASKED_BACK | {Status.DECLINED, Status.NOT_HELD, Status.NOT_KNOWN_HERE}
"""The addressee has replied, and shared nothing by it: the requester is to read that."""


@dataclass(frozen=True)
class Reply:
    """What the addressee says to the request: it stops the clock that runs."""

    stops_clock: UUID | None
    escalates: bool


@dataclass(frozen=True)
class Answering(Reply):
    """What it answers, and by which disclosure.

    ``owed``: an emergency did not speak of all that is asked. The rest is owed still: the clock
    runs on, and what was escalated stays so (R-362).
    """

    answer: str
    search: dict[str, object] | None
    decision: UUID | None
    disclosure: UUID | None
    texts: dict[str, object]
    sealed: dict[str, object] | None
    ends_escalation: UUID | None
    owed: bool | None

    class_version = 2
    upcast_v1_v2 = staticmethod(at_first_without(owed=None))
