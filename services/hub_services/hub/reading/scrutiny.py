"""What scrutineers read: the whole history in codes, refused attempts, and who knew what when.

They see codes, digests and the random person id, and never words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from hub_domain.ids import event_id
from hub_domain.need_to_know import scrutinise
from hub_services.hub.facts import Facts, Id, Moment
from hub_services.hub.means import LogEntry
from hub_services.hub.reading.described import (
    ID,
    MOMENT,
    NUMBER,
    OPEN,
    TEXT,
    each,
    named,
    or_none,
    rows,
)
from hub_services.hub.reading.followed import FOLLOWED, followed
from hub_services.hub.reading.read import Read, Reading
from hub_services.hub.reading.related import related
from hub_services.hub.restoring import restored

_ENVELOPE = frozenset(
    {
        "originator_id",
        "originator_version",
        "originator_topic",
        "timestamp",
        "practitioner",
        "agency",
        "role",
        "command_id",
        "catalogue_edition",
        "pack_edition",
    }
)


_TOPIC = r"^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$"


class Sought(Facts):
    """What is looked for: whose it is, and since when; left out, of all and of ever."""

    agency: Annotated[Id | None, Field(description="Whose act it was, or who knew")] = None
    since: Annotated[Moment | None, Field(description="Not what was before this moment")] = None


class Span(Sought):
    """Which part of the log: after a position, up to a position, recorded no later than.

    A page holds ``limit`` events of those that are looked for, or all that are left of them.
    """

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    to: Annotated[int | None, Field(ge=1, le=2**62)] = None
    as_of: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 500
    topic: Annotated[
        str | None,
        Field(max_length=80, pattern=_TOPIC, description="Of this kind of event alone"),
    ] = None
    record: Annotated[
        Id | None,
        Field(
            description="Of this record alone, with the request, the decision and the "
            "disclosures that it is about or belongs to"
        ),
    ] = None


class AsOf(Facts):
    """At which moment: what had happened by then."""

    as_of: Moment | None = None


class Earlier(Sought):
    """How many at the most, and only those before a position."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 500
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


def _event(reading: Reading, entry: LogEntry) -> dict[str, object]:
    """One event in codes; of what no event can have said, its place in the log alone."""
    stored = entry.stored
    place = {
        "position": entry.position,
        "id": event_id(stored.originator_id, stored.originator_version),
        "topic": entry.topic,
        "stream": stored.originator_id,
        "version": stored.originator_version,
        "recorded_at": entry.recorded_at,
        "leaf_hash": entry.leaf_hash.hex(),
    }
    event = restored(stored, reading.hub.mapper)
    if event is None:
        return {**dict.fromkeys(_SAID), **place}
    facts = {
        field.name: getattr(event, field.name)
        for field in fields(event)
        if field.name not in _ENVELOPE
    }
    return {
        **place,
        "occurred_at": event.timestamp,
        "agency": event.agency,
        "practitioner": event.practitioner,
        "role": event.role,
        "command_id": event.command_id,
        "catalogue_edition": event.catalogue_edition,
        "pack_edition": event.pack_edition,
        "facts": facts,
    }


_SAID = {
    "occurred_at": MOMENT,
    "agency": ID,
    "practitioner": ID,
    "role": TEXT,
    "command_id": ID,
    "catalogue_edition": NUMBER,
    "pack_edition": NUMBER,
    "facts": OPEN,
}
"""What the event itself says: null, all of it, where what is kept cannot be restored."""

_EVENT = named(
    {
        "position": NUMBER,
        "id": ID,
        "topic": TEXT,
        "stream": ID,
        "version": NUMBER,
        "recorded_at": MOMENT,
        "leaf_hash": TEXT,
        **{name: or_none(schema) for name, schema in _SAID.items()},
    }
)


_LAW = named({"basis": TEXT, "provision": or_none(TEXT)})
_SAID_SINCE = named({"record": ID, "recorded_at": MOMENT, "rests_on": each(_LAW)})

_ENTRIES = 2000
"""How many entries are read at once: more than one event makes."""

_AT_ONCE = 128
"""Of how many persons all entries are read at once: of a page of the desk's, and one more."""

_HEAD = {**NUMBER, "description": "The position of the newest event, whatever was asked for"}
_ON = {**NUMBER, "description": "The position to go on after; null: that was all"}


def _events(reading: Reading, _: Mapping[str, object], query: Span) -> object:
    scrutinise(reading.viewer)
    page = reading.means.log.found(
        after=query.after,
        limit=query.limit + 1,
        streams=None if query.record is None else related(reading, query.record),
        agency=query.agency,
        topic=query.topic,
        since=query.since,
    )
    entries = [
        entry
        for entry in page[: query.limit]
        if (query.to is None or entry.position <= query.to)
        and (query.as_of is None or entry.recorded_at <= query.as_of)
    ]
    more = len(page) > query.limit and len(entries) == query.limit
    return {
        "events": [_event(reading, entry) for entry in entries],
        "next": entries[-1].position if more else None,
        "head": reading.means.log.head(),
    }


def _who_knew(reading: Reading, path: Mapping[str, Any], query: AsOf) -> object:
    scrutinise(reading.viewer)
    rows = reading.means.rows.of_every_agency(
        "knowledge", equals={"person_id": path["id"]}, order=("position", "agency_id")
    )
    known = [row for row in rows if query.as_of is None or row["occurred_at"] <= query.as_of]
    asked = [row["record"] for row in known if row["how"] == "asked"]
    return {
        "person": path["id"],
        "as_of": query.as_of,
        "known": known,
        "followed": list(followed(reading, path["id"], asked, query.as_of)),
        "said_since": list(_said_since(reading, known, query.as_of)),
    }


def _said_since(
    reading: Reading, known: Iterable[Mapping[str, Any]], as_of: datetime | None
) -> Iterator[dict[str, object]]:
    """On what law an emergency stands since its record says another than it went on (R-362)."""
    for went in known:
        if went["how"] != "told-others" or not went["emergency"]:
            continue
        (now,) = reading.means.rows.of(
            went["agency_id"], "disclosures", equals={"disclosure_id": went["record"]}
        )
        by_then = now["recorded"] and (as_of is None or now["recorded_at"] <= as_of)
        if by_then and now["rests_on"] and now["rests_on"] != went["rests_on"]:
            yield {
                "record": went["record"],
                "recorded_at": now["recorded_at"],
                "rests_on": now["rests_on"],
            }


def _attempts(reading: Reading, _: Mapping[str, object], query: Earlier) -> object:
    """Of many refusals none is out of reach: ``next`` is where the earlier ones begin."""
    scrutinise(reading.viewer)
    rows = reading.means.rows.of_every_agency(
        "attempts",
        **_sought(query),
        until=_before(query.before),
        order=("-position",),
        limit=query.limit + 1,
    )
    more = len(rows) > query.limit
    attempts = rows[: query.limit]
    return {"attempts": attempts, "next": attempts[-1]["position"] if more else None}


def _sought(query: Sought) -> dict[str, Any]:
    """The rows of views that are looked for, as the views' columns have it."""
    since = query.since
    return {
        "equals": {} if query.agency is None else {"agency_id": query.agency},
        "after": since and ("occurred_at", since - timedelta(microseconds=1)),
    }


def _before(position: int | None) -> tuple[str, object] | None:
    return None if position is None else ("position", position - 1)


def _persons(reading: Reading, _: Mapping[str, object], query: Earlier) -> object:
    """Persons by their random ids, the most spoken of lately first; ``next`` as of attempts.

    Those of one event stand on one page, which may be longer by them than its limit.
    """
    scrutinise(reading.viewer)
    found: list[dict[str, Any]] = []
    counted: set[object] = set()
    before = query.before
    while page := _spoken(reading, query, before):
        new = [person for person in _persons_of(page) if person not in counted]
        counted |= set(new)
        for person, entries in _spoken_of(reading, query, new):
            at = entries[0]["position"]
            if query.before is not None and at >= query.before:
                continue  # stood on an earlier page
            if len(found) >= query.limit and at < found[-1]["position"]:
                return {"persons": _without_place(found), "next": found[-1]["position"]}
            last = entries[0]["occurred_at"]
            found.append(
                {"person": person, "last": last, "entries": len(entries), "position": at}
            )
        before = page[-1]["position"]
    return {"persons": _without_place(found), "next": None}


def _without_place(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: each[name] for name in ("person", "last", "entries")} for each in found]


def _spoken(reading: Reading, query: Sought, before: int | None) -> list[dict[str, Any]]:
    """The latest entries before a position: of each event all of them or none."""
    rows = reading.means.rows.of_every_agency(
        "knowledge",
        **_sought(query),
        until=_before(before),
        order=("-position",),
        limit=_ENTRIES,
    )
    if len(rows) < _ENTRIES:
        return rows
    return [row for row in rows if row["position"] > rows[-1]["position"]]


def _persons_of(rows: Iterable[Mapping[str, Any]]) -> Iterable[UUID]:
    """Each once, in the order of the rows."""
    return dict.fromkeys(row["person_id"] for row in rows)


def _spoken_of(
    reading: Reading, query: Sought, persons: Sequence[UUID]
) -> Iterator[tuple[UUID, list[dict[str, Any]]]]:
    """All entries about each of these persons, read for as many at once as a page holds."""
    for first in range(0, len(persons), _AT_ONCE):
        some = persons[first : first + _AT_ONCE]
        about: dict[UUID, list[dict[str, Any]]] = {person: [] for person in some}
        for row in reading.means.rows.of_every_agency(
            "knowledge", **_sought(query), among=("person_id", some), order=("-position",)
        ):
            about[row["person_id"]].append(row)
        yield from about.items()


READS = (
    Read(
        name="audit-events",
        path="/v1/audit/events",
        summary="The history in codes, in the order of the log (scrutineers)",
        answer=_events,
        gives={"events": each(_EVENT), "next": or_none(_ON), "head": _HEAD},
        query=Span,
    ),
    Read(
        name="audit-who-knew",
        path="/v1/audit/who-knew/{id}",
        summary="Who knew what about a person, when, under which law (scrutineers)",
        answer=_who_knew,
        gives={
            "person": ID,
            "as_of": or_none(MOMENT),
            "known": rows("knowledge"),
            "followed": each(FOLLOWED),
            "said_since": each(_SAID_SINCE),
        },
        query=AsOf,
    ),
    Read(
        name="audit-refused-attempts",
        path="/v1/audit/refused-attempts",
        summary="What was attempted and refused, newest first (scrutineers)",
        answer=_attempts,
        gives={"attempts": rows("attempts"), "next": or_none(NUMBER)},
        query=Earlier,
    ),
    Read(
        name="audit-persons",
        path="/v1/audit/persons",
        summary="Persons by random id, the latest first (scrutineers)",
        answer=_persons,
        gives={
            "persons": each(named({"person": ID, "last": MOMENT, "entries": NUMBER})),
            "next": or_none(NUMBER),
        },
        query=Earlier,
    ),
)
