"""Who may come in: a statement is judged before anything that it asks for.

In this order: form; the signature by a key that the agency published, unless these very bytes
were admitted before; whether it is of this call; a known id with the same bytes gets its first
answer, with other bytes is reuse; freshness. Whatever fails is not authentic, and stores
nothing; which member is wrong is told to whoever's signature holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from hub_domain.need_to_know import Viewer
from hub_domain.ports import NotAuthentic
from hub_domain.recording import FirstAnswer
from hub_domain.statement import AUDIENCE, Statement
from hub_services.hub.answers import CommandIdReused
from hub_services.hub.means import Admitted, Means

_NEW: Final = 7
"""A new id is a UUIDv7, so that none that follows from another (UUIDv5) is taken first."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """One who was admitted: the statement, the registered roles, the edition to judge by."""

    statement: Statement
    compact: bytes
    viewer: Viewer
    edition: int
    first: FirstAnswer | None

    @property
    def holds_role(self) -> bool:
        """Whether the role that the statement names is one that is registered now."""
        return self.statement.role in self.viewer.roles


def admit(means: Means, compact: bytes, target: str) -> Caller:
    """Admit the bearer of a statement for this very call. Raises ``NotAuthentic``.

    A reused id raises ``CommandIdReused``; a repeated one comes back with its first answer.
    """
    kid, claimed = means.statements.peek(compact)
    row = means.admitter.admit(kid, claimed.agency, claimed.practitioner, claimed.id)
    digest = hashlib.sha256(compact).digest()
    repeated = row.first is not None and row.first.statement_sha256 == digest
    if not repeated:
        if row.ed25519 is None or row.key_agency != claimed.agency:
            raise NotAuthentic
        means.statements.verify(compact, row.ed25519)
    if wrong := _of_another_call(claimed, target):
        raise NotAuthentic(wrong)
    if not repeated:
        if row.first is not None:
            raise CommandIdReused
        if not claimed.is_fresh(means.clock.now()):
            raise NotAuthentic("at")
    return Caller(
        statement=claimed,
        compact=compact,
        viewer=viewer_of(claimed, row),
        edition=row.edition,
        first=row.first,
    )


def viewer_of(claimed: Statement, row: Admitted) -> Viewer:
    """Who is named by a statement, in the roles and posts that are registered now."""
    return Viewer(
        practitioner=claimed.practitioner,
        agency=claimed.agency,
        roles=row.roles,
        posts=row.posts,
    )


def _of_another_call(claimed: Statement, target: str) -> str | None:
    """The member of a statement that is not of a call to this hub, or no code; None: none."""
    fits = {
        "aud": claimed.aud == AUDIENCE,
        "target": claimed.target == target,
        "id": claimed.id.version == _NEW,
        "role": claimed.known_role(),
        "amr": claimed.known_amr(),
    }
    return next((member for member, right in fits.items() if not right), None)
