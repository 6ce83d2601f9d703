"""What a decision leaves to be done, and whether deciding anew does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from hub_domain.ids import task_id
from hub_domain.law.decided import Decision
from hub_domain.law.evidence import Case

GAP_LEFT: Final = "complete-emergency-record"
LABELS: Final = "labels"
"""The gap of what went without its labels, where nothing else is left (R-186, R-362)."""

REDECIDE: Final = "redecide"
TELL_POLICE: Final = "share-with-police"

Left = tuple[str, str]
"""The kind of what is left, and of an emergency's record which gap."""


def left_by(made: UUID, tasks: Iterable[Iterable[str]]) -> dict[Left, UUID]:
    """What the deciding event leaves of its tasks, with the id of each."""
    return {
        (kind, gap): task_id(kind, made, gap)
        for kind, gap in tasks
        if kind in {GAP_LEFT, REDECIDE, TELL_POLICE}
    }


def record_complete(left: Iterable[Iterable[str]]) -> bool:
    """Whether of all that is left nothing is a gap in the record of an emergency (R-362)."""
    return not any(kind == GAP_LEFT for kind, _ in left)


def discharges(
    kind: str, gap: str, case: Case, decision: Decision, *, covers: bool, went: bool
) -> bool:
    """Whether to decide this does what an earlier decision left to be done.

    The record of an emergency is completed by deciding to share what went, where that
    ``covers`` all of it, but for what the agency still lacks (R-362); where nothing ``went``,
    by deciding not to share. What was under advice, by deciding (R-200); that the police are
    to be told, when it is stated that they have been (R-008). What is left once more is a new
    task.
    """
    if kind == TELL_POLICE:
        return case.police_know
    if kind == REDECIDE:
        return decision.code != "hold"
    if not decision.shares:
        return not went and decision.code != "hold"
    return covers and gap not in decision.gaps
