"""Values in PostgreSQL's binary formats, each after its length, as arrays carry them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

UUID_OID = 2950
TEXT_OID = 25
BYTEA_OID = 17
INT_OID = 23
BIGINT_OID = 20
BOOLEAN_OID = 16
TIMESTAMPTZ_OID = 1184
DATE_OID = 1082
JSON_OID = 114

_LENGTH = struct.Struct(">i").pack
_INT = struct.Struct(">ii").pack
_BIGINT = struct.Struct(">iq").pack
_UUID_LENGTH = _LENGTH(16)
_YES, _NO = _LENGTH(1) + b"\1", _LENGTH(1) + b"\0"
_HEADER = struct.Struct(">iiIii").pack
_EMPTY = struct.Struct(">iiI").pack
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST_DAY = _EPOCH.date().toordinal()

NULL = _LENGTH(-1)


def uuid(value: UUID) -> bytes:
    return _UUID_LENGTH + value.int.to_bytes(16)


def text(value: str) -> bytes:
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


def bytea(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def integer(value: int) -> bytes:
    """An ``integer``. Raises ``ValueError`` beyond 32 bits."""
    try:
        return _INT(4, value)
    except struct.error:
        raise ValueError("beyond 32 bits") from None


def bigint(value: int) -> bytes:
    """A ``bigint``. Raises ``ValueError`` beyond 64 bits."""
    try:
        return _BIGINT(8, value)
    except struct.error:
        raise ValueError("beyond 64 bits") from None


def boolean(value: bool) -> bytes:  # noqa: FBT001 - one value among others
    return _YES if value else _NO


def timestamptz(moment: datetime) -> bytes:
    """Microseconds since 2000. Raises ``ValueError`` for a time without its offset."""
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    return _BIGINT(8, (moment - _EPOCH) // _MICROSECOND)


def day(value: date) -> bytes:
    """A ``date``: days since 2000."""
    return _INT(4, value.toordinal() - _FIRST_DAY)


def json(value: object) -> bytes:
    """Keys stand in their order, so that equal values are equal bytes."""
    return bytea(_ENCODER.encode(value))


_ENCODER = msgspec.json.Encoder(order="deterministic")


def uuid_list(values: Iterable[UUID]) -> bytes:
    """The text of a ``uuid[]``: no array can hold arrays of several lengths."""
    return text(f"{{{','.join(map(str, values))}}}")


def text_list(values: Iterable[str]) -> bytes:
    """The text of a ``text[]``."""
    quoted = ('"' + value.replace("\\", r"\\").replace('"', r"\"") + '"' for value in values)
    return text(f"{{{','.join(quoted)}}}")


def or_null(value: bytes | None) -> bytes:
    """Bytes, or nothing."""
    return NULL if value is None else bytea(value)


def array(oid: int, items: Sequence[bytes]) -> bytes:
    """A one-dimensional array of values that carry their lengths (``array_recv``)."""
    if not items:
        return _EMPTY(0, 0, oid)
    return _HEADER(1, 1, oid, len(items), 1) + b"".join(items)
