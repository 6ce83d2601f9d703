"""Envelopes for the hub: checked against the keys that agencies published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import structlog

from hub_domain.keeping.release import WordsGone
from hub_domain.ports import OwnerKeyGone, OwnerKeys, Rows, SealBroken
from hub_domain.recording import EnvelopeRecord
from hub_infra import sealing
from hub_infra.custody.kek import KeystoreBroken
from hub_services.hub.means import SealedParties

log = structlog.get_logger()


class HubSealing:
    """The hub's side of envelope ``hub-1``. Every failure is ``SealBroken``."""

    def __init__(self, rows: Rows, owner_keys: OwnerKeys) -> None:
        self._rows = rows
        self._owner_keys = owner_keys

    def digest(self, envelope: bytes) -> str:
        """SHA-256 of the canonical header, in hex."""
        return sealing.header_digest(envelope)

    def take_in(self, envelope: bytes, shares: bytes, parties: SealedParties) -> EnvelopeRecord:
        """Check the envelope whole, and wrap its shares under their owners' keys.

        It is sealed to the newest published keys of its author's agency and of its counterpart.
        """
        accepted = sealing.accept(
            envelope,
            shares,
            publisher=self._newest(parties.publisher),
            record=parties.record,
            counterpart_agency=parties.counterpart,
        )
        if accepted.id != parties.envelope:
            raise SealBroken("id")
        for recipient in accepted.recipients:
            newest = self._newest(recipient.agency)
            if (recipient.kid, recipient.epoch) != (newest.kid, newest.epoch):
                raise SealBroken("keys")
        return sealing.to_record(accepted, self._owner_keys)

    def shares(self, envelope: EnvelopeRecord, tags: frozenset[str]) -> dict[str, str]:
        """The shares of these segments, for release. ``WordsGone`` where a key is no more."""
        try:
            return sealing.release(envelope, sorted(tags), self._owner_keys)
        except (OwnerKeyGone, KeystoreBroken) as gone:
            log.exception("words-gone", envelope=envelope.id, exc_info=gone)
            raise WordsGone from None

    def wire(self, envelope: EnvelopeRecord) -> dict[str, object]:
        """The envelope as it travels, without any share."""
        return sealing.to_wire(envelope)

    def _newest(self, agency: UUID) -> sealing.AgencyPublicKeys:
        rows = self._rows.of(agency, "signing_keys", order=("-epoch",), limit=1)
        if not rows:
            raise SealBroken
        return public_keys(rows[0])


def public_keys(row: Mapping[str, Any]) -> sealing.AgencyPublicKeys:
    """An agency's published keys as sealing has them."""
    names = ("agency_id", "epoch", "sealing", "ed25519", "ml_dsa_65")
    return _public_keys(*(row[name] for name in names))


_public_keys: Final = lru_cache(maxsize=4096)(sealing.AgencyPublicKeys)
"""The same object for the same keys, since it keeps what it has parsed."""
