-- Deploy syncstream:parties/party_join to pg

begin;

create type api.party_joined as (party api.party);
comment on type api.party_joined is $$A party that was joined$$;
comment on column api.party_joined.party is $$The party$$;

create function private.party_require_room(party app.party) returns void
language plpgsql stable
as $$
declare
    v_plan integer := (private.current_plan(party.account_id)).max_party_members;
    v_max  integer := case when v_plan = -1 then party.max_members when party.max_members = -1 then v_plan else least(v_plan, party.max_members) end;
begin
    perform private.require_within(v_max,
        (select count(*) from app.party_member m where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in'),
        'max_party_members', 'party members');
end
$$;
comment on function private.party_require_room is
    $$403 plan_limit_reached where a locked party has all the members that it was made for, or that its account's plan allows by now: of a plan that went down, those who are in stay, and nobody comes$$;

create function api.party_join(code app.invitation_code) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account  uuid := http.current_account_id();
    v_profile  uuid := private.require_profile();
    v_address  text := http.client_network();
    v_settings app.settings;
    v_wait     interval;
    v_party    app.party;
    v_member   app.party_member;
    v_now      timestamptz;
    v_event    app.party_event;
begin
    -- The counter's row lock: an account's attempts are looked at one after the other, so that no more are than may be.
    -- A right code takes none of the wrong ones back: anyone can have right codes, of parties of their own.
    perform private.account_next_rev(v_account);
    select s.* into v_settings from app.settings s;
    v_wait := coalesce(
        private.throttle_wait('party_code', v_account::text, v_settings.party_attempts, v_settings.attempt_window),
        private.throttle_wait('party_code_address', v_address, v_settings.address_attempts, v_settings.attempt_window));
    if v_wait is not null then
        return http.rate_limited(v_wait);
    end if;

    v_party := private.party_lock((select c.party_id from app.party_code c
                                   where c.code = upper(regexp_replace(party_join.code, '[-[:space:]]', '', 'g'))));
    if v_party.id is null or v_party.status = 'ended' then
        perform private.throttle_take('party_code', v_account::text, v_settings.party_attempts, v_settings.attempt_window);
        if v_address is not null then
            perform private.throttle_take('party_code_address', v_address, v_settings.address_attempts, v_settings.attempt_window);
        end if;
        return http.refusal(404, 'not_found', 'No party goes on with this code. Compare it with the invitation, or ask for a new one');
    end if;

    select m.* into v_member from app.party_member m
    where m.account_id = v_party.account_id and m.party_id = v_party.id and m.profile_id = v_profile;
    if v_member.standing = 'banned' then
        raise sqlstate 'PT403' using message = 'You were banned from this party', constraint = 'banned';
    elsif v_member.standing is distinct from 'in' then
        perform private.party_require_room(v_party);
        v_now := private.party_clock();
        v_member := private.party_enter(v_party, 'member', v_now);
        v_event := private.party_post(v_party, 'join', v_member, json_build_object('profile_id', v_member.profile_id, 'name', v_member.name), v_now);
        v_party.seq := v_event.seq;
    end if;
    return http.reply(data => row_to_json(row(private.party_shape(private.party_settle(v_party)))::api.party_joined));
end
$$;
comment on function api.party_join is $$Joins a party by the code of its invitation; who is in it already stays. Ten wrong codes in 15 minutes, and even a right one is refused

code: as it is typed: case and hyphens do not matter
Errors: 403 forbidden, 403 banned, 403 plan_limit_reached, 404 not_found, 429 rate_limited
Example: {"code": "WDJBMJHT"}$$;
alter function api.party_join owner to usher;
grant execute on function private.party_require_room to usher;
grant execute on function api.party_join to kid, member;
select http.mount('POST', '/v1/parties/join', 'api.party_join', shape => 'api.party_joined');

commit;
