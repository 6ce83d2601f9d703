"""The form of an envelope on the wire and in the store, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from hub_domain.ports import Malformed, SealBroken
from hub_infra.canonical import from_base64url, write
from hub_infra.sealing import suite
from hub_infra.sealing.keys import MAX_EPOCH, AgencyPublicKeys
from hub_infra.sealing.segment import belongs

Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
KeyId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Epoch = Annotated[int, Meta(ge=1, le=MAX_EPOCH)]

ED25519_SIGNATURE_BYTES: Final = 64
ML_DSA_65_SIGNATURE_BYTES: Final = 3309
GCM_TAG_BYTES: Final = 16


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """Every member is named and none is missing."""


class Recipient(_Strict, frozen=True):
    """A reader, by the key and epoch the content key is sealed to."""

    agency: UUID
    kid: KeyId
    epoch: Epoch


class SegmentHeader(_Strict, frozen=True):
    """What the signature says of one segment.

    ``kc``, ``sc`` and ``com`` commit to key, share and fields (sorted); ``ct`` is the SHA-256
    of the ciphertext.
    """

    tag: Digest
    kc: Digest
    sc: Digest
    com: Annotated[list[Digest], Meta(min_length=1)]
    ct: Digest


class Header(_Strict, frozen=True):
    """What is signed and digested: everything an envelope binds."""

    suite: Literal["hub-1"]
    eid: UUID
    record: UUID
    publisher: UUID
    recipients: Annotated[list[Recipient], Meta(min_length=1, max_length=2)]
    segments: Annotated[list[SegmentHeader], Meta(min_length=1)]


class Seal(_Strict, frozen=True):
    """The content key, sealed to one recipient."""

    agency: UUID
    kid: KeyId
    epoch: Epoch
    sealed: str


class Signatures(_Strict, frozen=True):
    """Both signatures of the publisher."""

    ed25519: str
    ml_dsa_65: str


class SegmentBody(_Strict, frozen=True):
    """A segment's ciphertext, and whose it is."""

    tag: Digest
    owner: UUID
    group: str
    item: UUID | None
    ciphertext: str


class Envelope(_Strict, frozen=True):
    """An envelope as desks and hub exchange it."""

    header: Header
    seals: list[Seal]
    signatures: Signatures
    segments: list[SegmentBody]


@dataclass(frozen=True)
class Checked:
    """An envelope whose form, bindings and signatures hold; ``bodies`` are the ciphertexts."""

    envelope: Envelope
    header: bytes
    bodies: Mapping[str, bytes]


class _Outermost(Struct):
    """An envelope of which only the header's bytes are wanted."""

    header: msgspec.Raw


def header_digest(wire: bytes) -> str:
    """What a record names its envelope by: SHA-256 of the canonical header, in hex."""
    try:
        return suite.digest(bytes(msgspec.json.decode(wire, type=_Outermost).header))
    except msgspec.DecodeError:
        raise SealBroken from None


def check(
    wire: bytes | Mapping[str, object], *, publisher: AgencyPublicKeys, record: UUID
) -> Checked:
    """Hold an envelope against the publisher's keys and the record it should be about.

    Bytes are canonical JSON. The first recipient is the publisher. Segments may be missing,
    since erasure removes them; what is there must stand in the header, in its order.
    ``SealBroken`` otherwise.
    """
    try:
        data = wire if isinstance(wire, bytes) else write(wire)
        envelope = _ENVELOPE.decode(data)
        if canonical(envelope) != data:  # another spelling of an id
            raise SealBroken("form")
    except (msgspec.DecodeError, Malformed):
        raise SealBroken("form") from None
    try:
        header = canonical(envelope.header)
        _check_parties(envelope, publisher, record)
        bodies = _bodies(envelope)
        ed25519 = from_base64url(envelope.signatures.ed25519)
        ml_dsa_65 = from_base64url(envelope.signatures.ml_dsa_65)
    except Malformed:
        raise SealBroken("encoding") from None
    if wrong := publisher.not_signed(suite.signed_bytes(header), ed25519, ml_dsa_65):
        raise SealBroken(f"signature-{wrong}")
    return Checked(envelope, header, bodies)


_ENVELOPE: Final = msgspec.json.Decoder(Envelope)
canonical: Final = msgspec.json.Encoder(order="sorted").encode
"""The canonical form of an envelope or a part of it, which hold no floats (RFC 8785)."""


def read_header(data: bytes) -> Header:
    """A header as it is kept by itself, in its one form, or ``SealBroken``."""
    try:
        header = _HEADER.decode(data)
    except msgspec.DecodeError:
        raise SealBroken("form") from None
    if canonical(header) != data:
        raise SealBroken("form")
    return header


def signed_header(header: bytes, signatures: bytes, publisher: AgencyPublicKeys) -> bool:
    """Whether both signatures that are kept with a header are its publisher's."""
    try:
        kept = _SIGNATURES.decode(signatures)
        ed25519, ml_dsa_65 = from_base64url(kept.ed25519), from_base64url(kept.ml_dsa_65)
    except (msgspec.DecodeError, Malformed):
        return False
    return publisher.not_signed(suite.signed_bytes(header), ed25519, ml_dsa_65) is None


_HEADER: Final = msgspec.json.Decoder(Header)
_SIGNATURES: Final = msgspec.json.Decoder(Signatures)


def read_shares(shares: bytes | Mapping[str, str]) -> dict[str, bytes]:
    """Shares by their segment's tag: 32 bytes each and no two equal, or ``SealBroken``."""
    try:
        said = (
            msgspec.json.decode(shares, type=dict[str, str])
            if isinstance(shares, bytes)
            else msgspec.convert(shares, dict[str, str])
        )
        read = {tag: from_base64url(share) for tag, share in said.items()}
    except (msgspec.DecodeError, Malformed):
        raise SealBroken("shares") from None
    if any(len(share) != suite.KEY_BYTES for share in read.values()):
        raise SealBroken("shares")
    if len(set(read.values())) != len(read):
        raise SealBroken("shares")
    return read


def _check_parties(envelope: Envelope, publisher: AgencyPublicKeys, record: UUID) -> None:
    header = envelope.header
    author = Recipient(publisher.agency, publisher.kid, publisher.epoch)
    if header.record != record:
        raise SealBroken("record")
    if (
        header.publisher != publisher.agency
        or header.recipients[0] != author
        or len({recipient.agency for recipient in header.recipients}) != len(header.recipients)
    ):
        raise SealBroken("parties")
    seals = [Recipient(seal.agency, seal.kid, seal.epoch) for seal in envelope.seals]
    if seals != header.recipients or any(
        len(from_base64url(seal.sealed)) != suite.SEALED_BYTES for seal in envelope.seals
    ):
        raise SealBroken("seals")


def _bodies(envelope: Envelope) -> dict[str, bytes]:
    headers = {segment.tag: segment for segment in envelope.header.segments}
    if len(headers) != len(envelope.header.segments):
        raise SealBroken("segments")
    bodies: dict[str, bytes] = {}
    for segment in envelope.segments:
        ciphertext = from_base64url(segment.ciphertext)
        if segment.tag not in headers or segment.tag in bodies:
            raise SealBroken("segments")
        if not belongs(segment.group, segment.item):
            raise SealBroken("group")
        if segment.tag != suite.segment_tag(
            envelope.header.eid, segment.owner, segment.group, segment.item
        ):
            raise SealBroken("tag")
        if suite.digest(ciphertext) != headers[segment.tag].ct:
            raise SealBroken("ciphertext")
        bodies[segment.tag] = ciphertext
    if list(bodies) != [tag for tag in headers if tag in bodies]:
        raise SealBroken("segments")
    return bodies
