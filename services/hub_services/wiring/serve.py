"""Serving: each process, with what it alone needs, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from types import FrameType

import httpx2
import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from hub_domain.ports import TRY_AFTER, Away
from hub_infra import logging
from hub_infra.settings import Address, AnnouncerSettings, DeskSettings, HubSettings
from hub_services.desk.desk import Desk
from hub_services.wiring.door import door, written

SECONDS_TO_END = 10
"""How long calls that are under way may take to end."""
_SECONDS_TO_LOOK = 3
"""How long the place to sign in may take to answer, when the desk starts."""

_ELSEWHERE = "Stop what listens there, or name another address and port in {}."

log = structlog.get_logger()


def serve_hub() -> None:
    """Serve the hub's interface, and tick."""
    from hub_services.wiring.hub import wire_hub_from  # noqa: PLC0415

    settings = HubSettings.read()
    logging.configure()
    with (
        door(settings.bind, _ELSEWHERE.format("HUB_BIND")) as at,
        wire_hub_from(settings) as hub,
    ):
        hub.start_ticking()
        asyncio.run(serve(hub.app, at, "hub"))


def serve_announcer() -> None:
    """Announce to Kafka until told to end; a page under way is finished first."""
    from hub_services.wiring.announcer import wire_announcer  # noqa: PLC0415

    settings = AnnouncerSettings.read()
    logging.configure()
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    with wire_announcer(settings) as announcer:
        log.info("announcing", process="announcer")
        announcer.run(stop)
    log.info("ended", process="announcer")


def serve_desk() -> None:
    """Serve the desk's pages."""
    settings = DeskSettings.read()
    logging.configure()
    with door(settings.bind, _ELSEWHERE.format("DESK_BIND")) as at:
        asyncio.run(_serve_desk(settings, at))


async def _serve_desk(settings: DeskSettings, at: socket.socket) -> None:
    from hub_services.wiring.desk import wire_desk_from  # noqa: PLC0415
    from hub_services.wiring.pages import wire_pages_from  # noqa: PLC0415

    async with wire_desk_from(settings) as process:
        pages = wire_pages_from(process, settings)
        app = Starlette(routes=[*health(process.desk), Mount("/", pages)])
        await _look_for_the_sign_in(settings.oidc_issuer)
        await serve(app, at, "desk")


async def _look_for_the_sign_in(issuer: str) -> None:
    """Say in the log, as the desk starts, that nobody will be able to sign in, and why."""
    try:
        async with httpx2.AsyncClient(timeout=_SECONDS_TO_LOOK) as client:
            answer = await client.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            answer.raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
        log.warning("sign-in-away", exc_info=failure)


def health(desk: Desk) -> list[Route]:
    """Whether the desk lives, and whether it is ready: its database answers."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(_: Request) -> Response:
        try:
            await desk.session("")
        except Away as away:
            said = {"status": "not-ready", "reason": away.code}
            return JSONResponse(said, 503, {"Retry-After": str(TRY_AFTER)})
        return JSONResponse({"status": "ready"})

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def serve(app: ASGIApp, at: socket.socket, process: str) -> None:
    """Serve an application until told to end. What calls say is never logged."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _ended)
    listening = written(Address(*at.getsockname()[:2]))
    log.info("serving", process=process, listening=listening)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    await uvicorn.Server(config).serve(sockets=[at])
    log.info("ended", process=process)


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """The server raises its signal again once it has ended; what is open then gets closed."""
