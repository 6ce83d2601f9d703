"""A leaf is the hash of one canonical JSON, the same however it is computed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import psycopg
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from hub_infra.store.connect import connect, log_salt
from hub_infra.store.leaf import Leaves, leaf, leaf_hash, rfc3339
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from tests.infra.store.cast import Command, command, event

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))]),
)


def canonical(
    salt: bytes,
    *,
    stream: UUID,
    version: int,
    topic: str,
    recorded_at: str,
    state: bytes,
    statement: bytes | None,
) -> bytes:
    """The leaf as docs/formats.md defines it, by the library for RFC 8785."""
    return rfc8785.dumps(
        {
            "v": 1,
            "stream_tag": hmac.new(salt, stream.bytes, hashlib.sha256).hexdigest(),
            "version": version,
            "topic": topic,
            "recorded_at": recorded_at,
            "state_sha256": hashlib.sha256(state).hexdigest(),
            "statement_sha256": None if statement is None else statement.hex(),
        }
    )


@given(
    st.binary(min_size=32, max_size=32),
    st.uuids(),
    st.integers(1, 2**31 - 1),
    st.text(st.characters(exclude_categories=["Cs"])),
    MOMENTS,
    st.data(),
)
def test_the_leaf_is_canonical_json(  # noqa: PLR0917 - hypothesis fills them in this order
    salt: bytes,
    stream: UUID,
    version: int,
    topic: str,
    recorded_at: datetime,
    data: st.DataObject,
) -> None:
    state = data.draw(st.binary())
    statement = data.draw(st.none() | st.binary(min_size=32, max_size=32))
    prepared = Leaves(salt).prepare(stream, version, topic, state, statement)
    expected = canonical(
        salt,
        stream=stream,
        version=version,
        topic=topic,
        recorded_at=rfc3339(recorded_at),
        state=state,
        statement=statement,
    )
    assert leaf(prepared, recorded_at) == expected
    assert leaf_hash(prepared, recorded_at) == hashlib.sha256(b"\x00" + expected).digest()


@given(MOMENTS)
def test_an_instant_is_rfc_3339_in_utc_with_microseconds(moment: datetime) -> None:
    text = rfc3339(moment)
    assert datetime.fromisoformat(text) == moment
    assert len(text) == len("2026-03-02T09:30:00.000000Z")


def test_what_is_stored_is_the_leaf_of_its_row(store: Store, database_url: str) -> None:
    signed = command(uuid4(), 1, 2)
    signed.record(store)
    Command(events=[event(uuid4(), topic='prüfung.getan "\\')], statement=None).record(store)
    with connect(database_url) as connection:
        salt = log_salt(connection)
    rows = store.log.page(statements=True)
    assert len(rows) == 3
    for row in rows:
        statement = None if row.statement is None else hashlib.sha256(row.statement).digest()
        expected = canonical(
            salt,
            stream=row.stream,
            version=row.version,
            topic=row.topic,
            recorded_at=rfc3339(row.recorded_at),
            state=row.state,
            statement=statement,
        )
        assert row.leaf_hash == hashlib.sha256(b"\x00" + expected).digest()


def test_the_statement_in_the_leaf_is_the_one_kept(store: Store, database_url: str) -> None:
    made = command(uuid4(), statement=b"compact")
    made.record(store)
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "select statement, statement_sha256, id from commands"
        ).fetchall()
    assert rows == [(b"compact", hashlib.sha256(b"compact").digest(), made.id)]


def test_every_store_has_a_salt_of_its_own(database_url: str) -> None:
    migrate(database_url, ())
    with connect(database_url) as connection:
        salt = log_salt(connection)
    assert len(salt) == 32
    assert salt != bytes(32)
    assert Leaves(salt).stream_tag(UUID(int=1)) != Leaves(bytes(32)).stream_tag(UUID(int=1))
