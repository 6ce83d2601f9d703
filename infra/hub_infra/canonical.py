"""JSON and base64url in their one form (RFC 8785, RFC 4648 section 5).

What is signed, digested or proved has exactly one encoding: what would be written otherwise
than it was read is refused.
"""

from __future__ import annotations

import binascii
import json
import struct
from itertools import accumulate
from typing import Final, Never

import msgspec
import rfc8785

from hub_domain.ports import Malformed

__all__ = [
    "Malformed",
    "base64url",
    "from_base64url",
    "lp",
    "members",
    "read",
    "read_canonical",
    "write",
]

MAX_DEPTH: Final = 32
MAX_INTEGER: Final = 2**53 - 1
_MAX_DIGITS: Final = len(str(MAX_INTEGER)) + 1  # and a sign


_Path = tuple["_Path", str | int] | None
"""A place in what was parsed: the place around it, and the key or index there."""


class _Fault:
    """Stands in the parsed value where something was wrong, until its place is known."""

    __slots__ = ("fault", "key")

    def __init__(self, fault: str, key: str | None = None) -> None:
        self.fault = fault
        self.key = key


def _object(pairs: list[tuple[str, object]]) -> object:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return _Fault("duplicate-key", key)
        seen.add(key)
    raise AssertionError  # pragma: no cover - fewer keys than pairs means one came twice


def _integer(literal: str) -> object:
    if len(literal) > _MAX_DIGITS or literal == "-0":
        return _Fault("number")
    value = int(literal)
    return value if abs(value) <= MAX_INTEGER else _Fault("number")


def _float(literal: str) -> object:
    try:
        canonical = rfc8785.dumps(float(literal)).decode()
    except rfc8785.CanonicalizationError:
        return _Fault("number")
    return float(literal) if literal == canonical else _Fault("number")


def _constant(_: str) -> object:
    return _Fault("number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
"""Writes text as RFC 8785 does, and ASCII keys in its order; floats it does not."""


def read(data: bytes) -> object:
    """Parse JSON, refusing whatever two readers could understand differently.

    Refused with ``Malformed``: bytes that are not UTF-8, duplicate keys, NaN and Infinity,
    integers beyond 2^53 - 1, numbers not written as RFC 8785 writes them, lone surrogates, and
    more than 32 levels. Whitespace and the order of keys are free.
    """
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise Malformed("encoding") from None
    except RecursionError:
        raise Malformed("depth") from None
    except ValueError:
        raise Malformed("syntax") from None
    _check(value, None, 0)
    return value


def read_canonical(data: bytes) -> object:
    """Parse JSON that must stand in its canonical form, byte for byte."""
    value = read(data)
    if write(value) != data:
        raise Malformed("not-canonical")
    return value


def members(data: bytes) -> dict[str, bytes]:
    """The members of a JSON object, each in its canonical form; none of what is no object.

    Refused is what ``read`` refuses. Bytes that are canonical already, as a desk sends them,
    are only cut apart.
    """
    if _is_canonical(data):
        return {name: bytes(value) for name, value in _MEMBERS.decode(data).items()}
    value = read(data)
    return {name: write(held) for name, held in value.items()} if type(value) is dict else {}


def _is_canonical(data: bytes) -> bool:
    """Whether this is surely an object in canonical form: small numbers, no floats, ASCII.

    What is written back to the same bytes had no key twice and no other spelling. Where nothing
    is escaped, every second part between quotation marks is outside of text.
    """
    if b"\\" in data or not data.isascii():
        return False
    unquoted = b"".join(data.split(b'"')[::2])
    if _LONG_NUMBER in unquoted.translate(_DIGITS_ALIKE):
        return False
    steps = map(_STEP.__getitem__, unquoted.translate(None, _NO_BRACKETS))
    if max(accumulate(steps), default=0) > MAX_DEPTH:
        return False
    try:
        value = _WITHOUT_FLOATS.decode(data)
    except (msgspec.DecodeError, _HasFloat):
        return False
    return type(value) is dict and _ENCODER.encode(value) == data


class _HasFloat(Exception):
    """A number that is written with a point or an exponent."""


def _refuse_float(_: str) -> Never:
    raise _HasFloat


_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_WITHOUT_FLOATS: Final = msgspec.json.Decoder(float_hook=_refuse_float)
_DIGITS_ALIKE: Final = bytes.maketrans(b"0123456789", b"9" * 10)
_LONG_NUMBER: Final = b"9" * len(str(MAX_INTEGER))
_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS: Final = bytes(sorted(set(range(256)) - _STEP.keys()))


def write(value: object) -> bytes:
    """The canonical form (RFC 8785) of a JSON value.

    Where there are no floats and keys are ASCII, msgspec writes the same bytes in a tenth of
    the time; all else goes through rfc8785.
    """
    try:
        if _plain(value):
            return _ENCODER.encode(value)
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks what it is given
    except (UnicodeEncodeError, rfc8785.CanonicalizationError):
        raise Malformed("not-canonical") from None


def lp(*parts: bytes) -> bytes:
    """Each part after its length (32 bits, big-endian), so that no two lists look alike."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def base64url(data: bytes) -> str:
    """Base64url without padding."""
    return _to_base64url(data).decode("ascii")


def _to_base64url(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).rstrip(b"=").translate(_URL_SAFE)


_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")


def from_base64url(text: str | bytes) -> bytes:
    """The bytes of unpadded base64url; a second spelling of the same bytes is refused."""
    encoded = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    padding = b"=" * (-len(encoded) % 4)
    try:
        data = binascii.a2b_base64(encoded.translate(_FROM_URL_SAFE) + padding)
    except binascii.Error:
        raise Malformed("base64url") from None
    if _to_base64url(data) != encoded:
        raise Malformed("base64url")
    return data


def _plain(value: object) -> bool:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -MAX_INTEGER <= value <= MAX_INTEGER  # type: ignore[operator]  # an int
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _plain(inner)
            for key, inner in value.items()  # type: ignore[attr-defined]  # a dict
        )
    if kind is list or kind is tuple:
        return all(map(_plain, value))  # type: ignore[call-overload]  # a sequence
    return False


def _check(value: object, path: _Path, depth: int) -> None:
    """Raise for the first thing that is wrong, at its place."""
    if isinstance(value, dict):
        _check_depth(depth, path)
        for key, inner in value.items():
            if not key.isascii():
                _check_text(key, path)
            if type(inner) is not str:
                _check(inner, (path, key), depth + 1)
            elif not inner.isascii():
                _check_text(inner, (path, key))
    elif isinstance(value, list):
        _check_depth(depth, path)
        for index, inner in enumerate(value):
            _check(inner, (path, index), depth + 1)
    elif isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, _Fault):
        place = path if value.key is None else (path, value.key)
        raise Malformed(value.fault, _pointer(place))


def _check_depth(depth: int, path: _Path) -> None:
    if depth >= MAX_DEPTH:
        raise Malformed("depth", _pointer(path))


def _check_text(text: str, path: _Path) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed("surrogate", _pointer(path)) from None


def _pointer(path: _Path) -> str:
    """A place as RFC 6901 writes it."""
    return "" if path is None else f"{_pointer(path[0])}/{_token(str(path[1]))}"


def _token(key: str) -> str:
    """A key as RFC 6901 writes it; what UTF-8 cannot hold is replaced."""
    written = key.replace("~", "~0").replace("/", "~1")
    return written.encode("utf-8", "replace").decode("utf-8")
