"""What the desk is given by its wiring: the ports it works through, in the domain's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from hub_domain.ports import Clock, Ids
from hub_domain.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Hat:
    """One practitioner acting for one agency in one role, and how they signed in (``amr``)."""

    agency: UUID
    practitioner: UUID
    role: str
    amr: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one segment: about whom (or about the record), which group, which item."""

    owner: UUID
    group: str
    item: UUID | None = None
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PublishedKeys:
    """An agency's public keys of one epoch, as the hub's directory publishes them."""

    agency: UUID
    epoch: int
    sealing: bytes = field(repr=False)
    ed25519: bytes = field(repr=False)
    ml_dsa_65: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SealedWords:
    """An envelope of a record, its digest, and its shares, which go to the hub alone."""

    id: UUID
    record: UUID
    digest: str
    envelope: Mapping[str, object] = field(repr=False)
    shares: Mapping[str, str] = field(repr=False)


class Keys(Protocol):
    """The hosted agencies' private keys: they sign, seal and open, and never leave here.

    ``AgencyNotHosted`` when the agency has no keys at this desk.
    """

    def hosted(self) -> frozenset[UUID]:
        """The agencies whose keys are here."""
        ...

    def sign(self, statement: Statement) -> bytes:
        """The statement as a compact JWS by its agency's key."""
        ...

    def canonical(self, value: object) -> bytes:
        """Canonical JSON (RFC 8785)."""
        ...

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
        ...

    def open(
        self,
        wire: Mapping[str, object],
        shares: Mapping[str, str],
        *,
        reader: UUID,
        publisher: Sequence[PublishedKeys],
        record: UUID,
    ) -> list[Words]:
        """The words of the segments with shares; ``SealBroken`` if anything is wrong.

        ``publisher`` are the author agency's published keys, the envelope names the epoch.
        """
        ...


class AgencyNotHosted(Exception):
    """The agency's keys are not at this desk."""


class Kept(Protocol):
    """One thing that the desk keeps: its key, when it was kept, and what it is, in bytes."""

    @property
    def key(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def value(self) -> bytes: ...


class Store(Protocol):
    """The desk's own database. Everything in it that holds words is encrypted at rest.

    ``shelf`` names a kind of thing, ``key`` one of them, ``holder`` the practitioner whose it
    is (None: the whole agency's). Agencies are kept apart, each in its own schema.
    """

    async def put(
        self,
        agency: UUID,
        shelf: str,
        key: str,
        value: bytes,
        *,
        holder: UUID | None,
        at: datetime,
    ) -> None:
        """Keep a thing, in place of one of the same key; durable on return."""
        ...

    async def put_once(
        self,
        agency: UUID,
        shelf: str,
        key: str,
        value: bytes,
        *,
        by: str,
        holder: UUID | None,
        at: datetime,
    ) -> str:
        """Keep a thing, unless ``by`` has brought one already; the key of the one it brought.

        Of several at once the first alone brings it.
        """
        ...

    async def get(
        self, agency: UUID, shelf: str, key: str, *, holder: UUID | None
    ) -> Kept | None: ...

    async def all(
        self,
        agency: UUID,
        shelf: str,
        *,
        holder: UUID | None,
        keys: Collection[str] | None = None,
    ) -> Sequence[Kept]:
        """The newest first; of these keys only, when they are named."""
        ...

    async def remove(self, agency: UUID, shelf: str, key: str, *, holder: UUID | None) -> bool:
        """Keep it no longer; whether it was there. Of several at once, one is told so."""
        ...

    async def remove_older(self, agency: UUID, shelf: str, *, than: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Session:
    """A signed-in practitioner's session at this desk."""

    hat: Hat
    data: Mapping[str, str] = field(repr=False)
    begun_at: datetime
    seen_at: datetime


class Sessions(Protocol):
    """Sessions by an opaque id that is kept only as its SHA-256."""

    async def begin(self, hat: Hat, data: Mapping[str, str], *, at: datetime) -> str:
        """Begin a session and give its id (256 random bits) for the cookie."""
        ...

    async def find(self, session_id: str, *, at: datetime) -> Session | None:
        """The session, if 30 minutes idle and 10 hours old at the most; now it is seen."""
        ...

    async def whose(self, session_id: str, *, at: datetime) -> Hat | None:
        """Whose it was, for a day at the most, where it ran out and was not ended by them."""
        ...

    async def end(self, session_id: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class DeskMeans:
    """All of them."""

    clock: Clock
    ids: Ids
    keys: Keys
    store: Store
    sessions: Sessions
