"""What a call is answered, before any transport gives it a shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hub_domain.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Done:
    """The command is recorded: its id, the position of its last event, its stream's version."""

    id: UUID
    position: int
    version: int | None
    shares: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A rule refused the command; the attempt is noted. Carries the code and typed facts."""

    def __init__(self, code: str, duty: str | None, facts: Mapping[str, object]) -> None:
        super().__init__(code)
        self.code = code
        self.duty = duty
        self.facts = facts

    @classmethod
    def by(cls, refusal: Refusal) -> Refused:
        """As the domain refused it."""
        return cls(refusal.code, refusal.duty, refusal.facts())


class CommandIdReused(Exception):
    """The command id is known with other bytes, or is that of a release (409)."""


class Unparsable(Exception):
    """The facts are not what this command takes; ``errors`` are (JSON pointer, code) pairs."""

    def __init__(self, errors: tuple[tuple[str, str], ...]) -> None:
        super().__init__("malformed")
        self.errors = errors
