"""What a record keeps of the words that were sealed with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hub_domain.recording import EnvelopeRecord
from hub_domain.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """An envelope by its id and the SHA-256 of its canonical header, in hex."""

    envelope: UUID
    digest: str

    def plain(self) -> dict[str, object]:
        """As an event keeps it."""
        return {"envelope": self.envelope, "digest": self.digest}


def speak_of(
    envelope: EnvelopeRecord, *, persons: frozenset[UUID], items: frozenset[UUID]
) -> None:
    """Refuse words about anyone, or of any item, that the record does not name (R-183)."""
    for segment in envelope.segments:
        if segment.owner != envelope.record and segment.owner not in persons:
            raise SealedOutsideRecord
        if segment.item is not None and segment.item not in items:
            raise SealedOutsideRecord


class SealedOutsideRecord(Refusal):
    """An envelope holds words about the persons and items of its record, and no others."""

    code = "sealed-outside-record"
    duty = "R-183"
