"""Two agencies, an envelope between them, and what a forger needs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hub_infra.canonical import base64url, from_base64url, write
from hub_infra.sealing import AgencyPrivateKeys, AgencyPublicKeys, Segment, open_, seal, suite
from hub_infra.sealing.reader import Place

Wire = dict[str, Any]
Mutation = Callable[[Wire], object]


def keys(letter: bytes) -> AgencyPrivateKeys:
    return AgencyPrivateKeys(letter * 32, letter.lower() * 32, letter.swapcase() * 32)


SCHOOL_ID = UUID("00000000-0000-4000-8000-00000000000a")
BOARD_ID = UUID("00000000-0000-4000-8000-00000000000b")
POLICE_ID = UUID("00000000-0000-4000-8000-00000000000c")
SCHOOL_KEYS, BOARD_KEYS, POLICE_KEYS = keys(b"S"), keys(b"B"), keys(b"P")
BOARD_KEYS_NEXT = keys(b"N")
SCHOOL = SCHOOL_KEYS.public(SCHOOL_ID, 2)
BOARD = BOARD_KEYS.public(BOARD_ID, 7)
BOARD_NEXT = BOARD_KEYS_NEXT.public(BOARD_ID, 8)
POLICE = POLICE_KEYS.public(POLICE_ID, 1)

SIAN = UUID("00000000-0000-4000-8000-000000000101")
TOMOS = UUID("00000000-0000-4000-8000-000000000102")
RECORD = UUID("00000000-0000-7000-8000-000000000201")
OTHER_RECORD = UUID("00000000-0000-7000-8000-000000000202")
ITEM = UUID("00000000-0000-7000-8000-000000000301")
ENVELOPE = UUID("00000000-0000-4000-8000-000000000401")
OTHER_ENVELOPE = UUID("00000000-0000-4000-8000-000000000402")

SEGMENTS = (
    Segment(SIAN, "identity", None, {"name": "Siân O'Brien", "born": "2015-02-28"}),
    Segment(SIAN, "text", ITEM, {"text": "Came to school without breakfast, three days."}),
    Segment(TOMOS, "identity", None, {"name": "Tomos Llŷr"}),
    Segment(RECORD, "reasons", None, {"challenge": "One pupil is not in the case."}),
)
WORDS: dict[Place, dict[str, str]] = {
    (segment.owner, segment.group, segment.item): dict(segment.fields) for segment in SEGMENTS
}

SEALED = seal(
    envelope_id=ENVELOPE,
    record=RECORD,
    author_keys=SCHOOL_KEYS,
    author_public=SCHOOL,
    counterpart=BOARD,
    segments=SEGMENTS,
)
OTHER = seal(
    envelope_id=OTHER_ENVELOPE,
    record=RECORD,
    author_keys=SCHOOL_KEYS,
    author_public=SCHOOL,
    counterpart=BOARD,
    segments=SEGMENTS,
)


def opened(
    wire: Wire,
    shares: dict[str, str],
    *,
    reader: AgencyPrivateKeys = BOARD_KEYS,
    reader_public: AgencyPublicKeys = BOARD,
    publisher: AgencyPublicKeys = SCHOOL,
    record: UUID = RECORD,
) -> dict[Place, dict[str, str]]:
    """The board opens it, unless another reader is named."""
    return open_(
        wire,
        shares,
        reader=reader,
        reader_public=reader_public,
        publisher=publisher,
        record=record,
    )


def altered(wire: Wire, mutation: Mutation) -> Wire:
    """A copy, changed; the signatures are left as they are."""
    changed = copy.deepcopy(wire)
    mutation(changed)
    return changed


def signed_again(wire: Wire, by: AgencyPrivateKeys = SCHOOL_KEYS) -> Wire:
    """A copy with both signatures made anew over the header as it now stands."""
    message = suite.signed_bytes(write(wire["header"]))
    return copy.deepcopy(wire) | {
        "signatures": {
            "ed25519": base64url(by.ed25519.sign(message)),
            "ml_dsa_65": base64url(by.ml_dsa_65.sign(message)),
        }
    }


def content_key(wire: Wire) -> bytes:
    """The content key, as its publisher knows it."""
    header = wire["header"]
    return suite.HPKE.decrypt(
        from_base64url(wire["seals"][0]["sealed"]),
        SCHOOL_KEYS.sealing_key,
        info=suite.seal_info(
            eid=UUID(header["eid"]),
            record=UUID(header["record"]),
            publisher=UUID(header["publisher"]),
            kid=SCHOOL.kid,
            epoch=SCHOOL.epoch,
            header=write(header),
        ),
    )


def sealed_again(
    wire: Wire, content_keys: list[bytes], recipients: tuple[AgencyPublicKeys, ...]
) -> Wire:
    """What a publisher who colludes can do: seal any content key anew, and sign the whole."""
    header = wire["header"]
    seals = [
        {
            "agency": str(recipient.agency),
            "kid": recipient.kid,
            "epoch": recipient.epoch,
            "sealed": base64url(
                suite.HPKE.encrypt(
                    key,
                    recipient.sealing_key,
                    info=suite.seal_info(
                        eid=UUID(header["eid"]),
                        record=UUID(header["record"]),
                        publisher=UUID(header["publisher"]),
                        kid=recipient.kid,
                        epoch=recipient.epoch,
                        header=write(header),
                    ),
                )
            ),
        }
        for key, recipient in zip(content_keys, recipients, strict=True)
    ]
    return signed_again(copy.deepcopy(wire) | {"seals": seals})
