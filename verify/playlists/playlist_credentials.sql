-- Verify syncstream:playlists/playlist_credentials on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('api.playlist_credentials is for kid and member, and not for public, anonymous, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'api.playlist_credentials'::regproc, 'execute') = (r = any ('{kid,member}')))
          from unnest('{kid,member,public,anonymous,analyst,syncstream_api}'::text[]) r)),
        ('GET /v1/playlists/{id}/credentials is mounted', exists (select from http.route where (method, path, handler) = ('GET', '/v1/playlists/{id}/credentials', 'api.playlist_credentials'))),
        ('it is called where writes are', (select not read_only from http.endpoint where handler = 'api.playlist_credentials'))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
