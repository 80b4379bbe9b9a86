-- Verify syncstream:accounts/me_export on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/me/export', 'api.me_export', 'member reseller admin', shape => 'api.export', slow => true, writes => true);
select pg_temp.require_definer('api.me_export', 'gatekeeper');

rollback;
