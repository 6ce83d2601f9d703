"""A database server that falls in an instant and rises again, and a hub that serves."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from hub_infra.embedded import embedded_postgres
from tests.support.doors import own_door

SECONDS = 30
"""How long a test waits for what must come before it fails."""


@dataclass
class Server:
    """An embedded PostgreSQL of one test's own."""

    directory: Path
    stands: ExitStack = field(default_factory=ExitStack)

    def rise(self) -> str:
        """Start the server, or start it again: its URL is the same."""
        return self.stands.enter_context(embedded_postgres(self.directory))

    def fall(self) -> None:
        """Immediate shutdown: connections are cut, nothing is finished, as when it crashes."""
        pid = int((self.directory / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        until(lambda: not _runs(pid))
        self.stands.close()  # of a server that no longer runs


def _runs(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@contextmanager
def own_server(directory: Path) -> Iterator[Server]:
    """A server for the block, at whose end it is stopped."""
    server = Server(directory)
    with server.stands:
        yield server


def until(true: Callable[[], object]) -> None:
    """Wait until it is so."""
    ending = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < ending, "it did not come to be so"
        time.sleep(0.01)


@contextmanager
def serving(app: Any) -> Iterator[httpx2.Client]:
    """Serve an application on a port of its own in a thread, and a client to it."""
    with own_door() as (listening, address):
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
        thread.start()
        try:
            with httpx2.Client(base_url=address, timeout=SECONDS) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(SECONDS)
