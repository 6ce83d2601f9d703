"""Statements of one call, the assignment of a request, to be forged, repeated and raced."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

from hub_services.hub.uses import COMMANDS
from tests.api.town import Matter, Town, said_otherwise
from tests.support.log import lines
from tests.support.world import Answered, Caller

FACTS: dict[str, Any] = {"to": str(UUID(int=7))}


def said(town: Town, matter: Matter, by: Caller | None = None, **other: Any) -> bytes:
    """Bea's statement that she assigns the request; members may be said otherwise."""
    command, by = COMMANDS["assign-share-request"], by or town.bea
    target = command.target(matter.request)
    honest = by.statement(
        command.name, about=matter.request, version=1, target=target, facts=FACTS
    )
    return said_otherwise(by, honest, **other)


def brought(town: Town, matter: Matter, compact: bytes | None) -> Answered:
    """What the hub answers to this credential, with the right body at the right place."""
    _, path = COMMANDS["assign-share-request"].target(matter.request).split(" ")
    headers = {"Content-Type": "application/json"}
    if compact is not None:
        headers["Authorization"] = f"Hub {compact.decode()}"
    response = town.world.client.post(
        path, content=json.dumps({"facts": FACTS}), headers=headers
    )
    return Answered(response.status_code, response.json(), response.headers)


def turned_away(log: io.StringIO) -> list[dict[str, object]]:
    """The lines of the security log."""
    return [line for line in lines(log) if line["event"] == "turned-away"]


def release(by: Caller, matter: Matter) -> tuple[bytes, str, dict[str, Any]]:
    found = by.read(f"/v1/share-requests/{matter.request}").ok()
    envelope = UUID(found["request"]["envelope"])
    wire = by.read(f"/v1/envelopes/{envelope}").ok()["envelope"]
    facts = {"segments": [each["tag"] for each in wire["segments"]], "why": "casework"}
    target = COMMANDS["release-shares"].target(envelope)
    compact = by.statement(
        "release-shares", about=envelope, version=0, target=target, facts=facts
    )
    return compact, target, {"facts": facts}
