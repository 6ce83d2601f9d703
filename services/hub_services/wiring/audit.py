"""The auditor's reading of a store: each row restored, and its leaf computed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from hub_domain import history
from hub_infra.settings import StoreSettings
from hub_infra.statements import NotAuthentic, peek
from hub_infra.store.connect import Pool, connect, log_salt
from hub_infra.store.errors import CorruptState
from hub_infra.store.leaf import Leaves, leaf_hash
from hub_infra.store.log import Log, LogRow
from hub_infra.store.mapper import MsgpackMapper
from hub_services.auditing.log import Entry

KINDS = history.AGGREGATES
"""Whose events can be restored: all of them, registered by their import."""


class StoredLog:
    """The ``AuditedLog`` of one store. It only reads."""

    def __init__(self, pool: Pool, salt: bytes) -> None:
        self._leaves = Leaves(salt)
        self._log = Log(pool)
        self._mapper = MsgpackMapper()

    def head(self) -> int:
        """The newest position; 0 for an empty log."""
        return self._log.head()

    def entries(self) -> Iterator[Entry]:
        """Every entry from the first; ``StoreAway`` when the database goes away."""
        for page in self._log.pages(statements=True):
            for row in page:
                yield self._entry(row)

    def _entry(self, row: LogRow) -> Entry:
        statement = None if row.statement is None else sha256(row.statement).digest()
        leaf = self._leaves.prepare(row.stream, row.version, row.topic, row.state, statement)
        return Entry(
            position=row.position,
            stream=row.stream,
            version=row.version,
            topic=row.topic,
            recorded_at=row.recorded_at,
            command_id=row.command_id,
            leaf_hash=row.leaf_hash,
            recomputed=leaf_hash(leaf, row.recorded_at),
            signed=statement is not None,
            facts_hold=_facts_hold(row),
            event=self._restored(row),
        )

    def _restored(self, row: LogRow) -> Any:
        try:
            return self._mapper.to_domain_event(row.stored)
        except CorruptState:
            return None


def _facts_hold(row: LogRow) -> bool:
    """Whether the facts are those whose digest was signed; of some refusals none are kept."""
    if row.statement is None or row.facts_sha256 is None:
        return True
    try:
        _, stated = peek(row.statement)
    except NotAuthentic:  # its leaf tells that it was changed
        return True
    return stated.facts == row.facts_sha256.hex()


@contextmanager
def stored_log(database_url: str) -> Iterator[StoredLog]:
    """The log of the store at this address. Raises ``StoreAway`` and ``SchemaMissing``."""
    with connect(database_url) as connection:
        salt = log_salt(connection)
    pool = Pool(database_url, size=2)
    try:
        yield StoredLog(pool, salt)
    finally:
        pool.close()


@contextmanager
def stored_log_of_settings() -> Iterator[StoredLog]:
    """The log of the store that the settings name."""
    with stored_log(StoreSettings.read().database_url.get_secret_value()) as log:
        yield log
