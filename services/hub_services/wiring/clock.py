"""The clock that the settings name."""

from __future__ import annotations

from pathlib import Path

from hub_domain.ports import Clock
from hub_infra.clock import FileClock, SystemClock


def clock_of(clock_file: Path | None) -> Clock:
    """The machine's clock, or outside production the one that a file drives."""
    return FileClock(clock_file) if clock_file else SystemClock()
