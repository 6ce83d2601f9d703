"""A history judged again: a hub of its own on a database that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from hub_domain.aggregate import Aggregate
from hub_domain.recording import CommandRecord, EnvelopeRecord, Save
from hub_infra import sealing
from hub_infra.embedded import embedded_postgres
from hub_infra.settings import StoreSettings
from hub_infra.store.connect import Pool, connect, log_salt
from hub_infra.store.envelopes import Envelopes
from hub_infra.store.log import Log, LogRow
from hub_infra.store.mapper import MsgpackMapper, differing
from hub_infra.store.migrate import migrate
from hub_infra.store.opening import Store
from hub_services.auditing.rejudging import (
    Act,
    OtherWords,
    Rejudged,
    WordsNotKept,
    rejudge,
)
from hub_services.hub.application import Hub
from hub_services.hub.directory import Directory
from hub_services.hub.means import Means, SealedParties
from hub_services.hub.restoring import restored
from hub_services.hub.uses import COMMANDS
from hub_services.hub.views import TABLES, project_all
from hub_services.wiring.audit import envelope_of
from hub_services.wiring.given import JwsStatements, StoredLaw

Progress = Callable[[int, int], object]
"""Told the position that was reached, and the last one."""


class StoredActs:
    """The acts of one store. It only reads."""

    def __init__(self, pool: Pool) -> None:
        self._log = Log(pool)
        self._mapper = MsgpackMapper()
        self.envelopes = Envelopes(pool)

    def head(self) -> int:
        """The newest position; 0 for an empty log."""
        return self._log.head()

    def acts(self) -> Iterator[Act]:
        """Every act; ``StoreAway`` when the database goes away."""
        rows = chain.from_iterable(self._log.pages(statements=True))
        for command, of_one in groupby(rows, attrgetter("command_id")):
            yield self._act(command, tuple(of_one))

    def _act(self, command: UUID, rows: tuple[LogRow, ...]) -> Act:
        events = tuple(restored(row.stored, self._mapper) for row in rows)
        named = [envelope for event in events if (envelope := envelope_of(event))]
        return Act(
            id=command,
            position=rows[0].position,
            recorded_at=rows[0].recorded_at,
            statement=rows[0].statement,
            facts=rows[0].facts,
            envelope=self.envelopes.get(named[0]) if named else None,
            stored=tuple(row.stored for row in rows),
            events=events,
        )


@dataclass
class _Moment:
    """The clock of whatever act is judged."""

    at: datetime | None = None

    def now(self) -> datetime:
        if self.at is None:
            raise ValueError("no act is judged yet")
        return self.at


@dataclass
class _KeptWords:
    """The ``Sealing`` port over an envelope that was taken in already; it holds no key.

    An envelope stands here by the digest that the facts name.
    """

    envelope: EnvelopeRecord | None = None

    def digest(self, envelope: bytes) -> str:
        return envelope.decode()

    def take_in(self, envelope: bytes, shares: bytes, parties: SealedParties) -> EnvelopeRecord:  # noqa: ARG002 - as the port has it
        kept = self.envelope
        if kept is None:
            raise WordsNotKept
        if parties != SealedParties(
            envelope=kept.id,
            record=kept.record,
            publisher=kept.publisher,
            counterpart=kept.counterpart,
        ):
            raise OtherWords
        return kept

    def shares(self, envelope: EnvelopeRecord, tags: frozenset[str]) -> dict[str, str]:  # noqa: ARG002
        return {}

    def wire(self, envelope: EnvelopeRecord) -> dict[str, object]:
        return sealing.to_wire(envelope)


class SecondHub:
    """The ``Bench``: a hub that is told a history, on a store of its own."""

    def __init__(self, store: Store, moment: _Moment, envelopes: Envelopes) -> None:
        self._store = store
        self._moment = moment
        self._words = _KeptWords()
        self._hub = Hub(store.factory, project_all)
        directory = Directory(store.admitter, store.rows)
        self.means = Means(
            clock=moment,
            statements=JwsStatements(),
            admitter=directory,
            sealing=self._words,
            envelopes=envelopes,
            rows=directory,
            log=store.log,
            law=StoredLaw(self._hub),
        )

    def find(self, stream: UUID, version: int | None = None, /) -> Aggregate:
        return self._hub.find(stream, version)

    def turn_to(self, act: Act) -> None:
        self._moment.at = act.recorded_at
        self._words.envelope = act.envelope

    def record(self, act: Act) -> None:
        if None in act.events:
            return
        self._moment.at = act.recorded_at
        command = CommandRecord(
            id=act.id,
            agency=act.events[0].agency,
            statement=act.statement,
            facts=act.facts,
            about=act.events[0].originator_id,
        )
        save = Save(command=command, upserts=project_all(act.events))
        self._store.recorder.insert_events(act.stored, save=save)
        for event in act.events:
            self._hub.forget(event.originator_id)

    def differing(self, recorded: StoredEvent, made: Any) -> list[str]:
        return differing(recorded, made)


@contextmanager
def second_hub(envelopes: Envelopes) -> Iterator[SecondHub]:
    """A hub on a new database of this machine, which is gone at the end of the block."""
    with (
        tempfile.TemporaryDirectory(prefix="hub-judged-") as folder,
        embedded_postgres(Path(folder) / "postgres") as url,
    ):
        migrate(url, TABLES)
        moment = _Moment()
        with Store(url, moment, TABLES) as store:
            yield SecondHub(store, moment, envelopes)


def rejudged(database_url: str, progress: Progress = lambda _at, _end: None) -> Rejudged:
    """Judge the whole history of a store again. Raises ``StoreAway`` and ``SchemaMissing``."""
    with connect(database_url) as connection:
        log_salt(connection)  # says at once that the database, or a store in it, is not there
    pool = Pool(database_url, size=2)
    try:
        acts = StoredActs(pool)
        end = acts.head()
        with second_hub(acts.envelopes) as bench:
            return rejudge(acts, bench, COMMANDS.get, lambda at: progress(at, end))
    finally:
        pool.close()


def rejudged_store(progress: Progress) -> Rejudged:
    """Judge the whole history again of the store that the settings name."""
    return rejudged(StoreSettings.read().database_url.get_secret_value(), progress)
