"""The state of an event as bytes: msgpack of plain values, one encoding for one fact.

Plain values are text, whole numbers of 64 bits, true and false, nothing, bytes, ids, instants,
dates, and sequences and maps of these. Sequences come back as lists. Instants are UTC in
microseconds (the msgpack timestamp); ids and dates are extension types 1 (16 bytes) and 2
(ISO 8601, ten characters).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from hub_infra.store.errors import CorruptState, NotPlain

_ID = 1
_DATE = 2
_ATOMS = frozenset({str, int, bool, bytes, type(None)})
_STORED_ATOMS = _ATOMS | {datetime}

_encoder = msgspec.msgpack.Encoder(order="deterministic")
_decoder = msgspec.msgpack.Decoder(dict[str, Any])


def encode(state: Mapping[str, object]) -> bytes:
    """Encode a map of plain values. Raises ``NotPlain`` for anything else."""
    try:
        return _encoder.encode(_plain_map(state))
    except (OverflowError, UnicodeEncodeError) as error:
        raise NotPlain(type(error).__name__) from None


def decode(stored: bytes) -> dict[str, Any]:
    """Decode what ``encode`` made. Raises ``CorruptState`` for all other bytes."""
    try:
        plain = _decoder.decode(stored)
        if _encoder.encode(plain) != stored:
            raise CorruptState("the state is not in its one encoding")
        _restore_map(plain)
    except (
        *(msgspec.DecodeError, ValueError, TypeError),
        *(OverflowError, RecursionError),
    ) as error:
        raise CorruptState(f"the state does not decode ({type(error).__name__})") from None
    return plain


def _plain_map(state: Mapping[Any, object]) -> dict[str, object]:
    for name in state:
        if type(name) is not str:
            raise NotPlain(f"a map with a key of {type(name).__name__}")
    return {
        name: value if type(value) in _ATOMS else _plain(value) for name, value in state.items()
    }


def _plain(value: object) -> object:
    try:
        return _PLAIN[type(value)](value)
    except KeyError:
        raise NotPlain(type(value).__name__) from None


def _plain_instant(value: Any) -> datetime:
    if value.tzinfo is None:
        raise NotPlain("a time without its offset")
    return value.astimezone(UTC)  # type: ignore[no-any-return]  # a datetime


def _plain_list(value: Any) -> list[object]:
    return [item if type(item) in _ATOMS else _plain(item) for item in value]


_PLAIN: Mapping[type, Callable[[Any], object]] = {
    UUID: lambda value: msgspec.msgpack.Ext(_ID, value.bytes),
    datetime: _plain_instant,
    date: lambda value: msgspec.msgpack.Ext(_DATE, str(value).encode("ascii")),
    list: _plain_list,
    tuple: _plain_list,
    dict: _plain_map,
}


def _restore_map(plain: dict[Any, Any]) -> None:
    """Put in place of what msgpack has what the hub had, all the way down."""
    for name, value in plain.items():
        if type(name) is not str:
            raise ValueError(type(name).__name__)
        if (kind := type(value)) not in _STORED_ATOMS:
            plain[name] = _restored(kind, value)


def _restored(kind: type, value: Any) -> Any:
    if kind is msgspec.msgpack.Ext:
        return _extension(value.code, value.data)
    if kind is dict:
        _restore_map(value)
    elif kind is list:
        for index, item in enumerate(value):
            if (item_kind := type(item)) not in _STORED_ATOMS:
                value[index] = _restored(item_kind, item)
    else:
        raise ValueError(kind.__name__)
    return value


@lru_cache(maxsize=65_536)
def _extension(code: int, data: bytes) -> UUID | date:
    if code == _ID:
        return UUID(bytes=data)
    text = data.decode("ascii")
    day = date.fromisoformat(text)
    if code != _DATE or str(day) != text:
        raise ValueError(code)
    return day
