"""What was released to whom: committed before any share of a key leaves the hub.

Each release is a stream of its own with one event, so that reading never contends with working.
Reports that a text is not what its checks said are kept in the same way.
"""

from __future__ import annotations

from typing import Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.refusal import Refusal


class WordsGone(Refusal):
    """The key of these words was erased or lost: the hub can release them to nobody."""

    code = "words-gone"
    duty = "UKGDPR-32"


class Release(Aggregate):
    """One opening of sealed words by one practitioner."""

    TOPIC = "content"

    class Released(Opening):
        TOPIC = "content.released"
        envelope: UUID
        record: UUID
        record_kind: str
        publisher: UUID
        counterpart: UUID | None
        segments: list[str]
        persons: list[UUID]
        items: list[UUID]
        why: str
        post: UUID | None

    def __init__(
        self,
        envelope: UUID,
        record: UUID,
        record_kind: str,
        publisher: UUID,
        counterpart: UUID | None,
        segments: list[str],
        persons: list[UUID],
        items: list[UUID],
        why: str,
        post: UUID | None,
    ) -> None:
        self.envelope = envelope
        self.segments = segments

    @classmethod
    def of(
        cls,
        acting: Acting,
        *,
        envelope: UUID,
        record: UUID,
        record_kind: str,
        publisher: UUID,
        counterpart: UUID | None,
        segments: list[str],
        persons: list[UUID],
        items: list[UUID],
        why: str,
        post: UUID | None,
    ) -> Self:
        """Record that these segments are released to the one who acts, and why.

        ``post`` is the duty post under which the person opened, who is thereby bound and named.
        """
        return cls.begin(
            cls.Released,
            acting,
            stream_id=acting.command_id,
            envelope=envelope,
            record=record,
            record_kind=record_kind,
            publisher=publisher,
            counterpart=counterpart,
            segments=sorted(segments),
            persons=sorted(persons),
            items=sorted(items),
            why=why,
            post=post,
        )


class TextMismatch(Aggregate):
    """A reader's desk found other text checks than the writer's desk had signed."""

    TOPIC = "text-mismatch"

    class Reported(Opening):
        TOPIC = "text-mismatch.reported"
        envelope: UUID
        record: UUID
        publisher: UUID
        text: str

    def __init__(self, envelope: UUID, record: UUID, publisher: UUID, text: str) -> None:
        self.envelope = envelope
        self.text = text

    @classmethod
    def report(
        cls, acting: Acting, *, envelope: UUID, record: UUID, publisher: UUID, text: str
    ) -> Self:
        """Report which text (by its code, never its words) was not what its checks said."""
        return cls.begin(
            cls.Reported,
            acting,
            stream_id=acting.command_id,
            envelope=envelope,
            record=record,
            publisher=publisher,
            text=text,
        )
