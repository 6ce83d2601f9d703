"""The SQL of one batch: what is read under the append lock, and what is written at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from hub_infra.store.batch import Head, Pending, Plan, stream_of
from hub_infra.store.connect import APPEND_LOCK
from hub_infra.store.session import (
    Session,
    bigint,
    bigints,
    byteas,
    instant,
    ints,
    texts,
    uuids,
)

# The writer only follows keys, so its plans never depend on values or on how full a table is.
PREPARE = """
set plan_cache_mode = force_generic_plan;
set enable_seqscan = off;
prepare read_head(uuid[], uuid[], uuid[]) as
select json_build_object(
    'position', position,
    'recorded_at', recorded_at,
    'versions', (select coalesce(json_object_agg(s, (
        select coalesce(max(version), 0) from events where stream = s)), '{}')
        from unnest($1) as s),
    'commands', array(select id from commands where id = any($2)),
    'envelopes', array(select id from envelopes where id = any($3)))
from head
"""

_BEGIN = f"begin; select pg_advisory_xact_lock({APPEND_LOCK})"
_LEAVES = "select leaf_hash from events where position between $1 and $2 order by position"

_EVENTS = """
insert into events
    (position, stream, version, topic, state, command_id, leaf_hash, recorded_at)
select *, $1::timestamptz
from unnest($3::bigint[], $4::uuid[], $5::int[], $6::text[], $7::bytea[], $8::uuid[],
            $9::bytea[])
"""

_COMMANDS = """
insert into commands
    (id, agency, statement, facts, statement_sha256, about, position, version, refusal,
     refusal_facts, recorded_at)
select id, agency, statement, facts, statement_sha256, about, position, version, refusal,
       refusal_facts::jsonb, $1::timestamptz
from unnest($10::uuid[], $11::uuid[], $12::bytea[], $13::bytea[], $14::bytea[], $15::uuid[],
            $16::bigint[], $17::int[], $18::text[], $19::text[])
    as c(id, agency, statement, facts, statement_sha256, about, position, version, refusal,
         refusal_facts)
"""

_ENVELOPES = """
insert into envelopes (id, record, publisher, counterpart, header, seals, signatures)
select * from unnest($20::uuid[], $21::uuid[], $22::uuid[], $23::uuid[], $24::bytea[],
                     $25::bytea[], $26::bytea[])
"""

_SEGMENTS = """
insert into segments
    (envelope_id, tag, ordinal, owner, field_group, item, ciphertext, wrapped_share)
select * from unnest($27::uuid[], $28::text[], $29::int[], $30::uuid[], $31::text[],
                     $32::uuid[], $33::bytea[], $34::bytea[])
"""

_HEAD = "update head set recorded_at = $1, position = $2"


def begin(session: Session) -> None:
    """Begin a transaction that holds the append lock."""
    session.run(_BEGIN)


def begin_and_read(session: Session, batch: Sequence[Pending]) -> Head:
    """Begin with the append lock, and read what the batch needs to know.

    Each statement of a script has a snapshot of its own, so what is read is after the lock.
    """
    streams = {stream_of(event) for pending in batch for event in pending.events}
    streams.update(p.save.command.about for p in batch if p.save.command.about is not None)
    commands = [pending.save.command.id for pending in batch]
    envelopes = [p.save.envelope.id for p in batch if p.save.envelope is not None]
    arrays = ",".join(map(_literal, (streams, commands, envelopes)))
    result = session.run(f"{_BEGIN}; execute read_head({arrays})")
    return _head.decode(result.get_value(0, 0) or b"")


_head = msgspec.json.Decoder(Head)


def _literal(ids: Iterable[UUID]) -> str:
    """An array of ids as SQL; an id is hexadecimal digits and hyphens."""
    return "'{{{}}}'".format(",".join(map(str, ids)))


def is_recorded(session: Session, plan: Plan) -> bool:
    """Whether the log holds just what a plan wrote. The append lock must be held."""
    first = plan.last - len(plan.leaf_hashes) + 1
    result = session.execute(_LEAVES, [bigint(first), bigint(plan.last)])
    recorded = [result.get_value(row, 0) or b"" for row in range(result.ntuples)]
    return recorded == plan.leaf_hashes


class Statements:
    """The statement that writes a plan, kept for each kind of plan."""

    def __init__(self) -> None:
        self._sql: dict[tuple[object, ...], str] = {}

    def write(self, session: Session, plan: Plan) -> None:
        """Write all of a plan at once."""
        parameters = [
            instant(plan.recorded_at),
            bigint(plan.last),
            *_events(plan),
            *_commands(plan),
        ]
        envelopes = any(placed.pending.save.envelope for placed in plan.placed)
        if envelopes:
            parameters += [*_envelopes(plan), *_segments(plan)]
        before_rows = len(parameters)
        parameters += [group.json() for group in plan.rows]
        kind = (envelopes, *[group.shape for group in plan.rows])
        sql = self._sql.get(kind)
        if sql is None:
            sql = self._sql[kind] = _joined(plan, before_rows, envelopes=envelopes)
        session.execute(sql, parameters)


def _joined(plan: Plan, before_rows: int, *, envelopes: bool) -> str:
    parts = [_EVENTS, _COMMANDS]
    if envelopes:
        parts += [_ENVELOPES, _SEGMENTS]
    parts += [group.sql(n) for n, group in enumerate(plan.rows, start=before_rows + 1)]
    written = ", ".join(f"part_{n} as ({part})" for n, part in enumerate(parts))
    return f"with {written} {_HEAD}"


def _events(plan: Plan) -> list[bytes]:
    events = [(p.pending.save, event) for p in plan.placed for event in p.pending.events]
    return [
        bigints(range(plan.last - len(events) + 1, plan.last + 1)),
        uuids(stream_of(event) for _, event in events),
        ints(event.originator_version for _, event in events),
        texts(event.topic for _, event in events),
        byteas(event.state for _, event in events),
        uuids(save.command.id for save, _ in events),
        byteas(plan.leaf_hashes),
    ]


def _commands(plan: Plan) -> list[bytes]:
    commands = [(placed, placed.pending.save.command) for placed in plan.placed]
    return [
        uuids(command.id for _, command in commands),
        uuids(command.agency for _, command in commands),
        byteas(command.statement for _, command in commands),
        byteas(command.facts for _, command in commands),
        byteas(placed.pending.statement_sha256 for placed, _ in commands),
        uuids(command.about for _, command in commands),
        bigints(placed.last for placed, _ in commands),
        ints(placed.version for placed, _ in commands),
        texts(command.refusal for _, command in commands),
        texts(_json(command.refusal_facts) for _, command in commands),
    ]


def _json(facts: object) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()


def _envelopes(plan: Plan) -> list[bytes]:
    envelopes = [e for p in plan.placed if (e := p.pending.save.envelope) is not None]
    return [
        uuids(e.id for e in envelopes),
        uuids(e.record for e in envelopes),
        uuids(e.publisher for e in envelopes),
        uuids(e.counterpart for e in envelopes),
        byteas(e.header for e in envelopes),
        byteas(e.seals for e in envelopes),
        byteas(e.signatures for e in envelopes),
    ]


def _segments(plan: Plan) -> list[bytes]:
    segments = [
        (envelope.id, ordinal, segment)
        for placed in plan.placed
        if (envelope := placed.pending.save.envelope) is not None
        for ordinal, segment in enumerate(envelope.segments)
    ]
    return [
        uuids(envelope for envelope, _, _ in segments),
        texts(segment.tag for _, _, segment in segments),
        ints(ordinal for _, ordinal, _ in segments),
        uuids(segment.owner for _, _, segment in segments),
        texts(segment.group for _, _, segment in segments),
        uuids(segment.item for _, _, segment in segments),
        byteas(segment.ciphertext for _, _, segment in segments),
        byteas(segment.wrapped_share for _, _, segment in segments),
    ]
