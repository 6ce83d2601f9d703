"""The one registry of commands.

Each entry makes the ``/v1`` route, its OpenAPI entry, the command line's ``send``, and the row
of the authorisation matrix. There is no hand-written route beside it for a command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from hub_domain.roles import Role
from hub_services.hub.facts import Facts
from hub_services.hub.work import Changes, Work


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing that may be done through the hub.

    ``path`` holds ``{about}`` where the command acts on a stream that exists; without it the
    command begins the stream ``about`` of its statement. ``envelope`` says whether the command
    carries sealed words.
    """

    name: str
    path: str
    facts: type[Facts]
    use: Callable[[Work, Any], Changes]
    roles: frozenset[Role]
    summary: str
    envelope: Literal["required", "optional", "none"] = "none"
    begins: bool = False
    answers_shares: bool = False

    def target(self, about: UUID) -> str:
        """Method and path as the statement must name them."""
        return f"POST {self.path.replace('{about}', str(about))}"


def registry(*commands: Command) -> Mapping[str, Command]:
    """The commands by name; two of one name are a mistake in the program."""
    by_name = {command.name: command for command in commands}
    if len(by_name) != len(commands):
        raise ValueError("two commands of one name")
    return by_name
