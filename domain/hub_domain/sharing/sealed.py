"""What a record keeps of the words that were sealed with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from hub_domain.law.refusals import ShareRecordIncomplete
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
    envelope: EnvelopeRecord, *, persons: frozenset[UUID], items: Mapping[UUID, UUID | None]
) -> None:
    """Refuse words about anyone, or of any item, that the record does not name (R-183).

    ``items`` are about whom the record says; where it does not say, about any of its persons.
    """
    for segment in envelope.segments:
        owner, item = segment.owner, segment.item
        of_the_record = owner == envelope.record
        if not of_the_record and owner not in persons:
            raise SealedOutsideRecord
        if item is None:
            continue
        if item not in items or not (of_the_record or items[item] in {owner, None}):
            raise SealedOutsideRecord


def give(envelope: EnvelopeRecord, items: Iterable[UUID]) -> None:
    """Refuse to call an item given of which there are no words (R-201)."""
    worded = {segment.item for segment in envelope.segments if segment.group == "text"}
    if not worded.issuperset(items):
        raise ShareRecordIncomplete(field="items")


def introduce(envelope: EnvelopeRecord, persons: frozenset[UUID]) -> None:
    """Refuse to ask or tell about somebody without saying who that is (R-062, R-201)."""
    named = {segment.owner for segment in envelope.segments if segment.group == "identity"}
    if not named.issuperset(persons):
        raise PersonNotNamed


class SealedOutsideRecord(Refusal):
    """An envelope holds words about the persons and items of its record, and no others."""

    code = "sealed-outside-record"
    duty = "R-183"


class PersonNotNamed(Refusal):
    """Who is asked or told about a person can tell who that is: an id names nobody."""

    code = "person-not-named"
    duty = "R-062, R-201"
