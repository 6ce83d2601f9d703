"""The auditor's reading of a store: each row restored, and its leaf computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from hub_domain import history
from hub_domain.agencies.agency import PublicKeys
from hub_domain.ports import NotAuthentic, SealBroken
from hub_domain.recording import EnvelopeRecord
from hub_infra import sealing, statements
from hub_infra.settings import StoreSettings
from hub_infra.store.connect import Pool, connect, log_salt
from hub_infra.store.envelopes import Envelopes
from hub_infra.store.leaf import Leaves, leaf_hash
from hub_infra.store.log import Log, LogRow
from hub_infra.store.mapper import MsgpackMapper
from hub_services.auditing.log import Entry, KeptEnvelope, Reader, Stated
from hub_services.auditing.signers import Root
from hub_services.hub.restoring import restored
from hub_services.wiring.card import Card, published

KINDS = history.AGGREGATES
"""Whose events can be restored: all of them, registered by their import."""


class StoredLog:
    """The ``AuditedLog`` of one store. It only reads."""

    def __init__(self, pool: Pool, salt: bytes) -> None:
        self._leaves = Leaves(salt)
        self._log = Log(pool)
        self._envelopes = Envelopes(pool)
        self._mapper = MsgpackMapper()

    def head(self) -> int:
        """The newest position; 0 for an empty log."""
        return self._log.head()

    def entries(self) -> Iterator[Entry]:
        """Every entry from the first; ``StoreAway`` when the database goes away."""
        for page in self._log.pages(statements=True):
            events = [restored(row.stored, self._mapper) for row in page]
            envelopes = self._named_by(events)
            for row, event in zip(page, events, strict=True):
                yield self._entry(row, event, envelopes.get(envelope_of(event)))

    def signed(self, stated: Stated, keys: PublicKeys) -> bool:
        """Whether a statement was signed with these keys."""
        try:
            statements.verify(stated.compact, keys.ed25519)
        except NotAuthentic:
            return False
        return True

    def sealed(self, envelope: KeptEnvelope, keys: PublicKeys) -> bool:
        """Whether an envelope's header was signed with these keys, both times."""
        agency = envelope.readers[0].agency
        publisher = _published(agency, keys.epoch, keys.sealing, keys.ed25519, keys.ml_dsa_65)
        return sealing.signed_header(envelope.header, envelope.signatures, publisher)

    def segments(self, envelope: UUID, owner: UUID, item: UUID | None) -> list[str]:
        """What an envelope's segments of this owner, and of this item if any, are called."""
        return sealing.segment_names(envelope, owner, item)

    def _named_by(self, events: Sequence[Any]) -> dict[UUID | None, EnvelopeRecord]:
        named = {envelope for event in events if (envelope := envelope_of(event))}
        found = self._envelopes.without_segments(sorted(named)) if named else []
        return {envelope.id: envelope for envelope in found}

    def _entry(self, row: LogRow, event: Any, envelope: EnvelopeRecord | None) -> Entry:
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
            stated=None if row.statement is None else _stated(row.statement, row.facts),
            commanded_at=row.commanded_at,
            event=event,
            schema=0 if event is None else _SCHEMA.decode(row.state).v,
            envelope=None if envelope is None else _kept(envelope),
        )


class _Schema(msgspec.Struct):
    """What of a stored state says under which version of its kind it was written."""

    v: int


_SCHEMA: Final = msgspec.msgpack.Decoder(_Schema)


def envelope_of(event: Any) -> UUID | None:
    match getattr(event, "sealed", None):
        case {"envelope": UUID() as envelope}:
            return envelope
    return None


@lru_cache(maxsize=1)
def _stated(statement: bytes, facts: bytes | None) -> Stated:
    """The same for all the events of a command, which stand together."""
    try:
        kid, claimed = statements.peek(statement)
    except (NotAuthentic, RecursionError):
        return Stated(compact=statement, kid="", claimed=None, facts=None, facts_hold=True)
    return Stated(
        compact=statement,
        kid=kid,
        claimed=claimed,
        facts=_facts(facts),
        facts_hold=facts is None or sha256(facts).hexdigest() == claimed.facts,
    )


def _facts(kept: bytes | None) -> Mapping[str, Any] | None:
    try:
        return None if kept is None else _FACTS.decode(kept)
    except (msgspec.DecodeError, RecursionError):
        return None


_FACTS: Final = msgspec.json.Decoder(dict[str, Any])


def _kept(envelope: EnvelopeRecord) -> KeptEnvelope:
    return KeptEnvelope(
        id=envelope.id,
        record=envelope.record,
        digest=sha256(envelope.header).hexdigest(),
        readers=_readers(envelope),
        header=envelope.header,
        signatures=envelope.signatures,
    )


def _readers(envelope: EnvelopeRecord) -> tuple[Reader, ...]:
    """Those of the header, if it is one, and says what the columns beside it say."""
    try:
        header = sealing.read_header(envelope.header)
    except (SealBroken, RecursionError):
        return ()
    agencies = [reader.agency for reader in header.recipients]
    parties = [envelope.publisher, *([envelope.counterpart] if envelope.counterpart else [])]
    said = (header.eid, header.record, header.publisher, agencies)
    if said != (envelope.id, envelope.record, envelope.publisher, parties):
        return ()
    return tuple(Reader(agency=r.agency, kid=r.kid, epoch=r.epoch) for r in header.recipients)


_published: Final = lru_cache(maxsize=4096)(sealing.AgencyPublicKeys)
"""The same object for the same keys, since it keeps what it has parsed."""


def root_of(card: Path | None) -> Root | None:
    """The operator of a card, if there is one. ``BadCard`` when it is none."""
    if card is None:
        return None
    known = Card.of(card)
    keys = published(known.keys, known.custody)
    return Root(operator=known.keys.agency, keys=keys, given=True)


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
