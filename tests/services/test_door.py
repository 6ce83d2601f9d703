"""The door that a process listens at."""

from __future__ import annotations

import socket

from hub_infra.settings import Address
from hub_services.wiring.door import door


def test_no_answer_waits_for_the_acknowledgement_of_the_one_before() -> None:
    """That wait is turned off for what is TCP by name, and a call through the door is."""
    with (
        door(Address("127.0.0.1", 0), "Choose another.") as held,
        socket.create_connection(held.getsockname()),
    ):
        served, _ = held.accept()
        with served:
            assert served.proto == socket.IPPROTO_TCP
