"""The SQL of one batch: written at once, or first looked at under the append lock."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate
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
from hub_infra.store.views import rows_json, upsert_sql

# The writer only follows keys, so its plans never depend on values or on how full a table is.
PREPARE = """
set plan_cache_mode = force_generic_plan;
set enable_seqscan = off;
set jit = off;
prepare read_head(uuid[], uuid[], uuid[]) as
select json_build_object(
    'versions', (select coalesce(json_object_agg(s.stream, (
        select coalesce(max(version), 0) from events as e where e.stream = s.stream)), '{}')
        from unnest($1) as s(stream)),
    'commands', array(select id from commands where id = any($2)),
    'envelopes', array(select id from envelopes where id = any($3)))
"""

_BEGIN = f"begin; select pg_advisory_xact_lock({APPEND_LOCK})"

_FIND = """
select min(e.position) - 1, count(*)
from unnest($1::uuid[], $2::int[], $3::bytea[], $4::uuid[])
    as sent(stream, version, state, command_id)
join events as e
    on e.stream = sent.stream and e.version = sent.version
    and e.state = sent.state and e.command_id = sent.command_id
"""

_PLACE = """
place as materialized (select * from take_place($1, $2, $3, $4, $5, $6))
"""

_EVENTS = """
insert into events
    (position, stream, version, topic, state, command_id, recorded_at, leaf_hash)
select position_before + n, stream, version, topic, state, command_id, place_time,
    sha256(leaf_start || leaf)
from place, unnest($7::uuid[], $8::int[], $9::text[], $10::bytea[], $11::uuid[], $12::bytea[])
    with ordinality as e(stream, version, topic, state, command_id, leaf, n)
"""

_COMMANDS = """
insert into commands
    (id, agency, statement, facts, statement_sha256, about, position, version, refusal,
     refusal_facts, recorded_at)
select id, agency, statement, facts, statement_sha256, about, position_before + n, version,
    refusal, refusal_facts::jsonb, place_time
from place, unnest($5::uuid[], $13::uuid[], $14::bytea[], $15::bytea[], $16::bytea[],
                   $17::uuid[], $18::bigint[], $19::int[], $20::text[], $21::text[])
    as c(id, agency, statement, facts, statement_sha256, about, n, version, refusal,
         refusal_facts)
"""

_ENVELOPES = """
insert into envelopes (id, record, publisher, counterpart, header, seals, signatures)
select e.*
from place, unnest($6::uuid[], $22::uuid[], $23::uuid[], $24::uuid[], $25::bytea[],
                   $26::bytea[], $27::bytea[]) as e
"""

_SEGMENTS = """
insert into segments
    (envelope_id, tag, ordinal, owner, field_group, item, ciphertext, wrapped_share)
select s.*
from place, unnest($28::uuid[], $29::text[], $30::int[], $31::uuid[], $32::text[],
                   $33::uuid[], $34::bytea[], $35::bytea[]) as s
"""


def write(session: Session, plan: Plan, now: datetime) -> int | None:
    """Write all of a plan in one statement, after what the log holds.

    Answers the position before it; or None, and nothing is written, when the store is not as
    the plan trusts it to be. Without a transaction begun, the answer is durable.
    """
    parameters = [*_place(plan, now), *_events(plan), *_commands(plan)]
    sealed = any(pending.save.envelope for pending in plan.placed)
    if sealed:
        parameters += [*_envelopes(plan), *_segments(plan)]
    before_rows = len(parameters)
    parameters += [rows_json(rows) for rows in plan.rows]
    kind = ("write", sealed, *[rows[0].shape for rows in plan.rows])
    result = session.execute(
        kind, lambda: _joined(plan, before_rows, sealed=sealed), parameters
    )
    return _number(result.get_value(0, 0)) if result.ntuples else None


def _joined(plan: Plan, before_rows: int, *, sealed: bool) -> str:
    parts = [_EVENTS, _COMMANDS, *([_ENVELOPES, _SEGMENTS] if sealed else [])]
    for number, rows in enumerate(plan.rows, start=before_rows + 1):
        parts.append(upsert_sql(rows[0], number, place="place, "))
    written = ", ".join(f"part_{n} as ({part})" for n, part in enumerate(parts))
    return f"with {_PLACE}, {written} select position_before from place"  # noqa: S608


def begin_and_read(session: Session, batch: Sequence[Pending]) -> Head:
    """Begin a transaction with the append lock, and read what the store holds of a batch.

    Each statement of a script has a snapshot of its own, so what is read is after the lock.
    """
    streams = {stream_of(event) for pending in batch for event in pending.events}
    streams |= {stream for pending in batch for stream in pending.save.relied_on}
    commands = [pending.save.command.id for pending in batch]
    envelopes = [p.save.envelope.id for p in batch if p.save.envelope is not None]
    arrays = ",".join(map(_literal, (streams, commands, envelopes)))
    result = session.run(f"{_BEGIN}; execute read_head({arrays})")
    return _head.decode(result.get_value(0, 0) or b"")


_head = msgspec.json.Decoder(Head)


def _literal(ids: Iterable[UUID]) -> str:
    """An array of ids as SQL; an id is hexadecimal digits and hyphens."""
    return "'{{{}}}'".format(",".join(map(str, ids)))


def find(session: Session, plan: Plan) -> int | None:
    """The position before a plan's events when the log has just these, or else None.

    It has the append lock meanwhile: whatever an earlier connection was doing has ended.
    """
    session.run(_BEGIN)
    events = [(p.save.command.id, event) for p in plan.placed for event in p.events]
    result = session.execute(
        "find",
        lambda: _FIND,
        [
            uuids(stream_of(event) for _, event in events),
            ints(event.originator_version for _, event in events),
            byteas(event.state for _, event in events),
            uuids(command for command, _ in events),
        ],
    )
    found = _number(result.get_value(0, 1)) == len(events)
    before = _number(result.get_value(0, 0)) if found else None
    session.run("commit")
    return before


def _number(stored: bytes | None) -> int:
    (number,) = struct.unpack(">q", stored or b"")
    return int(number)


def _place(plan: Plan, now: datetime) -> list[bytes]:
    return [
        bigint(sum(len(pending.events) for pending in plan.placed)),
        instant(now),
        uuids(plan.built_on),
        ints(plan.built_on.values()),
        uuids(pending.save.command.id for pending in plan.placed),
        uuids(p.save.envelope.id for p in plan.placed if p.save.envelope is not None),
    ]


def _events(plan: Plan) -> list[bytes]:
    events = [(p.save.command.id, event) for p in plan.placed for event in p.events]
    return [
        uuids(stream_of(event) for _, event in events),
        ints(event.originator_version for _, event in events),
        texts(event.topic for _, event in events),
        byteas(event.state for _, event in events),
        uuids(command for command, _ in events),
        byteas(leaf for pending in plan.placed for leaf in pending.leaves),
    ]


def _commands(plan: Plan) -> list[bytes]:
    commands = [pending.save.command for pending in plan.placed]
    return [
        uuids(command.agency for command in commands),
        byteas(command.statement for command in commands),
        byteas(command.facts for command in commands),
        byteas(pending.statement_sha256 for pending in plan.placed),
        uuids(command.about for command in commands),
        bigints(accumulate(len(pending.events) for pending in plan.placed)),
        ints(pending.version for pending in plan.placed),
        texts(command.refusal for command in commands),
        texts(_json(command.refusal_facts) for command in commands),
    ]


def _json(facts: object) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()


def _envelopes(plan: Plan) -> list[bytes]:
    envelopes = [e for p in plan.placed if (e := p.save.envelope) is not None]
    return [
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
        for pending in plan.placed
        if (envelope := pending.save.envelope) is not None
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
