"""An agency's feed of notices, in the order of the log: it may repeat, it never loses.

Who follows all of the agency's work gets every notice; others those of records they may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hub_domain.need_to_know import follows_all
from hub_services.hub.facts import Facts
from hub_services.hub.reading.described import TEXT, rows
from hub_services.hub.reading.read import Read, Reading
from hub_services.hub.reading.seen import sees


class After(Facts):
    """Where to go on, and how many notices at the most."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


def _feed(reading: Reading, _: Mapping[str, object], query: After) -> object:
    notices = reading.means.rows.of(
        reading.viewer.agency,
        "feed",
        after=("position", query.after),
        order=("position",),
        limit=query.limit,
    )
    last = notices[-1]["position"] if notices else query.after
    if not follows_all(reading.viewer):
        seen = lru_cache(maxsize=None)(partial(_sees, reading))
        notices = [each for each in notices if seen(each["record_kind"], each["record"])]
    return {"notices": notices, "next": f"/v1/feed?after={last}"}


def _sees(reading: Reading, kind: str, record: UUID) -> bool:
    """Whether the reader may see what the notice is about; a task by its subject."""
    if kind != "task":
        return sees(reading, kind, record)
    tasks = reading.means.rows.of(
        reading.viewer.agency, "tasks", equals={"task_id": record}, limit=1
    )
    return any(sees(reading, str(task["about_kind"]), task["about"]) for task in tasks)


READS = (
    Read(
        name="feed",
        path="/v1/feed",
        summary="Notices for your agency after a position: when and for whom, never about whom",
        answer=_feed,
        gives={
            "notices": rows("feed"),
            "next": {**TEXT, "description": "Path and query of the next page"},
        },
        query=After,
    ),
)
