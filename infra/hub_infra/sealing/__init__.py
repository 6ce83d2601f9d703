"""Envelope ``hub-1``: words sealed from desk to desk, with a share that only the hub releases.

A publisher's desk seals (``seal``), the hub checks and keeps (``accept``, ``to_record``,
``to_wire``, ``release``), a reader's desk opens (``open_``).
"""

from hub_domain.ports import SealBroken
from hub_infra.sealing.keeper import (
    Accepted,
    AcceptedSegment,
    accept,
    release,
    to_record,
    to_wire,
)
from hub_infra.sealing.keys import AgencyPrivateKeys, AgencyPublicKeys
from hub_infra.sealing.publisher import Sealed, seal
from hub_infra.sealing.reader import Place, open_
from hub_infra.sealing.segment import ITEM_GROUPS, RECORD_GROUPS, Segment
from hub_infra.sealing.suite import segment_names, segment_tag
from hub_infra.sealing.wire import (
    Header,
    Recipient,
    header_digest,
    read_header,
    signed_header,
)

__all__ = [
    "ITEM_GROUPS",
    "RECORD_GROUPS",
    "Accepted",
    "AcceptedSegment",
    "AgencyPrivateKeys",
    "AgencyPublicKeys",
    "Header",
    "Place",
    "Recipient",
    "SealBroken",
    "Sealed",
    "Segment",
    "accept",
    "header_digest",
    "open_",
    "read_header",
    "release",
    "seal",
    "segment_names",
    "segment_tag",
    "signed_header",
    "to_record",
    "to_wire",
]
