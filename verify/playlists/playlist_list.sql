-- Verify syncstream:playlists/playlist_list on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('api.playlist_list is for kid and member, and not for public, anonymous, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'api.playlist_list'::regproc, 'execute') = (r = any ('{kid,member}')))
          from unnest('{kid,member,public,anonymous,analyst,syncstream_api}'::text[]) r)),
        ('api.playlist_get is for kid and member, and not for public, anonymous, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'api.playlist_get'::regproc, 'execute') = (r = any ('{kid,member}')))
          from unnest('{kid,member,public,anonymous,analyst,syncstream_api}'::text[]) r)),
        ('GET /v1/playlists is mounted', exists (select from http.route where (method, path, handler) = ('GET', '/v1/playlists', 'api.playlist_list'))),
        ('GET /v1/playlists/{id} is mounted', exists (select from http.route where (method, path, handler) = ('GET', '/v1/playlists/{id}', 'api.playlist_get')))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
