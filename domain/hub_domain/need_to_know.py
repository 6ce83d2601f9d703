"""The one gate: what a practitioner of an agency may see now.

Pages, API, feed, exports and releases all ask it. What it does not allow is *not found*, in the
same shape as what does not exist. A missing label means most restricted. A known exclusion
outranks every role (design section 7, R-224, Caldicott principle 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
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
    duty post, ``assigned`` who has taken it on, ``excluded`` who must never see it.
    """

    kind: RecordKind | None
    agency: UUID | None
    side: Side | None
    author: UUID | None = None
    named: UUID | None = None
    post: UUID | None = None
    assigned: UUID | None = None
    excluded: frozenset[UUID] = field(default=frozenset())


_LEADS = frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR})
_RECEIVES_UNTIL_ASSIGNED = frozenset({Role.SAFEGUARDING_LEAD, Role.CO_ORDINATOR})


def may_see(viewer: Viewer, labels: Labels) -> bool:
    """Whether this practitioner may see this record now."""
    if labels.kind is None or labels.side is None or labels.agency is None:
        return False
    if viewer.practitioner in labels.excluded or viewer.agency != labels.agency:
        return False
    if labels.side is Side.AUTHOR:
        return _may_see_own(viewer, labels)
    if labels.kind is RecordKind.SHARE_REQUEST:
        return _may_see_request_received(viewer, labels)
    if labels.kind is RecordKind.DISCLOSURE:
        return viewer.practitioner == labels.named or labels.post in viewer.posts
    return False


def _may_see_own(viewer: Viewer, labels: Labels) -> bool:
    """Own records: their author, the author's manager, the agency's co-ordinator."""
    if viewer.practitioner == labels.author or viewer.roles & _LEADS:
        return True
    guardian = Role.CALDICOTT_GUARDIAN in viewer.roles
    return guardian and labels.kind is RecordKind.SHARING_DECISION


def _may_see_request_received(viewer: Viewer, labels: Labels) -> bool:
    """Until it is assigned: lead, co-ordinator, duty post, addressee. Then: who has it."""
    if labels.assigned is not None:
        return viewer.practitioner == labels.assigned or Role.CO_ORDINATOR in viewer.roles
    if viewer.practitioner == labels.named or labels.post in viewer.posts:
        return True
    return bool(viewer.roles & _RECEIVES_UNTIL_ASSIGNED)


def see(viewer: Viewer, labels: Labels | None) -> Labels:
    """The labels, when the viewer may see the record; otherwise it is not found."""
    if labels is None or not may_see(viewer, labels):
        raise NotFound
    return labels


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
