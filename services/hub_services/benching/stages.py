"""Where a command's time goes, measured in a pass of its own: the clock costs time as well."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

STAGES = ("parse", "verify", "load", "rules", "seals", "encode", "other")
"""Reading the body; the statement; rows and records; use case and law; the envelope; events,
rows and leaves; all the rest."""


class Stages:
    """Adds up the time of each stage, for one thread; what runs inside another counts once.

    ``clock`` gives seconds: unless another is handed in, the processor time of this thread, so
    that waiting for the database, or for another thread, counts for no stage.
    """

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time within for this stage, and for no other."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def timed(self, name: str, work: Callable[P, R]) -> Callable[P, R]:
        """The same work, counted."""

        @wraps(work)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.stage(name):
                return work(*args, **kwargs)

        return counted

    def _turn(self) -> None:
        now = self._clock()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now
