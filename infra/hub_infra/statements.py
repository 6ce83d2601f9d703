"""Signed statements: the credential of every call (design section 3).

A statement is a compact JWS (RFC 7515) with the agency's Ed25519 key (RFC 9864), and has
exactly one form: the header has these three members and no other, the payload is canonical
JSON (RFC 8785), base64url is unpadded and not malleated. ``verify`` reads that form directly;
a test holds it equal to joserfc.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Never
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from joserfc import jws
from joserfc.jwk import OKPKey

from hub_domain.ports import Malformed, NotAuthentic
from hub_domain.statement import Statement
from hub_infra.canonical import from_base64url, write

__all__ = ["NotAuthentic", "Statement", "key_id", "peek", "sign", "verify"]

ALGORITHM: Final = "Ed25519"
TYPE: Final = "hub-statement"
MAX_LENGTH: Final = 8192

_HEADER: Final = re.compile(
    rb'\{"alg":"Ed25519","kid":"([0-9a-f]{32})","typ":"hub-statement"\}'
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_WORD: Final = re.compile(r"[!-~]{1,200}")
_TARGET: Final = re.compile(r"[A-Z]{1,10} /[!-~]{0,500}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def key_id(public_key: bytes) -> str:
    """The id of a signing key: SHA-256 of its raw public bytes, the first 32 hex digits."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def sign(statement: Statement, key: Ed25519PrivateKey, kid: str) -> bytes:
    """Sign a statement with the agency's key; ValueError when it has no lawful form."""
    if not _well_formed(statement):
        raise ValueError("not a statement")
    header = {"alg": ALGORITHM, "kid": kid, "typ": TYPE}
    compact = jws.serialize_compact(
        header, _payload(statement), OKPKey(key, key), algorithms=[ALGORITHM]
    )
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
        said = json.loads(payload.decode("utf-8"))
        about, version, amr = said["about"], said["version"], said["amr"]
        statement = Statement(
            v=said["v"],
            aud=said["aud"],
            agency=UUID(said["agency"]),
            practitioner=UUID(said["practitioner"]),
            role=said["role"],
            amr=tuple(amr),
            do=said["do"],
            about=None if about is None else UUID(about),
            version=version,
            id=UUID(said["id"]),
            at=datetime.fromisoformat(said["at"]),
            target=said["target"],
            facts=said["facts"],
        )
        if _well_formed(statement) and _payload(statement) == payload:
            return statement
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Malformed):
        pass
    _refuse()


def _payload(statement: Statement) -> bytes:
    about = statement.about
    at = statement.at.isoformat(timespec="microseconds")
    return write(
        {
            "v": statement.v,
            "aud": statement.aud,
            "agency": str(statement.agency),
            "practitioner": str(statement.practitioner),
            "role": statement.role,
            "amr": list(statement.amr),
            "do": statement.do,
            "about": None if about is None else str(about),
            "version": statement.version,
            "id": str(statement.id),
            "at": at.removesuffix("+00:00") + "Z",
            "target": statement.target,
            "facts": statement.facts,
        }
    )


def _well_formed(statement: Statement) -> bool:
    version, facts = statement.version, statement.facts
    return (
        type(statement.v) is int
        and statement.v == 1
        and statement.at.utcoffset() == timedelta(0)
        and (version is None or (type(version) is int and version >= 0))
        and _matches(_WORD, statement.aud)
        and _matches(_CODE, statement.role)
        and _matches(_CODE, statement.do)
        and _matches(_TARGET, statement.target)
        and all(_matches(_CODE, method) for method in statement.amr)
        and (facts is None or _matches(_DIGEST, facts))
    )


def _matches(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None
