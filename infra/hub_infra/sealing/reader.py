"""What a reader's desk does: open the segments it was given shares for."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub_domain.ports import Malformed, SealBroken
from hub_infra.canonical import from_base64url, read_canonical
from hub_infra.sealing import suite
from hub_infra.sealing.keys import AgencyPrivateKeys, AgencyPublicKeys
from hub_infra.sealing.wire import Checked, Digest, Recipient, SegmentHeader, check, read_shares

Place: TypeAlias = tuple[UUID, str, UUID | None]
"""Owner, group and item of a segment."""


def open_(
    wire: Mapping[str, object],
    shares: Mapping[str, str],
    *,
    reader: AgencyPrivateKeys,
    reader_public: AgencyPublicKeys,
    publisher: AgencyPublicKeys,
    record: UUID,
) -> dict[Place, dict[str, str]]:
    """The fields of each segment a share was given for; ``SealBroken`` when anything is wrong.

    In this order: form, parties, digests and both signatures; the seal to this reader's key
    and epoch; then of each segment the share's commitment, the key's, the ciphertext, its
    padding, and the commitment to every field.
    """
    checked = check(wire, publisher=publisher, record=record)
    opened = read_shares(shares)
    try:
        content_key = _unseal(checked, reader, reader_public)
        headers = {segment.tag: segment for segment in checked.envelope.header.segments}
        if not opened.keys() <= checked.bodies.keys():
            raise SealBroken
        return {
            (body.owner, body.group, body.item): _open_segment(
                checked, headers[body.tag], content_key, opened[body.tag]
            )
            for body in checked.envelope.segments
            if body.tag in opened
        }
    except (InvalidTag, ValueError, Malformed, msgspec.ValidationError):
        raise SealBroken from None


def _unseal(
    checked: Checked, reader: AgencyPrivateKeys, reader_public: AgencyPublicKeys
) -> bytes:
    header = checked.envelope.header
    me = Recipient(reader_public.agency, reader_public.kid, reader_public.epoch)
    seal = checked.envelope.seals[header.recipients.index(me)]  # ValueError for a stranger
    return suite.HPKE.decrypt(
        from_base64url(seal.sealed),
        reader.sealing_key,
        info=suite.seal_info(
            eid=header.eid,
            record=header.record,
            publisher=header.publisher,
            kid=me.kid,
            epoch=me.epoch,
            header=checked.header,
        ),
    )


def _open_segment(
    checked: Checked, segment: SegmentHeader, content_key: bytes, share: bytes
) -> dict[str, str]:
    eid, tag = checked.envelope.header.eid, segment.tag
    if not hmac.compare_digest(suite.share_commitment(eid, tag, share), segment.sc):
        raise SealBroken
    key = suite.segment_key(content_key, share, eid, tag)
    if not hmac.compare_digest(suite.key_commitment(key), segment.kc):
        raise SealBroken
    padded = AESGCM(key).decrypt(
        suite.NONCE,
        checked.bodies[tag],
        suite.associated_data(eid, checked.envelope.header.record, tag),
    )
    fields = msgspec.convert(read_canonical(suite.unpad(padded)), dict[str, tuple[str, Digest]])
    commitments = sorted(
        suite.field_commitment(bytes.fromhex(salt), eid, tag, name, value)
        for name, (value, salt) in fields.items()
    )
    if commitments != segment.com:
        raise SealBroken
    return {name: value for name, (value, _) in fields.items()}
