"""Making a store, and keeping it up to this release."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hub_domain.agencies.agency import Custody, StaffMember
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.ports import Clock
from hub_infra.canonical import write
from hub_infra.custody import FileAgencyKeystore
from hub_infra.custody.files import write_once
from hub_infra.identifiers import RandomIds
from hub_infra.settings import HubSettings, StoreSettings
from hub_infra.store.migrate import Migrated
from hub_infra.store.opening import Store
from hub_infra.store.rebuild import Progress
from hub_services.hub.views import TABLES
from hub_services.wiring.card import Card
from hub_services.wiring.clock import clock_of
from hub_services.wiring.hub import migrate_store, rebuild_views
from hub_services.wiring.keystore import owner_keys_of

OPERATOR: Final = "operator"
"""Under the hub's data folder: the operator's card, and the folder of its keys."""


def migrate(operator: Path | None) -> Migrated:
    """Make the store or bring it up to this release.

    A new store begins with its operator: the one of the card that is given, or one whose keys
    are made now and kept in the hub's data folder. The store then knows its keystore. Raises
    ``BadCard`` and ``KeystoreNotOfThisStore``.
    """
    settings = HubSettings.read()
    clock = clock_of(settings.clock_file)
    card = Card.of(operator or _own_operator(settings.data_dir, clock))
    url = settings.database_url.get_secret_value()
    migrated = migrate_store(
        url,
        clock,
        operator=card.keys,
        operator_name=card.name,
        lead=card.lead,
        custody=card.custody,
        catalogue=shipped_catalogue(),
    )
    with Store(url, clock, TABLES) as store:
        owner_keys_of(store, settings.keystore, anew=True).close()
    return migrated


def _own_operator(data: Path, clock: Clock) -> Path:
    """The card of the operator whose keys are in the hub's data folder, made once."""
    path = data / f"{OPERATOR}.json"
    if not path.exists():
        ids = RandomIds(clock)
        keystore = FileAgencyKeystore(data / OPERATOR)
        agency = min(keystore.agencies(), default=None) or keystore.create(ids.stream()).agency
        lead = StaffMember(
            id=ids.stream(),
            name="Operator of the hub",
            post="Operator",
            contact="the hub's service desk",
        )
        card = Card(
            name="The hub's operator",
            keys=keystore.public(agency),
            custody=Custody.OWN,
            lead=lead,
        )
        write_once(path, write(card.plain()))
    return path


def rebuild(names: Iterable[str], progress: Progress) -> int:
    """Rebuild the views of these names, or all; the position they now hold the log up to."""
    settings = StoreSettings.read()
    return rebuild_views(settings.database_url.get_secret_value(), names, progress)


def view_names() -> list[str]:
    """The names of the views."""
    return sorted(table.name for table in TABLES)
