"""The figures of local policy: which there are, in what unit each counts, and who reads it.

Areas differ in them and the law does not (`late-record-hours`, the words of a reason ...), so
they are rows of the catalogue like any other. Whoever changes one publishes an edition that
says so: the edition's event keeps the figure, every act keeps its edition, and what was judged
by a figure replays by it. A setting beside the store would be forgotten when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Figure(NamedTuple):
    """A figure's unit, and whether a rule goes by it yet."""

    unit: str
    read: bool


FIGURES: Final[Mapping[str, Figure]] = {
    "late-record-hours": Figure("hours", read=True),
    "reason-words": Figure("words", read=True),
    "written-reasons-words": Figure("words", read=True),
    "stale-months": Figure("months", read=True),
    "rag-red-hours": Figure("hours elapsed", read=False),
    "rag-amber-hours": Figure("working hours", read=False),
    "rag-green-hours": Figure("working hours", read=False),
    "bulk-subjects": Figure("people", read=False),
    "barrier-open-days": Figure("days", read=False),
    "cumulative-items": Figure("items", read=False),
    "cumulative-agencies": Figure("agencies", read=False),
    "standing-answer-months": Figure("months", read=False),
}
"""A figure that is not here is a slip of the pen, and is refused."""
