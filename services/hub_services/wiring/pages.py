"""The desk's pages, composed on a desk at work."""

from __future__ import annotations

import httpx2
from starlette.applications import Starlette

from hub_infra.settings import DeskSettings
from hub_services.desk.web.app import create_pages
from hub_services.desk.web.visit import Web
from hub_services.wiring.desk import DeskProcess


def wire_pages(
    process: DeskProcess,
    *,
    origin: str,
    issuer: str,
    client_id: str,
    client_secret: str | None = None,
    identity: httpx2.AsyncBaseTransport | None = None,
    demonstration: bool = False,
) -> Starlette:
    """The pages at ``origin``; ``identity`` reaches a provider in the same process."""
    return create_pages(
        Web(
            desk=process.desk,
            hub=process.hub,
            law=process.desk.law,
            clock=process.means.clock,
            origin=origin.rstrip("/"),
            issuer=issuer,
            client_id=client_id,
            client_secret=client_secret,
            cookie_key=process.cookie_key,
            identity=identity,
            demonstration=demonstration,
        )
    )


def wire_pages_from(process: DeskProcess, settings: DeskSettings) -> Starlette:
    """The pages as the settings of the desk say."""
    secret = settings.oidc_client_secret
    return wire_pages(
        process,
        origin=settings.origin,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        demonstration=settings.env == "demo",
    )
