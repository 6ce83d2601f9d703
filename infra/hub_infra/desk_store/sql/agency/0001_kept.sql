-- What one agency keeps at this desk. Ids and times in clear, everything else encrypted.

create table kept (
    shelf text not null,
    holder uuid not null,
    key text not null,
    kept_at timestamptz not null,
    value bytea not null,
    primary key (shelf, holder, key)
);

create index kept_age on kept (shelf, kept_at);
