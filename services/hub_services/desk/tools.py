"""What the use cases of a desk work with: the hub, the means, the people, the directory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable, Sequence
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from hub_domain.ids import edition_id
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.editing import completed
from hub_domain.law.reading import from_plain
from hub_domain.law.shipped import shipped_catalogue
from hub_services.desk.directory import Directory
from hub_services.desk.hub_client import HubClient
from hub_services.desk.means import DeskMeans, Hat, PublishedKeys, SealedWords, Words
from hub_services.desk.people import People

DIRECTORY_SECONDS: Final = 10.0
"""How long the directory is used before the hub is asked again."""


class NobodyThere(Exception):
    """The directory has no agency of this id, or none with keys to seal to."""


class Tools:
    """Made once for a desk."""

    def __init__(self, hub: HubClient, means: DeskMeans) -> None:
        self.hub = hub
        self.means = means
        self.people = People(means.store, means.clock, means.ids)
        self._directory: Directory | None = None
        self._law: Catalogue | None = None
        self._asked_at = 0.0
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def lock(self, what: Hashable) -> asyncio.Lock:
        """Held by whoever works on a record, or on a form that was sent, at this desk."""
        return self._locks.setdefault(what, asyncio.Lock())

    async def directory(self, hat: Hat, *, fresh: bool = False) -> Directory:
        """Agencies, people in office, duty posts and keys, a few seconds old at the most."""
        now = time.monotonic()
        if fresh or self._directory is None or now - self._asked_at > DIRECTORY_SECONDS:
            answer = await self.hub.read(hat, "/v1/agencies")
            await self._follow_the_law(hat, answer["edition"])
            self._directory = Directory(answer)
            self._asked_at = now
        return self._directory

    @property
    def law(self) -> Catalogue:
        """The newest edition that the hub told of; the shipped one before it was asked."""
        return self._law or shipped_catalogue()

    async def _follow_the_law(self, hat: Hat, edition: int) -> None:
        """Take the edition by which the hub judges now."""
        if self._law is None or self._law.edition != edition:
            path = f"/v1/law/editions/{edition_id(edition)}"
            plain = await self.hub.read(hat, path)
            stored = from_plain(plain, f"edition {edition}")
            self._law = completed(stored, shipped_catalogue())

    async def keys_of(self, hat: Hat, agency: UUID) -> list[PublishedKeys]:
        """An agency's published keys, the newest last; one that is new is asked for."""
        for fresh in (False, True):
            keys = (await self.directory(hat, fresh=fresh)).keys_of(agency)
            if keys:
                return keys
        raise NobodyThere

    async def seal(
        self, hat: Hat, *, record: UUID, counterpart: UUID | None, words: Sequence[Words]
    ) -> SealedWords:
        """Seal words of a record to the hat's agency and to the counterpart's newest keys."""
        own = await self.keys_of(hat, hat.agency)
        other = None if counterpart is None else (await self.keys_of(hat, counterpart))[-1]
        return self.means.keys.seal(
            envelope=self.means.ids.opaque(),
            record=record,
            author=own[-1],
            counterpart=other,
            words=words,
        )
