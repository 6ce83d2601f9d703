"""The time of the story: a clock that only goes forward, and everybody who waits for a moment.

Each case is told by a coroutine of its own that waits for the moments of its acts. When all of
them wait, the clock moves to the earliest; those who wait for the same minute act together.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

SAME: Final = timedelta(minutes=1)
"""Acts that lie closer together than this are done at once."""

Case = Coroutine[None, None, None]


class MovableClock(Protocol):
    """A clock that the story moves."""

    def now(self) -> datetime: ...

    def set(self, moment: datetime) -> None: ...


class Timeline:
    """Moves the clock, and lets the hub look at it whenever something falls due."""

    def __init__(self, clock: MovableClock, tick: Callable[[], object]) -> None:
        self._clock = clock
        self._tick = tick
        self._waiting: list[tuple[datetime, int, asyncio.Future[None] | None]] = []
        self._order = 0
        self._busy = 0
        self._end = clock.now()

    @property
    def now(self) -> datetime:
        """The present of the story."""
        return self._clock.now()

    async def at(self, moment: datetime) -> None:
        """Wait for a moment; one that is past is now. Nothing lies after the story's end."""
        if moment <= self.now:
            return
        if moment > self._end:
            raise ValueError(moment)
        reached = asyncio.get_running_loop().create_future()
        self._push(moment, reached)
        self._rest()
        await reached

    def falls_due(self, moment: datetime) -> None:
        """Let the hub look at the clock when this moment has come."""
        self._push(moment, None)

    async def play(self, cases: Iterable[Case], until: datetime) -> None:
        """Tell all cases to their ends, none of which lies after ``until``."""
        told = list(cases)
        self._busy, self._end = len(told), until
        await self._all(told)
        self._clock.set(max(self.now, until))

    async def together(self, cases: Iterable[Case]) -> None:
        """Tell parts of a case side by side, each in its own time, to their ends."""
        told = list(cases)
        self._busy += len(told) - 1
        await self._all(told)
        self._busy += 1

    async def _all(self, cases: Iterable[Case]) -> None:
        """Tell cases side by side; what one of them fails with ends all, and is raised."""
        try:
            async with asyncio.TaskGroup() as group:
                for case in cases:
                    group.create_task(self._tell(case))
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _tell(self, case: Case) -> None:
        try:
            await case
        finally:
            self._rest()

    def _push(self, moment: datetime, reached: asyncio.Future[None] | None) -> None:
        self._order += 1
        heapq.heappush(self._waiting, (moment, self._order, reached))

    def _rest(self) -> None:
        """One case less is acting; when none is, time goes on."""
        self._busy -= 1
        while not self._busy and self._waiting and self._waiting[0][0] <= self._end:
            self._move()

    def _move(self) -> None:
        """Go to the earliest moment, and wake those who wait for it."""
        earliest = self._waiting[0][0]
        due = False
        woken = []
        while self._waiting and self._waiting[0][0] < earliest + SAME:
            moment, _, reached = heapq.heappop(self._waiting)
            earliest, due = max(earliest, moment), due or reached is None
            if reached is not None and not reached.done():
                woken.append(reached)
        self._clock.set(earliest)
        if due:
            self._tick()
        self._busy += len(woken)
        for reached in woken:
            reached.set_result(None)
