-- Deploy syncstream:library/playlist_forget to pg
-- What a playlist takes along when it goes, or is hidden from kids profiles and shown again.

begin;

alter table app.account_counter add column shown_rev bigint not null default 0;
comment on column app.account_counter.shown_rev is $$The number at which a playlist was last shown to kids profiles again: their cursors below it start over$$;
grant update (shown_rev) on app.account_counter to member;

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
        select private.favorite_tombstone(f, clock_timestamp(), http.current_device_id(), v_rev + row_number() over ())
        from unnest(v_favorites) as f));
    perform private.progress_store(array(
        select private.progress_tombstone(p, clock_timestamp(), http.current_device_id(), v_rev + cardinality(v_favorites) + row_number() over ())
        from unnest(v_progress) as p), null);
    perform private.tombstone_write('playlist', playlist_forget.playlist_id, v_rev);
end
$$;
comment on function private.playlist_forget is $$Leaves tombstones of a playlist of the account that is signed in, and of every profile's favorites and progress on it. History stays$$;
alter function private.playlist_forget owner to gatekeeper;

create function private.playlist_hide(playlist_id uuid, rev bigint) returns void
language plpgsql volatile
as $$
begin
    -- Policies show it to those who still see the playlist, too; api.device_sync leaves it out for them.
    perform private.tombstone_write('playlist', playlist_hide.playlist_id, playlist_hide.rev);
end
$$;
comment on function private.playlist_hide is $$Lets the devices of kids profiles know that a playlist is not for them any more$$;

create function private.playlist_show() returns void
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);
begin
    update app.account_counter c set shown_rev = v_rev where c.account_id = v_account;
end
$$;
comment on function private.playlist_show is $$Makes the devices of kids profiles, which passed over what is on a playlist while it was hidden, start over. The playlist's own number must be taken before$$;

grant execute on function private.playlist_forget, private.playlist_hide, private.playlist_show to member;

commit;
