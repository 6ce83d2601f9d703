"""The sealed writings that belong to a record, for their author's agency and their reader's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub_domain.ids import an_id
from hub_domain.need_to_know import RecordKind
from hub_domain.recording import Upsert, ViewTable
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.views.projecting import POSITION, Handlers, of_each, rows

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


@dataclass(frozen=True)
class _Written:
    """What an event's words are, and which of its facts name who wrote them and for whom."""

    kind: RecordKind
    part: str
    author: str
    counterpart: str | None = None
    texts: bool = True


def _asking(part: str) -> _Written:
    return _Written(RecordKind.SHARE_REQUEST, part, author="requester", counterpart="addressee")


def _reply(part: str) -> _Written:
    return _Written(RecordKind.SHARE_REQUEST, part, author="addressee", counterpart="requester")


_WRITTEN: Mapping[type[Any], _Written] = {
    ShareRequest.Issued: _asking("request"),
    ShareRequest.Explained: _asking("explanation"),
    ShareRequest.Challenged: _reply("challenge"),
    ShareRequest.Declined: _reply("decline"),
    ShareRequest.Answered: _reply("answer"),
    SharingDecision.Made: _Written(RecordKind.SHARING_DECISION, "decision", "agency"),
    SharingDecision.MadeAgain: _Written(RecordKind.SHARING_DECISION, "decision", "agency"),
    SharingDecision.NoteFiled: _Written(RecordKind.SHARING_DECISION, "note", "agency"),
    Disclosure.Made: _Written(
        RecordKind.DISCLOSURE, "disclosure", "agency", counterpart="recipient", texts=False
    ),
}

PARTS = tuple(dict.fromkeys(written.part for written in _WRITTEN.values()))
"""Which parts of records are written."""


def _writing(event: Any) -> Iterable[Upsert]:
    """One writing, by its author's agency, sealed to at most one other; if there is one."""
    if event.sealed is None:
        return
    written = _WRITTEN[type(event)]
    author = getattr(event, written.author)
    counterpart = getattr(event, written.counterpart) if written.counterpart else None
    yield rows(
        "writings",
        of_each(author) if counterpart is None else of_each(author, counterpart),
        envelope=an_id(event.sealed["envelope"]),
        record=event.originator_id,
        record_kind=written.kind.value,
        part=written.part,
        author_agency=author,
        counterpart=counterpart,
        author=event.practitioner,
        texts=event.texts if written.texts else {},
        written_at=event.timestamp,
        position=POSITION,
    )


HANDLERS: Handlers = dict.fromkeys(_WRITTEN, _writing)
