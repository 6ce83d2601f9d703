"""Signing in: OpenID Connect, code flow with PKCE, at the agency's own identity provider.

The provider says who someone is and which hats they have (claim ``hats``: agency, practitioner,
role). The desk takes only agencies that it hosts, and the hub checks the registered role on
every call. What must survive the way there and back is in one encrypted cookie of ten minutes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hub_services.desk.hub_client import HubRefused
from hub_services.desk.means import Hat
from hub_services.desk.web.forms import Form
from hub_services.desk.web.security import comes_from_here, fields_of, session_cookie
from hub_services.desk.web.visit import SEE_OTHER, Web, own_path, plain_page

ON_THE_WAY: Final = "hub-sign-in"
MINUTES: Final = 10
COOKIE_KEPT: Final = 24 * 3600
"""Seconds: longer than any session, so that who wrote on when it was over is known by it."""

_ALGORITHMS: Final = ["dir", "A256GCM"]
_SIGNED_BY: Final = frozenset(
    (
        *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
        *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
    )
)
"""By which algorithms a token may be signed, whatever else the provider says that it can do."""
_OFFERED: Final = "id_token_signing_alg_values_supported"


class SignIn:
    """The three steps: away, back, and (with several hats) choose."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._key = OctKey.import_key(web.cookie_key)
        client: dict[str, Any] = {"scope": "openid profile", "code_challenge_method": "S256"}
        if web.identity is not None:
            client["transport"] = web.identity
        issuer = web.issuer.rstrip("/")
        provider = OAuth().register(
            "provider",
            client_id=web.client_id,
            client_secret=web.client_secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs=client,
        )
        self._provider: StarletteOAuth2App = provider

    async def away(self, request: Request) -> Response:
        """Off to the identity provider, remembering where they wanted to go."""
        kept: dict[str, Any] = {"next": own_path(request.query_params.get("next", ""))}
        request.scope["session"] = kept
        answer: Response = await self._provider.authorize_redirect(
            request, f"{self._web.origin}/sign-in/back"
        )
        self._keep(answer, kept)
        return answer

    async def back(self, request: Request) -> Response:
        """Back with a code: into the one hat, or on to choosing."""
        kept = self._kept(request)
        request.scope["session"] = kept
        metadata = await self._provider.load_server_metadata()
        metadata[_OFFERED] = [each for each in metadata.get(_OFFERED, ()) if each in _SIGNED_BY]
        try:
            token = await self._provider.authorize_access_token(request)
        except (OAuthError, JoseError):
            return plain_page(self._web, request, "sign-in-failed.html", 401)
        claims: Mapping[str, Any] = token.get("userinfo") or {}
        if self._web.client_id not in _texts(claims.get("aud")):
            return plain_page(self._web, request, "sign-in-failed.html", 401)
        hats = await self._hats(claims)
        if not hats:
            return plain_page(self._web, request, "no-hat.html", 403)
        then = own_path(str(kept.get("next", "")))
        if len(hats) == 1:
            return await self._in(hats[0], then)
        answer = plain_page(self._web, request, "hats.html", hats=hats)
        offer = await self._web.desk.offer_hats(_hat(hats[0]))
        self._keep(answer, {"hats": hats, "next": then, "offer": str(offer)})
        return answer

    async def choose(self, request: Request) -> Response:
        """Into the hat that was chosen among those that the provider vouched for."""
        if not comes_from_here(request.headers, self._web.origin):
            return plain_page(self._web, request, "not-from-here.html", 403)
        kept = self._kept(request)
        hats = kept.get("hats", [])
        form = Form.sent(await fields_of(request))
        number = form.chosen("hat", [str(each) for each in range(len(hats))])
        if not hats:
            return RedirectResponse("/sign-in", SEE_OTHER)
        if form.errors:
            return plain_page(self._web, request, "hats.html", 422, hats=hats, form=form)
        if not await self._web.desk.hats_taken(_hat(hats[0]), str(kept.get("offer", ""))):
            return RedirectResponse("/sign-in", SEE_OTHER)  # chosen before, with this very page
        return await self._in(hats[int(number)], own_path(str(kept.get("next", ""))))

    async def out(self, request: Request) -> Response:
        """Out: the session ends on the server, not only in the browser."""
        name = session_cookie(secure=self._web.secure)
        session_id = request.cookies.get(name, "")
        if not comes_from_here(request.headers, self._web.origin):
            return plain_page(self._web, request, "not-from-here.html", 403)
        if session_id:
            await self._web.desk.sign_out(session_id)
        answer = plain_page(self._web, request, "signed-out.html")
        answer.delete_cookie(name, path="/", secure=self._web.secure, httponly=True)
        return answer

    async def _hats(self, claims: Mapping[str, Any]) -> list[dict[str, str]]:
        """The hats that this desk hosts and the hub knows, with what to call them."""
        found = []
        offered = claims.get("hats")
        for each in offered if isinstance(offered, list) else []:
            try:
                hat = Hat(
                    agency=UUID(each["agency"]),
                    practitioner=UUID(each["practitioner"]),
                    role=str(each["role"]),
                    amr=_texts(claims.get("amr")),
                )
            except (KeyError, TypeError, ValueError):
                continue
            if hat.agency not in self._web.desk.hosted():
                continue
            try:
                me = await self._web.desk.me(hat)
            except HubRefused:
                continue
            found.append(
                {
                    "agency": str(hat.agency),
                    "practitioner": str(hat.practitioner),
                    "role": hat.role,
                    "amr": " ".join(hat.amr),
                    "name": me.name,
                    "post": me.post,
                    "agency_name": me.agency_name,
                    "nation": me.nation,
                }
            )
        return found

    async def _in(self, chosen: Mapping[str, str], then: str) -> Response:
        hat = _hat(chosen)
        session_id = await self._web.desk.sign_in(
            hat, {name: chosen[name] for name in ("name", "post", "agency_name", "nation")}
        )
        answer = RedirectResponse(then, SEE_OTHER)
        answer.set_cookie(
            session_cookie(secure=self._web.secure),
            session_id,
            max_age=COOKIE_KEPT,
            path="/",
            secure=self._web.secure,
            httponly=True,
            samesite="lax",
        )
        answer.delete_cookie(ON_THE_WAY, path="/sign-in")
        return answer

    def _keep(self, answer: Response, kept: Mapping[str, Any]) -> None:
        content = json.dumps({**kept, "until": time.time() + MINUTES * 60}).encode()
        sealed = jwe.encrypt_compact(
            {"alg": "dir", "enc": "A256GCM"}, content, self._key, algorithms=_ALGORITHMS
        )
        answer.set_cookie(
            ON_THE_WAY,
            sealed,
            max_age=MINUTES * 60,
            path="/sign-in",
            secure=self._web.secure,
            httponly=True,
            samesite="lax",
        )

    def _kept(self, request: Request) -> dict[str, Any]:
        """What was kept on the way, or nothing when it is too old or not ours."""
        try:
            opened = jwe.decrypt_compact(
                request.cookies.get(ON_THE_WAY, ""), self._key, algorithms=_ALGORITHMS
            )
            kept = json.loads(opened.plaintext or b"{}")
        except (JoseError, ValueError):
            return {}
        in_time = isinstance(kept, dict) and kept.get("until", 0) > time.time()
        return kept if in_time else {}


def _hat(kept: Mapping[str, str]) -> Hat:
    """A hat as it was kept on the way."""
    return Hat(
        agency=UUID(kept["agency"]),
        practitioner=UUID(kept["practitioner"]),
        role=kept["role"],
        amr=tuple(kept["amr"].split()),
    )


def _texts(claim: object) -> tuple[str, ...]:
    """A claim that is a text, or a list of texts (RFC 7519, section 4.1.3)."""
    if isinstance(claim, str):
        return (claim,)
    return tuple(map(str, claim)) if isinstance(claim, list) else ()
