-- Deploy syncstream:parties/party_members to pg
-- Leaving, removing others, handing the party over.

begin;

create function private.party_remove(party app.party, member app.party_member, kind text, actor app.party_member) returns app.party
language plpgsql volatile
as $$
declare
    v_party app.party := party;
    v_now   timestamptz := private.party_clock();
    v_event app.party_event;
begin
    update app.party_member m
    set role = 'member', standing = case kind when 'ban' then 'banned' else 'out' end, ready = false, awaited = false
    where m.account_id = party.account_id and m.party_id = party.id and m.profile_id = member.profile_id;
    delete from app.party_presence p
    where p.account_id = party.account_id and p.party_id = party.id and p.profile_id = member.profile_id;
    update app.party_seat s set active = false
    where s.account_id = member.member_account_id and s.profile_id = member.profile_id and s.party_id = party.id;
    v_event := private.party_post(v_party, kind, actor, json_build_object('profile_id', member.profile_id, 'name', member.name), v_now);
    v_party.seq := v_event.seq;

    v_party := private.party_succeed(v_party, v_now);
    if v_party.status <> 'ended' then
        v_party := private.party_settle(v_party);  -- perhaps it was the last one waited for
    end if;
    return v_party;
end
$$;
comment on function private.party_remove is
    $$Takes a member out of a locked party that goes on: leave, kick or ban. Without a host the member longest there becomes it; without members the party ends$$;

create function private.party_succeed(party app.party, at timestamptz) returns app.party
language plpgsql volatile
as $$
declare
    v_party app.party := party;
    v_heir  app.party_member;
    v_event app.party_event;
begin
    select m.* into v_heir from app.party_member m
    where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in'
    order by m.role = 'host' desc, m.joined_at, m.profile_id
    limit 1;
    if v_heir.profile_id is null then
        return private.party_end(party, null);
    elsif v_heir.role <> 'host' then
        update app.party_member m set role = 'host'
        where m.account_id = party.account_id and m.party_id = party.id and m.profile_id = v_heir.profile_id;
        v_event := private.party_post(v_party, 'role', null, json_build_object('profile_id', v_heir.profile_id, 'role', 'host'), at);
        v_party.seq := v_event.seq;
    end if;
    return v_party;
end
$$;
comment on function private.party_succeed is $$Gives a locked party that has no host one, the member longest there, and ends one that has no members$$;

create function private.party_other(party app.party, profile_id uuid) returns app.party_member
language plpgsql stable
as $$
declare
    v_member app.party_member;
begin
    select m.* into v_member from app.party_member m
    where m.account_id = party.account_id and m.party_id = party.id and m.profile_id = party_other.profile_id;
    return v_member;
end
$$;
comment on function private.party_other is $$Someone who is or was in a party, by the profile; null for a stranger$$;

create function private.refuse_stranger() returns void
language plpgsql volatile
as $$
begin
    raise sqlstate 'PT404' using message = 'There is no such member in this party', constraint = 'not_found';
end
$$;
comment on function private.refuse_stranger is $$404 not_found, of a profile that is not in the party$$;

create function api.party_leave(party_id uuid) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_party app.party := private.party_lock(party_id);
    v_me    app.party_member := private.party_me(v_party);
begin
    if v_party.status <> 'ended' then
        perform private.party_remove(v_party, v_me, 'leave', v_me);
    end if;
    return null;
end
$$;
comment on function api.party_leave is $$Leaves a party; coming back takes its code. A host who leaves is followed by the member longest there; when the last one leaves the party ends

party_id: the party
Errors: 403 forbidden, 403 banned, 404 not_found$$;

create function api.party_kick(party_id uuid, profile_id uuid, ban boolean default null) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_party  app.party := private.party_lock(party_id);
    v_me     app.party_member := private.party_me(v_party);
    v_member app.party_member := private.party_other(v_party, party_kick.profile_id);
begin
    perform private.require_going_on(v_party);
    perform private.require_host(v_me);
    if v_member.profile_id = v_me.profile_id then
        raise sqlstate 'PT409' using message = 'This is you. Leave the party instead', constraint = 'conflict';
    end if;
    if ban and v_member.standing in ('in', 'out') then  -- one who has left already is kept out
        v_party := private.party_remove(v_party, v_member, 'ban', v_me);
    elsif v_member.standing = 'in' then
        v_party := private.party_remove(v_party, v_member, 'kick', v_me);
    elsif not coalesce(ban and v_member.standing = 'banned', false) then
        perform private.refuse_stranger();
    end if;
    return row_to_json(private.party_shape(v_party));
end
$$;
comment on function api.party_kick is $$Removes a member from a party. It may come back by the code, unless it is banned; one who has left can be banned, too. For the host alone

party_id: the party
profile_id: the member
ban: true: it does not come back
Errors: 403 forbidden, 403 banned, 404 not_found, 409 conflict
Example: {"profile_id": "7f1c9a52-0d3e-4a6b-9a6e-2b8f3c1d4e5f", "ban": true}$$;

create function api.party_set_role(party_id uuid, profile_id uuid, role app.party_role) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_party  app.party := private.party_lock(party_id);
    v_me     app.party_member := private.party_me(v_party);
    v_member app.party_member := private.party_other(v_party, party_set_role.profile_id);
    v_event  app.party_event;
begin
    perform private.require_going_on(v_party);
    perform private.require_host(v_me);
    if v_member.standing is distinct from 'in' then
        perform private.refuse_stranger();
    elsif v_member.role <> party_set_role.role then
        if party_set_role.role = 'member' and not exists (
            select from app.party_member m
            where m.account_id = v_party.account_id and m.party_id = v_party.id and m.role = 'host' and m.profile_id <> v_member.profile_id)
        then
            raise sqlstate 'PT409' using message = 'A party has a host. Make somebody else one first', constraint = 'conflict';
        end if;
        update app.party_member m set role = party_set_role.role
        where m.account_id = v_party.account_id and m.party_id = v_party.id and m.profile_id = v_member.profile_id;
        v_event := private.party_post(v_party, 'role', v_me,
            json_build_object('profile_id', v_member.profile_id, 'role', party_set_role.role), private.party_clock());
        v_party.seq := v_event.seq;
    end if;
    return row_to_json(private.party_shape(private.party_settle(v_party)));
end
$$;
comment on function api.party_set_role is $$Makes a member a host of the party, besides those it has, or a host a member again; the last host stays one. For hosts alone

party_id: the party
profile_id: the member
role: host or member
Errors: 403 forbidden, 403 banned, 404 not_found, 409 conflict
Example: {"profile_id": "7f1c9a52-0d3e-4a6b-9a6e-2b8f3c1d4e5f", "role": "host"}$$;

create function api.party_end(party_id uuid) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_party app.party := private.party_lock(party_id);
    v_me    app.party_member := private.party_me(v_party);
begin
    perform private.require_host(v_me);
    if v_party.status <> 'ended' then
        perform private.party_end(v_party, v_me);
    end if;
    return null;
end
$$;
comment on function api.party_end is $$Ends a party for everyone. It can be read for a day. For the host alone

party_id: the party
Errors: 403 forbidden, 403 banned, 404 not_found$$;

alter function api.party_leave owner to usher;
alter function api.party_kick owner to usher;
alter function api.party_set_role owner to usher;
alter function api.party_end owner to usher;
grant execute on function private.party_remove, private.party_succeed, private.party_other, private.refuse_stranger to usher;
grant execute on function api.party_leave, api.party_kick, api.party_set_role, api.party_end to kid, member;
select http.mount('POST', '/v1/parties/{party_id}/leave', 'api.party_leave');
select http.mount('POST', '/v1/parties/{party_id}/kick', 'api.party_kick', shape => 'api.party');
select http.mount('POST', '/v1/parties/{party_id}/role', 'api.party_set_role', shape => 'api.party');
select http.mount('DELETE', '/v1/parties/{party_id}', 'api.party_end');

commit;
