"""The address that a process is reached at: held before anything else is begun."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hub_infra.settings import Address
from hub_services.wiring.troubles import Trouble


@contextmanager
def door(address: Address, remedy: str) -> Iterator[socket.socket]:
    """Listen at an address until the end of the block.

    Raises ``Trouble`` with the remedy where it is taken, or is none of this machine.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        plain = socket.create_server(address, family=family)
        # asyncio turns Nagle's wait off, 40 ms an answer, only where TCP is named
        held = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, plain.detach())
    except OSError as error:
        what = (
            f"Port {address.port} of {address.host} is taken by another program."
            if error.errno == errno.EADDRINUSE
            else f"{written(address)} cannot be listened at: {error.strerror}."
        )
        raise Trouble(what, remedy, usage=True) from None
    with held:
        yield held


def written(address: Address) -> str:
    """An address as it is typed: an IPv6 host in brackets."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"
