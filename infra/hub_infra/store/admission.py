"""What admits a statement, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub_domain.recording import FirstAnswer
from hub_infra.store.connect import Pool, fetch

ADMIT = """
select key.ed25519, key.agency_id, coalesce(practitioner.roles, '{}'),
    array(select post_id from duty_posts
          where agency_id = asked.agency_id and asked.practitioner_id = any(holders)),
    coalesce((select max(edition) from editions), 0),
    coalesce((select max(position) from agencies), 0),
    command.id, command.agency, command.statement_sha256, command.position, command.version,
    command.refusal, command.refusal_facts
from (select %(agency)s::uuid as agency_id, %(practitioner)s::uuid as practitioner_id) as asked
left join signing_keys as key
    on key.agency_id = asked.agency_id and key.kid = %(kid)s and key.valid_to is null
left join practitioners as practitioner
    on practitioner.agency_id = asked.agency_id
    and practitioner.practitioner_id = asked.practitioner_id and practitioner.active
left join commands as command on command.id = %(command)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRow:
    """What the hub holds now about a statement's key, practitioner and command id.

    ``ed25519`` and ``key_agency`` are None for a key that the stated agency never published or
    has ended. ``roles`` is empty for anyone not registered and active there. ``posts`` are the
    duty posts the practitioner holds. ``first`` is what the command id was answered first;
    without a statement its digest is empty. ``edition`` is the newest of the catalogue, 0 when
    none is published, ``directory_changed_at`` the position of the newest event that changed
    an agency, its people, posts or keys.
    """

    ed25519: bytes | None
    key_agency: UUID | None
    roles: frozenset[str]
    posts: frozenset[UUID]
    edition: int
    directory_changed_at: int
    first: FirstAnswer | None


class Admitter:
    """Reads the views of the directory and the table of commands, in one query."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def admit(self, kid: str, agency: UUID, practitioner: UUID, command: UUID) -> AdmissionRow:
        asked = {"kid": kid, "agency": agency, "practitioner": practitioner, "command": command}
        (row,) = fetch(self._pool, ADMIT, asked)
        ed25519, key_agency, roles, posts, edition, directory_changed_at, *answer = row
        return AdmissionRow(
            ed25519=ed25519,
            key_agency=key_agency,
            roles=frozenset(roles),
            posts=frozenset(posts),
            edition=edition,
            directory_changed_at=directory_changed_at,
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
