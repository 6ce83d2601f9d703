"""The library's application works on the store through the factory that the store gives."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    NotSupportedError,
    RecordConflictError,
    TrackingRecorder,
)
from eventsourcing.utils import Environment

from hub_domain.recording import CommandRecord, Save, VersionMoved
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.opening import Store, StoreFactory
from tests.infra.store.cast import COUNCIL
from tests.infra.store.parcels import Parcel, acting, sent


class Parcels(Application[UUID]):
    def __init__(self, factory: StoreFactory) -> None:
        self._factory = factory
        super().__init__()

    def construct_factory(
        self,
        env: Environment,  # noqa: ARG002
    ) -> InfrastructureFactory[TrackingRecorder]:
        return self._factory


def saving(parcel: Parcel) -> Save:
    return Save(
        command=CommandRecord(
            id=uuid4(), agency=COUNCIL, statement=b"statement", facts=b"{}", about=parcel.id
        )
    )


def test_an_application_saves_and_finds(store: Store) -> None:
    parcels = Parcels(store.factory)
    assert isinstance(parcels.mapper, MsgpackMapper)
    parcel = sent("office")
    recordings = parcels.save(parcel, save=saving(parcel))
    assert [recording.notification.id for recording in recordings] == [1, 2]
    found: object = parcels.repository.get(parcel.id)
    assert isinstance(found, Parcel)
    assert found.items == parcel.items
    assert len(parcels.notification_log.select(1, 10)) == 2
    with pytest.raises(AggregateNotFoundError):
        parcels.repository.get(uuid4())


def test_of_two_who_change_the_same_the_second_is_told(store: Store) -> None:
    parcels = Parcels(store.factory)
    parcel = sent()
    parcels.save(parcel, save=saving(parcel))
    first: Parcel = parcels.repository.get(parcel.id)
    second: Parcel = parcels.repository.get(parcel.id)
    for copy in (first, second):
        copy.record(Parcel.Moved, acting(), to="office", due_at=None)
    parcels.save(first, save=saving(parcel))
    with pytest.raises(VersionMoved) as moved:
        parcels.save(second, save=saving(parcel))
    assert isinstance(moved.value, RecordConflictError)


def test_the_factory_makes_nothing_the_hub_does_not_have(store: Store) -> None:
    for make in (
        store.factory.aggregate_recorder,
        store.factory.tracking_recorder,
        store.factory.process_recorder,
    ):
        with pytest.raises(NotSupportedError):
            make()
