-- As before, but nothing is written after a head that is not at the newest event: it would
-- leave a gap, or fall upon what is there.
create or replace function take_place(
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
    if (select position from head) is distinct from
        (select coalesce(max(position), 0) from events)
    then
        raise exception 'the head is not at the newest event' using errcode = 'HUB01';
    end if;
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
