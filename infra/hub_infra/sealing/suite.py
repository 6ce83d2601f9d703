"""The arithmetic of envelope ``hub-1``: one fixed suite, nothing negotiated.

``lp`` is the length-prefixed list, ids are their 16 bytes, texts UTF-8, epochs 32 bits
big-endian. Every derivation names the envelope and the segment it is for.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from hub_infra.canonical import lp, write
from hub_infra.sealing.segment import ITEM_GROUPS, RECORD_GROUPS

SUITE_ID: Final = "hub-1"
KEY_BYTES: Final = 32
SEALED_BYTES: Final = 1120 + KEY_BYTES + 16  # X-Wing's encapsulation, content key, GCM tag
NONCE: Final = bytes(12)  # a segment key seals once
HPKE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

_LENGTH_BYTES: Final = 4
_SIGNED: Final = b"hub/v1 envelope\0"


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def segment_tag(eid: UUID, owner: UUID, group: str, item: UUID | None) -> str:
    """What the header calls a segment: bound to envelope, owner, group and item."""
    named = b"" if item is None else item.bytes
    return digest(lp(b"hub/v1 tag", eid.bytes, owner.bytes, group.encode(), named))


def segment_names(eid: UUID, owner: UUID, item: UUID | None) -> list[str]:
    """The tags of all segments that an owner can have in an envelope, of an item or of none."""
    groups = RECORD_GROUPS if item is None else ITEM_GROUPS
    return [segment_tag(eid, owner, group, item) for group in sorted(groups)]


def segment_key(content_key: bytes, share: bytes, eid: UUID, tag: str) -> bytes:
    """The key of one segment, which takes the content key and the share."""
    info = lp(b"hub/v1 segment", eid.bytes, tag.encode())
    return HKDF(hashes.SHA256(), KEY_BYTES, b"", info).derive(content_key + share)


def key_commitment(key: bytes) -> str:
    """Binds a ciphertext to one key, which AES-GCM alone does not."""
    return HKDFExpand(hashes.SHA256(), KEY_BYTES, b"hub/v1 commit").derive(key).hex()


def share_commitment(eid: UUID, tag: str, share: bytes) -> str:
    """What hub and reader hold a share against."""
    return digest(lp(b"hub/v1 share", eid.bytes, tag.encode(), share))


def field_commitment(salt: bytes, eid: UUID, tag: str, name: str, value: str) -> str:
    """Proves one field's value to whoever is given value and salt, and tells nobody else."""
    parts = lp(b"hub/v1 field", eid.bytes, tag.encode(), name.encode(), write(value))
    return hmac.digest(salt, parts, "sha256").hex()


def associated_data(eid: UUID, record: UUID, tag: str) -> bytes:
    """What a segment's ciphertext is bound to."""
    return lp(eid.bytes, record.bytes, tag.encode())


def share_context(eid: UUID, tag: str) -> bytes:
    """What a share is bound to when the hub wraps it under its owner's key."""
    return lp(eid.bytes, tag.encode())


def seal_info(
    *, eid: UUID, record: UUID, publisher: UUID, kid: str, epoch: int, header: bytes
) -> bytes:
    """What the seal of a content key is bound to: HPKE's ``info``, as RFC 9180 8.1 advises."""
    return lp(
        b"hub/v1 seal",
        eid.bytes,
        record.bytes,
        publisher.bytes,
        kid.encode(),
        struct.pack(">I", epoch),
        hashlib.sha256(header).digest(),
    )


def signed_bytes(header: bytes) -> bytes:
    """What the publisher signs, twice."""
    return _SIGNED + header


def padme(length: int) -> int:
    """The padded length: at most 12 % more, and O(log log n) bits told (PoPETs 2019)."""
    exponent = length.bit_length() - 1
    free = max(exponent - exponent.bit_length(), 0)
    mask = (1 << free) - 1
    return (length + mask) & ~mask


def pad(body: bytes) -> bytes:
    """The body after its length, then zeros up to the Padmé length."""
    framed = struct.pack(">I", len(body)) + body
    return framed.ljust(padme(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The body again; ValueError unless it is padded in the one way ``pad`` pads."""
    body = padded[_LENGTH_BYTES : _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")]
    if pad(body) != padded:
        raise ValueError("padding")
    return body
