-- Verify syncstream:resellers/reseller_get on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper treasurer analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('execute', 'api.reseller_get', 'reseller')
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
        ('GET /v1/reseller is mounted',
         exists (select from http.route where (method, path, handler) = ('GET', '/v1/reseller', 'api.reseller_get')))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
