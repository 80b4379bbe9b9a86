-- Verify syncstream:resellers/reseller on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('select',  'app.client_price',      'reseller gatekeeper'),
        ('insert',  'app.client_price',      ''),
        ('update',  'app.client_price',      ''),
        ('delete',  'app.client_price',      ''),
        ('select',  'app.reseller_price',    'reseller gatekeeper'),
        ('insert',  'app.reseller_price',    ''),
        ('update',  'app.reseller_price',    ''),
        ('delete',  'app.reseller_price',    ''),
        ('insert',  'app.reseller',          'gatekeeper'),
        ('delete',  'app.reseller',          'gatekeeper'),
        ('execute', 'private.reseller_lock', 'gatekeeper'),
        ('execute', 'private.client_cost',   'gatekeeper')
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
        ('row-level security is forced on app.reseller',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.reseller'::regclass)),
        ('row-level security is forced on app.client_price',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.client_price'::regclass)),
        ('row-level security is forced on app.reseller_price',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.reseller_price'::regclass)),
        ('the gatekeeper does not move balances',
         not has_column_privilege('gatekeeper', 'app.reseller', 'credits_balance', 'insert, update')),
        ('nor numbers entries',
         not has_column_privilege('gatekeeper', 'app.reseller', 'entries', 'insert, update')),
        ('a balance is not negative',
         exists (select from pg_constraint where conrelid = 'app.reseller'::regclass and conname = 'insufficient_credits' and convalidated)),
        ('a client without a plan has a price',
         exists (select from app.client_price where plan = 'free'))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
