"""The desk's process, composed: its keys, its database, its way to the hub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx2

from hub_domain.ports import Clock, SealBroken
from hub_domain.statement import Statement
from hub_infra import canonical, sealing, statements
from hub_infra.custody import AgencyKeysAbsent, FileAgencyKeystore
from hub_infra.desk_store import PostgresDesk, Vault
from hub_infra.identifiers import RandomIds
from hub_infra.settings import DeskSettings
from hub_services.desk.desk import Desk
from hub_services.desk.hub_client import HubClient
from hub_services.desk.means import (
    AgencyNotHosted,
    DeskMeans,
    Hat,
    PublishedKeys,
    SealedWords,
    Session,
    Words,
)
from hub_services.wiring.clock import clock_of


class HostedKeys:
    """The keys of the agencies of this desk, out of its keystore."""

    def __init__(self, keystore: FileAgencyKeystore) -> None:
        self._keystore = keystore
        self._public: dict[UUID, sealing.AgencyPublicKeys] = {}

    def hosted(self) -> frozenset[UUID]:
        """The agencies whose keys are here."""
        return self._keystore.agencies()

    def sign(self, statement: Statement) -> bytes:
        """The statement as a compact JWS by its agency's newest key."""
        public = self._newest(statement.agency)
        private = self._keystore.private(statement.agency, public.epoch)
        return statements.sign(statement, private.ed25519, public.statement_kid)

    def canonical(self, value: object) -> bytes:
        """Canonical JSON (RFC 8785)."""
        return canonical.write(value)

    def seal(
        self,
        *,
        envelope: UUID,
        record: UUID,
        author: PublishedKeys,
        counterpart: PublishedKeys | None,
        words: Sequence[Words],
    ) -> SealedWords:
        """Seal words of one record to the author's own agency and to the counterpart."""
        sealed = sealing.seal(
            envelope_id=envelope,
            record=record,
            author_keys=self._private(author.agency, author.epoch),
            author_public=_public(author),
            counterpart=_public(counterpart) if counterpart else None,
            segments=[
                sealing.Segment(each.owner, each.group, each.item, each.fields)
                for each in words
            ],
        )
        return SealedWords(
            id=envelope,
            record=record,
            digest=sealed.digest,
            envelope=sealed.envelope,
            shares=sealed.shares,
        )

    def open(
        self,
        wire: Mapping[str, object],
        shares: Mapping[str, str],
        *,
        reader: UUID,
        publisher: Sequence[PublishedKeys],
        record: UUID,
    ) -> list[Words]:
        """The words of the segments with shares; ``SealBroken`` if anything is wrong."""
        epochs = _epochs(wire)
        written_by = next(
            (keys for keys in publisher if epochs.get(keys.agency) == keys.epoch), None
        )
        if written_by is None or reader not in epochs:
            raise SealBroken
        private = self._private(reader, epochs[reader])
        opened = sealing.open_(
            wire,
            shares,
            reader=private,
            reader_public=private.public(reader, epochs[reader]),
            publisher=_public(written_by),
            record=record,
        )
        return [
            Words(owner=owner, group=group, item=item, fields=fields)
            for (owner, group, item), fields in opened.items()
        ]

    def _newest(self, agency: UUID) -> sealing.AgencyPublicKeys:
        if agency not in self._public:
            try:
                self._public[agency] = self._keystore.public(agency)
            except AgencyKeysAbsent:
                raise AgencyNotHosted from None
        return self._public[agency]

    def _private(self, agency: UUID, epoch: int) -> sealing.AgencyPrivateKeys:
        try:
            return self._keystore.private(agency, epoch)
        except AgencyKeysAbsent:
            raise AgencyNotHosted from None


def _public(keys: PublishedKeys) -> sealing.AgencyPublicKeys:
    return sealing.AgencyPublicKeys(
        keys.agency, keys.epoch, keys.sealing, keys.ed25519, keys.ml_dsa_65
    )


def _epochs(wire: Mapping[str, object]) -> dict[UUID, int]:
    """The epoch of each recipient's key, as the envelope's header says (checked on opening)."""
    match wire:
        case {"header": {"recipients": [*recipients]}}:
            try:
                return {UUID(each["agency"]): int(each["epoch"]) for each in recipients}
            except (KeyError, TypeError, ValueError, AttributeError):
                pass
    raise SealBroken


class DeskSessions:
    """Sessions of this desk, by hat."""

    def __init__(self, store: PostgresDesk) -> None:
        self._store = store

    async def begin(self, hat: Hat, data: Mapping[str, str], *, at: datetime) -> str:
        """Begin a session and give its id for the cookie."""
        return await self._store.begin_session(
            agency=hat.agency,
            practitioner=hat.practitioner,
            role=hat.role,
            amr=hat.amr,
            data=data,
            at=at,
        )

    async def find(self, session_id: str, *, at: datetime) -> Session | None:
        """The session, if it has not run out; now it is seen."""
        kept = await self._store.find_session(session_id, at=at)
        if kept is None:
            return None
        return Session(
            hat=Hat(
                agency=kept.agency,
                practitioner=kept.practitioner,
                role=kept.role,
                amr=kept.amr,
            ),
            data=kept.data,
            begun_at=kept.begun_at,
            seen_at=kept.seen_at,
        )

    async def whose(self, session_id: str, *, at: datetime) -> Hat | None:
        """Whose it was, though it may have run out."""
        kept = await self._store.whose_session(session_id, at=at)
        if kept is None:
            return None
        agency, practitioner, role, amr = kept
        return Hat(agency=agency, practitioner=practitioner, role=role, amr=amr)

    async def end(self, session_id: str) -> None:
        """Forget the session."""
        await self._store.end_session(session_id)


@dataclass(frozen=True, kw_only=True)
class DeskProcess:
    """One desk at work."""

    desk: Desk
    hub: HubClient
    means: DeskMeans
    keystore: FileAgencyKeystore
    cookie_key: bytes = field(repr=False)


@asynccontextmanager
async def wire_desk(
    client: httpx2.AsyncClient,
    database_url: str,
    keystore: Path,
    clock: Clock,
    *,
    passphrase: bytes | None = None,
) -> AsyncIterator[DeskProcess]:
    """Compose a desk that reaches its hub through ``client``, and close it at the end."""
    agency_keys = FileAgencyKeystore(keystore, passphrase=passphrase)
    vault = Vault(keystore, passphrase=passphrase)
    async with client, PostgresDesk(database_url, vault) as store:
        ids = RandomIds(clock)
        keys = HostedKeys(agency_keys)
        means = DeskMeans(
            clock=clock, ids=ids, keys=keys, store=store, sessions=DeskSessions(store)
        )
        hub = HubClient(client, keys=keys, clock=clock, ids=ids)
        yield DeskProcess(
            desk=Desk(hub, means),
            hub=hub,
            means=means,
            keystore=agency_keys,
            cookie_key=vault.cookie_key(),
        )


@asynccontextmanager
async def wire_desk_from(
    settings: DeskSettings, *, transport: httpx2.AsyncBaseTransport | None = None
) -> AsyncIterator[DeskProcess]:
    """Compose a desk as its settings say. ``transport`` reaches a hub in the same process."""
    async with wire_desk(
        httpx2.AsyncClient(base_url=settings.hub_url, transport=transport, timeout=30.0),
        settings.database_url.get_secret_value(),
        settings.keystore,
        clock_of(settings.clock_file),
    ) as process:
        yield process
