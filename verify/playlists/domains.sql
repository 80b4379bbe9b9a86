-- Verify syncstream:playlists/domains on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('there is a type app.playlist_kind with a comment', obj_description(to_regtype('app.playlist_kind'), 'pg_type') is not null),
        ('there is a type app.visibility with a comment', obj_description(to_regtype('app.visibility'), 'pg_type') is not null),
        ('there is a type app.web_address with a comment', obj_description(to_regtype('app.web_address'), 'pg_type') is not null),
        ('there is a type app.web_addresses with a comment', obj_description(to_regtype('app.web_addresses'), 'pg_type') is not null),
        ('there is a type app.credential with a comment', obj_description(to_regtype('app.credential'), 'pg_type') is not null),
        ('there is a type app.list_position with a comment', obj_description(to_regtype('app.list_position'), 'pg_type') is not null),
        ('there is a type app.panel_answer with a comment', obj_description(to_regtype('app.panel_answer'), 'pg_type') is not null)
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
