-- By which an auditor finds events without reading the whole log: their kind, the command that
-- caused them, whose it was, and when. A command stands at the position of its last event.
create index events_topic on events (topic, position);
create index events_recorded on events (recorded_at, position);
create index events_command on events (command_id);
create index commands_agency on commands (agency, position);

-- The views of a new store are made with theirs.
do $$
begin
    if to_regclass('public.knowledge') is not null then
        create index knowledge_agency_position on knowledge (agency_id, position);
        create index attempts_agency_position on attempts (agency_id, position);
    end if;
end
$$;
