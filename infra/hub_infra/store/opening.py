"""A store, opened: the recorder and everything that reads, on one pool of connections."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    NotSupportedError,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.utils import Environment

from hub_domain.ports import Clock
from hub_domain.recording import ViewTable
from hub_infra.store.admission import Admitter
from hub_infra.store.connect import Connection, Pool, reading
from hub_infra.store.envelopes import Envelopes
from hub_infra.store.errors import StoreReadOnly
from hub_infra.store.keystore import KnownKeystore
from hub_infra.store.known import assert_head
from hub_infra.store.log import Log
from hub_infra.store.recorder import GroupCommitRecorder
from hub_infra.store.rows import AgencyRows
from hub_infra.store.views import Views
from hub_infra.store.writer import PATIENCE

MAPPER = "hub_infra.store.mapper:MsgpackMapper"


READING_WAITS = 5.0
"""Seconds that a reader waits for a connection."""


class Store:
    """One hub's store. Close it, or use it in a ``with``; closing writes what waits."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        views: Iterable[ViewTable],
        *,
        readers: int = 8,
        patience: float = PATIENCE,
    ) -> None:
        known = Views(views)
        self.pool = Pool(url, size=readers, timeout=min(patience, READING_WAITS))
        try:
            self.recorder = GroupCommitRecorder(url, self.pool, clock, known, patience=patience)
        except BaseException:
            self.pool.close()
            raise
        self.admitter = Admitter(self.pool)
        self.rows = AgencyRows(self.pool, known)
        self.envelopes = Envelopes(self.pool)
        self.log = Log(self.pool)
        self.keystore = KnownKeystore(self.pool)
        self.factory = StoreFactory(self)

    def assert_recording(self) -> None:
        """Raise ``Away`` where nothing can be recorded now, as far as it shows untried."""
        reading(self.pool, assert_head)
        if reading(self.pool, _only_reads):
            with self.pool.connection(fresh=True) as connection:
                if _only_reads(connection):
                    raise StoreReadOnly
        self.recorder.assert_room()

    def close(self) -> None:
        self.recorder.close()
        self.pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


def _only_reads(connection: Connection) -> bool:
    """Whether a connection may only read, be it that this was so when it was made."""
    rows = connection.execute("select current_setting('transaction_read_only')").fetchall()
    return rows != [("off",)]


class StoreFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives an ``Application`` this store's recorder and mapper, and nothing else.

    The application hands it out from ``construct_factory``.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(Environment("hub", {self.MAPPER_TOPIC: MAPPER}))
        self._store = store

    def application_recorder(self) -> ApplicationRecorder:
        return self._store.recorder

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        raise NotSupportedError(purpose)

    def tracking_recorder(
        self,
        tracking_recorder_class: type[TrackingRecorder] | None = None,  # noqa: ARG002
    ) -> TrackingRecorder:
        raise NotSupportedError("tracking")

    def process_recorder(self) -> ProcessRecorder:
        raise NotSupportedError("process")
