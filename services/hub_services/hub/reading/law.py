"""The editions of the law that were published to this hub, open to every practitioner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eventsourcing.application import AggregateNotFoundError

from hub_domain.ids import edition_id
from hub_domain.law.edition import CatalogueEdition
from hub_domain.need_to_know import NotFound
from hub_services.hub.reading.described import ID, MOMENT, NUMBER, OPEN, TEXT, each, named
from hub_services.hub.reading.read import Read, Reading


def _editions(reading: Reading, _: Mapping[str, object], __: object) -> object:
    rows = reading.means.rows.of_every_agency("editions", order=("edition",))
    return {
        "editions": [
            {
                "id": edition_id(row["edition"]),
                "edition": row["edition"],
                "digest": row["digest"],
                "published_at": row["published_at"],
            }
            for row in rows
        ]
    }


def _edition(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    try:
        published = reading.hub.find(path["id"])
    except AggregateNotFoundError:
        raise NotFound from None
    if not isinstance(published, CatalogueEdition):
        raise NotFound
    return {
        "edition": published.edition,
        "pack_edition": published.pack,
        "tables": published.tables,
    }


READS = (
    Read(
        name="law-editions",
        path="/v1/law/editions",
        summary="The editions of the law that were published, the first one first",
        answer=_editions,
        gives={
            "editions": each(
                named({"id": ID, "edition": NUMBER, "digest": TEXT, "published_at": MOMENT})
            )
        },
    ),
    Read(
        name="law-edition",
        path="/v1/law/editions/{id}",
        summary="One edition of the law, whole",
        answer=_edition,
        gives={"edition": NUMBER, "pack_edition": NUMBER, "tables": OPEN},
    ),
)
