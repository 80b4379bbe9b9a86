-- Deploy syncstream:parties/relay_pulse to pg
-- What has changed for those who are connected, in one question for all of them: heartbeats cost no NOTIFY.

begin;

create function private.changed_entities(account_id uuid, profile_id uuid, is_kids boolean, device_id text, since bigint) returns text[]
language plpgsql stable
as $$
begin
    return array(
        select entity from (values
            ('favorite', exists (
                select from app.favorite f
                where f.account_id = changed_entities.account_id and f.profile_id = changed_entities.profile_id and f.rev > since
                  and (f.device_id = changed_entities.device_id) is not true)),
            ('progress', exists (
                select from app.progress p
                where p.account_id = changed_entities.account_id and p.profile_id = changed_entities.profile_id and p.rev > since
                  and (p.device_id = changed_entities.device_id) is not true)),
            ('playlist', exists (
                select from app.playlist l
                where l.account_id = changed_entities.account_id and l.rev > since and (not is_kids or l.visible_to = 'all'))
             or exists (
                select from app.account_tombstone t
                where t.account_id = changed_entities.account_id and t.rev > since and t.entity = 'playlist')),
            ('profile', exists (
                select from app.profile p where p.account_id = changed_entities.account_id and p.rev > since)
             or exists (
                select from app.account_tombstone t
                where t.account_id = changed_entities.account_id and t.rev > since and t.entity = 'profile'))
        ) as e (entity, changed)
        where changed);
end
$$;
comment on function private.changed_entities is
    $$What a device has to ask POST /v1/sync for: the entities of its profile that changed after a number. What the device changed itself it knows, where that can be told: playlists and profiles do not say who changed them$$;

create function relay.pulse(sockets json) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
    return (
        select coalesce(json_agg(case
            when s.status = 'active' and s.account_role = s.role and s.token_version is not distinct from s.profile_version then
                json_build_object('i', s.i, 'rev', s.account_rev, 'entities', case
                    when s.rev is null then '[]'
                    else to_json(private.changed_entities(s.account_id, s.profile_id, coalesce(s.is_kids, false), s.device_id, s.rev)) end)
            else json_build_object('i', s.i, 'revoked', true) end), '[]')
        from (select k.i, k.account_id, k.role, k.profile_id, k.profile_version, k.rev,
                     e.device_id, a.status, a.role as account_role, p.token_version, p.is_kids, c.rev as account_rev
              from json_to_recordset(sockets) as k (i integer, account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, rev bigint)
              left join app.session e on e.account_id = k.account_id and e.id = k.session_id
              left join app.account a on a.account_id = e.account_id
              left join app.profile p on p.account_id = k.account_id and p.id = k.profile_id
              left join app.account_counter c on c.account_id = k.account_id) as s
        where s.status is distinct from 'active' or s.account_role <> s.role or s.token_version is distinct from s.profile_version
           or s.account_rev is distinct from s.rev);
end
$$;
comment on function relay.pulse is
    $$Which sockets there is news for: of [{i, account_id, session_id, role, profile_id, profile_version, rev}] those whose session, account or profile is not what it was, as {i, revoked: true}, and those whose account's counter is not at rev, as {i, rev, entities}: what other devices changed for this profile, possibly nothing$$;
alter function relay.pulse owner to usher;
grant execute on function private.changed_entities to usher;
grant execute on function relay.pulse to syncstream_relay;

commit;
