-- Verify syncstream:resellers/credits_audit on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper treasurer analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('execute', 'private.credits_audit', 'treasurer')
    ) as t (privilege, object, roles)
    cross join lateral (
        select string_agg(role, ' ' order by n) from unnest(v_roles) with ordinality as u (role, n)
        where case when privilege = 'execute' then has_function_privilege(role, object::regproc, privilege)
                   when privilege in ('delete', 'truncate') then has_table_privilege(role, object, privilege)
                   else has_any_column_privilege(role, object, privilege) end) as f (holders)
    where holders is distinct from nullif(roles, '');
    if v_wrong is not null then
        raise exception 'privileges are not as they should be: %', v_wrong;
    end if;

    select string_agg(claim, '; ') into v_wrong
    from (values
        ('private.credits_audit runs as treasurer, with a pinned search path',
         (select prosecdef and proowner = 'treasurer'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.credits_audit'::regproc))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
