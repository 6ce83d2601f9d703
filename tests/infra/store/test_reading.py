"""What is read of a store: an agency's rows, admission, the log, how far it was carried."""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_domain.recording import Bound, Upsert
from hub_infra.store.connect import Pool
from hub_infra.store.errors import StoreClosed
from hub_infra.store.opening import Store
from tests.infra.store.cast import COUNCIL, MONDAY, SCHOOL, command, in_inbox


def requests(store: Store, agency: UUID, *due: int | None) -> list[UUID]:
    """One request for each, due so many days after Monday."""
    ids = [UUID(int=n) for n in range(1, len(due) + 1)]
    moments = [None if days is None else MONDAY + timedelta(days=days) for days in due]
    command(
        uuid4(),
        upserts=[
            in_inbox(agency, id_, due_at=moment, status="open")
            for id_, moment in zip(ids, moments, strict=True)
        ],
    ).record(store)
    return ids


def ids_of(rows: list[dict[str, Any]]) -> list[int]:
    return [row["request_id"].int for row in rows]


def test_an_agency_sees_its_own_rows_only(store: Store) -> None:
    requests(store, SCHOOL, 1)
    assert len(store.rows.of(SCHOOL, "inbox")) == 1
    assert store.rows.of(COUNCIL, "inbox") == []
    assert store.rows.of(COUNCIL, "inbox", equals={"status": "open"}) == []
    ids = [UUID(int=1)]
    assert len(store.rows.of(SCHOOL, "inbox", among=("request_id", ids))) == 1
    assert store.rows.of(COUNCIL, "inbox", among=("request_id", ids)) == []
    assert store.rows.of(COUNCIL, "inbox", among=("agency_id", [SCHOOL])) == []


def test_nobody_can_ask_in_the_name_of_another_agency(store: Store) -> None:
    requests(store, SCHOOL, 1)
    with pytest.raises(ValueError, match="bound"):
        store.rows.of(COUNCIL, "inbox", equals={"agency_id": SCHOOL})


def test_scrutineers_see_the_rows_of_every_agency(store: Store) -> None:
    requests(store, SCHOOL, 1)
    requests(store, COUNCIL, 1)
    rows = store.rows.of_every_agency("inbox", order=("-agency_id",))
    assert [row["agency_id"] for row in rows] == [SCHOOL, COUNCIL]
    assert len(store.rows.of_every_agency("inbox", equals={"agency_id": SCHOOL})) == 1


def test_rows_come_in_the_order_asked_for_and_nothing_stands_before_something(
    store: Store,
) -> None:
    requests(store, SCHOOL, 3, None, 1)
    assert ids_of(store.rows.of(SCHOOL, "inbox", order=("due_at",))) == [2, 3, 1]
    assert ids_of(store.rows.of(SCHOOL, "inbox", order=("-due_at",))) == [1, 3, 2]
    assert ids_of(store.rows.of(SCHOOL, "inbox", order=("status",))) == [1, 2, 3]
    assert ids_of(store.rows.of(SCHOOL, "inbox", order=("due_at",), limit=2)) == [2, 3]


def test_rows_can_be_bounded_exclusively_below_and_inclusively_above(store: Store) -> None:
    requests(store, SCHOOL, 0, 1, 2, None)
    after, until = ("due_at", MONDAY), ("due_at", MONDAY + timedelta(days=1))
    assert ids_of(store.rows.of(SCHOOL, "inbox", after=after)) == [2, 3]
    assert ids_of(store.rows.of(SCHOOL, "inbox", until=until)) == [1, 2]
    assert ids_of(store.rows.of_every_agency("inbox", after=after, until=until)) == [2]


def test_a_column_can_be_any_of_several_values(store: Store) -> None:
    requests(store, SCHOOL, 0, 1, 2)
    requests(store, COUNCIL, 1)
    some = ("request_id", [UUID(int=1), UUID(int=3)])
    rows = store.rows.of_every_agency("inbox", equals={"agency_id": SCHOOL}, among=some)
    assert ids_of(rows) == [1, 3]
    assert store.rows.of_every_agency("inbox", among=("request_id", [])) == []


def test_none_means_no_value(store: Store) -> None:
    requests(store, SCHOOL, 1, None)
    assert ids_of(store.rows.of(SCHOOL, "inbox", equals={"due_at": None})) == [2]


@pytest.mark.parametrize(
    "asked",
    [
        {"equals": {"nothing": 1}},
        {"order": ("nothing",)},
        {"order": ('due_at"; drop table events; --',)},
        {"after": ("nothing", 1)},
        {"until": ("--", 1)},
    ],
)
def test_a_column_that_the_view_does_not_have_is_refused(
    store: Store, asked: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="no column"):
        store.rows.of(SCHOOL, "inbox", **asked)


def test_a_document_is_never_compared(store: Store) -> None:
    with pytest.raises(ValueError, match="compared"):
        store.rows.of(SCHOOL, "inbox", equals={"details": {}})


def test_a_view_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no view"):
        store.rows.of(SCHOOL, "events")


def test_every_kind_of_value_comes_back_as_it_was(store: Store) -> None:
    values: dict[str, Any] = {
        "status": "Siân O'Brien \\ \" \u2028",
        "asked": ["a,b", "{}", ""],
        "due_at": MONDAY + timedelta(microseconds=1),
        "urgent": False,
        "details": {"a": [1, None, True, "b"], "c": {}},
        "digest": b"\x00\xff",
        "about": [uuid4(), uuid4()],
        "day": date(2026, 3, 2),
        "events": 2**53 + 1,
    }
    command(uuid4(), upserts=[in_inbox(SCHOOL, uuid4(), **values)]).record(store)
    (row,) = store.rows.of(SCHOOL, "inbox")
    assert {name: row[name] for name in values} == values
    assert row["due_at"].utcoffset() == timedelta(0)
    assert row["changed_at"] is None
    for name in ("asked", "digest", "day"):
        equal = store.rows.of(SCHOOL, "inbox", equals={name: values[name]})
        assert len(equal) == 1, name


KEY = bytes(range(32))
SARAH, NOBODY = uuid4(), uuid4()


def register(store: Store, *keys: Upsert, active: bool = True) -> None:
    """A school with a key or more, a practitioner, a duty post and an edition of the law."""
    key = {"agency_id": SCHOOL, "kid": "school-1", "ed25519": KEY, "valid_from": MONDAY}
    person = {"agency_id": SCHOOL, "practitioner_id": SARAH, "roles": ["safeguarding-lead"]}
    post = {"agency_id": SCHOOL, "post_id": UUID(int=7), "holders": [SARAH]}
    command(
        uuid4(),
        upserts=[
            Upsert("signing_keys", {**key, "epoch": 1}),
            *keys,
            Upsert("practitioners", {**person, "active": active}),
            Upsert("duty_posts", post),
            Upsert("agencies", {"agency_id": SCHOOL, "position": Bound.POSITION}),
            Upsert("editions", {"agency_id": COUNCIL, "edition": 1}),
            Upsert("editions", {"agency_id": COUNCIL, "edition": 2}),
        ],
    ).record(store)


def test_nobody_is_admitted_to_an_empty_store(store: Store) -> None:
    row = store.admitter.admit("school-1", SCHOOL, SARAH, uuid4())
    assert (row.ed25519, row.key_agency) == (None, None)
    assert not row.roles
    assert not row.posts
    assert (row.first, row.edition, row.directory_changed_at) == (None, 0, 0)


def test_one_query_tells_key_roles_posts_and_edition(store: Store) -> None:
    register(store)
    row = store.admitter.admit("school-1", SCHOOL, SARAH, uuid4())
    assert (row.ed25519, row.key_agency) == (KEY, SCHOOL)
    assert row.roles == {"safeguarding-lead"}
    assert row.posts == {UUID(int=7)}
    assert (row.edition, row.directory_changed_at) == (2, 1)
    assert row.first is None


def test_a_key_of_another_agency_a_stranger_and_a_made_up_key_open_nothing(
    store: Store,
) -> None:
    register(store)
    admit = store.admitter.admit
    assert admit("school-1", COUNCIL, SARAH, uuid4()).ed25519 is None
    assert admit("school-1", COUNCIL, SARAH, uuid4()).roles == frozenset()
    assert admit("school-1", SCHOOL, NOBODY, uuid4()).roles == frozenset()
    assert admit("school-1", SCHOOL, NOBODY, uuid4()).posts == frozenset()
    assert admit("school-2", SCHOOL, SARAH, uuid4()).ed25519 is None


def test_a_key_of_an_epoch_that_is_over_and_who_left_open_nothing(store: Store) -> None:
    newer = {"agency_id": SCHOOL, "kid": "school-2", "ed25519": bytes(32), "epoch": 2}
    others = {"agency_id": COUNCIL, "kid": "council-9", "ed25519": KEY, "epoch": 9}
    keys = [Upsert("signing_keys", newer), Upsert("signing_keys", others)]
    register(store, *keys, active=False)
    row = store.admitter.admit("school-1", SCHOOL, SARAH, uuid4())
    assert (row.ed25519, row.roles) == (None, frozenset())
    assert store.admitter.admit("school-2", SCHOOL, SARAH, uuid4()).ed25519 == bytes(32)


def test_a_repeated_command_has_its_first_answer(store: Store) -> None:
    stream = uuid4()
    made = command(stream, 1, 2, statement=b"compact")
    made.record(store)
    first = store.admitter.admit("none", SCHOOL, SARAH, made.id).first
    assert first is not None
    assert (first.id, first.agency) == (made.id, COUNCIL)
    assert first.statement_sha256 == hashlib.sha256(b"compact").digest()
    assert (first.position, first.version) == (2, 2)
    assert (first.refusal, first.refusal_facts) == (None, {})


def test_the_log_is_read_by_pages_up_to_its_end(store: Store) -> None:
    for _ in range(7):
        command(uuid4()).record(store)
    pages = [[row.position for row in page] for page in store.log.pages(size=3)]
    assert pages == [[1, 2, 3], [4, 5, 6], [7]]
    assert [row.position for row in store.log.page(after=5, limit=9)] == [6, 7]
    assert all(row.statement is None for row in store.log.page())
    assert {row.statement for row in store.log.page(statements=True)} == {b"statement"}


def test_who_waits_for_a_connection_when_the_pool_is_closed_gets_none(
    database_url: str,
) -> None:
    pool = Pool(database_url, size=1)

    def waiting() -> object:
        with pool.connection() as connection:
            return connection.execute("select 1").fetchone()

    with ThreadPoolExecutor(1) as threads:
        with pool.connection():
            waited = threads.submit(waiting)
            time.sleep(0.1)
            pool.close()
        assert isinstance(waited.exception(10), StoreClosed)
