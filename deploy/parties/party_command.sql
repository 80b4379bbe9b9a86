-- Deploy syncstream:parties/party_command to pg
-- play, pause, seek, rate, load, and saying that one is ready.

begin;

create function private.party_command(
    party_id uuid, id text, command text, position_ms bigint, rate double precision, content json
) returns json
language plpgsql volatile
as $$
declare
    v_party app.party := private.party_lock(party_id);
    v_me    app.party_member := private.party_me(v_party);
    v_event app.party_event := private.party_repeated(v_party, id);
    v_now   timestamptz;
    v_apply timestamptz;
    v_paid  timestamptz;
begin
    if v_event.seq is not null then
        return private.party_event_shape(v_event, private.party_epoch());
    end if;
    perform private.require_going_on(v_party);
    if v_party.control = 'host' then
        perform private.require_host(v_me);
    end if;
    v_paid := private.bucket_take(v_me.commands_paid_until, 5, 5);
    update app.party_member m set commands_paid_until = v_paid
    where m.account_id = v_party.account_id and m.party_id = v_party.id and m.profile_id = v_me.profile_id;

    v_party := private.party_settle(v_party);
    v_now := private.party_clock();
    if command in ('play', 'seek', 'load') then
        v_apply := v_now + private.party_lead(v_party);
    end if;

    if command = 'play' then
        if v_party.status = 'waiting' and v_me.role <> 'host' then
            raise sqlstate 'PT409' using message = 'The party waits for its members. Only the host can go on before', constraint = 'conflict';
        end if;
        v_party.position_ms := coalesce(party_command.position_ms, private.party_position(v_party, v_apply));
        v_party.anchored_at := v_apply;
        v_party.status := 'playing';
    elsif command = 'pause' then
        v_party.position_ms := coalesce(party_command.position_ms, private.party_position(v_party, v_now));
        v_party.anchored_at := v_now;
        v_party.status := 'paused';
    elsif command = 'seek' then
        if party_command.position_ms is null then
            perform private.refuse_field('position_ms', 'Where to? A seek needs position_ms');
        end if;
        v_party := private.party_wait(v_party, v_now);
        v_party.position_ms := party_command.position_ms;
        v_party.anchored_at := v_apply;
    elsif command = 'rate' then
        if party_command.rate is null then
            perform private.refuse_field('rate', 'How fast? A change of the rate needs rate');
        end if;
        v_party.position_ms := private.party_position(v_party, v_now);
        -- What is yet to begin begins when it was said to.
        v_apply := case when v_party.status = 'playing' and v_party.anchored_at > v_now then v_party.anchored_at end;
        v_party.anchored_at := coalesce(v_apply, v_now);
        v_party.rate := party_command.rate;
    else
        if party_command.content is null then
            perform private.refuse_field('content', 'What? Loading needs content');
        end if;
        v_party := private.party_wait(v_party, v_now);
        v_party.content := private.party_content(party_command.content);
        v_party.match_key := private.party_match_key(v_party.content);
        v_party.position_ms := coalesce(party_command.position_ms, 0);
        v_party.anchored_at := v_apply;
        v_party.rate := 1;
    end if;
    if v_party.resume is not null and v_party.status <> 'waiting' then
        v_party.resume := null;
        v_party.due_at := v_now + (select s.party_idle from app.settings s);
    end if;

    v_event := private.party_post(v_party, command, v_me, case command
        when 'rate' then json_build_object('rate', v_party.rate, 'position_ms', v_party.position_ms)
        when 'load' then json_build_object('content', v_party.content, 'position_ms', v_party.position_ms)
        else json_build_object('position_ms', v_party.position_ms, 'rate', v_party.rate)
    end, v_now, v_apply, id);
    v_party.seq := v_event.seq;
    perform private.party_settle(v_party);  -- with nobody online there is nobody to wait for
    return private.party_event_shape(v_event, private.party_epoch());
end
$$;
comment on function private.party_command is $$Does a command of the member who calls, once for its id, and answers the event$$;

create function private.party_ready(party_id uuid, ready boolean) returns json
language plpgsql volatile
as $$
declare
    v_party app.party := private.party_lock(party_id);
    v_me    app.party_member := private.party_me(v_party);
    v_paid  timestamptz;
    v_event app.party_event;
begin
    perform private.require_going_on(v_party);
    v_paid := private.bucket_take(v_me.ready_paid_until, 5, 5);
    update app.party_member m set ready = party_ready.ready, ready_paid_until = v_paid
    where m.account_id = v_party.account_id and m.party_id = v_party.id and m.profile_id = v_me.profile_id;
    v_event := private.party_post(v_party, 'ready', v_me, json_build_object('ready', ready), private.party_clock());
    v_party.seq := v_event.seq;
    perform private.party_settle(v_party);
    return private.party_event_shape(v_event, private.party_epoch());
end
$$;
comment on function private.party_ready is $$Notes whether the member who calls is ready, and answers the event; the last one whom a party waits for makes it go on$$;

create function api.party_command(
    party_id uuid, id app.command_id, command app.party_action, position_ms app.milliseconds default null,
    rate app.playback_rate default null, content app.party_content default null
) returns json
language plpgsql volatile security definer set search_path = ''
as $$
begin
    return private.party_command(party_command.party_id, party_command.id, command, party_command.position_ms, party_command.rate, party_command.content);
end
$$;
comment on function api.party_command is $$Plays, pauses, seeks, changes the rate, or loads something else, for everyone in the party. Answers the event, which everyone who is connected gets

party_id: the party
id: the client's own name for this command, unique in the party: sent again it does nothing new, and answers the first event
command: play, pause, seek, rate or load
position_ms: of play and pause, where it is not where the party is; of seek, where to; of load, where to begin
rate: of rate: 0.25 to 4
content: of load: {kind, title, year, ids, duration_ms}
Errors: 403 forbidden, 403 banned, 404 not_found, 409 conflict, 429 rate_limited
Example: {"id": "4b1c", "command": "seek", "position_ms": 60000}$$;
alter function api.party_command owner to usher;
grant execute on function private.party_command, private.party_ready to usher;
grant execute on function api.party_command to kid, member;
select http.mount('POST', '/v1/parties/{party_id}/commands', 'api.party_command', shape => 'api.party_event');

commit;
