"""Share requests as each side sees them."""

from __future__ import annotations

from collections.abc import Iterable

from hub_domain.ids import an_id
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import ASKED_BACK, Status
from hub_services.hub.views.projecting import Handlers, of_each, row, rows

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
            "kept_periods": "json",
            "told": "text",
            "texts": "json",
            "status": "text",
            "ground": "text",
            "asked_back": "bool",
            "withdrawn": "text",
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
)


def _issued(event: ShareRequest.Issued) -> Iterable[Upsert]:
    author = {
        "agency_id": event.requester,
        "side": "author",
        "counterpart": event.addressee,
        "round": event.round,
    }
    addressee = {
        "agency_id": event.addressee,
        "side": "addressee",
        "counterpart": event.requester,
        "round": None,
    }
    yield rows(
        "requests",
        [author, addressee],
        request_id=event.originator_id,
        author=event.practitioner,
        named=event.addressee_practitioner,
        post=event.addressee_post,
        provision=event.provision,
        function=event.function,
        purpose=event.purpose,
        persons=event.persons,
        items=event.items,
        kept_persons=[an_id(person["id"]) for person in event.persons],
        kept_items=sorted(an_id(item["id"]) for item in event.items),
        kept_periods=[],
        told=event.told,
        texts=event.texts,
        status=Status.ISSUED.value,
        asked_back=False,
        issued_at=event.timestamp,
        due_at=event.due_at,
        changed_at=event.timestamp,
        envelope=an_id(event.sealed["envelope"]),
        version=event.originator_version,
        edition=event.catalogue_edition,
    )


def _both(event: ShareRequest.Event, **values: object) -> Upsert:
    return rows(
        "requests",
        of_each(event.requester, event.addressee),
        request_id=event.originator_id,
        changed_at=event.timestamp,
        version=event.originator_version,
        **values,
    )


def _assigned(event: ShareRequest.Assigned | ShareRequest.TakenOver) -> Iterable[Upsert]:
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
    yield _both(event, status=Status.CHALLENGED.value, ground=event.ground, asked_back=True)


def _declined(event: ShareRequest.Declined) -> Iterable[Upsert]:
    """What it rests on is to be found, where not to share was decided first."""
    decided = {"decision": event.decision} if event.decision else {}
    yield _both(
        event,
        status=Status.DECLINED.value,
        ground=event.ground,
        asked_back=False,
        **decided,
    )


def _narrowed(event: ShareRequest.Narrowed) -> Iterable[Upsert]:
    yield _both(
        event,
        status=Status.NARROWED.value,
        ground=None,
        kept_persons=event.persons,
        kept_items=event.items,
        kept_periods=event.periods,
        due_at=event.due_at,
    )


def _withdrawn(event: ShareRequest.Withdrawn) -> Iterable[Upsert]:
    yield _both(
        event, status=Status.WITHDRAWN.value, ground=None, asked_back=False, withdrawn=event.why
    )


def _explained(event: ShareRequest.Explained) -> Iterable[Upsert]:
    yield _both(event, status=Status.EXPLAINED.value, asked_back=False, due_at=event.due_at)


def _answered(event: ShareRequest.Answered) -> Iterable[Upsert]:
    """What was supplied stays to be found, whatever is said of the rest.

    Where the rest is owed, the request stands as it stood.
    """
    supplied = {"decision": event.decision, "disclosure": event.disclosure}
    answered = {
        "status": event.answer,
        "ground": None,
        "search": event.search,
        "asked_back": event.answer in ASKED_BACK,
    }
    yield _both(
        event,
        **({} if event.owed else answered),
        **(supplied if event.disclosure else {}),
    )


HANDLERS: Handlers = {
    ShareRequest.Issued: _issued,
    ShareRequest.Assigned: _assigned,
    ShareRequest.TakenOver: _assigned,
    ShareRequest.Challenged: _challenged,
    ShareRequest.Declined: _declined,
    ShareRequest.Narrowed: _narrowed,
    ShareRequest.Withdrawn: _withdrawn,
    ShareRequest.Explained: _explained,
    ShareRequest.Answered: _answered,
}
