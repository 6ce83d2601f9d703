"""Who holds which office: agencies, practitioners and duty posts by the names they registered.

Staff act in office and stand in clear; persons whom information is about have no name here.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hub_domain.acting import NOBODY
from hub_domain.agencies.agency import Agency
from hub_domain.ids import an_id


class Offices:
    """Names, as they stand in the history so far."""

    def __init__(self) -> None:
        self._names: dict[UUID, str] = {}

    def take(self, event: Any) -> None:
        """Learn the names that an event registers."""
        match event:
            case Agency.Registered():
                self._names[event.originator_id] = event.name
                self._names[an_id(event.lead["id"])] = str(event.lead["name"])
            case Agency.PractitionerRegistered():
                self._names[event.practitioner_id] = event.name
            case Agency.DutyPostRegistered():
                self._names[event.post_id] = event.name

    def name(self, office: UUID | None) -> str | None:
        """The registered name; None for nobody, and for an id that no office has."""
        return None if office is None or office == NOBODY else self._names.get(office)
