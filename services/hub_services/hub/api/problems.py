"""Problem documents (RFC 9457): every failure by a stable code, with typed facts and words.

``type`` is ``/problems/<code>``. Members beside the standard ones are the refusal's typed facts
and ``duty``, what the rule serves. No member ever holds a name or a text about a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from starlette.responses import Response

from hub_domain.ports import TRY_AFTER
from hub_domain.refusal import duty_of

MEDIA_TYPE = "application/problem+json"

MALFORMED = "malformed"
NOT_AUTHENTICATED = "not-authenticated"
COMMAND_ID_REUSED = "command-id-reused"
VERSION_MOVED = "version-moved"
TOO_LARGE = "too-large"
UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
METHOD_NOT_ALLOWED = "method-not-allowed"
NOT_READY = "not-ready"
OUTCOME_UNKNOWN = "outcome-unknown"
UNEXPECTED = "unexpected"

STATUS: Mapping[str, int] = {
    MALFORMED: 400,
    NOT_AUTHENTICATED: 401,
    "role-required": 403,
    "not-found": 404,
    METHOD_NOT_ALLOWED: 405,
    COMMAND_ID_REUSED: 409,
    "handed-over": 410,
    VERSION_MOVED: 412,
    TOO_LARGE: 413,
    UNSUPPORTED_MEDIA_TYPE: 415,
    UNEXPECTED: 500,
    NOT_READY: 503,
    OUTCOME_UNKNOWN: 503,
}
"""Every other code is a refusal by a rule: 422."""

TURNED_AWAY = frozenset({400, 401, 405, 409, 412, 413, 415})
"""What stores nothing and goes to the security log."""


@dataclass(kw_only=True)  # not frozen: the runtime sets __traceback__
class Problem(Exception):
    """One failure of one call."""

    code: str
    duty: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return STATUS.get(self.code, 422)

    def response(self, title: str, detail: str) -> Response:
        """As it travels, with words that a practitioner can act on."""
        document: dict[str, object] = {
            "type": f"/problems/{self.code}",
            "title": title,
            "status": self.status,
            "detail": detail,
            "code": self.code,
        }
        if duty := self.duty or duty_of(self.code):
            document["duty"] = duty
        if self.facts:
            document["facts"] = dict(self.facts)
        headers = {"Cache-Control": "no-store", **self.headers}
        if self.status == 401:  # noqa: PLR2004 - RFC 9110 15.5.2
            headers["WWW-Authenticate"] = "Hub"
        if self.status == 503:  # noqa: PLR2004 - RFC 9110 15.6.4
            headers["Retry-After"] = str(TRY_AFTER)
        return Response(
            msgspec.json.encode(document), self.status, headers, media_type=MEDIA_TYPE
        )
