"""Taking over what waits for somebody who does not read or answer it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from hub_domain.need_to_know import RecordKind
from hub_services.desk.hub_client import Done
from hub_services.desk.means import Hat
from hub_services.desk.records import WaitingRow
from hub_services.desk.tools import Tools

_COMMANDS: Final[Mapping[str, str]] = {
    RecordKind.SHARE_REQUEST: "take-over-share-request",
    RecordKind.DISCLOSURE: "take-over-disclosure",
}


async def take_over(
    tools: Tools, hat: Hat, waits: WaitingRow, *, why: str, to: UUID | None
) -> Done:
    """Take it over as it was seen, for oneself or for a colleague."""
    return await tools.hub.do(
        hat,
        _COMMANDS[waits.record_kind],
        about=waits.record,
        version=waits.version,
        facts={"why": why, "to": to},
    )
