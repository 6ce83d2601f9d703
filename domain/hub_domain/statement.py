"""A statement: the signed credential of one call.

It names who acts for which agency in which role, what is done to what, when, and the digest of
the facts. It is kept with the events for ever, and verifies for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hub_domain.roles import Role

AUDIENCE: Final = "sharing-hub"
FRESH: Final = timedelta(seconds=300)
READ: Final = "read"
METHODS: Final = frozenset(
    {
        *("face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd"),
        *("rba", "retina", "sc", "sms", "swk", "tel", "user", "vbm", "wia"),
        *("cli", "demo"),
    }
)
"""How someone may have been authenticated: as RFC 8176 has it registered, and in our own ways:
at a command line, and in a demonstration."""
_ROLES: Final = frozenset(Role)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One act that one practitioner states for one agency.

    ``aud`` names the hub it is meant for. ``do`` is a command's name, or ``read``. ``about`` is
    the stream it speaks of and ``version`` the version of it that the practitioner saw; both
    None on a read. ``at`` is when it was stated (UTC). ``target`` is method and path. ``amr``
    says how the practitioner was authenticated (``METHODS``). ``facts`` is the SHA-256 of the
    canonical facts in hex, None for a read.
    """

    aud: str
    agency: UUID
    practitioner: UUID
    role: str
    amr: tuple[str, ...]
    do: str
    about: UUID | None
    version: int | None
    id: UUID
    at: datetime
    target: str
    facts: str | None
    v: int = 1

    def known_role(self) -> bool:
        """Whether the role is a code, since it is kept for ever."""
        return self.role in _ROLES

    def known_amr(self) -> bool:
        """Whether the ways of signing in are codes, since they are kept for ever."""
        return METHODS.issuperset(self.amr)

    def is_fresh(self, now: datetime) -> bool:
        """Whether ``at`` lies within 300 seconds of ``now``, before or after."""
        return abs(now - self.at) <= FRESH
