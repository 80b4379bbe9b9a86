-- Verify syncstream:resellers/client on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper treasurer analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('select',  'app.reseller_client',  'reseller gatekeeper'),
        ('insert',  'app.reseller_client',  'gatekeeper'),
        ('update',  'app.reseller_client',  'gatekeeper'),
        ('delete',  'app.reseller_client',  'gatekeeper'),
        ('select',  'app.account_reseller', 'gatekeeper'),
        ('update',  'app.account_reseller', ''),
        ('execute', 'api.client_list',      'reseller gatekeeper'),
        ('execute', 'api.client_get',       'reseller'),
        ('execute', 'private.client_lock',  'gatekeeper'),
        ('execute', 'private.client_write', 'gatekeeper')
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
        ('row-level security is forced on app.reseller_client',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.reseller_client'::regclass)),
        ('row-level security is forced on app.account_reseller',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.account_reseller'::regclass)),
        ('api.client_list runs as gatekeeper, with a pinned search path',
         (select prosecdef and proowner = 'gatekeeper'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'api.client_list'::regproc)),
        ('GET /v1/reseller/clients is mounted',
         exists (select from http.route where (method, path, handler) = ('GET', '/v1/reseller/clients', 'api.client_list'))),
        ('GET /v1/reseller/clients/{id} is mounted',
         exists (select from http.route where (method, path, handler) = ('GET', '/v1/reseller/clients/{id}', 'api.client_get'))),
        ('whose a client is does not change',
         not has_column_privilege('gatekeeper', 'app.reseller_client', 'account_id', 'update') and not has_column_privilege('gatekeeper', 'app.reseller_client', 'client_id', 'update')),
        ('nor who answers for a subscription',
         not has_column_privilege('gatekeeper', 'app.subscription', 'source', 'update'))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
