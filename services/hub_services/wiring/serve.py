"""Serving: each process, with what it alone needs, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
import threading
from types import FrameType

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

SECONDS_TO_END = 10
"""How long calls that are under way may take to end."""

log = structlog.get_logger()


def serve_hub() -> None:
    """Serve the hub's interface, and tick."""
    from hub_services.wiring.hub import wire_hub_from  # noqa: PLC0415

    settings = HubSettings.read()
    logging.configure()
    with wire_hub_from(settings) as hub:
        hub.start_ticking()
        asyncio.run(serve(hub.app, settings.bind, "hub"))


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
    asyncio.run(_serve_desk(settings))


async def _serve_desk(settings: DeskSettings) -> None:
    from hub_services.wiring.desk import wire_desk_from  # noqa: PLC0415
    from hub_services.wiring.pages import wire_pages_from  # noqa: PLC0415

    async with wire_desk_from(settings) as process:
        pages = wire_pages_from(process, settings)
        app = Starlette(routes=[*health(process.desk), Mount("/", pages)])
        await serve(app, settings.bind, "desk")


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


async def serve(app: ASGIApp, bind: Address, process: str) -> None:
    """Serve an application until told to end. What calls say is never logged."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _ended)
    log.info("serving", process=process, listening=_listening(bind))
    config = uvicorn.Config(
        app,
        host=bind.host,
        port=bind.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    await uvicorn.Server(config).serve()
    log.info("ended", process=process)


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """The server raises its signal again once it has ended; what is open then gets closed."""


def _listening(bind: Address) -> str:
    host = f"[{bind.host}]" if ":" in bind.host else bind.host
    return f"{host}:{bind.port}"
