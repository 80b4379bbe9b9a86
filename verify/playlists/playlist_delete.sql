-- Verify syncstream:playlists/playlist_delete on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('api.playlist_delete is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'api.playlist_delete'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('DELETE /v1/playlists/{id} is mounted', exists (select from http.route where (method, path, handler) = ('DELETE', '/v1/playlists/{id}', 'api.playlist_delete')))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
