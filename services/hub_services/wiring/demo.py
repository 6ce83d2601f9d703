"""The demonstration: hub, desk, pages and identity provider in one process, with weeks of work.

It refuses where HUB_ENV says production, listens on this machine alone, and keeps everything
in one folder. The desk reaches the hub through its interface, as any desk does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from logging import WARNING
from pathlib import Path
from typing import Final, Protocol

import httpx2
import uvicorn
from psycopg.conninfo import make_conninfo
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from hub_domain.ports import Clock
from hub_infra import logging
from hub_infra.clock import FileClock, SystemClock
from hub_infra.custody import FileAgencyKeystore
from hub_infra.embedded import embedded_postgres, ensure_database
from hub_infra.identifiers import RandomIds
from hub_infra.settings import Address, DeskSettings, HubSettings, demo_environment
from hub_infra.store.errors import SchemaChanged
from hub_services.demonstration.first_look import NotAsItShouldBe, look
from hub_services.demonstration.personas import PERSONAS, Chosen, introduced
from hub_services.demonstration.registering import SIGNED_IN, Cast, Office
from hub_services.demonstration.seeding import House, begins, seed
from hub_services.demonstration.stage import NotAsTold
from hub_services.desk.hub_client import HubClient, HubRefused
from hub_services.desk.means import Hat
from hub_services.identity.provider import Persona, Provider, WornHat
from hub_services.wiring.card import Card
from hub_services.wiring.demo_folder import Folder, demonstration_folder
from hub_services.wiring.desk import DeskProcess, HostedKeys, wire_desk
from hub_services.wiring.door import door
from hub_services.wiring.environment import keep_environment
from hub_services.wiring.hub import HubProcess, wire_hub
from hub_services.wiring.law import behind
from hub_services.wiring.pages import wire_pages
from hub_services.wiring.store import OPERATOR, migrate
from hub_services.wiring.troubles import Trouble, anew, in_folder, said, typed

HOST: Final = "127.0.0.1"
_OF_THE_HUB: Final = ("/v1/", "/docs", "/problems/", "/health/")
_SECONDS_TO_END: Final = 3
_DISPOSABLE: Final = "-c synchronous_commit=off"
"""While the history is told, the desk need not wait for the disk: it would be told anew."""


class Screen(Protocol):
    """What whoever started the demonstration sees of it."""

    def step(self, what: str) -> AbstractContextManager[None]:
        """Something that takes a moment, and how long it took."""
        ...

    def told(self, done: int, of: int) -> None:
        """How many cases are told, and of how many."""
        ...

    def behind(self, rows: int, folder: Path) -> None:
        """How many rows of this release's law an older demonstration does not go by."""
        ...

    def recorded(self, events: int) -> None:
        """How many events the store holds now."""
        ...

    def ready(self, address: str, folder: Path) -> None:
        """It can be used now."""
        ...

    def looked(self, who: str, page: str, case: str) -> None:
        """A page was fetched, and the case is on it."""
        ...


def run_demo(
    data: Path, *, port: int, reset: bool, serve: bool, lang: str, screen: Screen
) -> None:
    """Start the demonstration, and serve it until told to end; or only look whether it works.

    Raises ``Trouble`` when something stands in the way.
    """
    with said(data):
        demo_environment()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        other = typed(f"demo --port {port + 1}{in_folder(data)}")
        with (
            demonstration_folder(data) as folder,
            door(Address(HOST, port if serve else 0), f"Choose another: {other}") as at,
        ):
            folder.prepare(reset=reset)
            # open to the very end, for what libraries say when the process ends
            log = folder.log.open("a", encoding="utf-8")
            logging.configure(stream=log, level=WARNING)
            _run(folder, at, serve=serve, lang=lang, screen=screen)


def _run(
    folder: Folder, door: socket.socket, *, serve: bool, lang: str, screen: Screen
) -> None:
    origin = f"http://{HOST}:{door.getsockname()[1]}"
    with _database(folder, screen) as url:
        os.environ |= _settings(folder, url, origin)
        if folder.cast() is None:
            with _clock_file(folder) as clock:
                now = datetime.now(UTC)
                clock.set(begins(now))
                with screen.step("Making the store"):
                    _migrate(folder.path)
                with screen.step("Telling some weeks of work, in signed statements"):
                    cast = _told(folder, clock, now, screen)
            folder.keep_cast({key: cast.hats[key] for each in PERSONAS for key in each.hats})
        else:
            with screen.step("Looking after the store"):
                _migrate(folder.path)
            if rows := behind():
                screen.behind(rows, folder.path)
        keep_environment(folder.path, _settings(folder, url, origin))
        asyncio.run(_open(folder, door, origin, serve=serve, lang=lang, screen=screen))


@contextmanager
def _database(folder: Folder, screen: Screen) -> Iterator[str]:
    running = ExitStack()
    with screen.step("Starting PostgreSQL"):
        url = running.enter_context(embedded_postgres(folder.path / "postgres"))
    try:
        yield url
    finally:
        with screen.step("Stopping PostgreSQL"):
            running.close()


@contextmanager
def _clock_file(folder: Folder) -> Iterator[FileClock]:
    """The clock of the history; it is gone when the history is told."""
    os.environ["HUB_CLOCK_FILE"] = str(folder.clock)
    try:
        yield FileClock(folder.clock)
    finally:
        del os.environ["HUB_CLOCK_FILE"]
        folder.clock.unlink(missing_ok=True)


def _settings(folder: Folder, url: str, origin: str) -> dict[str, str]:
    """The settings of the demonstration, for itself and for the command line beside it."""
    bind = origin.removeprefix("http://")
    return {
        "HUB_ENV": "demo",
        "HUB_DATA_DIR": str(folder.path),
        "HUB_DATABASE_URL": ensure_database(url, "hub"),
        "HUB_KEYSTORE": str(folder.path / "hub-keys"),
        "HUB_BIND": bind,
        "DESK_HUB_URL": origin,
        "DESK_DATABASE_URL": ensure_database(url, "desk"),
        "DESK_KEYSTORE": str(folder.path / "desk-keys"),
        "DESK_OIDC_ISSUER": f"{origin}/identity",
        "DESK_ORIGIN": origin,
        "DESK_BIND": bind,
    }


def _migrate(folder: Path) -> None:
    try:
        migrate(None)
    except SchemaChanged:
        raise Trouble(
            "This demonstration was made by another release.",
            f"Begin anew: {anew(folder)}",
        ) from None


def _wire_hub(clock: Clock) -> HubProcess:
    settings = HubSettings.read()
    return wire_hub(settings.database_url.get_secret_value(), settings.keystore, clock)


@asynccontextmanager
async def _desk(hub: HubProcess, clock: Clock, options: str = "") -> AsyncIterator[DeskProcess]:
    settings = DeskSettings.read()
    url = make_conninfo(settings.database_url.get_secret_value(), options=options or None)
    async with wire_desk(_to(hub), url, settings.keystore, clock) as desk:
        yield desk


def _to(hub: HubProcess) -> httpx2.AsyncClient:
    """The way to the hub in this process: its interface, without a network between."""
    transport = httpx2.ASGITransport(hub.app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://hub")


def _told(folder: Folder, clock: FileClock, now: datetime, screen: Screen) -> Cast:
    try:
        return asyncio.run(_tell(folder, clock, now, screen))
    except (HubRefused, NotAsTold) as refused:
        raise Trouble(
            f"The hub refused a part of the demonstration: {refused.code}.",
            "That is a mistake of this release; please report it.",
        ) from None


async def _tell(folder: Folder, clock: FileClock, now: datetime, screen: Screen) -> Cast:
    card = Card.of(folder.path / f"{OPERATOR}.json")
    ids = RandomIds(clock)
    with _wire_hub(clock) as hub:
        async with _desk(hub, clock, _DISPOSABLE) as desk, _to(hub) as client:
            keys = HostedKeys(FileAgencyKeystore(folder.path / OPERATOR))
            return await seed(
                House(
                    desk=desk.desk,
                    office=Office(
                        operator=Hat(
                            agency=card.keys.agency,
                            practitioner=card.lead.id,
                            role="operator",
                            amr=SIGNED_IN,
                        ),
                        operator_hub=HubClient(client, keys=keys, clock=clock, ids=ids),
                        hub=desk.hub,
                        keystore=desk.keystore,
                        ids=ids,
                    ),
                    clock=clock,
                    tick=hub.ticker.tick,
                ),
                now,
                screen.told,
            )


async def _open(
    folder: Folder,
    door: socket.socket,
    origin: str,
    *,
    serve: bool,
    lang: str,
    screen: Screen,
) -> None:
    clock = SystemClock()
    with screen.step("Opening the desk"):
        hub = _wire_hub(clock)
    with hub:
        screen.recorded(hub.store.recorder.max_notification_id() or 0)
        async with _desk(hub, clock) as desk:
            app = _whole(folder, hub, desk)
            if not serve:
                await _look(app, origin, folder, desk, screen)
                return
            hub.start_ticking()
            screen.ready(origin if lang == "en" else f"{origin}/language/{lang}", folder.path)
            await _serve(app, door)


def _whole(folder: Folder, hub: HubProcess, desk: DeskProcess) -> ASGIApp:
    """Hub, identity provider and pages at one address."""
    settings = DeskSettings.read()
    cast = folder.cast() or {}
    identity = Provider(
        environment=settings.env,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        redirect_uris=[f"{settings.origin}/sign-in/back"],
        personas=[_persona(each, cast) for each in PERSONAS],
    )
    provider = Starlette(routes=[Mount("/identity", identity.app())])
    pages = wire_pages(
        desk,
        origin=settings.origin,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        identity=httpx2.ASGITransport(provider),
        demonstration=True,
    )

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith(_OF_THE_HUB):
            await hub.app(scope, receive, send)
        elif path.startswith("/identity/"):
            await provider(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return front


def _persona(chosen: Chosen, cast: Mapping[str, Hat]) -> Persona:
    name, post, agency = introduced(chosen.key)
    return Persona(
        name=name,
        post=post,
        agency_name=agency,
        about=chosen.about,
        hats=tuple(
            WornHat(agency=hat.agency, practitioner=hat.practitioner, role=hat.role)
            for hat in (cast[key] for key in chosen.hats)
        ),
    )


async def _look(
    app: ASGIApp, origin: str, folder: Folder, desk: DeskProcess, screen: Screen
) -> None:
    transport = httpx2.ASGITransport(app)
    hats = folder.cast() or {}
    try:
        async for seen in look(transport, origin, desk.desk, desk.hub, hats):
            screen.looked(*seen)
    except NotAsItShouldBe as problem:
        raise Trouble(
            f"The demonstration does not work: {problem}",
            "Begin anew with --reset; if that does not help, please report it.",
        ) from None


async def _serve(app: ASGIApp, door: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM; the server raises its signal again once it has ended."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: None)
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
    await uvicorn.Server(config).serve(sockets=[door])
