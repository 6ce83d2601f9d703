"""The working days and hours of the story, as they lie around the moment it is told.

Office hours are Monday to Friday, 09:00 to 17:00, Europe/London. Whatever is done in an office
lies in them; whatever is counted in elapsed time (a red enquiry, the emergency duty team) does
not heed them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
OPENS: Final = time(9)
CLOSES: Final = time(17)
_MINUTE: Final = timedelta(minutes=1)
_SATURDAY: Final = 5


@dataclass(frozen=True)
class Diary:
    """Moments before and after ``now``, all in UTC."""

    now: datetime

    @property
    def today(self) -> date:
        """The working day that is, or the last one that was."""
        local = self.now.astimezone(LONDON)
        begun = local.time() > OPENS
        return _working_day(local.date() if begun else local.date() - timedelta(days=1))

    def day(self, before: int) -> date:
        """The working day so many working days before ``today``."""
        day = self.today
        for _ in range(before):
            day = _working_day(day - timedelta(days=1))
        return day

    def at(self, before: int, clock: str) -> datetime:
        """A time of day, such as ``15:30``, so many working days before ``today``."""
        return moment(self.day(before), time.fromisoformat(clock))

    def elapsed(self, minutes: int) -> datetime:
        """So many minutes from now, or (negative) before, whatever the hour."""
        return self.now + timedelta(minutes=minutes)

    def office(self, minutes: int) -> datetime:
        """So many minutes of office time from now, or (negative) before now."""
        return office_time(self.now, minutes)


def moment(day: date, clock: time) -> datetime:
    """The instant of a time of day in England and Wales."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def office_time(start: datetime, minutes: int) -> datetime:
    """The instant after (or before, if negative) so many minutes of office hours."""
    at = start.replace(second=0, microsecond=0)
    left = abs(minutes)
    forward = minutes > 0
    while left:
        opens, closes = (moment(_london(at), each) for each in (OPENS, CLOSES))
        open_day = _london(at).weekday() < _SATURDAY
        edge = closes if forward else opens
        begin = max(at, opens) if forward else min(at, closes)
        available = max(0, int((edge - begin if forward else begin - edge) / _MINUTE))
        if open_day and available >= left:
            return begin + (left if forward else -left) * _MINUTE
        left -= available if open_day else 0
        at = _next_day(at) if forward else _end_of_day_before(at)
    return at


def _london(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _next_day(at: datetime) -> datetime:
    return moment(_london(at) + timedelta(days=1), OPENS)


def _end_of_day_before(at: datetime) -> datetime:
    return moment(_london(at) - timedelta(days=1), CLOSES)


def _working_day(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day
