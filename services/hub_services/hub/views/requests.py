"""Share requests as each side sees them, and the sealed writings that belong to a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.request import ShareRequest, Status
from hub_services.hub.views.projecting import POSITION, Handlers, an_id, row

TABLES = (
    ViewTable(
        name="requests",
        columns={
            "agency_id": "uuid",
            "request_id": "uuid",
            "side": "text",
            "counterpart": "uuid",
            "author": "uuid",
            "named": "uuid",
            "post": "uuid",
            "assigned": "uuid",
            "round": "uuid",
            "provision": "text",
            "function": "text",
            "purpose": "text",
            "persons": "json",
            "items": "json",
            "kept_persons": "uuids",
            "kept_items": "uuids",
            "told": "text",
            "texts": "json",
            "status": "text",
            "ground": "text",
            "search": "json",
            "issued_at": "time",
            "due_at": "time",
            "changed_at": "time",
            "envelope": "uuid",
            "decision": "uuid",
            "disclosure": "uuid",
            "version": "int",
            "edition": "int",
        },
        key=("agency_id", "request_id"),
        indexes=(("agency_id", "side", "due_at"), ("agency_id", "round")),
    ),
    ViewTable(
        name="writings",
        columns={
            "agency_id": "uuid",
            "envelope": "uuid",
            "record": "uuid",
            "record_kind": "text",
            "part": "text",
            "author_agency": "uuid",
            "counterpart": "uuid",
            "author": "uuid",
            "texts": "json",
            "written_at": "time",
            "position": "int",
        },
        key=("agency_id", "envelope"),
        indexes=(("agency_id", "record"),),
    ),
)


def writing(
    *,
    sealed: Mapping[str, object] | None,
    record: UUID,
    record_kind: str,
    part: str,
    author_agency: UUID,
    counterpart: UUID | None,
    author: UUID,
    texts: object,
    written_at: object,
) -> Iterable[Upsert]:
    """A sealed writing, for its author's agency and for the one it is sealed to."""
    if sealed is None:
        return
    for agency in (author_agency, counterpart):
        if agency is not None:
            yield row(
                "writings",
                agency_id=agency,
                envelope=an_id(sealed["envelope"]),
                record=record,
                record_kind=record_kind,
                part=part,
                author_agency=author_agency,
                counterpart=counterpart,
                author=author,
                texts=texts,
                written_at=written_at,
                position=POSITION,
            )


def _issued(event: ShareRequest.Issued) -> Iterable[Upsert]:
    common: dict[str, object] = {
        "request_id": event.originator_id,
        "author": event.practitioner,
        "named": event.addressee_practitioner,
        "post": event.addressee_post,
        "provision": event.provision,
        "function": event.function,
        "purpose": event.purpose,
        "persons": event.persons,
        "items": event.items,
        "kept_persons": [an_id(person["id"]) for person in event.persons],
        "kept_items": sorted(an_id(item["id"]) for item in event.items),
        "told": event.told,
        "texts": event.texts,
        "status": Status.ISSUED.value,
        "issued_at": event.timestamp,
        "due_at": event.due_at,
        "changed_at": event.timestamp,
        "envelope": an_id(event.sealed["envelope"]),
        "version": event.originator_version,
        "edition": event.catalogue_edition,
    }
    yield row(
        "requests",
        agency_id=event.requester,
        side="author",
        counterpart=event.addressee,
        round=event.round,
        **common,
    )
    yield row(
        "requests",
        agency_id=event.addressee,
        side="addressee",
        counterpart=event.requester,
        **common,
    )
    yield from writing(
        sealed=event.sealed,
        record=event.originator_id,
        record_kind="share-request",
        part="request",
        author_agency=event.requester,
        counterpart=event.addressee,
        author=event.practitioner,
        texts=event.texts,
        written_at=event.timestamp,
    )


def _both(event: ShareRequest.Event, **values: object) -> Iterable[Upsert]:
    for agency in (event.requester, event.addressee):
        yield row(
            "requests",
            agency_id=agency,
            request_id=event.originator_id,
            changed_at=event.timestamp,
            version=event.originator_version,
            **values,
        )


def _replied(
    event: ShareRequest.Challenged | ShareRequest.Declined | ShareRequest.Answered, part: str
) -> Iterable[Upsert]:
    yield from writing(
        sealed=event.sealed,
        record=event.originator_id,
        record_kind="share-request",
        part=part,
        author_agency=event.addressee,
        counterpart=event.requester,
        author=event.practitioner,
        texts=event.texts,
        written_at=event.timestamp,
    )


def _assigned(event: ShareRequest.Assigned) -> Iterable[Upsert]:
    yield row(
        "requests",
        agency_id=event.addressee,
        request_id=event.originator_id,
        assigned=event.to,
        version=event.originator_version,
    )
    yield row(
        "requests",
        agency_id=event.requester,
        request_id=event.originator_id,
        version=event.originator_version,
    )


def _challenged(event: ShareRequest.Challenged) -> Iterable[Upsert]:
    yield from _both(event, status=Status.CHALLENGED.value, ground=event.ground)
    yield from _replied(event, "challenge")


def _declined(event: ShareRequest.Declined) -> Iterable[Upsert]:
    yield from _both(event, status=Status.DECLINED.value, ground=event.ground)
    yield from _replied(event, "decline")


def _narrowed(event: ShareRequest.Narrowed) -> Iterable[Upsert]:
    yield from _both(
        event,
        status=Status.NARROWED.value,
        ground=None,
        kept_persons=event.persons,
        kept_items=event.items,
        due_at=event.due_at,
    )


def _answered(event: ShareRequest.Answered) -> Iterable[Upsert]:
    yield from _both(
        event,
        status=event.answer,
        ground=None,
        search=event.search,
        decision=event.decision,
        disclosure=event.disclosure,
    )
    yield from _replied(event, "answer")


HANDLERS: Handlers = {
    ShareRequest.Issued: _issued,
    ShareRequest.Assigned: _assigned,
    ShareRequest.Challenged: _challenged,
    ShareRequest.Declined: _declined,
    ShareRequest.Narrowed: _narrowed,
    ShareRequest.Answered: _answered,
}
