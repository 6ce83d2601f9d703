"""Disclosures as each side sees them, and who opened what."""

from __future__ import annotations

from collections.abc import Iterable

from hub_domain.ids import an_id
from hub_domain.keeping.release import Release, TextMismatch
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.legal_basis import rests_on
from hub_services.hub.views.projecting import POSITION, Handlers, of_each, row, rows

TABLES = (
    ViewTable(
        name="disclosures",
        columns={
            "agency_id": "uuid",
            "disclosure_id": "uuid",
            "side": "text",
            "counterpart": "uuid",
            "author": "uuid",
            "named": "uuid",
            "post": "uuid",
            "assigned": "uuid",
            "request": "uuid",
            "decision": "uuid",
            "provision": "text",
            "purpose": "text",
            "use_limit": "text",
            "channel": "text",
            "items": "json",
            "emergency": "bool",
            "recorded": "bool",
            "recorded_at": "time",
            "rests_on": "json",
            "made_at": "time",
            "envelope": "uuid",
            "acknowledged_at": "time",
            "significance": "text",
            "action": "text",
            "version": "int",
        },
        key=("agency_id", "disclosure_id"),
        indexes=(("agency_id", "side", "made_at"), ("agency_id", "request")),
    ),
    ViewTable(
        name="openings",
        columns={
            "agency_id": "uuid",
            "record": "uuid",
            "position": "int",
            "envelope": "uuid",
            "opened_by": "uuid",
            "opened_for": "uuid",
            "role": "text",
            "post": "uuid",
            "opened_at": "time",
        },
        key=("agency_id", "record", "position"),
    ),
    ViewTable(
        name="mismatches",
        columns={
            "agency_id": "uuid",
            "envelope": "uuid",
            "position": "int",
            "record": "uuid",
            "text": "text",
            "reported_by": "uuid",
            "reported_at": "time",
        },
        key=("agency_id", "envelope", "position"),
    ),
)


def _made(event: Disclosure.Made) -> Iterable[Upsert]:
    author = {"agency_id": event.agency, "side": "author", "counterpart": event.recipient}
    addressee = {
        "agency_id": event.recipient,
        "side": "addressee",
        "counterpart": event.agency,
    }
    yield rows(
        "disclosures",
        [author, addressee],
        disclosure_id=event.originator_id,
        author=event.practitioner,
        named=event.recipient_practitioner,
        post=event.recipient_post,
        request=event.request,
        decision=event.decision,
        provision=event.provision,
        purpose=event.purpose,
        use_limit=event.use_limit,
        channel=event.channel,
        items=event.items,
        emergency=event.emergency,
        recorded=event.recorded if event.emergency else None,
        recorded_at=event.timestamp if event.emergency and event.recorded else None,
        rests_on=event.rests_on,
        made_at=event.timestamp,
        envelope=an_id(event.sealed["envelope"]),
        version=event.originator_version,
    )


def _recorded(event: SharingDecision.MadeAgain) -> Iterable[Upsert]:
    """The record of what went in an emergency is complete: who received it is told (R-362).

    And on what law it came, where they had not asked for it.
    """
    if event.recorded:
        yield rows(
            "disclosures",
            [
                {"agency_id": agency, "disclosure_id": disclosure}
                for agency in (event.agency, event.recipient)
                for disclosure in event.recorded
            ],
            emergency=True,
            recorded=True,
            recorded_at=event.timestamp,
            rests_on=None if event.request else rests_on(event.items, event.codes),
        )


def _released(event: Release.Released) -> Iterable[Upsert]:
    yield rows(
        "openings",
        of_each(*sorted({event.publisher, event.agency})),
        record=event.record,
        position=POSITION,
        envelope=event.envelope,
        opened_by=event.practitioner,
        opened_for=event.agency,
        role=event.role,
        post=event.post,
        opened_at=event.timestamp,
    )


def _acknowledged(event: Disclosure.Acknowledged) -> Iterable[Upsert]:
    yield rows(
        "disclosures",
        of_each(event.agency, event.discloser),
        disclosure_id=event.originator_id,
        acknowledged_at=event.timestamp,
        significance=event.significance,
        action=event.action,
        version=event.originator_version,
    )


def _taken_over(event: Disclosure.TakenOver) -> Iterable[Upsert]:
    at = {"disclosure_id": event.originator_id, "version": event.originator_version}
    yield row("disclosures", agency_id=event.agency, assigned=event.to, **at)
    yield row("disclosures", agency_id=event.discloser, **at)


def _mismatch(event: TextMismatch.Reported) -> Iterable[Upsert]:
    yield rows(
        "mismatches",
        of_each(*sorted({event.publisher, event.agency})),
        envelope=event.envelope,
        position=POSITION,
        record=event.record,
        text=event.text,
        reported_by=event.practitioner,
        reported_at=event.timestamp,
    )


HANDLERS: Handlers = {
    Disclosure.Made: _made,
    Disclosure.Acknowledged: _acknowledged,
    SharingDecision.MadeAgain: _recorded,
    Disclosure.TakenOver: _taken_over,
    Release.Released: _released,
    TextMismatch.Reported: _mismatch,
}
