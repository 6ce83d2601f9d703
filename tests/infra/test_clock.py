"""The time is in UTC, and a driven clock is read at each use."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub_infra.clock import ClockUnreadable, FileClock, SystemClock

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_the_machines_clock_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_driven_clock_is_read_at_each_use(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-03-02T10:30:00+01:00\n")
    clock = FileClock(file)
    assert clock.now() == MONDAY
    assert clock.now().utcoffset() == timedelta(0)
    clock.set(MONDAY + timedelta(days=1))
    assert FileClock(file).now() == MONDAY + timedelta(days=1)


@pytest.mark.parametrize("text", ["", "soon", "2026-03-02T09:30:00", "2026-03-02", "é"])
def test_what_is_no_instant_is_no_time(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ClockUnreadable):
        FileClock(file).now()


def test_without_its_file_a_driven_clock_has_no_time(tmp_path: Path) -> None:
    with pytest.raises(ClockUnreadable):
        FileClock(tmp_path / "none").now()


def test_a_driven_clock_is_not_set_to_a_time_without_offset(tmp_path: Path) -> None:
    with pytest.raises(ClockUnreadable):
        FileClock(tmp_path / "clock").set(MONDAY.replace(tzinfo=None))


def test_nobody_reads_half_an_instant_while_the_clock_is_set(tmp_path: Path) -> None:
    clock = FileClock(tmp_path / "clock")
    clock.set(MONDAY)
    stop = threading.Event()
    seen: set[datetime] = set()

    def read() -> None:
        while not stop.is_set():
            seen.add(clock.now())

    reader = threading.Thread(target=read)
    reader.start()
    for minute in range(300):
        clock.set(MONDAY + timedelta(minutes=minute))
    stop.set()
    reader.join()
    assert seen <= {MONDAY + timedelta(minutes=minute) for minute in range(300)}
