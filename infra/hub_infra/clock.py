"""The time, from the machine or from a file.

The demo's history and the acceptance tests are driven by a file that every process reads at
each use (``HUB_CLOCK_FILE``); production refuses to start with one.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path


class ClockUnreadable(Exception):
    """The clock file does not hold one ISO 8601 instant with its offset."""


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FileClock:
    """The instant that stands in a file, read at each use."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        try:
            moment = datetime.fromisoformat(self._path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise ClockUnreadable(str(self._path)) from error
        if moment.tzinfo is None:
            raise ClockUnreadable(str(self._path))
        return moment.astimezone(UTC)

    def set(self, moment: datetime) -> None:
        """Move the clock, so that no reader ever sees half an instant."""
        if moment.tzinfo is None:
            raise ClockUnreadable(str(self._path))
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        draft.write_text(moment.isoformat(), encoding="ascii")
        draft.replace(self._path)
