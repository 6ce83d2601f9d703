"""One AES-GCM ciphertext that authenticates under two keys (Dodis and others, CRYPTO 2018)."""

from __future__ import annotations

import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16
_POLYNOMIAL = 0xE1 << 120
_ONE = 1 << 127


def two_faced(first: bytes, second: bytes, aad: bytes, says: bytes, also_says: bytes) -> bytes:
    """Under ``first`` it begins with one text; under ``second`` the other stands after it.

    The nonce is zero. A last block is solved for, so that one tag is right under both keys.
    """
    width = -(-max(len(says), len(also_says)) // BLOCK) * BLOCK
    ciphertext = _xor(says.ljust(width), _keystream(first, 0, width)) + _xor(
        also_says.ljust(width), _keystream(second, width // BLOCK, width)
    )
    lengths = struct.pack(">QQ", len(aad) * 8, (len(ciphertext) + BLOCK) * 8)
    blocks = _blocks(aad) + _blocks(ciphertext)
    last = _number(lengths)
    hashes = [_number(_block(key, bytes(BLOCK))) for key in (first, second)]
    masks = [_number(_block(key, bytes(12) + b"\0\0\0\1")) for key in (first, second)]
    tags = [_ghash(h, [*blocks, 0, last]) ^ mask for h, mask in zip(hashes, masks, strict=True)]
    squares = [_times(h, h) for h in hashes]
    solved = _times(tags[0] ^ tags[1], _inverse(squares[0] ^ squares[1]))
    tag = tags[0] ^ _times(solved, squares[0])
    return ciphertext + solved.to_bytes(BLOCK, "big") + tag.to_bytes(BLOCK, "big")


def _block(key: bytes, block: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - one block
    return encryptor.update(block) + encryptor.finalize()


def _keystream(key: bytes, start: int, length: int) -> bytes:
    return b"".join(
        _block(key, bytes(12) + (start + at + 2).to_bytes(4, "big"))
        for at in range(length // BLOCK)
    )


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _blocks(data: bytes) -> list[int]:
    return [
        _number(data[at : at + BLOCK].ljust(BLOCK, b"\0")) for at in range(0, len(data), BLOCK)
    ]


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _ghash(key: int, blocks: list[int]) -> int:
    value = 0
    for block in blocks:
        value = _times(value ^ block, key)
    return value


def _times(left: int, right: int) -> int:
    """Multiplication in GCM's field."""
    product = 0
    for bit in range(127, -1, -1):
        if right >> bit & 1:
            product ^= left
        left = (left >> 1) ^ (_POLYNOMIAL if left & 1 else 0)
    return product


def _inverse(value: int) -> int:
    """value^(2^128 - 2)."""
    result = _ONE
    for _ in range(127):
        value = _times(value, value)
        result = _times(result, value)
    return result
