-- Deploy syncstream:library/playlist_forget to pg
-- What a playlist takes along when it goes, or is hidden from kids profiles and shown again.

begin;

create function private.playlist_forget(playlist_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account   uuid := http.current_account_id();
    v_favorites app.favorite[];
    v_progress  app.progress[];
    v_rev       bigint;
begin
    perform private.account_next_rev(v_account);  -- the lock; the numbers follow when it is known how many
    v_favorites := array(select f from app.favorite f
                         where f.account_id = v_account and f.playlist_id = playlist_forget.playlist_id and f.deleted_at is null);
    v_progress := array(select p from app.progress p
                        where p.account_id = v_account and p.playlist_id = playlist_forget.playlist_id and p.deleted_at is null);
    v_rev := private.account_next_rev(v_account, cardinality(v_favorites) + cardinality(v_progress) + 1)
             - cardinality(v_favorites) - cardinality(v_progress);

    perform private.favorite_store(array(
        select private.favorite_tombstone(f, clock_timestamp(), http.current_device_id(), v_rev + n)
        from unnest(v_favorites) with ordinality as t (f, n)));
    perform private.progress_store(array(
        select private.progress_tombstone(p, clock_timestamp(), http.current_device_id(), v_rev + cardinality(v_favorites) + n)
        from unnest(v_progress) with ordinality as t (p, n)), null);
    perform private.tombstone_write('playlist', playlist_forget.playlist_id, v_rev);
end
$$;
comment on function private.playlist_forget is $$Leaves tombstones of a playlist of the account that is signed in, and of every profile's favorites and progress on it. History stays$$;
alter function private.playlist_forget owner to gatekeeper;

create function private.playlist_hide(playlist_id uuid, rev bigint) returns void
language plpgsql volatile
as $$
begin
    -- Policies show it to those who still see the playlist, too; api.sync leaves it out for them.
    perform private.tombstone_write('playlist', playlist_hide.playlist_id, playlist_hide.rev);
end
$$;
comment on function private.playlist_hide is $$Lets the devices of kids profiles know that a playlist is not for them any more$$;

create function private.playlist_show(playlist_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_count   integer;
    v_rev     bigint;
begin
    select count(*) into v_count
    from (select from app.favorite f where f.account_id = v_account and f.playlist_id = playlist_show.playlist_id
          union all
          select from app.progress p where p.account_id = v_account and p.playlist_id = playlist_show.playlist_id) as rows;
    v_rev := private.account_next_rev(v_account, v_count + 1) - v_count - 1;
    update app.favorite f
    set rev = v_rev + n.n, answer = case when f.deleted_at is null then n.answer end
    from (select o.profile_id, o.item, o.n, jsonb_set(o.answer::jsonb, '{rev}', to_jsonb(v_rev + o.n))::text as answer
          from (select f.profile_id, f.item, f.answer, row_number() over (order by f.rev) as n from app.favorite f
                where f.account_id = v_account and f.playlist_id = playlist_show.playlist_id) as o) as n
    where f.account_id = v_account and f.profile_id = n.profile_id and f.item = n.item;
    update app.progress p
    set rev = v_rev + v_count - n.n + 1
    from (select o.profile_id, o.item, row_number() over (order by o.rev desc) as n from app.progress o
          where o.account_id = v_account and o.playlist_id = playlist_show.playlist_id) as n
    where p.account_id = v_account and p.profile_id = n.profile_id and p.item = n.item;
end
$$;
comment on function private.playlist_show is $$Gives the favorites and progress on a playlist new numbers, so that kids profiles that see it again are sent them again$$;
alter function private.playlist_show owner to gatekeeper;

grant execute on function private.playlist_forget, private.playlist_hide, private.playlist_show to member;
grant execute on function private.tombstone_write to gatekeeper;
grant insert (account_id, entity, id, rev), update (rev, deleted_at) on app.account_tombstone to gatekeeper;
grant execute on function http.current_device_id to gatekeeper;

commit;
