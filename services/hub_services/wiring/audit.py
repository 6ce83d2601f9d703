"""The auditor's reading of a store: each row restored, and its leaf computed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
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
from hub_infra.sealing import Header
from hub_infra.settings import StoreSettings
from hub_infra.store.connect import Pool, connect, log_salt
from hub_infra.store.envelopes import Envelopes, SegmentDigest
from hub_infra.store.leaf import Leaves, leaf_hash
from hub_infra.store.log import CommandRow, Log, LogRow
from hub_infra.store.mapper import MsgpackMapper
from hub_services.auditing.log import Entry, KeptCommand, KeptEnvelope, Reader, Stated
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

    def without_events(self) -> list[tuple[int, datetime]]:
        """Where, and of when, commands stand that no event names."""
        return self._log.without_events()

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

    def _named_by(self, events: Sequence[Any]) -> dict[UUID | None, KeptEnvelope]:
        named = sorted({envelope for event in events if (envelope := envelope_of(event))})
        if not named:
            return {}
        segments = defaultdict(list)
        for segment in self._envelopes.digests(named):
            segments[segment.envelope].append(segment)
        found = self._envelopes.without_segments(named)
        return {envelope.id: _kept(envelope, segments[envelope.id]) for envelope in found}

    def _entry(self, row: LogRow, event: Any, envelope: KeptEnvelope | None) -> Entry:
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
            command=None if row.command is None else _command(row.command, statement),
            event=event,
            schema=0 if event is None else _SCHEMA.decode(row.state).v,
            envelope=envelope,
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


def _command(row: CommandRow, digest: bytes | None) -> KeptCommand:
    return KeptCommand(
        agency=row.agency,
        about=row.about,
        position=row.position,
        version=row.version,
        refusal=row.refusal,
        digest_holds=row.statement_sha256 == digest,
    )


def _kept(envelope: EnvelopeRecord, segments: Sequence[SegmentDigest]) -> KeptEnvelope:
    header = _header(envelope)
    named = {} if header is None else {each.tag: each.ct for each in header.segments}
    kept = [each.tag for each in segments]
    return KeptEnvelope(
        id=envelope.id,
        record=envelope.record,
        digest=sha256(envelope.header).hexdigest(),
        readers=() if header is None else _readers(envelope, header),
        header=envelope.header,
        signatures=envelope.signatures,
        complete=named.keys() <= set(kept),
        its_own=kept == [tag for tag in named if tag in kept]
        and all(named[each.tag] == each.digest and _is_called(each) for each in segments),
    )


def _is_called(segment: SegmentDigest) -> bool:
    """Whether what a segment is called is made of whose it is and of what."""
    made_of = segment.envelope, segment.owner, segment.group, segment.item
    return segment.tag == sealing.segment_tag(*made_of)


def _header(envelope: EnvelopeRecord) -> Header | None:
    try:
        return sealing.read_header(envelope.header)
    except (SealBroken, RecursionError):
        return None


def _readers(envelope: EnvelopeRecord, header: Header) -> tuple[Reader, ...]:
    """Those of the header, if it says what the columns beside it say."""
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
