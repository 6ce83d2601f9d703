"""The editions of the law that stand in a store, for whoever works beside its database."""

from __future__ import annotations

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.editing import brought_by
from hub_domain.law.shipped import shipped_catalogue
from hub_infra.clock import SystemClock
from hub_infra.settings import StoreSettings
from hub_infra.store.connect import connect
from hub_infra.store.opening import Store
from hub_services.hub.application import Hub
from hub_services.hub.views import TABLES, project_all
from hub_services.wiring.given import StoredLaw


def published_edition(number: int) -> Catalogue | None:
    """An edition of the store that the settings name, 0 for the newest; None: not there."""
    url = StoreSettings.read().database_url.get_secret_value()
    connect(url).close()  # says at once that it is not there; a pool would wait
    with Store(url, SystemClock(), TABLES) as store:
        rows = store.rows.of_every_agency("editions", order=("-edition",))
        known = [int(row["edition"]) for row in rows]
        if number and number not in known:
            return None
        return StoredLaw(Hub(store.factory, project_all)).edition(number or known[0])


def behind() -> int:
    """How many rows of this release's law the newest edition lacks, or has otherwise."""
    newest = published_edition(0)
    return len(brought_by(shipped_catalogue(), newest)) if newest else 0
