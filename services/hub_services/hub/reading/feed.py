"""An agency's feed of notices, in the order of the log: it may repeat, it never loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from hub_services.hub.facts import Facts
from hub_services.hub.reading.read import Read, Reading


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
    return {"notices": notices, "next": f"/v1/feed?after={last}"}


READS = (
    Read(
        name="feed",
        path="/v1/feed",
        summary="Notices for your agency after a position: when and for whom, never about whom",
        answer=_feed,
        query=After,
    ),
)
