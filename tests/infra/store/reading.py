"""The checker of a reading: whether a follower of a log saw every event once, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Reading(NamedTuple):
    """What a follower missed, saw twice, and saw after something that stands behind it."""

    missed: list[Hashable]
    twice: list[Hashable]
    late: list[Hashable]


ALL_IN_ORDER = Reading([], [], [])


def check(seen: Sequence[Hashable], stored: Sequence[Hashable]) -> Reading:
    """Hold what a follower saw against what is stored, both in the order of the log."""
    counted = Counter(seen)
    place = {event: n for n, event in enumerate(stored)}
    late, newest = [], -1
    for event in seen:
        if place[event] < newest:
            late.append(event)
        newest = max(newest, place[event])
    return Reading(
        missed=[event for event in stored if event not in counted],
        twice=[event for event, times in counted.items() if times > 1],
        late=late,
    )
