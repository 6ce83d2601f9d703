"""What a record keeps of the words that were sealed with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """An envelope by its id and the SHA-256 of its canonical header, in hex."""

    envelope: UUID
    digest: str

    def plain(self) -> dict[str, object]:
        """As an event keeps it."""
        return {"envelope": self.envelope, "digest": self.digest}
