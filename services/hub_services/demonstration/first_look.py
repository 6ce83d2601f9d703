"""A first look: two people sign in as anyone would, and each finds a case on their page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Final

import httpx2

from hub_services.demonstration.personas import PERSONAS, introduced
from hub_services.desk.desk import Desk
from hub_services.desk.hub_client import HubClient
from hub_services.desk.means import Hat

WORKER: Final = "cole"
AUDITOR: Final = "faye"
_OK: Final = 200


class NotAsItShouldBe(Exception):
    """A page was not there, or the case was not on it."""


async def look(
    transport: httpx2.AsyncBaseTransport,
    origin: str,
    desk: Desk,
    hub: HubClient,
    hats: Mapping[str, Hat],
) -> AsyncIterator[tuple[str, str, str]]:
    """Fetch the worker's inbox and the auditor's page; who, which page, which case."""
    inbox = await desk.inbox(hats[WORKER])
    spoken_of = (await hub.read(hats[AUDITOR], "/v1/audit/persons"))["persons"]
    if not inbox.requests or not spoken_of:
        raise NotAsItShouldBe("nothing was told")
    cases = (
        (WORKER, "/inbox", str(inbox.requests[0].request_id)),
        (AUDITOR, "/audit/people", str(spoken_of[0]["person"])),
    )
    for who, page, case in cases:
        await _find(transport, origin, who, page, case)
        yield introduced(who)[0], page, case


async def _find(
    transport: httpx2.AsyncBaseTransport, origin: str, who: str, page: str, case: str
) -> None:
    async with httpx2.AsyncClient(
        transport=transport,
        base_url=origin,
        follow_redirects=True,
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as browser:
        choosing = await browser.get("/sign-in", params={"next": page})
        number = next(at for at, each in enumerate(PERSONAS) if each.key == who)
        shown = await browser.post(choosing.url, data={"persona": str(number)})
        if shown.status_code != _OK or shown.url.path != page:
            raise NotAsItShouldBe(f"{page} answered {shown.status_code} at {shown.url.path}")
        if case not in shown.text:
            raise NotAsItShouldBe(f"{page} does not show {case}")
