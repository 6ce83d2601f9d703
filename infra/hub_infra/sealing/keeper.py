"""What the hub does with envelopes: check, keep, and release shares. It holds no key to one."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hub_domain.ports import OwnerKeys, SealBroken
from hub_domain.recording import EnvelopeRecord, SegmentRecord
from hub_infra.canonical import base64url, read_canonical
from hub_infra.sealing import suite
from hub_infra.sealing.keys import AgencyPublicKeys
from hub_infra.sealing.wire import Recipient, canonical, check, read_shares


@dataclass(frozen=True)
class AcceptedSegment:
    """A segment that fits its header, with its share still in clear."""

    tag: str
    owner: UUID
    group: str
    item: UUID | None
    ciphertext: bytes = field(repr=False)
    share: bytes = field(repr=False)


@dataclass(frozen=True)
class Accepted:
    """An envelope the hub may keep. ``digest`` is the one that the record's event names."""

    id: UUID
    record: UUID
    publisher: UUID
    counterpart: UUID | None
    recipients: tuple[Recipient, ...]
    header: bytes
    digest: str
    seals: bytes
    signatures: bytes
    segments: tuple[AcceptedSegment, ...]

    @property
    def owners(self) -> frozenset[UUID]:
        """Whose keys wrap the shares."""
        return frozenset(segment.owner for segment in self.segments)


def accept(
    wire: bytes | Mapping[str, object],
    shares: bytes | Mapping[str, str],
    *,
    publisher: AgencyPublicKeys,
    record: UUID,
    counterpart_agency: UUID | None,
) -> Accepted:
    """Check an envelope and its shares; ``SealBroken`` when anything does not fit.

    Sealed to the author and to this counterpart and to nobody else; each segment there, with
    the one share it is committed to; no two shares equal; both signatures the publisher's.
    That the counterpart's key is its current one is for the caller to ask the directory.
    """
    checked = check(wire, publisher=publisher, record=record)
    header = checked.envelope.header
    expected = [publisher.agency] + ([counterpart_agency] if counterpart_agency else [])
    if [recipient.agency for recipient in header.recipients] != expected:
        raise SealBroken("parties")
    opened = read_shares(shares)
    tags = [segment.tag for segment in header.segments]
    if list(checked.bodies) != tags:
        raise SealBroken("segments")
    if opened.keys() != set(tags):
        raise SealBroken("shares")
    for segment in header.segments:
        commitment = suite.share_commitment(header.eid, segment.tag, opened[segment.tag])
        if not hmac.compare_digest(commitment, segment.sc):
            raise SealBroken("share-commitment")
    return Accepted(
        id=header.eid,
        record=header.record,
        publisher=header.publisher,
        counterpart=counterpart_agency,
        recipients=tuple(header.recipients),
        header=checked.header,
        digest=suite.digest(checked.header),
        seals=canonical(checked.envelope.seals),
        signatures=canonical(checked.envelope.signatures),
        segments=tuple(
            AcceptedSegment(
                tag=segment.tag,
                owner=segment.owner,
                group=segment.group,
                item=segment.item,
                ciphertext=checked.bodies[segment.tag],
                share=opened[segment.tag],
            )
            for segment in checked.envelope.segments
        ),
    )


def to_record(accepted: Accepted, owner_keys: OwnerKeys) -> EnvelopeRecord:
    """The envelope as it is kept: shares wrapped under their owners' keys only."""
    owner_keys.ensure(accepted.owners)
    return EnvelopeRecord(
        id=accepted.id,
        record=accepted.record,
        publisher=accepted.publisher,
        counterpart=accepted.counterpart,
        header=accepted.header,
        seals=accepted.seals,
        signatures=accepted.signatures,
        segments=tuple(
            SegmentRecord(
                tag=segment.tag,
                owner=segment.owner,
                group=segment.group,
                item=segment.item,
                ciphertext=segment.ciphertext,
                wrapped_share=owner_keys.wrap(
                    segment.owner, suite.share_context(accepted.id, segment.tag), segment.share
                ),
            )
            for segment in accepted.segments
        ),
    )


def to_wire(kept: EnvelopeRecord) -> dict[str, object]:
    """A kept envelope as a desk reads it, without any share."""
    return {
        "header": read_canonical(kept.header),
        "seals": read_canonical(kept.seals),
        "signatures": read_canonical(kept.signatures),
        "segments": [
            {
                "tag": segment.tag,
                "owner": str(segment.owner),
                "group": segment.group,
                "item": None if segment.item is None else str(segment.item),
                "ciphertext": base64url(segment.ciphertext),
            }
            for segment in kept.segments
        ],
    }


def release(kept: EnvelopeRecord, tags: Iterable[str], owner_keys: OwnerKeys) -> dict[str, str]:
    """The shares of these segments, tag to base64url.

    For use only once the gate said yes; they leave the hub when ``content.released`` is
    committed. ``OwnerKeyGone`` where an owner was erased, KeyError for a segment that the
    envelope does not have.
    """
    segments = {segment.tag: segment for segment in kept.segments}
    return {
        tag: base64url(
            owner_keys.unwrap(
                segments[tag].owner,
                suite.share_context(kept.id, tag),
                segments[tag].wrapped_share,
            )
        )
        for tag in tags
    }
