"""What a supply is about: a request, or what an agency tells another of its own motion."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

from hub_domain.acting import NOBODY
from hub_domain.ids import decision_id
from hub_services.desk.drafts import SupplyDraft
from hub_services.desk.hub_client import MOVED, HubRefused
from hub_services.desk.rows import Matter, PersonRow, RequestRow


class ToldUnasked(Matter, frozen=True, kw_only=True):
    """What nobody asked: it is told under the decision of this id, to one recipient."""

    decision: UUID

    @classmethod
    def of(cls, draft: SupplyDraft) -> ToldUnasked:
        """As a draft says it: about whom it is told, or about whom it was decided not to."""
        if draft.unasked is None:
            raise ValueError("it answers a request")
        of = [item.person for item in draft.items or draft.withheld]
        told = tuple(dict.fromkeys(person for person in of if person))
        return cls(
            decision=draft.unasked.decision,
            counterpart=draft.unasked.agency,
            author=draft.to_practitioner or draft.to_post or NOBODY,
            post=draft.to_post,
            provision="",
            persons=tuple(PersonRow(id=person) for person in told),
            kept_persons=told,
        )


Either: TypeAlias = RequestRow | ToldUnasked
"""What is asked, or what is told unasked."""


def decided_by(matter: Either) -> UUID:
    """The id of the decision on it, which follows from a request and who asked."""
    if isinstance(matter, RequestRow):
        return decision_id(matter.request_id, matter.counterpart)
    return matter.decision


def ensure_as_seen(draft: SupplyDraft, matter: Either) -> None:
    """A request is declined as it was seen: nothing is decided over what happened since."""
    if draft.declines is not None and isinstance(matter, RequestRow):
        seen = draft.declines.version
        if seen is not None and seen != matter.version:
            raise HubRefused({"code": MOVED}, 412)
