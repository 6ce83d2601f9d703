"""The hub's directory as a desk uses it: agencies, people in office, posts, keys."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from hub_domain.roles import CASEWORK, Role
from hub_services.desk.means import PublishedKeys


class AgencyEntry(Struct, frozen=True, kw_only=True):
    """A registered body."""

    agency_id: UUID
    name: str
    nation: str
    kind: str
    categories: tuple[str, ...] = ()
    under: dict[str, dict[str, Any]] | None = None
    registered_at: datetime
    arrangements_review_due: date | None = None
    version: int


class StaffEntry(Struct, frozen=True, kw_only=True):
    """A person in office."""

    agency_id: UUID
    practitioner_id: UUID
    name: str
    post: str
    contact: str
    roles: tuple[str, ...] = ()


class PostEntry(Struct, frozen=True, kw_only=True):
    """A duty post that can receive."""

    agency_id: UUID
    post_id: UUID
    name: str
    contact: str
    holders: tuple[UUID, ...] = ()


class KeysEntry(Struct, frozen=True, kw_only=True):
    """Public keys of one epoch; ``custody`` says whether the agency is hosted."""

    agency_id: UUID
    epoch: int
    custody: str
    sealing: str
    ed25519: str
    ml_dsa_65: str

    def published(self) -> PublishedKeys:
        """As the seals take them."""
        return PublishedKeys(
            agency=self.agency_id,
            epoch=self.epoch,
            sealing=b64decode(self.sealing),
            ed25519=b64decode(self.ed25519),
            ml_dsa_65=b64decode(self.ml_dsa_65),
        )


class _Answer(Struct, frozen=True, kw_only=True):
    agencies: tuple[AgencyEntry, ...]
    practitioners: tuple[StaffEntry, ...]
    duty_posts: tuple[PostEntry, ...]
    keys: tuple[KeysEntry, ...]
    edition: int


class Directory:
    """Who takes part, as the hub said at one time."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        read = msgspec.convert(dict(answer), _Answer)
        self.agencies = {entry.agency_id: entry for entry in read.agencies}
        self.staff = {entry.practitioner_id: entry for entry in read.practitioners}
        self.posts = {entry.post_id: entry for entry in read.duty_posts}
        self.edition = read.edition
        self._keys: dict[UUID, list[KeysEntry]] = {}
        for entry in sorted(read.keys, key=lambda entry: entry.epoch):
            self._keys.setdefault(entry.agency_id, []).append(entry)

    def agency(self, agency: UUID) -> AgencyEntry:
        """An agency. KeyError for one that the directory does not have."""
        return self.agencies[agency]

    def staff_of(self, agency: UUID) -> list[StaffEntry]:
        """The agency's people in office, by name."""
        return [entry for entry in self.staff.values() if entry.agency_id == agency]

    def receivers_of(self, agency: UUID) -> list[StaffEntry]:
        """Those of them who can receive casework: who governs or scrutinises does none."""
        return [entry for entry in self.staff_of(agency) if CASEWORK.intersection(entry.roles)]

    def leads_of(self, agency: UUID) -> list[StaffEntry]:
        """Its safeguarding leads, who receive what is addressed to nobody by name."""
        return [
            entry for entry in self.staff_of(agency) if Role.SAFEGUARDING_LEAD in entry.roles
        ]

    def posts_of(self, agency: UUID) -> list[PostEntry]:
        """The agency's duty posts, by name."""
        return [entry for entry in self.posts.values() if entry.agency_id == agency]

    def custody_of(self, agency: UUID) -> str:
        """Who holds the agency's newest keys: ``own`` or ``hosted``."""
        return self._keys[agency][-1].custody

    def keys_of(self, agency: UUID) -> list[PublishedKeys]:
        """All published keys of an agency, the newest last; none of one that is not there."""
        return [entry.published() for entry in self._keys.get(agency, ())]

    def name(self, anyone: UUID) -> str:
        """The name of an agency, a person in office or a duty post; empty when unknown."""
        found = self.agencies.get(anyone) or self.staff.get(anyone) or self.posts.get(anyone)
        return found.name if found else ""
