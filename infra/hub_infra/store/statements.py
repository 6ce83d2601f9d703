"""The SQL of one batch: written at once, or first looked at under the append lock."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate, repeat
from typing import NamedTuple
from uuid import UUID

import msgspec
from psycopg.pq.abc import PGresult

from hub_infra.store import cells
from hub_infra.store.batch import Head, Pending, Plan
from hub_infra.store.connect import APPEND_LOCK
from hub_infra.store.log_cells import COMMAND, ENVELOPE, EVENT, SEGMENT, Cells, stream_of
from hub_infra.store.session import Session

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
select min(e.position) - 1, (array_agg(e.leaf_hash order by e.position desc))[1], count(*)
from unnest($1::uuid[], $2::int[], $3::text[], $4::bytea[], $5::bytea[], $6::uuid[])
    as sent(stream, version, topic, state, leaf, command_id)
join events as e
    on e.stream = sent.stream and e.version = sent.version
    and e.state = sent.state and e.command_id = sent.command_id
"""

_PLACE = """
place as materialized (select * from take_place($2, $1, $3, $4, $11, $21))
"""

_EVENTS = """
insert into events
    (position, stream, version, topic, state, command_id, recorded_at, leaf_hash)
select position_before + n, stream, version, topic, state, command_id, place_time,
    sha256(leaf_start || leaf)
from place, (select
    generate_series(1, $2) as n, unnest($5::uuid[]) as stream, unnest($6::int[]) as version,
    unnest($7::text[]) as topic, unnest($8::bytea[]) as state, unnest($9::bytea[]) as leaf,
    unnest($10::uuid[]) as command_id) as e
"""

_COMMANDS = """
insert into commands
    (id, agency, statement, facts, statement_sha256, about, version, refusal, refusal_facts,
     position, recorded_at)
select id, agency, statement, facts, statement_sha256, about, version, refusal,
    refusal_facts::jsonb, position_before + n, place_time
from place, (select
    unnest($11::uuid[]) as id, unnest($12::uuid[]) as agency, unnest($13::bytea[]) as statement,
    unnest($14::bytea[]) as facts, unnest($15::bytea[]) as statement_sha256,
    unnest($16::uuid[]) as about, unnest($17::int[]) as version, unnest($18::text[]) as refusal,
    unnest($19::text[]) as refusal_facts, unnest($20::bigint[]) as n) as c
"""

_ENVELOPES = """
insert into envelopes (id, record, publisher, counterpart, header, seals, signatures)
select e.*
from place, (select
    unnest($21::uuid[]), unnest($22::uuid[]), unnest($23::uuid[]), unnest($24::uuid[]),
    unnest($25::bytea[]), unnest($26::bytea[]), unnest($27::bytea[])) as e
"""

_SEGMENTS = """
insert into segments
    (envelope_id, tag, ordinal, owner, field_group, item, ciphertext, wrapped_share)
select s.*
from place, (select
    unnest($28::uuid[]), unnest($29::text[]), unnest($30::int[]), unnest($31::uuid[]),
    unnest($32::text[]), unnest($33::uuid[]), unnest($34::bytea[]),
    unnest($35::bytea[])) as s
"""

_WRITTEN = """
select position_before, sha256(leaf_start || ($9::bytea[])[$2::int]) from place
"""

_NO_ENVELOPES = ENVELOPE[:1]


class Written(NamedTuple):
    """Where a plan's events stand: after which position, and the leaf hash of the last."""

    before: int
    leaf_hash: bytes


class Statement(NamedTuple):
    """A plan as one statement, but for its first parameter, the time it is sent at.

    ``rows_from`` is the number of the first parameter that is of the views' rows.
    """

    plan: Plan
    sealed: bool
    rows_from: int
    parameters: list[bytes]


def statement_of(plan: Plan) -> Statement:
    """Make a plan ready to be sent."""
    written = [pending.log for pending in plan.placed]
    envelopes = [each.envelope for each in written if each.envelope is not None]
    parameters = [
        *_place(plan),
        *_arrays(EVENT, [event for each in written for event in each.events]),
        *_arrays(COMMAND, [each.command for each in written]),
        _last_ordinals(plan),
        *_arrays(ENVELOPE if envelopes else _NO_ENVELOPES, envelopes),
    ]
    if envelopes:
        parameters += _arrays(SEGMENT, [s for each in written for s in each.segments])
    rows_from = len(parameters) + 2
    for rows in plan.rows:
        parameters += rows[0].shape.arrays(rows)
    return Statement(plan, bool(envelopes), rows_from, parameters)


def write(session: Session, statement: Statement, now: datetime) -> Written | None:
    """Write all of a plan in one statement, after what the log holds.

    Answers None, and nothing is written, when the store is not as the plan trusts it to be.
    Without a transaction begun, the answer is durable.
    """
    kind = ("write", statement.sealed, *[rows[0].shape for rows in statement.plan.rows])
    parameters = [_alone(cells.timestamptz(now)), *statement.parameters]
    result = session.execute(kind, lambda: _joined(statement), parameters)
    return _written(result) if result.ntuples else None


def _joined(statement: Statement) -> str:
    sealed = [_ENVELOPES, _SEGMENTS] if statement.sealed else []
    parts = [_EVENTS, _COMMANDS, *sealed]
    parameter = statement.rows_from
    for rows in statement.plan.rows:
        shape = rows[0].shape
        parts.append(shape.sql(parameter, place="place, "))
        parameter += len(shape.columns)
    written = ", ".join(f"part_{n} as ({part})" for n, part in enumerate(parts))
    return f"with {_PLACE}, {written} {_WRITTEN}"


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


def find(session: Session, plan: Plan) -> Written | None:
    """Where a plan's events stand when the log has just these, or else None.

    It has the append lock meanwhile: whatever an earlier connection was doing has ended.
    """
    session.run(_BEGIN)
    events = [event for pending in plan.placed for event in pending.log.events]
    result = session.execute("find", lambda: _FIND, _arrays(EVENT, events))
    found = _number(result.get_value(0, 2)) == len(events)
    written = _written(result) if found else None
    session.run("commit")
    return written


def _written(result: PGresult) -> Written:
    return Written(_number(result.get_value(0, 0)), result.get_value(0, 1) or b"")


def _number(stored: bytes | None) -> int:
    (number,) = struct.unpack(">q", stored or b"")
    return int(number)


def _place(plan: Plan) -> list[bytes]:
    events = sum(len(pending.events) for pending in plan.placed)
    return [
        _alone(cells.bigint(events)),
        cells.array(cells.UUID_OID, [cells.uuid(stream) for stream in plan.built_on]),
        cells.array(cells.INT_OID, [cells.integer(v) for v in plan.built_on.values()]),
    ]


def _alone(cell: bytes) -> bytes:
    """A value that is a parameter by itself, without its length."""
    return cell[4:]


def _last_ordinals(plan: Plan) -> bytes:
    """Of each command, which of the batch's events is its last, from 1."""
    last = accumulate(len(pending.events) for pending in plan.placed)
    return cells.array(cells.BIGINT_OID, [cells.bigint(ordinal) for ordinal in last])


def _arrays(oids: Sequence[int], rows: Sequence[Cells]) -> list[bytes]:
    columns = zip(*rows, strict=True) if rows else repeat((), len(oids))
    return [cells.array(oid, column) for oid, column in zip(oids, columns, strict=True)]
