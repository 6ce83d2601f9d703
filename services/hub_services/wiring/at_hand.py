"""The desk at hand: the one that the settings of this machine name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub_infra.custody import FileAgencyKeystore
from hub_infra.settings import DeskSettings
from hub_services.wiring.desk import DeskProcess, wire_desk_from


class NoKeys(Exception):
    """In the folder that the settings name no agency's keys were ever made."""


@asynccontextmanager
async def desk_at_hand() -> AsyncIterator[DeskProcess]:
    """The desk, for as long as it is worked at. Raises ``NoKeys`` where it never had any."""
    settings = DeskSettings.read()
    if not FileAgencyKeystore.stands_in(settings.keystore):
        raise NoKeys
    async with wire_desk_from(settings) as process:
        yield process
