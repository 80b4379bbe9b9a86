-- What goes into an export: nothing that an account has is left out by forgetting it.

begin;
select plan(10);

select is_empty(
    $$select r.name from tests.relation r where r.relkind in ('r', 'p') and r.is_tenant
      except select e.relation::text from private.export_parts() e$$,
    'every table with an account_id is a part');
select is_empty(
    $$select e.relation, 'private.export_' || e.part from private.export_parts() e join pg_class c on c.oid = e.relation
      where e.handler is null and c.relnamespace <> 'app'::regnamespace$$,
    'of a table of private a function private.export_<table>(account_id) says what goes in, or null');
select is_empty(
    $$select e.handler from private.export_parts() e where e.handler is not null and not has_function_privilege('gatekeeper', e.handler, 'execute')$$,
    'the export may call it');
select is_empty(
    $$select e.relation from private.export_parts() e
      where e.handler is null
        and not (has_table_privilege('gatekeeper', e.relation, 'select')
                 and exists (select from pg_policy p where p.polrelid = e.relation and p.polcmd in ('r', '*') and 'gatekeeper'::regrole = any (p.polroles)
                             and pg_get_expr(p.polqual, p.polrelid) = 'true'))$$,
    'what goes in as it is, the gatekeeper reads: it has the grant, and a policy that holds no rows back');
select is_empty(
    $$select e.relation, a.attname from private.export_parts() e join pg_attribute a on a.attrelid = e.relation and a.attnum > 0 and not a.attisdropped
      where e.handler is null and a.attname ~ '(hash|secret|cipher|token)$'$$,
    'and no column of it sounds like a secret: that belongs into private');

-- A table that comes later.
create table app.later (account_id uuid not null, "order" integer not null, note text, primary key (account_id, "order"));
create table private.later_secret (account_id uuid primary key, hash text);
alter table app.later enable row level security, force row level security;
create policy later_all_gatekeeper on app.later to gatekeeper using (true);
grant select on app.later to gatekeeper;
select tests.account('ada') as ada \gset
insert into app.later values (:'ada', 2, 'b'), (:'ada', 10, 'j'), (:'ada', 1, 'a "quoted" one'), (gen_random_uuid(), 1, 'another account''s');
select is((select array_agg(r ->> 'note') from json_array_elements(private.export_rows('app.later', :'ada')) as r), array['a "quoted" one', 'b', 'j'], 'its rows, in order');
select is(private.export_rows('app.later', gen_random_uuid())::jsonb, '[]', 'or none');
select tests.become('ada');
select is(tests.call('api.me_export()'), '500', 'what nobody decided about is not left out');
select tests.become_superuser();
create function private.export_later_secret(account_id uuid) returns json language sql immutable return null::json;
grant execute on function private.export_later_secret to gatekeeper;
select tests.become('ada');
select is(api.me_export() -> 'tables' -> 'later' -> 1 ->> 'note', 'b', 'then it is a part by itself');
select ok(not (api.me_export() -> 'tables')::jsonb ? 'later_secret', 'and what says null is none');

select * from finish();
rollback;
