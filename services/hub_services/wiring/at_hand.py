"""The desk at hand: the one that the settings of this machine name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub_infra.settings import DeskSettings
from hub_services.wiring.desk import DeskProcess, wire_desk_from


@asynccontextmanager
async def desk_at_hand() -> AsyncIterator[DeskProcess]:
    """The desk, for as long as it is worked at."""
    async with wire_desk_from(DeskSettings.read()) as process:
        yield process
