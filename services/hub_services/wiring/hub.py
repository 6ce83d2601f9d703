"""The hub's process, composed."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from fastapi import FastAPI

from hub_domain.agencies.agency import Agency, Custody, Kind, StaffMember
from hub_domain.ids import caused_command_id
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.edition import CatalogueEdition
from hub_domain.ports import Clock, Rows
from hub_domain.recording import CommandKnown, CommandRecord
from hub_infra.custody.owner_keys import FileOwnerKeys
from hub_infra.sealing import AgencyPublicKeys
from hub_infra.settings import HubSettings
from hub_infra.store.connect import TICKER_LOCK, HeldLock
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.migrate import Migrated, migrate
from hub_infra.store.opening import Store
from hub_infra.store.rebuild import Progress, rebuild
from hub_infra.store.writer import PATIENCE
from hub_services.hub.api.app import NOT_FOUND_FLOOR, Doors, create_app
from hub_services.hub.application import Hub
from hub_services.hub.directory import Directory
from hub_services.hub.handling import Handler
from hub_services.hub.means import Means
from hub_services.hub.reading import READS
from hub_services.hub.reading.read import Reader
from hub_services.hub.ticker import Ticker, system_acting
from hub_services.hub.uses import COMMANDS
from hub_services.hub.views import TABLES, Projection, project_all
from hub_services.wiring.card import published
from hub_services.wiring.clock import clock_of
from hub_services.wiring.given import JwsStatements, StoredLaw
from hub_services.wiring.keystore import assert_its_own, owner_keys_of
from hub_services.wiring.sealing import HubSealing


@dataclass
class HubProcess(AbstractContextManager["HubProcess"]):
    """One hub process: its application, its interface and its ticker."""

    store: Store
    owner_keys: FileOwnerKeys
    hub: Hub
    means: Means
    handler: Handler
    reader: Reader
    app: FastAPI
    ticker: Ticker
    ticker_lock: HeldLock
    ticking: threading.Thread | None = None

    def start_ticking(self) -> None:
        """Begin to look for tasks that fall due."""
        self.ticking = threading.Thread(target=self.ticker.run, name="ticker", daemon=True)
        self.ticking.start()

    def close(self) -> None:
        """Stop ticking, write what waits, let go of the database."""
        self.ticker.stop()
        if self.ticking is not None:
            self.ticking.join()
        self.ticker_lock.release()
        self.hub.close()
        self.store.close()
        self.owner_keys.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


def wire_hub(
    database_url: str,
    keystore: Path,
    clock: Clock,
    *,
    not_found_floor: float = NOT_FOUND_FLOOR,
    patience: float = PATIENCE,
) -> HubProcess:
    """Compose a hub on a store that was migrated; ``KeystoreNotOfThisStore`` with another's.

    ``patience`` is how many seconds a command waits for a database that goes away.
    """
    store = Store(database_url, clock, TABLES, patience=patience)
    try:
        owner_keys = owner_keys_of(store, keystore)
    except BaseException:
        store.close()
        raise
    hub = Hub(store.factory, project_all)
    directory = Directory(store.admitter, store.rows)
    rows: Rows = directory
    means = Means(
        clock=clock,
        statements=JwsStatements(),
        admitter=directory,
        sealing=HubSealing(rows, owner_keys),
        envelopes=store.envelopes,
        rows=rows,
        log=store.log,
        law=StoredLaw(hub),
    )
    handler = Handler(hub, means)
    reader = Reader(hub, means)
    doors = Doors(
        handler=handler,
        reader=reader,
        commands=COMMANDS,
        reads=READS,
        ready=lambda: _ready(store, owner_keys),
        not_found_floor=not_found_floor,
    )
    ticker_lock = HeldLock(database_url, TICKER_LOCK)
    return HubProcess(
        store=store,
        owner_keys=owner_keys,
        hub=hub,
        means=means,
        handler=handler,
        reader=reader,
        app=create_app(doors),
        ticker=Ticker(hub, means, ticker_lock.held),
        ticker_lock=ticker_lock,
    )


def wire_hub_from(settings: HubSettings) -> HubProcess:
    """Compose a hub as its settings say."""
    return wire_hub(
        settings.database_url.get_secret_value(),
        settings.keystore,
        clock_of(settings.clock_file),
    )


class NoEdition(Exception):
    """Nothing can be judged: no catalogue edition is published. ``code`` is for the log."""

    code = "no-edition"


def _ready(store: Store, owner_keys: FileOwnerKeys) -> None:
    """Commands can be judged, sealed and recorded; or what stands in the way is raised."""
    if not store.rows.of_every_agency("editions", limit=1):
        raise NoEdition
    store.assert_recording()
    assert_its_own(store, owner_keys)


def migrate_store(
    database_url: str,
    clock: Clock,
    *,
    operator: AgencyPublicKeys,
    operator_name: str,
    lead: StaffMember,
    custody: Custody,
    catalogue: Catalogue,
) -> Migrated:
    """Make or bring up the store; a new one gets its operator and the first edition.

    These two events are the only ones, beside the ticker's, without a statement (design 3).
    """
    migrated = migrate(database_url, TABLES)
    if migrated.stale:
        rebuild_views(database_url, migrated.stale)
    with Store(database_url, clock, TABLES) as store:
        hub = Hub(store.factory, project_all)
        if store.recorder.max_notification_id():
            return migrated
        now = clock.now()
        first = caused_command_id(operator.agency, "registered")
        _begin(
            hub,
            Agency.register(
                system_acting(operator.agency, now, first, catalogue),
                agency_id=operator.agency,
                name=operator_name,
                nation="EW",
                kind=Kind.OPERATOR,
                categories=(),
                under={},
                keys=published(operator, custody),
                lead=lead,
            ),
            first,
            operator.agency,
        )
        second = caused_command_id(operator.agency, "edition-1")
        _begin(
            hub,
            CatalogueEdition.publish(
                system_acting(operator.agency, now, second, catalogue), catalogue
            ),
            second,
            operator.agency,
        )
    return migrated


def _begin(hub: Hub, aggregate: Agency | CatalogueEdition, command: UUID, agency: UUID) -> None:
    try:
        hub.commit(
            aggregate,
            command=CommandRecord(
                id=command, agency=agency, statement=None, facts=None, about=aggregate.id
            ),
        )
    except CommandKnown:
        return  # another process made the store at the same moment


def rebuild_views(
    database_url: str,
    names: Iterable[str] = (),
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Rebuild the views of these names, or all, from the history."""
    wanted = frozenset(names) or frozenset(table.name for table in TABLES)
    tables = [table for table in TABLES if table.name in wanted]
    if unknown := wanted - {table.name for table in tables}:
        raise LookupError(", ".join(sorted(unknown)))
    projection = Projection(wanted)
    return rebuild(
        database_url, tables, projection, MsgpackMapper(), progress, topics=projection.topics
    )
