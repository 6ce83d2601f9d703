"""The people an agency knows: name cards behind the random ids, and never beyond this desk.

What the agency's own people wrote down is the agency's. What came with a request is known to
the practitioner who opened it, and to nobody else until they write it down (R-220).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from hub_domain.ports import Clock, Ids
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.means import Hat, Kept, Store
from hub_services.desk.records import PersonKept, SegmentOpened

REMEMBERED = "people"
LEARNED = "learned"


class PersonUnknown(Exception):
    """The desk has no name card for this id."""

    def __init__(self, person: UUID) -> None:
        super().__init__(str(person))
        self.person = person


class People:
    """Name cards, and links into the agency's case system."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    async def remember(
        self, hat: Hat, card: IdentityCard, *, link: str, person: UUID | None, form: str = ""
    ) -> UUID:
        """Write a person down for the agency, under a new random id unless one is given.

        By one form they are written down once.
        """
        if person is None and form:
            return await self._put_once(hat, card, link, form)
        person = person or self._ids.opaque()
        kept = PersonKept(id=person, card=card, link=link)
        await self._put(hat, REMEMBERED, kept, holder=None)
        return person

    async def _put_once(self, hat: Hat, card: IdentityCard, link: str, form: str) -> UUID:
        kept = PersonKept(id=self._ids.opaque(), card=card, link=link)
        found = await self._store.put_once(
            hat.agency,
            REMEMBERED,
            str(kept.id),
            msgspec.json.encode(kept),
            by=form,
            holder=None,
            at=self._clock.now(),
        )
        return UUID(found)

    async def learn(self, hat: Hat, segments: Iterable[SegmentOpened]) -> None:
        """Keep the name cards that came with an envelope, for the one who opened it."""
        for segment in segments:
            if segment.group == "identity":
                card = IdentityCard.of(segment.fields)
                if card.names:
                    kept = PersonKept(id=segment.owner, card=card)
                    await self._put(hat, LEARNED, kept, holder=hat.practitioner)

    async def known(
        self, hat: Hat, persons: Collection[UUID] | None = None
    ) -> dict[UUID, PersonKept]:
        """Everyone this practitioner knows by name, or those of them that are named."""
        keys = None if persons is None else [str(person) for person in persons]
        if keys == []:
            return {}
        learned = await self._store.all(hat.agency, LEARNED, holder=hat.practitioner, keys=keys)
        remembered = await self._store.all(hat.agency, REMEMBERED, holder=None, keys=keys)
        return {person.id: person for person in map(_read, [*learned, *remembered])}

    async def cards(self, hat: Hat, persons: Collection[UUID]) -> dict[UUID, IdentityCard]:
        """The name cards of those that are known."""
        known = await self.known(hat, persons)
        return {person: kept.card for person, kept in known.items()}

    async def all_cards(self, hat: Hat, persons: Collection[UUID]) -> dict[UUID, IdentityCard]:
        """The name cards of all of them; ``PersonUnknown`` for one that is not known."""
        cards = await self.cards(hat, persons)
        for person in persons:
            if person not in cards:
                raise PersonUnknown(person)
        return cards

    async def _put(
        self, hat: Hat, shelf: str, kept: PersonKept, *, holder: UUID | None
    ) -> None:
        await self._store.put(
            hat.agency,
            shelf,
            str(kept.id),
            msgspec.json.encode(kept),
            holder=holder,
            at=self._clock.now(),
        )


def _read(kept: Kept) -> PersonKept:
    person = msgspec.json.decode(kept.value, type=PersonKept)
    return msgspec.structs.replace(person, kept_at=kept.at)
