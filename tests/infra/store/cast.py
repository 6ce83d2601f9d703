"""Commands for the store: what is recorded matters here, not what it means."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent

from hub_domain.recording import (
    Bound,
    CommandRecord,
    EnvelopeRecord,
    Save,
    SegmentRecord,
    Upsert,
    ViewTable,
)
from hub_infra.store.connect import APPEND_LOCK, connect
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store

COUNCIL = UUID("00000000-0000-4000-8000-0000000000c1")
SCHOOL = UUID("00000000-0000-4000-8000-0000000000c2")
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

INBOX = ViewTable(
    name="inbox",
    columns={
        "agency_id": "uuid",
        "request_id": "uuid",
        "status": "text",
        "asked": "texts",
        "due_at": "time",
        "urgent": "bool",
        "details": "json",
        "digest": "bytes",
        "about": "uuids",
        "day": "date",
        "events": "int",
        "view_position": "int",
        "changed_at": "time",
    },
    key=("agency_id", "request_id"),
    indexes=(("agency_id", "due_at"),),
)
LEDGER = ViewTable(
    name="ledger",
    columns={"agency_id": "uuid", "position": "int", "topic": "text"},
    key=("agency_id", "position"),
)
SIGNING_KEYS = ViewTable(
    name="signing_keys",
    columns={
        "agency_id": "uuid",
        "kid": "text",
        "ed25519": "bytes",
        "valid_from": "time",
        "epoch": "int",
    },
    key=("agency_id", "kid"),
)
PRACTITIONERS = ViewTable(
    name="practitioners",
    columns={
        "agency_id": "uuid",
        "practitioner_id": "uuid",
        "roles": "texts",
        "active": "bool",
    },
    key=("agency_id", "practitioner_id"),
)
DUTY_POSTS = ViewTable(
    name="duty_posts",
    columns={"agency_id": "uuid", "post_id": "uuid", "holders": "uuids"},
    key=("agency_id", "post_id"),
)
EDITIONS = ViewTable(
    name="editions",
    columns={"agency_id": "uuid", "edition": "int"},
    key=("agency_id", "edition"),
)
AGENCIES = ViewTable(
    name="agencies", columns={"agency_id": "uuid", "position": "int"}, key=("agency_id",)
)
VIEWS = (AGENCIES, DUTY_POSTS, EDITIONS, INBOX, LEDGER, SIGNING_KEYS, PRACTITIONERS)


class StoppedClock:
    """A clock that stands where it was put."""

    def __init__(self, moment: datetime = MONDAY) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@contextmanager
def opened(url: str, *, patience: float = 5.0) -> Iterator[Store]:
    """A migrated, open store with a stopped clock."""
    migrate(url, VIEWS)
    with Store(url, StoppedClock(), VIEWS, patience=patience) as store:
        yield store


@dataclass(kw_only=True)
class Command:
    """One command with its events, ready to be recorded."""

    events: Sequence[StoredEvent]
    id: UUID = field(default_factory=uuid4)
    statement: bytes | None = b"statement"
    upserts: Sequence[Upsert] = ()
    envelope: EnvelopeRecord | None = None
    about: UUID | None = None
    refusal: str | None = None
    refusal_facts: Mapping[str, object] | None = None
    relied_on: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def save(self) -> Save:
        record = CommandRecord(
            id=self.id,
            agency=COUNCIL,
            statement=self.statement,
            facts=None if self.statement is None else b"{}",
            about=self.about or stream_of(self.events[0]),
            refusal=self.refusal,
            refusal_facts=self.refusal_facts,
        )
        return Save(
            command=record,
            upserts=self.upserts,
            envelope=self.envelope,
            relied_on=self.relied_on,
        )

    def record(self, store: Store) -> Sequence[int]:
        return store.recorder.insert_events(self.events, save=self.save)


def stream_of(event: StoredEvent) -> UUID:
    assert isinstance(event.originator_id, UUID)
    return event.originator_id


def event(stream: UUID, version: int = 1, *, topic: str = "thing.done") -> StoredEvent:
    return StoredEvent(stream, version, topic, os.urandom(40))


def command(stream: UUID, *versions: int, **fields: object) -> Command:
    """A command that appends these versions to a stream."""
    events = [event(stream, version) for version in versions or (1,)]
    return Command(events=events, **fields)  # type: ignore[arg-type]  # passed through by name


def envelope(record: UUID, *, tags: Sequence[str] = ("why", "identity")) -> EnvelopeRecord:
    return EnvelopeRecord(
        id=uuid4(),
        record=record,
        publisher=COUNCIL,
        counterpart=SCHOOL,
        header=b"header",
        seals=b"seals",
        signatures=b"signatures",
        segments=tuple(
            SegmentRecord(
                tag=tag,
                owner=uuid4(),
                group=tag,
                item=None,
                ciphertext=os.urandom(64),
                wrapped_share=os.urandom(60),
            )
            for tag in tags
        ),
    )


def in_one_batch(store: Store, url: str, *commands: Command) -> list[Future[list[int]]]:
    """Record commands that all wait together: the append lock is held meanwhile.

    One command is being written then, and the same, which will be left out, is planned.
    """
    writer, opener = store.recorder._writer, command(uuid4())  # noqa: SLF001
    with connect(url) as other, other.transaction():
        other.execute("select pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
        opening = []
        for _ in range(2):
            opening.append(store.recorder.submit(opener.events, opener.save))
            wait_until(writer._queue.empty)  # noqa: SLF001
        futures = [store.recorder.submit(c.events, c.save) for c in commands]
    wait([*opening, *futures], timeout=30)
    return futures


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what happens soon; at most 30 seconds."""
    ends = time.monotonic() + 30
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.001)


def in_inbox(agency: UUID, request: UUID, **values: object) -> Upsert:
    key = {"agency_id": agency, "request_id": request}
    return Upsert("inbox", {**key, "view_position": Bound.POSITION, **values})


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"select count(*) from {table}".encode()).fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


def written(url: str) -> dict[str, int]:
    """How many rows each table of the log has."""
    return {
        table: count(url, table) for table in ("events", "commands", "envelopes", "segments")
    }
