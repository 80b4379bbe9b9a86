-- Verify syncstream:accounts/begin_request on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('http.begin_request', 'anonymous kid member reseller admin usher');
select pg_temp.require_definer('http.begin_request', 'gatekeeper');

rollback;
