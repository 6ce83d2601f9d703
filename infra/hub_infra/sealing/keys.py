"""The keys of one agency in one epoch: to be sealed to, and to sign envelopes with.

Sealing is X-Wing (ML-KEM-768 with X25519, HPKE KEM 0x647A), signing Ed25519 and ML-DSA-65
(FIPS 204). A private key is kept as its 32-byte seed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)

from hub_domain.ports import Malformed
from hub_infra import statements
from hub_infra.canonical import base64url, from_base64url

SEED_BYTES: Final = 32
ML_KEM_PUBLIC_BYTES: Final = 1184
SEALING_PUBLIC_BYTES: Final = ML_KEM_PUBLIC_BYTES + 32
ED25519_PUBLIC_BYTES: Final = 32
ML_DSA_65_PUBLIC_BYTES: Final = 1952
MAX_EPOCH: Final = 2**31 - 1


@dataclass(frozen=True)
class AgencyPublicKeys:
    """What an agency publishes of its keys in one epoch."""

    agency: UUID
    epoch: int
    sealing: bytes = field(repr=False)
    ed25519: bytes = field(repr=False)
    ml_dsa_65: bytes = field(repr=False)

    def __post_init__(self) -> None:
        lengths = (len(self.sealing), len(self.ed25519), len(self.ml_dsa_65))
        expected = (SEALING_PUBLIC_BYTES, ED25519_PUBLIC_BYTES, ML_DSA_65_PUBLIC_BYTES)
        if lengths != expected or not 1 <= self.epoch <= MAX_EPOCH:
            raise ValueError("not an agency's public keys")

    @cached_property
    def kid(self) -> str:
        """The sealing key's id in an envelope: SHA-256 of it, the first 32 hex digits."""
        return hashlib.sha256(self.sealing).hexdigest()[:32]

    @cached_property
    def statement_kid(self) -> str:
        """The id under which the agency signs its statements."""
        return statements.key_id(self.ed25519)

    @cached_property
    def sealing_key(self) -> MLKEM768X25519PublicKey:
        """The X-Wing key to seal to."""
        ml_kem, x25519 = self.sealing[:ML_KEM_PUBLIC_BYTES], self.sealing[ML_KEM_PUBLIC_BYTES:]
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(ml_kem),
            X25519PublicKey.from_public_bytes(x25519),
        )

    @cached_property
    def _verifying(self) -> tuple[Ed25519PublicKey, MLDSA65PublicKey]:
        return (
            Ed25519PublicKey.from_public_bytes(self.ed25519),
            MLDSA65PublicKey.from_public_bytes(self.ml_dsa_65),
        )

    def not_signed(self, message: bytes, ed25519: bytes, ml_dsa_65: bytes) -> str | None:
        """Which of the two signatures over the message is not this agency's; None: both are."""
        wrong = "ed25519"
        try:
            self._verifying[0].verify(ed25519, message)
            wrong = "ml-dsa-65"
            self._verifying[1].verify(ml_dsa_65, message)
        except (InvalidSignature, ValueError):
            return wrong
        return None

    def as_json(self) -> dict[str, object]:
        """The form in which keys are published: keys in base64url."""
        return {
            "agency": str(self.agency),
            "epoch": self.epoch,
            "sealing": base64url(self.sealing),
            "ed25519": base64url(self.ed25519),
            "ml_dsa_65": base64url(self.ml_dsa_65),
        }

    @classmethod
    def from_json(cls, published: Mapping[str, object]) -> Self:
        """Read published keys; ``Malformed`` when they are not exactly that."""
        try:
            match published:
                case {
                    "agency": str(agency),
                    "epoch": int(epoch),
                    "sealing": str(sealing),
                    "ed25519": str(ed25519),
                    "ml_dsa_65": str(ml_dsa_65),
                }:
                    keys = cls(
                        UUID(agency),
                        epoch,
                        from_base64url(sealing),
                        from_base64url(ed25519),
                        from_base64url(ml_dsa_65),
                    )
                    if keys.as_json() == published and type(epoch) is int:
                        return keys
        except ValueError:
            pass
        raise Malformed("public-keys")


@dataclass(frozen=True)
class AgencyPrivateKeys:
    """The seeds of an agency's private keys. They never leave the agency's own keystore."""

    sealing_seed: bytes = field(repr=False)
    ed25519_seed: bytes = field(repr=False)
    ml_dsa_65_seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if {len(seed) for seed in self.seeds} != {SEED_BYTES}:
            raise ValueError("a seed has 32 bytes")

    @property
    def seeds(self) -> tuple[bytes, bytes, bytes]:
        return self.sealing_seed, self.ed25519_seed, self.ml_dsa_65_seed

    @classmethod
    def generate(cls) -> Self:
        """Fresh random seeds."""
        return cls(*(secrets.token_bytes(SEED_BYTES) for _ in range(3)))

    @cached_property
    def ed25519(self) -> Ed25519PrivateKey:
        """The key that signs statements and envelopes."""
        return Ed25519PrivateKey.from_private_bytes(self.ed25519_seed)

    @cached_property
    def ml_dsa_65(self) -> MLDSA65PrivateKey:
        """The second key that signs envelopes, for evidence that outlives Ed25519."""
        return MLDSA65PrivateKey.from_seed_bytes(self.ml_dsa_65_seed)

    @cached_property
    def sealing_key(self) -> MLKEM768X25519PrivateKey:
        """The X-Wing key that opens seals."""
        return MLKEM768X25519PrivateKey(self._ml_kem, self._x25519)

    def public(self, agency: UUID, epoch: int) -> AgencyPublicKeys:
        """What the agency publishes of these keys."""
        return AgencyPublicKeys(
            agency,
            epoch,
            self._ml_kem.public_key().public_bytes_raw()
            + self._x25519.public_key().public_bytes_raw(),
            self.ed25519.public_key().public_bytes_raw(),
            self.ml_dsa_65.public_key().public_bytes_raw(),
        )

    @cached_property
    def _expanded(self) -> bytes:
        """X-Wing's own expansion: SHAKE256 of the seed, 64 bytes ML-KEM and 32 X25519."""
        return hashlib.shake_256(self.sealing_seed).digest(96)

    @property
    def _ml_kem(self) -> MLKEM768PrivateKey:
        return MLKEM768PrivateKey.from_seed_bytes(self._expanded[:64])

    @property
    def _x25519(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._expanded[64:])
