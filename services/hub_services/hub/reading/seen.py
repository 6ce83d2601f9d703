"""Records as a reader may see them now: every look at one goes through the one gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.need_to_know import (
    HandedOver,
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
from hub_services.hub.means import Means
from hub_services.hub.reading.read import Reading, first_row, row_labels

_TABLE: Mapping[str, tuple[str, str]] = {
    RecordKind.SHARE_REQUEST: ("requests", "request_id"),
    RecordKind.SHARING_DECISION: ("decisions", "decision_id"),
    RecordKind.DISCLOSURE: ("disclosures", "disclosure_id"),
}
"""In which view the records of a kind stand, and by which column."""


def visible(viewer: Viewer, means: Means, kind: str, record: UUID) -> dict[str, Any]:
    """One record as the viewer's agency sees it, if this viewer may see it now."""
    row, labels = _found(viewer, means, kind, record)
    see(viewer, labels)
    return row


def _found(
    viewer: Viewer, means: Means, kind: str, record: UUID
) -> tuple[dict[str, Any], Labels]:
    """One record as the viewer's agency sees it, and how it stands."""
    table, key = _TABLE[kind]
    row = first_row(means.rows.of(viewer.agency, table, equals={key: record}, limit=1))
    return row, _labels(means, RecordKind(kind), row)


def _labels(means: Means, kind: RecordKind, row: Mapping[str, Any]) -> Labels:
    """How a record stands; a decision on a request goes with it to whoever was given that."""
    labels = row_labels(kind, row)
    if kind is not RecordKind.SHARING_DECISION or not row["request"]:
        return labels
    asked = means.rows.of(
        row["agency_id"], "requests", equals={"request_id": row["request"]}, limit=1
    )
    return replace(labels, assigned=asked[0]["assigned"] if asked else None)


def visible_or_gone(reading: Reading, kind: RecordKind, record: UUID) -> dict[str, Any]:
    """One record; who had it, and may see it no longer, is told where it went (``gone``)."""
    viewer = reading.viewer
    row, labels = _found(viewer, reading.means, kind, record)
    try:
        see(viewer, labels)
    except NotFound:
        gone(viewer, labels, _handovers(reading, record))
        raise
    return row


def went_from(reading: Reading, labels: Labels, record: UUID) -> HandedOver | None:
    """Where a record went that this reader had and may see no more; nothing of any other."""
    try:
        gone(reading.viewer, labels, _handovers(reading, record))
    except HandedOver as went:
        return went
    return None


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


def visible_rows(
    reading: Reading,
    kind: str,
    equals: Mapping[str, object],
    order: tuple[str, ...],
    limit: int,
    *,
    wanted: Callable[[Mapping[str, Any]], bool] = lambda _: True,
) -> list[dict[str, Any]]:
    """The first so many ``wanted`` that the viewer may see; what they may not takes no room."""
    (table, _), agency, looked_at = _TABLE[kind], reading.viewer.agency, limit
    while True:
        rows = reading.means.rows.of(agency, table, equals=equals, order=order, limit=looked_at)
        seen = [
            row
            for row in rows
            if wanted(row)
            and may_see(reading.viewer, _labels(reading.means, RecordKind(kind), row))
        ]
        if len(seen) >= limit or len(rows) < looked_at:
            return seen[:limit]
        looked_at *= 4


def opened_by_whose_it_is(
    reading: Reading, labels: Labels, record: UUID, envelope: UUID
) -> bool:
    """Whether whose it is has opened it; of what is nobody's by name, whether anybody here."""
    agency = reading.viewer.agency
    opening = {"record": record, "envelope": envelope, "opened_for": agency}
    if labels.holder is not None:
        opening["opened_by"] = labels.holder
    return bool(reading.means.rows.of(agency, "openings", equals=opening, limit=1))


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
    return {an_id(person) for person in (*asked, *told)}
