"""A command is recorded whole or not at all, once, in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, NotSupportedError, RecordConflictError

from hub_domain.recording import Bound, CommandKnown, Upsert, VersionMoved
from hub_infra.store.errors import NotRecorded, StoreClosed
from hub_infra.store.opening import Store
from hub_infra.store.views import Views
from tests.infra.store.cast import (
    COUNCIL,
    INBOX,
    MONDAY,
    SCHOOL,
    Command,
    StoppedClock,
    command,
    count,
    envelope,
    event,
    in_inbox,
    in_one_batch,
    opened,
    written,
)

NOTHING = {"events": 0, "commands": 0, "envelopes": 0, "segments": 0}


def test_positions_begin_at_one_and_have_no_gaps(store: Store) -> None:
    stream = uuid4()
    assert command(stream, 1, 2).record(store) == [1, 2]
    assert command(uuid4(), 1).record(store) == [3]
    assert command(stream, 3).record(store) == [4]
    assert store.recorder.max_notification_id() == 4


def test_an_empty_store_has_no_position(store: Store) -> None:
    assert store.recorder.max_notification_id() is None
    assert store.log.head() == 0
    assert store.log.page() == []


def test_what_is_selected_is_what_was_recorded(store: Store) -> None:
    stream = uuid4()
    recorded = command(stream, 1, 2, 3)
    recorded.record(store)
    command(uuid4()).record(store)
    select = store.recorder.select_events
    events = list(recorded.events)
    assert select(stream) == events
    assert select(stream, gt=1) == events[1:]
    assert select(stream, lte=2) == events[:2]
    assert select(stream, gt=1, lte=2) == [events[1]]
    assert select(stream, desc=True, limit=2) == [events[2], events[1]]
    assert select(uuid4()) == []


def test_notifications_come_in_the_order_of_positions(store: Store) -> None:
    first, second = uuid4(), uuid4()
    command(first, 1, 2).record(store)
    Command(events=[event(second, 1, topic="other.done")]).record(store)
    select = store.recorder.select_notifications
    assert [n.id for n in select(None, 10)] == [1, 2, 3]
    assert [n.id for n in select(2, 10)] == [2, 3]
    assert [n.id for n in select(2, 10, inclusive_of_start=False)] == [3]
    assert [n.id for n in select(1, 10, stop=2)] == [1, 2]
    assert [n.id for n in select(1, 1)] == [1]
    assert [n.originator_id for n in select(1, 10, topics=["other.done"])] == [second]


def test_a_stream_that_moved_refuses_the_command(store: Store, database_url: str) -> None:
    stream = uuid4()
    command(stream, 1).record(store)
    before = written(database_url)
    with pytest.raises(VersionMoved):
        command(stream, 1, envelope=envelope(stream)).record(store)
    assert written(database_url) == before


def test_the_library_knows_a_moved_stream_as_its_own_conflict(store: Store) -> None:
    stream = uuid4()
    command(stream, 1).record(store)
    with pytest.raises(IntegrityError) as conflict:
        command(stream, 1).record(store)
    assert isinstance(conflict.value, RecordConflictError)


@pytest.mark.parametrize("versions", [(2,), (0,), (1, 3), (1, 1), (2, 1)])
def test_a_version_that_does_not_follow_is_refused(
    store: Store, database_url: str, versions: tuple[int, ...]
) -> None:
    with pytest.raises(VersionMoved):
        command(uuid4(), *versions).record(store)
    assert written(database_url) == NOTHING


def test_both_streams_of_a_command_are_checked(store: Store, database_url: str) -> None:
    moved, new = uuid4(), uuid4()
    command(moved, 1).record(store)
    before = written(database_url)
    with pytest.raises(VersionMoved):
        Command(events=[event(new), event(moved, 1)]).record(store)
    assert written(database_url) == before


def test_what_a_command_relied_on_must_be_at_the_version_it_saw(
    store: Store, database_url: str
) -> None:
    request = uuid4()
    command(request, 1, 2).record(store)
    before = written(database_url)
    for other in (1, 3):
        with pytest.raises(VersionMoved):
            command(uuid4(), relied_on={request: other}).record(store)
    assert written(database_url) == before
    assert command(uuid4(), relied_on={request: 2}).record(store) == [3]


@pytest.mark.parametrize("first", ["relies", "changes"])
def test_in_one_batch_it_counts_who_came_first(
    store: Store, database_url: str, first: str
) -> None:
    request = uuid4()
    command(request, 1).record(store)
    relies, changes = command(uuid4(), relied_on={request: 1}), command(request, 2)
    if first == "relies":
        both = in_one_batch(store, database_url, relies, changes)
        assert [each.result() for each in both] == [[3], [4]]
        return
    changed, left_out = in_one_batch(store, database_url, changes, relies)
    assert changed.result() == [3]
    with pytest.raises(VersionMoved):
        left_out.result()


def test_a_stale_reliance_is_not_forgotten_because_another_changes_the_same_stream(
    store: Store, database_url: str
) -> None:
    request = uuid4()
    command(request, 1, 2).record(store)
    stale, changes = command(uuid4(), relied_on={request: 1}), command(request, 3)
    left_out, changed = in_one_batch(store, database_url, stale, changes)
    assert changed.result() == [4]
    with pytest.raises(VersionMoved):
        left_out.result()


def test_a_known_command_id_is_refused(store: Store, database_url: str) -> None:
    first = command(uuid4())
    first.record(store)
    before = written(database_url)
    with pytest.raises(CommandKnown):
        command(uuid4(), id=first.id).record(store)
    assert written(database_url) == before


def test_a_known_envelope_is_refused(store: Store, database_url: str) -> None:
    sealed = envelope(uuid4())
    command(uuid4(), envelope=sealed).record(store)
    before = written(database_url)
    with pytest.raises(CommandKnown):
        command(uuid4(), envelope=sealed).record(store)
    assert written(database_url) == before


def test_of_two_with_one_id_in_a_batch_only_the_first_is_recorded(
    store: Store, database_url: str
) -> None:
    first, second = command(uuid4()), command(uuid4())
    second.id = first.id
    kept, left_out = in_one_batch(store, database_url, first, second)
    assert kept.result() == [2]
    with pytest.raises(CommandKnown):
        left_out.result()


def test_a_conflict_leaves_out_one_command_whole_and_fails_no_other(
    store: Store, database_url: str
) -> None:
    stream, elsewhere = uuid4(), uuid4()
    batch = [
        command(stream, 1, 2, envelope=envelope(stream)),
        Command(
            events=[event(elsewhere, 1), event(stream, 2)],
            envelope=envelope(elsewhere),
            upserts=[in_inbox(SCHOOL, elsewhere, status="never")],
        ),
        command(stream, 3, upserts=[in_inbox(SCHOOL, stream, status="third")]),
        command(elsewhere, 1),
    ]
    first, left_out, third, fourth = in_one_batch(store, database_url, *batch)
    assert (first.result(), third.result(), fourth.result()) == ([2, 3], [4], [5])
    with pytest.raises(VersionMoved):
        left_out.result()
    assert written(database_url) == {"events": 5, "commands": 4, "envelopes": 1, "segments": 2}
    assert [row["status"] for row in store.rows.of(SCHOOL, "inbox")] == ["third"]


def test_what_the_database_refuses_fails_alone(store: Store, database_url: str) -> None:
    good, poisoned, other = command(uuid4()), command(uuid4()), command(uuid4())
    poisoned.upserts = [in_inbox(SCHOOL, uuid4(), status="nul \x00 byte")]
    futures = in_one_batch(store, database_url, good, poisoned, other)
    assert futures[0].result() == [2]
    assert futures[2].result() == [3]
    with pytest.raises(NotRecorded) as refused:
        futures[1].result()
    assert "nul" not in f"{refused.value!r} {refused.value.__cause__!r}"
    assert count(database_url, "events") == 3


def test_two_segments_of_one_tag_are_refused(store: Store, database_url: str) -> None:
    with pytest.raises(NotRecorded) as refused:
        command(uuid4(), envelope=envelope(uuid4(), tags=("why", "why"))).record(store)
    assert refused.value.sqlstate == "23505"
    assert written(database_url) == NOTHING


def test_the_writer_goes_on_after_a_refusal(store: Store) -> None:
    with pytest.raises(NotRecorded):
        command(uuid4(), envelope=envelope(uuid4(), tags=("why", "why"))).record(store)
    assert command(uuid4()).record(store) == [1]


def test_an_envelope_comes_back_as_it_was_given(store: Store) -> None:
    sealed = envelope(uuid4(), tags=("why", "identity", "source"))
    command(uuid4(), envelope=sealed).record(store)
    assert store.envelopes.get(sealed.id) == sealed
    assert store.envelopes.get(uuid4()) is None


def test_a_very_large_command_is_recorded(store: Store) -> None:
    sealed = envelope(uuid4())
    large = bytes(24 * 1024 * 1024)
    first, second = sealed.segments
    sealed = replace(sealed, segments=(replace(first, ciphertext=large), second))
    assert command(uuid4(), envelope=sealed).record(store) == [1]
    read = store.envelopes.get(sealed.id)
    assert read is not None
    assert read.segments[0].ciphertext == large


def test_the_same_row_in_one_batch_is_merged_and_the_later_value_wins(
    store: Store, database_url: str
) -> None:
    stream = uuid4()
    first = command(stream, 1)
    first.upserts = [
        in_inbox(SCHOOL, stream, status="issued", urgent=True),
        in_inbox(SCHOOL, stream, asked=("school-attendance",)),
    ]
    second = command(stream, 2, upserts=[in_inbox(SCHOOL, stream, status="answered")])
    for future in in_one_batch(store, database_url, first, second):
        future.result()
    (row,) = store.rows.of(SCHOOL, "inbox")
    assert (row["status"], row["urgent"], row["asked"]) == (
        "answered",
        True,
        ["school-attendance"],
    )
    assert row["view_position"] == 3


def test_rows_merged_in_many_ways_are_written_by_one_statement() -> None:
    views, key = Views([INBOX]), uuid4()
    (issued,) = views.rows(in_inbox(SCHOOL, key, status="issued"))
    (urgent,) = views.rows(in_inbox(SCHOOL, key, urgent=True))
    (both,) = views.rows(in_inbox(SCHOOL, key, urgent=True, status="issued"))
    shapes = {issued.then(urgent).shape, urgent.then(issued).shape, both.then(urgent).shape}
    assert len(shapes) == 1


def test_columns_not_named_keep_what_they_held(store: Store) -> None:
    stream = uuid4()
    command(stream, 1, upserts=[in_inbox(SCHOOL, stream, status="issued")]).record(store)
    command(stream, 2, upserts=[in_inbox(SCHOOL, stream, urgent=False)]).record(store)
    (row,) = store.rows.of(SCHOOL, "inbox")
    assert (row["status"], row["urgent"], row["view_position"]) == ("issued", False, 2)


def test_a_bound_value_is_of_the_event_it_speaks_of(store: Store) -> None:
    stream = uuid4()
    rows = [
        Upsert(
            "ledger", {"agency_id": SCHOOL, "position": Bound.POSITION, "topic": "a"}, event=0
        ),
        Upsert(
            "ledger", {"agency_id": SCHOOL, "position": Bound.POSITION, "topic": "b"}, event=1
        ),
    ]
    command(uuid4()).record(store)
    command(stream, 1, 2, upserts=rows).record(store)
    read = store.rows.of(SCHOOL, "ledger")
    assert [(row["position"], row["topic"]) for row in read] == [(2, "a"), (3, "b")]


@pytest.mark.parametrize(
    "upsert",
    [
        Upsert("unknown", {"agency_id": SCHOOL}),
        Upsert("inbox", {"agency_id": SCHOOL}),
        Upsert("inbox", {"agency_id": SCHOOL, "request_id": None}),
        Upsert("inbox", {"agency_id": str(SCHOOL), "request_id": uuid4()}),
        in_inbox(SCHOOL, uuid4(), other="value"),
        in_inbox(SCHOOL, uuid4(), status=1),
        in_inbox(SCHOOL, uuid4(), events=True),
        in_inbox(SCHOOL, uuid4(), due_at=MONDAY.replace(tzinfo=None)),
        in_inbox(SCHOOL, uuid4(), day=MONDAY),
        in_inbox(SCHOOL, uuid4(), status=Bound.POSITION),
        in_inbox(SCHOOL, uuid4(), due_at=Bound.POSITION),
        in_inbox(SCHOOL, uuid4(), status="\ud800"),
        in_inbox(SCHOOL, uuid4(), events=2**63),
        Upsert("inbox", {"request_id": uuid4()}, each=({"agency_id": SCHOOL}, {})),
        Upsert("ledger", {"agency_id": SCHOOL}, each=({"position": Bound.POSITION},)),
        Upsert("ledger", {"agency_id": SCHOOL, "position": 1}, each=({"position": 2},)),
        Upsert("inbox", {"agency_id": SCHOOL, "request_id": uuid4()}, event=1),
    ],
)
def test_an_upsert_that_fits_no_view_is_refused_before_it_waits(
    store: Store, database_url: str, upsert: Upsert
) -> None:
    with pytest.raises(ValueError, match=r"."):
        command(uuid4(), upserts=[upsert]).record(store)
    assert written(database_url) == NOTHING


def test_recorded_at_never_goes_back(database_url: str) -> None:
    with opened(database_url) as store:
        command(uuid4()).record(store)
        clock = store.recorder._writer._clock  # noqa: SLF001
        assert isinstance(clock, StoppedClock)
        clock.move(hours=-1)
        command(uuid4()).record(store)
        clock.move(hours=2)
        command(uuid4()).record(store)
        times = [row.recorded_at for row in store.log.page()]
    assert times == [MONDAY, MONDAY, MONDAY + timedelta(hours=1)]


def test_events_are_recorded_only_with_their_command(store: Store) -> None:
    with pytest.raises(ValueError, match="command"):
        store.recorder.insert_events([event(uuid4())])
    assert store.recorder.insert_events([]) == []


def test_nobody_can_subscribe(store: Store) -> None:
    with pytest.raises(NotSupportedError):
        store.recorder.subscribe()


def test_a_refused_command_answers_its_refusal(store: Store) -> None:
    about = uuid4()
    command(about, 1, 2).record(store)
    noted = command(
        uuid4(), about=about, refusal="how-amount", refusal_facts={"items": [str(about)]}
    )
    noted.record(store)
    first = store.admitter.admit("none", COUNCIL, uuid4(), noted.id).first
    assert first is not None
    assert (first.position, first.version, first.refusal) == (3, None, "how-amount")
    assert first.refusal_facts == {"items": [str(about)]}


def test_what_waits_is_written_before_the_store_closes(database_url: str) -> None:
    with opened(database_url) as store:
        futures = [
            store.recorder.submit(c.events, c.save)
            for c in (command(uuid4()) for _ in range(50))
        ]
    assert [future.result() for future in futures] == [[n] for n in range(1, 51)]
    with pytest.raises(StoreClosed):
        store.recorder.submit([event(uuid4())], command(uuid4()).save)


def test_whoever_stops_waiting_undoes_nothing(store: Store) -> None:
    made = command(uuid4())
    future = store.recorder.submit(made.events, made.save)
    assert not future.cancel()
    assert future.result(timeout=30) == [1]


def test_a_lone_command_of_the_hub_has_no_statement(store: Store) -> None:
    made = command(uuid4(), statement=None)
    made.record(store)
    (row,) = store.log.page(statements=True)
    assert row.statement is None
    assert isinstance(row.command_id, UUID)


def test_more_kinds_of_statements_than_stay_prepared(store: Store) -> None:
    columns = ("status", "urgent", "due_at", "day", "events", "digest", "about", "asked")
    values = {"status": "a", "urgent": True, "due_at": MONDAY, "day": MONDAY.date()}
    for kind in range(1, 160):
        chosen = {c: values.get(c) for n, c in enumerate(columns) if kind & 1 << n}
        command(uuid4(), upserts=[in_inbox(SCHOOL, uuid4(), **chosen)]).record(store)
    assert len(store.rows.of(SCHOOL, "inbox")) == 159
