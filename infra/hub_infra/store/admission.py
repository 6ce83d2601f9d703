"""What admits a statement, read in one query."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from hub_domain.recording import FirstAnswer
from hub_infra.store.connect import Pool
from hub_infra.store.session import Prepared, ask

ADMIT: Final = Prepared(
    "admit",
    """
select json_build_object(
    'ed25519', encode(key.ed25519, 'hex'),
    'key_agency', key.agency_id,
    'roles', coalesce(practitioner.roles, '{}'),
    'posts', array(select post_id from duty_posts
                   where agency_id = asked.agency_id and asked.practitioner_id = any(holders)),
    'edition', coalesce((select max(edition) from editions), 0),
    'directory_changed_at', coalesce((select max(position) from agencies), 0),
    'newest', (select json_build_array(position, encode(leaf_hash, 'hex'))
               from events order by position desc limit 1),
    'answered', case when command.id is not null then json_build_object(
        'id', command.id,
        'agency', command.agency,
        'statement_sha256', coalesce(encode(command.statement_sha256, 'hex'), ''),
        'position', command.position,
        'version', command.version,
        'refusal', command.refusal,
        'refusal_facts', coalesce(command.refusal_facts, '{}')) end)
from (select $2::uuid as agency_id, $3::uuid as practitioner_id) as asked
left join signing_keys as key
    on key.agency_id = asked.agency_id and key.kid = $1::text
    and not exists (select from signing_keys as newer
                    where newer.agency_id = key.agency_id and newer.epoch > key.epoch)
left join practitioners as practitioner
    on practitioner.agency_id = asked.agency_id
    and practitioner.practitioner_id = asked.practitioner_id and practitioner.active
left join commands as command on command.id = $4::uuid
""",
)


class _Answered(msgspec.Struct, frozen=True):
    id: UUID
    agency: UUID
    statement_sha256: str
    position: int
    version: int | None
    refusal: str | None
    refusal_facts: dict[str, object]


class _Row(msgspec.Struct, frozen=True):
    ed25519: str | None
    key_agency: UUID | None
    roles: frozenset[str]
    posts: frozenset[UUID]
    edition: int
    directory_changed_at: int
    newest: tuple[int, str] | None
    answered: _Answered | None


class AdmissionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub holds now about a statement's key, practitioner and command id.

    ``ed25519`` and ``key_agency`` are None for a key that the stated agency never published, or
    that a later epoch has ended. ``roles`` is empty for anyone not registered and active there.
    ``posts`` are the duty posts the practitioner holds. ``first`` is what the command id was
    answered first; without a statement its digest is empty. ``edition`` is the newest of the
    catalogue, 0 when none is published, ``directory_changed_at`` the position of the newest
    event that changed an agency, its people, posts or keys.
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
        asked = [kid.encode(), agency.bytes, practitioner.bytes, command.bytes]
        row = _read(ask(self._pool, ADMIT, asked))
        if row.newest is not None:
            position, leaf_hash = row.newest
            self._pool.known.saw(position, bytes.fromhex(leaf_hash))
        return AdmissionRow(
            ed25519=None if row.ed25519 is None else bytes.fromhex(row.ed25519),
            key_agency=row.key_agency,
            roles=row.roles,
            posts=row.posts,
            edition=row.edition,
            directory_changed_at=row.directory_changed_at,
            first=None if row.answered is None else _first(row.answered),
        )


_read: Final = msgspec.json.Decoder(_Row).decode


def _first(answered: _Answered) -> FirstAnswer:
    return FirstAnswer(
        id=answered.id,
        agency=answered.agency,
        statement_sha256=bytes.fromhex(answered.statement_sha256),
        position=answered.position,
        version=answered.version,
        refusal=answered.refusal,
        refusal_facts=answered.refusal_facts,
    )
