"""Whose key is whose, and since when: the agencies' keys, folded from the log as it is read.

The operator's first key stands in the log's first event, or is known from its card; every
other is published under a signature that was checked by the keys before it. So all of them
rest on that one.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from hub_domain.agencies.agency import Agency, PublicKeys
from hub_domain.statement import FRESH, Statement


@dataclass(frozen=True, kw_only=True)
class Root:
    """The operator with its first keys; ``given``: known from elsewhere than from the log."""

    operator: UUID
    keys: PublicKeys
    given: bool = False


@dataclass
class _Held:
    """One agency's keys: those in force, and those before them with their end."""

    keys: PublicKeys
    before: PublicKeys | None = None
    ended_at: datetime | None = None

    def good_at(self, moment: datetime) -> list[PublicKeys]:
        """Those in force; and those before, for what was on its way when they ended."""
        if self.before is None or self.ended_at is None or moment > self.ended_at + FRESH:
            return [self.keys]
        return [self.keys, self.before]


class Signers:
    """The keys of every agency, as far as the log was read."""

    def __init__(self, root: Root | None = None) -> None:
        self.root = root
        self._held: dict[UUID, _Held] = {}
        if root is not None:
            self._held[root.operator] = _Held(root.keys)

    def begin(self, event: Agency.Registered) -> bool:
        """Take the operator from the log's first event; False where its card says another."""
        operator, keys = event.originator_id, _kept(event.keys)
        if keys is None:
            return False
        if self.root is None:
            self.root = Root(operator=operator, keys=keys)
            self._held[operator] = _Held(keys)
        return (self.root.operator, self.root.keys) == (operator, keys)

    def learn(self, said: Statement, facts: Mapping[str, Any], recorded_at: datetime) -> bool:
        """Take in the keys that a good statement publishes; False where it may not say them.

        The operator registers an agency with its first keys; each later epoch is for the agency
        itself to publish, after the one before.
        """
        try:
            keys = _read(facts["keys"])
        except (KeyError, TypeError, ValueError):
            return False
        if said.do == "register-agency" and said.about is not None:
            if self.root is None or said.agency != self.root.operator:
                return False
            self._held.setdefault(said.about, _Held(keys))
        if said.do == "publish-key":
            held = self._held[said.agency]
            if said.about != said.agency or keys.epoch != held.keys.epoch + 1:
                return False
            self._held[said.agency] = _Held(keys, held.keys, recorded_at)
        return True

    def signing(self, agency: UUID, kid: str, moment: datetime) -> PublicKeys | None:
        """The keys of an agency that sign statements under this id, if they were in force."""
        return next((keys for keys in self._good(agency, moment) if keys.kid == kid), None)

    def sealing(
        self, agency: UUID, kid: str, epoch: int, moment: datetime
    ) -> PublicKeys | None:
        """The keys of an agency that are sealed to under this id, if they were in force."""
        for keys in self._good(agency, moment):
            if (_sealing_kid(keys.sealing), keys.epoch) == (kid, epoch):
                return keys
        return None

    def _good(self, agency: UUID, moment: datetime) -> list[PublicKeys]:
        held = self._held.get(agency)
        return [] if held is None else held.good_at(moment)


@lru_cache(maxsize=4096)
def _sealing_kid(sealing: bytes) -> str:
    """The id of a sealing key: SHA-256 of it, the first 32 hex digits."""
    return hashlib.sha256(sealing).hexdigest()[:32]


def _kept(keys: object) -> PublicKeys | None:
    """Keys as an event has them, if these are keys."""
    match keys:
        case {
            "kid": str(kid),
            "epoch": int(epoch),
            "custody": str(custody),
            "sealing": bytes(sealing),
            "ed25519": bytes(ed25519),
            "ml_dsa_65": bytes(ml_dsa_65),
        }:
            return PublicKeys(
                kid=kid,
                epoch=epoch,
                custody=custody,
                sealing=sealing,
                ed25519=ed25519,
                ml_dsa_65=ml_dsa_65,
            )
    return None


def key_of(stated: str) -> bytes:
    """A key as a statement has it, in base64url, whose last bits may be more than one way."""
    return urlsafe_b64decode(stated + "=" * (-len(stated) % 4))


def _read(stated: Mapping[str, Any]) -> PublicKeys:
    """Keys as a statement has them."""
    sealing, ed25519, ml_dsa_65 = (
        key_of(stated[name]) for name in ("sealing", "ed25519", "ml_dsa_65")
    )
    return PublicKeys(
        kid=hashlib.sha256(ed25519).hexdigest()[:32],
        epoch=stated["epoch"],
        custody=stated["custody"],
        sealing=sealing,
        ed25519=ed25519,
        ml_dsa_65=ml_dsa_65,
    )
