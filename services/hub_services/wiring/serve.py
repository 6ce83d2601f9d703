"""Serving: each process, with what it alone needs, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
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
from hub_infra.settings import Address, AnnouncerSettings, DeskSettings, HubSettings, Settings
from hub_services.announcing.announcer import Announcer
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
    with (
        door(settings.bind, _ELSEWHERE.format("ANNOUNCER_BIND")) as at,
        wire_announcer(settings) as announcer,
        _beside(Starlette(routes=health(lambda: _announcing(announcer))), at),
    ):
        log.info("announcing", process="announcer", listening=_listening(at))
        announcer.run(stop)
    log.info("ended", process="announcer")


async def _announcing(announcer: Announcer) -> None:
    """Raise what the announcer waits for."""
    if announcer.waits_for is not None:
        raise announcer.waits_for


@contextmanager
def _beside(app: ASGIApp, at: socket.socket) -> Iterator[None]:
    """Serve an application in a thread of its own until the end of the block."""
    server = uvicorn.Server(_config(app))
    serving = threading.Thread(target=server.run, args=([at],), name="health", daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.should_exit = True
        serving.join()


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
        routes = health(lambda: process.desk.session(""))
        app = Starlette(routes=[*routes, Mount("/", pages)])
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


def health(ready_when: Callable[[], Awaitable[object]]) -> list[Route]:
    """Whether a process lives, and whether it is ready: what it stands on answers."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(_: Request) -> Response:
        try:
            await ready_when()
        except Away as away:
            said = {"status": "not-ready", "reason": away.code}
            return JSONResponse(said, 503, {"Retry-After": str(TRY_AFTER)})
        return JSONResponse({"status": "ready"})

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def serve(app: ASGIApp, at: socket.socket, process: str) -> None:
    """Serve an application until told to end. What calls say is never logged."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _ended)
    log.info("serving", process=process, env=Settings.read().env, listening=_listening(at))
    await uvicorn.Server(_config(app)).serve(sockets=[at])
    log.info("ended", process=process)


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )


def _listening(at: socket.socket) -> str:
    return written(Address(*at.getsockname()[:2]))


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """The server raises its signal again once it has ended; what is open then gets closed."""
