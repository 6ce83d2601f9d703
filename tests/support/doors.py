"""Where a server of a test's own listens: as in production, at whatever port is free."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hub_infra.settings import Address
from hub_services.wiring.door import door


@contextmanager
def own_door() -> Iterator[tuple[socket.socket, str]]:
    """A socket that listens until the end of the block, and the address of what it leads to."""
    with door(Address("127.0.0.1", 0), "There is none.") as held:
        yield held, f"http://127.0.0.1:{held.getsockname()[1]}"
