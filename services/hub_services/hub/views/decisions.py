"""An agency's own sharing decisions, in codes."""

from __future__ import annotations

from collections.abc import Iterable

from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.decision import SharingDecision
from hub_services.hub.views.projecting import Handlers, row

TABLES = (
    ViewTable(
        name="decisions",
        columns={
            "agency_id": "uuid",
            "decision_id": "uuid",
            "side": "text",
            "author": "uuid",
            "role": "text",
            "request": "uuid",
            "recipient": "uuid",
            "recipient_practitioner": "uuid",
            "recipient_post": "uuid",
            "provision": "text",
            "purpose": "text",
            "decision": "text",
            "outcome": "text",
            "path": "text",
            "row": "text",
            "items": "json",
            "codes": "json",
            "advisers": "texts",
            "warnings": "json",
            "decided_at": "time",
            "disclosure": "uuid",
            "note_filed_at": "time",
            "note_filed_by": "uuid",
            "edition": "int",
            "version": "int",
        },
        key=("agency_id", "decision_id"),
        indexes=(("agency_id", "request"), ("agency_id", "side", "decided_at")),
    ),
)


def _made_again(event: SharingDecision.MadeAgain) -> Iterable[Upsert]:
    """A record that is made beside a decision leaves that one standing."""
    if not event.beside:
        yield from _made(event)
        return
    yield row(
        "decisions",
        agency_id=event.agency,
        decision_id=event.originator_id,
        version=event.originator_version,
    )


def _made(event: SharingDecision.Made | SharingDecision.MadeAgain) -> Iterable[Upsert]:
    yield row(
        "decisions",
        agency_id=event.agency,
        decision_id=event.originator_id,
        side="author",
        author=event.practitioner,
        role=event.role,
        request=event.request,
        recipient=event.recipient,
        recipient_practitioner=event.recipient_practitioner,
        recipient_post=event.recipient_post,
        provision=event.provision,
        purpose=event.purpose,
        decision=event.decision,
        outcome=event.outcome,
        path=event.path,
        row=event.row,
        items=event.items,
        codes=event.codes,
        advisers=event.advisers,
        warnings=event.warnings,
        decided_at=event.timestamp,
        disclosure=None,
        note_filed_at=None,
        note_filed_by=None,
        edition=event.catalogue_edition,
        version=event.originator_version,
    )


def _carried_out(event: SharingDecision.CarriedOut) -> Iterable[Upsert]:
    yield row(
        "decisions",
        agency_id=event.agency,
        decision_id=event.originator_id,
        disclosure=event.disclosure,
        version=event.originator_version,
    )


def _noted(event: SharingDecision.NoteFiled) -> Iterable[Upsert]:
    yield row(
        "decisions",
        agency_id=event.agency,
        decision_id=event.originator_id,
        note_filed_at=event.timestamp,
        note_filed_by=event.practitioner,
        version=event.originator_version,
    )


HANDLERS: Handlers = {
    SharingDecision.Made: _made,
    SharingDecision.MadeAgain: _made_again,
    SharingDecision.CarriedOut: _carried_out,
    SharingDecision.NoteFiled: _noted,
}
