"""What a practitioner reads at work: requests, decisions, disclosures, tasks, envelopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import RulePack
from hub_domain.need_to_know import (
    Handover,
    Labels,
    NotFound,
    RecordKind,
    Viewer,
    gone,
    may_see,
    open_words,
    see,
)
from hub_domain.sharing.decision import SharingDecision
from hub_services.hub.facts import Facts
from hub_services.hub.means import Means
from hub_services.hub.reading.described import (
    ENVELOPE,
    ID,
    MOMENT,
    TEXT,
    TRUTH,
    each,
    named,
    row,
    rows,
)
from hub_services.hub.reading.read import Read, Reading, first_row, row_labels

_TABLE: Mapping[str, tuple[str, str, RecordKind]] = {
    "share-request": ("requests", "request_id", RecordKind.SHARE_REQUEST),
    "sharing-decision": ("decisions", "decision_id", RecordKind.SHARING_DECISION),
    "disclosure": ("disclosures", "disclosure_id", RecordKind.DISCLOSURE),
}


def visible(viewer: Viewer, means: Means, kind: str, record: UUID) -> dict[str, Any]:
    """One record as the viewer's agency sees it, if this viewer may see it now."""
    row, labels = _found(viewer, means, kind, record)
    see(viewer, labels)
    return row


def _found(
    viewer: Viewer, means: Means, kind: str, record: UUID
) -> tuple[dict[str, Any], Labels]:
    """One record as the viewer's agency sees it, and how it stands."""
    table, key, record_kind = _TABLE[kind]
    row = first_row(means.rows.of(viewer.agency, table, equals={key: record}, limit=1))
    return row, _labels(means, record_kind, row)


def _labels(means: Means, kind: RecordKind, row: Mapping[str, Any]) -> Labels:
    """How a record stands; a decision on a request goes with it to whoever was given that."""
    labels = row_labels(kind, row)
    if kind is not RecordKind.SHARING_DECISION or not row["request"]:
        return labels
    asked = means.rows.of(
        row["agency_id"], "requests", equals={"request_id": row["request"]}, limit=1
    )
    return replace(labels, assigned=asked[0]["assigned"] if asked else None)


def _visible_or_gone(reading: Reading, kind: RecordKind, record: UUID) -> dict[str, Any]:
    """One record; who had it, and may see it no longer, is told where it went (``gone``)."""
    try:
        return visible(reading.viewer, reading.means, kind, record)
    except NotFound:
        table, key, _ = _TABLE[kind]
        rows = reading.means.rows.of(
            reading.viewer.agency, table, equals={key: record}, limit=1
        )
        handovers = list(_handovers(reading, record))
        gone(reading.viewer, row_labels(kind, rows[0]) if rows else None, handovers)
        raise


def _handovers(reading: Reading, record: UUID) -> Iterator[Handover]:
    """How a record changed hands here, in their order, and who had opened it by then."""
    rows, agency = reading.means.rows, reading.viewer.agency
    of_it = {"record": record}
    openings = rows.of(agency, "openings", equals={**of_it, "opened_for": agency})
    since = 0
    for went in rows.of(agency, "handovers", equals=of_it, order=("position",)):
        yield Handover(
            by=went["given_by"],
            to=went["holder"],
            at=went["given_at"],
            read_by=frozenset(
                opening["opened_by"]
                for opening in openings
                if since < opening["position"] < went["position"]
            ),
        )
        since = went["position"]


def _visible_rows(
    reading: Reading, kind: str, side: str, order: tuple[str, ...], limit: int
) -> list[dict[str, Any]]:
    """The first so many that the viewer may see; what they may not see takes no room."""
    table, _, record_kind = _TABLE[kind]
    agency, looked_at = reading.viewer.agency, limit
    while True:
        rows = reading.means.rows.of(
            agency, table, equals={"side": side}, order=order, limit=looked_at
        )
        seen = [
            row
            for row in rows
            if may_see(reading.viewer, _labels(reading.means, record_kind, row))
        ]
        if len(seen) >= limit or len(rows) < looked_at:
            return seen[:limit]
        looked_at *= 4


class Side(Facts):
    """Which side of the records to list."""

    side: Literal["author", "addressee"] = "addressee"
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


def _requests(reading: Reading, _: Mapping[str, object], query: Side) -> object:
    rows = _visible_rows(reading, "share-request", query.side, ("due_at",), query.limit)
    return {"requests": rows, "now": reading.now}


def _request(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = _visible_or_gone(reading, RecordKind.SHARE_REQUEST, path["id"])
    rows = reading.means.rows
    agency = reading.viewer.agency
    record = path["id"]
    return {
        "request": row,
        "writings": rows.of(agency, "writings", equals={"record": record}, order=("position",)),
        "openings": rows.of(agency, "openings", equals={"record": record}, order=("position",)),
        "takeovers": takeovers(reading, record),
        "disclosures": _disclosures_on(reading, record),
        "tasks": shown_tasks(reading, {"about": record}),
        "now": reading.now,
    }


def _disclosures_on(reading: Reading, request: UUID) -> list[dict[str, object]]:
    """Everything that was shared in answer to a request and the reader may see, newest first.

    Whether it was opened is said of the agency with which it was shared.
    """
    rows, agency = reading.means.rows, reading.viewer.agency
    found = rows.of(
        agency,
        "disclosures",
        equals={"request": request},
        order=("-made_at", "-disclosure_id"),
    )
    return [
        {
            "disclosure": made["disclosure_id"],
            "made_at": made["made_at"],
            "author": made["author"],
            "emergency": made["emergency"],
            "opened": _opened_there(reading, made),
        }
        for row in found
        if may_see(reading.viewer, row_labels(RecordKind.DISCLOSURE, row))
        for made in [_told_apart(reading, row)]
    ]


def _opened_there(reading: Reading, disclosure: Mapping[str, Any]) -> bool:
    agency = reading.viewer.agency
    ours = disclosure["side"] == "author"
    there = {
        "record": disclosure["disclosure_id"],
        "opened_for": disclosure["counterpart"] if ours else agency,
    }
    return bool(reading.means.rows.of(agency, "openings", equals=there, limit=1))


def _round(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    rows = reading.means.rows.of(
        reading.viewer.agency,
        "requests",
        equals={"round": path["id"], "side": "author"},
        order=("issued_at", "request_id"),
    )
    seen = [
        row
        for row in rows
        if may_see(reading.viewer, row_labels(RecordKind.SHARE_REQUEST, row))
    ]
    if not seen:
        raise NotFound
    tasks = [
        task for row in seen for task in shown_tasks(reading, {"about": row["request_id"]})
    ]
    return {"requests": seen, "tasks": tasks, "now": reading.now}


def _decision(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = visible(reading.viewer, reading.means, "sharing-decision", path["id"])
    return {
        "decision": row,
        "packs": _packs(reading, row),
        "unrecorded": _unrecorded(reading, path["id"]),
        "writings": reading.means.rows.of(
            reading.viewer.agency,
            "writings",
            equals={"record": path["id"]},
            order=("position",),
        ),
        "tasks": shown_tasks(reading, {"about": path["id"]}),
        "now": reading.now,
    }


def _unrecorded(reading: Reading, decision: UUID) -> list[dict[str, Any]]:
    """What went by it in an emergency, of which the record must still speak (R-362)."""
    found = reading.hub.find(decision)
    disclosures = found.unrecorded if isinstance(found, SharingDecision) else ()
    return [
        _told_apart(reading, row)
        for each in disclosures
        for row in reading.means.rows.of(
            reading.viewer.agency, "disclosures", equals={"disclosure_id": each}, limit=1
        )
    ]


def _packs(reading: Reading, decision: Mapping[str, Any]) -> list[str]:
    """The golden rules and principles as they stood when it was decided (R-177)."""
    (agency,) = reading.means.rows.of(decision["agency_id"], "agencies", limit=1)
    law = reading.means.law.edition(decision["edition"])
    on = law_date(decision["decided_at"])
    return [pack.id for pack in law.every(RulePack, on=on, nation=agency["nation"])]


def _decisions(reading: Reading, _: Mapping[str, object], query: Side) -> object:
    rows = _visible_rows(reading, "sharing-decision", "author", ("-decided_at",), query.limit)
    return {"decisions": rows, "now": reading.now}


def _disclosures(reading: Reading, _: Mapping[str, object], query: Side) -> object:
    rows = _visible_rows(reading, "disclosure", query.side, ("-made_at",), query.limit)
    return {"disclosures": [_told_apart(reading, row) for row in rows], "now": reading.now}


def _disclosure(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = _visible_or_gone(reading, RecordKind.DISCLOSURE, path["id"])
    return {
        "disclosure": _told_apart(reading, row),
        "openings": reading.means.rows.of(
            reading.viewer.agency,
            "openings",
            equals={"record": path["id"]},
            order=("position",),
        ),
        "takeovers": takeovers(reading, path["id"]),
        "now": reading.now,
    }


def _told_apart(reading: Reading, row: dict[str, Any]) -> dict[str, Any]:
    """With whether it went in an emergency, which its event did not say at first (R-362).

    The events of the decision that it carried out do; when its record was completed then is
    not known.
    """
    if row["emergency"] is not None:
        return row
    decision, disclosure = reading.hub.find(row["decision"]), row["disclosure_id"]
    if not isinstance(decision, SharingDecision) or disclosure not in decision.urgent:
        return row | {"emergency": False}
    recorded = disclosure not in decision.unrecorded
    return row | {"emergency": True, "recorded": recorded}


def takeovers(reading: Reading, record: UUID) -> list[dict[str, Any]]:
    """How often a record was taken over, by whom and for whom, as this agency is told."""
    return reading.means.rows.of(
        reading.viewer.agency, "takeovers", equals={"record": record}, order=("position",)
    )


def shown_tasks(reading: Reading, equals: Mapping[str, object]) -> list[dict[str, Any]]:
    """Open and closed tasks that may be shown: a deadline task only once it fell due."""
    rows = reading.means.rows.of(
        reading.viewer.agency, "tasks", equals=equals, order=("opened_at", "task_id")
    )
    return [row for row in rows if not row["shown_when_due"] or row["fell_due_at"]]


def _tasks(reading: Reading, _: Mapping[str, object], __: object) -> object:
    """The agency's open tasks about records that the reader may see."""
    shown = [
        task
        for task in shown_tasks(reading, {"closed_at": None})
        if sees(reading, str(task["about_kind"]), task["about"])
    ]
    return {"tasks": shown, "now": reading.now}


def sees(reading: Reading, kind: str, record: UUID) -> bool:
    """Whether the reader may see one record now."""
    try:
        visible(reading.viewer, reading.means, kind, record)
    except NotFound:
        return False
    return True


def visible_writing(
    viewer: Viewer, means: Means, envelope: UUID
) -> tuple[dict[str, Any], dict[str, Any]]:
    """An envelope's writing and its record, if this viewer may open words of it now."""
    writing = first_row(
        means.rows.of(viewer.agency, "writings", equals={"envelope": envelope}, limit=1)
    )
    record, labels = _found(viewer, means, str(writing["record_kind"]), writing["record"])
    open_words(viewer, labels, writing["author_agency"])
    return writing, record


def persons_of(record: Mapping[str, Any]) -> set[UUID]:
    """Everyone whom a record names: who was asked about, or whom its items are about."""
    asked = [each["id"] for each in record.get("persons", ())]
    told = [each["person"] for each in record["items"] if each.get("person")]
    return {UUID(str(person)) for person in (*asked, *told)}


def _envelope(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    """The sealed envelope, without any share: step one of opening."""
    writing, _record = visible_writing(reading.viewer, reading.means, path["id"])
    envelope = reading.means.envelopes.get(path["id"])
    if envelope is None:
        raise NotFound
    return {"envelope": reading.means.sealing.wire(envelope), "writing": writing}


READS = (
    Read(
        name="share-requests",
        path="/v1/share-requests",
        summary="Share requests that you may see, received or sent, by due time",
        answer=_requests,
        gives={"requests": rows("requests"), "now": MOMENT},
        query=Side,
    ),
    Read(
        name="share-request",
        path="/v1/share-requests/{id}",
        summary="One share request: what was written, opened, shared, taken over, is to do",
        answer=_request,
        gives={
            "request": row("requests"),
            "writings": rows("writings"),
            "openings": rows("openings"),
            "takeovers": rows("takeovers"),
            "disclosures": each(
                named(
                    {
                        "disclosure": ID,
                        "made_at": MOMENT,
                        "author": ID,
                        "emergency": TRUTH,
                        "opened": {
                            **TRUTH,
                            "description": "Somebody there with whom it was shared opened it",
                        },
                    }
                )
            ),
            "tasks": rows("tasks"),
            "now": MOMENT,
        },
        changes_hands=True,
    ),
    Read(
        name="round",
        path="/v1/rounds/{id}",
        summary="The share requests that were asked in one act, with the state of each",
        answer=_round,
        gives={"requests": rows("requests"), "tasks": rows("tasks"), "now": MOMENT},
    ),
    Read(
        name="sharing-decisions",
        path="/v1/sharing-decisions",
        summary="Your agency's sharing decisions that you may see",
        answer=_decisions,
        gives={"decisions": rows("decisions"), "now": MOMENT},
        query=Side,
    ),
    Read(
        name="sharing-decision",
        path="/v1/sharing-decisions/{id}",
        summary="One sharing decision of your agency, and what its record must still cover",
        answer=_decision,
        gives={
            "decision": row("decisions"),
            "packs": each(TEXT),
            "unrecorded": rows("disclosures"),
            "writings": rows("writings"),
            "tasks": rows("tasks"),
            "now": MOMENT,
        },
    ),
    Read(
        name="disclosures",
        path="/v1/disclosures",
        summary="Disclosures that you may see, received or made",
        answer=_disclosures,
        gives={"disclosures": rows("disclosures"), "now": MOMENT},
        query=Side,
    ),
    Read(
        name="disclosure",
        path="/v1/disclosures/{id}",
        summary="One disclosure: its labels, who opened it, and who took it over",
        answer=_disclosure,
        gives={
            "disclosure": row("disclosures"),
            "openings": rows("openings"),
            "takeovers": rows("takeovers"),
            "now": MOMENT,
        },
        changes_hands=True,
    ),
    Read(
        name="tasks",
        path="/v1/tasks",
        summary="Open tasks about records that you may see",
        answer=_tasks,
        gives={"tasks": rows("tasks"), "now": MOMENT},
    ),
    Read(
        name="envelope",
        path="/v1/envelopes/{id}",
        summary="A sealed envelope without its shares: step one of opening",
        answer=_envelope,
        gives={"envelope": ENVELOPE, "writing": row("writings")},
    ),
)
