-- The log, what goes with it, and who has read how far.

create table store (
    one boolean primary key default true check (one),
    log_salt bytea not null check (length(log_salt) = 32)
);

-- The newest position and its time. One row, changed only under the append lock.
create table head (
    one boolean primary key default true check (one),
    position bigint not null,
    recorded_at timestamptz not null
);

insert into head (position, recorded_at) values (0, '1970-01-01T00:00:00Z');

create table events (
    position bigint primary key check (position > 0),
    stream uuid not null,
    version integer not null check (version > 0),
    topic text not null,
    state bytea not null,
    command_id uuid not null,
    recorded_at timestamptz not null,
    leaf_hash bytea not null check (length(leaf_hash) = 32),
    unique (stream, version)
) with (toast_tuple_target = 8160);

alter table events alter column state set storage external;

-- The answer to a repeated command id, and the home of the statement.
create table commands (
    id uuid primary key,
    agency uuid not null,
    statement bytea,
    facts bytea,
    statement_sha256 bytea check (length(statement_sha256) = 32),
    about uuid,
    position bigint not null,
    version integer,
    refusal text,
    refusal_facts jsonb,
    recorded_at timestamptz not null
) with (toast_tuple_target = 8160);

alter table commands alter column statement set storage external;
alter table commands alter column facts set storage external;

create table envelopes (
    id uuid primary key,
    record uuid not null,
    publisher uuid not null,
    counterpart uuid,
    header bytea not null,
    seals bytea not null,
    signatures bytea not null
) with (toast_tuple_target = 8160);

alter table envelopes alter column header set storage external;
alter table envelopes alter column seals set storage external;
alter table envelopes alter column signatures set storage external;

-- A person's segments are found by owner, so that erasure can delete them.
create table segments (
    envelope_id uuid not null,
    tag text not null,
    ordinal integer not null,
    owner uuid not null,
    field_group text not null,
    item uuid,
    ciphertext bytea not null,
    wrapped_share bytea not null,
    primary key (envelope_id, tag)
) with (toast_tuple_target = 8160);

alter table segments alter column ciphertext set storage external;
alter table segments alter column wrapped_share set storage external;

create index segments_owner on segments (owner);

-- How far the announcer has carried each agency's notices.
create table cursors (
    agency_id uuid primary key,
    position bigint not null
);

-- Take the append lock and a batch's place in the log; or answer no row, when a command or an
-- envelope is known, or a stream is not at the version that the batch builds on. Being volatile,
-- each query in it sees all that was committed before the lock was had.
create function take_place(
    event_count bigint,
    read_at timestamptz,
    streams uuid[],
    versions integer[],
    command_ids uuid[],
    envelope_ids uuid[]
) returns table (position_before bigint, place_time timestamptz, leaf_start bytea)
language plpgsql volatile rows 1 as $$
begin
    perform pg_advisory_xact_lock(1752523265);
    if exists (select from commands where id = any (command_ids))
        or exists (select from envelopes where id = any (envelope_ids))
        or exists (
            select from unnest(streams, versions) as built_on (stream, version)
            where built_on.version <> coalesce(
                (select max(e.version) from events as e where e.stream = built_on.stream), 0))
    then
        return;
    end if;
    return query
        update head set
            position = head.position + event_count,
            recorded_at = greatest(head.recorded_at, read_at)
        returning
            head.position - event_count,
            head.recorded_at,
            '\x00'::bytea || convert_to(
                '{"recorded_at":"' || to_char(
                    head.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'UTF8');
end
$$;
