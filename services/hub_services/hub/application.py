"""The hub's application: one event store for every kind of aggregate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType

from hub_domain import history
from hub_domain.aggregate import Aggregate
from hub_domain.recording import CommandRecord, EnvelopeRecord, Save, Upsert

CACHED = "20000"
"""How many loaded aggregates a process keeps, though others may have changed them since.

What a command changes or relied on is checked by its version at the append; what a refusal
rests on, before it is noted. So nothing is decided by a version that had been overtaken.
"""


class Hub(Application[UUID]):
    """Saves and finds aggregates, with their views, in one transaction for each command."""

    name = "hub"
    aggregates = history.AGGREGATES

    def __init__(
        self,
        factory: InfrastructureFactory[Any],
        project: Callable[[Sequence[object]], Sequence[Upsert]],
    ) -> None:
        self._factory = factory
        self._project = project
        super().__init__(
            {self.AGGREGATE_CACHE_MAXSIZE: CACHED, self.AGGREGATE_CACHE_FASTFORWARD: "n"}
        )

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Take settings from the wiring alone; the library would add ``os.environ``."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:  # noqa: ARG002
        """The store that the wiring opened."""
        return self._factory

    def find(self, stream: UUID, version: int | None = None) -> Aggregate:
        """A copy of an aggregate, at least as new as ``version``; a stale one is reloaded.

        Raises the library's ``AggregateNotFoundError``.
        """
        found: Aggregate = self.repository.get(stream, deepcopy_from_cache=False)
        if version is not None and found.version < version:
            self.forget(stream)
            found = self.repository.get(stream, deepcopy_from_cache=False)
        return found.working_copy()

    def forget(self, stream: UUID) -> None:
        """Drop a stream from the cache of loaded aggregates."""
        if self.repository.cache:
            with suppress(KeyError):
                self.repository.cache.get(stream, evict=True)

    def moved_on(self, aggregates: Iterable[Aggregate]) -> bool:
        """Whether others have changed one of these since it was loaded; it is loaded anew."""
        moved = False
        for aggregate in aggregates:
            loaded_at = aggregate.version - len(aggregate.pending_events)
            newest = self.recorder.select_events(aggregate.id, desc=True, limit=1)
            if newest and newest[0].originator_version > loaded_at:
                self.forget(aggregate.id)
                moved = True
        return moved

    def commit(
        self,
        *aggregates: Aggregate,
        command: CommandRecord,
        envelope: EnvelopeRecord | None = None,
        relied_on: Iterable[Aggregate] = (),
    ) -> int:
        """Record the pending events of these aggregates as one command.

        It was judged by what it ``relied_on`` besides, of which none may have moved on since.

        Answers the position of the last event. Raises ``VersionMoved``, ``CommandKnown`` and
        ``Away``; then nothing was written (but see ``InDoubt``), and the aggregates are loaded
        anew when next asked for.
        """
        events = [event for aggregate in aggregates for event in aggregate.collect_events()]
        relied = {aggregate.id: aggregate.version for aggregate in relied_on}
        save = Save(
            command=command,
            upserts=self._project(events),
            envelope=envelope,
            relied_on=relied,
        )
        try:
            recordings = self.events.put(events, save=save)
        except BaseException:
            for stream in (*(aggregate.id for aggregate in aggregates), *relied):
                self.forget(stream)
            raise
        if self.repository.cache:
            for aggregate in aggregates:
                self.repository.cache.put(aggregate.id, aggregate)
        return recordings[-1].notification.id
