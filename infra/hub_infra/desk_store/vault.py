"""The desk's own key, beside its agencies' keys and never in its database.

Each agency's values are encrypted under a key of their own, derived from it, and bound to their
place: a dump of the database shows no name, and a value that was moved does not open.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from hub_infra.canonical import lp
from hub_infra.custody import kek
from hub_infra.custody.files import private_directory

_EPOCH: Final = 1


class Vault:
    """Encrypts what the desk keeps (AES-256-GCM). ``KeystoreBroken`` for what does not open."""

    def __init__(self, keystore: Path, *, passphrase: bytes | None = None) -> None:
        begun = private_directory(keystore) / "desk"
        self._key = kek.key_encryption_key(
            keystore / f"desk-{_EPOCH}", _EPOCH, wraps=begun, passphrase=passphrase
        )
        private_directory(begun)  # so that a key lost later is not made anew
        self._key_of = lru_cache(maxsize=1024)(self._derive)

    def lock(self, agency: UUID, place: tuple[str, ...], value: bytes) -> bytes:
        """Encrypt a value of an agency for its place."""
        return kek.wrap(self._key_of(agency), _context(place), value)

    def unlock(self, agency: UUID, place: tuple[str, ...], locked: bytes) -> bytes:
        """The value again, from the place it was encrypted for."""
        return kek.unwrap(self._key_of(agency), _context(place), locked)

    def cookie_key(self) -> bytes:
        """The key of the desk's cookies and form tokens: the same in each of its processes."""
        return HKDFExpand(hashes.SHA256(), kek.KEY_BYTES, lp(b"hub/v1 desk cookies")).derive(
            self._key
        )

    def _derive(self, agency: UUID) -> bytes:
        info = lp(b"hub/v1 desk", agency.bytes)
        return HKDFExpand(hashes.SHA256(), kek.KEY_BYTES, info).derive(self._key)


def _context(place: tuple[str, ...]) -> bytes:
    return lp(b"hub/v1 kept", *(part.encode() for part in place))
