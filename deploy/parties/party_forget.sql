-- Deploy syncstream:parties/party_forget to pg
-- Parties that are over, and members whose profile or account goes: what an export has of them, what a deletion leaves.

begin;

create function private.party_delete(party app.party) returns void
language plpgsql volatile
as $$
declare
    v_member app.party_member;
begin
    for v_member in
        select m.* from app.party_member m where m.account_id = party.account_id and m.party_id = party.id
    loop
        delete from app.party_seat s
        where s.account_id = v_member.member_account_id and s.profile_id = v_member.profile_id and s.party_id = party.id;
    end loop;
    delete from app.party_code c where c.account_id = party.account_id and c.party_id = party.id;
    delete from app.party_lookup l where l.party_id = party.id;
    insert into app.party_past (account_id, party_id, kind, members, events, started_at, ended_at)
    select party.account_id, party.id, party.content ->> 'kind', count(*), party.seq, party.created_at, party.active_at
    from app.party_member m where m.account_id = party.account_id and m.party_id = party.id;
    delete from app.party p where p.account_id = party.account_id and p.id = party.id;
    -- There is no event left to read: who looks finds that the party is gone.
    perform pg_notify('party', party.id || ':' || party.seq + 1);
end
$$;
comment on function private.party_delete is $$Deletes a locked party with all that there is of it, but that it was (app.party_past)$$;

create function private.party_forget(party app.party, profile_id uuid) returns void
language plpgsql volatile
as $$
declare
    v_member app.party_member := private.party_other(party, profile_id);
begin
    if v_member.standing = 'in' and party.status <> 'ended' then
        perform private.party_remove(party, v_member, 'leave', v_member);
    end if;
    -- The numbers have no gap, so its events stay until the party is deleted, without its name and its words.
    update app.party_event e
    set actor_name = case when e.actor_id = party_forget.profile_id then 'Deleted profile' else e.actor_name end,
        body = case
            when e.kind = 'chat' then json_build_object('text', '')
            when e.body ->> 'profile_id' = party_forget.profile_id::text and e.kind <> 'role'
                then json_build_object('profile_id', party_forget.profile_id, 'name', 'Deleted profile')
            else e.body end
    where e.account_id = party.account_id and e.party_id = party.id
      and (e.actor_id = party_forget.profile_id or e.body ->> 'profile_id' = party_forget.profile_id::text);
    delete from app.party_member m
    where m.account_id = party.account_id and m.party_id = party.id and m.profile_id = party_forget.profile_id;
    delete from app.party_seat s
    where s.account_id = v_member.member_account_id and s.profile_id = party_forget.profile_id and s.party_id = party.id;
end
$$;
comment on function private.party_forget is $$Takes a profile out of a locked party for good: it leaves, and its name and what it said are wiped from the log$$;

create function private.profile_forget_parties(profile_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_id      uuid;
    v_party   app.party;
begin
    for v_id in
        select s.party_id from app.party_seat s
        where s.account_id = v_account and s.profile_id = profile_forget_parties.profile_id
        order by s.party_id
    loop
        v_party := private.party_lock(v_id);
        if v_party.id is not null then
            perform private.party_forget(v_party, profile_forget_parties.profile_id);
        end if;
    end loop;
end
$$;
comment on function private.profile_forget_parties is $$Before a profile of the account that is signed in is deleted, with the account's counter locked: takes it out of all its parties$$;

create function private.account_forget_parties(account_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_id      uuid;
    v_party   app.party;
    v_profile uuid;
begin
    for v_id in
        select s.party_id from app.party_seat s where s.account_id = account_forget_parties.account_id
        union
        select p.id from app.party p where p.account_id = account_forget_parties.account_id
        order by 1
    loop
        v_party := private.party_lock(v_id);
        if v_party.account_id = account_forget_parties.account_id then
            perform private.party_delete(v_party);
        elsif v_party.id is not null then
            for v_profile in
                select s.profile_id from app.party_seat s
                where s.account_id = account_forget_parties.account_id and s.party_id = v_id
                order by s.profile_id
            loop
                perform private.party_forget(private.party_read(v_id), v_profile);
            end loop;
        end if;
    end loop;
    -- Those went with the parties; a lookup has no reference that would say so if one did not.
    delete from app.party_code c where c.account_id = account_forget_parties.account_id;
    delete from app.party_lookup l where l.account_id = account_forget_parties.account_id;
end
$$;
comment on function private.account_forget_parties is $$The parties of an account are over for everyone, and its profiles leave those of others$$;

create function private.export_party_member(account_id uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
    return (
        select coalesce(json_agg(json_build_object(
            'party_id', m.party_id, 'profile_id', m.profile_id, 'name', m.name, 'avatar', m.avatar, 'role', m.role, 'standing', m.standing,
            'joined_at', m.joined_at, 'ready', m.ready, 'seen_at', o.seen_at, 'ping_ms', o.ping_ms) order by m.joined_at, m.profile_id), '[]')
        from app.party_seat s
        join app.party_member m on m.account_id = s.party_account_id and m.party_id = s.party_id and m.profile_id = s.profile_id
        left join lateral (
            select max(p.seen_at) as seen_at, max(p.ping_ms) as ping_ms from app.party_presence p
            where p.account_id = m.account_id and p.party_id = m.party_id and p.profile_id = m.profile_id) as o on true
        where s.account_id = export_party_member.account_id);
end
$$;
comment on function private.export_party_member is $$The account's profiles in parties, its own and others'; not the other members$$;

create function private.export_party_presence(account_id uuid) returns json
language sql immutable
return null::json;
comment on function private.export_party_presence is $$Nothing: that of the account's own profiles is in the part party_member$$;

create function private.export_party_seat(account_id uuid) returns json
language sql immutable
return null::json;
comment on function private.export_party_seat is $$Nothing: the way to the part party_member, by the ids of other accounts$$;

create function private.export_party_event(account_id uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
    return (
        select coalesce(json_agg(json_build_object(
            'party_id', e.party_id, 'seq', e.seq, 'kind', e.kind, 'actor_id', e.actor_id, 'actor_name', e.actor_name, 'body', e.body,
            'at', e.at, 'apply_at', e.apply_at, 'command_id', e.command_id) order by e.at, e.party_id, e.seq), '[]')
        from app.party_seat s
        join app.party_event e on e.account_id = s.party_account_id and e.party_id = s.party_id and e.actor_id = s.profile_id
        where s.account_id = export_party_event.account_id);
end
$$;
comment on function private.export_party_event is $$What the account's profiles did and said in parties, its own and others'; not what other members did$$;

alter function private.profile_forget_parties owner to usher;
alter function private.account_forget_parties owner to usher;
alter function private.export_party_member owner to usher;
alter function private.export_party_event owner to usher;
grant execute on function private.party_delete, private.party_forget to usher;
grant execute on function private.profile_forget_parties to member;
grant execute on function private.account_forget_parties, private.export_party_member, private.export_party_presence, private.export_party_seat,
    private.export_party_event to gatekeeper;

commit;
