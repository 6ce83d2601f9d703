"""A small aggregate of the tests' own, and a view of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from eventsourcing.domain import DomainEventProtocol

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.recording import Bound, CommandRecord, Save, Upsert
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.opening import Store
from tests.infra.store.cast import COUNCIL, MONDAY, SCHOOL


class Parcel(Aggregate):
    """Something with a history."""

    TOPIC = "test-parcel"

    class Sent(Opening):
        TOPIC = "test-parcel.sent"
        items: list[UUID]
        day: date
        details: dict[str, object]

    class Moved(Aggregate.Event):
        TOPIC = "test-parcel.moved"
        to: str
        due_at: datetime | None

    def __init__(self, items: list[UUID], day: date, details: dict[str, object]) -> None:
        self.items = items
        self.day = day
        self.details = details


def acting(command: UUID | None = None) -> Acting:
    return Acting(
        practitioner=UUID(int=1),
        agency=COUNCIL,
        role="practitioner",
        occurred_at=MONDAY,
        command_id=command or uuid4(),
        catalogue_edition=1,
        pack_edition=1,
    )


def sent(*moves: str) -> Parcel:
    """A parcel that was sent, and moved so often."""
    act = acting()
    parcel = Parcel.begin(
        Parcel.Sent,
        act,
        stream_id=uuid4(),
        items=[uuid4()],
        day=MONDAY.date(),
        details={"weight": 3, "marks": ["fragile", None, True]},
    )
    for move in moves:
        parcel.record(Parcel.Moved, act, to=move, due_at=MONDAY)
    return parcel


Event = DomainEventProtocol[UUID]


def project(event: Event) -> Iterable[Upsert]:
    """A row for each parcel at two agencies, and one for each event."""
    key = {"request_id": event.originator_id, "view_position": Bound.POSITION}
    if isinstance(event, Parcel.Sent):
        values: dict[str, object] = {
            "status": "sent",
            "about": event.items,
            "day": event.day,
            "details": event.details,
            "digest": event.originator_id.bytes,
        }
    else:
        assert isinstance(event, Parcel.Moved)
        values = {"status": event.to, "due_at": event.due_at, "changed_at": Bound.RECORDED_AT}
    for agency in (SCHOOL, COUNCIL):
        yield Upsert("inbox", {"agency_id": agency, **key, **values})
    topic = type(event).TOPIC
    yield Upsert("ledger", {"agency_id": SCHOOL, "position": Bound.POSITION, "topic": topic})


def record(store: Store, parcel: Parcel) -> Sequence[int]:
    """Record what a parcel has gone through, as the hub does: view rows with the events."""
    events = parcel.collect_events()
    upserts = [
        Upsert(upsert.table, upsert.values, event=number)
        for number, event in enumerate(events)
        for upsert in _projected(event)
    ]
    command = CommandRecord(
        id=uuid4(), agency=COUNCIL, statement=b"statement", facts=b"{}", about=parcel.id
    )
    mapper = MsgpackMapper()
    stored = [mapper.to_stored_event(event) for event in events]
    return store.recorder.insert_events(stored, save=Save(command=command, upserts=upserts))


_projected: Callable[[Event], Iterable[Upsert]] = project
