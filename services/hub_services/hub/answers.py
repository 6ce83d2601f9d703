"""What a call is answered, before any transport gives it a shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
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
    """A rule refused the call; an attempt is noted. Carries the code and typed facts."""

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


_LONGEST = 200


def pointer(*keys: object) -> str:
    """A JSON pointer (RFC 6901) to what is wrong, in the sender's own keys, not without end.

    A key that is itself at fault is pointed to by where it stands.
    """
    written = (str(key).replace("~", "~0").replace("/", "~1") for key in keys if key != "[key]")
    return "".join(f"/{key}" for key in written)[:_LONGEST]


class Fault(NamedTuple):
    """What is wrong, and where: a JSON pointer, a code, and what would be right if it is known.

    The pointer leads into the body; ``/about`` and ``/version`` into the statement. ``allowed``
    are all the codes that may stand there, ``listed`` says where they are listed.
    """

    at: str
    code: str
    allowed: tuple[str, ...] = ()
    listed: str = ""

    def plain(self) -> dict[str, object]:
        """As it travels."""
        right = {"allowed": list(self.allowed), "listed": self.listed}
        return {"at": self.at, "code": self.code} | {k: v for k, v in right.items() if v}


class Unparsable(Exception):
    """The call is not what this command takes, in these places."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("malformed")
        self.faults = faults
