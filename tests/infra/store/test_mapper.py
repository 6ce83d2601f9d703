"""One fact has one encoding, and a stored row can make nothing happen but its own event."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_domain.aggregate import Aggregate
from hub_infra.store.codec import decode, encode
from hub_infra.store.errors import CorruptState, NotPlain
from hub_infra.store.mapper import MsgpackMapper
from tests.infra.store.cast import MONDAY
from tests.infra.store.parcels import Parcel, acting, sent

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INSTANTS = st.datetimes(timezones=st.just(UTC))
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | TEXT
    | st.binary()
    | st.uuids()
    | st.dates()
    | INSTANTS
)
PLAIN = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
STATES = st.dictionaries(TEXT, PLAIN, max_size=5)
FEW = settings(max_examples=60)


@FEW
@given(STATES)
def test_plain_values_come_back(state: dict[str, object]) -> None:
    assert decode(encode(state)) == state


@FEW
@given(STATES)
def test_the_order_of_fields_makes_no_other_encoding(state: dict[str, object]) -> None:
    assert encode(dict(reversed(state.items()))) == encode(state)


@given(st.binary())
def test_other_bytes_are_corrupt_or_the_one_encoding(stored: bytes) -> None:
    try:
        state = decode(stored)
    except CorruptState:
        return
    assert encode(state) == stored


@FEW
@given(STATES, st.data())
def test_a_flipped_bit_is_corrupt_or_another_fact(
    state: dict[str, object], data: st.DataObject
) -> None:
    stored = bytearray(encode(state))
    place = data.draw(st.integers(0, len(stored) * 8 - 1))
    stored[place // 8] ^= 1 << place % 8
    try:
        other = decode(bytes(stored))
    except CorruptState:
        return
    assert repr(other) != repr(state)


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        Decimal(1),
        {1: "a"},
        {"a"},
        object(),
        MONDAY.replace(tzinfo=None),
        2**64,
        "\ud800",
        Colour.RED,
        timedelta(1),
        [1.5],
        {"a": {1: 2}},
    ],
)
def test_what_is_not_plain_is_not_stored(value: object) -> None:
    with pytest.raises(NotPlain):
        encode({"field": value})


def test_an_instant_is_kept_in_utc() -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    assert decode(encode({"at": moment}))["at"].isoformat() == "2026-07-01T11:00:00+00:00"


@pytest.mark.parametrize(
    "stored",
    [
        msgspec.msgpack.encode([1]),
        msgspec.msgpack.encode({1: 2}),
        msgspec.msgpack.encode({"b": 1, "a": 2}),
        msgspec.msgpack.encode({"a": 1.5}),
        msgspec.msgpack.encode({"a": {1: 2}}),
        b"\x81\xa1a\xcc\x01",
        b"\x82\xa1a\x01\xa1a\x01",
        msgspec.msgpack.encode({"a": msgspec.msgpack.Ext(1, bytes(15))}),
        msgspec.msgpack.encode({"a": msgspec.msgpack.Ext(2, b"20260302")}),
        msgspec.msgpack.encode({"a": msgspec.msgpack.Ext(3, bytes(16))}),
        b"",
        encode({"a": 1}) + b"\x00",
    ],
)
def test_a_second_encoding_is_corrupt(stored: bytes) -> None:
    with pytest.raises(CorruptState):
        decode(stored)


MAPPER = MsgpackMapper()


def test_an_aggregate_replays_from_what_was_stored() -> None:
    parcel = sent("office", "school")
    copy: Any = None
    for event in parcel.collect_events():
        copy = MAPPER.to_domain_event(MAPPER.to_stored_event(event)).mutate(copy)  # type: ignore[attr-defined]
    assert vars(copy) == vars(parcel)
    assert [type(value) for value in vars(copy).values()] == [
        type(value) for value in vars(parcel).values()
    ]


def stored_event() -> StoredEvent:
    (event,) = sent().collect_events()
    return MAPPER.to_stored_event(event)


def test_the_state_names_its_schema_version_and_no_column() -> None:
    state = decode(stored_event().state)
    assert state["v"] == 1
    assert not {"originator_id", "originator_version"} & state.keys()


@pytest.mark.parametrize("topic", ["antigravity", "os:system", "nobody.did", "test-parcel", ""])
def test_a_topic_the_hub_has_not_registered_is_corrupt_and_imports_nothing(topic: str) -> None:
    modules = set(sys.modules)
    with pytest.raises(CorruptState):
        MAPPER.to_domain_event(replace(stored_event(), topic=topic))
    assert set(sys.modules) == modules


def test_an_unknown_kind_of_aggregate_is_corrupt_and_imports_nothing() -> None:
    stored = stored_event()
    state = decode(stored.state) | {"originator_topic": "antigravity"}
    with pytest.raises(CorruptState):
        MAPPER.to_domain_event(replace(stored, state=encode(state)))
    assert "antigravity" not in sys.modules


@pytest.mark.parametrize("version", [None, 0, 2, True, "1"])
def test_an_unknown_schema_version_is_corrupt(version: object) -> None:
    stored = stored_event()
    state = decode(stored.state) | {"v": version}
    with pytest.raises(CorruptState):
        MAPPER.to_domain_event(replace(stored, state=encode(state)))


class Letter(Aggregate):
    TOPIC = "test-letter"

    class Stamped(Aggregate.Event):
        TOPIC = "test-letter.stamped"
        pence: int

        class_version = 2

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["pence"] = state.pop("pounds") * 100


def _stamped() -> StoredEvent:
    facts = {**acting().facts(), "originator_id": uuid4(), "originator_version": 2}
    stamped: type[Any] = Letter.Stamped
    return MAPPER.to_stored_event(stamped(**facts, pence=120))


def test_an_older_event_is_brought_up_to_the_class() -> None:
    stored = _stamped()
    older = decode(stored.state) | {"v": 1, "pounds": 2}
    del older["pence"]
    event: Any = MAPPER.to_domain_event(replace(stored, state=encode(older)))
    assert (event.pence, event.timestamp, event.originator_version) == (200, MONDAY, 2)


@pytest.mark.parametrize("older", [{}, {"pounds": None}, {"pounds": {}}])
def test_an_older_event_that_is_none_of_its_version_is_corrupt(older: dict[str, Any]) -> None:
    """Finding: whoever read the history met an error, and read nothing of the rest."""
    stored = _stamped()
    state = decode(stored.state) | {"v": 1} | older
    with pytest.raises(CorruptState):
        MAPPER.to_domain_event(replace(stored, state=encode(state)))


def test_bytes_in_a_second_encoding_are_refused_before_any_upcast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upcast: list[object] = []
    spy: Callable[[object], None] = upcast.append
    monkeypatch.setattr(Letter.Stamped, "upcast_v1_v2", staticmethod(spy))
    stored = _stamped()
    older = decode(stored.state) | {"v": 1}
    unordered = msgspec.msgpack.encode(dict(reversed(older.items())), enc_hook=str)
    with pytest.raises(CorruptState):
        MAPPER.to_domain_event(replace(stored, state=unordered))
    assert upcast == []


def test_nothing_seals_or_packs_the_state() -> None:
    with pytest.raises(ValueError, match="clear"):
        MsgpackMapper(cipher=object())  # type: ignore[arg-type]


def test_the_date_of_a_parcel_is_a_date() -> None:
    event: Any = MAPPER.to_domain_event(stored_event())
    assert isinstance(event, Parcel.Sent)
    assert event.day == date(2026, 3, 2)
    assert isinstance(event.items[0], UUID)
