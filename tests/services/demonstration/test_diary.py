"""Office hours of the story: nothing of an office lies in a night or at a weekend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hub_services.demonstration.diary import CLOSES, LONDON, OPENS, Diary, office_time

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)


def in_office(at: datetime) -> bool:
    local = at.astimezone(LONDON)
    return local.weekday() < 5 and OPENS <= local.time() <= CLOSES


def test_half_an_hour_before_closing_leaves_the_rest_for_monday() -> None:
    assert office_time(FRIDAY, 45) == datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


def test_going_back_from_a_sunday_night_begins_on_friday_afternoon() -> None:
    assert office_time(SUNDAY_NIGHT, -35) == datetime(2026, 11, 20, 16, 25, tzinfo=UTC)


def test_summer_time_does_not_move_the_office() -> None:
    friday = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)  # 16:30 in summer time
    assert office_time(friday, 60) == datetime(2026, 10, 26, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [-4000, -481, -1, 1, 30, 480, 2400])
@pytest.mark.parametrize("now", [FRIDAY, SUNDAY_NIGHT, datetime(2026, 6, 1, 8, tzinfo=UTC)])
def test_office_time_lies_in_office_hours(now: datetime, minutes: int) -> None:
    assert in_office(office_time(now, minutes))


@pytest.mark.parametrize("now", [FRIDAY, SUNDAY_NIGHT])
def test_days_before_today_are_working_days_each_before_the_next(now: datetime) -> None:
    days = [Diary(now).day(before) for before in range(12)]
    assert days == sorted(set(days), reverse=True)
    assert all(day.weekday() < 5 for day in days)
    assert days[0] <= now.date()


def test_before_the_office_opens_today_is_still_to_come() -> None:
    early = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert Diary(early).today == datetime(2026, 11, 19, tzinfo=UTC).date()


def test_elapsed_time_heeds_no_hour() -> None:
    diary = Diary(SUNDAY_NIGHT)
    assert diary.elapsed(-50) == SUNDAY_NIGHT - timedelta(minutes=50)
