-- Verify syncstream:base/domains on pg

begin;
\ir ../facts.sql

select pg_temp.require('each domain has its CHECK',
    (select count(*) = 13 from pg_type t where t.typname in ('email', 'new_password', 'password', 'pin', 'name', 'device_id', 'address', 'language', 'age',
         'categories', 'free_object', 'page_limit', 'page_cursor')
     and t.typnamespace = 'app'::regnamespace and exists (select from pg_constraint c where c.contypid = t.oid)));
select pg_temp.require('and says it in JSON Schema',
    (select bool_and(substring(obj_description(oid, 'pg_type') from '[^\n]*$')::jsonb <> '{}') from pg_type
     where typtype = 'd' and typnamespace = 'app'::regnamespace));
select pg_temp.require_callers('private.longest', 'member reseller admin');
select pg_temp.require_invoker('private.longest', 'immutable');

rollback;
