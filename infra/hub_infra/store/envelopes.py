"""Sealed envelopes as the hub keeps them. What they say, the hub cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from hub_domain.recording import EnvelopeRecord, SegmentRecord
from hub_infra.store.connect import Pool, fetch

_ENVELOPES = """
select id, record, publisher, counterpart, header, seals, signatures
from envelopes where id = any(%s)
"""

_SEGMENTS = """
select tag, owner, field_group, item, ciphertext, wrapped_share
from segments where envelope_id = %s order by ordinal
"""

_DIGESTS = """
select envelope_id, tag, owner, field_group, item, encode(sha256(ciphertext), 'hex')
from segments where envelope_id = any(%s) order by envelope_id, ordinal
"""


class SegmentDigest(NamedTuple):
    """A kept segment by the digest of its ciphertext, in hex."""

    envelope: UUID
    tag: str
    owner: UUID
    group: str
    item: UUID | None
    digest: str


class Envelopes:
    """Envelopes by id, with the segments that have not been erased, in their order."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def get(self, envelope_id: UUID) -> EnvelopeRecord | None:
        found = self.without_segments([envelope_id])
        if not found:
            return None
        return replace(
            found[0],
            segments=tuple(
                SegmentRecord(
                    tag=tag,
                    owner=owner,
                    group=group,
                    item=item,
                    ciphertext=ciphertext,
                    wrapped_share=wrapped_share,
                )
                for tag, owner, group, item, ciphertext, wrapped_share in fetch(
                    self._pool, _SEGMENTS, (envelope_id,)
                )
            ),
        )

    def digests(self, envelope_ids: Sequence[UUID]) -> list[SegmentDigest]:
        """The segments of these that have not been erased, in their order, by their digests."""
        found = fetch(self._pool, _DIGESTS, (list(envelope_ids),))
        return [SegmentDigest(*row) for row in found]

    def without_segments(self, envelope_ids: Sequence[UUID]) -> list[EnvelopeRecord]:
        """Those that are there, as they were signed, without any ciphertext."""
        return [
            EnvelopeRecord(
                id=id_,
                record=record,
                publisher=publisher,
                counterpart=counterpart,
                header=header,
                seals=seals,
                signatures=signatures,
                segments=(),
            )
            for id_, record, publisher, counterpart, header, seals, signatures in fetch(
                self._pool, _ENVELOPES, (list(envelope_ids),)
            )
        ]
