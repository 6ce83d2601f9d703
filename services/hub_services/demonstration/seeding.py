"""Telling the whole demonstration to a new hub: register everybody, then weeks of work.

Everything goes through signed commands of desks, in the order of its time; nothing lies after
the moment at which the demonstration begins.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from hub_services.demonstration import enquiry, history, mistakes, today
from hub_services.demonstration.diary import Diary
from hub_services.demonstration.enquiry import Enquiry
from hub_services.demonstration.families import Family, families
from hub_services.demonstration.registering import Cast, Office, register
from hub_services.demonstration.stage import Stage
from hub_services.demonstration.stories import (
    colleague_away,
    good_outcome,
    near_miss,
    refused_request,
    told_unasked,
)
from hub_services.demonstration.timeline import MovableClock, Timeline
from hub_services.desk.desk import Desk

SEED: Final = 1989
DAYS: Final = 12
"""Working days of history before today."""


@dataclass(frozen=True, kw_only=True)
class House:
    """What the demonstration is told with: one desk that hosts everybody, and its time."""

    desk: Desk
    office: Office
    clock: MovableClock
    tick: Callable[[], object]


def begins(now: datetime) -> datetime:
    """When the history begins, before everything in it: the store is made then."""
    return Diary(now).at(DAYS + 2, "08:30")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The generated part of the demonstration: the same people and the same acts each time."""

    mistaken_about: Family
    enquiries: list[Enquiry]
    asked_of_who_is_away: tuple[Family, Family]


def plan(diary: Diary) -> Plan:
    """Draw the history up to today, and today's work."""
    random = Random(SEED)  # noqa: S311 - the same story each time, and no secret
    north = families(random, diary.today, "Northshire")
    return Plan(
        mistaken_about=next(north),
        enquiries=[
            *history.plan(random, diary, north, DAYS),
            *today.plan(random, diary, north),
        ],
        asked_of_who_is_away=(next(north), next(north)),
    )


async def seed(house: House, now: datetime, told: Callable[[int, int], None]) -> Cast:
    """Tell everything up to ``now``; ``told`` hears how many cases are done, of how many."""
    diary = Diary(now)
    office = house.office
    cast = await register(office, diary.today + timedelta(days=300))
    time = Timeline(house.clock, house.tick)
    stage = Stage(house.desk, office.ids, cast, time, diary)
    planned = plan(diary)
    cases = [
        near_miss.tell(stage),
        refused_request.tell(stage),
        good_outcome.tell(stage),
        told_unasked.tell(stage),
        mistakes.tell(stage, planned.mistaken_about),
        colleague_away.tell(stage, planned.asked_of_who_is_away),
        *(enquiry.tell(stage, each) for each in planned.enquiries),
    ]
    done = 0

    async def counted(case: Coroutine[None, None, None]) -> None:
        nonlocal done
        await case
        done += 1
        told(done, len(cases))

    told(0, len(cases))
    await time.play(map(counted, cases), until=now)
    return cast
