"""The sealed writings that belong to a record, for their author's agency and their reader's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.need_to_know import RecordKind
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.views.projecting import POSITION, Handlers, an_id, row

TABLES = (
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


def _writing(
    event: Any,
    sealed: Mapping[str, object] | None,
    kind: RecordKind,
    part: str,
    *,
    author: UUID,
    counterpart: UUID | None,
    texts: object,
) -> Iterable[Upsert]:
    """One writing, by its author's agency, sealed to at most one other."""
    if sealed is None:
        return
    for agency in (author, counterpart):
        if agency is not None:
            yield row(
                "writings",
                agency_id=agency,
                envelope=an_id(sealed["envelope"]),
                record=event.originator_id,
                record_kind=kind.value,
                part=part,
                author_agency=author,
                counterpart=counterpart,
                author=event.practitioner,
                texts=texts,
                written_at=event.timestamp,
                position=POSITION,
            )


def _request(event: ShareRequest.Issued) -> Iterable[Upsert]:
    return _writing(
        event,
        event.sealed,
        RecordKind.SHARE_REQUEST,
        "request",
        author=event.requester,
        counterpart=event.addressee,
        texts=event.texts,
    )


_REPLIES: Mapping[type, str] = {
    ShareRequest.Challenged: "challenge",
    ShareRequest.Declined: "decline",
    ShareRequest.Answered: "answer",
}


def _reply(
    event: ShareRequest.Challenged | ShareRequest.Declined | ShareRequest.Answered,
) -> Iterable[Upsert]:
    return _writing(
        event,
        event.sealed,
        RecordKind.SHARE_REQUEST,
        _REPLIES[type(event)],
        author=event.addressee,
        counterpart=event.requester,
        texts=event.texts,
    )


_OF_A_DECISION: Mapping[type, str] = {
    SharingDecision.Made: "decision",
    SharingDecision.MadeAgain: "decision",
    SharingDecision.NoteFiled: "note",
}


def _decision(
    event: SharingDecision.Made | SharingDecision.MadeAgain | SharingDecision.NoteFiled,
) -> Iterable[Upsert]:
    return _writing(
        event,
        event.sealed,
        RecordKind.SHARING_DECISION,
        _OF_A_DECISION[type(event)],
        author=event.agency,
        counterpart=None,
        texts=event.texts,
    )


def _disclosure(event: Disclosure.Made) -> Iterable[Upsert]:
    return _writing(
        event,
        event.sealed,
        RecordKind.DISCLOSURE,
        "disclosure",
        author=event.agency,
        counterpart=event.recipient,
        texts={},
    )


HANDLERS: Handlers = {
    ShareRequest.Issued: _request,
    **dict.fromkeys(_REPLIES, _reply),
    **dict.fromkeys(_OF_A_DECISION, _decision),
    Disclosure.Made: _disclosure,
}
