"""Taking over what waits for somebody who does not read or answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from hub_domain.need_to_know import TAKES_OVER, RecordKind
from hub_services.desk.hub_client import Done
from hub_services.desk.means import Hat
from hub_services.desk.rows import WaitingRow
from hub_services.desk.tools import Tools
from hub_services.desk.uses.reading import me

_COMMANDS: Final[Mapping[str, str]] = {
    RecordKind.SHARE_REQUEST: "take-over-share-request",
    RecordKind.DISCLOSURE: "take-over-disclosure",
}


async def take_over(
    tools: Tools, hat: Hat, waits: WaitingRow, *, why: str, to: UUID | None
) -> Done:
    """Take it over as it was seen, for oneself or for a colleague.

    In the hat's role or, where that one may not, in another role that they hold and that may.
    """
    held = (await me(tools, hat)).roles
    may = TAKES_OVER[RecordKind(waits.record_kind)]
    role = next((role for role in (hat.role, *held) if role in may), hat.role)
    return await tools.hub.do(
        replace(hat, role=role),
        _COMMANDS[waits.record_kind],
        about=waits.record,
        version=waits.version,
        facts={"why": why, "to": to},
    )
