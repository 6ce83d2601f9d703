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
