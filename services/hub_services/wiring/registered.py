"""Who is registered at the hub, for whoever works beside its database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from hub_infra.settings import StoreSettings
from hub_infra.store.connect import Pool
from hub_infra.store.rows import AgencyRows
from hub_infra.store.views import Views
from hub_services.hub.views import TABLES


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A practitioner in office at one agency."""

    agency: UUID
    agency_name: str
    practitioner: UUID
    name: str
    post: str
    roles: tuple[str, ...]


def registered() -> list[Registered]:
    """Everyone in office; nobody where this is not beside the hub's database."""
    if not os.environ.get("HUB_DATABASE_URL"):
        return []
    url = StoreSettings.read().database_url.get_secret_value()
    pool = Pool(url, size=1)
    try:
        views = AgencyRows(pool, Views(TABLES))
        rows = views.of_every_agency("practitioners")
        agencies = views.of_every_agency("agencies")
    finally:
        pool.close()
    names = {row["agency_id"]: str(row["name"]) for row in agencies}
    return [
        Registered(
            agency=UUID(str(row["agency_id"])),
            agency_name=names[row["agency_id"]],
            practitioner=UUID(str(row["practitioner_id"])),
            name=str(row["name"]),
            post=str(row["post"]),
            roles=tuple(row["roles"]),
        )
        for row in rows
        if row["roles"]
    ]
