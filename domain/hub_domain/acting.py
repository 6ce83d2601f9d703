"""Who acts, for whom, as what, when, and under which law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

SYSTEM_ROLE = "system"
NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Acting:
    """One act of one practitioner for one agency. Made by the use case, kept by every event.

    ``occurred_at`` is when it happened (UTC), which is the statement's own time except where
    a command records what has already happened. ``catalogue_edition`` is the edition of the
    law catalogue that judged it, ``pack_edition`` that of the policy pack.
    """

    practitioner: UUID
    agency: UUID
    role: str
    occurred_at: datetime
    command_id: UUID
    catalogue_edition: int
    pack_edition: int

    def facts(self) -> dict[str, object]:
        """What an event keeps of the act; its time stands as the event's ``timestamp``."""
        return {
            "practitioner": self.practitioner,
            "agency": self.agency,
            "role": self.role,
            "timestamp": self.occurred_at,
            "command_id": self.command_id,
            "catalogue_edition": self.catalogue_edition,
            "pack_edition": self.pack_edition,
        }
