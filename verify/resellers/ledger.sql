-- Verify syncstream:resellers/ledger on pg

begin;

do $verify$
declare
    v_roles text[] := string_to_array('public anonymous kid member reseller admin gatekeeper treasurer analyst syncstream_api', ' ');
    v_wrong text;
begin
    -- Who may do what: these, and nobody else.
    select string_agg(format('%s %s: %s', privilege, object, coalesce(holders, 'nobody')), '; ') into v_wrong
    from (values
        ('select',   'app.ledger_entry',    'reseller treasurer'),
        ('insert',   'app.ledger_entry',    'treasurer'),
        ('update',   'app.ledger_entry',    ''),
        ('delete',   'app.ledger_entry',    ''),
        ('truncate', 'app.ledger_entry',    ''),
        ('select',   'app.ledger_note',     'reseller gatekeeper'),
        ('insert',   'app.ledger_note',     'treasurer'),
        ('update',   'app.ledger_note',     ''),
        ('delete',   'app.ledger_note',     'gatekeeper'),
        ('execute',  'private.ledger_post', 'gatekeeper treasurer'),
        ('execute',  'api.ledger_list',     'reseller')
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
        ('row-level security is forced on app.ledger_entry',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.ledger_entry'::regclass)),
        ('row-level security is forced on app.ledger_note',
         (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'app.ledger_note'::regclass)),
        ('private.ledger_post runs as treasurer, with a pinned search path',
         (select prosecdef and proowner = 'treasurer'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.ledger_post'::regproc)),
        ('GET /v1/reseller/ledger is mounted',
         exists (select from http.route where (method, path, handler) = ('GET', '/v1/reseller/ledger', 'api.ledger_list'))),
        ('the owner of the ledger does not write to it',
         not has_table_privilege('syncstream', 'app.ledger_entry', 'insert, update, delete, truncate')),
        ('no policy lets anyone change or delete an entry',
         not exists (select from pg_policy where polrelid = 'app.ledger_entry'::regclass and polcmd not in ('r', 'a'))),
        ('the treasurer moves balances, and alone',
         (select array_agg(role) = array['treasurer'] from unnest(v_roles) as role where has_column_privilege(role, 'app.reseller', 'credits_balance', 'update')))
    ) as t (claim, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'not so: %', v_wrong;
    end if;
end
$verify$;

rollback;
