"""What came to an agency and is not done with, for who may take it over, by codes alone.

A request that is owed an answer, a disclosure that nobody has acknowledged: from whom, for
whom, since when and until when; never about whom, on which law, or what (``may_take_over``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from hub_domain.need_to_know import Labels, RecordKind, may_take_over
from hub_domain.roles import CASEWORK
from hub_domain.sharing.standing import OWED
from hub_services.hub.facts import Facts
from hub_services.hub.reading.described import (
    ID,
    MOMENT,
    NUMBER,
    TRUTH,
    each,
    named,
    one_of,
    or_none,
)
from hub_services.hub.reading.read import Read, Reading, row_labels


class Most(Facts):
    """How many at the most."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 200


@dataclass(frozen=True, kw_only=True)
class _Came:
    """One record that came, by its row in the agency's view."""

    record: UUID
    since: datetime
    due_at: datetime | None
    row: Mapping[str, Any]
    labels: Labels

    @property
    def urgent(self) -> bool:
        """Whether it was shared in an emergency."""
        return bool(self.row.get("emergency"))


def _waiting(reading: Reading, _: Mapping[str, object], query: Most) -> object:
    """First what nobody is left to read, then what came in an emergency, then the oldest."""
    people = reading.means.rows.of(
        reading.viewer.agency, "practitioners", equals={"active": True}
    )
    in_office = frozenset(
        person["practitioner_id"] for person in people if CASEWORK & set(person["roles"])
    )
    found = [
        (not _left(reading, came.labels, in_office), came)
        for came in _all_that_came(reading)
        if may_take_over(reading.viewer, came.labels)
    ]
    found.sort(key=lambda each: (each[0], not each[1].urgent, each[1].due_at or each[1].since))
    return {
        "waiting": [
            {
                "record": came.record,
                "record_kind": came.labels.kind,
                "counterpart": came.row["counterpart"],
                "named": came.labels.named,
                "post": came.labels.post,
                "assigned": came.labels.assigned,
                "since": came.since,
                "due_at": came.due_at,
                "left": not stays,
                "emergency": came.urgent,
                "opened": _opened(reading, came),
                "version": came.row["version"],
            }
            for stays, came in found[: query.limit]
        ],
        "now": reading.now,
    }


def _all_that_came(reading: Reading) -> Iterator[_Came]:
    rows, agency = reading.means.rows, reading.viewer.agency
    received: dict[str, object] = {"side": "addressee"}
    for status in sorted(OWED):
        for row in rows.of(agency, "requests", equals={**received, "status": status}):
            yield _Came(
                record=row["request_id"],
                since=row["issued_at"],
                due_at=row["due_at"],
                row=row,
                labels=row_labels(RecordKind.SHARE_REQUEST, row),
            )
    for row in rows.of(agency, "disclosures", equals={**received, "acknowledged_at": None}):
        yield _Came(
            record=row["disclosure_id"],
            since=row["made_at"],
            due_at=None,
            row=row,
            labels=row_labels(RecordKind.DISCLOSURE, row),
        )


def _left(reading: Reading, labels: Labels, in_office: frozenset[UUID]) -> bool:
    """Whether whose it is works there no more: who has it, or all who hold its post."""
    if labels.holder is not None:
        return labels.holder not in in_office
    posts = reading.means.rows.of(
        reading.viewer.agency, "duty_posts", equals={"post_id": labels.post}
    )
    return any(not in_office.intersection(post["holders"]) for post in posts)


def _opened(reading: Reading, came: _Came) -> bool:
    """Whether whose it is has opened it; of what is nobody's by name, whether anybody here."""
    agency, holder = reading.viewer.agency, came.labels.holder
    opening = {"record": came.record, "envelope": came.row["envelope"], "opened_for": agency}
    if holder is not None:
        opening["opened_by"] = holder
    return bool(reading.means.rows.of(agency, "openings", equals=opening, limit=1))


READS = (
    Read(
        name="waiting",
        path="/v1/waiting",
        summary="What waits to be read or answered here, by codes, and you may take over",
        answer=_waiting,
        gives={
            "waiting": each(
                named(
                    {
                        "record": ID,
                        "record_kind": one_of(
                            (RecordKind.SHARE_REQUEST, RecordKind.DISCLOSURE)
                        ),
                        "counterpart": ID,
                        "named": or_none(ID),
                        "post": or_none(ID),
                        "assigned": or_none(ID),
                        "since": MOMENT,
                        "due_at": or_none(MOMENT),
                        "left": {
                            **TRUTH,
                            "description": "Whose it is works there no more",
                        },
                        "emergency": {**TRUTH, "description": "It was shared in an emergency"},
                        "opened": {**TRUTH, "description": "Whose it is has opened it"},
                        "version": NUMBER,
                    }
                )
            ),
            "now": MOMENT,
        },
        query=Most,
    ),
)
