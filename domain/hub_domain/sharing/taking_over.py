"""Taking over: nobody's absence leaves what came about a child unread.

A manager of the agency to which a record was addressed takes it over, or gives it to a
colleague, when the one who holds it does not read or answer it (P-21). One
rule for requests and disclosures. Who may, and what they and the former holder then see, is
the gate's to say (``need_to_know``).

What is answered in full or acknowledged changes hands as well, though it waits for nobody and
stands in no list: the case goes on. What was received is read again, what is found later goes
in an emergency, and the record of what went so is completed; when who has it is away for a year
or has left, nobody else could. It needs a reason, the history keeps it, and the sender is told.
What was withdrawn does not: nobody opens a word of it any longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hub_domain.need_to_know import Labels, Viewer, take_over
from hub_domain.refusal import Refusal
from hub_domain.roles import CASEWORK


class Why(StrEnum):
    """Why a record changes hands."""

    AWAY = "away"
    ON_LEAVE = "on-leave"
    LEFT = "left"
    URGENT = "urgent-and-not-reached"
    WORKLOAD = "workload"
    WRONG_RECIPIENT = "wrong-recipient"
    CONFLICT = "conflict-of-interest"
    BACK = "back"


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One of the agency's people and the roles they hold now; none for who has left."""

    id: UUID
    roles: frozenset[str]


@dataclass(frozen=True)
class HandedOn:
    """From whom (a practitioner, a duty post, or nobody yet) to whom, why, and about whom."""

    formerly: UUID | None
    to: UUID
    why: str
    persons: list[UUID]


def handed_on(
    viewer: Viewer, labels: Labels | None, persons: Iterable[UUID], *, to: Colleague, why: Why
) -> dict[str, object]:
    """What is recorded of it: by who may, to one in office, from who held it until now.

    Whether the former holder had opened it makes no difference: a case changes hands.
    """
    held = take_over(viewer, labels)
    if not CASEWORK & to.roles or to.id in held.excluded:
        raise ColleagueNotAvailable
    if to.id == held.holder:
        raise AlreadyTheirs
    return {
        "formerly": held.holder or held.post,
        "to": to.id,
        "why": why.value,
        "persons": sorted(persons),
    }


class ColleagueNotAvailable(Refusal):
    """Who takes a record on works there in casework now, and no exclusion is known of them.

    Which of these it is, is not said (R-420).
    """

    code = "colleague-not-available"
    duty = "R-157, R-223"


class AlreadyTheirs(Refusal):
    """A record is given to somebody who does not hold it yet."""

    code = "already-theirs"
    duty = "R-223"
