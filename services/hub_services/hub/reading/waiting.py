"""What came to an agency and is not done with, for who may take it over, by codes alone.

A request that is owed an answer, a disclosure that nobody has acknowledged: from whom, for
whom, since when and until when; never about whom, on which law, or what (``may_take_over``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from pydantic import Field, StringConstraints

from hub_domain.need_to_know import Labels, RecordKind, may_take_over
from hub_domain.roles import CASEWORK
from hub_domain.sharing.status import OWED
from hub_services.hub.facts import Facts, Id
from hub_services.hub.reading.described import (
    ID,
    MOMENT,
    NUMBER,
    TEXT,
    TRUTH,
    each,
    named,
    one_of,
    or_none,
)
from hub_services.hub.reading.read import Read, Reading, row_labels
from hub_services.hub.reading.seen import opened_by_whose_it_is

_ID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PLACE: Final = rf"([01])-([01])-([01])-([0-9]{{1,20}})-({_ID})"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)


class Place(NamedTuple):
    """Where a record stands among those that wait, as it stood when it was shown.

    First what came in an emergency, then what nobody is left to read; what is due, the soonest
    first, before what is not, the oldest first. So a page goes on where the last one ended,
    whatever was taken over or answered in between.
    """

    calm: bool
    stays: bool
    undated: bool
    micros: int
    record: UUID

    def __str__(self) -> str:
        return f"{self.calm:d}-{self.stays:d}-{self.undated:d}-{self.micros}-{self.record}"

    @classmethod
    def read(cls, text: str) -> Place:
        """A place as it is written."""
        calm, stays, undated, micros, record = re.findall(_PLACE, text)[0]
        return cls(calm == "1", stays == "1", undated == "1", int(micros), UUID(record))


class Waits(Facts):
    """How many at the most, after which place; or one record alone, done with or not."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 200
    after: Annotated[str, StringConstraints(pattern=f"^{_PLACE}$")] | None = None
    record: Id | None = None


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

    def place(self, *, left: bool) -> Place:
        """Where it stands, by whether whose it is works there no more."""
        moment = (self.due_at or self.since) - _EPOCH
        undated = self.due_at is None
        return Place(not self.urgent, not left, undated, moment // _MICRO, self.record)


def _waiting(reading: Reading, _: Mapping[str, object], query: Waits) -> object:
    """A page of what waits, and how much of it all nobody is left to read."""
    people = reading.means.rows.of(
        reading.viewer.agency, "practitioners", equals={"active": True}
    )
    in_office = frozenset(
        person["practitioner_id"] for person in people if CASEWORK & set(person["roles"])
    )
    came = _all_that_came(reading) if query.record is None else _this(reading, query.record)
    found = sorted(
        (
            (each.place(left=_left(reading, each.labels, in_office)), each)
            for each in came
            if may_take_over(reading.viewer, each.labels)
        ),
        key=lambda placed: placed[0],
    )
    after = Place.read(query.after) if query.after else None
    rest = [placed for placed in found if after is None or placed[0] > after]
    page = rest[: query.limit]
    return {
        "waiting": [_shown(reading, place, each) for place, each in page],
        "left": sum(not place.stays for place, _ in found),
        "next": str(page[-1][0]) if len(rest) > len(page) else None,
        "now": reading.now,
    }


def _shown(reading: Reading, place: Place, came: _Came) -> dict[str, object]:
    return {
        "record": came.record,
        "record_kind": came.labels.kind,
        "counterpart": came.row["counterpart"],
        "named": came.labels.named,
        "post": came.labels.post,
        "assigned": came.labels.assigned,
        "since": came.since,
        "due_at": came.due_at,
        "left": not place.stays,
        "emergency": came.urgent,
        "opened": opened_by_whose_it_is(
            reading, came.labels, came.record, came.row["envelope"]
        ),
        "version": came.row["version"],
    }


def _all_that_came(reading: Reading) -> Iterator[_Came]:
    for status in sorted(OWED):
        yield from _requests(reading, status=status)
    yield from _disclosures(reading, acknowledged_at=None)


def _this(reading: Reading, record: UUID) -> Iterator[_Came]:
    yield from _requests(reading, request_id=record)
    yield from _disclosures(reading, disclosure_id=record)


def _requests(reading: Reading, **equals: object) -> Iterator[_Came]:
    received = {"side": "addressee", **equals}
    for row in reading.means.rows.of(reading.viewer.agency, "requests", equals=received):
        if row["withdrawn"]:
            continue  # nothing is asked any more
        yield _Came(
            record=row["request_id"],
            since=row["issued_at"],
            due_at=row["due_at"] if row["status"] in OWED else None,
            row=row,
            labels=row_labels(RecordKind.SHARE_REQUEST, row),
        )


def _disclosures(reading: Reading, **equals: object) -> Iterator[_Came]:
    received = {"side": "addressee", **equals}
    for row in reading.means.rows.of(reading.viewer.agency, "disclosures", equals=received):
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
            "left": {
                **NUMBER,
                "description": "How many of all that wait are theirs who work there no more",
            },
            "next": or_none(
                {**TEXT, "description": "The place to go on after; null: that was all"}
            ),
            "now": MOMENT,
        },
        query=Waits,
    ),
)
