"""The leaf of an event in the transparency log (RFC 6962), computed when it is recorded.

``leaf_hash`` = SHA-256(0x00 ‖ JCS{v, stream_tag, version, topic, recorded_at, state_sha256,
statement_sha256}) with ``stream_tag`` = HMAC-SHA256(log salt, stream). A leaf holds no name and
no id of a person. The canonical JSON (RFC 8785) is written directly, its members being known;
``recorded_at`` sorts first, so all the rest is ready before the time is known.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

LEAF_VERSION = 1


class Leaves:
    """Leaves of one log, whose salt (32 bytes) hides which stream a leaf belongs to."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def stream_tag(self, stream: UUID) -> str:
        return hmac.digest(self._salt, stream.bytes, "sha256").hex()

    def prepare(
        self, stream: UUID, version: int, topic: str, state: bytes, statement: bytes | None
    ) -> bytes:
        """All of a leaf that comes after its time. ``statement`` is the statement's SHA-256."""
        statement_hex = f'"{statement.hex()}"' if statement is not None else "null"
        return (
            f'","state_sha256":"{sha256(state).hexdigest()}"'
            f',"statement_sha256":{statement_hex}'
            f',"stream_tag":"{self.stream_tag(stream)}"'
            f',"topic":{_json_text(topic)},"v":{LEAF_VERSION},"version":{version}}}'
        ).encode()


def leaf(prepared: bytes, recorded_at: datetime) -> bytes:
    """The canonical JSON of a leaf."""
    return b'{"recorded_at":"%b%b' % (rfc3339(recorded_at).encode("ascii"), prepared)


def leaf_hash(prepared: bytes, recorded_at: datetime) -> bytes:
    """The hash of a leaf, with the prefix of RFC 6962 section 2.1."""
    return sha256(b"\x00" + leaf(prepared, recorded_at)).digest()


def rfc3339(moment: datetime) -> str:
    """An instant in UTC with its six digits of microseconds."""
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{naive.isoformat(timespec='microseconds')}Z"


@lru_cache(maxsize=1024)
def _json_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
