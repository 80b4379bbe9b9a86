-- Verify syncstream:playlists/playlist_secret on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('row-level security is forced on private.playlist_secret', (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'private.playlist_secret'::regclass)),
        ('no role of the API reaches private.playlist_secret', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_any_column_privilege(r, 'private.playlist_secret', 'select, insert, update') or has_table_privilege(r, 'private.playlist_secret', 'delete, truncate'))),
        ('its only policy is for vault', (select count(*) = 1 and bool_and(polroles = array['vault'::regrole::oid]) from pg_policy where polrelid = 'private.playlist_secret'::regclass)),
        ('private.playlist_secret_write runs as vault with a pinned path', (select prosecdef and proowner = 'vault'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.playlist_secret_write'::regproc)),
        ('private.playlist_secret_read runs as vault with a pinned path', (select prosecdef and proowner = 'vault'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.playlist_secret_read'::regproc)),
        ('private.playlist_secret_rotate runs as vault with a pinned path', (select prosecdef and proowner = 'vault'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.playlist_secret_rotate'::regproc)),
        ('private.playlist_secret_write is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.playlist_secret_write'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('private.playlist_secret_read is for kid and member, and not for public, anonymous, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.playlist_secret_read'::regproc, 'execute') = (r = any ('{kid,member}')))
          from unnest('{kid,member,public,anonymous,analyst,syncstream_api}'::text[]) r)),
        ('private.playlist_secret_rotate is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.playlist_secret_rotate'::regproc, 'execute')))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
