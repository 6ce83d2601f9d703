"""Notices: an agency is told that something happened and where to look it up.

A notice says when and for whom, never about whom (threats T8, T23): the event's id and class,
the agency, a link, and the day. What carries it learns no more than that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

_PATHS: Final[Mapping[str, str]] = {
    "share-request": "/v1/share-requests/{id}",
    "sharing-decision": "/v1/sharing-decisions/{id}",
    "disclosure": "/v1/disclosures/{id}",
    "task": "/v1/tasks",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """One event as one agency is told of it. ``position`` orders an agency's notices."""

    agency: UUID
    position: int
    event_id: UUID
    topic: str
    record: UUID
    record_kind: str
    day: date

    @property
    def link(self) -> str:
        """Where the agency looks it up, at the hub, with a statement of its own."""
        return _PATHS[self.record_kind].format(id=self.record)


Pages = Mapping[UUID, Sequence[Notice]]
"""By agency, its next notices in the order of the log."""


class Claim(Protocol):
    """Agencies that nobody else announces for meanwhile, with their next notices."""

    @property
    def pages(self) -> Pages: ...

    def advance(self, agencies: frozenset[UUID]) -> None:
        """Note that the pages of these agencies are announced, durably. Raises ``Away``."""
        ...


class Ledger(Protocol):
    """How far each agency's notices have been carried. Raises ``Away``."""

    def claim(self) -> AbstractContextManager[Claim]:
        """Claim agencies that have notices waiting and that nobody has claimed."""
        ...


class Carrier(Protocol):
    """Carries notices to agencies."""

    def carry(self, pages: Pages) -> frozenset[UUID]:
        """Carry these notices, each agency's in their order.

        Answers the agencies whose page is durable there, whole. Raises ``Away``.
        """
        ...
