"""Signed statements: the credential of every call.

A statement is a compact JWS (RFC 7515) with the agency's Ed25519 key (RFC 9864), and has
exactly one form: the header has these three members and no other, the payload is canonical
JSON (RFC 8785), base64url is unpadded and not malleated. ``verify`` reads that form directly;
a test holds it equal to joserfc.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Final, Literal, Never
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from joserfc import jws
from joserfc.jwk import OKPKey
from msgspec import Meta, Struct
from msgspec.json import Decoder, Encoder

from hub_domain.ports import Malformed, NotAuthentic
from hub_domain.statement import Statement
from hub_infra.canonical import MAX_INTEGER, from_base64url

__all__ = ["NotAuthentic", "Statement", "key_id", "peek", "sign", "verify"]

ALGORITHM: Final = "Ed25519"
TYPE: Final = "hub-statement"
MAX_LENGTH: Final = 8192

_HEADER: Final = re.compile(
    rb'\{"alg":"Ed25519","kid":"([0-9a-f]{32})","typ":"hub-statement"\}'
)

_Code = Annotated[str, Meta(pattern=r"\A[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")]
_Word = Annotated[str, Meta(pattern=r"\A[!-~]{1,200}\Z")]
_Target = Annotated[str, Meta(pattern=r"\A[A-Z]{1,10} /[!-~]{0,500}\Z")]
_Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Moment = Annotated[str, Meta(pattern=r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z")]


class _Payload(Struct, forbid_unknown_fields=True):
    """A statement's one form: every member is there, and no other."""

    v: Literal[1]
    aud: _Word
    agency: UUID
    practitioner: UUID
    role: _Code
    amr: tuple[_Code, ...]
    do: _Code
    about: UUID | None
    version: Annotated[int, Meta(ge=0, le=MAX_INTEGER)] | None
    id: UUID
    at: _Moment
    target: _Target
    facts: _Digest | None


_PAYLOAD: Final = Decoder(_Payload)
_CANONICAL: Final = Encoder(order="sorted").encode


def key_id(public_key: bytes) -> str:
    """The id of a signing key: SHA-256 of its raw public bytes, the first 32 hex digits."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def sign(statement: Statement, key: Ed25519PrivateKey, kid: str) -> bytes:
    """Sign a statement with the agency's key; ValueError when it has no lawful form."""
    payload = _payload(statement)
    try:
        lawful = _statement(payload) == statement
    except NotAuthentic:
        lawful = False
    if not lawful:
        raise ValueError("not a statement")
    header = {"alg": ALGORITHM, "kid": kid, "typ": TYPE}
    compact = jws.serialize_compact(header, payload, OKPKey(key, key), algorithms=[ALGORITHM])
    return compact.encode("ascii")


def peek(compact: bytes) -> tuple[str, Statement]:
    """The key id and the statement as written; nothing is known yet of who signed it."""
    kid, statement, _, _ = _parse(compact)
    return kid, statement


def verify(compact: bytes, public_key: bytes) -> Statement:
    """The statement, if the holder of this raw Ed25519 key signed these very bytes."""
    kid, statement, signed, signature = _parse(compact)
    if kid != key_id(public_key):
        _refuse()
    try:
        _verifying(public_key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        _refuse()
    return statement


_verifying: Final = lru_cache(maxsize=4096)(Ed25519PublicKey.from_public_bytes)


def _refuse() -> Never:
    raise NotAuthentic from None


@lru_cache(maxsize=256)  # who peeks, verifies next
def _parse(compact: bytes) -> tuple[str, Statement, bytes, bytes]:
    if len(compact) > MAX_LENGTH:
        _refuse()
    signed, _, last = compact.rpartition(b".")
    first, _, middle = signed.partition(b".")  # a further point is no base64url
    try:
        header, payload = from_base64url(first), from_base64url(middle)
        signature = from_base64url(last)
    except Malformed:
        _refuse()
    match = _HEADER.fullmatch(header)
    if match is None:
        _refuse()
    return match[1].decode("ascii"), _statement(payload), signed, signature


def _statement(payload: bytes) -> Statement:
    """Read a payload. That it writes back to the same bytes leaves it no second form."""
    try:
        said = _PAYLOAD.decode(payload)
        if _CANONICAL(said) == payload:
            return Statement(
                v=said.v,
                aud=said.aud,
                agency=said.agency,
                practitioner=said.practitioner,
                role=said.role,
                amr=said.amr,
                do=said.do,
                about=said.about,
                version=said.version,
                id=said.id,
                at=datetime.fromisoformat(said.at),
                target=said.target,
                facts=said.facts,
            )
    except ValueError:  # of msgspec too
        pass
    _refuse()


def _payload(statement: Statement) -> bytes:
    at = statement.at.isoformat(timespec="microseconds")
    members = {name: getattr(statement, name) for name in Statement.__slots__}
    return _CANONICAL(members | {"at": at.removesuffix("+00:00") + "Z"})
