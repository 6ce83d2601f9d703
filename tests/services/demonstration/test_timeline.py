"""The time of the story goes forward only, and stops at its end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hub_services.demonstration.timeline import Timeline

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moments = [NINE]

    def now(self) -> datetime:
        return self.moments[-1]

    def set(self, moment: datetime) -> None:
        self.moments.append(moment)


def minutes(count: int) -> datetime:
    return NINE + timedelta(minutes=count)


def test_acts_of_several_cases_are_done_in_the_order_of_their_time() -> None:
    clock, done = Clock(), []
    time = Timeline(clock, lambda: None)

    async def case(*moments: int) -> None:
        for each in moments:
            await time.at(minutes(each))
            done.append((each, clock.now()))

    asyncio.run(time.play([case(5, 30), case(1, 20), case(20, 40)], until=minutes(60)))
    assert [each for each, _ in done] == [1, 5, 20, 20, 30, 40]
    assert all(at == minutes(each) for each, at in done)
    assert clock.moments == sorted(clock.moments)
    assert clock.now() == minutes(60)


def test_parts_of_a_case_run_side_by_side_and_the_case_goes_on_after_them() -> None:
    clock, done = Clock(), []
    time = Timeline(clock, lambda: None)

    async def part(name: str, moment: int) -> None:
        await time.at(minutes(moment))
        done.append(name)

    async def case() -> None:
        await time.together([part("late", 30), part("early", 10)])
        await time.at(minutes(40))
        done.append("after")

    asyncio.run(time.play([case(), part("between", 20)], until=minutes(60)))
    assert done == ["early", "between", "late", "after"]


def test_the_hub_looks_at_the_clock_when_something_falls_due_but_not_after_the_end() -> None:
    clock, looked = Clock(), []
    time = Timeline(clock, lambda: looked.append(clock.now()))

    async def case() -> None:
        await time.at(minutes(1))
        time.falls_due(minutes(15))
        time.falls_due(minutes(90))
        await time.at(minutes(30))

    asyncio.run(time.play([case()], until=minutes(60)))
    assert looked == [minutes(15)]
    assert clock.now() == minutes(60)


def test_an_act_after_the_end_is_a_mistake_of_the_story() -> None:
    time = Timeline(Clock(), lambda: None)

    async def case() -> None:
        await time.at(minutes(61))

    with pytest.raises(ValueError, match="10:01"):
        asyncio.run(time.play([case()], until=minutes(60)))
