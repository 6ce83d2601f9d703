-- Who is signed in. The id in the cookie is kept only as its SHA-256.

create table sessions (
    id_sha256 bytea primary key check (length(id_sha256) = 32),
    agency uuid not null,
    practitioner uuid not null,
    role text not null,
    amr text[] not null,
    data bytea not null,
    begun_at timestamptz not null,
    seen_at timestamptz not null
);

create index sessions_begun on sessions (begun_at);
