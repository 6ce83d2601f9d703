"""What every answer carries and every changing call must show, whatever the page.

The policy allows nothing from elsewhere and nothing inline but the one script of the template.
A call that changes something comes from this desk's own pages (OWASP: fetch metadata, origin)
and carries the form token of its session.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from itertools import chain
from typing import Final
from uuid import UUID

from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub_services.words.catalogue import LANGUAGES
from hub_services.words.refusals import words_for

MAX_FORM: Final = 1024 * 1024
"""Bytes: whatever one record may hold, however the browser writes it."""

MAX_FIELDS: Final = MAX_FORM // 20
"""As many fields as a form of that size has in which nothing is written yet."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def policy(nonce: str, sign_in_at: str = "") -> str:
    """The content security policy; a form may lead on to the identity provider."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            f"form-action 'self' {sign_in_at}".rstrip(),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _fits(headers: Headers) -> bool:
    """Whether a body says how long it is, and is no longer than a form."""
    if "transfer-encoding" in headers:
        return False
    length = headers.get("content-length", "0")
    return len(length) <= len(str(MAX_FORM)) and int(length) <= MAX_FORM


TOO_LARGE: Final = PlainTextResponse(
    "\n".join(chain(*(words_for("too-large", {}, lang) for lang in LANGUAGES))), 413
)


NOWHERE: Final = "/nowhere"
"""Where there is no page."""


class FormNotRead(Exception):
    """A form of more fields than any page has, or in no form that a browser sends."""


async def fields_of(request: Request) -> FormData:
    """The fields that a form sent. ``FormNotRead``, and then nothing of it is kept."""
    try:
        return await request.form(max_fields=MAX_FIELDS, max_part_size=MAX_FORM)
    except HTTPException as unread:
        raise FormNotRead from unread


class Guard:
    """Headers on every answer; a nonce for every request in ``request.state.nonce``.

    What is larger than a form goes no further, since nobody need sign in to send it.
    """

    def __init__(self, app: ASGIApp, *, secure: bool, sign_in_at: str = "") -> None:
        self._app = app
        self._secure = secure
        self._sign_in_at = sign_in_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy(nonce, self._sign_in_at)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store")
                if self._secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        app = self._app if _fits(Headers(scope=scope)) else TOO_LARGE
        await app(_addressed(scope), receive, guarded)


def _addressed(scope: Scope) -> Scope:
    """What no address holds, and no key of a database, leads to no page."""
    return {**scope, "path": NOWHERE} if "\0" in scope["path"] else scope


def comes_from_here(headers: Headers, origin: str) -> bool:
    """Whether the browser says that one of this desk's own pages sent the call."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == origin


def form_token(key: bytes, session_id: str, practitioner: UUID) -> str:
    """The token that every form of a session carries: of which session, and whose."""
    return f"{_mark(key, 'form', session_id)}.{_mark(key, 'person', str(practitioner))}"


def token_holds(key: bytes, session_id: str, token: str) -> bool:
    """Whether a form carries the token of its session."""
    return _same(_mark(key, "form", session_id), token.partition(".")[0])


def shown_to(key: bytes, practitioner: UUID, token: str) -> bool:
    """Whether a form was shown to this person, in whatever session."""
    return _same(_mark(key, "person", str(practitioner)), token.partition(".")[2])


def handed_on(key: bytes, session_id: str, text: str) -> str:
    """A text that a page hands on to itself, marked as this desk's own."""
    return f"{_mark(key, f'page|{session_id}', text)}.{text}"


def own_text(key: bytes, session_id: str, handed: str) -> str:
    """What a page of this desk handed on in this session; empty where it is not that."""
    mark, _dot, text = handed.partition(".")
    return text if _same(_mark(key, f"page|{session_id}", text), mark) else ""


def _mark(key: bytes, what: str, of: str) -> str:
    return hmac.new(key, f"{what}|{of}".encode(), hashlib.sha256).hexdigest()


def _same(mark: str, claimed: str) -> bool:
    return hmac.compare_digest(mark.encode(), claimed.encode())


def session_cookie(*, secure: bool) -> str:
    """The cookie's name: with the ``__Host-`` promise wherever the browser would keep it."""
    return "__Host-hub-session" if secure else "hub-session"


def is_safe(request: Request) -> bool:
    """Whether the call changes nothing (RFC 9110 9.2.1)."""
    return request.method in SAFE_METHODS
