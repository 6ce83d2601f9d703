"""An OpenID provider for demonstrations and tests: code flow with PKCE, and no passwords.

Whoever comes chooses who they are from a list of invented people. It refuses to run in
production. Everything else is as a real provider does it: discovery, keys, a code that is used
once within a minute, a verifier that must fit its challenge, and a signed ID token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from hub_services.desk.web.rendering import render
from hub_services.desk.web.security import Guard
from hub_services.desk.web.visit import language_of

CODE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 300
_ALGORITHM: Final = "ES256"


class IdentityRefused(Exception):
    """The demonstration's identity provider never runs in production."""


@dataclass(frozen=True, kw_only=True)
class WornHat:
    """One of a persona's hats: an agency, a registered practitioner of it, and a role."""

    agency: UUID
    practitioner: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class Persona:
    """An invented person: ``about`` says in a sentence what they are at."""

    name: str
    post: str
    agency_name: str
    about: str
    hats: tuple[WornHat, ...]


@dataclass(frozen=True, kw_only=True)
class _Code:
    persona: Persona
    nonce: str
    challenge: str
    redirect_uri: str
    until: float


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the desk asked for; every member is checked before anything is shown."""

    state: str
    nonce: str
    challenge: str
    redirect_uri: str


class Provider:
    """One issuer, one client, and the people to choose from."""

    def __init__(
        self,
        *,
        environment: Literal["demo", "test", "production"],
        issuer: str,
        client_id: str,
        redirect_uris: Sequence[str],
        personas: Sequence[Persona],
    ) -> None:
        if environment == "production":
            raise IdentityRefused
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._redirect_uris = frozenset(redirect_uris)
        self._personas = tuple(personas)
        self._key = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
        self._codes: dict[str, _Code] = {}

    def app(self) -> Starlette:
        """The provider as an ASGI application, to be mounted at the issuer's path."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/keys", self._keys),
                Route("/authorize", self._choose, methods=["GET", "POST"]),
                Route("/token", self._token, methods=["POST"]),
            ],
            middleware=[
                Middleware(
                    Guard, secure=False, sign_in_at=" ".join(sorted(self._redirect_uris))
                )
            ],
        )

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self._issuer,
                "authorization_endpoint": f"{self._issuer}/authorize",
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [_ALGORITHM],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
                "scopes_supported": ["openid", "profile"],
            }
        )

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _choose(self, request: Request) -> Response:
        asked = self._asked(request.query_params)
        if asked is None:
            return JSONResponse({"error": "invalid_request"}, 400)
        if request.method == "GET":
            return self._page(request)
        chosen = (await request.form()).get("persona", "")
        if not isinstance(chosen, str) or chosen not in map(str, range(len(self._personas))):
            return self._page(request, 422)
        code = secrets.token_urlsafe(32)
        self._codes = {
            known: kept for known, kept in self._codes.items() if kept.until > time.time()
        }
        self._codes[code] = _Code(
            persona=self._personas[int(chosen)],
            nonce=asked.nonce,
            challenge=asked.challenge,
            redirect_uri=asked.redirect_uri,
            until=time.time() + CODE_SECONDS,
        )
        back = urlencode({"code": code, "state": asked.state})
        return RedirectResponse(f"{asked.redirect_uri}?{back}", 303)

    def _asked(self, query: Mapping[str, str]) -> _Asked | None:
        asked = _Asked(
            state=query.get("state", ""),
            nonce=query.get("nonce", ""),
            challenge=query.get("code_challenge", ""),
            redirect_uri=query.get("redirect_uri", ""),
        )
        fits = (
            query.get("client_id") == self._client_id
            and query.get("response_type") == "code"
            and query.get("code_challenge_method") == "S256"
            and "openid" in query.get("scope", "").split()
            and asked.redirect_uri in self._redirect_uris
        )
        return asked if fits and asked.state and asked.nonce and asked.challenge else None

    def _page(self, request: Request, status: int = 200) -> Response:
        agencies: dict[str, list[tuple[int, Persona]]] = {}
        for number, persona in enumerate(self._personas):
            agencies.setdefault(persona.agency_name, []).append((number, persona))
        page = render(
            "choose-who-you-are.html",
            language_of(request),
            agencies=agencies,
            csp_nonce=request.state.nonce,
        )
        return HTMLResponse(page, status)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        code = self._codes.pop(str(form.get("code", "")), None)
        verifier = str(form.get("code_verifier", ""))
        fits = (
            code is not None
            and code.until > time.time()
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == code.redirect_uri
            and hmac.compare_digest(_challenge_of(verifier), code.challenge)
        )
        if code is None or not fits:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(32),
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "id_token": self._id_token(code),
            },
            headers={"Cache-Control": "no-store"},
        )

    def _id_token(self, code: _Code) -> str:
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "sub": str(code.persona.hats[0].practitioner),
            "aud": self._client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": code.nonce,
            "amr": ["demo"],
            "name": code.persona.name,
            "hats": [
                {
                    "agency": str(hat.agency),
                    "practitioner": str(hat.practitioner),
                    "role": hat.role,
                }
                for hat in code.persona.hats
            ],
        }
        header = {"alg": _ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[_ALGORITHM])


def _challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
