-- Verify syncstream:playlists/playlist on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('row-level security is forced on app.playlist', (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.playlist'::regclass)),
        ('a kids profile reads and writes nothing', has_table_privilege('kid', 'app.playlist', 'select') and not has_any_column_privilege('kid', 'app.playlist', 'insert, update') and not has_table_privilege('kid', 'app.playlist', 'delete')),
        ('a member writes, but not whose it is', has_column_privilege('member', 'app.playlist', 'name', 'update') and has_table_privilege('member', 'app.playlist', 'delete') and not has_column_privilege('member', 'app.playlist', 'account_id', 'update')),
        ('nobody reads without a token', not has_any_column_privilege('anonymous', 'app.playlist', 'select, insert, update')),
        ('the role kid has a policy of its own', (select array_agg(polname order by polname) = '{playlist_select_kid}' from pg_policy where polrelid = 'app.playlist'::regclass and 'kid'::regrole = any (polroles))),
        ('private.playlist_shape is for kid and member and gatekeeper, and not for public, anonymous, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.playlist_shape'::regproc, 'execute') = (r = any ('{kid,member,gatekeeper}')))
          from unnest('{kid,member,gatekeeper,public,anonymous,analyst,syncstream_api}'::text[]) r))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
