"""Ids are unique and of the right version; those of streams are in order (RFC 9562)."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from hub_infra.clock import SystemClock
from hub_infra.identifiers import RandomIds

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class StoppedClock:
    def __init__(self) -> None:
        self.moment = MONDAY

    def now(self) -> datetime:
        return self.moment


def test_a_streams_id_is_of_version_7_and_an_opaque_one_of_version_4() -> None:
    ids = RandomIds(SystemClock())
    assert (ids.stream().version, ids.stream().variant) == (7, uuid.RFC_4122)
    assert (ids.opaque().version, ids.opaque().variant) == (4, uuid.RFC_4122)


def test_the_time_stands_in_the_first_48_bits() -> None:
    made = RandomIds(StoppedClock()).stream()
    assert made.int >> 80 == int(MONDAY.timestamp() * 1000)


def test_ids_of_one_millisecond_are_in_the_order_of_their_making() -> None:
    ids = RandomIds(StoppedClock())
    made = [ids.stream() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_a_clock_that_goes_back_makes_no_id_twice_and_none_out_of_order() -> None:
    clock = StoppedClock()
    ids = RandomIds(clock)
    first = ids.stream()
    clock.moment -= timedelta(hours=1)
    assert ids.stream() > first


def test_threads_share_no_id() -> None:
    ids = RandomIds(StoppedClock())
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: ids.stream(), range(4_000)))
    assert len(set(made)) == len(made)


def test_two_makers_do_not_begin_alike() -> None:
    one, other = RandomIds(StoppedClock()), RandomIds(StoppedClock())
    assert one.stream() != other.stream()
