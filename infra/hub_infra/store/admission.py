"""What admits a statement, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub_domain.recording import FirstAnswer
from hub_infra.store.connect import Pool, fetch

ADMIT = """
select key.ed25519, key.agency_id, key.valid_from, key.valid_to,
    coalesce(practitioner.roles, '{}'),
    command.id, command.agency, command.statement_sha256, command.position, command.version,
    command.refusal, command.refusal_facts
from (select %(agency)s::uuid as agency_id) as asked
left join signing_keys as key on key.agency_id = asked.agency_id and key.kid = %(kid)s
left join practitioners as practitioner
    on practitioner.agency_id = asked.agency_id
    and practitioner.practitioner_id = %(practitioner)s and practitioner.active
left join commands as command on command.id = %(command)s
"""


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """What the hub holds now about a statement's key, practitioner and command id.

    ``ed25519`` and ``key_agency`` are None for a key that the stated agency never published;
    whether it is valid at the time, from ``valid_from`` and before ``valid_to``, is for the
    asker to judge. ``roles`` is empty for anyone not registered and active there. ``first`` is
    what the command id was answered first; without a statement its digest is empty.
    """

    ed25519: bytes | None
    key_agency: UUID | None
    valid_from: datetime | None
    valid_to: datetime | None
    roles: frozenset[str]
    first: FirstAnswer | None


class Admitter:
    """Reads the views ``signing_keys`` and ``practitioners`` and the table of commands."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def admit(self, kid: str, agency: UUID, practitioner: UUID, command: UUID) -> AdmissionRow:
        asked = {"kid": kid, "agency": agency, "practitioner": practitioner, "command": command}
        (row,) = fetch(self._pool, ADMIT, asked)
        ed25519, key_agency, valid_from, valid_to, roles, *answer = row
        return AdmissionRow(
            ed25519=ed25519,
            key_agency=key_agency,
            valid_from=valid_from,
            valid_to=valid_to,
            roles=frozenset(roles),
            first=_first_answer(*answer),
        )


def _first_answer(id_: UUID | None, *answered: Any) -> FirstAnswer | None:
    if id_ is None:
        return None
    agency, statement_sha256, position, version, refusal, refusal_facts = answered
    return FirstAnswer(
        id=id_,
        agency=agency,
        statement_sha256=statement_sha256 or b"",
        position=position,
        version=version,
        refusal=refusal,
        refusal_facts=refusal_facts or {},
    )
