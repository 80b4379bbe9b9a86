-- Verify syncstream:resellers/idempotency on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('select',  'app.idempotency_key', 'gatekeeper'),
        ('insert',  'app.idempotency_key', 'gatekeeper'),
        ('update',  'app.idempotency_key', 'gatekeeper'),
        ('delete',  'app.idempotency_key', 'gatekeeper'),
        ('execute', 'private.once',        'gatekeeper')
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
        ('row-level security is forced on app.idempotency_key',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.idempotency_key'::regclass))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
