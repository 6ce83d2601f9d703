"""Who knows what about whom: asked, told, opened and withheld, by random person id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.keeping.release import Release
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.views.projecting import POSITION, RECORDED_AT, Handlers, rows

HOW_KNOWN = (
    *("asked", "was-asked", "told-others", "was-sent", "took-over", "opened", "withheld"),
)
_WITHHOLDS = frozenset({"share-part", "do-not-share"})

TABLES = (
    ViewTable(
        name="knowledge",
        columns={
            "agency_id": "uuid",
            "person_id": "uuid",
            "position": "int",
            "how": "text",
            "practitioner": "uuid",
            "role": "text",
            "holder": "uuid",
            "other_agency": "uuid",
            "record": "uuid",
            "record_kind": "text",
            "items": "uuids",
            "kinds": "texts",
            "grounds": "texts",
            "provision": "text",
            "rests_on": "json",
            "emergency": "bool",
            "edition": "int",
            "occurred_at": "time",
            "recorded_at": "time",
        },
        key=("agency_id", "person_id", "position"),
        indexes=(("person_id",), ("agency_id", "position")),
    ),
)


def _known(
    event: ShareRequest.Issued
    | ShareRequest.TakenOver
    | SharingDecision.Made
    | SharingDecision.MadeAgain
    | Disclosure.Made
    | Disclosure.TakenOver
    | Release.Released,
    person: UUID,
    *parties: Mapping[str, object],
    grounds: Iterable[str] = (),
    **values: object,
) -> Upsert:
    return rows(
        "knowledge",
        parties,
        person_id=person,
        position=POSITION,
        grounds=list(grounds),
        edition=event.catalogue_edition,
        occurred_at=event.timestamp,
        recorded_at=RECORDED_AT,
        **values,
    )


def _asked(event: ShareRequest.Issued) -> Iterable[Upsert]:
    asking = {
        "agency_id": event.requester,
        "how": "asked",
        "practitioner": event.practitioner,
        "role": event.role,
        "other_agency": event.addressee,
    }
    asked = {
        "agency_id": event.addressee,
        "how": "was-asked",
        "practitioner": event.addressee_practitioner,
        "role": None,
        "other_agency": event.requester,
    }
    for person in event.persons:
        yield _known(
            event,
            an_id(person["id"]),
            asking,
            asked,
            record=event.originator_id,
            record_kind="share-request",
            items=[],
            kinds=[],
            provision=event.provision,
        )


def _told(event: Disclosure.Made) -> Iterable[Upsert]:
    telling = {
        "agency_id": event.agency,
        "how": "told-others",
        "practitioner": event.practitioner,
        "role": event.role,
        "other_agency": event.recipient,
    }
    told = {
        "agency_id": event.recipient,
        "how": "was-sent",
        "practitioner": event.recipient_practitioner,
        "role": None,
        "other_agency": event.agency,
    }
    for person in sorted({an_id(item["person"]) for item in event.items}):
        about = [item for item in event.items if an_id(item["person"]) == person]
        yield _known(
            event,
            person,
            telling,
            told,
            record=event.originator_id,
            record_kind="disclosure",
            items=[an_id(item["id"]) for item in about],
            kinds=[str(item["kind"]) for item in about if item["kind"]],
            provision=event.provision,
            rests_on=event.rests_on,
            emergency=event.emergency,
        )


def _withheld(event: SharingDecision.Made | SharingDecision.MadeAgain) -> Iterable[Upsert]:
    """What is held and does not go: neither what is not held, nor what waits for advice."""
    records = isinstance(event, SharingDecision.MadeAgain) and event.records
    if records or event.decision not in _WITHHOLDS:
        return
    withholding = {
        "agency_id": event.agency,
        "how": "withheld",
        "practitioner": event.practitioner,
        "role": event.role,
        "other_agency": event.recipient,
    }
    kept: list[dict[str, Any]] = [
        item
        for item in event.items
        if item["person"] and not item["included"] and not item["not_held"]
    ]
    for person in sorted({an_id(item["person"]) for item in kept}):
        about = [item for item in kept if an_id(item["person"]) == person]
        yield _known(
            event,
            person,
            withholding,
            grounds=sorted({str(each) for item in about for each in item["grounds"]}),
            record=event.originator_id,
            record_kind="sharing-decision",
            items=[an_id(item["item"]) for item in about],
            kinds=[str(item["kind"]) for item in about if item["kind"]],
            provision=event.provision,
        )


def _opened(event: Release.Released) -> Iterable[Upsert]:
    opening = {
        "agency_id": event.agency,
        "how": "opened",
        "practitioner": event.practitioner,
        "role": event.role,
        "other_agency": event.publisher,
    }
    for person in event.persons:
        yield _known(
            event,
            person,
            opening,
            record=event.record,
            record_kind=event.record_kind,
            items=event.items,
            kinds=[],
        )


def _taken_over(event: ShareRequest.TakenOver | Disclosure.TakenOver) -> Iterable[Upsert]:
    """Who took it over, and for whom: from then on it is open to that holder alone."""
    if isinstance(event, Disclosure.TakenOver):
        author, kind = event.discloser, "disclosure"
    else:
        author, kind = event.requester, "share-request"
    taking = {
        "agency_id": event.agency,
        "how": "took-over",
        "practitioner": event.practitioner,
        "role": event.role,
        "holder": event.to,
        "other_agency": author,
    }
    for person in event.persons:
        yield _known(
            event,
            person,
            taking,
            record=event.originator_id,
            record_kind=kind,
            items=[],
            kinds=[],
        )


HANDLERS: Handlers = {
    ShareRequest.Issued: _asked,
    ShareRequest.TakenOver: _taken_over,
    SharingDecision.Made: _withheld,
    SharingDecision.MadeAgain: _withheld,
    Disclosure.Made: _told,
    Disclosure.TakenOver: _taken_over,
    Release.Released: _opened,
}
