"""What a publisher's desk does: seal the words of one record."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub_infra.canonical import base64url, write
from hub_infra.sealing import suite
from hub_infra.sealing.keys import AgencyPrivateKeys, AgencyPublicKeys
from hub_infra.sealing.segment import Segment


@dataclass(frozen=True)
class Sealed:
    """An envelope, the digest that the record keeps of it, and the shares for the hub alone.

    ``shares`` is tag to base64url; the desk forgets them once the command is acknowledged.
    """

    envelope: dict[str, object]
    shares: dict[str, str] = field(repr=False)
    digest: str


def seal(
    *,
    envelope_id: UUID,
    record: UUID,
    author_keys: AgencyPrivateKeys,
    author_public: AgencyPublicKeys,
    counterpart: AgencyPublicKeys | None,
    segments: Sequence[Segment],
) -> Sealed:
    """Seal segments to the author's own agency and to at most one counterpart.

    ValueError when there is nothing to seal, one segment comes twice, or the counterpart is
    the author; ``Malformed`` for a text that UTF-8 cannot hold.
    """
    recipients = [author_public] + ([counterpart] if counterpart else [])
    tags = [suite.segment_tag(envelope_id, s.owner, s.group, s.item) for s in segments]
    if not tags or len(set(tags)) != len(tags):
        raise ValueError("segments are at least one, and each once")
    if len({recipient.agency for recipient in recipients}) != len(recipients):
        raise ValueError("the counterpart is another agency")

    content_key = secrets.token_bytes(suite.KEY_BYTES)
    shares = {tag: secrets.token_bytes(suite.KEY_BYTES) for tag in tags}
    headers: list[dict[str, object]] = []
    bodies: list[dict[str, object]] = []
    for tag, segment in zip(tags, segments, strict=True):
        key = suite.segment_key(content_key, shares[tag], envelope_id, tag)
        plaintext, commitments = _fields(envelope_id, tag, segment.fields)
        ciphertext = AESGCM(key).encrypt(
            suite.NONCE,
            suite.pad(plaintext),
            suite.associated_data(envelope_id, record, tag),
        )
        headers.append(
            {
                "tag": tag,
                "kc": suite.key_commitment(key),
                "sc": suite.share_commitment(envelope_id, tag, shares[tag]),
                "com": commitments,
                "ct": suite.digest(ciphertext),
            }
        )
        bodies.append(
            {
                "tag": tag,
                "owner": str(segment.owner),
                "group": segment.group,
                "item": None if segment.item is None else str(segment.item),
                "ciphertext": base64url(ciphertext),
            }
        )

    header: dict[str, object] = {
        "suite": suite.SUITE_ID,
        "eid": str(envelope_id),
        "record": str(record),
        "publisher": str(author_public.agency),
        "recipients": [_recipient(recipient) for recipient in recipients],
        "segments": headers,
    }
    signed = write(header)
    message = suite.signed_bytes(signed)
    envelope: dict[str, object] = {
        "header": header,
        "seals": [
            _recipient(recipient)
            | {
                "sealed": base64url(
                    suite.HPKE.encrypt(
                        content_key,
                        recipient.sealing_key,
                        info=suite.seal_info(
                            eid=envelope_id,
                            record=record,
                            publisher=author_public.agency,
                            kid=recipient.kid,
                            epoch=recipient.epoch,
                            header=signed,
                        ),
                    )
                )
            }
            for recipient in recipients
        ],
        "signatures": {
            "ed25519": base64url(author_keys.ed25519.sign(message)),
            "ml_dsa_65": base64url(author_keys.ml_dsa_65.sign(message)),
        },
        "segments": bodies,
    }
    return Sealed(
        envelope=envelope,
        shares={tag: base64url(share) for tag, share in shares.items()},
        digest=suite.digest(signed),
    )


def _recipient(keys: AgencyPublicKeys) -> dict[str, object]:
    return {"agency": str(keys.agency), "kid": keys.kid, "epoch": keys.epoch}


def _fields(eid: UUID, tag: str, fields: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """The fields with a salt each, and the sorted commitments to them."""
    salts = {name: secrets.token_bytes(suite.KEY_BYTES) for name in fields}
    plaintext = write({name: [value, salts[name].hex()] for name, value in fields.items()})
    commitments = sorted(
        suite.field_commitment(salts[name], eid, tag, name, value)
        for name, value in fields.items()
    )
    return plaintext, commitments
