"""The one gate: what a practitioner of an agency may see now.

Pages, API, feed, exports and releases all ask it. What it does not allow is *not found*, in the
same shape as what does not exist. A missing label means most restricted. A known exclusion
outranks every role (R-224, Caldicott principle 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from hub_domain.refusal import Refusal
from hub_domain.roles import SCRUTINY, Role


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A practitioner acting for an agency, with registered roles and the posts they hold."""

    practitioner: UUID
    agency: UUID
    roles: frozenset[str]
    posts: frozenset[UUID] = frozenset()


class Side(StrEnum):
    """On which side of a record an agency stands."""

    AUTHOR = "author"
    ADDRESSEE = "addressee"


class RecordKind(StrEnum):
    """What kind of record the labels belong to."""

    SHARE_REQUEST = "share-request"
    SHARING_DECISION = "sharing-decision"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Who stands on a record, as one agency's view of it says.

    ``author`` wrote it, ``named`` is the practitioner to whom it is addressed, ``post`` the
    duty post, ``assigned`` who has taken it on, ``excluded`` who must never see it;
    ``withdrawn``: its author asks no longer.
    """

    kind: RecordKind | None
    agency: UUID | None
    side: Side | None
    author: UUID | None = None
    named: UUID | None = None
    post: UUID | None = None
    assigned: UUID | None = None
    excluded: frozenset[UUID] = field(default=frozenset())
    withdrawn: bool = False

    @property
    def holder(self) -> UUID | None:
        """The one person who has it, or to whom it came; None: a post, or nobody by name."""
        return self.assigned or self.named


@dataclass(frozen=True, kw_only=True)
class Handover:
    """That a record changed hands: by whom, to whom, when, and who had opened it by then.

    ``read_by`` are those who opened it since it changed hands before.
    """

    by: UUID
    to: UUID
    at: datetime
    read_by: frozenset[UUID] = field(default=frozenset())


_LEADS = frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR})
_RECEIVES_UNTIL_ASSIGNED = frozenset({Role.SAFEGUARDING_LEAD, Role.CO_ORDINATOR})

TAKES_OVER: Final[Mapping[RecordKind, frozenset[Role]]] = {
    RecordKind.SHARE_REQUEST: frozenset(
        {Role.MANAGER, Role.SENIOR_MANAGER, Role.SAFEGUARDING_LEAD}
    ),
    RecordKind.DISCLOSURE: frozenset({Role.MANAGER, Role.SENIOR_MANAGER}),
}
"""Who may take over what came to their agency: its managers.

A request also its safeguarding lead, who receives for the agency and answers for it that a
request is answered, in a small body with nobody above.
"""


def may_see(viewer: Viewer, labels: Labels) -> bool:
    """Whether this practitioner may see this record now."""
    if not _labelled_for(viewer, labels):
        return False
    if labels.side is Side.AUTHOR:
        return _may_see_own(viewer, labels)
    return labels.kind in TAKES_OVER and _may_see_received(viewer, labels)


def _labelled_for(viewer: Viewer, labels: Labels) -> bool:
    """It is labelled, stands in the view of their agency, and they are not excluded."""
    if labels.kind is None or labels.side is None or labels.agency is None:
        return False
    return viewer.practitioner not in labels.excluded and viewer.agency == labels.agency


def _may_see_own(viewer: Viewer, labels: Labels) -> bool:
    """Own records: their author, the author's manager, the agency's co-ordinator.

    A decision on a request goes with it: who has the request now is in the author's place.
    """
    if viewer.practitioner == (labels.assigned or labels.author) or viewer.roles & _LEADS:
        return True
    guardian = Role.CALDICOTT_GUARDIAN in viewer.roles
    return guardian and labels.kind is RecordKind.SHARING_DECISION


def _may_see_received(viewer: Viewer, labels: Labels) -> bool:
    """Until it is assigned: addressee, duty post, of a request lead and co-ordinator.

    Then: who has it, and of a request the co-ordinator. Who held it before sees it no longer,
    whether they have left or only handed it on, opened it or not: the need to know went with
    the work, and two who both might act on it are none who must (R-223, Caldicott principle
    4). That they opened it stays recorded.
    """
    request = labels.kind is RecordKind.SHARE_REQUEST
    if labels.assigned is not None:
        co_ordinates = request and Role.CO_ORDINATOR in viewer.roles
        return viewer.practitioner == labels.assigned or co_ordinates
    if viewer.practitioner == labels.named or labels.post in viewer.posts:
        return True
    return request and bool(viewer.roles & _RECEIVES_UNTIL_ASSIGNED)


def may_take_over(viewer: Viewer, labels: Labels) -> bool:
    """Whether this practitioner may know by codes that this came here, and take it over.

    From whom, of what kind, since when, for whom and until when: never about whom, nor a
    word. So that nobody's absence leaves it unread, those who may take it over may know that
    it is there; others of the agency, the other agency, and who is excluded may not (P-21).
    """
    received = _labelled_for(viewer, labels) and labels.side is Side.ADDRESSEE
    return received and any(
        kind is labels.kind and bool(viewer.roles & roles) for kind, roles in TAKES_OVER.items()
    )


def see(viewer: Viewer, labels: Labels | None) -> Labels:
    """The labels, when the viewer may see the record; otherwise it is not found."""
    if labels is None or not may_see(viewer, labels):
        raise NotFound
    return labels


def open_words(viewer: Viewer, labels: Labels | None, author: UUID) -> None:
    """Refuse words of a record that this agency wrote to who may not open them now.

    Who sees the record may; but what was withdrawn, its addressee opens no longer: a request
    that went astray is read by nobody there from then on (R-157).
    """
    record = see(viewer, labels)
    if record.withdrawn and record.side is Side.ADDRESSEE and author != viewer.agency:
        raise NotFound


def take_over(viewer: Viewer, labels: Labels | None) -> Labels:
    """The labels, when the viewer may take the record over; otherwise it is not found."""
    if labels is None or not may_take_over(viewer, labels):
        raise NotFound
    return labels


def gone(viewer: Viewer, labels: Labels | None, handovers: Iterable[Handover]) -> None:
    """Tell who had a record where it went from them; of who never had it, nothing is told.

    Who held it by name, gave it to somebody, or opened it here knows already that it is there.
    So they may know that it went from them, to whom, by whom and when: by codes, and nothing
    that came of it since, not even to whom it went from there (Caldicott principle 4).
    """
    if labels is None or not _labelled_for(viewer, labels) or labels.side is Side.AUTHOR:
        return
    last, holder = None, labels.named
    for handover in handovers:
        if viewer.practitioner in {holder, handover.by, *handover.read_by}:
            last = handover
        holder = handover.to
    if last is not None:
        raise HandedOver(by=last.by, to=last.to, at=last.at)


def follows_all(viewer: Viewer) -> bool:
    """Whether the whole of the agency's notices is for this reader: when, never about whom."""
    return bool(viewer.roles & {Role.CO_ORDINATOR, Role.INFORMATION_GOVERNANCE_LEAD})


def scrutinise(viewer: Viewer) -> None:
    """Scrutineers see codes across agencies, and never words; for others it is not found."""
    if not viewer.roles & SCRUTINY:
        raise NotFound


class NotFound(Refusal):
    """What may not be seen and what does not exist are answered alike (R-224)."""

    code = "not-found"
    duty = "R-224"


@dataclass(eq=False, kw_only=True)
class HandedOver(Refusal):
    """Who had a record is told where it went, and sees it no longer: the need went with it."""

    by: UUID
    to: UUID
    at: datetime
    code = "handed-over"
    duty = "R-223"
