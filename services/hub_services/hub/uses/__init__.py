"""What can be done through the hub: one use case for each command, and the registry of them."""

from __future__ import annotations

from hub_services.hub.registry import registry
from hub_services.hub.uses import (
    agencies,
    answering,
    asking,
    deciding,
    disclosing,
    opening,
    publishing,
    taking_over,
)

COMMANDS = registry(
    *agencies.COMMANDS,
    *asking.COMMANDS,
    *answering.COMMANDS,
    *deciding.COMMANDS,
    *disclosing.COMMANDS,
    *taking_over.COMMANDS,
    *opening.COMMANDS,
    *publishing.COMMANDS,
)
