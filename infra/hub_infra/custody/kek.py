"""The key that wraps the other keys of a keystore.

It is random, so that it can be destroyed: a passphrase, where there is one, only wraps it
(Argon2id, RFC 9106: 64 MiB, 3 passes, 4 lanes).
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hub_domain.ports import Malformed
from hub_infra.canonical import base64url, from_base64url, lp, write
from hub_infra.custody.files import write_once

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_ITERATIONS: Final = 3
_MEMORY_KIB: Final = 64 * 1024
_LANES: Final = 4


class KeystoreBroken(Exception):
    """What is kept does not open: damaged, moved, or the passphrase is another."""


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key file: the key itself, or the key wrapped under a salted passphrase."""

    v: int
    key: str
    salt: str | None


def wrap(key: bytes, context: bytes, secret: bytes) -> bytes:
    """Encrypt a secret under a key, bound to its place: nonce, then ciphertext and tag."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, context)


def unwrap(key: bytes, context: bytes, wrapped: bytes) -> bytes:
    """The secret again, if it was wrapped under this key for this place."""
    try:
        return AESGCM(key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise KeystoreBroken from None


def key_encryption_key(
    path: Path, epoch: int, *, wraps: Path, passphrase: bytes | None = None
) -> bytes:
    """The keystore's own key of an epoch, made at first use; one winner across processes.

    ``wraps`` is what the key is for, and is made after it: where that is there and the key is
    not, the key is lost, and no new one hides it.
    """
    begun = wraps.exists()  # asked first: another process may be beginning now
    if not path.exists():
        if begun:
            raise KeystoreBroken
        write_once(path, _fresh(epoch, passphrase))
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        key = from_base64url(kept.key)
        salt = None if kept.salt is None else from_base64url(kept.salt)
    except (msgspec.DecodeError, Malformed):
        raise KeystoreBroken from None
    if kept.v != 1 or (salt is None) != (passphrase is None):
        raise KeystoreBroken
    if salt is not None and passphrase is not None:
        key = unwrap(_stretched(passphrase, salt), _context(epoch), key)
    if len(key) != KEY_BYTES:
        raise KeystoreBroken
    return key


def _fresh(epoch: int, passphrase: bytes | None) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    if passphrase is None:
        return write({"v": 1, "key": base64url(key), "salt": None})
    salt = secrets.token_bytes(16)
    wrapped = wrap(_stretched(passphrase, salt), _context(epoch), key)
    return write({"v": 1, "key": base64url(wrapped), "salt": base64url(salt)})


def _context(epoch: int) -> bytes:
    return lp(b"hub/v1 kek", str(epoch).encode())


def _stretched(passphrase: bytes, salt: bytes) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    ).derive(passphrase)
