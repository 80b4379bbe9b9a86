-- Verify syncstream:playlists/address on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('private.refuse_field is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.refuse_field'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('private.source is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.source'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('private.web_address_text is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.web_address_text'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('private.fallback_addresses is for member, and not for public, anonymous, kid, analyst, syncstream_api', (select bool_and(has_function_privilege(r, 'private.fallback_addresses'::regproc, 'execute') = (r = any ('{member}')))
          from unnest('{member,public,anonymous,kid,analyst,syncstream_api}'::text[]) r)),
        ('a pasted address is read', (select s.url = 'http://h:1/a' and s.username = 'a+b' and s.password = 'c d' from private.source(null, 'HTTP://H:1/a/get.php?password=c%20d&username=a+b', 'url') s))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
